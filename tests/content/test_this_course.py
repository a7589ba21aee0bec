"""This course as a whole: its card, its certificates, the trainer's book, the names of values."""

import re

import pytest

from carekit.authoring.build.trainer_book import page, texts
from carekit.common.course import card
from carekit.common.languages import ENGLISH, languages
from carekit.reports.certificates.criteria import load
from carekit.tables.spec import read_spec
from carekit.tables.value_names import value_names
from tests.reading_languages import ZH_HANS


def test_the_course_card_of_this_course_is_valid_and_its_first_notebook_exists(root):
    assert (root / card(root).first_notebook).is_file()
    for one in card(root).sets:
        assert (root / "content" / "exercises" / one.id / f"{one.id}.md").is_file()


def test_this_courses_certificates_ask_for_what_can_be_had(root):
    found = load(root)
    assert [kind.id for kind in found.kinds] == ["completion", "staff", "lead"]
    lead = found.kind("lead")
    assert [one.id for one in found.kind("staff").criteria] == [one.id for one in lead.criteria[:3]]
    assert "17" in lead.criteria[0].words(ZH_HANS)
    quizzes = next(one for one in found.kind("completion").criteria if one.id == "quizzes")
    # The same number as in the learner's progress: it stands in course.yml alone.
    mark = card(root).pass_mark
    assert (quizzes.right, quizzes.of) == (mark.right, mark.of) == (6, 8)
    assert "6" in quizzes.words(ENGLISH)


def test_every_value_with_a_name_is_a_value_of_the_course_and_none_is_left_out(root):
    columns = {}
    for table in read_spec(root).tables:
        for column in table.columns:
            columns.setdefault(column.name, set()).update(getattr(column, "values", None) or ())
    named = value_names(root)
    assert {"channel", "topic", "lang"} <= set(named)
    # A column of free text, or one that a lesson makes, has no list to compare with.
    listed = {name: called for name, called in named.items() if columns.get(name)}
    assert {name: set(called) for name, called in listed.items()} == {
        name: columns[name] for name in listed
    }


@pytest.mark.parametrize("lang", list(languages()))
def test_this_courses_book_has_the_guide_and_the_notes_of_every_lesson(root, book, lang):
    html = page(root, book, lang)
    lessons = [path.stem for path in (root / "content" / "lessons").glob("0[1-8]-*.md")]
    chapters = re.findall(r'<section id="([^"]+)">', html)
    assert chapters[0] == "00-guide"
    assert set(lessons) <= set(chapters)
    assert "{{" not in html
    assert ":::" not in html


@pytest.fixture(scope="module")
def book(root):
    return texts(root)
