"""The limits of what a learner leaves behind, each from both sides, and its usual values."""

import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from carekit.common.languages import ENGLISH
from carekit.learner import graded_answers
from carekit.learner.event_log import ANSWERED, Record, Score, last_answers
from carekit.learner.exam_attempt import ExamAttempt, log_file, released, results_file, time_used
from carekit.learner.graded_answers import (
    FILE,
    MOST_ANSWERS,
    MOST_BYTES,
    handed_in,
    listed,
    parsed,
    read,
    worth,
)
from carekit.learner.progress import Standing
from carekit.learner.review_cards import GAP, Deck
from carekit.learner.review_schedule import ADDED, queue
from carekit.questions import load_bank
from carekit.questions.exam_forms import Blueprint
from carekit.questions.views.key_only import key_of
from carekit.widgets.assets import words as words_of_card

COURSE = Path(__file__).resolve().parents[1] / "browser" / "course"
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EN = ENGLISH


def entry(answer, **more):
    return {"answer": answer, "saved": NINE.isoformat(), "lang": "en", **more}


def file_of(answers):
    return json.dumps({"version": 1, "answers": answers}).encode()


# --- The answers file.


@pytest.mark.parametrize(
    ("kept", "taken"),
    [
        (entry(["x" * 400]), True),
        (entry(["x" * 401]), False),
        (entry(["x"] * 100), True),
        (entry(["x"] * 101), False),
        (entry([]), True),
        (entry(["x"], variant=0), True),
        (entry(["x"], variant=999), True),
        (entry(["x"], variant=1000), False),
        (entry(["x"], variant=-1), False),
        (entry(["x"], variant=True), False),
        (entry(["x"], variant=None), True),
    ],
)
def test_an_entry_is_taken_up_to_its_limits_and_not_beyond(kept, taken):
    found = parsed(file_of({"q": kept, "fine": entry(["y"])}))
    assert list(found.answers) == (["q", "fine"] if taken else ["fine"])
    assert found.odd == (() if taken else ("q",))
    assert found.sound is taken


def test_a_thousand_answers_are_read_and_one_more_is_no_answers_file():
    assert MOST_ANSWERS == 1000
    every = {f"q{number}": entry(["x"]) for number in range(MOST_ANSWERS)}
    assert len(parsed(file_of(every)).answers) == MOST_ANSWERS
    assert parsed(file_of({**every, "more": entry(["x"])})).trouble == "wrong-shape"


def test_a_file_is_as_large_as_it_may_be_for_the_learner_and_for_the_grader(tmp_path):
    whole = file_of({"q": entry(["x"])}).ljust(MOST_BYTES)
    (tmp_path / FILE).write_bytes(whole)
    assert (list(read(tmp_path).answers), list(handed_in(tmp_path).answers)) == (["q"], ["q"])
    (tmp_path / FILE).write_bytes(whole + b" ")
    assert (read(tmp_path).trouble, handed_in(tmp_path).trouble) == ("too-large", "too-large")


def test_an_answer_is_told_with_its_time_and_only_where_it_was_asked_for():
    found = parsed(file_of({"q": entry(["a", "b"]), "r": entry(["c"])}))
    assert list(listed(found)) == [
        "q: a, b (2026-03-02 09:00 +0000)",
        "r: c (2026-03-02 09:00 +0000)",
    ]
    assert list(listed(found, ["r", "gone"])) == ["r: c (2026-03-02 09:00 +0000)"]
    assert repr(listed(found, ["r"])) == "r: c (2026-03-02 09:00 +0000)"


@pytest.mark.parametrize(("points", "wanted"), [(1, 0.3333), (2, 0.6667), (10, 3.3333)])
def test_the_points_of_a_quiz_have_four_decimals(tmp_path, monkeypatch, points, wanted):
    bank = load_bank(COURSE / "course_data" / "quizzes" / "counting.yml")
    key = [key_of(one) for one in bank.questions if one.id in {"first-in-line", "how-many-left"}]
    key.append({**key[0], "id": "another"})
    (tmp_path / FILE).write_bytes(file_of({"first-in-line": entry(["wei"])}))
    monkeypatch.setattr(graded_answers, "answers_folder", lambda: tmp_path)
    assert worth(key, points, lambda _said: None) == wanted


# --- The log.


@pytest.mark.parametrize(("share", "taken"), [(0, True), (1, True), (-0.01, False), (1.01, False)])
def test_a_score_is_a_share_from_nothing_to_all(share, taken):
    try:
        Score(scaled=share)
    except ValidationError:
        assert not taken
    else:
        assert taken


