"""What differs between a learner's value and the right one: the first thing that is wrong.

Both are made plain first, so that no code of the learner's runs while they are compared.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

from carekit.checks.normalize import NO_VALUE, PlainFrame, PlainSeries, UnknownValue, kind_of, plain

Finding = tuple[str, dict[str, Any]]
"""What is wrong: a key under ``says`` in the kit's words of checks and what to fill in."""


ROUNDED = 0.0005
"""How far a number may be off by default: whoever rounds to three decimals is right."""

Same = Callable[[Any, Any], bool]


def difference(
    got: object,
    want: object,
    *,
    tolerance: float = ROUNDED,
    ordered: bool = False,
    by: str | None = None,
    labels_only: bool = False,
) -> Finding | None:
    """Return the first thing that is wrong, or None; both values are made plain first.

    Where nothing is wrong but that numbers were rounded further than ``tolerance`` allows, the
    finding is ``rounded``.
    """
    kind = kind_of(want)
    if kind_of(got) not in _READ_AS.get(kind, (kind,)):
        return wrong_kind(got, kind)
    mine, right = _read_as(plain(got), kind), plain(want)
    if labels_only:
        return _same_names(mine, right, ordered=ordered)

    def compared(same: Same) -> Finding | None:
        return _compared(mine, right, same, ordered=ordered, by=by)

    found = compared(_alike(lambda one, other: _close(one, other, tolerance)))
    if found and found[0] in ("wrong-value", "wrong-at"):
        rounded = _alike(
            lambda one, other: _close(one, other, tolerance) or _too_short(one, other, tolerance)
        )
        if compared(rounded) is None:
            return "rounded", {**found[1], "decimals": _decimals(tolerance)}
    return found


# How a value is written is not what a check asks: what is right may come as any of these.
_READ_AS = {
    "list": ("list", "series", "index"),
    "series": ("series", "dict"),
    "dict": ("dict", "series"),
}


def _read_as(mine: object, kind: str) -> Any:
    """Return a plain value in the form in which the right one stands."""
    if kind == "list" and type(mine) is PlainSeries:
        return mine.values
    if kind == "series" and type(mine) is dict:
        return PlainSeries(list(mine), list(mine.values()))
    return mine


def _compared(
    mine: Any, right: object, same: Same, *, ordered: bool, by: str | None
) -> Finding | None:
    """Return the first thing that is wrong between two plain values."""
    if type(right) is PlainFrame:
        return _tables(mine, right, same, ordered=ordered, by=by)
    if type(right) is PlainSeries:
        return _labelled(mine, right, same, ordered=ordered)
    if type(right) is list:
        return _lists(mine, right, same)
    if type(right) is frozenset:
        return _same_labels(list(mine), list(right))
    if type(right) is dict:
        own = mine if type(mine) is PlainSeries else PlainSeries(list(mine), list(mine.values()))
        return _labelled(own, PlainSeries(list(right), list(right.values())), same, ordered=False)
    if same(mine, right):
        return None
    return "wrong-value", {"got": shown(mine), "want": shown(right)}


def wrong_kind(got: object, want: str) -> Finding:
    """Return what to say of a value that is not of the kind asked for."""
    kind = kind_of(got)
    if kind == "nothing":
        return "no-answer", {}
    return "wrong-kind", {"got": kind, "want": want, "name": type(got).__name__}


def _close(mine: float, right: float, tolerance: float) -> bool:
    # The last digits of a large number are what the computer's own arithmetic adds.
    return math.isclose(mine, right, rel_tol=1e-9, abs_tol=tolerance * (1 + 1e-9))


def _decimals(tolerance: float) -> int:
    """Return how many decimals a number must keep to stay within a tolerance."""
    return max(0, math.ceil(-math.log10(2 * tolerance) - 1e-9)) if tolerance > 0 else 12


def _too_short(mine: float, right: float, tolerance: float) -> bool:
    """Return whether a number is the right one with too few decimals."""
    for digits in range(_decimals(tolerance)):
        # A single digit, such as 0.5 for 0.54, may be another mistake, and so may 0 for 0.004.
        shown_digits = len(f"{abs(mine):.{digits}f}".replace(".", "").lstrip("0"))
        told = shown_digits > 1 or (digits > 1 and shown_digits == 1)
        half = 0.5 * 10.0**-digits * (1 + 1e-9)
        if told and round(mine, digits) == mine and abs(mine - right) <= half:
            return True
    return False


