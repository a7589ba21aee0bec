"""Exams: forms from a blueprint, time that no clock and no crash can bend, answers that stay."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carekit.common.files import ContentError
from carekit.common.languages import ENGLISH
from carekit.learner.event_log import NotSaved, Record
from carekit.learner.exam_attempt import (
    HANDED_IN,
    TICK,
    ExamAttempt,
    FormStatements,
    log_file,
    release,
    released,
    results,
    results_file,
    time_used,
)
from carekit.questions import load_banks
from carekit.questions.exam_forms import Blueprint, blueprints, forms
from carekit.questions.views.without_key import asked
from tests.reading_languages import ZH_HANS

COURSE = Path(__file__).resolve().parents[1] / "browser" / "course"
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EN = ENGLISH


pytestmark = pytest.mark.usefixtures("course")


def paper(folder, clock, minutes=20, grace=5):
    record = Record(folder, clock=clock, log=log_file("form-a"))
    limit = timedelta(minutes=minutes) if minutes else None
    return ExamAttempt("form-a", ("one", "two"), record, limit, timedelta(minutes=grace))


def stay_open(sat, clock, minutes):
    """Let an exam be open for some minutes, as the card does."""
    for _ in range(round(minutes * 60 / TICK.total_seconds())):
        clock.after(seconds=TICK.total_seconds())
        sat.stay(EN)


def minutes_left(sat, clock):
    return sat.left(clock()).total_seconds() / 60


# --- Forms.


def test_forms_share_the_anchors_and_nothing_else_and_have_what_the_blueprint_asks(course):
    blueprint, questions = blueprints(course)["form-a"], asked(course)
    made = forms(blueprint, questions)
    assert set(made) == {"form-a", "form-b"}
    assert set(made["form-a"]) & set(made["form-b"]) == {"exam-anchor"}
    for ids in made.values():
        assert len(ids) == len(set(ids)) == 3
        assert [questions[name].bloom for name in ids].count("apply") == 1


def test_the_same_seed_gives_the_same_forms_and_another_seed_others(course):
    blueprint, questions = blueprints(course)["form-a"], asked(course)
    turned = dict(reversed(questions.items()))
    assert forms(blueprint, turned) == forms(blueprint, questions)
    assert len({forms(blueprint, questions, seed)["form-a"] for seed in range(9)}) > 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"parts": [{"concept": "examined", "count": 3}]}, "2 forms need 6 exam questions of exam"),
        ({"parts": [{"concept": "examined", "bloom": "evaluate", "count": 1}]}, r"\(evaluate\)"),
        ({"anchors": ["first-in-line"]}, "no exam question first-in-line; correct anchors"),
    ],
)
def test_a_blueprint_that_cannot_be_met_says_what_is_missing(course, change, says):
    plain = blueprints(course)["form-a"].model_dump()
    with pytest.raises(ContentError, match=says):
        forms(Blueprint.model_validate(plain | change), asked(course))


def test_a_form_in_two_blueprints_is_refused(course):
    folder = course / "course_data" / "exams"
    shutil.copy(folder / "lines.yml", folder / "other.yml")
    with pytest.raises(ContentError, match=r"other\.yml:1: forms: form-a is a form already"):
        blueprints(course)


# --- Time.


def at(*seconds):
    return [NINE + timedelta(seconds=one) for one in seconds]


NO_GRACE, GRACE = timedelta(), timedelta(minutes=5)


@pytest.mark.parametrize(
    ("times", "grace", "used"),
    [
        (at(), GRACE, 0),
        (at(0), GRACE, 0),
        (at(0, 15, 30, 41), GRACE, 41),
        (at(0, 30), GRACE, 30),
        (at(0, 31), GRACE, 15),
        (at(0, 15, 215, 230), GRACE, 45),
        (at(0, 15, 215, 230), NO_GRACE, 230),
        (at(0, 15, 630, 645), GRACE, 345),
        (at(0, 15, -3600, -3585), GRACE, 45),
        (at(0, 15, 7200, 15, 30), timedelta(hours=3), 60),
    ],
)
def test_time_runs_while_the_exam_is_open_and_no_clock_gives_more(times, grace, used):
    assert time_used(times, grace).total_seconds() == used


def test_a_crash_costs_no_minute_and_no_answer(here, clock):
    sat = paper(here, clock)
    sat.start(EN)
    sat.answer("one", ["wei"], EN)
    stay_open(sat, clock, 6)
    with (here / log_file("form-a")).open("ab") as file:
        file.write(b'{"version": 1, "id": "half a li')
    clock.after(minutes=4)
    again = paper(here, clock)
    again.start(EN)
    assert minutes_left(again, clock) == pytest.approx(14, abs=0.51)
    again.answer("two", ["ana"], EN)
    assert again.read().answers == {"one": ("wei",), "two": ("ana",)}
    assert b"half a li" in (here / "exam-form-a.set-aside.jsonl").read_bytes()


def test_pauses_beyond_the_grace_cost_their_time(here, clock):
    sat = paper(here, clock)
    sat.start(EN)
    for _ in range(3):
        clock.after(minutes=3)
        sat.start(EN)
    assert minutes_left(sat, clock) == pytest.approx(16, abs=0.01)


def test_a_clock_set_back_gives_no_time(here, clock):
    sat = paper(here, clock)
    sat.start(EN)
    stay_open(sat, clock, 10)
    clock.after(hours=-2)
    stay_open(sat, clock, 5)
    assert minutes_left(sat, clock) <= 5


def test_when_the_time_is_up_the_exam_ends_by_itself_and_takes_no_answer(here, clock):
    sat = paper(here, clock, minutes=2)
    sat.start(EN)
    sat.answer("one", ["wei"], EN)
    stay_open(sat, clock, 2)
    assert not sat.answer("two", ["ana"], EN)
    now = sat.read()
    assert not now.open
    assert now.answers == {"one": ("wei",)}
    lines = (here / log_file("form-a")).read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[-1])["verb"]["id"] == HANDED_IN
    assert json.loads(lines[-1])["context"]["extensions"] == {"reason": "time"}


def test_without_a_limit_there_is_no_time_to_run_out(here, clock):
    sat = paper(here, clock, minutes=None)
    sat.start(EN)
    clock.after(days=3)
    assert sat.left(clock()) is None
    assert sat.answer("one", ["wei"], EN)


def test_an_answer_after_the_time_ran_out_unseen_is_not_kept_and_no_time_is_owed(here, clock):
    sat = paper(here, clock)
    sat.start(EN)
    clock.after(minutes=40)
    assert sat.left(clock()) == timedelta()
    assert not sat.answer("two", ["ana"], EN)
    assert sat.read().answers == {}
    assert not sat.read().open


# --- One pass.


def test_after_handing_in_nothing_changes_not_even_by_lines_added_to_the_file(here, clock):
    sat = paper(here, clock)
    sat.start(EN)
    sat.answer("one", ["wei"], EN)
    answer = (here / log_file("form-a")).read_text(encoding="utf-8").splitlines()[-1]
    sat.hand_in(EN)
    assert not sat.answer("one", ["ana"], EN)
    assert not sat.start(EN).open
    with (here / log_file("form-a")).open("a", encoding="utf-8") as file:
        file.write(answer.replace("wei", "kenji") + "\n")
    assert sat.read().answers == {"one": ("wei",)}


def test_the_last_answer_to_a_question_counts(here, clock):
    sat = paper(here, clock)
    sat.start(EN)
    sat.answer("one", ["wei"], EN)
    sat.answer("one", ["ana", "kenji"], ZH_HANS)
    assert sat.read().answers["one"] == ("ana", "kenji")
    assert sat.record.read().statements[-1].context.language == "zh-Hans"


def test_before_the_start_and_for_another_forms_question_nothing_is_kept(here, clock):
    sat = paper(here, clock)
    assert not sat.answer("one", ["wei"], EN)
    assert not (here / log_file("form-a")).exists()
    with pytest.raises(KeyError):
        sat.answer("three", ["wei"], EN)


def test_where_nothing_can_be_written_the_learner_is_told(here, clock):
    (here / log_file("form-a")).mkdir()
    with pytest.raises(NotSaved):
        paper(here, clock).start(EN)


# --- What is given back.


@pytest.fixture
def questions(course):
    banks = load_banks(course)
    return {one.id: one for bank in banks.values() for one in bank.questions}


def sit(folder, clock, ids, answers):
    record = Record(folder, clock=clock, log=log_file("form-a"))
    sat = ExamAttempt("form-a", ids, record)
    sat.start(EN)
    for name, answer in answers.items():
        sat.answer(name, answer, EN)
    sat.hand_in(EN)
    return sat


def test_results_come_only_from_the_trainer_and_only_after_handing_in(here, clock, questions):
    ids = ("exam-anchor", "exam-first", "exam-third")
    with pytest.raises(ContentError, match="not handed in; nothing to release"):
        release(here, "form-a", paper(here, clock).read(), questions, ids)
    given = {"exam-anchor": ["wei"], "exam-first": ["wei"], "exam-third": ["many"]}
    sat = sit(here, clock, ids, given)
    assert released(here, "form-a", sat.read()) == {}
    found = release(here, "form-a", sat.read(), questions, ids)
    assert {name: one["score"] for name, one in found.items()} == {
        "exam-anchor": 1.0,
        "exam-first": 0.5,
        "exam-third": 0.0,
    }
    assert released(here, "form-a", sat.read()) == found


def test_results_of_another_sitting_or_a_broken_file_are_not_shown(here, clock, questions):
    ids = ("exam-anchor",)
    sat = sit(here, clock, ids, {"exam-anchor": ["wei"]})
    release(here, "form-a", sat.read(), questions, ids)
    path = here / results_file("form-a")
    path.write_text(path.read_text().replace(sat.read().id, "somebody-else"))
    assert released(here, "form-a", sat.read()) == {}
    path.write_text("[")
    assert released(here, "form-a", sat.read()) == {}


def test_a_wrong_number_is_explained_in_full_once_results_are_given_back(questions):
    name = "how-many-left"
    sat = FormStatements(started=NINE, answers={name: ("7",)}, handed_in=NINE)
    [note] = results(sat, questions, [name])[name]["notes"]
    assert note["says"] == questions[name].why.by_lang()
