"""A learner's value as plain data, so that comparing it never runs code of the value's own.

``==`` on a stranger's object runs that object's code. Everything here therefore dispatches on the
real type and rebuilds the value from exact built-in types; a type that is not known is refused.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

NO_VALUE = float("nan")
"""The one stand-in for NaN, NaT and NA."""

_TOO_DEEP = 20


@dataclass(frozen=True)
class UnknownValue:
    """A value of a type that no check understands; it equals nothing."""

    type_name: str


@dataclass(frozen=True)
class PlainSeries:
    """A Series or an Index as lists; an Index has its positions as labels."""

    labels: list[Any]
    values: list[Any]


@dataclass(frozen=True)
class PlainFrame:
    """A DataFrame as lists: row labels, column labels and one list of values per column."""

    labels: list[Any]
    columns: list[Any]
    values: list[list[Any]]


# Read past a metaclass, which could answer for ``__mro__`` or ``==`` itself.
_ancestors = type.__dict__["__mro__"].__get__


def _is(value: object, kind: type) -> bool:
    return any(base is kind for base in _ancestors(type(value)))


_UNHASHABLE = (list, dict, PlainSeries, PlainFrame)


def kind_of(value: object) -> str:
    """Return what sort of thing a value really is, whatever it claims to be.

    That is a key under ``kinds`` in the kit's words of checks, or ``other`` for a type that no
    check understands.
    """
    if value is None:
        return "nothing"
    if value is pd.NA or value is pd.NaT:
        return "number"
    known = _EXACT.get(id(type(value)))
    if known is not None and known != "list":
        return known
    if (inside := _single(value)) is not None:
        return kind_of(inside)
    for name, types in _KINDS:
        if any(_is(value, kind) for kind in types):
            return name
    return "function" if callable(value) else "other"


def _single(value: Any) -> Any:
    """Return what an array without dimensions holds, as ``np.where`` makes it of two numbers."""
    if not _is(value, np.ndarray) or np.ndarray.ndim.__get__(value):
        return None
    return np.ndarray.__getitem__(value, ())


_KINDS: list[tuple[str, tuple[type, ...]]] = [
    ("truth", (bool, np.bool_)),
    ("moment", (dt.datetime, np.datetime64, dt.date)),
    ("duration", (dt.timedelta, np.timedelta64)),
    ("number", (int, float, np.integer, np.floating)),
    ("text", (str,)),
    ("bytes", (bytes,)),
    ("list", (list, tuple, np.ndarray)),
    ("set", (set, frozenset)),
    ("dict", (dict,)),
    ("series", (pd.Series,)),
    ("index", (pd.Index,)),
    ("frame", (pd.DataFrame,)),
]
# By identity: asking a stranger's type for its hash or for equality would run its metaclass.
_EXACT = {id(kind): name for name, kinds in _KINDS for kind in kinds}
_EXACT |= {id(np.float64): "number", id(np.int64): "number", id(pd.Timestamp): "moment"}
_EXACT |= {id(pd.Timedelta): "duration", id(pd.RangeIndex): "index"}


def plain(value: Any, depth: int = 0) -> Any:
    """Return a value rebuilt from exact built-in types; what is not understood becomes Opaque.

    Numbers become int or float; NaN, NaT and NA become one NaN; dates, times and durations become
    ``datetime64``/``timedelta64``-exact pandas values; lists, tuples and arrays become lists, an
    array without dimensions what it holds; a Series or Index becomes a Column and a DataFrame a
    Table.
    """
    if depth > _TOO_DEEP:
        return UnknownValue("nested")
    kind = type(value)
    # Most values are of these types, and are built from themselves.
    if value is None or kind is str or kind is int or kind is bool:
        return value
    if kind is float:
        return NO_VALUE if math.isnan(value) else value
    if value is pd.NA or value is pd.NaT:
        return NO_VALUE
    if (inside := _single(value)) is not None:
        return plain(inside, depth + 1)
    build = _BUILDERS.get(kind_of(value))
    if build is None:
        return UnknownValue(type(value).__name__)
    return build(value, depth + 1)


def _number(value: Any, _depth: int) -> int | float:
    # The unbound methods of the base types: a subclass may have replaced its own.
    if _is(value, int):
        return int.__int__(value)
    if _is(value, np.integer):
        return int(np.generic.item(value))
    number = float.__float__(value) if _is(value, float) else float(np.generic.item(value))
    return NO_VALUE if math.isnan(number) else number


def _moment(value: Any, _depth: int) -> Any:
    if _is(value, np.datetime64):
        stamp = pd.Timestamp(np.generic.astype(value, "datetime64[ns]"))
    elif type(value) is pd.Timestamp:
        stamp = value
    else:
        base = dt.datetime if _is(value, dt.datetime) else dt.date
        stamp = pd.Timestamp(base.isoformat(value))
    return NO_VALUE if stamp is pd.NaT else stamp


def _duration(value: Any, _depth: int) -> Any:
    if _is(value, np.timedelta64):
        span = pd.Timedelta(np.generic.astype(value, "timedelta64[ns]"))
    elif type(value) is pd.Timedelta:
        span = value
    else:
        span = pd.Timedelta(seconds=dt.timedelta.total_seconds(value))
    return NO_VALUE if span is pd.NaT else span


def _list(value: Any, depth: int) -> list[Any]:
    if _is(value, np.ma.MaskedArray):
        # What is masked is no value, whatever lies below the mask.
        items = np.ma.MaskedArray.tolist(value)
    elif _is(value, np.ndarray):
        items = np.ndarray.tolist(value)
    else:
        items = list.__iter__(value) if _is(value, list) else tuple.__iter__(value)
    return [plain(item, depth) for item in items]


def _label(value: Any, depth: int) -> Any:
    """Return a row or column label; a MultiIndex has tuples, which must stay hashable."""
    if _is(value, tuple):
        return tuple(_label(item, depth + 1) for item in tuple.__iter__(value))
    label = plain(value, depth)
    return UnknownValue("label") if type(label) in _UNHASHABLE else label


def _set(value: Any, depth: int) -> Any:
    base = set if _is(value, set) else frozenset
    return frozenset(_label(item, depth) for item in base.__iter__(value))


def _dict(value: Any, depth: int) -> dict[Any, Any]:
    return {_label(key, depth): plain(item, depth) for key, item in dict.items(value)}


def _labels(index: pd.Index, depth: int) -> list[Any]:
    return [_label(item, depth) for item in pd.Index.tolist(index)]


def _series(value: Any, depth: int) -> PlainSeries:
    exact = value if type(value) is pd.Series else pd.Series(value)
    return PlainSeries(_labels(exact.index, depth), _list(exact.tolist(), depth))


def _index(value: Any, depth: int) -> PlainSeries:
    values = _list(pd.Index.tolist(value), depth)
    return PlainSeries(list(range(len(values))), values)


def _frame(value: Any, depth: int, wanted: Collection[object] | None = None) -> PlainFrame:
    exact = value if type(value) is pd.DataFrame else pd.DataFrame(value)
    names = _labels(exact.columns, depth)
    # In the columns' order and not by name, because two columns may carry one name.
    values = [
        _list(column.tolist(), depth) if wanted is None or name in wanted else []
        for name, (_, column) in zip(names, exact.items(), strict=True)
    ]
    return PlainFrame(_labels(exact.index, depth), names, values)


def plain_columns(value: object, wanted: Collection[object]) -> PlainFrame | None:
    """Return a DataFrame as ``plain`` does, with values in the ``wanted`` columns only.

    The other columns have no values. Returns None for anything that is no DataFrame.
    """
    return _frame(value, 1, wanted) if kind_of(value) == "frame" else None


_BUILDERS = {
    "truth": lambda value, _depth: bool(value),
    "moment": _moment,
    "duration": _duration,
    "number": _number,
    "text": lambda value, _depth: str.__str__(value),
    "bytes": lambda value, _depth: bytes.__getitem__(value, slice(None)),
    "list": _list,
    "set": _set,
    "dict": _dict,
    "series": _series,
    "index": _index,
    "frame": _frame,
}
