"""What crosses between the learner's process and the judge's arrives exactly as it was sent."""

import collections
import dataclasses
import datetime as dt
import enum
import math
import random
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from carekit.sandbox.link.codec import (
    Bounds,
    Decoder,
    Encoder,
    Opaque,
    RefusedError,
    pack,
    unpack,
)
from carekit.sandbox.link.refusals import CannotTellError, taken
from tests.sandbox.crossing import crossed


def same(left, right):
    """Return whether two values are equal with exactly the same types all the way down."""
    if type(left) is not type(right):
        return False
    if isinstance(left, (list, tuple)):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return same(list(left.items()), list(right.items()))
    if isinstance(left, (float, np.floating)):
        return (math.isnan(left) and math.isnan(right)) or left == right
    if isinstance(left, (np.datetime64, np.timedelta64)):
        return left.dtype == right.dtype and left.view("i8") == right.view("i8")
    if isinstance(left, np.ndarray):
        return left.dtype == right.dtype and same(left.tolist(), right.tolist())
    return left is right or left == right


STAMP = pd.Timestamp("2024-02-29 10:00")
VALUES = [
    None, True, False, 0, -1, 2**63 - 1, 2**63, -(10**300), 1.5, -0.0, math.nan, math.inf, 2 + 3j,
    "", "text", "客戶", "\ud800", "x" * 10_000, b"", b"\x00\xff" * 5000, bytearray(b"ab"),
    [], [1, [2.0, ["x"]]], (), (1, (2,)), {}, {"a": 1, 2: [3], (1, "k"): None}, {1, "b"},
    frozenset({1, frozenset({2})}), range(3, 30, 4), slice(1, None, -2), ..., NotImplemented,
    Decimal("1.10"), Fraction(2, 3), collections.OrderedDict(b=1, a=[2]),
    collections.Counter("aab"), collections.defaultdict(None, a=1), collections.defaultdict(list),
    dt.date(2024, 2, 29), dt.time(1, 2, 3, 4), dt.timedelta(days=-1, microseconds=7),
    dt.datetime(2024, 1, 2, 3, 4, 5, 6), dt.datetime(2024, 1, 2, tzinfo=dt.UTC),  # noqa: DTZ001
    dt.datetime(2024, 1, 2, tzinfo=ZoneInfo("Asia/Taipei")),
    dt.datetime(2024, 10, 27, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=1),
    pd.NA, pd.NaT, STAMP, STAMP.tz_localize("Asia/Shanghai"), STAMP.as_unit("s"),
    pd.Timedelta("1h"), pd.Period("2024-03", "M"), pd.Interval(0, 5, closed="left"),
    np.float64(1.5), np.float32(1.1), np.float64("nan"), np.int8(-3), np.uint64(2**64 - 1),
    np.bool_(1), np.complex128(1 + 2j), np.datetime64("2024-01-02T03", "h"),
    np.datetime64("NaT", "D"), np.timedelta64(5, "m"),
    np.arange(6).reshape(2, 3), np.array(3.5), np.array([]), np.array(["a", "bcd"]),
    np.array([[1, "x"], [None, 2.5]], dtype=object), np.zeros((2, 0, 3)), np.array([True, False]),
    np.array(["2024-01-01", "NaT"], dtype="M8[D]"), np.arange(6).reshape(2, 3).T,
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:40])
def test_a_value_arrives_as_it_was_sent(value):
    assert same(crossed(value), value)


