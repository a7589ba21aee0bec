"""Every number that a question asks for, in every variant: both ways to round a tie are right."""

import ast
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from carekit.questions import Numeric, load_banks, variant_of
from carekit.questions.judging import judge
from carekit.questions.variants import VARIANTS, figures
from tests.conftest import ROOT

ASKED = {
    question.id: question
    for bank in load_banks(ROOT).values()
    for question in bank.questions
    if isinstance(question, Numeric)
}
DRAWN = [name for name, question in ASKED.items() if question.draw]
FIGURES = {(name, n): figures(ASKED[name], n) for name in DRAWN for n in range(VARIANTS)}


def exact(node, names, derived):
    """Return an expression's value as a fraction, with no rounding, and the decimals asked for."""
    match node:
        case ast.Constant():
            return Fraction(str(node.value)), None
        case ast.Name() if node.id in derived:
            return exact(ast.parse(derived[node.id], mode="eval").body, names, derived)
        case ast.Name():
            return Fraction(str(names[node.id])), None
        case ast.UnaryOp(op=ast.USub()):
            return -exact(node.operand, names, derived)[0], None
        case ast.Call(func=ast.Name(id="round")):
            digits = node.args[1].value if len(node.args) > 1 else 0
            return exact(node.args[0], names, derived)[0], digits
        case ast.BinOp():
            one, other = (exact(side, names, derived)[0] for side in (node.left, node.right))
            ways = {ast.Add: Fraction.__add__, ast.Sub: Fraction.__sub__}
            ways |= {ast.Mult: Fraction.__mul__, ast.Div: Fraction.__truediv__}
            return ways[type(node.op)](one, other), None
    return None, None


def asked(name, number):
    """Return the exact number of a variant and how many decimals it is asked with, if rounded."""
    question = ASKED[name]
    said = question.answer.removeprefix("=").strip()
    tree = ast.parse(said, mode="eval").body
    return exact(tree, FIGURES[name, number], question.derive)


def halves(value, digits):
    written = Decimal(value.numerator) / Decimal(value.denominator)
    step = Decimal(1).scaleb(-digits)
    return [str(written.quantize(step, how)) for how in (ROUND_HALF_UP, ROUND_HALF_EVEN)]


@pytest.mark.parametrize("name", DRAWN)
def test_rounding_half_up_and_half_to_even_are_both_right_in_every_variant(name):
    for number in range(VARIANTS):
        value, digits = asked(name, number)
        if digits is not None:
            question = variant_of(ASKED[name], number)
            for said in halves(value, digits):
                assert judge(question, [said]).score == 1.0, (number, said)


def test_there_are_ties_among_the_variants_and_the_key_that_is_told_is_the_one_taught_at_school():
    ties = set()
    for name, number in FIGURES:
        value, digits = asked(name, number)
        if digits is not None:
            up, even = halves(value, digits)
            if up != even:
                ties.add((name, number))
                question = variant_of(ASKED[name], number)
                assert (question.answer, question.also) == (float(up), float(even))
    assert {("contacts-per-hundred-parcels", 9), ("contacts-per-hundred-parcels", 11)} <= ties
    assert {("retention-of-a-club", 3), ("retention-of-a-club", 23)} <= ties


@pytest.mark.parametrize("name", DRAWN)
def test_no_foreseen_mistake_is_as_good_as_right_by_the_other_way_of_rounding(name):
    for number in range(VARIANTS):
        question = variant_of(ASKED[name], number)
        wrong = [slip.value for slip in question.slips]
        wrong += [slip.also for slip in question.slips if slip.also is not None]
        assert [value for value in wrong if question.is_right(value)] == [], number


@pytest.mark.parametrize("name", ASKED)
def test_a_comma_for_a_point_is_never_taken_for_another_number(name):
    for number in range(VARIANTS if ASKED[name].draw else 1):
        question = variant_of(ASKED[name], number)
        said = f"{question.answer:.3f}".replace(".", ",")
        with pytest.raises(ValueError, match=r"comma|either"):
            judge(question, [said])


@pytest.mark.parametrize("name", DRAWN)
def test_a_question_says_in_each_language_with_how_many_decimals_its_number_is_asked(name):
    answers = [variant_of(ASKED[name], number).answer for number in range(VARIANTS)]
    digits = max(len(f"{answer:.6f}".rstrip("0").split(".")[1]) for answer in answers)
    said = ASKED[name].ask.by_lang()
    words = {
        0: {},
        1: {"en": "one decimal place", "zh-Hans": "一位小数", "zh-Hant": "小數第一位"},
        2: {"en": "two decimal places", "zh-Hans": "两位小数", "zh-Hant": "小數第二位"},
    }[digits]
    assert [lang for lang, some in words.items() if some not in said[lang]] == []