def test_only_an_answer_with_a_result_is_a_last_answer(tmp_path):
    record = Record(tmp_path, clock=lambda: NINE)
    record.answered("c/q", ["a"], score=1, right=True, lang=EN)
    record.append(record.statement(ANSWERED, "c/q", lang=EN))
    record.append(record.statement("urn:x:seen", "c/q", lang=EN))
    reading = record.read()
    assert len(reading.statements) == 3
    assert last_answers(reading)["c/q"].answer == ("a",)


# --- An exam.


def at(*seconds):
    return [NINE + timedelta(seconds=one) for one in seconds]


@pytest.mark.parametrize(
    ("times", "grace", "used"),
    [
        # Two statements of one second: no time went by between them.
        (at(0, 15, 15), 0, 15),
        (at(0, 30), 0, 30),
        (at(0, 31), 0, 31),
        (at(0, 31), 16, 15),
        (at(0, 31), 10, 21),
        # What one pause leaves of the grace is there for the next.
        (at(0, 100, 200), 100, 100),
        (at(0, -1), 0, 15),
    ],
)
def test_a_pause_costs_one_tick_until_the_grace_is_used_up(times, grace, used):
    assert time_used(times, timedelta(seconds=grace)).total_seconds() == used


class Clock:
    """A clock that stands where it was put."""

    def __init__(self):
        self.now = NINE

    def __call__(self):
        return self.now


def attempt(folder, clock, **more):
    record = Record(folder, clock=clock, log=log_file("form-a"))
    return ExamAttempt("form-a", ("one", "two"), record, **more)


def test_an_attempt_has_the_limit_and_the_grace_of_its_blueprint(tmp_path):
    record = Record(tmp_path)
    plain = {"id": "e", "forms": ["form-a"], "seed": 1, "anchors": ["one"]}
    timed = Blueprint.model_validate({**plain, "minutes": 20.0, "grace": 3.0})
    made = ExamAttempt.of("form-a", timed, ("one",), record)
    assert (made.limit, made.grace) == (timedelta(minutes=20), timedelta(minutes=3))
    made = ExamAttempt.of("form-a", Blueprint.model_validate(plain), ("one",), record)
    assert (made.limit, made.grace) == (None, timedelta(minutes=10))
    assert ExamAttempt("form-a", ("one",), record).grace == timedelta(minutes=10)


def test_all_the_time_is_left_before_the_start_and_none_goes_by_after_handing_in(tmp_path):
    clock = Clock()
    sat = attempt(tmp_path, clock, limit=timedelta(minutes=20), grace=timedelta())
    clock.now += timedelta(hours=1)
    assert sat.left(clock()) == timedelta(minutes=20)
    sat.start(EN)
    clock.now += timedelta(seconds=20)
    assert sat.left(clock()) == timedelta(minutes=20, seconds=-20)
    sat.hand_in(EN)
    clock.now += timedelta(hours=1)
    assert sat.left(clock()) == timedelta(minutes=20, seconds=-20)


def test_the_last_second_counts_and_at_the_end_of_the_time_nothing_more_is_taken(tmp_path):
    clock = Clock()
    sat = attempt(tmp_path, clock, limit=timedelta(seconds=30), grace=timedelta())
    sat.start(EN)
    clock.now += timedelta(seconds=29)
    assert sat.answer("one", ["a"], EN)
    clock.now += timedelta(seconds=1)
    assert not sat.answer("two", ["b"], EN)
    assert sat.read().answers == {"one": ("a",)}


def test_what_an_attempt_knows_of_an_answer_is_its_time_and_its_numbers(tmp_path):
    clock = Clock()
    sat = attempt(tmp_path, clock)
    sat.start(EN)
    clock.now += timedelta(minutes=1)
    sat.answer("one", ["a"], EN, variant=0)
    sat.answer("two", ["b"], EN)
    stands = sat.read()
    assert (stands.started, stands.handed_in, stands.open) == (NINE, None, True)
    assert stands.variants == {"one": 0}
    assert set(stands.saved.values()) == {NINE + timedelta(minutes=1)}
    ended = sat.hand_in(EN)
    assert (ended.handed_in, ended.open) == (NINE + timedelta(minutes=1), False)
    assert sat.hand_in(EN) == ended


def test_statements_of_another_form_and_before_the_start_are_nobodys(tmp_path):
    clock = Clock()
    sat = attempt(tmp_path, clock)
    other = ExamAttempt("form-b", ("one",), sat.record)
    other.start(EN)
    other.answer("one", ["b"], EN)
    assert (sat.read().started, sat.read().answers) == (None, {})
    sat.start(EN)
    sat.answer("one", ["a"], EN)
    assert sat.read().answers == {"one": ("a",)}
    assert other.read().answers == {"one": ("b",)}


