"""What a set is: every cell with its points, its checks (hidden lines too) and its marks."""

from __future__ import annotations

import builtins
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from carekit.files import sha256
from carekit.grading.sealed.names import (
    bound,
    changed,
    imports,
    inner,
    loaded,
    parsed,
    steady,
)

_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
_SOLUTION = "### BEGIN SOLUTION", "### END SOLUTION"
# Letters of code that are read for one check; a whole notebook of a set has a tenth of it.
_MOST_READ = 1_000_000


@dataclass(frozen=True)
class Cell:
    """One cell of a set. ``id`` is its grade id, or its cell id where it has no marks.

    ``source`` is what the grader runs, ``released`` what learners were given; ``marks`` is
    nbgrader's own metadata, empty for an ordinary cell; ``binds`` are the names a right answer
    binds, as far as they are known.
    """

    id: str
    kind: str
    source: str
    released: str
    points: float = 0.0
    grade: bool = False
    solution: bool = False
    locked: bool = False
    task: bool = False
    marks: dict[str, Any] = field(default_factory=dict)
    binds: tuple[str, ...] = ()

    @property
    def test(self) -> bool:
        """Return whether this cell is a check that gives points by itself."""
        return self.grade and not self.solution and not self.task and self.kind == "code"

    @property
    def trusted(self) -> bool:
        """Return whether this cell is code that a learner must not change, and no check."""
        return self.kind == "code" and self.locked and not self.grade and not self.solution

    def hidden_lines(self) -> list[int]:
        """Return the numbers (from 1) of the lines that learners never see."""
        return _inside(self.source, _HIDDEN)


@dataclass(frozen=True)
class Book:
    """One notebook of a set; ``theirs`` are the names that a right solution binds or changes."""

    name: str
    cells: tuple[Cell, ...]
    kernelspec: dict[str, Any]
    theirs: tuple[str, ...]
    imports: dict[str, str]

    def opening(self) -> list[Cell]:
        """Return the locked cells before the first cell of another kind: the same for everyone."""
        found: list[Cell] = []
        for cell in self.cells:
            if cell.kind != "code":
                continue
            if not cell.trusted:
                break
            found.append(cell)
        return found

    def later(self) -> dict[str, set[str]]:
        """Return the further locked cells that need only the opening, and the names they read.

        They are the same for everyone unless an earlier answer touches one of those names.
        """
        opening = [parsed(cell.source) for cell in self.opening()]
        known: set[str] = set().union(*(bound(tree) for tree in opening if tree is not None))
        done = {cell.id for cell in self.opening()}
        found: dict[str, set[str]] = {}
        for cell in self.cells:
            tree = parsed(cell.source) if cell.trusted and cell.id not in done else None
            if tree is None or cell.source != cell.released or "%" in cell.source.split("\n")[0]:
                continue
            reads = (loaded(tree) - bound(tree)) & (known | set(self.theirs))
            strange = loaded(tree) - bound(tree) - known - set(dir(builtins)) - inner(tree)
            if strange or reads & set(self.theirs) or changed(tree) & known or not steady(tree):
                continue
            found[cell.id] = reads
            known |= bound(tree)
        return found

    def judged(self) -> list[Cell]:
        """Return the checks, and the locked cells that bind a name some check needs."""
        needed: set[str] = set()
        found: list[Cell] = []
        for cell in reversed(self.cells):
            tree = parsed(cell.source) if cell.test or cell.trusted else None
            wanted = cell.test or (tree is not None and bool(bound(tree) & needed))
            if not wanted:
                continue
            # A check with a magic in it is read whole; what it needs can only be guessed.
            needed |= loaded(tree) if tree is not None else set()
            found.append(cell)
        return found[::-1]


@dataclass(frozen=True)
class Snapshot:
    """A set as the grader needs it; plain data, so that it can be sent to other machines."""

    books: tuple[Book, ...]

    @classmethod
    def from_notebooks(
        cls, notebooks: Mapping[str, bytes], released: Mapping[str, bytes] | None = None
    ) -> Snapshot:
        """Return the snapshot of instructor notebooks (``source/<set>/*.ipynb``) by file name.

        ``released`` are the learners' versions where they exist: they say what an untouched answer
        looks like.
        """
        given = {name: _released(json.loads(data)) for name, data in (released or {}).items()}
        books = [
            _book(name, json.loads(data), given.get(name, {}))
            for name, data in sorted(notebooks.items())
        ]
        return cls(tuple(books))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Snapshot:
        """Return the snapshot that ``as_json`` wrote."""
        books = [
            Book(
                book["name"],
                tuple(Cell(**{**c, "binds": tuple(c["binds"])}) for c in book["cells"]),
                book["kernelspec"],
                tuple(book["theirs"]),
                book["imports"],
            )
            for book in data["books"]
        ]
        return cls(tuple(books))

    def as_json(self) -> dict[str, Any]:
        """Return plain data that JSON can hold."""
        return {"books": [asdict(book) for book in self.books]}

    def digest(self) -> str:
        """Return the SHA-256 of everything the score depends on."""
        return sha256(json.dumps(self.as_json(), sort_keys=True).encode())


