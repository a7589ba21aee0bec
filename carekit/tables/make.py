"""Making the tables from the course's recipes: same seed, same bytes, whatever the size."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import BinaryIO, Literal, NamedTuple
from zlib import crc32

import numpy as np
import pandas as pd

from carekit.common.files import ContentError, shown, write_atomic
from carekit.tables.celltypes import parse, typed
from carekit.tables.load import MANIFEST, TableEntry
from carekit.tables.own import read_own, record
from carekit.tables.readme import readme
from carekit.tables.spec import Tables, TableSpec, read_spec
from carekit.tables.streams import Streams

Progress = Callable[[int, int], None]
KEPT_BACK = "truth_"


@dataclass(frozen=True)
class TableBlock:
    """The part of a world that is made in one go, so that memory does not grow with size."""

    number: int
    first: int
    size: int
    total: int
    as_of: pd.Timestamp
    streams: Streams
    so_far: Counter[str] = field(default_factory=Counter)


def recipes(root: Path) -> ModuleType:
    """Return the course's recipes: a package with ``BLOCK``, ``block(part)`` and maybe ``raw``.

    Raises ContentError where the course has none, as in the folder a learner gets.
    """
    named = read_spec(root).recipes
    if named is None:
        raise ContentError(
            f"{shown(root / 'course_data' / 'tables.yml')}: names no `recipes`, so no other tables "
            "can be made; the tables are the files in course_data/tables"
        )
    folder = root / named
    entry = folder / "__init__.py"
    if not entry.is_file():
        raise ContentError(f"{shown(folder)}: the recipes of the tables are not in this folder")
    name = f"course_recipes_{crc32(str(folder.resolve()).encode()):08x}"
    if name not in sys.modules:
        found = importlib.util.spec_from_file_location(
            name, entry, submodule_search_locations=[str(folder)]
        )
        if found is None or found.loader is None:  # only for a name that does not end in .py
            raise ImportError(name)
        module = importlib.util.module_from_spec(found)
        sys.modules[name] = module
        try:
            found.loader.exec_module(module)
        except BaseException:
            del sys.modules[name]
            raise
    _refuse_incomplete(entry, sys.modules[name])
    return sys.modules[name]


def _refuse_incomplete(entry: Path, recipe: ModuleType) -> None:
    rows = getattr(recipe, "BLOCK", None)
    if type(rows) is not int or rows < 1:
        says = (
            "BLOCK is missing or no whole number from 1; set it to how many rows are made at once"
        )
    elif not callable(getattr(recipe, "block", None)):
        says = "block is missing; define block(part), which returns the tables of one part by name"
    else:
        return
    raise ContentError(f"{shown(entry)}: {says}")


def blocks(
    root: Path, *, seed: int | None = None, size: int | None = None
) -> Iterator[tuple[TableBlock, dict[str, pd.DataFrame]]]:
    """Yield (block, its frames by name) until the world has its size."""
    spec, recipe = read_spec(root), recipes(root)
    size = (spec.size or 0) if size is None else size
    seed = (spec.seed or 0) if seed is None else seed
    if size < 1 or seed < 0:
        raise ContentError(f"a world needs a size from 1 and a seed from 0, not {size} and {seed}")
    so_far: Counter[str] = Counter()
    for number, first in enumerate(range(0, size, recipe.BLOCK)):
        part = TableBlock(
            number=number,
            first=first,
            size=min(recipe.BLOCK, size - first),
            total=size,
            as_of=pd.Timestamp(spec.as_of),
            streams=Streams(seed, number),
            so_far=Counter(so_far),
        )
        frames = recipe.block(part)
        so_far.update({name: len(frame) for name, frame in frames.items()})
        yield part, frames


def fresh(
    root: Path, *, seed: int | None = None, size: int | None = None
) -> dict[str, pd.DataFrame]:
    """Return every table of a new world in memory, typed as ``data`` returns them."""
    spec = read_spec(root)
    parts: dict[str, list[pd.DataFrame]] = {}
    for _, frames in blocks(root, seed=seed, size=size):
        for name, frame in frames.items():
            parts.setdefault(name, []).append(frame)
    made = {name: pd.concat(some, ignore_index=True) for name, some in parts.items()}
    return {
        name: typed(frame, spec.table(name).types) if name in spec.names else frame
        for name, frame in made.items()
    }


def run(
    root: Path,
    *,
    seed: int | None = None,
    size: int | None = None,
    out: Path | None = None,
    check: bool = False,
    progress: Progress | None = None,
) -> list[str]:
    """Make the tables, the files to be cleaned, the manifest and the README.

    Without ``out`` they become the course's own; a world of another seed or size needs a folder
    of its own. Returns the paths of the files written. With ``check`` nothing is written and the
    list holds one sentence for every file that is missing, differs, or is made by nothing.
    ``progress`` is called with (rows of the growing table done, rows in all). A course without
    recipes has its own tables checked and recorded. Raises ContentError.
    """
    if not read_spec(root).recipes:
        if out is not None or seed is not None or size is not None:
            recipes(root)
        return record(root, check=check)
    if check:
        with tempfile.TemporaryDirectory() as scratch:
            run(root, out=Path(scratch), progress=progress)
            return _differences(root, Path(scratch))
    if out is None and (seed is not None or size is not None):
        raise ContentError("a world of another seed or size needs a folder of its own: name one")
    places = _places(root, out)
    spec = read_spec(root)
    with _CsvWriter(spec, places, root / "course_data" / "tables") as writer:
        for part, frames in blocks(root, seed=seed, size=size):
            if part.number == 0:
                writer.raw = getattr(recipes(root), "raw", _no_raw)(part, frames)
            for name, frame in frames.items():
                writer.add(name, frame)
            if progress:
                progress(part.first + part.size, part.total)
        writer.finish(seed=(spec.seed or 0) if seed is None else seed, size=part.total)
    page = places["tables"].parent / "README.md"
    write_atomic(page, readme(spec, json.loads((places["tables"] / MANIFEST).read_bytes())))
    return [shown(path) for path in [*writer.written, page]]


def _places(root: Path, out: Path | None) -> dict[str, Path]:
    if out is None:
        base, truth = root / "course_data", root / (read_spec(root).kept_back or "")
    else:
        base, truth = out, out / "truth"
    return {"tables": base / "tables", "raw": base / "raw", "truth": truth}


def _no_raw(_part: TableBlock, _frames: dict[str, pd.DataFrame]) -> dict[str, bytes]:
    return {}


class _OpenCsv(NamedTuple):
    """A CSV file that is being written: beside its place, until all of them are complete."""

    file: BinaryIO
    draft: Path
    path: Path
    digest: hashlib._Hash


class _CsvWriter:
    """Adds frames to CSV files block by block; the files appear when all is written."""

    def __init__(self, spec: Tables, places: dict[str, Path], own: Path) -> None:
        self.spec, self.places, self.own = spec, places, own
        self.files: dict[str, _OpenCsv] = {}
        self.rows: Counter[str] = Counter()
        self.raw: dict[str, bytes] = {}
        self.written: list[Path] = []

    def __enter__(self) -> _CsvWriter:
        return self

    def add(self, name: str, frame: pd.DataFrame) -> None:
        if name in self.spec.own:
            raise ContentError(
                f"the recipes make {name}, whose file tables.yml names as the author's own; "
                "take `file` out there, or the table out of the recipes"
            )
        known = name in self.spec.names
        if not known and not name.startswith(KEPT_BACK):
            raise ContentError(
                f"the recipes make {name}, which tables.yml does not describe; describe it there, "
                f"or give it a name that starts with {KEPT_BACK}"
            )
        table = self.spec.table(name) if known else None
        if name not in self.files:
            path = self.places["tables" if known else "truth"] / f"{name}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            self.files[name] = _OpenCsv(
                os.fdopen(handle, "wb"), Path(draft), path, hashlib.sha256()
            )
        open_csv = self.files[name]
        content = csv_bytes(frame, table, header=not self.rows[name])
        open_csv.file.write(content)
        open_csv.digest.update(content)
        self.rows[name] += len(frame)

    def finish(self, *, seed: int, size: int) -> None:
        """Put the files in place, then the manifest that vouches for them."""
        own = self.spec.own
        missing = [name for name in self.spec.names if name not in {*self.files, *own}]
        if missing:
            raise ContentError(f"tables.yml describes {', '.join(missing)}, which no recipe makes")
        for one in self.files.values():
            one.file.close()
            one.draft.chmod(0o644)
            one.draft.replace(one.path)
            self.written.append(one.path)
        for name, content in self.raw.items():
            write_atomic(self.places["raw"] / name, content)
            self.written.append(self.places["raw"] / name)
        kept = read_own(self.spec, self.own, self._made) if own else {}
        for name, (_, content) in kept.items():
            path = self.places["tables"] / own[name]
            if path != self.own / own[name]:
                write_atomic(path, content)
        tables = {
            table.name: kept[table.name][0] if table.name in kept else self._entry(table)
            for table in self.spec.tables
        }
        as_of = self.spec.as_of.isoformat() if self.spec.as_of else None
        told = {"seed": seed, "size": size, "as_of": as_of, "tables": tables}
        path = self.places["tables"] / MANIFEST
        write_atomic(path, json.dumps(told, indent=1) + "\n")
        self.written.append(path)

    def _entry(self, table: TableSpec) -> TableEntry:
        return {
            "file": f"{table.name}.csv",
            "rows": self.rows[table.name],
            "sha256": self.files[table.name].digest.hexdigest(),
            "columns": table.types,
        }

    def _made(self, name: str) -> pd.DataFrame:
        return parse(self.files[name].path.read_bytes(), self.spec.table(name).types)

    def __exit__(self, *_: object) -> None:
        for one in self.files.values():
            one.file.close()
            one.draft.unlink(missing_ok=True)


def csv_bytes(frame: pd.DataFrame, table: TableSpec | None, *, header: bool = True) -> bytes:
    """Return a frame as the bytes of its CSV file: UTF-8, line feeds, times to the minute.

    Raises ContentError when the frame's columns are not those of its table.
    """
    if table and list(frame.columns) != list(table.types):
        raise ContentError(
            f"table {table.name}: the recipe makes the columns {', '.join(frame.columns)}; "
            f"tables.yml describes {', '.join(table.types)}"
        )
    cells = {}
    for name in frame.columns:
        kind = table.types[name] if table else ""
        whole = kind == "integer" and not pd.api.types.is_integer_dtype(frame[name])
        values = frame[name].astype("Int64") if whole else frame[name]
        if pd.api.types.is_datetime64_dtype(values):
            values = _moments(values, minutes=kind != "date")
        cells[name] = values
    text = io.StringIO(newline="")
    pd.DataFrame(cells).to_csv(text, index=False, header=header, lineterminator="\n")
    return text.getvalue().encode("utf-8")


def _moments(values: pd.Series, *, minutes: bool) -> np.ndarray:
    """Return dates or times as text; formatting them one by one would take most of the run."""
    unit: Literal["m", "D"] = "m" if minutes else "D"
    width = 16 if minutes else 10
    text = np.datetime_as_string(values.to_numpy().astype(f"datetime64[{unit}]"), unit=unit)
    letters = text.astype(f"S{width}").view("S1").reshape(len(text), width)
    if minutes and len(text):
        letters[:, 10] = b" "
    done: np.ndarray = letters.reshape(-1).view(f"S{width}").astype(f"U{width}").astype(object)
    done[values.isna().to_numpy()] = ""
    return done


def _differences(root: Path, scratch: Path) -> list[str]:
    """Return what is wrong with the course's made files, one sentence each."""
    ours, theirs = _places(root, None), _places(root, scratch)
    pairs = [(ours[kind], theirs[kind]) for kind in ours]
    said = [_one_difference(root / "course_data" / "README.md", scratch / "README.md")]
    for mine, made in pairs:
        names = {p.name for folder in (mine, made) if folder.is_dir() for p in folder.iterdir()}
        said += [_one_difference(mine / name, made / name) for name in sorted(names)]
    return [line for line in said if line]


def _one_difference(mine: Path, made: Path) -> str:
    if not made.exists():
        return f"{shown(mine)}: nothing makes this file; remove it"
    if not mine.exists():
        return f"{shown(mine)}: is missing; run `care tables`"
    if mine.read_bytes() != made.read_bytes():
        return f"{shown(mine)}: is not what the recipes make; run `care tables`"
    return ""