def test_results_are_shown_for_the_sitting_that_was_handed_in(tmp_path):
    sat = attempt(tmp_path, Clock())
    open_one = sat.start(EN)
    given = {"one": {"score": 1.0}}
    whole = {"version": 1, "sitting": open_one.id, "questions": given}
    (tmp_path / results_file("form-a")).write_text(json.dumps(whole), encoding="utf-8")
    assert released(tmp_path, "form-a", open_one) == {}
    assert released(tmp_path, "form-a", sat.hand_in(EN)) == given


# --- Progress and review.


def test_without_a_mark_every_question_has_to_be_right():
    assert Standing("c", asked=4, answered=4, right=3).step == "again"
    assert Standing("c", asked=4, answered=4, right=4).step == "done"
    assert Standing("c", asked=4, answered=4, right=4).mastered


def deed(record, verb, name, moment, **more):
    said = record.statement(verb, name, lang=EN, **more)
    return said.model_copy(update={"timestamp": moment})


OLDEST = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "believed"),
    [
        (NINE, NINE),
        (NINE + timedelta(seconds=1), OLDEST),
        (OLDEST, OLDEST),
        (OLDEST - timedelta(seconds=1), OLDEST),
        (datetime(2026, 2, 1, 8, tzinfo=UTC), datetime(2026, 2, 1, 8, tzinfo=UTC)),
    ],
)
def test_a_time_is_believed_from_the_year_2000_up_to_now(told, believed):
    said = deed(Record(Path("unused")), ADDED, "c/q", told)
    [found] = queue([said], {"c/q"}, NINE).due
    assert found.due == believed.replace(hour=0)
    assert (found.answers, found.again) == (0, False)


def test_a_word_brings_one_card_a_day_in_the_order_of_its_kinds():
    class Words:
        def __contains__(self, card):
            return card != "words/perks"

    said = deed(Record(Path("unused")), ADDED, "words/perks", NINE)
    found = queue([said], Words(), NINE)
    assert [one.card for one in found.due] == ["words/perks/meaning"]
    assert [(one.card, one.due.day) for one in found.later] == [
        ("words/perks/cloze", 3),
        ("words/perks/listen", 4),
    ]
    assert found.gone == 0
    assert queue([said], (), NINE).gone == 1


# --- Cards of words.


def course_with(tea, folder, count):
    """Return a course whose list has the first words only, and the same number of terms."""
    data = folder / "course_data"
    data.mkdir(parents=True)
    for name in ("glossary", "terms"):
        shutil.copy(tea / "course_data" / f"{name}.yml", data)
    listed = (tea / "course_data" / "words.yml").read_text("utf-8")
    head, *entries = re.split(r"(?m)^(?= *- id: )", listed)
    (data / "words.yml").write_text(head + "".join(entries[:count]), encoding="utf-8")
    return folder


@pytest.mark.parametrize(("count", "there"), [(1, False), (2, True)])
def test_a_word_is_asked_where_there_is_a_second_one_to_choose(tea_once, tmp_path, count, there):
    deck = Deck(course_with(tea_once, tmp_path, count))
    assert len(deck.words) == count
    [first, *_] = deck.words
    assert (f"words/{first}/meaning" in deck) is there
    assert deck.not_in(frozenset()) == (list(deck.words) if there else [])
    assert (f"words/{first}" in deck.things) is there
    if there:
        card = deck.draw(f"words/{first}/meaning", words_of_card("review"), "seed")
        assert len(card.question.choices) == 2


def test_a_card_of_a_word_says_what_it_is_and_gives_a_hint(tea_once):
    deck = Deck(tea_once)
    said = words_of_card("review")
    for kind in ("meaning", "cloze", "listen"):
        card = deck.draw(f"words/brew/{kind}", said, "seed")
        assert (card.word.id, card.kind, card.concept, card.term) == ("brew", kind, "", None)
        assert [one.id for one in card.question.choices if one.right] == ["brew"]
        assert len(card.question.hints) == 1
        assert (GAP in card.sentence) is (kind == "cloze")
        assert (card.clip is not None) is (kind == "listen")
    asked = deck.draw("waiting/work-it-out", said, "seed")
    assert (asked.concept, asked.word, asked.kind) == ("waiting", None, "")


@pytest.mark.parametrize(
    ("card", "varies"),
    [("tides/mean-level", True), ("tides/which-is-a-tide", False), ("words/perks/cloze", False)],
)
def test_only_a_question_that_draws_numbers_varies(card, varies):
    assert Deck(COURSE).varies(card) is varies