COLUMNS = {
    "ints": pd.Series([1, 2, 3], dtype="int32"),
    "floats": pd.Series([1.5, None, math.inf]),
    "bools": pd.Series([True, False, True]),
    "texts": pd.Series(["a", None, "客"]),
    "texts with NA": pd.Series(["a", pd.NA, "b"], dtype="string"),
    "many texts": pd.Series(["north", "south", None] * 100),
    "objects": pd.Series([1, "a", None], dtype=object),
    "object texts": pd.Series(["a", "b"] * 50, dtype=object),
    "nullable": pd.Series([1, None, 3], dtype="Int64"),
    "nullable float": pd.Series([1.5, None], dtype="Float32"),
    "nullable bool": pd.Series([True, None], dtype="boolean"),
    "times": pd.Series(pd.to_datetime(["2024-01-01", None])),
    "zoned": pd.Series(pd.to_datetime(["2024-01-01", None])).dt.tz_localize("Asia/Taipei"),
    "spans": pd.Series(pd.to_timedelta(["1h", None])),
    "periods": pd.Series(pd.period_range("2024-01", periods=3, freq="Q")),
    "kinds": pd.Series(pd.Categorical(["b", "a", None], categories=["b", "a", "c"], ordered=True)),
    "cut": pd.cut(pd.Series([1, 5, 9]), [0, 4, 10]),
    "dates": pd.Series([dt.date(2024, 1, 1), None]),
    "lists": pd.Series([[1], [2, 3]]),
    "labelled": pd.Series([1, 2], index=["x", "y"], name=("a", 1)),
    "empty": pd.Series([], dtype="str"),
}
INDEXES = [
    pd.RangeIndex(2, 10, 3, name="n"),
    pd.Index([3, 1], name="k"),
    pd.Index(["a", None]),
    pd.Index(["a", 1], dtype=object),
    pd.date_range("2024-01-01", periods=3, freq="D", name="day"),
    pd.date_range("2024-01-31", periods=3, freq="ME", tz="UTC"),
    pd.MultiIndex.from_tuples([("a", 1), ("b", None)], names=["x", None]),
    pd.CategoricalIndex(["u", "v"]),
    pd.interval_range(0, 3),
    pd.period_range("2024", periods=2, freq="Y"),
    pd.timedelta_range("1h", periods=3),
]


@pytest.mark.parametrize("name", COLUMNS)
def test_a_series_arrives_with_its_dtype_index_and_name(name):
    pd.testing.assert_series_equal(crossed(COLUMNS[name]), COLUMNS[name])


@pytest.mark.parametrize("index", INDEXES, ids=lambda index: type(index).__name__)
def test_an_index_arrives_with_its_kind_names_and_frequency(index):
    arrived = crossed(index)
    pd.testing.assert_index_equal(arrived, index, exact=True)
    assert getattr(arrived, "freq", None) == getattr(index, "freq", None)


def test_a_frame_arrives_even_with_one_name_twice_and_no_rows():
    frame = pd.DataFrame({name: series.reset_index(drop=True) for name, series in COLUMNS.items()})
    pd.testing.assert_frame_equal(crossed(frame), frame)
    twice = pd.DataFrame([[1, "a"]], columns=["x", "x"])
    pd.testing.assert_frame_equal(crossed(twice), twice)
    pd.testing.assert_frame_equal(crossed(twice.iloc[:0]), twice.iloc[:0])
    pd.testing.assert_frame_equal(crossed(pd.DataFrame(index=[1, 2])), pd.DataFrame(index=[1, 2]))
    grouped = frame.groupby("ints")[["floats"]].agg(["min", "max"])
    pd.testing.assert_frame_equal(crossed(grouped), grouped)


def test_what_arrives_can_be_changed():
    frame = crossed(pd.DataFrame({"a": [1, 2]}))
    frame.loc[0, "a"] = 7
    array = crossed(np.arange(3))
    array[0] = 9
    assert frame["a"].tolist() == [7, 2]
    assert array[0] == 9