def _alike(close: Callable[[float, float], bool]) -> Same:
    """Return a comparison of plain values in which two numbers are alike when ``close`` says so."""

    def same(mine: Any, right: Any) -> bool:
        if type(mine) in (int, float) and type(right) in (int, float):
            try:
                if math.isnan(mine) or math.isnan(right):
                    return math.isnan(mine) and math.isnan(right)
                return bool(mine == right) or (math.isfinite(mine - right) and close(mine, right))
            except OverflowError:  # an int too large for a float
                return False
        # In a table None, NaN, NaT and NA all mean that there is no value.
        if mine is None or right is None:
            return all(side is None or side is NO_VALUE for side in (mine, right))
        if type(mine) is not type(right) or type(mine) is UnknownValue:
            return False
        if type(mine) is list:
            return _lists(mine, right, same) is None
        return bool(mine == right)

    return same


def _lists(mine: list[object], right: list[object], same: Same) -> Finding | None:
    if len(mine) != len(right):
        return "wrong-length", {"got": len(mine), "want": len(right)}
    places = [f"[{i}]" for i in range(len(right))]
    return _values(zip(places, mine, right, strict=True), same)


def _values(triples: Iterable[tuple[str, object, object]], same: Same) -> Finding | None:
    for place, mine, right in triples:
        if not same(mine, right):
            return "wrong-at", {"label": place, "got": shown(mine), "want": shown(right)}
    return None


def _same_labels(
    mine: list[object], right: list[object], *, ordered: bool = False
) -> Finding | None:
    """Return what is wrong with the labels themselves."""
    if missing := [label for label in right if label not in set(mine)]:
        return "missing", {"labels": listed(missing)}
    if extra := [label for label in mine if label not in set(right)]:
        return "not-wanted", {"labels": listed(extra)}
    if len(mine) > len(right):
        return "twice", {"labels": listed({x: 1 for x in mine if mine.count(x) > right.count(x)})}
    if len(mine) < len(right):
        return "wrong-length", {"got": len(mine), "want": len(right)}
    if ordered and mine != right:
        return "wrong-order", {"got": listed(mine), "want": listed(right)}
    return None


def _same_names(mine: Any, right: Any, *, ordered: bool) -> Finding | None:
    """Return what is wrong with the labels of two Columns, Tables or dicts."""
    if type(right) is dict:
        own = mine.labels if type(mine) is PlainSeries else list(mine)
        return _same_labels(own, list(right), ordered=ordered)
    columns = (mine.columns, right.columns) if type(right) is PlainFrame else ([], [])
    found = _same_labels(*columns)
    return found or _same_labels(mine.labels, right.labels, ordered=ordered)


def _by_label(column: PlainSeries, right: list[object]) -> list[Any]:
    """Return a column's values in the order of other labels; repeats keep their own order."""
    waiting: dict[Any, list[Any]] = {}
    for label, value in zip(column.labels, column.values, strict=True):
        waiting.setdefault(label, []).append(value)
    return [waiting[label].pop(0) for label in right]


def _labelled(
    mine: PlainSeries, right: PlainSeries, same: Same, *, ordered: bool
) -> Finding | None:
    if found := _same_labels(mine.labels, right.labels, ordered=ordered):
        return found
    places = [shown(label) for label in right.labels]
    values = zip(places, _by_label(mine, right.labels), right.values, strict=True)
    return _values(values, same)


def _tables(
    mine: PlainFrame, right: PlainFrame, same: Same, *, ordered: bool, by: str | None
) -> Finding | None:
    if found := _same_labels(mine.columns, right.columns):
        return found
    rows = (mine.labels, right.labels) if by is None else (_cells(mine, by), _cells(right, by))
    if found := _same_labels(*rows, ordered=ordered):
        return found
    for name in right.columns:
        own, wanted = (
            PlainSeries(rows[0], _cells(mine, name)),
            PlainSeries(rows[1], _cells(right, name)),
        )
        if found := _labelled(own, wanted, same, ordered=False):
            return found[0], {**found[1], "label": f"{found[1]['label']}, {shown(name)}"}
    return None


def _cells(table: PlainFrame, name: object) -> list[Any]:
    return table.values[table.columns.index(name)]


def shown(value: Any) -> str:
    """Return a plain value as a message shows it: short, and numbers as people write them."""
    if type(value) is float:
        return "NaN" if math.isnan(value) else f"{value:.6g}"
    if type(value) is UnknownValue:
        return f"<{value.type_name}>"
    if type(value) in (list, tuple, frozenset):
        return f"[{listed(value)}]"
    text = repr(value) if type(value) in (str, dict, bytes) else str(value)
    return text if len(text) <= 80 else text[:79] + "…"


def listed(labels: Iterable[Any]) -> str:
    """Return the first few labels in one line."""
    all_of_them = list(labels)
    return ", ".join(map(shown, all_of_them[:8])) + (" …" if len(all_of_them) > 8 else "")
