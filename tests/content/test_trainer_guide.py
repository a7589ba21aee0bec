"""The trainer's guide: the day's sums are right, in every language, and its commands exist."""

import re
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil

import pytest
from typer.main import get_command

from carekit.cli import app
from carekit.common.course import CourseCard
from carekit.questions.exam_forms import blueprints, forms, lengths
from carekit.questions.views.without_key import asked as asked_of
from carekit.reports.certificates.criteria import load

BLOCK = re.compile(r"^:::\{(en|zh-Hans|zh-Hant)\}\n(.*?)^:::$", re.DOTALL | re.MULTILINE)
CELL = re.compile(r'^\+\+\+ \{"name": "([a-z-]+)"\}\n(.*?)(?=^\+\+\+|\Z)', re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"^\| (\d+)–(\d+) \| ", re.MULTILINE)
RECALL = r"(?:Questions|只做第) ([\d, and、]+?)(?:: | 题：| 題：)"
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


def test_the_short_forms_fit_into_the_time_that_the_day_gives_them(root, guide):
    known = blueprints(root)
    for place, form in (("Pre-test", "pre-test"), ("Post-test", load(root).exam.form)):
        _, short = lengths(known, form)
        asked = len(forms(known[short], asked_of(root))[short])
        for lang, rows in days(guide).items():
            n = next(n for n, row in enumerate(days(guide)["en"]) if row[2].startswith(place))
            assert known[short].minutes <= int(rows[n][1]), (lang, form)
        assert f"{asked} questions in {known[short].minutes:g} minutes" in guide


def test_the_four_weeks_have_the_full_forms(root, guide):
    known = blueprints(root)
    for form in ("pre-test", load(root).exam.form):
        asked = len(forms(known[form], asked_of(root))[form])
        assert f"{asked} questions in {known[form].minutes:g} minutes" in guide


def test_the_setting_that_the_guide_names_chooses_the_forms(guide):
    for length in ("full", "short"):
        assert guide.count(f"`exams: {length}`") >= 3
        settings = {"id": "x", "title": dict.fromkeys(["en", "zh-Hans", "zh-Hant"], "x")}
        one = {"id": "x", "title": settings["title"]}
        made = CourseCard(**settings, first_notebook="x", sets=[one], exams=length)
        assert made.exams == length


def test_the_guide_names_the_points_that_a_proficiency_takes(root, guide):
    wanted = load(root)
    asked = wanted.exam.asked
    [points] = {one.points for kind in wanted.kinds for one in kind.criteria if one.needs == "exam"}
    short = 16
    assert f"{points:g} of {asked} points" in guide
    assert f"{ceil(points * short / asked)} of {short}" in guide


def ends(text, what):
    """Return where the rows of each language's table end; each begins where the one before ends."""
    found = {}
    for lang, body in BLOCK.findall(text):
        spans = [(int(a), int(b)) for a, b in SPAN.findall(body)]
        if spans:
            assert spans[0][0] == 0, (what, lang)
            assert all(one[1] == two[0] for one, two in pairwise(spans)), (what, lang)
            found[lang] = [end for _, end in spans]
    assert list(found) == ["en", "zh-Hans", "zh-Hant"], what
    assert found["en"] == found["zh-Hans"] == found["zh-Hant"], what
    return found["en"]


def test_preparing_takes_thirty_minutes_and_the_close_what_the_day_gives_it(guide):
    cells = dict(CELL.findall(guide))
    assert ends(cells["thirty-minutes-before"], "prepare")[-1] == 30
    given = next(int(n) for _, n, part in days(guide)["en"] if part.startswith("Close"))
    assert ends(cells["the-close"], "close")[-1] == given


def test_the_minutes_of_each_lesson_join_and_add_up_to_thirty(root):
    paths = sorted((root / "content" / "trainer").glob("0[1-8]-*.md"))
    assert len(paths) == 8
    for path in paths:
        assert ends(path.read_text(encoding="utf-8"), path.name)[-1] == 30, path.name


def test_each_lesson_spends_its_minutes_on_the_moves_of_a_workshop(root):
    for path in sorted((root / "content" / "trainer").glob("0[1-8]-*.md")):
        body = next(
            body for lang, body in BLOCK.findall(path.read_text("utf-8")) if SPAN.search(body)
        )
        moves = re.findall(r"^\| \d+–\d+ \| (\d) ", body, re.MULTILINE)
        assert {"1", "2", "4", "6", "7", "8"} <= set(moves) <= set("1245678"), path.name


def test_the_recall_of_each_lesson_names_questions_that_its_page_asks(root):
    for path in sorted((root / "content" / "trainer").glob("0[1-8]-*.md")):
        lesson = (root / "content" / "lessons" / path.name).read_text(encoding="utf-8")
        [asked] = re.findall(
            r'^quiz\(\n    "[a-z-]+",\n((?:    "[a-z-]+",\n)+)\)', lesson, re.MULTILINE
        )
        rows = re.findall(RECALL, path.read_text(encoding="utf-8"))
        named = [[int(n) for n in re.findall(r"\d+", row)] for row in rows]
        assert len(named) == 3, path.name
        assert named[0] == named[1] == named[2] == sorted(set(named[0])), path.name
        assert 2 <= len(named[0]) <= 3, path.name
        assert named[0][-1] <= asked.count("\n"), path.name


def test_the_mini_capstone_fits_into_the_time_that_the_day_gives_it(root, guide):
    notes = (root / "content" / "trainer" / "10-capstone.md").read_text(encoding="utf-8")
    given = next(int(n) for _, n, part in days(guide)["en"] if part.startswith("Mini-capstone"))
    assert f"({given} minutes)" in notes
    starts = [int(n) for n in re.findall(r"^\| (\d+) \| ", notes, re.MULTILINE)]
    assert starts
    assert all(start < given for start in starts)


def test_every_command_of_the_guide_is_a_verb(guide):
    verbs = set(get_command(app).commands)
    named = set(re.findall(r"`\./care ([a-z-]+)", guide))
    wanted = {"grade", "feedback", "report", "exam", "certificate", "handout"}
    assert wanted <= named <= verbs
