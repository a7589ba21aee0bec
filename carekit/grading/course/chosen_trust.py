"""The level of trust that was chosen for each check of a set, as it is kept beside the ledger."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path

from carekit.common.files import sha256, write_atomic
from carekit.sandbox.submission.assignment import Cell, Snapshot
from carekit.sandbox.submission.trust import BY_HAND, LEVELS, NOT_NAMED, at_least


@dataclass(frozen=True)
class ChosenTrust:
    """The level of a check, and in a sentence why it is not a higher one ("" where it is)."""

    level: str
    why: str = ""


Chosen = Mapping[str, Mapping[str, ChosenTrust]]
"""What was chosen, by notebook and cell."""


def place_of(root: Path, set_id: str) -> Path:
    """Return the file in which the levels of a set are kept."""
    return root / ".care" / "grading" / f"{set_id}.trust.json"


def key_of(snapshot: Snapshot, sources: Mapping[str, bytes]) -> str:
    """Return what a choice depends on: the set, its reference solution and the kit's version."""
    parts = {name: sha256(data) for name, data in sorted(sources.items())}
    files = {name: sha256(data) for name, data in sorted(snapshot.files.items())}
    released = [[cell.source, cell.released] for book in snapshot.books for cell in book.cells]
    return sha256(json.dumps([parts, files, released, version("carekit")]).encode())


def read_chosen(path: Path, key: str) -> Chosen:
    """Return the levels that were chosen for just this set; nothing where there are none."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        known = json.loads(path.read_text(encoding="utf-8"))
        if known["key"] == key:
            return {
                book: {
                    cell: ChosenTrust(str(one["level"]), str(one["why"]))
                    for cell, one in cells.items()
                    if one["level"] in LEVELS
                }
                for book, cells in known["chosen"].items()
            }
    return {}


def keep_chosen(path: Path, key: str, chosen: Chosen) -> None:
    """Keep the levels; whoever may not write there chooses anew each time."""
    plain = {
        book: {cell: asdict(one) for cell, one in cells.items()} for book, cells in chosen.items()
    }
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, json.dumps({"key": key, "chosen": plain}, indent=1).encode())


def with_levels(snapshot: Snapshot, chosen: Chosen, lowest: str) -> Snapshot:
    """Return a set whose checks have the levels that were chosen, where nobody named one.

    A check whose level is lower than ``lowest`` is one that a person marks.
    """

    def level(book: str, cell: Cell) -> Cell:
        if not cell.test:
            return cell
        found = chosen.get(book, {}).get(cell.id)
        trust = cell.trust or (found.level if found else NOT_NAMED)
        return replace(cell, trust=trust if at_least(trust, lowest) else BY_HAND)

    books = tuple(
        replace(book, cells=tuple(level(book.name, cell) for cell in book.cells))
        for book in snapshot.books
    )
    return replace(snapshot, books=books)
