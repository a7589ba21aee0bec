"""The limits of a bank's fields, each from both sides, and what holds where none is given."""

import pytest

from carekit.common.languages import ENGLISH
from carekit.questions import Bank
from carekit.questions.exam_forms import Blueprint
from carekit.questions.expressions import (
    LONGEST,
    UnreadableExpression,
    names_in,
    percentile,
    rounded,
    value_of,
)
from carekit.questions.kinds.hotspot.picture import Shape
from carekit.questions.models import Item, Rule
from carekit.questions.placeholders import in_words
from tests.questions.bank_samples import ITEM, OPTION, accepted, chosen, text
from tests.reading_languages import ZH_HANS


def test_what_an_author_leaves_out_has_its_usual_value():
    item = Item.model_validate(ITEM)
    assert (item.use, item.credit, item.reveal, item.hints) == ("practice", [1.0], 3, [])
    assert Rule.model_validate({"from": 2, "to": 4}).values == [2, 3, 4]
    plan = Blueprint.model_validate({"id": "e", "forms": ["a"], "seed": 1, "anchors": ["q"]})
    assert (plan.minutes, plan.grace, plan.kept_back, plan.short_of) == (None, 10, [], None)
    shape = Shape.model_validate({"words": [1, 2], "say": text("w")})
    assert (shape.anchor, shape.tone) == ("middle", "ink")


@pytest.mark.parametrize(
    ("field", "value", "fine"),
    [
        ("reveal", 1, True),
        ("reveal", 0, False),
        ("credit", [], False),
        ("credit", [0.0], True),
        ("credit", [1.0, 0.5, 0.5, 0.0], True),
        ("credit", [1.01], False),
        ("credit", [-0.01], False),
        ("credit", [0.5, 1.0], False),
    ],
)
def test_tries_are_worth_from_nothing_to_all_and_never_more_than_the_one_before(field, value, fine):
    assert accepted(Item, **ITEM, **{field: value}) is fine


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ({"from": 3, "to": 3}, [3]),
        ({"from": -1, "to": 1}, [-1, 0, 1]),
        ({"from": 1, "to": 2, "step": 0.5}, [1, 1.5, 2]),
        ({"from": 1, "to": 2, "count": 2}, [1, 2]),
        ({"from": 1, "to": 30, "count": 30}, list(range(1, 31))),
        ({"from": 0, "to": 3, "count": 1}, [0, 1, 2, 3]),
        ({"one_of": ["x"]}, ["x"]),
        ({"one_of": [4, 2], "count": 2}, [4, 2]),
        ({"from": 3, "to": 2}, None),
        ({"from": 1, "to": 2, "step": 0}, None),
        ({"from": 1, "to": 2, "step": -1}, None),
        ({"from": 1, "to": 2, "count": 3}, None),
        ({"from": 1, "to": 2, "count": 0}, None),
        ({"from": 1, "to": 40, "count": 31}, None),
        ({"one_of": []}, None),
        ({"from": 1, "to": 2, "one_of": [1]}, None),
        ({"from": 1}, None),
        ({"to": 1}, None),
        ({}, None),
    ],
)
def test_a_rule_draws_from_first_to_last_and_asks_for_no_more_than_there_is(rule, values):
    assert accepted(Rule, **rule) is (values is not None)
    if values is not None:
        drawn = Rule.model_validate(rule).values
        assert drawn == values
        assert [type(one) for one in drawn] == [type(one) for one in values]


@pytest.mark.parametrize(("share", "value"), [(0, 10), (100, 30), (50, 20), (75, 25)])
def test_a_percentile_from_0_to_100_lies_in_the_row(share, value):
    assert percentile([30, 10, 20], share) == value


@pytest.mark.parametrize("share", [-0.5, 100.5])
def test_there_is_no_per_cent_below_0_or_above_100(share):
    with pytest.raises(ValueError, match="no per cent between 0 and 100"):
        percentile([10, 20], share)


def test_an_expression_may_be_two_hundred_signs_long():
    assert LONGEST == 200
    assert names_in("a" * LONGEST) == {"a" * LONGEST}
    with pytest.raises(UnreadableExpression, match="longer than 200 signs"):
        names_in("a" * (LONGEST + 1))


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("7 // 2", 3),
        ("7 % 4", 3),
        ("7 - 2 - 1", 4),
        ("+a", 5),
        ("-a", -5),
        ("a == 5", True),
        ("a != 5", False),
        ("a < 5", False),
        ("a <= 5", True),
        ("a > 5", False),
        ("a >= 5", True),
        ("1 < a < 3", False),
        ("1 < 3 < a", True),
        ("a in many", False),
        ("a not in many", True),
        ("a > 9 or a < 6", True),
        ("a > 9 or a < 2", False),
        ("a > 1 and a < 9", True),
        ("a > 1 and a > 9", False),
        ("not a", False),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
    ],
)
def test_each_sign_of_an_expression_means_what_it_means_in_python(said, value):
    names_in(said)
    found = value_of(said, {"a": 5, "many": [4, 3, 9]})
    assert found == value
    assert isinstance(found, type(value))


