"""What a set is: every cell with its points, its checks (hidden lines too) and its marks."""

from __future__ import annotations

import base64
import builtins
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, cast

from carekit.common.files import sha256
from carekit.common.notebook_format import CellJson, Kernelspec, Marks, NotebookJson
from carekit.sandbox.submission.cell_text import text_of
from carekit.sandbox.submission.given_texts import Given
from carekit.sandbox.submission.hidden_lines import (
    HIDDEN,
    SCHEME,
    inside,
    left_out,
    stubbed,
    without,
)
from carekit.sandbox.submission.snapshot_json import BookJson, CellOfJson, SnapshotJson
from carekit.sandbox.submission.trust import NOT_NAMED, SEALED, in_digest, named_trust
from carekit.sandbox.syntax.name_analysis import (
    bound,
    changed,
    imports,
    inner,
    loaded,
    parsed,
    read_inside,
    renewed,
    steady,
    with_inside,
)


@dataclass(frozen=True)
class Cell:
    """One cell of a set. ``id`` is its grade id, or its cell id where it has no marks.

    ``source`` is what the grader runs, ``released`` what learners were given; neither holds a
    solution. ``marks`` is nbgrader's own metadata, empty for an ordinary cell; ``binds`` are the
    names a right answer binds, as far as they are known. ``trust`` is the level of trust of a check
    (``trust.py``), empty where nobody has chosen one: it is then judged sealed.
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
    marks: Marks = field(default_factory=Marks)
    binds: tuple[str, ...] = ()
    trust: str = NOT_NAMED

    @property
    def test(self) -> bool:
        """Return whether this cell is a check that gives points by itself."""
        return self.grade and not self.solution and not self.task and self.kind == "code"

    @property
    def sealed(self) -> bool:
        """Return whether this is a check that the judge's process runs."""
        return self.test and self.trust in (NOT_NAMED, SEALED)

    @property
    def trusted(self) -> bool:
        """Return whether this cell is code that a learner must not change, and no check."""
        return self.kind == "code" and self.locked and not self.grade and not self.solution

    def hidden_lines(self) -> list[int]:
        """Return the numbers (from 1) of the lines that learners never see."""
        return inside(self.source, HIDDEN) or left_out(self.source, self.released)


@dataclass(frozen=True)
class Book:
    """One notebook of a set; ``theirs`` are the names that a right solution binds or changes.

    Those that it alone imports are among them. ``whole`` is False where the cells without marks
    are not known: a gradebook keeps none.
    """

    name: str
    cells: tuple[Cell, ...]
    kernelspec: Kernelspec
    theirs: tuple[str, ...]
    imports: dict[str, str]
    whole: bool = True

    @cached_property
    def given(self) -> Given:
        """Return the texts of the notebook as learners got it."""
        stubs = [cell.released for cell in self.cells if cell.solution]
        return Given([cell.released for cell in self.cells], stubs)

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
        opening = list(filter(None, (parsed(cell.source) for cell in self.opening())))
        known: set[str] = set().union(*map(bound, opening))
        inside = read_inside(opening)
        done = {cell.id for cell in self.opening()}
        found: dict[str, set[str]] = {}
        for cell in self.cells:
            tree = parsed(cell.source) if cell.trusted and cell.id not in done else None
            if tree is None or cell.source != cell.released or "%" in cell.source.split("\n")[0]:
                continue
            named = loaded(tree) - bound(tree)
            # A learner may use the name of a builtin, such as ``sum``, for something else.
            asked = known | set(self.theirs) | (set(dir(builtins)) - inner(tree))
            reads = with_inside(named, inside) & asked
            strange = named - known - set(dir(builtins)) - inner(tree)
            if strange or reads & set(self.theirs) or not steady(tree):
                continue
            if (changed(tree) - renewed(tree)) & known:
                continue
            found[cell.id] = reads
            known |= bound(tree)
            inside |= read_inside([tree])
        return found

    def judged(self) -> list[Cell]:
        """Return the sealed checks, and what else is locked and binds a name they need."""
        needed: set[str] = set()
        found: list[Cell] = []
        for cell in reversed(self.cells):
            tree = parsed(cell.source) if cell.test or cell.trusted else None
            wanted = cell.sealed or (tree is not None and bool(bound(tree) & needed))
            if not wanted:
                continue
            # A check with a magic in it is read whole; what it needs can only be guessed.
            needed |= loaded(tree) if tree is not None else set()
            found.append(cell)
        return found[::-1]


