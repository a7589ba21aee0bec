"""Where a check draws its lines: tolerance, decimals, how much is shown, kinds of values."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from carekit.checks.compare import difference, listed, shown
from carekit.checks.expect import choices, column, entries, fresh_seeds
from carekit.checks.normalize import NO_VALUE, PlainFrame, PlainSeries, UnknownValue, kind_of, plain


@pytest.mark.parametrize(
    ("got", "want", "tolerance", "alike"),
    [
        (10.5, 10.0, 0.5, True),
        (9.5, 10.0, 0.5, True),
        (10.51, 10.0, 0.5, False),
        (10, 10.0, 0, True),
        (10.000001, 10.0, 0, False),
        # Of a large number the last digits are what arithmetic adds.
        (1e12 + 100, 1e12, 0, True),
        (1e12 + 10_000, 1e12, 0, False),
        (-3.0, 3.0, 0.5, False),
        (float("inf"), float("inf"), 0.5, True),
        (float("inf"), 1.0, 0.5, False),
        (float("inf"), float("-inf"), 0.5, False),
        (float("nan"), float("nan"), 0.5, True),
        (1.0, float("nan"), 0.5, False),
    ],
)
def test_two_numbers_are_alike_up_to_the_tolerance(got, want, tolerance, alike):
    assert (difference(got, want, tolerance=tolerance) is None) is alike
    assert (difference([got], [want], tolerance=tolerance) is None) is alike


@pytest.mark.parametrize(
    ("tolerance", "decimals"),
    [(0.5, 0), (0.05, 1), (0.005, 2), (0.0005, 3), (0.001, 3), (0.01, 2), (5, 0), (0, 12)],
)
def test_who_rounds_too_far_is_told_how_many_decimals_to_keep(tolerance, decimals):
    key, fields = difference(1235, 1234.567890123456, tolerance=min(tolerance, 0.4))
    if tolerance == min(tolerance, 0.4):
        assert (key, fields["decimals"]) == ("rounded", decimals)
    else:
        # With a tolerance of a half and more nothing can be rounded too far.
        assert difference(1235, 1234.56789, tolerance=tolerance) is None


@pytest.mark.parametrize(
    ("got", "want", "key"),
    [
        (12, 12.3, "rounded"),
        (12, 12.5, "rounded"),
        (12, 12.6, "wrong-value"),
        (0.5, 0.54, "wrong-value"),
        (5, 5.4, "wrong-value"),
        (0.05, 0.054, "rounded"),
        (0.1, 0.054, "wrong-value"),
        (1.5, 1.54, "rounded"),
        (1.55, 1.554, "rounded"),
        (1.554, 1.5544, None),
        (-12, -12.3, "rounded"),
        (12, -12.3, "wrong-value"),
        (0.00, 0.004, "wrong-value"),
    ],
)
def test_a_number_with_too_few_decimals_is_told_from_another_number(got, want, key):
    found = difference(got, want)
    assert (found and found[0]) == key


def test_a_list_with_a_place_that_is_rounded_and_one_that_is_wrong_is_wrong():
    assert difference([1.5, 2.5], [1.54, 2.54])[0] == "rounded"
    assert difference([1.5, 9.0], [1.54, 2.54])[0] == "wrong-at"
    assert difference([1.5], [1.54, 2.54])[0] == "wrong-length"
    key, fields = difference([7.0, 1.5], [7.0, 1.54])
    assert (key, fields["label"], fields["got"], fields["want"]) == (
        "rounded",
        "[1]",
        "1.5",
        "1.54",
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1 / 3, "0.333333"),
        (1234567.0, "1.23457e+06"),
        (float("nan"), "NaN"),
        (7, "7"),
        ("a", "'a'"),
        (True, "True"),
        ([1.0, "b"], "[1, 'b']"),
        ((1,), "[1]"),
        ("x" * 78, "'" + "x" * 78 + "'"),
        ("x" * 79, "'" + "x" * 78 + "…"),
        (UnknownValue("Thing"), "<Thing>"),
        (pd.Timestamp("2025-03-01"), "2025-03-01 00:00:00"),
    ],
)
def test_a_value_is_shown_in_eighty_signs_at_most_as_people_write_it(value, text):
    assert shown(value) == text
    assert len(shown(value)) <= 80


@pytest.mark.parametrize(("count", "more"), [(1, False), (8, False), (9, True)])
def test_eight_labels_are_listed_and_more_are_hinted_at(count, more):
    text = listed(range(count))
    assert text.startswith(", ".join(map(str, range(min(count, 8)))))
    assert text.endswith(" …") is more
    assert text.count(",") == min(count, 8) - 1


@pytest.mark.parametrize(
    ("got", "want", "told"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, ("missing", {"labels": "'b'"})),
        ({"a": 1, "c": 3}, {"a": 1, "b": 2}, ("missing", {"labels": "'b'"})),
        ({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 2}, ("not-wanted", {"labels": "'c'"})),
        (
            {"a": 1, "b": 3},
            {"a": 1, "b": 2},
            ("wrong-at", {"label": "'b'", "got": "3", "want": "2"}),
        ),
        ([1, 2], [1], ("wrong-length", {"got": 2, "want": 1})),
        ("a", "b", ("wrong-value", {"got": "'a'", "want": "'b'"})),
    ],
)
def test_the_first_thing_that_is_wrong_is_told(got, want, told):
    assert difference(got, want) == told


def test_of_labels_that_stand_too_often_only_these_are_named():
    got = pd.Series([1, 1, 2], index=["a", "a", "b"])
    assert difference(got, pd.Series([1, 2], index=["a", "b"])) == ("twice", {"labels": "'a'"})
    want = pd.Series([1, 1, 2], index=["a", "a", "b"])
    assert difference(got, want) is None


@pytest.mark.parametrize(
    ("got", "want", "ordered", "key"),
    [
        ({"a": 1, "b": 2}, {"b": 0, "a": 0}, False, None),
        ({"a": 1, "b": 2}, {"b": 0, "a": 0}, True, "wrong-order"),
        (pd.Series({"a": 1}), {"a": 9}, True, None),
        ({"a": 1}, {"b": 1}, False, "missing"),
        (pd.DataFrame({"x": [1]}), pd.DataFrame({"x": [2]}), True, None),
        (pd.DataFrame({"x": [1]}), pd.DataFrame({"y": [1]}), False, "missing"),
        (pd.DataFrame({"x": [1]}), pd.DataFrame({"x": [1, 2]}), False, "missing"),
        (
            pd.Series([1, 2], index=["b", "a"]),
            pd.Series([1, 2], index=["a", "b"]),
            True,
            "wrong-order",
        ),
    ],
)
def test_labels_alone_are_compared_without_any_value(got, want, ordered, key):
    found = difference(got, want, ordered=ordered, labels_only=True)
    assert (found and found[0]) == key


def test_a_cell_of_a_table_is_named_by_its_row_and_its_column():
    want = pd.DataFrame({"x": [1, 2], "y": [3, 4]}, index=["p", "q"])
    got = want.copy()
    got.loc["q", "y"] = 9
    assert difference(got, want) == ("wrong-at", {"label": "'q', 'y'", "got": "9", "want": "4"})
    turned = want.iloc[::-1, ::-1]
    assert difference(turned, want) is None
    assert difference(turned, want, ordered=True)[0] == "wrong-order"
    assert difference(want.iloc[:, ::-1], want, ordered=True) is None


@pytest.mark.parametrize(
    ("got", "want"),
    [(None, float("nan")), (None, None), (pd.NaT, pd.NA), (float("nan"), None)],
)
def test_inside_a_list_every_way_to_say_that_there_is_no_value_is_the_same(got, want):
    assert difference([got], [want]) is None


@pytest.mark.parametrize("value", [0, "", False, []])
def test_what_is_empty_is_not_what_is_missing(value):
    assert difference([value], [None]) is not None
    assert difference([None], [value]) is not None


# --- Kinds.


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "nothing"),
        (True, "truth"),
        (np.bool_(1), "truth"),
        (1, "number"),
        (1.5, "number"),
        (np.int8(1), "number"),
        (np.uint64(1), "number"),
        (np.float32(1), "number"),
        (pd.NA, "number"),
        (pd.NaT, "number"),
        ("a", "text"),
        (np.str_("a"), "text"),
        (b"a", "bytes"),
        ([1], "list"),
        ((1,), "list"),
        (np.array([1]), "list"),
        (np.array(1.5), "number"),
        ({1}, "set"),
        (frozenset({1}), "set"),
        ({1: 2}, "dict"),
        (pd.Series([1]), "series"),
        (pd.Index([1]), "index"),
        (pd.RangeIndex(2), "index"),
        (pd.DataFrame(), "frame"),
        (dt.date(2025, 3, 1), "moment"),
        (dt.datetime(2025, 3, 1, tzinfo=dt.UTC), "moment"),
        (np.datetime64("2025-03-01"), "moment"),
        (pd.Timestamp("2025-03-01"), "moment"),
        (dt.timedelta(1), "duration"),
        (np.timedelta64(1, "D"), "duration"),
        (pd.Timedelta("1D"), "duration"),
        (len, "function"),
        (lambda: 1, "function"),
        (int, "function"),
        (1 + 2j, "other"),
        (Decimal(1), "other"),
        (dt.time(1), "other"),
    ],
)
def test_every_kind_of_value_is_known_for_what_it_is(value, kind):
    assert kind_of(value) == kind


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (np.int8(-3), -3),
        (np.float32(0.5), 0.5),
        (np.bool_(0), False),
        (np.str_("a"), "a"),
        (b"ab", b"ab"),
        (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        ((1, (2,)), [1, [2]]),
        ({"a": [1]}, {"a": [1]}),
        ({(1, 2): 3}, {(1, 2): 3}),
        ({1, 2}, frozenset({1, 2})),
        (dt.date(2025, 3, 1), pd.Timestamp("2025-03-01")),
        (np.datetime64("2025-03-01T10", "h"), pd.Timestamp("2025-03-01 10:00")),
        (np.timedelta64(90, "m"), pd.Timedelta("1h30min")),
        (dt.timedelta(seconds=1.5), pd.Timedelta("1.5s")),
        (pd.Series([1, None], index=["a", "b"]), PlainSeries(["a", "b"], [1.0, NO_VALUE])),
        (pd.Index(["a", "b"]), PlainSeries([0, 1], ["a", "b"])),
        (
            pd.DataFrame([[1, "x"]], columns=["n", "n"], index=["r"]),
            PlainFrame(["r"], ["n", "n"], [[1], ["x"]]),
        ),
    ],
    ids=str,
)
def test_a_value_is_read_as_plain_data_of_exact_types(value, read):
    found = plain(value)
    assert type(found) is type(read)
    assert found == read


# --- What a check asks for.


def test_an_answer_of_letters_may_be_any_that_are_offered_and_must_be_some():
    assert choices(["A"], ["a"]) == {"a"}
    assert choices(["a", "a"], "ab") == {"a"}
    for wrong in (["ab"], ["", "a"], [None], [["a"]]):
        with pytest.raises(AssertionError, match="Not asked for"):
            choices(wrong, "ab")


def test_a_list_of_exactly_so_many_values_is_asked_for():
    assert entries([], 0) == []
    assert entries(pd.Index([1, 2]), 2) == [1, 2]
    for count in (1, 3):
        with pytest.raises(AssertionError, match=f"You have 2 entries; there should be {count}"):
            entries([1, 2], count)


def test_a_column_that_is_no_label_leaves_the_rows_their_own():
    table = pd.DataFrame({"n": [1, 2]}, index=["p", "q"])
    assert column(table, "n", by="gone").to_dict() == {"p": 1, "q": 2}


def test_seeds_are_as_many_as_are_asked_for_and_follow_each_other(monkeypatch):
    monkeypatch.delenv("CAREKIT_SEED", raising=False)
    first, *rest = fresh_seeds(4)
    assert rest == [first + 1, first + 2, first + 3]
    assert 0 <= first < 10**9
    assert fresh_seeds(0) == []
    monkeypatch.setenv("CAREKIT_SEED", "0")
    assert fresh_seeds(2) == [0, 1]
