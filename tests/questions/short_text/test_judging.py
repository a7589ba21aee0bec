"""A typed word: right in any language, close, foreseen, or something else."""

from functools import cache
from itertools import product
from pathlib import Path

import pytest

from carekit.common.files import read_yaml
from carekit.questions import Bank, load_bank
from carekit.questions.judging import closed, judge, refuse, solution
from carekit.questions.kinds.short_text.comparing import folded, one_mistake_away, same_text
from carekit.questions.kinds.short_text.model import LONGEST
from carekit.questions.verdicts import NotRead

BANK = Path(__file__).parents[2] / "browser" / "course" / "course_data" / "quizzes" / "tides.yml"
ENTRY = next(one for one in read_yaml(BANK).data["questions"] if one["kind"] == "short_text")
FOLD = ("case", "width", "edges")


def question(**changed):
    """Return the question of the tests' bank with other fields."""
    whole = load_bank(BANK).model_dump(by_alias=True)
    entry = {**ENTRY, **changed}
    return Bank.model_validate({**whole, "questions": [entry]}).questions[0]


def told(verdict):
    return verdict.score, verdict.remark, [note.says["en"] for note in verdict.notes]


RIGHT = (1.0, None, ["Gravity pulls harder on the near side."])
OTHER = (0.0, None, ["It also keeps your feet down."])
CLOSE = (0.0, "close", ["A magnet attracts as well."])
SPELLING = (0.0, "check-spelling", [])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("gravity", RIGHT, id="as listed"),
        pytest.param("ＧＲＡＶＩＴＹ", RIGHT, id="full width and capitals"),
        pytest.param("  “The  pull of\tgravity.” ", RIGHT, id="spaces and signs around it"),
        pytest.param("万有引力", RIGHT, id="simplified, for any reader"),
        pytest.param("「萬有引力」。", RIGHT, id="traditional, with its own signs"),
        pytest.param("grav\u200bity", RIGHT, id="a sign that cannot be seen"),
        pytest.param("Attraction!", CLOSE, id="a near miss that is listed"),
        pytest.param("gravety", SPELLING, id="a wrong letter"),
        pytest.param("gravty", SPELLING, id="a letter too few"),
        pytest.param("graviity.", SPELLING, id="a letter too many, and a full stop"),
        pytest.param("garvity", SPELLING, id="two letters swapped"),
        pytest.param("garvety", OTHER, id="two mistakes"),
        pytest.param("重刀", OTHER, id="one sign of two is another word"),
        pytest.param("wind", (0.0, None, ["It ruffles the surface only."]), id="foreseen"),
        pytest.param("magnetism", OTHER, id="anything else"),
        pytest.param("?", OTHER, id="nothing but a sign"),
    ],
)
def test_what_is_typed_is_right_close_foreseen_or_something_else(typed, expected):
    verdict = judge(question(), [typed])
    assert told(verdict) == expected
    assert verdict.right is (expected == RIGHT)
    assert verdict.misconceptions == (("wind-makes-tides",) if typed == "wind" else ())


def test_no_answer_is_worth_nothing_and_is_told_nothing():
    for answer in ([], [" "]):
        assert told(judge(question(), answer)) == (0.0, None, [])


def test_what_does_not_matter_is_the_authors_to_say():
    strict = question(fold=[])
    assert judge(strict, [" gravity "]).right
    assert not any(judge(strict, [said]).right for said in ("Gravity", "ｇravity", "gravity."))
    for left_out, said in (("case", "Gravity"), ("width", "ｇravity"), ("edges", "gravity.")):
        one = question(fold=[fold for fold in FOLD if fold != left_out])
        assert not judge(one, [said]).right
        assert judge(question(fold=[left_out]), [said]).right


def test_a_near_miss_or_a_typing_mistake_is_right_only_where_the_author_says_so():
    near = [{**ENTRY["near"][0], "right": True}]
    verdict = judge(question(near=near), ["attraction"])
    assert (verdict.right, told(verdict)) == (True, (1.0, None, ["A magnet attracts as well."]))
    assert told(judge(question(typing_mistake="right"), ["gravety"])) == RIGHT
    assert told(judge(question(typing_mistake="right"), ["attraction"])) == CLOSE