@dataclass(frozen=True)
class Snapshot:
    """A set as the grader needs it; plain data, so that it can be sent to other machines.

    ``files`` are the set's own files by relative name: they lie beside every submission.
    """

    books: tuple[Book, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)

    @classmethod
    def from_notebooks(
        cls,
        notebooks: Mapping[str, bytes],
        released: Mapping[str, bytes] | None = None,
        full: Mapping[str, bytes] | None = None,
        files: Mapping[str, bytes] | None = None,
    ) -> Snapshot:
        """Return the snapshot of instructor notebooks (``source/<set>/*.ipynb``) by file name.

        ``released`` are the learners' versions where they exist: they say what an untouched answer
        looks like. ``full`` are the notebooks as nbgrader keeps them for grading, where these are
        not the instructor's: with instantiated checks, and all that is hidden. ``files`` are the
        set's own.
        """
        made = [
            _book(
                name,
                json.loads(data),
                json.loads((released or {}).get(name, b"null")),
                json.loads((full or {}).get(name, b"null")),
            )
            for name, data in sorted(notebooks.items())
        ]
        return cls(tuple(made), dict(files or {}))

    @classmethod
    def from_json(cls, data: SnapshotJson) -> Snapshot:
        """Return the snapshot that ``as_json`` wrote."""
        books = [
            Book(
                book["name"],
                tuple(_cell_of_json(cell) for cell in book["cells"]),
                book["kernelspec"],
                tuple(book["theirs"]),
                book["imports"],
                book["whole"],
            )
            for book in data["books"]
        ]
        files = {name: base64.b64decode(held) for name, held in data.get("files", {}).items()}
        return cls(tuple(books), files)

    def as_json(self) -> SnapshotJson:
        """Return plain data that JSON can hold."""
        files = {name: base64.b64encode(held).decode() for name, held in self.files.items()}
        books = [cast("BookJson", asdict(book)) for book in self.books]
        return {"books": books, "files": files}

    def with_files(self, submitted: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return a submission's files with the set's own laid over them, as nbgrader does.

        A file of the learner's gives way where it stands in the place of a folder, or the folder
        in the place of a file.
        """
        folders = {str(up) for name in self.files for up in PurePosixPath(name).parents}
        kept = {
            name: held
            for name, held in submitted.items()
            if name not in folders
            and not any(str(up) in self.files for up in PurePosixPath(name).parents)
        }
        return {**kept, **self.files} if self.files else dict(submitted)

    def digest(self) -> str:
        """Return the SHA-256 of everything the score depends on."""
        files = {name: sha256(held) for name, held in self.files.items()}
        about = [in_digest(asdict(book)) for book in self.books], files
        return sha256(json.dumps(about, sort_keys=True).encode())


def book_of(
    name: str, cells: list[Cell], kernelspec: Kernelspec, full: list[str] | None = None
) -> Book:
    """Return a notebook, with the names that its solutions bind and its import statements.

    ``full`` holds the cells' sources with their solutions where these are known; a gradebook keeps
    only what was released.
    """
    theirs, given = set[str](), set[str]()
    brought: dict[str, str] = {}
    for cell, source in zip(cells, full or [cell.source for cell in cells], strict=True):
        tree = parsed(source) if cell.kind == "code" else None
        if tree is None:
            continue
        if not cell.test:
            brought |= imports(tree)
            given |= set() if cell.solution else imports(tree).keys()
        if not (cell.locked or cell.grade) or cell.solution:
            theirs |= changed(tree)
    return Book(name, tuple(cells), kernelspec, tuple(sorted(theirs - given)), brought)


def _book(
    file_name: str,
    notebook: NotebookJson,
    released: NotebookJson | None,
    full: NotebookJson | None,
) -> Book:
    theirs = _named(notebook)
    given = _named(released) if released else {}
    cells = [
        _cell(name, cell, theirs.get(name), given.get(name), cleared=full is not None)
        for name, cell in _named(full or notebook).items()
    ]
    about = notebook.get("metadata", {})
    for at, one in enumerate(cells):
        if one.test and one.id in theirs:
            own = theirs[one.id].get("metadata", {})
            cells[at] = replace(one, trust=named_trust(file_name, one.id, own, about))
    sources = [
        text_of(theirs[cell.id]["source"]) if cell.id in theirs else text_of(cell.source)
        for cell in cells
    ]
    return book_of(PurePosixPath(file_name).stem, cells, about.get("kernelspec", {}), sources)


def _named(notebook: NotebookJson) -> dict[str, CellJson]:
    """Return a notebook's cells by grade id, or by their own id where they have no marks."""
    found: dict[str, CellJson] = {}
    for number, cell in enumerate(notebook["cells"]):
        name = _marks(cell).get("grade_id") or cell.get("id") or f"cell-{number}"
        found[name if name not in found else f"{name}-{number}"] = cell
    return found


def _marks(cell: CellJson) -> Marks:
    return cell.get("metadata", {}).get("nbgrader") or {}


def _cell_of_json(cell: CellOfJson) -> Cell:
    fields: dict[str, Any] = {**cell, "binds": tuple(cell["binds"])}
    return Cell(**fields)


def _cell(
    name: str,
    cell: CellJson,
    theirs: CellJson | None,
    given: CellJson | None,
    *,
    cleared: bool,
) -> Cell:
    """Return a cell; ``theirs`` is the instructor's, ``given`` the learners' version of it."""
    source = text_of(cell.get("source", ""))
    made = cell_of(name, cell["cell_type"], source, _marks(cell), cleared=cleared)
    tree = None
    if theirs is not None and made.solution and made.kind == "code":
        tree = parsed(text_of(theirs.get("source", "")))
    if tree is not None:
        made = replace(made, binds=tuple(sorted(bound(tree))))
    if given is None or not (marks := _marks(given)):
        return made
    released = text_of(given.get("source", ""))
    # Code that is no check runs in the learner's process: only what learners have may stand in it.
    source = released if made.solution or made.trusted else source
    return replace(made, released=released, source=source, marks=marks.copy())


def cell_of(name: str, kind: str, source: str, marks: Marks, *, cleared: bool = False) -> Cell:
    """Return a cell from its source and nbgrader's marks.

    Where ``cleared`` is False the source is the instructor's, and a solution in it is taken out.
    """
    solution = bool(marks.get("solution"))
    tree = parsed(source) if solution and kind == "code" else None
    if solution and not cleared:
        source = stubbed(source, kind)
    return Cell(
        id=name,
        kind=kind,
        source=source,
        released=without(without(source, HIDDEN), SCHEME),
        points=float(marks.get("points") or 0),
        grade=bool(marks.get("grade")),
        solution=solution,
        locked=bool(marks.get("locked")),
        task=bool(marks.get("task")),
        marks=marks.copy(),
        binds=tuple(sorted(bound(tree))) if tree is not None else (),
    )