def test_only_the_rounding_of_a_tie_hangs_on_the_rule_for_ties():
    assert [value_of("round(x, 1)", {"x": 0.25}, ties) for ties in ("up", "even")] == [0.3, 0.2]
    assert [value_of("round(x, 1)", {"x": 0.26}, ties) for ties in ("up", "even")] == [0.3, 0.3]
    assert value_of("abs(x)", {"x": -1}, "even") == 1
    assert (rounded(1234.5, 0), rounded(0.05, 1), rounded(0.0005, 3)) == (1235.0, 0.1, 0.001)


@pytest.mark.parametrize(
    ("value", "lang", "said"),
    [
        (3.0, ENGLISH, "3"),
        (100.0, ENGLISH, "100"),
        (0.1 + 0.2, ENGLISH, "0.3"),
        (0.000001, ENGLISH, "0.000001"),
        ([1, 2.5], ENGLISH, "1, 2.5"),
        ([1, 2], ZH_HANS, "1、2"),
    ],
)
def test_a_figure_is_written_without_what_binary_adds_and_without_idle_zeros(value, lang, said):
    assert in_words(value, lang) == said


PICTURE = {"width": 400.0, "height": 60.0, "alt": text("alt"), "draw": [{"dot": [1, 1, 1]}]}


def worth(*shares):
    choices = [{"id": f"o{n}", "credit": one, **OPTION} for n, one in enumerate(shares)]
    return {**ITEM, "kind": "judgement", "choices": choices}


def place(at):
    choices = [
        {"id": f"p{n}", "at": one, **OPTION, **({"right": True} if not n else {})}
        for n, one in enumerate(at)
    ]
    return {**ITEM, "kind": "hotspot", "picture": PICTURE, "choices": choices}


def parts(*names):
    return [{"id": name, "say": text(name)} for name in names]


def order(*names):
    both = {"why": text("w"), "when_wrong": text("w")}
    return {**ITEM, "kind": "ordering", "items": parts(*names), "order": list(names), **both}


def pairs(lefts, rights):
    left, right = [f"l{n}" for n in range(lefts)], [f"r{n}" for n in range(rights)]
    both = {"why": text("w"), "when_wrong": text("w"), "misconception": "m"}
    listed = [
        {"left": one, "right": right[min(n, rights - 1)], **both} for n, one in enumerate(left)
    ]
    sides = {"left": parts(*left), "right": parts(*right)}
    return {**ITEM, "kind": "matching", **sides, "pairs": listed}


@pytest.mark.parametrize(
    ("entry", "fine"),
    [
        (chosen("single", 1, 1), True),
        (chosen("single", 1, 0), False),
        (chosen("single", 0, 2), False),
        (chosen("single", 2, 1), False),
        (chosen("multiple", 2, 1), True),
        (chosen("multiple", 1, 1), True),
        (chosen("multiple", 2, 0), False),
        (worth(1.0, 0.5, 0.0), True),
        (worth(1.0, 0.0), False),
        (worth(1.0, 0.0, 0.0), False),
        (worth(1.0, 1.0, 0.0), True),
        (worth(1.0, 0.5, 0.1), False),
        (worth(0.9, 0.5, 0.0), False),
        (worth(1.0, 0.01, 0.0), True),
        (worth(1.1, 1.0, 0.5, 0.0), False),
        (worth(1.0, 0.5, 0.0, -0.1), False),
        (place([[20, 20], [60, 20]]), True),
        (place([[20, 20]]), False),
        (order("a", "b", "c"), True),
        (order("a", "b"), False),
        (pairs(2, 2), True),
        (pairs(2, 3), True),
        (pairs(1, 2), False),
        (pairs(2, 1), False),
    ],
)
def test_a_question_offers_enough_to_choose_from_and_has_a_key(entry, fine):
    ideas = [{"id": "m", "says": text("m")}]
    assert accepted(Bank, concept="c", misconceptions=ideas, questions=[entry]) is fine
