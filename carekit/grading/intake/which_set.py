"""Of which set is a notebook: told by its cells, whatever it is called and wherever it lay."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from carekit.grading.course.folders import set_ids
from carekit.sandbox.submission.assignment import Book, Snapshot
from carekit.sandbox.submission.cell_text import text_of

# Of its own cells so many are enough to look no further.
_ENOUGH = 0.5
# Shorter texts ("---", "# Answer") may stand in any notebook.
_SHORTEST = 24
# One cell of another set may be a quotation; two of them, and none of this set, are not.
_FEWEST = 2


@dataclass(frozen=True)
class CourseSets:
    """The sets of a course, seen from one of them.

    ``own`` are the marks of this set's cells and ``books`` its notebooks; the marks of the others
    are read when they are needed.
    """

    root: Path | None = None
    set_id: str = ""
    own: frozenset[str] = frozenset()
    books: tuple[Book, ...] = ()

    @classmethod
    def of(cls, root: Path, set_id: str, snapshot: Snapshot) -> CourseSets:
        """Return the sets of the course at ``root``; ``snapshot`` is this set as it is built."""
        cells = [cell for book in snapshot.books for cell in book.cells]
        made = {f"id {cell.id}" for cell in cells}
        texts = {_text(source) for cell in cells for source in (cell.source, cell.released)}
        return cls(root, set_id, frozenset(made | texts - {""}), snapshot.books)

    @cached_property
    def others(self) -> frozenset[str]:
        """Return the ids of the other sets, by the course's card and by its folders."""
        if self.root is None:
            return frozenset()
        named = set(set_ids(self.root))
        for place in ("source", "release"):
            folder = self.root / place
            named |= (
                {one.name for one in folder.iterdir() if one.is_dir()} if folder.is_dir() else set()
            )
        return frozenset(named - {self.set_id})

    def untouched(self, notebook: Mapping[str, object]) -> bool:
        """Return whether a notebook holds nothing but what this set gives its learners."""
        cells = notebook.get("cells")
        sources = [
            text_of(cell.get("source"))
            for cell in (cells if isinstance(cells, list) else ())
            if isinstance(cell, dict)
        ]
        return any(not any(map(book.given.own, sources)) for book in self.books)

    def other(self, notebook: Mapping[str, object]) -> str | None:
        """Return the other set that a notebook belongs to, or None where it may be this one's."""
        if not self.own or not self.others:
            return None
        have = set(marks_of(notebook))
        ids = {mark for mark in self.own if mark.startswith("id ")}
        if len(have & ids) >= _ENOUGH * len(ids):
            return None
        if have & self._alone(self.own):
            return None
        count = {name: len(have & self._alone(made)) for name, made in self._marks.items()}
        best = max(count, key=lambda name: (count[name], name))
        return best if count[best] >= _FEWEST else None

    def _alone(self, marks: frozenset[str]) -> set[str]:
        """Return the marks that only one set has."""
        return {mark for mark in marks if self._often[mark] == 1}

    @cached_property
    def _often(self) -> Counter[str]:
        return Counter(mark for made in (self.own, *self._marks.values()) for mark in made)

    @cached_property
    def _marks(self) -> Mapping[str, frozenset[str]]:
        return {name: frozenset(self._read(name)) for name in sorted(self.others)}

    def _read(self, name: str) -> Iterator[str]:
        for place in ("source", "release"):
            for path in sorted((self.root or Path()).glob(f"{place}/{name}/*.ipynb")):
                yield from marks_of(json.loads(path.read_bytes()))


def marks_of(notebook: Mapping[str, object]) -> Iterator[str]:
    """Give what tells a notebook's cells from others: their ids, and a digest of longer texts."""
    cells = notebook.get("cells")
    for cell in cells if isinstance(cells, list) else ():
        if not isinstance(cell, dict):
            continue
        about = cell.get("metadata")
        marks = about.get("nbgrader") if isinstance(about, dict) else None
        named = marks.get("grade_id") if isinstance(marks, dict) else None
        yield from (f"id {one}" for one in (named, cell.get("id")) if isinstance(one, str))
        if text := _text(cell.get("source")):
            yield text


def _text(source: object) -> str:
    """Return the digest of a cell's text, or "" where it is too short to tell anything."""
    lines: Iterable[object] = source if isinstance(source, list) else [source]
    text = " ".join("".join(one for one in lines if isinstance(one, str)).split())
    if len(text) < _SHORTEST:
        return ""
    return "text " + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
