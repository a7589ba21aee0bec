"""How arrays, indexes, series and frames are written and read: numbers as raw bytes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from carekit.sandbox.link.encoder import Decoder, Encoder, RefusedError, opaque, reads, writes
from carekit.sandbox.link.message_types import Value
from carekit.sandbox.link.odd_arrays import fields_tree
from carekit.sandbox.link.scalars import NUMBER_DTYPE, TIME_DTYPE, read_freq, read_zone, zone_tree

_MASKED = (pd.arrays.IntegerArray, pd.arrays.FloatingArray, pd.arrays.BooleanArray)
_MANY = 64
_STORED_TIMES = {f"<{kind}8[{unit}]" for kind in "mM" for unit in ("s", "ms", "us", "ns")}


@writes(np.ndarray)
def _array(enc: Encoder, value: np.ndarray, depth: int) -> Any:
    array = np.asarray(value)
    tree = _numbers(enc, array)
    if tree is None:
        if array.dtype.names and type(value) is np.ndarray:
            return fields_tree(enc, array, depth)
        if array.dtype.kind not in "OU":
            return opaque(value)
        tree = _objects(enc, array.ravel(), depth)
        if array.dtype.kind == "U":
            tree = {"t": "aU", "v": tree, "w": array.dtype.itemsize // 4}
    return {"t": "nd", "s": list(array.shape), "v": tree}


@writes(np.matrix)
def _odd_array(_enc: Encoder, value: np.ndarray, _depth: int) -> Any:
    """Refuse: what multiplies as a matrix would come across as a plain array."""
    return opaque(value)


@reads("nd")
def _read_array(dec: Decoder, tree: dict[str, object], depth: int) -> np.ndarray:
    flat = dec.tree(tree.get("v"), depth)
    shape = dec.items(tree.get("s"), depth)
    if type(flat) is not np.ndarray or len(shape) > 8 or set(map(type, shape)) - {int}:
        raise RefusedError("array")
    if min(shape, default=0) < 0 or math.prod(shape) != flat.size:
        raise RefusedError("shape")
    return flat.reshape(shape)


def _numbers(enc: Encoder, array: np.ndarray) -> Any:
    """Return the tree of a flat array of numbers or times, or None for another kind."""
    name = array.dtype.str
    if not (NUMBER_DTYPE.fullmatch(name) or TIME_DTYPE.fullmatch(name)):
        return None
    raw = np.ascontiguousarray(array).reshape(-1).view("u1")
    return {"t": "a", "d": name, "b": enc.buffer(raw.data)}


@reads("a")
def _read_numbers(dec: Decoder, tree: dict[str, object], _depth: int) -> np.ndarray:
    name = dec.plain(tree, "d", str)
    if not (NUMBER_DTYPE.fullmatch(name) or TIME_DTYPE.fullmatch(name)):
        raise RefusedError("number type")
    raw = dec.buffer(tree)
    if name == "|b1":
        # A byte that is neither 0 nor 1 would make a bool that is true and counts as 200.
        true: np.ndarray = np.frombuffer(raw, "u1") != 0
        return true
    return np.frombuffer(raw, np.dtype(name))


def _objects(enc: Encoder, values: np.ndarray, depth: int) -> Any:
    """Return the tree of a flat array of Python objects; repeated texts are sent once."""
    items = values.tolist()
    if len(items) > _MANY and set(map(type, items)) == {str}:
        codes, words = pd.factorize(np.asarray(values, dtype=object))
        if len(words) * 2 < len(items):
            enc.count(len(items))
            return {"t": "aw", "c": _codes(enc, codes, len(words)), "w": enc.items([*words], depth)}
    return {"t": "ao", "v": enc.items(items, depth)}


def _codes(enc: Encoder, codes: np.ndarray, largest: int) -> Any:
    return _numbers(enc, codes.astype("i1" if largest < 128 else "i2" if largest < 2**15 else "i4"))


def _read_codes(dec: Decoder, tree: object, depth: int, number: int) -> np.ndarray:
    codes = dec.tree(tree, depth)
    if type(codes) is not np.ndarray or codes.dtype.kind != "i":
        raise RefusedError("codes")
    if codes.size and not (codes.min() >= -1 and codes.max() < number):
        raise RefusedError("codes out of range")
    dec.items([], depth)
    return codes


def _object_array(items: list[object]) -> np.ndarray:
    # np.array(items) would make a table out of a list of equally long lists.
    array = np.empty(len(items), dtype=object)
    array[:] = items
    return array


def _is_stored(values: object) -> bool:
    """Return whether pandas keeps an array in a table as it is."""
    if type(values) is np.ndarray:
        return values.dtype.kind in "biufcO" or values.dtype.str in _STORED_TIMES
    return isinstance(values, pd.api.extensions.ExtensionArray)


def _is_objects(values: object) -> bool:
    return type(values) is np.ndarray and values.dtype.kind == "O"


@reads("ao")
def _read_objects(dec: Decoder, tree: dict[str, object], depth: int) -> np.ndarray:
    return _object_array(dec.items(tree.get("v"), depth))


@reads("aw")
def _read_words(dec: Decoder, tree: dict[str, object], depth: int) -> np.ndarray:
    words = dec.items(tree.get("w"), depth)
    if set(map(type, words)) - {str}:
        raise RefusedError("words")
    # Code -1 picks the last entry: the missing value.
    table = _object_array([*words, np.nan])
    return table.take(_read_codes(dec, tree.get("c"), depth, len(words)))


@reads("aU")
def _read_fixed_text(dec: Decoder, tree: dict[str, object], depth: int) -> np.ndarray:
    flat = dec.tree(tree.get("v"), depth)
    width = dec.plain(tree, "w", int)
    if type(flat) is not np.ndarray or not 0 <= width <= 10_000 or flat.size * width > 10**7:
        raise RefusedError("text array")
    return flat.astype(f"<U{width}")


def _column(enc: Encoder, values: Value, depth: int) -> Any:
    """Return the tree of one column's values."""
    if isinstance(values.dtype, pd.StringDtype):
        return _strings(enc, values, depth)
    if isinstance(values, (np.ndarray, pd.arrays.NumpyExtensionArray)):
        array = np.asarray(values)
        tree = _numbers(enc, array)
        return _objects(enc, array, depth) if tree is None else tree
    if isinstance(values, _MASKED):
        mask = _numbers(enc, values.isna())
        data = values.to_numpy(dtype=values.dtype.numpy_dtype, na_value=0)
        return {"t": "am", "v": _numbers(enc, data), "m": mask}
    if isinstance(values, pd.Categorical):
        kinds = _index_tree(enc, values.categories, depth)
        codes = _codes(enc, values.codes, len(values.categories))
        return {"t": "ac", "c": codes, "k": kinds, "o": bool(values.ordered)}
    if isinstance(values, pd.arrays.DatetimeArray) and values.tz is not None:
        zone, stamps = zone_tree(values.tz), values.asi8.view(f"M8[{values.unit}]")
        return {"t": "az", "v": _numbers(enc, stamps), "z": zone}
    if isinstance(values, (pd.arrays.DatetimeArray, pd.arrays.TimedeltaArray)):
        return _numbers(enc, values.to_numpy())
    if isinstance(values, pd.arrays.PeriodArray):
        return {"t": "ap", "v": _numbers(enc, values.asi8), "f": values.freqstr}
    if isinstance(values, pd.arrays.IntervalArray):
        sides = [_index_tree(enc, side, depth) for side in (values.left, values.right)]
        return {"t": "ai", "v": sides, "c": values.closed}
    return _objects(enc, np.asarray(values, dtype=object), depth)


