"""What answers are worth, as tables of named cases."""

from itertools import chain, combinations, product
from statistics import mean

import pytest

from carekit.questions.kinds.multiple.judging import score as multiple
from carekit.questions.kinds.numeric.model import near
from carekit.questions.kinds.numeric.reading import NotANumber, parse_number
from carekit.questions.options import score_one as single

OFFERED = {"a", "b", "c", "d", "e"}


@pytest.mark.parametrize(
    ("chosen", "score"),
    [
        pytest.param({"a"}, 1.0, id="the key"),
        pytest.param({"b"}, 0.0, id="another"),
        pytest.param(set(), 0.0, id="nothing"),
        pytest.param({"a", "b"}, 0.0, id="the key and another"),
    ],
)
def test_single_choice_is_all_or_nothing(chosen, score):
    assert single(chosen, {"a"}, OFFERED) == score


@pytest.mark.parametrize(
    ("chosen", "key", "score"),
    [
        pytest.param({"a", "b"}, {"a", "b"}, 1.0, id="exactly the key"),
        pytest.param({"a"}, {"a", "b"}, 0.5, id="half the key"),
        pytest.param({"a", "b", "c"}, {"a", "b"}, 0.5, id="the key and one wrong"),
        pytest.param({"a", "c"}, {"a", "b"}, 0.0, id="one right and one wrong"),
        pytest.param({"c", "d", "e"}, {"a", "b"}, 0.0, id="never below nothing"),
        pytest.param(set(), {"a", "b"}, 0.0, id="ticking nothing"),
        pytest.param(OFFERED, {"a", "b"}, 0.0, id="ticking everything"),
        pytest.param(OFFERED, {"a", "b", "c", "d"}, 0.0, id="everything, one wrong option"),
        pytest.param({"a", "b", "c", "d", "e"} - {"e"}, {"a", "b", "c", "d"}, 1.0, id="four keys"),
        pytest.param({"a", "b", "d"}, {"a", "b", "c"}, pytest.approx(1 / 6), id="few wrong ones"),
    ],
)
def test_multiple_choice_pays_for_what_is_found_less_what_is_wrong(chosen, key, score):
    assert multiple(chosen, key, OFFERED) == score


@pytest.mark.parametrize(("keys", "wrong"), list(product(range(1, 6), range(1, 6))))
def test_ticking_everything_is_never_worth_more_than_guessing(keys, wrong):
    key = {f"k{n}" for n in range(keys)}
    offered = key | {f"w{n}" for n in range(wrong)}
    ways = chain.from_iterable(combinations(sorted(offered), n) for n in range(len(offered) + 1))
    guessing = mean(multiple(set(way), key, offered) for way in ways)
    assert multiple(offered, key, offered) == 0
    assert multiple(set(), key, offered) == 0
    assert guessing > 0


@pytest.mark.parametrize(("keys", "wrong"), [(1, 1), (1, 3), (2, 2), (2, 3), (3, 4)])
def test_with_enough_wrong_options_the_rule_is_right_less_wrong_by_key_count(keys, wrong):
    key = {f"k{n}" for n in range(keys)}
    offered = key | {f"w{n}" for n in range(wrong)}
    for n in range(len(offered) + 1):
        for way in map(set, combinations(sorted(offered), n)):
            expected = max(0, len(way & key) - len(way - key)) / keys
            assert multiple(way, key, offered) == pytest.approx(expected)


@pytest.mark.parametrize("score", [single, multiple])
def test_an_option_that_is_not_on_offer_is_refused(score):
    with pytest.raises(ValueError, match="not on offer: y, z"):
        score({"z", "a", "y"}, {"a"}, OFFERED)


@pytest.mark.parametrize(
    ("given", "score"),
    [(10.5, 1.0), (10.55, 1.0), (10.45, 1.0), (10.551, 0.0), (10.449, 0.0), (-10.5, 0.0)],
)
def test_the_edge_of_the_tolerance_counts_as_right(given, score):
    assert near(given, 10.5, 0.05) is bool(score)


def test_without_tolerance_only_the_answer_itself_is_right():
    assert near(0.3, 0.3, 0)
    assert not near(0.1 + 0.2, 0.3, 0)


MINUTES = ["minutes", "分钟", "分鐘"]