class Liar(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


class Grade(enum.IntEnum):
    LOW = 1


@pytest.mark.parametrize(
    ("value", "base"),
    [
        (Liar(3), 3),
        (Grade.LOW, 1),
        (type("O", (collections.OrderedDict,), {})(a=1), collections.OrderedDict(a=1)),
        (collections.namedtuple("P", "x y")(1, 2), (1, 2)),
        (type("S", (str,), {"__eq__": lambda *_: True, "__hash__": str.__hash__})("a"), "a"),
        (type("L", (list,), {"__iter__": lambda _: iter([9])})([1]), [1]),
        (np.str_("a"), "a"),
    ],
    ids=str,
)
def test_a_subclass_arrives_as_its_base_value(value, base):
    assert same(crossed(value), base)


def test_what_cannot_cross_answers_no_question_and_says_why():
    @dataclasses.dataclass
    class Answer:
        x: int = 1

    for value in (Answer(), object(), open, np.longdouble(1)):
        arrived = crossed(value)
        assert type(arrived) is Opaque
        assert "cannot be checked" in repr(arrived)
        for ask in (bool, len, iter, lambda one: one == one, lambda one: one != 1):
            with pytest.raises(CannotTellError, match="cannot be checked"):
                ask(arrived)
    assert len(taken()) == 20


def test_depth_size_and_number_of_parts_have_an_end():
    loop = []
    loop.append(loop)
    doubled = [1]
    for _ in range(40):
        doubled = [doubled, doubled]
    for value in (loop, doubled, list(range(600_000)), b"x" * (2**26 + 1), 2**70_000):
        assert type(crossed(value)) is Opaque
    beside = crossed([1, 2]), crossed(["too", loop])
    assert beside[0] == [1, 2]
    assert type(beside[1]) is Opaque
    assert type(crossed("x" * 50, bounds=Bounds(short_text=10, buffer_bytes=20))) is Opaque


def test_a_frame_of_two_thousand_rows_is_small_on_the_wire():
    rng = random.Random(4)
    frame = pd.DataFrame(
        {
            "id": [f"T-{i}" for i in range(2000)],
            "kind": [rng.choice(["mail", "chat"]) for _ in range(2000)],
            "minutes": [rng.random() for _ in range(2000)],
        }
    )
    enc = Encoder()
    assert len(pack({"v": enc.value(frame)}, enc.buffers)) < 45_000


def test_random_nests_of_values_arrive_as_they_were_sent():
    rng = random.Random(20_240_229)
    keys = [1, "k", (2, "x"), None, 1.5, frozenset({3}), dt.date(2024, 1, 1)]

    def nest(depth):
        kind = rng.randrange(7 if depth < 4 else 3)
        if kind < 3:
            return rng.choice(VALUES)
        size = range(rng.randrange(4))
        if kind < 5:
            return [nest(depth + 1) for _ in size]
        if kind == 5:
            return tuple(nest(depth + 1) for _ in size)
        return {rng.choice(keys): nest(depth + 1) for _ in size}

    for _ in range(300):
        value = nest(0)
        assert same(crossed(value), value)


def test_random_bytes_and_broken_messages_are_refused_and_never_crash():
    rng = random.Random(77)
    enc = Encoder()
    samples = [*VALUES[:60], *COLUMNS.values(), *INDEXES, pd.DataFrame({"a": [1], "b": ["x"]})]
    good = pack({"v": enc.value(samples)}, enc.buffers)
    refused = read = 0
    for _ in range(700):
        broken = bytearray(good)
        for _ in range(rng.randrange(1, 6)):
            at = rng.randrange(len(broken))
            broken[at : at + rng.randrange(3)] = rng.randbytes(rng.randrange(3))
        try:
            head, buffers = unpack(broken)
            Decoder(buffers).value(head.get("v"))
            read += 1
        except RefusedError:
            refused += 1
    assert refused > 250, "the mutations must hit the structure"
    assert read > 10, "and the values"


TAGS = [
    "i", "s", "b", "ba", "u", "e", "fe", "dk", "dv", "di", "d", "c", "r", "sl", "fr", "dl", "da",
    "iv", "de", "...", "?", "dt", "tm", "ts", "td", "pe", "n", "nd", "a", "ao", "aw", "aU", "as",
    "ld", "am", "ac", "az", "ap", "ai", "xa", "xr", "xm", "x", "se", "df", "nothing",
]  # fmt: skip


def test_invented_trees_are_refused_and_never_crash():
    rng = random.Random(5)
    fields = ["v", "k", "b", "d", "z", "f", "u", "w", "c", "n", "s", "l", "x", "m", "o", "na"]
    odd = [None, -1, 0, 1, 2**70, 1e308, math.nan, "", "<i8", "|b1", "M8[D]", "<M8[0s]", "0x1"]

    def tree(depth):
        if depth > 4 or rng.random() < 0.3:
            return rng.choice(odd)
        if rng.random() < 0.3:
            return [tree(depth + 1) for _ in range(rng.randrange(4))]
        made = {field: tree(depth + 1) for field in rng.sample(fields, rng.randrange(6))}
        return {"t": rng.choice(TAGS), **made}

    refused = 0
    for _ in range(2500):
        try:
            Decoder([memoryview(bytearray(rng.randbytes(16)))]).value(tree(0))
        except RefusedError:
            refused += 1
    assert refused > 900


def test_a_reader_stops_at_its_own_depth_and_number_of_parts():
    bounds = Bounds(depth=5, parts=10)
    nest = [1]
    for _ in range(5):
        nest = [nest]
    assert Decoder([], bounds=bounds).value(nest) == nest
    with pytest.raises(RefusedError, match="too deep"):
        Decoder([], bounds=bounds).value([nest])
    assert Decoder([], bounds=bounds).value([0] * 10) == [0] * 10
    for many in ([0] * 11, [[0] * 5, [0] * 4]):
        with pytest.raises(RefusedError, match="too many parts"):
            Decoder([], bounds=bounds).value(many)


def test_a_truth_on_the_wire_is_one_whatever_byte_was_sent():
    sent = memoryview(bytearray([0, 1, 200]))
    read = Decoder([sent]).value({"t": "a", "d": "|b1", "b": 0})
    assert read.view("u1").tolist() == [0, 1, 1]


@pytest.mark.parametrize(("code", "good"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_code_points_to_a_word_that_was_sent_or_to_none(code, good):
    sent = memoryview(bytearray(code.to_bytes(1, "little", signed=True)))
    tree = {"t": "xm", "l": [{"t": "x", "v": {"t": "ao", "v": ["a", "b"]}, "n": None}], "n": [None]}
    tree["c"] = [{"t": "a", "d": "|i1", "b": 0}]
    if good:
        assert len(Decoder([sent]).value(tree)) == 1
    else:
        with pytest.raises(RefusedError, match="codes out of range"):
            Decoder([sent]).value(tree)


@pytest.mark.parametrize("number", [-1, 1, True])
def test_a_buffer_is_named_by_its_place_only(number):
    with pytest.raises(RefusedError):
        Decoder([memoryview(b"ab")]).value({"t": "b", "b": number})


@pytest.mark.parametrize("digits", ["1_0", " 0x1", "0X1f", "ff", "0x"])
def test_a_large_integer_is_read_only_as_it_is_written(digits):
    with pytest.raises(RefusedError):
        Decoder([]).value({"t": "i", "v": digits})


def test_a_value_that_was_too_big_leaves_the_whole_room_to_the_next():
    enc = Encoder(bounds=Bounds(buffer_bytes=100, parts=10))
    assert enc.value([b"x" * 60, b"y" * 60])["t"] == "?"
    assert enc.buffers == []
    assert enc.value(b"z" * 100) == {"t": "b", "b": 0}
    assert enc.value([[1] * 4, [1] * 5])["t"] == "?"
    assert enc.value([1] * 10) == [1] * 10


def test_a_long_text_in_a_list_is_counted_in_bytes_as_it_is_alone():
    bounds = Bounds(short_text=10, buffer_bytes=20)
    assert Encoder(bounds=bounds).value(["a", "x" * 10, None]) == ["a", "x" * 10, None]
    assert Encoder(bounds=bounds).value(["a", "x" * 11, None])[1] == {"t": "s", "b": 0}
    assert type(crossed(["x" * 50, "b"], bounds=bounds)) is Opaque
