"""Cues from form: what always taking one look of option gets, and when it tells the key."""

import math

import pytest

from carekit.common.languages import ENGLISH
from carekit.questions.bank import Bank
from carekit.questions.option_cues import FEWEST, cues
from tests.reading_languages import ZH_HANS

SHORTEST, LONGEST, FIRST = "the shortest option", "the longest option", "the first option"
HEDGED = "the most hedged option"
ASKED, OTHERS = (
    "the option that repeats most of the question",
    "the option that repeats most of the others",
)


def words(said):
    return {"en": said, "zh-Hans": said, "zh-Hant": said}


def option(number, said, **fields):
    return {"id": f"option-{number}", "say": words(said), "why": words("Because."), **fields}


def read(*questions):
    """Return questions as a bank reads them."""
    bank = {"concept": "tea", "misconceptions": [], "questions": list(questions)}
    return Bank.model_validate(bank).questions


def single(number, key, *wrong, ask="Which?"):
    """Return a question whose key stands first; an option says what is given."""
    choices = [option(0, key, right=True)]
    choices += [option(n, said, misconception="idea") for n, said in enumerate(wrong, 1)]
    return {
        "id": f"question-{number}",
        "kind": "single",
        "bloom": "remember",
        "ask": words(ask),
        "choices": choices,
    }


def found(questions, habit, lang=ENGLISH):
    [cue] = [one for one in cues(questions, lang) if one.habit == habit]
    return cue


def test_chance_takes_each_option_as_often_and_has_the_error_of_independent_questions():
    cue = found(read(single(1, "a", "b", "c"), single(2, "a", "b", "c", "d")), FIRST)
    assert (cue.got, cue.lists) == (2, 2)
    assert cue.chance == pytest.approx(1 / 3 + 1 / 4)
    assert cue.error == pytest.approx(math.sqrt(2 / 9 + 3 / 16))


@pytest.mark.parametrize(
    ("habit", "key", "wrong"),
    [
        (SHORTEST, "tea", ("green tea", "black tea")),
        (LONGEST, "a cup of tea", ("tea", "coffee")),
        (HEDGED, "perhaps tea", ("tea now", "coffee now")),
        (ASKED, "boiling water", ("cold milk", "warm juice")),
        (OTHERS, "red cup", ("red pot", "blue cup")),
    ],
)
def test_a_habit_gets_the_key_that_looks_like_it_and_no_other_option(habit, key, wrong):
    ask = "What about boiling water?"
    assert found(read(single(1, key, *wrong, ask=ask)), habit).got == 1
    other, *rest = wrong
    assert found(read(single(1, other, key, *rest, ask=ask)), habit).got == 0


def test_options_that_look_the_same_share_what_the_habit_gets():
    assert found(read(single(1, "tea", "pot", "a long one")), SHORTEST).got == 0.5


def test_a_chinese_text_is_compared_by_pairs_of_letters_and_measured_in_latin_letters():
    question = read(single(1, "续订提醒", "生日卡", "a winter letter", ask="什么时候发续订提醒？"))
    assert found(question, ASKED, ZH_HANS).got == 1
    assert found(question, LONGEST, ZH_HANS).got == 0
    assert found(question, SHORTEST, ZH_HANS).got == 0


def test_a_hedge_counts_in_each_language():
    hedged = read(single(1, "可能是茶", "一定是茶", "就是咖啡"))
    assert found(hedged, HEDGED, ZH_HANS).got == 1
    assert found(hedged, HEDGED, ENGLISH).got == pytest.approx(1 / 3)


def test_a_judgement_gives_what_its_option_is_worth():
    worth = {"all of it": 0, "a": 0.5, "half of it": 1}
    scene = {
        "id": "scene",
        "kind": "judgement",
        "bloom": "evaluate",
        "ask": words("What do you do?"),
        "choices": [
            option(n, said, credit=credit, **({} if credit else {"misconception": "idea"}))
            for n, (said, credit) in enumerate(worth.items())
        ],
    }
    cue = found(read(scene), SHORTEST)
    assert (cue.got, cue.chance) == (0.5, 0.5)
    assert cue.error == pytest.approx(math.sqrt(1 / 6))


def test_the_options_of_a_gap_are_a_list_and_a_typed_gap_is_none():
    gaps = [
        {"id": "taken", "choices": single(1, "tea", "coffee")["choices"]},
        {
            "id": "typed",
            "accept": {"en": ["tea"], "zh-Hans": ["茶"], "zh-Hant": ["茶"]},
            "why": words("Because."),
            "when_wrong": words("No."),
            "misconception": "idea",
        },
    ]
    cloze = {
        "id": "gaps",
        "kind": "cloze",
        "bloom": "remember",
        "ask": words("Fill in."),
        "text": words("((taken)) and ((typed))"),
        "gaps": gaps,
    }
    assert found(read(cloze), SHORTEST).lists == 1


def test_a_habit_tells_the_key_only_beyond_one_standard_error_and_with_enough_questions():
    def bank(won, lost):
        keys = [single(n, "tea", "green tea", "black tea") for n in range(won)]
        return read(*keys, *(single(won + n, "green tea", "tea", "black") for n in range(lost)))

    # Chance gets 3 of 9 with a standard error of 1.41.
    assert not found(bank(4, 5), SHORTEST).tells
    assert found(bank(5, 4), SHORTEST).tells
    assert found(bank(FEWEST, 0), SHORTEST).tells
    assert not found(bank(FEWEST - 1, 0), SHORTEST).tells
