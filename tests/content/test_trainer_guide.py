"""The trainer's guide: the day's sums are right, in every language, and its commands exist."""

import re
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from typer.main import get_command

from carekit.blueprint import blueprints
from carekit.certificates.criteria import load
from carekit.cli import app

BLOCK = re.compile(r"^:::\{(en|zh-Hans|zh-Hant)\}\n(.*?)^:::$", re.DOTALL | re.MULTILINE)
ROW = re.compile(r"^\| (\d\d:\d\d) \| (\d+|–) \| (.+?) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def guide(root):
    return (root / "content" / "trainer" / "00-guide.md").read_text(encoding="utf-8")


def days(guide):
    """Return the timetable in each language: (start, minutes or –, part)."""
    return {lang: rows for lang, body in BLOCK.findall(guide) if (rows := ROW.findall(body))}


def test_the_day_has_360_minutes_and_every_part_begins_when_the_one_before_ends(guide):
    tables = days(guide)
    assert list(tables) == ["en", "zh-Hans", "zh-Hant"]
    for lang, rows in tables.items():
        minutes = [int(n) for _, n, _ in rows if n != "–"]
        assert sum(minutes) == 360, lang
        for (start, took, part), (after, _, _) in pairwise(rows):
            length = 60 if took == "–" else int(took)
            ends = datetime.strptime(start, "%H:%M") + timedelta(minutes=length)  # noqa: DTZ007
            assert f"{ends:%H:%M}" == after, (lang, part)


def test_the_day_is_the_same_in_every_language(guide):
    times = {lang: [row[:2] for row in rows] for lang, rows in days(guide).items()}
    assert times["en"] == times["zh-Hans"] == times["zh-Hant"]


def test_every_lesson_has_half_an_hour(guide):
    for rows in days(guide).values():
        lessons = [part for _, took, part in rows if took == "30"]
        assert [re.search(r"\d", part)[0] for part in lessons] == list("12345678")


def test_the_post_test_fits_into_its_time_and_the_close(root, guide):
    rows = days(guide)["en"]
    time = {part.split(":")[0]: int(took) for _, took, part in rows if took != "–"}
    limit = blueprints(root)[load(root).exam.form].minutes
    assert limit <= time["Post-test"] + time["Close"]
    assert f"{limit:g} minutes" in guide


def test_every_command_of_the_guide_is_a_verb(guide):
    verbs = set(get_command(app).commands)
    named = set(re.findall(r"`\./care ([a-z-]+)", guide))
    assert {"grade", "feedback", "exam", "certificate", "handout"} <= named <= verbs