def book_of(
    name: str, cells: list[Cell], kernelspec: dict[str, Any], full: list[str] | None = None
) -> Book:
    """Return a notebook, with the names that its solutions bind and its import statements.

    ``full`` holds the cells' sources with their solutions where these are known; a gradebook keeps
    only what was released.
    """
    theirs: set[str] = set()
    brought: dict[str, str] = {}
    for cell, source in zip(cells, full or [cell.source for cell in cells], strict=True):
        tree = parsed(source) if cell.kind == "code" else None
        if tree is None:
            continue
        if not cell.test:
            brought |= imports(tree)
        if not (cell.locked or cell.grade) or cell.solution:
            theirs |= changed(tree)
    return Book(name, tuple(cells), kernelspec, tuple(sorted(theirs - set(brought))), brought)


def _released(notebook: dict[str, Any]) -> dict[str, tuple[str, dict[str, Any]]]:
    found = {}
    for cell in notebook["cells"]:
        marks = cell.get("metadata", {}).get("nbgrader") or {}
        if marks.get("grade_id"):
            found[marks["grade_id"]] = text_of(cell.get("source", "")), marks
    return found


def _book(file_name: str, notebook: dict[str, Any], given: dict[str, Any]) -> Book:
    cells = [_cell(number, cell) for number, cell in enumerate(notebook["cells"])]
    for at, cell in enumerate(cells):
        if cell.id in given:
            released, marks = given[cell.id]
            source = released if cell.solution else cell.source
            cells[at] = replace(cell, released=released, source=source, marks=dict(marks))
    spec = notebook.get("metadata", {}).get("kernelspec", {})
    full = [text_of(cell.get("source", "")) for cell in notebook["cells"]]
    return book_of(PurePosixPath(file_name).stem, cells, spec, full)


def _cell(number: int, cell: dict[str, Any]) -> Cell:
    marks = cell.get("metadata", {}).get("nbgrader") or {}
    source = text_of(cell.get("source", ""))
    return cell_of(
        marks.get("grade_id") or cell.get("id") or f"cell-{number}",
        cell["cell_type"],
        source,
        marks,
    )


def cell_of(name: str, kind: str, source: str, marks: dict[str, Any]) -> Cell:
    """Return a cell from its full source and nbgrader's marks."""
    solution = bool(marks.get("solution"))
    tree = parsed(source) if solution and kind == "code" else None
    return Cell(
        id=name,
        kind=kind,
        source=_without(source, _SOLUTION, stub="...") if solution and kind == "code" else source,
        released=_without(_without(source, _HIDDEN), _SOLUTION, stub="..."),
        points=float(marks.get("points") or 0),
        grade=bool(marks.get("grade")),
        solution=solution,
        locked=bool(marks.get("locked")),
        task=bool(marks.get("task")),
        marks=dict(marks),
        binds=tuple(sorted(bound(tree))) if tree is not None else (),
    )


def text_of(source: Any) -> str:
    """Return a cell's source, which a notebook may keep as a list of lines."""
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    words = source if isinstance(source, str) else ""
    # Half a letter can stand in JSON, but no file, hash or page can hold it.
    words = words if words.isascii() else words.encode("utf-8", "replace").decode("utf-8")
    return words.replace("\r\n", "\n").replace("\r", "\n")


def looks_like_quiz(cell: Cell) -> bool:
    """Return whether a check may be one that the builder wrote for a quiz."""
    return "worth(key, points=" in cell.source


def _inside(source: str, marker: tuple[str, str]) -> list[int]:
    found, inside = [], False
    for number, line in enumerate(source.split("\n"), 1):
        inside = inside or marker[0] in line
        if inside:
            found.append(number)
        inside = inside and marker[1] not in line
    return found


def _without(source: str, marker: tuple[str, str], stub: str | None = None) -> str:
    lines, gone = source.split("\n"), set(_inside(source, marker))
    kept: list[str] = []
    for number, line in enumerate(lines, 1):
        if number not in gone:
            kept.append(line)
        elif stub is not None and marker[0] in line:
            kept.append(line[: len(line) - len(line.lstrip())] + stub)
    return "\n".join(kept)


def visible_names(cell: Cell) -> set[str]:
    """Return the names that the visible part of a check binds."""
    tree = parsed(cell.released)
    return bound(tree) if tree is not None else set()


def read_later(names: set[str], later: list[str]) -> bool:
    """Return whether some later cell reads one of some names."""
    # Most cells do not even hold the word; only the others are worth parsing.
    likely = [source for source in later if any(name in source for name in names)]
    if sum(map(len, likely)) > _MOST_READ:
        # Saying yes when nobody reads it only costs a run of the part that learners have.
        return True
    return any(names & loaded(tree) for tree in map(parsed, likely) if tree is not None)
