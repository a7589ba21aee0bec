import datetime as dt

import numpy as np
import pandas as pd
import pytest

from carekit.checks.compare import difference
from carekit.checks.normalize import _TOO_DEEP, NO_VALUE, UnknownValue, kind_of, plain


class EqualToAll:
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0


class LyingFloat(float):
    def __eq__(self, other):
        return True

    __hash__ = float.__hash__

    def __float__(self):
        return 1.0

    def __sub__(self, other):
        return 0.0


class LyingText(str):
    __slots__ = ()

    def __eq__(self, other):
        return True

    __hash__ = str.__hash__

    def __str__(self):
        return "right"


class LyingList(list):
    def __iter__(self):
        return iter([1, 2, 3])

    def __len__(self):
        return 3

    def __eq__(self, other):
        return True

    __hash__ = None


class LyingSeries(pd.Series):
    def __eq__(self, other):
        return True

    __hash__ = None

    def tolist(self):
        return [1.0, 2.0]


class LyingMeta(type):
    def __eq__(cls, other):
        return True

    def __hash__(cls):
        return 0

    @property
    def __mro__(cls):
        return (float, object)


class LyingType(metaclass=LyingMeta):
    @property
    def __class__(self):
        return float


@pytest.mark.parametrize(
    ("got", "want"),
    [
        pytest.param(EqualToAll(), 1.0, id="an object equal to everything"),
        pytest.param(LyingFloat(0.2), 1.0, id="a float with a false equality"),
        pytest.param(LyingText("wrong"), "right", id="a text that prints as another"),
        pytest.param(LyingList([9]), [1, 2, 3], id="a list that iterates as another"),
        pytest.param(LyingSeries([8.0, 9.0]), pd.Series([1.0, 2.0]), id="a Series that lies"),
        pytest.param(LyingType(), 1.0, id="a type that claims to be a float"),
        pytest.param(pd.Series([EqualToAll()]), pd.Series([1.0]), id="a stranger inside a Series"),
        pytest.param([EqualToAll()], [1.0], id="a stranger inside a list"),
        pytest.param({EqualToAll(): 1}, {"a": 1}, id="a stranger as a key"),
    ],
)
def test_a_value_cannot_claim_to_be_equal(got, want):
    assert difference(got, want) is not None


@pytest.mark.parametrize(
    ("got", "want"),
    [
        pytest.param(np.float64(0.1) + np.float64(0.2), 0.3, id="rounding of floats"),
        pytest.param(2, 2.0, id="int and float"),
        pytest.param(np.int64(3), 3, id="NumPy int"),
        pytest.param(float("nan"), pd.NA, id="NaN and NA"),
        pytest.param((1, 2), [1, 2], id="tuple and list"),
        pytest.param(np.array([1, 2]), [1, 2], id="array and list"),
        pytest.param(np.array(0.25), 0.25, id="an array without dimensions"),
        pytest.param(np.where(2 > 1, 2, 3), 2, id="what np.where makes of numbers"),
        pytest.param(np.array("keep"), "keep", id="a text in an array"),
        pytest.param(0.6364, 7 / 11, id="rounded to four decimals"),
        pytest.param(0.636, 7 / 11, id="rounded to three decimals"),
        pytest.param(1000.063, 1000.0625, id="a tie rounded up"),
        pytest.param(1000.062, 1000.0625, id="a tie rounded to the even digit"),
        pytest.param(pd.Series({"a": 1.0, "b": 2.0}), {"b": 2, "a": 1}, id="a Series and a dict"),
        pytest.param({"a", "b"}, frozenset({"b", "a"}), id="sets"),
        pytest.param(
            dt.datetime.fromisoformat("2025-03-01T09:00"),
            pd.Timestamp("2025-03-01 09:00"),
            id="times",
        ),
        pytest.param(np.datetime64("2025-03-01"), pd.Timestamp("2025-03-01"), id="NumPy time"),
        pytest.param(dt.timedelta(minutes=3), pd.Timedelta("3min"), id="durations"),
        pytest.param(
            pd.Series([1.0, float("nan")], index=["a", "b"]),
            pd.Series([pd.NA, 1], index=["b", "a"], dtype="Int64"),
            id="Series in another order and dtype",
        ),
        pytest.param(
            pd.DataFrame({"x": [1, 2], "y": ["p", "q"]}),
            pd.DataFrame({"y": ["q", "p"], "x": [2.0, 1.0]}, index=[1, 0]),
            id="tables in another order",
        ),
        pytest.param(
            pd.Series([1, 2], index=pd.MultiIndex.from_tuples([("a", 1), ("b", 2)])),
            pd.Series([2, 1], index=pd.MultiIndex.from_tuples([("b", 2), ("a", 1)])),
            id="a MultiIndex",
        ),
        pytest.param(pd.Categorical(["a"]).categories, pd.Index(["a"]), id="indexes"),
    ],
)
def test_values_that_mean_the_same_are_equal(got, want):
    assert difference(got, want) is None
    assert difference(want, got) is None


