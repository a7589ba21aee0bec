"""The limits of what crosses between the two processes, each from both sides."""

import datetime as dt
import json

import numpy as np
import pandas as pd
import pytest

from carekit.sandbox.link.codec import (
    Bounds,
    Decoder,
    Encoder,
    Opaque,
    RefusedError,
    TooBigError,
)
from carekit.sandbox.link.encoder import INT_MAX, INT_MIN, TOO_BIG
from carekit.sandbox.link.message_format import pack
from carekit.sandbox.link.refusals import sizes_in
from tests.sandbox.crossing import crossed

# --- One value.


@pytest.mark.parametrize(
    ("value", "as_itself"),
    [
        (INT_MAX, True),
        (INT_MAX + 1, False),
        (INT_MIN, True),
        (INT_MIN - 1, False),
    ],
)
def test_a_number_of_64_bits_is_sent_as_itself_and_a_larger_one_as_text(value, as_itself):
    assert (Encoder().value(value) == value) is as_itself
    assert (Encoder().value([value]) == [value]) is as_itself
    assert crossed(value) == value
    assert crossed([value, "a"]) == [value, "a"]


def test_an_integer_has_as_many_bits_as_are_allowed():
    bounds = Bounds(int_bits=80)
    assert crossed(2**80 - 1, bounds=bounds) == 2**80 - 1
    assert type(crossed(2**80, bounds=bounds)) is Opaque
    most = {"t": "i", "v": "-0x" + "f" * 20}
    assert Decoder([], bounds=bounds).value(most) == -(2**80 - 1)
    with pytest.raises(RefusedError, match="no integer"):
        Decoder([], bounds=bounds).value({"t": "i", "v": "-0x" + "f" * 21})


@pytest.mark.parametrize("length", [10, 11])
def test_a_text_is_sent_as_it_is_up_to_its_limit_and_arrives_whole_beyond_it(length):
    enc = Encoder(bounds=Bounds(short_text=10))
    assert (type(enc.value("x" * length)) is str) is (length == 10)
    assert len(enc.buffers) == length - 10
    assert crossed("客" * length, bounds=Bounds(short_text=10)) == "客" * length


def test_a_value_is_nested_as_deep_as_is_allowed():
    def nest(levels):
        made = 1
        for _ in range(levels):
            made = [made]
        return made

    bounds = Bounds(depth=4)
    deepest = max(n for n in range(1, 12) if Encoder(bounds=bounds).value(nest(n)) == nest(n))
    assert deepest == 5
    assert Encoder(bounds=bounds).value(nest(deepest + 1))["w"] == TOO_BIG


def test_what_is_lost_is_named_by_its_type():
    enc = Encoder(bounds=Bounds(parts=3))
    enc.value([1] * 4)
    enc.value(object())
    assert enc.lost == ["list", "object"]
    long = type("N" * 100, (), {})()
    assert enc.value(long)["n"] == "N" * 80
    assert enc.lost[-1] == "N" * 80


def test_buffers_together_have_as_many_bytes_as_are_allowed():
    enc = Encoder(bounds=Bounds(buffer_bytes=10))
    assert enc.value(b"12345") == {"t": "b", "b": 0}
    assert enc.value(b"12345") == {"t": "b", "b": 1}
    assert enc.value(b"1")["t"] == "?"


def test_what_is_too_large_says_its_size_and_the_limit():
    most = 64 * 2**20
    assert Encoder().value(bytes(most)) == {"t": "b", "b": 0}
    # A size that would be rounded to the limit is told as more than that.
    enc = Encoder()
    told = enc.value([bytes(most), b"1"])["w"]
    assert told == "too large to be checked: 64.1 MB or more; the most is 64 MB"
    assert enc.too_large == told
    assert sizes_in(f"<list: {told}> (line 1)") == "64.1 MB > 64 MB"
    told = Encoder(bounds=Bounds(parts=1000)).value([1] * 1001)["w"]
    assert told == "too large to be checked: 1,001 parts or more; the most is 1,000 parts"
    assert sizes_in(told) == "1,001 > 1,000"
    told = Encoder(bounds=Bounds(int_bits=80)).value(2**80)["w"]
    assert sizes_in(told) == "81 > 80"
    with pytest.raises(TooBigError) as caught:
        pack({"v": "x" * 100}, bounds=Bounds(json_bytes=100))
    assert sizes_in(str(caught.value)) == "113 > 100"
    assert not sizes_in("cannot be judged: the check asks for the source text of 'f'")


@pytest.mark.parametrize(
    ("offset", "good"),
    [(86_399, True), (-86_399, True), (0, True), (86_400, False), (-86_400, False), (True, False)],
)
def test_a_time_zone_is_less_than_a_day_away(offset, good):
    tree = {"t": "dt", "v": [2024, 1, 2, 3, 4, 5, 6], "z": offset, "f": 0}
    if not good:
        with pytest.raises(RefusedError):
            Decoder([]).value(tree)
        return
    assert Decoder([]).value(tree).utcoffset() == dt.timedelta(seconds=offset)


