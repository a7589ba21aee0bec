"""What differs between a learner's value and the right one: the first thing that is wrong.

Both are made plain first, so that no code of the learner's runs while they are compared.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from carekit.plain import NO_VALUE, Column, Opaque, Table, kind_of, plain

Finding = tuple[str, dict[str, Any]]
"""What is wrong: a key under ``says`` in checks.yml and what to fill in."""


def difference(
    got: Any,
    want: Any,
    *,
    tolerance: float = 1e-9,
    ordered: bool = False,
    by: str | None = None,
    labels_only: bool = False,
) -> Finding | None:
    """Return the first thing that is wrong, or None; both values are made plain first."""
    if kind_of(got) != kind_of(want):
        return wrong_kind(got, kind_of(want))
    mine, right = plain(got), plain(want)
    if labels_only:
        return _same_names(mine, right, ordered=ordered)
    if type(right) is Table:
        return _tables(mine, right, tolerance, ordered=ordered, by=by)
    if type(right) is Column:
        return _labelled(mine, right, tolerance, ordered=ordered)
    if type(right) is list:
        return _lists(mine, right, tolerance)
    if type(right) is frozenset:
        return _same_labels(list(mine), list(right))
    if type(right) is dict:
        pair = [Column(list(side), list(side.values())) for side in (mine, right)]
        return _labelled(pair[0], pair[1], tolerance, ordered=False)
    if _same(mine, right, tolerance):
        return None
    return "wrong-value", {"got": shown(mine), "want": shown(right)}


def wrong_kind(got: Any, want: str) -> Finding:
    """Return what to say of a value that is not of the kind asked for."""
    kind = kind_of(got)
    if kind == "nothing":
        return "no-answer", {}
    return "wrong-kind", {"got": kind, "want": want, "name": type(got).__name__}


def _same(mine: Any, right: Any, tolerance: float) -> bool:
    """Return whether two plain values are the same."""
    if type(mine) in (int, float) and type(right) in (int, float):
        if math.isnan(mine) or math.isnan(right):
            return math.isnan(mine) and math.isnan(right)
        return math.isclose(mine, right, rel_tol=tolerance, abs_tol=tolerance)
    # In a table None, NaN, NaT and NA all mean that there is no value.
    if mine is None or right is None:
        return all(side is None or side is NO_VALUE for side in (mine, right))
    if type(mine) is not type(right) or type(mine) is Opaque:
        return False
    if type(mine) is list:
        return _lists(mine, right, tolerance) is None
    return mine == right


def _lists(mine: list[Any], right: list[Any], tolerance: float) -> Finding | None:
    if len(mine) != len(right):
        return "wrong-length", {"got": len(mine), "want": len(right)}
    places = [f"[{i}]" for i in range(len(right))]
    return _values(zip(places, mine, right, strict=True), tolerance)


def _values(triples: Iterable[tuple[str, Any, Any]], tolerance: float) -> Finding | None:
    for place, mine, right in triples:
        if not _same(mine, right, tolerance):
            return "wrong-at", {"label": place, "got": shown(mine), "want": shown(right)}
    return None


def _same_labels(mine: list[Any], right: list[Any], *, ordered: bool = False) -> Finding | None:
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
        return _same_labels(list(mine), list(right), ordered=ordered)
    columns = (mine.columns, right.columns) if type(right) is Table else ([], [])
    found = _same_labels(*columns, ordered=ordered)
    return found or _same_labels(mine.labels, right.labels, ordered=ordered)


def _by_label(column: Column, right: list[Any]) -> list[Any]:
    """Return a column's values in the order of other labels; repeats keep their own order."""
    waiting: dict[Any, list[Any]] = {}
    for label, value in zip(column.labels, column.values, strict=True):
        waiting.setdefault(label, []).append(value)
    return [waiting[label].pop(0) for label in right]


def _labelled(mine: Column, right: Column, tolerance: float, *, ordered: bool) -> Finding | None:
    if found := _same_labels(mine.labels, right.labels, ordered=ordered):
        return found
    places = [shown(label) for label in right.labels]
    values = zip(places, _by_label(mine, right.labels), right.values, strict=True)
    return _values(values, tolerance)


def _tables(
    mine: Table, right: Table, tolerance: float, *, ordered: bool, by: str | None
) -> Finding | None:
    if found := _same_labels(mine.columns, right.columns, ordered=ordered):
        return found
    rows = (mine.labels, right.labels) if by is None else (_cells(mine, by), _cells(right, by))
    if found := _same_labels(*rows, ordered=ordered):
        return found
    for name in right.columns:
        own, wanted = Column(rows[0], _cells(mine, name)), Column(rows[1], _cells(right, name))
        if found := _labelled(own, wanted, tolerance, ordered=False):
            return found[0], {**found[1], "label": f"{found[1]['label']}, {shown(name)}"}
    return None


def _cells(table: Table, name: Any) -> list[Any]:
    return table.values[table.columns.index(name)]


def shown(value: Any) -> str:
    """Return a plain value as a message shows it: short, and numbers as people write them."""
    if type(value) is float:
        return "NaN" if math.isnan(value) else f"{value:.6g}"
    if type(value) is Opaque:
        return f"<{value.type_name}>"
    if type(value) in (list, tuple, frozenset):
        return f"[{listed(value)}]"
    text = repr(value) if type(value) in (str, dict, bytes) else str(value)
    return text if len(text) <= 80 else text[:79] + "…"


def listed(labels: Iterable[Any]) -> str:
    """Return the first few labels in one line."""
    all_of_them = list(labels)
    return ", ".join(map(shown, all_of_them[:8])) + (" …" if len(all_of_them) > 8 else "")
