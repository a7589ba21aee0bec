"""Answers that count: what is written, what survives, what a forged file is worth, and no key."""

import json
import multiprocessing
import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from carekit import quiz
from carekit.common.course import learner_folder
from carekit.common.languages import ENGLISH
from carekit.learner.graded_answers import (
    FILE,
    MOST_BYTES,
    marks,
    parsed,
    read,
    read_answers,
    recover,
    save,
    score,
    score_folder,
    worth,
)
from carekit.questions import load_bank
from carekit.questions.judging import judge
from carekit.questions.views.key_only import key_of, question_of
from tests.reading_languages import ZH_HANT

COURSE = Path(__file__).resolve().parents[1] / "browser" / "course"
BANK = COURSE / "course_data" / "quizzes" / "counting.yml"
QUESTIONS = {question.id: question for question in load_bank(BANK).questions}
NOON = datetime(2026, 1, 5, 12, 0, tzinfo=timezone(timedelta(hours=8)))
RIGHT = {"who-waits-twice": ["wei", "ana"], "first-in-line": ["wei"], "how-many-left": ["3"]}
SECRETS = re.compile(r"right|why|misconception|\banswer\b|tolerance|slips|counted-all|\b2\b")


pytestmark = pytest.mark.usefixtures("course")


def put(folder, name="first-in-line", answer=("wei",), lang=ENGLISH, now=NOON):
    return save(folder, name, list(answer), lang, now)


def file_of(answers, version=1):
    entries = {
        name: {"answer": answer, "saved": NOON.isoformat(), "lang": "en"}
        for name, answer in answers.items()
    }
    return json.dumps({"version": version, "answers": entries}).encode()


# --- The file.


def test_the_file_is_readable_versioned_and_names_time_zone_and_language(here):
    put(here, "who-waits-twice", ["ana", "wei"], ZH_HANT)
    text = (here / FILE).read_text(encoding="utf-8")
    assert json.loads(text) == {
        "version": 1,
        "answers": {
            "who-waits-twice": {
                "answer": ["ana", "wei"],
                "saved": "2026-01-05T12:00:00+08:00",
                "lang": "zh-Hant",
            }
        },
    }
    assert text.count("\n") > 5


def test_a_later_answer_replaces_its_own_question_only(here):
    put(here, "first-in-line", ["ana"])
    put(here, "how-many-left", ["4"])
    put(here, "first-in-line", ["wei"])
    kept = read(here).answers
    assert {name: one.answer for name, one in kept.items()} == {
        "first-in-line": ["wei"],
        "how-many-left": ["4"],
    }


def _save_many(folder, prefix):
    for number in range(25):
        put(Path(folder), f"{prefix}-{number}")


def test_notebooks_that_save_at_the_same_time_lose_nothing(here):
    start = multiprocessing.get_context("spawn")
    both = [start.Process(target=_save_many, args=(str(here), name)) for name in "ab"]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert [one.exitcode for one in both] == [0, 0]
    assert len(read(here).answers) == 50


@pytest.mark.parametrize("raw", [b"{", b"", b"[]", b'{"version": 9, "answers": {}}', b"\xff\xfe"])
def test_a_damaged_file_is_set_aside_under_its_own_name_and_never_overwritten(here, raw):
    (here / FILE).write_bytes(raw)
    (here / "answers.set-aside-1.json").write_bytes(b"from last week")
    _, aside = put(here)
    assert aside == here / "answers.set-aside-2.json"
    assert aside.read_bytes() == raw
    assert (here / "answers.set-aside-1.json").read_bytes() == b"from last week"
    assert list(read(here).answers) == ["first-in-line"]


def test_what_can_be_read_of_a_damaged_file_stays(here):
    data = json.loads(file_of({"first-in-line": ["wei"], "how-many-left": ["3"]}))
    data["answers"]["how-many-left"]["saved"] = "yesterday"
    (here / FILE).write_text(json.dumps(data), encoding="utf-8")
    reading, aside = recover(here)
    assert list(reading.answers) == ["first-in-line"]
    assert json.loads(aside.read_text(encoding="utf-8")) == data
    assert recover(here) == (read(here), None)
    assert list(read(here).answers) == ["first-in-line"]


def test_opening_a_folder_without_answers_leaves_nothing_there(here):
    assert recover(here)[0].answers == {}
    assert list(here.iterdir()) == []


def test_a_full_disk_leaves_the_old_file(here, monkeypatch):
    put(here)
    before = (here / FILE).read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        put(here, "how-many-left", ["4"])
    assert (here / FILE).read_bytes() == before


def test_an_instructors_notebook_keeps_its_answers_out_of_the_source_folder(course, monkeypatch):
    folder = course / "source" / "lines"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    quiz.answer("first-in-line", "wei")
    assert list(folder.iterdir()) == []
    assert (learner_folder(course) / "answers" / "lines" / FILE).is_file()


# --- Scoring.


def test_right_answers_give_full_and_half_right_ones_partial_credit():
    assert score(parsed(file_of(RIGHT)), QUESTIONS) == dict.fromkeys(QUESTIONS, 1.0)
    half = parsed(file_of({"who-waits-twice": ["wei"]}))
    assert score(half, QUESTIONS, ["who-waits-twice"]) == {"who-waits-twice": 0.5}