@pytest.mark.parametrize("name", ["../etc", "/etc", "UTC/", "", "a b", "No/Where"])
def test_a_time_zone_is_a_known_name_and_no_path(name):
    tree = {"t": "dt", "v": [2024, 1, 2, 3, 4, 5, 6], "z": name, "f": 0}
    with pytest.raises(RefusedError):
        Decoder([]).value(tree)


@pytest.mark.parametrize("unit", ["D", "as", "", None, 1])
def test_a_stamp_has_a_unit_that_pandas_keeps(unit):
    for tag in ("ts", "td"):
        with pytest.raises(RefusedError):
            Decoder([]).value({"t": tag, "v": 1, "u": unit, "z": None})


# --- Arrays and tables.


def array_tree(shape, count=6):
    flat = {"t": "a", "d": "<i8", "b": 0}
    raw = memoryview(bytearray(np.arange(count).tobytes()))
    return Decoder([raw]), {"t": "nd", "s": shape, "v": flat}


@pytest.mark.parametrize(
    ("shape", "good"),
    [
        ([6], True),
        ([2, 3], True),
        ([1, 1, 1, 1, 1, 1, 2, 3], True),
        ([1, 1, 1, 1, 1, 1, 1, 2, 3], False),
        ([5], False),
        ([7], False),
        ([-2, -3], False),
        ([2.0, 3], False),
        ([True, 6], False),
        ([], False),
    ],
)
def test_an_array_has_the_shape_of_its_numbers_and_eight_dimensions_at_most(shape, good):
    dec, tree = array_tree(shape)
    if good:
        assert dec.value(tree).shape == tuple(shape)
    else:
        with pytest.raises(RefusedError):
            dec.value(tree)


def test_an_array_without_dimensions_holds_one_number():
    dec, tree = array_tree([], 1)
    assert dec.value(tree).shape == ()


@pytest.mark.parametrize(
    ("width", "count", "good"),
    [
        (0, 1, False),
        (1, 1, True),
        (10_000, 1, True),
        (10_001, 1, False),
        (-1, 1, False),
        (10_000, 1000, True),
        (10_000, 1001, False),
        ("1", 1, False),
    ],
)
def test_texts_of_one_width_are_no_wider_and_no_more_than_can_be_kept(width, count, good):
    tree = {"t": "aU", "v": {"t": "ao", "v": ["a"] * count}, "w": width}
    if width == 0:
        # NumPy takes a width of 0 for the width that is needed.
        assert Decoder([]).value(tree).tolist() == ["a"]
    elif good:
        assert Decoder([]).value(tree).dtype == f"<U{width}"
    else:
        with pytest.raises(RefusedError):
            Decoder([]).value(tree)


@pytest.mark.parametrize(("count", "once"), [(64, False), (65, True)])
def test_repeated_texts_are_sent_once_where_there_are_many(count, once):
    for make in (lambda texts: np.array(texts, dtype=object), pd.Series):
        value = make(["north", "south"] * count)[:count]
        text = json.dumps(Encoder().value(value))
        assert (text.count("north") == 1) is once
        assert list(crossed(value)) == list(value)


@pytest.mark.parametrize(("words", "once"), [(49, True), (50, False)])
def test_texts_are_sent_once_where_fewer_than_half_of_them_differ(words, once):
    texts = [f"word {n % words}" for n in range(100)]
    for value in (np.array(texts, dtype=object), pd.Series(texts)):
        text = json.dumps(Encoder().value(value))
        assert (text.count('"word 0"') == 1) is once
        assert ('"aw"' in text) is once
        assert list(crossed(value)) == texts


@pytest.mark.parametrize(
    ("kinds", "form"),
    [(127, "|i1"), (128, "<i2"), (2**15 - 1, "<i2"), (2**15, "<i4")],
)
def test_codes_take_as_few_bytes_as_hold_them_all(kinds, form):
    names = np.arange(kinds)
    value = pd.Categorical.from_codes([0, kinds - 1, -1], categories=names)
    enc = Encoder()
    tree = enc.value(pd.Series(value))
    assert tree["v"]["c"]["d"] == form
    arrived = crossed(pd.Series(value))
    assert arrived.cat.codes.tolist() == [0, kinds - 1, -1]


def test_a_mask_fits_its_numbers():
    numbers = memoryview(bytearray(np.arange(2).tobytes()))
    for flags, good in ((b"\0\1", True), (b"\0", False), (b"\0\1\0", False)):
        tree = {"t": "am", "v": {"t": "a", "d": "<i8", "b": 0}, "m": {"t": "a", "d": "|b1", "b": 1}}
        dec = Decoder([numbers, memoryview(bytearray(flags))])
        if good:
            assert dec.value(tree).isna().tolist() == [False, True]
        else:
            with pytest.raises(RefusedError):
                dec.value(tree)
