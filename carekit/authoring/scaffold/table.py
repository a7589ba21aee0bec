"""``care add table``: a CSV becomes a table of the course, with its description."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from carekit.common.files import ContentError, read_yaml, shown, write_atomic
from carekit.common.yaml_reader import NotReadableError, parse, with_item
from carekit.tables.describe import description, read_cells
from carekit.tables.own import record
from carekit.tables.schema import checked
from carekit.tables.spec import Tables


def add_table(root: Path, source: Path, name: str | None, tags: Sequence[str]) -> list[str]:
    """Copy a CSV or Parquet file into a course, describe it, and return what was done, in lines.

    ``name`` is what ``data("name")`` will call it; by default it is made from the file's name.
    ``tags`` are the languages of the course. The file may already lie in ``course_data/tables``.
    Raises ContentError, and writes nothing, where the name is taken or cannot be used, or where the
    file is no table.
    """
    name = name or re.sub(r"\W+", "_", source.stem.lower(), flags=re.ASCII).strip("_")
    if not re.fullmatch("[a-z][a-z0-9_]*", name):
        raise ContentError(
            f"{name!r} cannot be the name of a table; give one of small Latin letters, digits and "
            "underscores with --name"
        )
    folder = root / "course_data"
    described, place = folder / "tables.yml", folder / "tables" / f"{name}.csv"
    before = described.read_text(encoding="utf-8") if described.is_file() else ""
    known = read_yaml(described).data if before else {}
    recipes = bool(known.get("recipes")) if isinstance(known, dict) else False
    cells, renamed = read_cells(source)
    if re.search(rf"^\s*- name: {name}\s*$", before, re.MULTILINE):
        raise ContentError(f"{shown(described)}: describes a table {name} already; choose --name")
    if place.exists() and place.resolve() != source.resolve():
        raise ContentError(f"{shown(place)}: is there already; choose another name with --name")
    entry = description(name, cells, tags, file=place.name if recipes else None)
    text = with_item(before, "tables", entry)
    content = cells.to_csv(index=False, lineterminator="\n").encode()
    checked(_understood(described, text), name, source, content)
    write_atomic(place, content)
    write_atomic(described, text)
    said = [f"column {was!r} is called {now} in the course" for was, now in renamed.items()]
    said.append(f"made {shown(place)}: {len(cells)} rows, {len(cells.columns)} columns")
    said.append(f"described it in {shown(described)}: say there what rows and columns are")
    if recipes:
        return [*said, "run `care tables`, so that notebooks find it"]
    return [*said, *(f"made {path}" for path in record(root))]


def _understood(path: Path, text: str) -> Tables:
    """Return a description before it is written; ContentError where it cannot be read."""
    try:
        return Tables.model_validate(parse(text)[0])
    except (NotReadableError, ValidationError) as error:
        raise ContentError(
            f"{shown(path)}: cannot be added to as it stands; mend it first: {error}"
        ) from None