def test_what_is_not_answered_is_worth_nothing_and_is_said():
    found = marks(parsed(file_of({})), QUESTIONS)
    assert {mark.score for mark in found.values()} == {0.0}
    assert {mark.says for mark in found.values()} == {"no-answer"}


FORGED = {
    "unknown ids": (file_of({name: ["nobody"] for name in RIGHT}), "not-possible"),
    "no option at all": (file_of({name: [] for name in RIGHT}), None),
    "ten megabytes": (file_of(RIGHT) + b" " * 10_000_000, "too-large"),
    "nested": (b"[" * 200_000, "not-json"),
    "nested answers": (b'{"version": 1, "answers": ' + b'{"a":' * 900 + b"1" + b"}" * 901, None),
    "a list for the answers": (b'{"version": 1, "answers": []}', "wrong-shape"),
    "NaN": (file_of(RIGHT).replace(b'"3"', b"NaN"), "not-json"),
    "a key twice": (file_of(RIGHT).replace(b'{"version"', b'{"version": 1, "version"'), "not-json"),
    "other version": (file_of(RIGHT, version=2), "other-version"),
    "true for one": (file_of(RIGHT).replace(b'"version": 1', b'"version": true'), "other-version"),
    "numbers for words": (file_of({name: [1, 2] for name in RIGHT}), "odd-entry"),
    "a score of its own": (file_of(RIGHT).replace(b'"lang"', b'"score": 1, "lang"'), "odd-entry"),
    "a huge number": (file_of({name: ["9" * 399] for name in RIGHT}), None),
    "half a surrogate": (file_of({name: ["\ud800"] for name in RIGHT}), "odd-entry"),
    "no file": (b"", "not-json"),
    "many answers": (file_of({f"q{n}": ["wei"] for n in range(2000)}), "wrong-shape"),
    "long option": (file_of({name: ["x" * 500] for name in RIGHT}), "odd-entry"),
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_forged_file_is_worth_nothing_and_the_trainer_is_told_why(kind, here):
    raw, why = FORGED[kind]
    (here / FILE).write_bytes(raw)
    found = marks(read(here), QUESTIONS)
    assert {mark.score for mark in found.values()} == {0.0}
    if why:
        assert {mark.says for mark in found.values()} == {why}
    said = []
    assert worth([key_of(one) for one in QUESTIONS.values()], 3, said.append) == 0.0
    if why:
        assert "points" in said[-1]
    assert "\n".join(said).encode("utf-8")


def test_ticking_every_option_is_worth_nothing():
    every = {
        name: sorted(one.offered) for name, one in QUESTIONS.items() if hasattr(one, "offered")
    }
    assert set(score(parsed(file_of(every)), QUESTIONS).values()) == {0.0}


def test_the_key_as_data_judges_as_the_bank_does_and_holds_no_words():
    for name, question in QUESTIONS.items():
        key = key_of(question)
        again = question_of(json.loads(json.dumps(key)))
        for answer in (RIGHT[name], ["ana"], ["4"]):
            try:
                wanted = judge(question, answer).score
            except ValueError:
                continue
            assert judge(again, answer).score == wanted
        assert "Wei" not in json.dumps(key)


def test_a_key_that_is_none_is_refused():
    with pytest.raises(ValueError, match="kind"):
        question_of({"id": "x", "kind": "riddle"})


def test_worth_weighs_all_questions_alike(here):
    key = [key_of(one) for one in QUESTIONS.values()]
    (here / FILE).write_bytes(file_of({**RIGHT, "who-waits-twice": ["wei"]}))
    assert worth(key, 3) == 2.5
    assert worth(key[:1], 4) in (2.0, 4.0)


def test_every_learner_who_has_the_set_is_scored_and_nobody_else(tmp_path):
    for number in range(20):
        folder = tmp_path / f"learner-{number:04}" / "lines"
        folder.mkdir(parents=True)
        (folder / FILE).write_bytes(file_of(RIGHT if number % 2 else {"first-in-line": ["ana"]}))
    (tmp_path / "no-such-set").mkdir()
    rows = list(score_folder(tmp_path, "lines", QUESTIONS))
    assert [name for name, _ in rows] == [f"learner-{number:04}" for number in range(20)]
    scores = [sum(mark.score for mark in found.values()) for _, found in rows]
    assert scores == [0, len(QUESTIONS)] * 10


def test_a_file_of_the_largest_size_is_read_and_one_byte_more_is_not():
    whole = file_of(RIGHT).ljust(MOST_BYTES)
    assert set(parsed(whole).answers) == set(RIGHT)
    assert parsed(whole + b" ").trouble == "too-large"


def test_asked_for_no_question_by_name_all_saved_answers_are_read(here):
    assert read_answers() == ()
    put(here, "first-in-line", ["wei"])
    put(here, "who-waits-twice", ["ana", "wei"])
    assert [line.partition(" (")[0] for line in read_answers()] == [
        "first-in-line: wei",
        "who-waits-twice: ana, wei",
    ]