def _strings(enc: Encoder, values: Value, depth: int) -> Any:
    items = np.asarray(values, dtype=object)
    # A short column holds too little that could be sent once.
    codes, words = pd.factorize(items) if len(items) > _MANY else (items, items)
    if len(words) * 2 < len(items):
        enc.count(len(items))
        tree = {"t": "aw", "c": _codes(enc, codes, len(words)), "w": enc.items([*words], depth)}
    else:
        plain = [item if type(item) is str else None for item in items.tolist()]
        tree = {"t": "ao", "v": enc.items(plain, depth)}
    return {"t": "as", "v": tree, "na": values.dtype.na_value is pd.NA}


@reads("as")
def _read_strings(dec: Decoder, tree: dict[str, object], depth: int) -> Any:
    flat = dec.tree(tree.get("v"), depth)
    if type(flat) is not np.ndarray:
        raise RefusedError("texts")
    na = pd.NA if tree.get("na") is True else np.nan
    return pd.array(flat, dtype=pd.StringDtype(na_value=na))


@reads("am")
def _read_masked(dec: Decoder, tree: dict[str, object], depth: int) -> Any:
    data, mask = dec.tree(tree.get("v"), depth), dec.tree(tree.get("m"), depth)
    if mask.dtype != bool or data.shape != mask.shape:
        raise RefusedError("mask")
    kind = {"b": _MASKED[2], "f": _MASKED[1]}.get(data.dtype.kind, _MASKED[0])
    return kind(data, mask)


