"""Checking a table against its description, with errors that name table, column and row."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from carekit.common.files import ContentError, Fault, refuse, shown
from carekit.tables.celltypes import parse, typed
from carekit.tables.spec import ColumnSpec, Tables, TableSpec

# A file saved in the wrong format breaks every row; twenty lines say as much as twenty thousand.
_MOST = 20


def schema(
    table: TableSpec, parents: Callable[[str], pd.DataFrame] | None = None
) -> pa.DataFrameSchema:
    """Return the pandera schema of one table.

    ``parents`` gives the tables that relations lead to; without it relations are not checked.
    """
    columns = {c.name: _column(c, None if _is_own(table, c) else parents) for c in table.columns}
    across = [_later(c.name, c.not_before) for c in table.columns if c.not_before]
    if parents:
        across += [
            _own(c.name, c.relation) for c in table.columns if c.relation and _is_own(table, c)
        ]
    return pa.DataFrameSchema(
        columns, checks=across, unique=table.key, strict=True, ordered=True, name=table.name
    )


def _column(column: ColumnSpec, parents: Callable[[str], pd.DataFrame] | None) -> pa.Column:
    checks = []
    if column.range:
        checks.append(pa.Check.in_range(*column.range))
    if column.values:
        checks.append(pa.Check.isin(column.values))
    if column.pattern:
        checks.append(pa.Check.str_matches(f"^(?:{column.pattern})$"))
    if column.relation and parents:
        table, field = column.relation.split(".")
        checks.append(pa.Check.isin(parents(table)[field].dropna().unique()))
    return pa.Column(None, checks, nullable=column.nullable, unique=column.unique)


def _is_own(table: TableSpec, column: ColumnSpec) -> bool:
    """Return whether a relation leads to the table it starts from."""
    return column.relation is not None and column.relation.split(".")[0] == table.name


def _own(name: str, relation: str) -> pa.Check:
    field = relation.split(".")[1]

    def holds(frame: pd.DataFrame) -> pd.Series:
        return frame[name].isna() | frame[name].isin(frame[field])

    return pa.Check(holds, name=f"own:{name}")


def _later(name: str, first: str) -> pa.Check:
    def holds(frame: pd.DataFrame) -> pd.Series:
        return ~(frame[name] < frame[first])

    return pa.Check(holds, name=f"not_before:{name}:{first}")


def checked(
    spec: Tables,
    name: str,
    path: Path,
    content: bytes,
    parents: Callable[[str], pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """Return the typed frame of a table's CSV bytes when everything in it is as described.

    Raises ContentError that lists file, line, table, column, row, what stands there and what was
    expected, for the first twenty mistakes.
    """
    table = spec.table(name)
    cells = _cells(table, path, content)
    faults = [
        fault for column in table.columns for fault in _unreadable(table, column, cells, path)
    ]
    if not faults:
        frame = typed(parse(content, table.types), table.types)
        faults = _faults(table, frame, path, parents)
        if not faults:
            return frame
    _refuse(faults)
    raise AssertionError("unreachable")


def check_frame(
    spec: Tables,
    name: str,
    frame: pd.DataFrame,
    parents: Callable[[str], pd.DataFrame] | None = None,
) -> None:
    """Check a typed frame that came from no file; ContentError as for :func:`checked`."""
    _refuse(_faults(spec.table(name), frame, Path(f"{name}.csv"), parents))


def _refuse(faults: list[Fault]) -> None:
    if len(faults) > _MOST:
        listed = "\n".join(str(fault) for fault in faults[:_MOST])
        raise ContentError(f"{listed}\n... and {len(faults) - _MOST} more of this kind")
    refuse(faults)


def _cells(table: TableSpec, path: Path, content: bytes) -> pd.DataFrame:
    try:
        cells = pd.read_csv(
            io.BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8-sig"
        )
    except UnicodeDecodeError as error:
        raise ContentError(f"{shown(path)}: not UTF-8 ({error.reason}); save it as UTF-8") from None
    except pd.errors.EmptyDataError:
        raise ContentError(
            f"{shown(path)}: table {table.name} is an empty file; give it a line of column names"
        ) from None
    except pd.errors.ParserError as error:
        raise ContentError(f"{shown(path)}: table {table.name} is not CSV: {error}") from None
    have, want = list(cells.columns), list(table.types)
    if have != want:
        missing = [c for c in want if c not in have] or "none"
        extra = [c for c in have if c not in want] or "none"
        raise ContentError(
            f"{shown(path)}:1: table {table.name}: expected the columns {', '.join(want)}; "
            f"missing: {missing}, unknown: {extra}"
        )
    return cells


def _unreadable(
    table: TableSpec, column: ColumnSpec, cells: pd.DataFrame, path: Path
) -> list[Fault]:
    """Return a fault for every cell that is not of its column's type at all."""
    text = cells[column.name]
    filled = text[text != ""]
    if column.type in ("integer", "number"):
        numbers = pd.to_numeric(filled, errors="coerce")
        wrong = numbers.isna() | (numbers % 1 != 0 if column.type == "integer" else False)
    elif column.type == "boolean":
        wrong = ~filled.isin(["True", "False"])
    elif column.type in ("date", "datetime"):
        form = "%Y-%m-%d" if column.type == "date" else "%Y-%m-%d %H:%M"
        wrong = pd.to_datetime(filled, format=form, errors="coerce").isna()
    else:
        return []
    return [_fault(table, column, cells, row, path) for row in filled.index[wrong]]


def _faults(
    table: TableSpec,
    frame: pd.DataFrame,
    path: Path,
    parents: Callable[[str], pd.DataFrame] | None,
) -> list[Fault]:
    try:
        schema(table, parents).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
    else:
        return []
    found: dict[tuple[int, str], Fault] = {}
    for case in cases.itertuples():
        row, name, says = _told(table, case)
        found.setdefault((row, name), _fault(table, table.column(name), frame, row, path, says))
    return [found[place] for place in sorted(found)]


def _told(table: TableSpec, case: Any) -> tuple[int, str, str | None]:
    """Return row, column and remark of one pandera failure case."""
    check, row = str(case.check), 0 if pd.isna(case.index) else int(case.index)
    if check.startswith("not_before:"):
        _, name, first = check.split(":")
        return row, name, f"expected nothing earlier than {first}"
    if check.startswith("own:"):
        return row, check.removeprefix("own:"), None
    if case.column in table.types:
        column = table.column(case.column)
        if "unique" in check or "duplicate" in check:
            return row, column.name, "expected a value that stands in one row only"
        return row, column.name, None
    return row, table.key[0], f"expected {' + '.join(table.key)} to be in one row only"


def _fault(
    table: TableSpec,
    column: ColumnSpec,
    cells: pd.DataFrame,
    row: int,
    path: Path,
    says: str | None = None,
) -> Fault:
    value = cells[column.name].iloc[row]
    found = "an empty cell" if pd.isna(value) or value == "" else f"{_plain(value)!r}"
    key = ", ".join(f"{name} {_plain(cells[name].iloc[row])}" for name in table.key)
    where = f"table {table.name}, column {column.name}, row {row + 1} ({key})"
    return Fault(path, row + 2, where, f"found {found}, {says or 'expected ' + column.expects()}")


def _plain(value: object) -> object:
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}" if value == value.normalize() else f"{value:%Y-%m-%d %H:%M}"
    return value.item() if hasattr(value, "item") else value
