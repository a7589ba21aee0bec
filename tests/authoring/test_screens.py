"""A sample of the course's texts: random, repeatable, and never more than fits a screen."""

import json

import pytest
from typer.testing import CliRunner

from carekit.authoring.prose_lint import draw_screens
from carekit.authoring.prose_lint.screens import COLUMNS, ROWS, wrapped
from carekit.cli import app
from carekit.common.files import write_atomic
from carekit.common.languages import ENGLISH, languages
from tests.reading_languages import ZH_HANT

LINES = 100


@pytest.fixture
def course(tmp_path):
    """Return a course folder with two files of texts and one made notebook."""
    for name in ("one", "two"):
        tips = [
            {"en": f"Cup {n} of {name}.", "zh-Hans": f"第{n}杯。", "zh-Hant": f"第{n}盞。"}
            for n in range(LINES)
        ]
        text = json.dumps({"tips": tips}, ensure_ascii=False, indent=0)
        write_atomic(tmp_path / "course_data" / f"{name}.yml", text)
    made = {"cells": [{"cell_type": "markdown", "source": ['<div lang="en">made</div>']}]}
    write_atomic(tmp_path / "release" / "tea" / "tea.ipynb", json.dumps(made))
    return tmp_path


def test_a_seed_draws_the_same_screens_and_another_seed_others(course):
    first = draw_screens(course, 3, 7)
    assert first == draw_screens(course, 3, 7)
    assert first != draw_screens(course, 3, 8)
    assert {lang: len(screens) for lang, screens in first.items()} == dict.fromkeys(languages(), 3)


def test_a_screen_is_consecutive_rows_of_one_file_in_one_language(course):
    for screen in draw_screens(course, 5, 1)[ENGLISH]:
        name, file = screen.path.stem, screen.path.read_text(encoding="utf-8").split("\n")
        numbers = [int(row.split()[1]) for row in screen.rows]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        assert all(row.endswith(f"of {name}.") for row in screen.rows)
        assert screen.rows[0] in file[screen.line - 1]
        assert len(screen.rows) <= ROWS


def test_a_small_course_is_shown_whole_and_once(course):
    rows = [row for one in draw_screens(course, 1000, 2)[ZH_HANT] for row in one.rows]
    assert sorted(rows) == sorted(f"第{n}盞。" for n in range(LINES) for _ in "12")


@pytest.mark.parametrize("text", ["tea and " * 60, "茶叶" * 100, "tea 茶叶 " * 40, "x"])
def test_a_row_has_room_for_half_as_many_chinese_characters_and_nothing_is_lost(text):
    rows = wrapped(text)
    wide = [sum(2 if sign > "\u2e80" else 1 for sign in row) for row in rows]
    assert max(wide) <= COLUMNS
    assert "".join("".join(rows).split()) == "".join(text.split())
    assert all(width > COLUMNS - 8 for width in wide[:-1])


def test_the_command_prints_places_and_rows_and_ends_well(course, monkeypatch):
    write_atomic(course / "pyproject.toml", "[tool.carekit]\n")
    monkeypatch.chdir(course)
    monkeypatch.setattr("carekit.cli.find_root", lambda: course)
    said = CliRunner().invoke(app, ["check-text", "--sample", "2", "--seed", "7"])
    assert said.exit_code == 0
    drawn = [screen for screens in draw_screens(course, 2, 7).values() for screen in screens]
    assert [place for place in said.output.split("\n") if place.startswith("course_data/")] == [
        str(screen).split("\n")[0] for screen in drawn
    ]