@reads("ac")
def _read_categories(dec: Decoder, tree: dict[str, object], depth: int) -> Any:
    kinds = dec.tree(tree.get("k"), depth)
    form = pd.CategoricalDtype(kinds, ordered=tree.get("o") is True)
    return pd.Categorical.from_codes(_read_codes(dec, tree.get("c"), depth, len(kinds)), dtype=form)


@reads("az")
def _read_zoned(dec: Decoder, tree: dict[str, object], depth: int) -> Any:
    stamps = pd.DatetimeIndex(dec.tree(tree.get("v"), depth))
    return stamps.tz_localize("UTC").tz_convert(read_zone(tree.get("z"))).array


@reads("ap")
def _read_periods(dec: Decoder, tree: dict[str, object], depth: int) -> Any:
    ordinals = dec.tree(tree.get("v"), depth)
    return pd.PeriodIndex.from_ordinals(ordinals, freq=read_freq(tree)).array


@reads("ai")
def _read_intervals(dec: Decoder, tree: dict[str, object], depth: int) -> Any:
    left, right = dec.items(tree.get("v"), depth, 2)
    return pd.arrays.IntervalArray.from_arrays(left, right, closed=dec.plain(tree, "c", str))


@writes(pd.api.extensions.ExtensionArray)
def _extension_array(enc: Encoder, value: object, depth: int) -> Any:
    return {"t": "xa", "v": _column(enc, value, depth)}


@reads("xa")
def _read_extension_array(dec: Decoder, tree: dict[str, object], depth: int) -> Any:
    return pd.array(dec.tree(tree.get("v"), depth))


def _index_tree(enc: Encoder, value: pd.Index, depth: int) -> Any:
    if isinstance(value, pd.RangeIndex):
        tree = {"t": "xr", "v": [value.start, value.stop, value.step]}
    elif isinstance(value, pd.MultiIndex):
        levels = [_index_tree(enc, level, depth) for level in value.levels]
        codes = [_codes(enc, part, 2**15) for part in value.codes]
        return {"t": "xm", "l": levels, "c": codes, "n": enc.items([*value.names], depth)}
    else:
        tree = {"t": "x", "v": _column(enc, value.array, depth)}
        freq = getattr(value, "freqstr", None)
        if isinstance(value, (pd.DatetimeIndex, pd.TimedeltaIndex)) and freq:
            tree["f"] = freq
    return {**tree, "n": enc.tree(value.name, depth)}


writes(pd.Index)(_index_tree)


@reads("xr")
def _read_range(dec: Decoder, tree: dict[str, object], depth: int) -> pd.Index:
    bounds = dec.items(tree.get("v"), depth, 3)
    return pd.RangeIndex(*bounds, name=dec.tree(tree.get("n"), depth))


