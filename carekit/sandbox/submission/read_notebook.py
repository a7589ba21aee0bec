"""A submitted file as a notebook: what accidents did to the file itself is undone here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from carekit.common.notebook_format import Attachments
from carekit.sandbox.messages import FlagRecord, printable
from carekit.sandbox.submission.assignment import Book
from carekit.sandbox.submission.cell_text import text_of
from carekit.sandbox.submission.notebook_names import Candidate, assigned, notebook_stem

Flags = list[FlagRecord]
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class SubmittedCell:
    """A cell as it was handed in: nothing that it says of itself is believed.

    ``kind`` is code, markdown or raw; ``claim`` is the grade id that its marks name, "" for none.
    """

    kind: str
    source: str
    claim: str
    id: str
    tags: tuple[str, ...]
    attachments: Attachments


def flag(code: str, notebook: str, cell: str = "", named: str = "") -> FlagRecord:
    """Return one thing a trainer may want to know.

    ``named`` is what it speaks of, such as a module or a path, where that is known; it is kept on
    one line, without control characters, at most 80 characters long.
    """
    about: FlagRecord = {"code": code, "notebook": notebook, "cell": cell}
    if named:
        about["named"] = printable(named)
    return about


def find(
    books: Sequence[Book], files: Mapping[str, bytes], most: int, flags: Flags
) -> dict[str, bytes]:
    """Return the files that hold the notebooks' answers, by the notebooks' names.

    A notebook is told by its file name, by the same rules as where hand-ins arrive; of several
    equally near to it, the one with most of the notebook's marks is taken. Files of more than
    ``most`` bytes are not looked into. What was odd is said in ``flags``.
    """
    names = [name for name in files if notebook_stem(PurePosixPath(name).name) is not None]
    marks = [cell.id.encode() for book in books for cell in book.cells if cell.marks]

    def rank(name: str) -> int:
        return sum(mark in files[name] for mark in marks) if len(names) > len(books) else 0

    found, left = assigned(
        [Candidate(PurePosixPath(name).parts, rank(name), name) for name in names],
        [book.name for book in books],
        lambda one: _as_given(books, files[one.source], most),
    )
    for book in books:
        one = found.get(book.name)
        if one is None:
            flags.append(flag("notebook-missing", book.name))
            continue
        if len(one.parts) > 1:
            flags.append(flag("notebook-in-folder", book.name))
        gave_way = any(other.exactly(book.name) for other in left)
        if not one.exactly(book.name):
            flags.append(flag("filled-copy" if gave_way else "notebook-renamed", book.name))
        elif left and len(books) == 1:
            flags.append(flag("two-notebooks", book.name))
    return {name: files[one.source] for name, one in found.items()}


def _as_given(books: Sequence[Book], data: bytes, most: int) -> bool:
    """Return whether a file holds nothing but what one of the notebooks gives its learners."""
    said: Flags = []
    cells = read("", data, most, said)
    return cells is not None and any(
        not any(book.given.own(cell.source) for cell in cells) for book in books
    )


def read(name: str, data: bytes, most: int, flags: Flags) -> list[SubmittedCell] | None:
    """Return the cells of a notebook file, or None when nobody can read it."""
    if len(data) > most:
        flags.append(flag("file-too-large", name))
        return None
    encoding = next((code for mark, code in _BOMS if data.startswith(mark)), "utf-8")
    if encoding != "utf-8":
        flags.append(flag("byte-order-mark", name))
    try:
        notebook = json.loads(data.decode(encoding, "replace"))
    except (ValueError, RecursionError):
        flags.append(flag("not-readable", name))
        return None
    cells = _cells(notebook, name, flags)
    if cells is None:
        flags.append(flag("not-readable", name))
        return None
    return [_cell(cell) for cell in cells if isinstance(cell, dict)]


def _cells(notebook: object, name: str, flags: Flags) -> list[Any] | None:
    if not isinstance(notebook, dict):
        return None
    if isinstance(notebook.get("worksheets"), list):
        flags.append(flag("old-format", name))
        sheets = [sheet for sheet in notebook["worksheets"] if isinstance(sheet, dict)]
        lists = [sheet["cells"] for sheet in sheets if isinstance(sheet.get("cells"), list)]
        return [cell for cells in lists for cell in cells]
    return notebook["cells"] if isinstance(notebook.get("cells"), list) else None


def _cell(cell: dict[str, Any]) -> SubmittedCell:
    kind = cell.get("cell_type")
    if kind == "heading":
        kind = "markdown"
    metadata = _dict(cell.get("metadata"))
    claim, tags = _dict(metadata.get("nbgrader")).get("grade_id"), metadata.get("tags")
    # Format 3 has a code cell's text under another name.
    source = cell.get("source", cell.get("input", ""))
    return SubmittedCell(
        kind=kind if kind in ("code", "markdown", "raw") else "raw",
        source=text_of(source),
        claim=claim if isinstance(claim, str) else "",
        id=cell["id"] if isinstance(cell.get("id"), str) else "",
        tags=tuple(t for t in tags if isinstance(t, str)) if isinstance(tags, list) else (),
        attachments=_attachments(cell.get("attachments")),
    )


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _attachments(found: object) -> Attachments:
    """Return a cell's pictures, as far as they have the form that notebooks give them."""
    if not isinstance(found, dict):
        return {}
    kept = {
        name: {kind: data for kind, data in one.items() if isinstance(data, str)}
        for name, one in found.items()
        if isinstance(one, dict)
    }
    return kept if sum(len(d) for one in kept.values() for d in one.values()) < 5_000_000 else {}
