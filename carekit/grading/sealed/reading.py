"""A submitted file as a notebook: what accidents did to the file itself is undone here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from carekit.grading.sealed.snapshot import Book, text_of

Flags = list[dict[str, str]]
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def flag(code: str, notebook: str, cell: str = "") -> dict[str, str]:
    """Return one thing a trainer may want to know."""
    return {"code": code, "notebook": notebook, "cell": cell}


def find(book: Book, files: Mapping[str, bytes], flags: Flags, *, single: bool) -> bytes | None:
    """Return the file that holds a notebook's answers, or None; ``single``: the set has only one.

    The right name at the top wins, then the right name in a folder, then, in a set of one notebook,
    whichever file has most of its marks.
    """
    wanted = f"{book.name}.ipynb"
    if wanted in files:
        others = [name for name in files if name.endswith(".ipynb") and name != wanted]
        if others and single:
            flags.append(flag("two-notebooks", book.name))
        return files[wanted]
    named = {PurePosixPath(name).name.casefold(): name for name in files}
    if wanted.casefold() in named:
        flags.append(flag("notebook-in-folder", book.name))
        return files[named[wanted.casefold()]]
    candidates = [name for name in sorted(files) if name.casefold().endswith(".ipynb")]
    if single and candidates:
        flags.append(flag("notebook-renamed", book.name))
        marks = [cell.id.encode() for cell in book.cells if cell.marks]
        return files[max(candidates, key=lambda name: sum(mark in files[name] for mark in marks))]
    flags.append(flag("notebook-missing", book.name))
    return None


def read(name: str, data: bytes, most: int, flags: Flags) -> list[dict[str, Any]] | None:
    """Return the cells of a notebook file, or None when nobody can read it.

    Each cell is ``kind``, ``source``, ``claim`` (its grade id), ``id``, ``tags``, ``attachments``.
    """
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


def _cells(notebook: Any, name: str, flags: Flags) -> list[Any] | None:
    if not isinstance(notebook, dict):
        return None
    if isinstance(notebook.get("worksheets"), list):
        flags.append(flag("old-format", name))
        sheets = [sheet for sheet in notebook["worksheets"] if isinstance(sheet, dict)]
        lists = [sheet["cells"] for sheet in sheets if isinstance(sheet.get("cells"), list)]
        return [cell for cells in lists for cell in cells]
    return notebook["cells"] if isinstance(notebook.get("cells"), list) else None


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    kind = cell.get("cell_type")
    if kind == "heading":
        kind = "markdown"
    metadata = cell.get("metadata") if isinstance(cell.get("metadata"), dict) else {}
    marks = metadata.get("nbgrader") if isinstance(metadata.get("nbgrader"), dict) else {}
    tags = metadata.get("tags") if isinstance(metadata.get("tags"), list) else []
    # Format 3 has a code cell's text under another name.
    source = cell.get("source", cell.get("input", ""))
    return {
        "kind": kind if kind in ("code", "markdown", "raw") else "raw",
        "source": text_of(source),
        "claim": marks.get("grade_id") if isinstance(marks.get("grade_id"), str) else "",
        "id": cell["id"] if isinstance(cell.get("id"), str) else "",
        "tags": [tag for tag in tags if isinstance(tag, str)],
        "attachments": _attachments(cell.get("attachments")),
    }


def _attachments(found: Any) -> dict[str, dict[str, str]]:
    """Return a cell's pictures, as far as they have the form that notebooks give them."""
    if not isinstance(found, dict):
        return {}
    kept = {
        name: {kind: data for kind, data in one.items() if isinstance(data, str)}
        for name, one in found.items()
        if isinstance(one, dict)
    }
    return kept if sum(len(d) for one in kept.values() for d in one.values()) < 5_000_000 else {}
