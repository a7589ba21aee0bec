"""A submission put back into the shape of its set: whatever happened to it on the way.

Marks, order and locked text come from the snapshot; from the learner come the answers and the
cells of their own. Nothing a notebook says about itself is believed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from carekit.grading.sealed.likeness import LIKE, Likeness, trimmed
from carekit.grading.sealed.reading import Flags, flag
from carekit.grading.sealed.snapshot import Book, Cell


@dataclass
class Placed:
    """One cell of a repaired notebook; ``cell`` is the set's own, None for a learner's extra."""

    kind: str
    source: str
    cell: Cell | None = None
    attachments: dict[str, Any] = field(default_factory=dict)


def repair(book: Book, submitted: list[dict[str, Any]], flags: Flags) -> list[Placed]:
    """Return the cells of a submission in the set's order; adds what was repaired to ``flags``."""
    return _Repair(book, submitted, flags).done()


def _same(one: str, other: str) -> bool:
    return one == other or trimmed(one) == trimmed(other)


class _Repair:
    def __init__(self, book: Book, submitted: list[dict[str, Any]], flags: Flags) -> None:
        self.book, self.subs, self.flags = book, submitted, flags
        self.likeness = Likeness(book, submitted)
        self.marked = [cell for cell in book.cells if cell.marks]
        self.owner: dict[str, int] = {}
        self.taken: set[int] = set()
        self.own_source: dict[str, str] = {}

    def note(self, code: str, cell: str = "") -> None:
        self.flags.append(flag(code, self.book.name, cell))

    def done(self) -> list[Placed]:
        if any("skip-execution" in sub["tags"] for sub in self.subs):
            self.note("tags-ignored")
        self._by_claim()
        lost = not self.owner
        if self._open():
            self._by_id()
            self._by_text()
            self._by_likeness()
            self._unmerge()
        missing = self._open()
        if lost and self.marked:
            self.note("marks-lost")
        for cell in missing:
            if cell.id not in self.own_source and not lost:
                self.note("answer-missing" if cell.solution else "check-missing", cell.id)
        if lost:
            self._note_lost_answers(missing)
        return self._ordered()

    def _note_lost_answers(self, missing: list[Cell]) -> None:
        for cell in missing:
            if cell.solution and cell.id not in self.own_source:
                self.note("answer-missing", cell.id)

    def _take(self, cell: Cell, index: int) -> None:
        self.owner[cell.id] = index
        self.taken.add(index)

    def _by_claim(self) -> None:
        for cell in self.marked:
            claims = [i for i, sub in enumerate(self.subs) if sub["claim"] == cell.id]
            if len(claims) > 1:
                self.note("cell-twice", cell.id)
                # Of several copies the one somebody worked in; all of them are run anyway.
                stub = trimmed(cell.released)
                worked = [i for i in claims if trimmed(self.subs[i]["source"]) != stub]
                self._take(cell, worked[0] if cell.solution and worked else claims[0])
            elif claims:
                self._take(cell, claims[0])

    def _free(self) -> list[int]:
        return [i for i in range(len(self.subs)) if i not in self.taken]

    def _open(self) -> list[Cell]:
        return [cell for cell in self.marked if cell.id not in self.owner]

    def _by_id(self) -> None:
        by_id = {self.subs[i]["id"]: i for i in reversed(self._free()) if self.subs[i]["id"]}
        for cell in self._open():
            if cell.id in by_id and by_id[cell.id] not in self.taken:
                self._take(cell, by_id[cell.id])

    def _by_text(self) -> None:
        by_text = {trimmed(self.subs[i]["source"]): i for i in reversed(self._free())}
        for cell in self._open():
            index = by_text.get(trimmed(cell.released))
            if index is not None and index not in self.taken and trimmed(cell.released):
                self._take(cell, index)

    def _by_likeness(self) -> None:
        """Find answers that lost their marks: by the names they bind, then by their words."""
        for cell in self._open():
            if not cell.solution:
                continue
            low, high = self._gap(cell)
            scored = [
                (self.likeness.of(cell, i), -i)
                for i in self._free()
                if low < i < high and self.subs[i]["source"].strip()
            ]
            if scored and max(scored)[0] >= LIKE:
                self._take(cell, -max(scored)[1])

    def _gap(self, cell: Cell) -> tuple[int, int]:
        """Return the places in the submission between which a cell must lie."""
        at = self.marked.index(cell)
        before = [self.owner[c.id] for c in self.marked[:at] if c.id in self.owner]
        after = [self.owner[c.id] for c in self.marked[at + 1 :] if c.id in self.owner]
        low, high = max(before, default=-1), min(after, default=len(self.subs))
        return (low, high) if low < high else (-1, len(self.subs))

    def _unmerge(self) -> None:
        """Get an answer back that was merged into another answer, a check or a locked cell."""
        for cell in self._open():
            wanted = set(cell.binds)
            for other in self.marked:
                if other.id not in self.owner or not wanted:
                    continue
                source = self.subs[self.owner[other.id]]["source"]
                names = self.likeness.names(self.owner[other.id])
                if names is not None and wanted <= names:
                    # In another answer it runs where it is; the stub would only undo it.
                    rest = "" if other.solution else source.replace(other.released.strip(), "")
                    self.own_source[cell.id] = rest
                    self.note("cells-merged", cell.id)
                    break

    def _ordered(self) -> list[Placed]:
        of_index = {
            index: cell for cell in self.marked if (index := self.owner.get(cell.id)) is not None
        }
        groups: dict[str, list[Placed]] = {"": []}
        order = [of_index[i].id for i in sorted(of_index)]
        head = ""
        for index, sub in enumerate(self.subs):
            cell = of_index.get(index)
            if cell is None:
                groups[head].append(Placed(sub["kind"], sub["source"], None, sub["attachments"]))
                continue
            head = cell.id
            groups[head] = [self._restored(cell, sub)]
        wanted = [cell.id for cell in self.marked if cell.id in self.owner]
        if order != wanted:
            moved = next(a for a, b in zip(order, wanted, strict=True) if a != b)
            self.note("cell-moved", moved)
        placed = groups[""]
        for cell in self.marked:
            made = Placed(cell.kind, self.own_source.get(cell.id, cell.source), cell)
            placed += groups.get(cell.id) or [made]
        return placed

    def _restored(self, cell: Cell, sub: dict[str, Any]) -> Placed:
        if sub["kind"] != cell.kind:
            self.note("cell-retyped", cell.id)
        if cell.solution or (cell.task and not cell.locked):
            return Placed(cell.kind, sub["source"], cell, sub["attachments"])
        if cell.test and not (
            _same(sub["source"], cell.released) or _same(sub["source"], cell.source)
        ):
            self.note("check-changed", cell.id)
        return Placed(cell.kind, cell.source, cell)
