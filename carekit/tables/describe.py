"""The description of a table, written from its data: what ``tables.yml`` will say of a CSV."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pandas as pd

from carekit.common.files import ContentError, shown
from carekit.tables.spec import Kind

MOST_VALUES = 12
"""How many different values a column of text may have to be called a choice."""
_MOMENT = {"date": "%Y-%m-%d", "datetime": "%Y-%m-%d %H:%M"}


def read_cells(path: Path) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return a CSV file's cells as text, and the columns that had to be renamed: old name to new.

    A column's name becomes one that can be typed in code: what is no letter, digit or underscore
    becomes an underscore. Raises ContentError for a file that is no CSV in UTF-8, has no row, or
    has two columns of one name.
    """
    try:
        content = _from_parquet(path) if path.suffix == ".parquet" else path.read_bytes()
    except FileNotFoundError:
        raise ContentError(f"{shown(path)}: no such file; correct the name") from None
    try:
        rows = pd.read_csv(
            io.BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8-sig", header=None
        )
    except UnicodeDecodeError as error:
        raise ContentError(f"{shown(path)}: not UTF-8 ({error.reason}); save it as UTF-8") from None
    except pd.errors.EmptyDataError:
        raise ContentError(f"{shown(path)}: is empty; give it column names and rows") from None
    except pd.errors.ParserError as error:
        raise ContentError(f"{shown(path)}: is not CSV: {error}") from None
    old = [str(name) for name in rows.iloc[0]]
    new = [_typed_in_code(name) for name in old]
    for index, name in enumerate(new):
        if not name:
            raise ContentError(f"{shown(path)}:1: column {index + 1} has no name; give it one")
        if new.index(name) != index:
            raise ContentError(
                f"{shown(path)}:1: columns {new.index(name) + 1} and {index + 1} are both called "
                f"{name}; rename one"
            )
    if len(rows) == 1:
        raise ContentError(f"{shown(path)}: has no row below its column names; add rows")
    cells = rows.iloc[1:].reset_index(drop=True)
    cells.columns = pd.Index(new)
    return cells, {was: now for was, now in zip(old, new, strict=True) if was != now}


def _from_parquet(path: Path) -> bytes:
    """Return a Parquet file as the bytes of a CSV, times to the minute.

    Raises ContentError where nothing that reads Parquet is installed, or the file is none.
    """
    try:
        frame = pd.read_parquet(path)
    except ImportError:
        raise ContentError(
            f"{shown(path)}: to read Parquet, install pyarrow: pip install pyarrow"
        ) from None
    except ValueError as error:
        raise ContentError(f"{shown(path)}: is not Parquet: {error}") from None
    cells = {str(name): _as_text(frame[name]) for name in frame.columns}
    text: str = pd.DataFrame(cells).to_csv(index=False, lineterminator="\n")
    return text.encode()


def _as_text(column: pd.Series) -> pd.Series:
    if not pd.api.types.is_datetime64_any_dtype(column):
        return column
    whole_days = (column.dropna() == column.dropna().dt.normalize()).all()
    return column.dt.strftime(_MOMENT["date" if whole_days else "datetime"])


def _typed_in_code(name: str) -> str:
    joined = re.sub(r"\W+", "_", name.strip()).strip("_")
    return f"c_{joined}" if joined[:1].isdigit() else joined


def kind_of(cells: pd.Series) -> Kind:
    """Return the type that every filled cell of a column has, the narrowest that fits all."""
    filled = cells[cells != ""]
    if filled.empty:
        return "text"
    if filled.isin(["True", "False"]).all():
        return "boolean"
    # 007 is a number of an article, and would lose its zeros.
    if not filled.str.match(r"-?0\d").any():
        if filled.str.fullmatch(r"-?\d{1,18}").all():
            return "integer"
        if filled.str.fullmatch(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?").all():
            return "number"
    for kind, form in (("date", _MOMENT["date"]), ("datetime", _MOMENT["datetime"])):
        width = {"date": 10, "datetime": 16}[kind]
        if (filled.str.len() == width).all():
            read = pd.to_datetime(filled, format=form, errors="coerce")
            if read.notna().all():
                return "date" if kind == "date" else "datetime"
    if filled.nunique() <= min(MOST_VALUES, len(filled) // 2):
        return "choice"
    return "text"


def key_of(cells: pd.DataFrame) -> list[str]:
    """Return the columns that name a row: one that is full and unique, else two or three together.

    One column is the first, text before numbers. Several are the first that do together; a number
    that is not whole is measured and names nothing. Raises ContentError when there are none.
    """
    full = [name for name in cells.columns if (cells[name] != "").all()]
    unique = [name for name in full if cells[name].is_unique]
    named = [name for name in unique if kind_of(cells[name]) not in ("number", "date", "datetime")]
    if unique:
        return [(named or unique)[0]]
    counted = [name for name in full if kind_of(cells[name]) != "number"]
    for several in (2, 3):
        for names in combinations(counted, several):
            if not cells.duplicated([*names]).any():
                return [*names]
    raise ContentError(
        "no column names a row, nor do two or three together: each is empty somewhere, or its "
        "values stand in several rows; add a column that numbers the rows"
    )


def description(
    name: str, cells: pd.DataFrame, tags: Sequence[str], *, file: str | None = None
) -> str:
    """Return the entry of ``tables.yml`` for a table, as YAML from the first column on.

    ``file`` is named where the course has recipes for its other tables. ``tags`` are the languages
    of the course. What only its author knows is marked: what a row and each column mean, and the
    units of numbers.
    """
    key = key_of(cells)
    lines = [
        f"- name: {name}",
        *([f"  file: {file}"] if file else []),
        f"  title: {_said(name.replace('_', ' ').capitalize(), tags)}",
        f"  means: {_said('[write this] What one row is.', tags)}",
        f"  key: [{', '.join(key)}]",
        "  columns:",
    ]
    for column in cells.columns:
        said = _column(column, cells[column], tags, is_key=[column] == key)
        lines += [f"    {line}" for line in said]
    return "\n".join(lines) + "\n"


def _column(name: str, cells: pd.Series, tags: Sequence[str], *, is_key: bool) -> list[str]:
    kind, filled = kind_of(cells), cells[cells != ""]
    lines = [f"- name: {name}", f"  type: {kind}"]
    if kind == "choice":
        values = ", ".join(json.dumps(one, ensure_ascii=False) for one in sorted(set(filled)))
        lines.append(f"  values: [{values}]")
    if kind in ("integer", "number"):
        numbers = pd.to_numeric(filled)
        lines.append("  # unit: write the unit here, such as minutes, and take the # away")
        if not is_key:
            low, high = numbers.min().item(), numbers.max().item()
            lines.append(f"  range: [{low}, {high}] # seen in the data; widen it to what may occur")
    if is_key:
        lines.append("  unique: true")
    if len(filled) < len(cells):
        lines.append("  nullable: true")
    lines.append(f"  means: {_said(f'[write this] What {name} is.', tags)}")
    return lines


def _said(words: str, tags: Sequence[str]) -> str:
    told = ", ".join(f"{tag}: {json.dumps(words, ensure_ascii=False)}" for tag in tags)
    return f"{{{told}}}"
