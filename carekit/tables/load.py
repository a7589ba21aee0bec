"""Reading a table into a typed frame, fast, and noticing when its file was changed by hand."""

from __future__ import annotations

import json
import warnings
from functools import cache
from pathlib import Path
from typing import TypedDict

import pandas as pd

from carekit.common.course import find_root
from carekit.common.files import ContentError, nearest, sha256, shown
from carekit.tables.celltypes import parse

MANIFEST = "manifest.json"


class EditedTableWarning(UserWarning):
    """A table is no longer the one the course was written for, but still fits its description."""


def data(name: str, *, root: Path | None = None) -> pd.DataFrame:
    """Return one table of the course as a frame of its own, typed.

    Times are ``datetime64[us]``, whole numbers ``int64`` (``Int64`` where cells may be empty), yes
    and no ``bool`` (``boolean`` where empty), everything else text. Raises ContentError when
    there is no such table, its file is missing, or the file was edited and no longer fits
    ``tables.yml``; an edited file that still fits gives an EditedTableWarning.
    """
    folder = (root or find_root()) / "course_data" / "tables"
    entry = _entry(folder, name)
    path = folder / entry["file"]
    try:
        stat = path.stat()
    except FileNotFoundError:
        raise ContentError(
            f"{shown(path)}: the file of table {name} is missing; {_RESTORE}"
        ) from None
    frame = _frame(folder, name, path, stat.st_mtime_ns, stat.st_size)
    # pandas copies on write, so the learner's changes never reach the frame kept here.
    return frame.copy(deep=False)


class TableEntry(TypedDict):
    """What the manifest says of a table: its file, how long it is, its columns' types."""

    file: str
    sha256: str
    rows: int
    columns: dict[str, str]


class Manifest(TypedDict):
    """What was made or checked: each table, and what those with a recipe were made from."""

    seed: int | None
    size: int | None
    as_of: str | None
    tables: dict[str, TableEntry]


def available(*, root: Path | None = None) -> list[str]:
    """Return the names of the tables there are."""
    return list(manifest((root or find_root()) / "course_data" / "tables")["tables"])


def as_of(*, root: Path | None = None) -> pd.Timestamp:
    """Return the moment at which the tables end: nothing in them happened at or after it.

    Raises ContentError where the course names no such moment.
    """
    folder = (root or find_root()) / "course_data"
    moment = manifest(folder / "tables")["as_of"]
    if moment is None:
        raise ContentError(
            f"{shown(folder / 'tables.yml')}: names no `as_of`, the day on which the tables end; "
            "add it, then run `care tables`"
        )
    return pd.Timestamp(moment)


_RESTORE = "run `./care tables` to make it again, or take it from a fresh copy of the course"


def manifest(folder: Path) -> Manifest:
    """Return the manifest of a folder of tables; ContentError when it is missing or broken."""
    path = folder / MANIFEST
    try:
        return _manifest(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise ContentError(f"{shown(path)}: no such file; {_RESTORE}") from None
    except ValueError as error:
        raise ContentError(f"{shown(path)}: not a manifest ({error}); {_RESTORE}") from None


@cache
def _manifest(path: Path, _changed: int) -> Manifest:
    read: Manifest = json.loads(path.read_text(encoding="utf-8"))
    return read


def _entry(folder: Path, name: str) -> TableEntry:
    tables = manifest(folder)["tables"]
    if name in tables:
        return tables[name]
    near = nearest(name, {one: one for one in tables}, cutoff=0.5)
    meant = f"; did you mean {near}?" if near else ""
    raise ContentError(f"there is no table {name!r}{meant} Tables: {', '.join(tables)}")


@cache
def _frame(folder: Path, name: str, path: Path, _changed: int, _size: int) -> pd.DataFrame:
    entry = _entry(folder, name)
    content = path.read_bytes()
    if sha256(content) != entry["sha256"]:
        # Git on Windows may give every line a carriage return; the data are the same.
        content = content.replace(b"\r\n", b"\n")
    if sha256(content) == entry["sha256"]:
        return parse(content, entry["columns"])
    return _edited(folder.parent.parent, name, path, content)


def _edited(root: Path, name: str, path: Path, content: bytes) -> pd.DataFrame:
    """Return a changed table when it still fits its description, else refuse it."""
    # Importing pandera takes about a second; only a changed file pays for it.
    from carekit.tables.schema import checked
    from carekit.tables.spec import read_spec

    frame = checked(
        read_spec(root), name, path, content, parents=lambda other: data(other, root=root)
    )
    warnings.warn(
        f"{shown(path)} was changed after it was made, so figures may differ from the course; "
        f"to undo this, {_RESTORE}",
        EditedTableWarning,
        stacklevel=4,
    )
    return frame