@pytest.mark.parametrize(
    ("got", "want", "key"),
    [
        pytest.param(None, 1.0, "no-answer", id="nothing"),
        pytest.param(True, 1, "wrong-kind", id="true is not one"),
        pytest.param("0.5", 0.5, "wrong-kind", id="a number as text"),
        pytest.param(pd.DataFrame({"a": [1]}), pd.Series([1]), "wrong-kind", id="a table"),
        pytest.param(0.5, 0.75, "wrong-value", id="another number"),
        pytest.param(float("nan"), 0.0, "wrong-value", id="NaN for zero"),
        pytest.param([1], [1, 2], "wrong-length", id="too short"),
        pytest.param([2, 1], [1, 2], "wrong-at", id="a list in another order"),
        pytest.param({"a"}, {"a", "b"}, "missing", id="a set without one"),
        pytest.param({"a": 1, "b": 2}, {"a": 1}, "not-wanted", id="a dict with one more"),
        pytest.param(
            pd.Series([1, 1], index=["a", "a"]), pd.Series([1], index=["a"]), "twice", id="twice"
        ),
        pytest.param(
            pd.Series([1.0, 0.0], index=["a", "b"]),
            pd.Series([1.0, float("nan")], index=["a", "b"]),
            "wrong-at",
            id="zero for NaN in a Series",
        ),
    ],
)
def test_what_is_wrong_is_found(got, want, key):
    assert difference(got, want)[0] == key


@pytest.mark.parametrize("got", [(1, 2.5), [1, 2.5], np.array([1, 2.5]), pd.Series([1, 2.5])])
def test_a_list_may_come_in_any_form_that_has_an_order(got):
    assert difference(got, [1, 2.5]) is None
    assert difference(got, [2.5, 1])[0] == "wrong-at"


def test_a_series_has_labels_so_no_list_stands_for_one():
    assert difference([1, 2], pd.Series([1, 2]))[0] == "wrong-kind"
    assert difference(np.array([1, 2]), {"a": 1, "b": 2})[0] == "wrong-kind"


@pytest.mark.parametrize(
    ("got", "want"),
    [
        pytest.param(0.64, 7 / 11, id="a share with two decimals"),
        pytest.param(0.04, 4 / 111, id="a small share with two decimals"),
        pytest.param(63.6, 700 / 11, id="percent with one decimal"),
        pytest.param(64, 700 / 11, id="percent without decimals"),
        pytest.param([0.64, 0.6], [7 / 11, 0.6], id="one of two"),
        pytest.param(
            pd.Series({"a": 0.64, "b": 0.36364}),
            pd.Series({"b": 4 / 11, "a": 7 / 11}),
            id="a Series",
        ),
        pytest.param(
            pd.DataFrame({"a": [0.64]}), pd.DataFrame({"a": [7 / 11]}), id="a cell of a table"
        ),
    ],
)
def test_a_number_rounded_too_far_is_a_finding_of_its_own(got, want):
    key, fields = difference(got, want)
    assert key == "rounded"
    assert fields["decimals"] == 3
    assert difference(got, want, tolerance=1.0) is None