def test_a_near_miss_may_name_a_wrong_idea():
    near = [{**ENTRY["near"][0], "misconception": "only-the-moon"}]
    assert judge(question(near=near), ["attraction"]).misconceptions == ("only-the-moon",)


def test_the_reason_that_names_the_answer_comes_when_no_other_try_can_follow():
    asked = question()

    def last(said):
        return told(closed(asked, judge(asked, [said])))

    reason = RIGHT[2]
    assert last("magnetism") == (0.0, None, reason)
    assert last("gravety") == (0.0, "check-spelling", reason)
    assert last("attraction") == CLOSE
    assert last("wind")[2] == ["It ruffles the surface only."]
    assert last("gravity") == RIGHT


def test_without_words_of_its_own_another_answer_gets_the_first_hint_or_nothing():
    hint = {"en": "Newton.", "zh-Hans": "牛顿。", "zh-Hant": "牛頓。"}
    bare = {"when_wrong": None}
    assert told(judge(question(**bare, hints=[hint]), ["magnetism"]))[2] == ["Newton."]
    assert told(judge(question(**bare), ["magnetism"]))[2] == []


def test_the_solution_is_right_and_is_an_answer_that_is_taken():
    assert judge(question(), solution(question())).right
    refuse(question(), solution(question()))


@pytest.mark.parametrize("answer", [[], [""], ["  "], ["gravity", "wind"]])
def test_nothing_and_several_texts_are_refused(answer):
    with pytest.raises(ValueError, match=r"nothing is written|one text can be written, not 2"):
        refuse(question(), answer)


def test_a_text_of_two_hundred_signs_is_read_and_a_longer_one_is_not():
    refuse(question(), ["x" * LONGEST])
    for act in (refuse, judge):
        with pytest.raises(NotRead) as caught:
            act(question(), ["x" * (LONGEST + 1)])
        assert (caught.value.reason, caught.value.found) == ("too-long", "x" * 20 + "…")


@cache
def distance(one, other):
    """Return the Damerau-Levenshtein distance (optimal string alignment), by its definition."""
    if not one or not other:
        return len(one) + len(other)
    ways = [distance(one[1:], other) + 1, distance(one, other[1:]) + 1]
    ways.append(distance(one[1:], other[1:]) + (one[0] != other[0]))
    if len(one) > 1 and len(other) > 1 and one[:2] == other[1::-1]:
        ways.append(distance(one[2:], other[2:]) + 1)
    return min(ways)


def test_one_mistake_is_a_distance_of_one_in_every_small_case():
    for listed in ("ababa", "aabba", "abcab"):
        for count in range(4, 7):
            for typed in map("".join, product("abc", repeat=count)):
                expected = distance(typed, listed) == 1
                assert one_mistake_away(typed, [listed], FOLD) is expected, (typed, listed)


@pytest.mark.parametrize(
    ("typed", "listed", "close"),
    [
        ("from", "form", False),
        ("tides", "tidal", False),
        ("tidas", "tides", True),
        ("plan 2023", "plan 2024", False),
        ("plen 2024", "plan 2024", False),
        ("plann of 2024", "plan of 2024", True),
        ("第一回复时间", "首次回复时间", False),
        ("首次回复时问", "首次回复时间", True),
    ],
)
def test_short_words_and_figures_have_no_typing_mistakes(typed, listed, close):
    assert one_mistake_away(typed, [listed], FOLD) is close


def test_folding_twice_is_folding_once_and_signs_that_belong_to_a_name_stay():
    for said in ("Straße", "ﬁn", "Ⅳ", "İ", "ＡＢ　ｃ", "é"):
        assert folded(folded(said, FOLD), FOLD) == folded(said, FOLD)
    assert same_text("STRASSE", ["Straße"], FOLD)
    assert same_text("c#", ["C#"], FOLD)
    assert not same_text("c", ["C#"], FOLD)
