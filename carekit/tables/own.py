"""Tables that an author laid into the course as CSV files: checked, then vouched for."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from carekit.common.files import ContentError, sha256, shown, write_atomic
from carekit.tables.load import MANIFEST, Manifest, TableEntry
from carekit.tables.readme import readme
from carekit.tables.schema import checked
from carekit.tables.spec import Tables, read_spec


def read_own(
    spec: Tables, folder: Path, made: Callable[[str], pd.DataFrame] | None = None
) -> dict[str, tuple[TableEntry, bytes]]:
    """Return the manifest's entry and the bytes of each table that no recipe makes.

    ``folder`` holds the CSV files; ``made`` gives the tables of the recipes, to which relations may
    lead. Raises ContentError that names file, table, column and row of what is not as described.
    """
    contents = {name: _bytes(folder / file, name) for name, file in spec.own.items()}
    frames: dict[str, pd.DataFrame] = {}

    def parent(name: str) -> pd.DataFrame:
        if name not in contents and made:
            return made(name)
        if name not in frames:
            # Without its own relations: two tables may lead to each other.
            frames[name] = checked(spec, name, folder / spec.own[name], contents[name])
        return frames[name]

    found = {}
    for name, content in contents.items():
        path = folder / spec.own[name]
        frame = checked(spec, name, path, content, parents=parent)
        found[name] = _entry(spec, name, len(frame), content), content
    return found


def _entry(spec: Tables, name: str, rows: int, content: bytes) -> TableEntry:
    return {
        "file": spec.own[name],
        "rows": rows,
        "sha256": sha256(content),
        "columns": spec.table(name).types,
    }


def _bytes(path: Path, name: str) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise ContentError(
            f"{shown(path)}: the file of table {name} is missing; put it there, or take the table "
            "out of course_data/tables.yml"
        ) from None
    # As Git gives them everywhere: the digest must not depend on the system it was made on.
    return content.replace(b"\r\n", b"\n")


def record(root: Path, *, check: bool = False) -> list[str]:
    """Check the tables of a course without recipes, and write manifest and README.

    Returns the paths of the files written, those only whose bytes differ. With ``check`` nothing is
    written, and the list holds one sentence for each of them. Raises ContentError.
    """
    spec, folder = read_spec(root), root / "course_data" / "tables"
    manifest: Manifest = {
        "seed": None,
        "size": None,
        "as_of": spec.as_of.isoformat() if spec.as_of else None,
        "tables": {name: entry for name, (entry, _) in read_own(spec, folder).items()},
    }
    said = []
    for path, text in (
        (folder / MANIFEST, json.dumps(manifest, indent=1) + "\n"),
        (root / "course_data" / "README.md", readme(spec, manifest)),
    ):
        if path.is_file() and path.read_bytes() == text.encode():
            continue
        if check:
            said.append(
                f"{shown(path)}: is not what tables.yml and the tables make; run `care tables`"
            )
        else:
            write_atomic(path, text)
            said.append(shown(path))
    return said
