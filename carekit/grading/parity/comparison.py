"""What both graders give, side by side: every score of every hand-in, and where they differ."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from importlib.metadata import version
from pathlib import Path
from typing import TypedDict

from carekit.common.files import ContentError, sha256, write_atomic
from carekit.common.notebook_format import NotebookJson
from carekit.grading.parity import both_graders, variants
from carekit.grading.parity.both_graders import Graded, Mark, Marks
from carekit.grading.parity.foreign_sets import ForeignSet, remove
from carekit.grading.refusals import say

_CLOSE = 1e-9
"""Points that differ by less are the same: nbgrader's database keeps them as it computed them."""


class Kind(Enum):
    """How the two scores of a cell stand to each other."""

    EQUAL = "equal"
    WAITS = "waits for a person"
    LESS = "less than stock"
    MORE = "more than stock"
    ONE_ONLY = "one grader only"


@dataclass(frozen=True)
class Row:
    """One graded cell of one hand-in, as both graders see it; None where one has no row for it.

    ``about`` are flags of the hand-in by our grader.
    """

    learner: str
    notebook: str
    cell: str
    stock: Mark | None
    ours: Mark | None
    about: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """Return how the two scores stand to each other."""
        if self.stock is None or self.ours is None:
            return Kind.ONE_ONLY
        if self.stock.waits == self.ours.waits and _same(self.stock.points, self.ours.points):
            return Kind.EQUAL
        if self.ours.waits and not self.stock.waits:
            return Kind.WAITS
        more = (self.ours.points or 0.0) > (self.stock.points or 0.0)
        return Kind.MORE if more or (self.stock.waits and not self.ours.waits) else Kind.LESS


def _same(one: float | None, other: float | None) -> bool:
    return one == other if one is None or other is None else abs(one - other) < _CLOSE


@dataclass(frozen=True)
class SetParity:
    """The comparison of one set: its rows, or why one or both graders refuse it."""

    found: str
    rows: tuple[Row, ...] = ()
    stock_refuses: str = ""
    ours_refuses: str = ""
    notes: tuple[str, ...] = ()

    @property
    def equal(self) -> bool:
        """Return whether both graders say the same of everything."""
        if self.stock_refuses or self.ours_refuses:
            return bool(self.stock_refuses) and bool(self.ours_refuses)
        return all(row.kind is Kind.EQUAL for row in self.rows)

    def checks(self) -> dict[tuple[str, str], bool]:
        """Return each graded cell, and whether it has the same score in every hand-in."""
        found: dict[tuple[str, str], bool] = {}
        for row in self.rows:
            place = row.notebook, row.cell
            found[place] = found.get(place, True) and row.kind is Kind.EQUAL
        return found


class MarkEntry(TypedDict):
    """A ``Mark`` as it is kept."""

    points: float | None
    waits: bool
    most: float
    why: str


class KeptEntry(TypedDict):
    """What stock nbgrader gave for one set; ``marks`` hold hand-in, notebook, cell, and a mark."""

    found: str
    released: dict[str, str]
    refused: str
    marks: list[tuple[str, str, str, MarkEntry]]
    notes: dict[str, list[str]]


@dataclass
class KeptStock:
    """What stock nbgrader gave, in a file, so that it is not run again for the same notebooks.

    ``entries`` are by the digest of all that its scores depend on.
    """

    path: Path | None = None
    entries: dict[str, KeptEntry] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path | None) -> KeptStock:
        """Return what a file holds; nothing where there is none. Raises ContentError if damaged."""
        if path is None or not path.exists():
            return cls(path)
        try:
            return cls(path, json.loads(path.read_text(encoding="utf-8")))
        except ValueError:
            raise ContentError(say("no-stock-scores", file=path)) from None

    def keep(self, key: str, entry: KeptEntry) -> None:
        """Keep one set's, on the disk as well where there is a file."""
        self.entries[key] = entry
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(self.path, json.dumps(self.entries, ensure_ascii=False).encode())


def compared(
    one: ForeignSet,
    place: Path,
    kept: KeptStock,
    workers: int = 1,
    only: Collection[str] = (),
) -> SetParity:
    """Return the comparison of a set; it is laid out twice below ``place``, which is removed.

    ``only`` are the names of the hand-ins that are compared, where not all are.
    """
    try:
        released, stock = _stock(one, place / "stock", kept, only)
        if stock.refused:
            made: Mapping[str, variants.Files] = {}
        else:
            solved = {name: book for name, book in one.notebooks().items() if name in released}
            made = variants.hand_ins(released, solved, one.others(), only)
        root = place / "ours"
        one.lay_out(root)
        both_graders.hand_in(root, one.set_id, made)
        (root / "submitted").mkdir(exist_ok=True)
        ours = both_graders.by_care(root, one.set_id, workers)
    finally:
        remove(place)
    if stock.refused or ours.refused:
        return SetParity(one.found, stock_refuses=stock.refused, ours_refuses=ours.refused)
    notes = tuple(f"stock nbgrader: {line}" for said in stock.flags.values() for line in said)
    return SetParity(one.found, _rows(stock.marks, ours), notes=notes)


def _rows(stock: Marks, ours: Graded) -> tuple[Row, ...]:
    return tuple(
        Row(
            *(learner, notebook, cell),
            stock.get((learner, notebook, cell)),
            ours.marks.get((learner, notebook, cell)),
            tuple(ours.flags.get(learner, ())),
        )
        for learner, notebook, cell in sorted({*stock, *ours.marks})
    )


def _stock(
    one: ForeignSet, root: Path, kept: KeptStock, only: Collection[str]
) -> tuple[dict[str, NotebookJson], Graded]:
    """Return the released notebooks, and what stock gives for the hand-ins made from them."""
    key = _key(one, only)
    if key not in kept.entries:
        one.lay_out(root)
        refused = both_graders.release_by_stock(root, one.set_id)
        folder = root / "release" / one.set_id
        released = {} if refused else {p.name: p.read_text("utf-8") for p in folder.glob("*.ipynb")}
        stock = Graded(refused=refused)
        if not refused:
            books: dict[str, NotebookJson] = {n: json.loads(t) for n, t in released.items()}
            made = variants.hand_ins(books, one.notebooks(), one.others(), only)
            both_graders.hand_in(root, one.set_id, made)
            stock = both_graders.by_stock(root, one.set_id)
        marks: list[tuple[str, str, str, MarkEntry]] = [
            (
                *at,
                {"points": mark.points, "waits": mark.waits, "most": mark.most, "why": mark.why},
            )
            for at, mark in stock.marks.items()
        ]
        kept.keep(
            key,
            {
                "found": one.found,
                "released": released,
                "refused": stock.refused,
                "marks": marks,
                "notes": stock.flags,
            },
        )
    return _of_kept(kept.entries[key])


def _of_kept(entry: KeptEntry) -> tuple[dict[str, NotebookJson], Graded]:
    marks = {(who, book, cell): Mark(**mark) for who, book, cell, mark in entry["marks"]}
    released = {name: json.loads(text) for name, text in entry["released"].items()}
    return released, Graded(marks, entry["refused"], entry["notes"])


def _key(one: ForeignSet, only: Collection[str]) -> str:
    """Return a digest of all that stock's scores depend on, the ways of damaging included."""
    files = {name: sha256(data) for name, data in {**one.files, **one.course}.items()}
    ways = sha256(Path(variants.__file__).read_bytes())
    return sha256(json.dumps([one.set_id, files, ways, sorted(only), version("nbgrader")]).encode())
