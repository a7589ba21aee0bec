"""Pages without Python judge as Python does: every answer, up to a bound, by both."""

import json
import subprocess
import unicodedata
from dataclasses import asdict
from pathlib import Path

import pytest

from carekit.questions import kinds, load_bank, realised
from carekit.questions.judging import closed, judge, solution
from carekit.questions.verdicts import NotRead
from carekit.questions.views.practice import with_key
from tests.exits.typed_oddly import odd_answers
from tests.exports.possible_answers import answers_to

HERE = Path(__file__).parent
BANKS = sorted((HERE.parents[1] / "course_data" / "quizzes").glob("*.yml"))
SMALL = HERE.parent / "browser" / "course" / "course_data" / "quizzes" / "tides.yml"


def practice():
    """Return every practice question, as it is drawn for two seeds where numbers are drawn."""
    every = [one for path in [SMALL, *BANKS] for one in load_bank(path).questions]
    seeds = {True: ("one", "two"), False: ("one",)}
    return [
        realised(one, f"{one.id}/{seed}")
        for one in every
        if one.use == "practice"
        for seed in seeds[bool(one.draw)]
    ]


def in_node(questions, signs):
    """Return what the judges in JavaScript say."""
    told = [{"key": with_key(one), "answers": answers} for one, answers in questions]
    done = subprocess.run(
        ["node", str(HERE / "judge_answers.mjs")],
        input=json.dumps({"questions": told, "signs": signs}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def in_python(question, answer):
    """Return what Python says, in the form in which JavaScript says it."""
    try:
        verdict = judge(question, answer)
    except NotRead as fault:
        return ["not read", fault.reason, fault.found]
    except ValueError:
        return ["refused"]
    said = asdict(verdict) | {"notes": notes(verdict)}
    return [
        said | {"misconceptions": list(verdict.misconceptions)},
        notes(closed(question, verdict)),
    ]


def notes(verdict):
    """Return the notes as a card takes them."""
    return [
        {"option": one.option, "right": one.right, "credit": one.credit, "says": one.says.by_lang()}
        for one in verdict.notes
    ]


def signs():
    """Return every sign that this Python knows and that is no half of a pair."""
    every = map(chr, (*range(0xD800), *range(0xE000, 0x110000)))
    return [sign for sign in every if unicodedata.category(sign) not in ("Cn", "Co")]


@pytest.fixture(scope="module")
def asked():
    """Return each practice question with the answers to try."""
    return [(one, [*answers_to(one), *odd_answers(one)]) for one in practice()]


@pytest.fixture(scope="module")
def said(asked):
    """Return what JavaScript says of all answers and signs."""
    return in_node(asked, signs())


def test_every_answer_to_every_practice_question_gets_the_same_verdict(asked, said):
    assert {one.kind for one, _ in asked} == set(kinds.NAMES)
    assert sum(len(answers) for _, answers in asked) > 5000
    differ = [
        (question.id, answer, there, here)
        for (question, answers), verdicts in zip(asked, said["verdicts"], strict=True)
        for answer, there in zip(answers, verdicts, strict=True)
        if there != (here := in_python(question, answer))
    ]
    assert differ[:3] == []


def test_the_solution_is_the_same(asked, said):
    assert said["solutions"] == [solution(question) for question, _ in asked]


def test_every_sign_is_folded_and_sorted_alike(said):
    differ = [
        (hex(ord(sign)), there)
        for sign, there in zip(signs(), said["signs"], strict=True)
        if there != [sign.casefold(), sign.isspace(), sign.isdigit()]
    ]
    assert differ == []


def test_no_key_of_a_question_that_counts_is_written_down():
    every = [one for path in BANKS for one in load_bank(path).questions if one.use != "practice"]
    assert every
    for question in every:
        with pytest.raises(ValueError, match="its key stays here"):
            with_key(question)