@pytest.mark.parametrize(
    ("typed", "units", "value"),
    [
        pytest.param("10.5", (), 10.5, id="plain"),
        pytest.param("  -3 ", (), -3, id="minus and spaces"),
        pytest.param("−3", (), -3, id="typographic minus"),
        pytest.param("－３", (), -3, id="full-width minus"),
        pytest.param("+7", (), 7, id="plus"),
        pytest.param(".5", (), 0.5, id="no leading zero"),
        pytest.param("10.", (), 10, id="trailing point"),
        pytest.param("１０．５", (), 10.5, id="full-width digits"),
        pytest.param("10。5", (), 10.5, id="Chinese full stop"),
        pytest.param("1,234,567.5", (), 1234567.5, id="thousands commas"),
        pytest.param("1,234.5", (), 1234.5, id="a thousands comma beside a point"),
        pytest.param("１，２３４．５", (), 1234.5, id="full-width thousands comma"),
        pytest.param("1\u202f234", (), 1234, id="thousands thin space"),
        pytest.param("10.5 minutes", MINUTES, 10.5, id="unit"),
        pytest.param("1 Minute", MINUTES, 1, id="unit in the singular"),
        pytest.param("10.5分鐘", MINUTES, 10.5, id="unit in Chinese"),
        pytest.param("HK$ 1 200", ["HK$"], 1200, id="unit in front"),
        pytest.param("85.1%", ["%"], 85.1, id="per cent asked for"),
        pytest.param("85.1", ["%"], 85.1, id="per cent left out"),
        pytest.param("85.1％", (), 0.851, id="per cent of a share"),
        pytest.param("1.2e3", (), 1200, id="power of ten"),
        pytest.param("－ 0.5", (), -0.5, id="a space after the sign"),
        pytest.param("- 3 %", ["%"], -3, id="a space after the sign, with a unit"),
    ],
)
def test_a_number_is_read_however_it_was_typed(typed, units, value):
    assert parse_number(typed, units) == value


@pytest.mark.parametrize(
    ("typed", "units", "reason", "found"),
    [
        pytest.param("", (), "empty", "", id="nothing"),
        pytest.param("　", (), "empty", "", id="a full-width space"),
        pytest.param("10,5", (), "comma", "10,5", id="decimal comma"),
        pytest.param("0,851", (), "comma", "0,851", id="decimal comma with three decimals"),
        pytest.param("-0,500", (), "comma", "-0,500", id="decimal comma below zero"),
        pytest.param("0,851,200", (), "comma", "0,851,200", id="thousands never begin with 0"),
        pytest.param("1,234", (), "either", "1,234", id="a thousand, or a decimal comma"),
        pytest.param("１，２３４", (), "either", "1,234", id="the same in full width"),
        pytest.param("1,234 minutes", MINUTES, "either", "1,234", id="the same with a unit"),
        pytest.param("0 851", (), "several", "0 851", id="no thousands in spaces after 0"),
        pytest.param("5 or 7", (), "several", "5 or 7", id="two numbers"),
        pytest.param("3-4", (), "several", "3-4", id="a range"),
        pytest.param("10 hours", MINUTES, "unit", "hours", id="another unit"),
        pytest.param("50%", MINUTES, "unit", "%", id="per cent of minutes"),
        pytest.param("ten", (), "words", "ten", id="words"),
        pytest.param("十", (), "words", "十", id="Chinese words"),
        pytest.param("nan", (), "words", "nan", id="not a number"),
        pytest.param("inf", (), "words", "inf", id="infinity"),
        pytest.param("about 10", (), "words", "about 10", id="words before"),
        pytest.param("1,23,456", (), "comma", "1,23,456", id="odd grouping"),
        pytest.param("3 500,5", (), "comma", "3 500,5", id="decimal comma after a space"),
        pytest.param("1.500,5", (), "comma", "1.500,5", id="decimal comma after points"),
        pytest.param("12,5 %", ["%"], "comma", "12,5", id="decimal comma before a unit"),
        pytest.param("12,", (), "comma", "12,", id="a comma at the end"),
        pytest.param("1.500.000", (), "words", "1.500.000", id="points between thousands"),
        pytest.param("- ", (), "words", "-", id="a sign alone"),
    ],
)
def test_what_is_no_number_is_named_with_its_reason(typed, units, reason, found):
    with pytest.raises(NotANumber) as caught:
        parse_number(typed, units)
    assert (caught.value.reason, caught.value.found) == (reason, found)


def test_of_two_units_the_longer_one_is_taken_away_whole():
    assert parse_number("3 kg", ["g", "kg"]) == 3
    assert parse_number("5 分钟", ["钟", "分钟"]) == 5


@pytest.mark.parametrize("sign", ["-", "－", "−", "–"])
def test_every_minus_sign_that_is_typed_is_one(sign):
    assert parse_number(f"{sign}5") == -5