@reads("xm")
def _read_multi(dec: Decoder, tree: dict[str, object], depth: int) -> pd.Index:
    levels = dec.items(tree.get("l"), depth)
    codes = [
        _read_codes(dec, part, depth, len(level))
        for part, level in zip(dec.plain(tree, "c", list), levels, strict=True)
    ]
    return pd.MultiIndex(levels, codes, names=dec.items(tree.get("n"), depth, len(levels)))


@reads("x")
def _read_index(dec: Decoder, tree: dict[str, object], depth: int) -> pd.Index:
    values, name = dec.tree(tree.get("v"), depth), dec.tree(tree.get("n"), depth)
    # Said outright, or pandas would guess a text or number type for an index of objects.
    index = pd.Index(values, name=name, dtype=object if _is_objects(values) else None)
    if tree.get("f") is not None and isinstance(index, (pd.DatetimeIndex, pd.TimedeltaIndex)):
        index.freq = read_freq(tree)
    return index


@writes(pd.Series)
def _series(enc: Encoder, value: pd.Series, depth: int) -> Any:
    enc.count(4)
    column = _column(enc, value.array, depth)
    index = _index_tree(enc, value.index, depth)
    name = enc.tree(value.name, depth)
    return {"t": "se", "v": column, "x": index, "n": name, **_attrs(enc, value, depth)}


@reads("se")
def _read_series(dec: Decoder, tree: dict[str, object], depth: int) -> pd.Series:
    values, index = dec.tree(tree.get("v"), depth), dec.tree(tree.get("x"), depth)
    if not isinstance(index, pd.Index):
        raise RefusedError("index")
    dtype = object if _is_objects(values) else None
    name = dec.tree(tree.get("n"), depth)
    return _with_attrs(
        dec, tree, depth, pd.Series(values, index, dtype=dtype, name=name, copy=False)
    )


@writes(pd.DataFrame)
def _frame(enc: Encoder, value: pd.DataFrame, depth: int) -> Any:
    enc.count(4 * value.shape[1] + 4)
    # By position: two columns may carry one name.
    columns = [_column(enc, values, depth) for values in value._iter_column_arrays()]
    sides = [_index_tree(enc, side, depth) for side in (value.columns, value.index)]
    attrs = _attrs(enc, value, depth)
    return {"t": "df", "v": columns, "c": sides[0], "x": sides[1], **attrs}


def _attrs(enc: Encoder, value: Value, depth: int) -> dict[str, Any]:
    """Return what a table says of itself beside its content, if it does."""
    held = value._attrs
    return {"a": enc.tree(held, depth)} if type(held) is dict and held else {}


def _with_attrs(dec: Decoder, tree: dict[str, object], depth: int, value: Value) -> Any:
    held = dec.tree(tree.get("a"), depth)
    if type(held) is dict:
        value.attrs = held
    return value


@reads("df")
def _read_frame(dec: Decoder, tree: dict[str, object], depth: int) -> pd.DataFrame:
    names, index = dec.tree(tree.get("c"), depth), dec.tree(tree.get("x"), depth)
    if not (isinstance(names, pd.Index) and isinstance(index, pd.Index)):
        raise RefusedError("index")
    columns = dec.items(tree.get("v"), depth, len(names))
    if all(map(_is_stored, columns)):
        # As pandas stores them; what it would look into for a dict of columns is known.
        frame = pd.DataFrame._from_arrays(columns, names, index, verify_integrity=False)
        return _with_attrs(dec, tree, depth, frame)
    # An array of objects stays one; pandas would turn texts into its own text type.
    columns = [pd.Series(c, index, dtype=object) if _is_objects(c) else c for c in columns]
    frame = pd.DataFrame(dict(enumerate(columns)), index=index, copy=False)
    frame.columns = names
    return _with_attrs(dec, tree, depth, frame)