@pytest.mark.parametrize(
    ("got", "want"),
    [
        pytest.param(0.65, 7 / 11, id="not what rounding gives"),
        pytest.param(0.6, 7 / 11, id="one digit may be another mistake"),
        pytest.param(0.0, 0.004, id="nothing may be another mistake"),
        pytest.param(1.0, 7 / 11, id="all"),
        pytest.param([0.64, 0.7], [7 / 11, 0.6], id="another entry is wrong"),
        pytest.param(0.635, 7 / 11, id="cut off, not rounded"),
    ],
)
def test_what_rounding_does_not_explain_is_a_wrong_value(got, want):
    assert difference(got, want)[0] in ("wrong-value", "wrong-at")


def test_whole_numbers_are_never_rounded_away():
    assert difference(40_001, 40_000)[0] == "wrong-value"
    assert difference(10**400, 1.5)[0] == "wrong-value"
    assert difference(0.1 + 0.2, 0.3, tolerance=0) is None


def test_the_order_counts_only_when_it_is_asked_for():
    got = pd.Series([2, 1], index=["b", "a"])
    want = pd.Series([1, 2], index=["a", "b"])
    assert difference(got, want) is None
    assert difference(got, want, ordered=True) == (
        "wrong-order",
        {"got": "'b', 'a'", "want": "'a', 'b'"},
    )


def test_rows_are_matched_by_a_column_where_one_is_named():
    got = pd.DataFrame({"id": ["b", "a"], "days": [2, 1]})
    want = pd.DataFrame({"id": ["a", "b"], "days": [1, 2]})
    assert difference(got, want) is not None
    assert difference(got, want, by="id") is None
    wrong = difference(got.assign(days=[2, 9]), want, by="id")
    assert wrong == ("wrong-at", {"label": "'a', 'days'", "got": "9", "want": "1"})


def test_two_columns_of_one_name_are_reported_and_not_confused():
    twice = pd.DataFrame([[1, 2]], columns=["x", "x"])
    assert difference(twice, pd.DataFrame({"x": [1]}))[0] == "twice"


def test_tables_inside_tables_do_not_run_away():
    deep = []
    deep.append(deep)
    assert difference(deep, [[1]]) is not None


def test_a_stranger_is_named_by_its_type():
    assert plain(EqualToAll()) == UnknownValue("EqualToAll")
    assert kind_of(EqualToAll()) == "other"
    assert kind_of(len) == "function"


class Stranger:
    pass


def test_what_nobody_understands_is_the_same_as_nothing_not_even_as_itself():
    one = Stranger()
    assert difference([one], [one]) is not None
    assert difference(pd.Series([one]), pd.Series([one])) is not None


def test_a_label_that_stands_too_seldom_is_told_by_the_length():
    mine, right = pd.Series([1], index=["a"]), pd.Series([1, 1], index=["a", "a"])
    assert difference(mine, right) == ("wrong-length", {"got": 1, "want": 2})


def test_values_of_a_label_that_repeats_are_compared_in_their_own_order():
    right = pd.Series([1, 2, 3], index=["a", "b", "a"])
    assert difference(pd.Series([1, 3, 2], index=["a", "a", "b"]), right) is None
    assert difference(pd.Series([3, 1, 2], index=["a", "a", "b"]), right) is not None


def test_a_nest_is_read_as_deep_as_the_limit_and_no_deeper():
    def read(levels):
        nest = 1
        for _ in range(levels):
            nest = [nest]
        found = plain(nest)
        for _ in range(levels):
            found = found[0]
        return found

    assert read(_TOO_DEEP) == 1
    assert type(read(_TOO_DEEP + 1)) is UnknownValue


@pytest.mark.parametrize("value", [np.datetime64("NaT"), np.timedelta64("NaT"), pd.NaT, pd.NA])
def test_a_time_that_is_none_is_the_one_value_that_means_none(value):
    assert plain(value) is NO_VALUE


def test_a_list_as_a_label_is_one_that_nobody_reads():
    odd = pd.Series([1], index=pd.Index([[1, 2]], dtype=object))
    [label] = plain(odd).labels
    assert type(label) is UnknownValue
    assert difference(odd, pd.Series([1], index=["a"])) is not None
