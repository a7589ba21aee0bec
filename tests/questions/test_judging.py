"""Verdicts: score, feedback on what was taken, misconceptions, and nothing about the rest."""

import pytest

from carekit.questions import Bank, Item
from carekit.questions.judging import closed, judge
from carekit.questions.kinds.numeric.reading import NotANumber


def text(word):
    return {"en": word, "zh-Hans": f"{word}简", "zh-Hant": f"{word}繁"}


def option(name, *, right):
    extra = {"right": True} if right else {"misconception": f"wrong-{name}"}
    return {"id": name, "say": text(name), "why": text(f"why {name}"), **extra}


def question(**fields):
    bank = {
        "concept": "waiting",
        "misconceptions": [{"id": "wrong-c", "says": text("c")}],
        "questions": [{"id": "q", "bloom": "apply", "ask": text("ask"), **fields}],
    }
    return Bank.model_validate(bank).questions[0]


def chosen(kind, keys, wrong):
    choices = [option(name, right=True) for name in keys]
    return question(kind=kind, choices=choices + [option(name, right=False) for name in wrong])


MEDIAN = {
    "kind": "numeric",
    "unit": text("minutes"),
    "answer": 10.5,
    "tolerance": 0.05,
    "why": text("why"),
    "slips": [{"value": 61.7, "tolerance": 0.05, "misconception": "wrong-c", "why": text("mean")}],
}


def test_the_right_option_brings_its_own_reason():
    verdict = judge(chosen("single", "a", "bc"), ["a"])
    assert (verdict.score, verdict.right, verdict.missed) == (1.0, True, 0)
    [note] = verdict.notes
    assert (note.option, note.right, note.says["zh-Hant"]) == ("a", True, "why a繁")


def test_a_wrong_option_tells_its_reason_and_misconception_and_nothing_of_the_key():
    verdict = judge(chosen("single", "a", "bc"), ["c"])
    assert (verdict.score, verdict.right, verdict.misconceptions) == (0.0, False, ("wrong-c",))
    assert [note.option for note in verdict.notes] == ["c"]


def test_two_answers_to_a_single_choice_are_refused():
    with pytest.raises(ValueError, match="one option can be taken, not 2"):
        judge(chosen("single", "a", "bc"), ["a", "b"])


def test_several_ticks_are_judged_one_by_one_in_the_order_of_the_author():
    verdict = judge(chosen("multiple", "ab", "cd"), ["c", "a"])
    assert [(note.option, note.right) for note in verdict.notes] == [("a", True), ("c", False)]
    assert (verdict.score, verdict.right, verdict.missed) == (0.0, False, 1)
    assert verdict.misconceptions == ("wrong-c",)


def test_part_of_the_key_is_worth_part_of_the_credit_and_is_not_right():
    verdict = judge(chosen("multiple", "ab", "cd"), ["a"])
    assert (verdict.score, verdict.right, verdict.missed) == (0.5, False, 1)


@pytest.mark.parametrize(
    ("typed", "score", "says", "misconceptions"),
    [
        pytest.param("10.5", 1.0, "why", (), id="right"),
        pytest.param("１０．４５分鐘", None, None, None, id="a unit that is not ours"),
        pytest.param("10.45 minutes", 1.0, "why", (), id="right with its unit"),
        pytest.param("61.7", 0.0, "mean", ("wrong-c",), id="a foreseen slip"),
        pytest.param("12", 0.0, None, (), id="an unforeseen value, while other tries may follow"),
    ],
)
def test_a_typed_number_meets_the_answer_and_then_the_slips(typed, score, says, misconceptions):
    if score is None:
        with pytest.raises(NotANumber):
            judge(question(**MEDIAN), [typed])
        return
    verdict = judge(question(**MEDIAN), [typed])
    assert (verdict.score, verdict.right) == (score, score == 1.0)
    assert [note.says["en"] for note in verdict.notes] == ([says] if says else [])
    assert verdict.misconceptions == misconceptions


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"hints": [text("sort"), text("count")]}, "sort"),
        ({"hints": [text("sort")], "when_wrong": text("look at both")}, "look at both"),
    ],
)
def test_a_wrong_number_is_met_with_a_hint_and_the_reason_only_when_all_is_over(more, says):
    asked = question(**MEDIAN, **more)
    verdict = judge(asked, ["12"])
    assert [note.says["en"] for note in verdict.notes] == [says]
    over = closed(asked, verdict)
    assert (over.score, [note.says["en"] for note in over.notes]) == (0.0, ["why"])
    for typed in ("10.5", "61.7"):
        assert closed(asked, judge(asked, [typed])) == judge(asked, [typed])


def test_a_kind_without_a_judge_is_an_error_and_not_a_zero():
    stranger = Item.model_validate({"id": "q", "bloom": "apply", "ask": text("ask")})
    with pytest.raises(TypeError, match="Item is no kind of question"):
        judge(stranger, ["a"])


def test_the_whole_key_with_a_wrong_tick_is_not_right():
    verdict = judge(chosen("multiple", "ab", "cd"), ["a", "b", "c"])
    assert (verdict.score, verdict.right, verdict.missed) == (0.5, False, 0)
