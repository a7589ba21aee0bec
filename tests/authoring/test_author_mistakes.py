"""Every mistake an author can make gives the file, the line, and what to do."""

from pathlib import Path

import pytest

from carekit.authoring.build.exercise import make_exercise
from carekit.authoring.build.lesson import make_lesson
from carekit.common.files import ContentError, shown
from carekit.common.yaml_reader import parse
from carekit.vocabulary.glossary import load_terms

LESSON = "content/lessons/01-high-water.md"
SET = "content/exercises/tides/tides.md"


FILES = {"lesson": LESSON, "set": SET}
MISTAKES = parse(Path(__file__).with_name("mistakes.yml").read_text("utf-8"))[0]


def make(course, file):
    maker = make_lesson if file == LESSON else make_exercise
    return maker(course, course / file, load_terms(course))


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake["name"])
def test_a_mistake_is_refused_with_file_line_and_remedy(course, mistake):
    file, old, at = FILES[mistake["text"]], mistake["old"], mistake["at"]
    path = course / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    wrong = text.replace(old, mistake["new"], 1)
    path.write_text(wrong, encoding="utf-8")

    with pytest.raises(ContentError) as refused:
        make(course, file)

    line = wrong[: wrong.rindex("\n" + at)].count("\n") + 2 if "\n" + at in wrong else 1
    told = [
        told for told in str(refused.value).split("\n") if told.startswith(f"{shown(path)}:{line}:")
    ]
    assert any(mistake["says"] in fault for fault in told), str(refused.value)


def test_all_mistakes_of_a_text_are_told_at_once(course):
    path = course / LESSON
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("{{highest}}", "{{a}}").replace("|滿潮", "-x|滿潮"), encoding="utf-8"
    )
    with pytest.raises(ContentError) as refused:
        make(course, LESSON)
    assert len(str(refused.value).split("\n")) == 4


def test_the_texts_without_mistakes_are_accepted(course):
    assert make(course, LESSON).endswith(b"}\n")
    assert make(course, SET).endswith(b"}\n")


def test_a_text_that_is_not_utf_8_is_refused(course):
    (course / LESSON).write_bytes(b"---\n\xff\n---\n")
    with pytest.raises(ContentError, match="save it as UTF-8"):
        make(course, LESSON)


def test_a_quoted_number_must_come_from_the_table_as_it_was_made(course):
    table = course / "course_data" / "tables" / "levels.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("3.5", "9.5"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"01-high-water\.md:4: figures"):
        make(course, LESSON)
