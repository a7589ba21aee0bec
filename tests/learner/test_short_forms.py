"""Exams in two lengths: which one a class sits, and how both are read afterwards."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from carekit.cli import app
from carekit.common.course import card
from carekit.common.files import ContentError
from carekit.common.languages import ENGLISH
from carekit.learner.event_log import Record
from carekit.learner.exam_attempt import ExamAttempt, log_file, results_file
from carekit.questions.exam_forms import blueprints, lengths
from carekit.questions.judging import solution
from carekit.reports.accepted_exams import sat_in_any_length
from carekit.reports.exam_results import form_of
from carekit.widgets.exam import exam

BRIEF = """\
id: brief
forms: [form-brief]
short_of: form-a
seed: 4
minutes: 5
anchors: [exam-anchor]
"""
NINE = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


@pytest.fixture
def course(course):
    """Return the small course with a short form of form-a."""
    (course / "course_data" / "exams" / "brief.yml").write_text(BRIEF, encoding="utf-8")
    return course


def set_length(course, length):
    path = course / "course_data" / "course.yml"
    kept = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("exams:")]
    path.write_text("\n".join([*kept, f"exams: {length}", ""]), encoding="utf-8")
    card.cache_clear()


def tell(shown, **content):
    shown.receive({"lang": "en", **content})


def sit(course, learner, form):
    folder = course / "submitted" / learner
    folder.mkdir(parents=True, exist_ok=True)
    times = iter(NINE + timedelta(seconds=n) for n in range(100))
    record = Record(folder, actor=learner, clock=lambda: next(times), log=log_file(form))
    found = form_of(course, form)
    paper = ExamAttempt.of(form, blueprints(course)[form], found.ids, record)
    paper.start(ENGLISH)
    paper.answer("exam-anchor", solution(found.questions["exam-anchor"]), ENGLISH)
    paper.hand_in(ENGLISH)
    return folder


@pytest.mark.parametrize(("length", "asked", "minutes"), [("full", 3, 20), ("short", 1, 5)])
def test_the_course_card_says_which_length_is_sat(course, here, length, asked, minutes):
    set_length(course, length)
    shown = exam("form-a")
    assert (shown.stands["total"], shown.minutes) == (asked, minutes)
    assert list(here.iterdir()) == []


def test_a_form_without_a_short_one_is_sat_in_full(course, here):
    set_length(course, "short")
    assert exam("form-b").stands["total"] == 3
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(("begun", "later", "asked"), [("full", "short", 3), ("short", "full", 1)])
def test_an_exam_that_was_begun_goes_on_in_its_own_length(course, here, begun, later, asked):
    set_length(course, begun)
    tell(exam("form-a"), do="start")
    set_length(course, later)
    again = exam("form-a")
    assert (again.stands["phase"], again.stands["total"]) == ("open", asked)
    assert len(list(here.glob("exam-*.jsonl"))) == 1


def test_both_lengths_are_scored_under_the_name_of_the_exam(course, tmp_path):
    sit(course, "ada", "form-a")
    sit(course, "bo", "form-brief")
    out = tmp_path / "answers.csv"
    done = CliRunner().invoke(app, ["exam", "score", "form-a", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "1.0 of 3" in done.output
    assert "1.0 of 1" in done.output
    # Two of four answers to the one concept there is.
    assert "examined │ 50%" in done.output
    rows = out.read_text(encoding="utf-8").splitlines()[1:]
    assert sorted({tuple(row.split(",")[:2]) for row in rows}) == [
        ("ada", "form-a"),
        ("bo", "form-brief"),
    ]


def test_both_lengths_get_their_results_back(course):
    sit(course, "ada", "form-a")
    sit(course, "bo", "form-brief")
    done = CliRunner().invoke(app, ["exam", "release", "form-a"])
    assert done.exit_code == 0, done.output
    asked = [
        len(json.loads((folder / form / results_file(form)).read_bytes())["questions"])
        for folder, form in (
            (course / "feedback" / "ada", "form-a"),
            (course / "feedback" / "bo", "form-brief"),
        )
    ]
    assert asked == [3, 1]


def test_who_sat_both_lengths_is_counted_once_with_the_full_one(course):
    sit(course, "ada", "form-a")
    sit(course, "ada", "form-brief")
    [sat] = sat_in_any_length(course, course / "submitted", "form-a")
    assert sat.form.name == "form-a"
    assert list(sat.sittings) == ["ada"]


def test_a_folder_without_any_log_names_the_files_of_both_lengths(course):
    (course / "submitted").mkdir()
    with pytest.raises(ContentError, match=r"no exam-form-a\.jsonl, exam-form-brief\.jsonl from"):
        sat_in_any_length(course, course / "submitted", "form-a")


def test_a_short_form_of_a_form_that_is_not_there_is_refused(course):
    path = course / "course_data" / "exams" / "brief.yml"
    path.write_text(BRIEF.replace("form-a", "form-z"), encoding="utf-8")
    with pytest.raises(ContentError, match="short_of: there is no form form-z"):
        blueprints(course)


def test_a_form_stands_before_its_short_ones(course):
    known = blueprints(course)
    assert lengths(known, "form-a") == ("form-a", "form-brief")
    assert lengths(known, "form-brief") == ("form-brief",)
