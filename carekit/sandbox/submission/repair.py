"""A submission put back into the shape of its set: whatever happened to it on the way.

Marks, order and locked text come from the snapshot; from the learner come the answers and the
cells of their own. Nothing a notebook says about itself is believed.
"""

from __future__ import annotations

from collections import Counter

from carekit.sandbox.submission.assignment import Book, Cell
from carekit.sandbox.submission.given_texts import trimmed
from carekit.sandbox.submission.read_notebook import Flags, SubmittedCell, flag
from carekit.sandbox.submission.similarity import LIKE, Likeness
from carekit.sandbox.submission.unplaced_text import Placed, gathered


def repair(book: Book, submitted: list[SubmittedCell], flags: Flags) -> list[Placed]:
    """Return the cells of a submission in the set's order; adds what was repaired to ``flags``."""
    return _Repair(book, submitted, flags).done()


def _same(one: str, other: str) -> bool:
    return one == other or trimmed(one) == trimmed(other)


class _Repair:
    def __init__(self, book: Book, submitted: list[SubmittedCell], flags: Flags) -> None:
        self.book, self.subs, self.flags = book, submitted, flags
        self.likeness = Likeness(book, submitted)
        self.marked = [cell for cell in book.cells if cell.marks]
        self.owner: dict[str, int] = {}
        self.taken: set[int] = set()
        self.own_source: dict[str, str] = {}
        self.guessed: set[str] = set()
        self.emptied: set[int] = set()

    def note(self, code: str, cell: str = "") -> None:
        self.flags.append(flag(code, self.book.name, cell))

    def done(self) -> list[Placed]:
        if any("skip-execution" in sub.tags for sub in self.subs):
            self.note("tags-ignored")
        self._by_claim()
        lost = not self.owner
        if self._open():
            self._by_id()
            self._by_text(sure=True)
            self._by_likeness()
            self._by_text(sure=False)
            self._unmerge()
        missing = self._open()
        if lost and self.marked:
            self.note("marks-lost")
        for cell in missing:
            if cell.id not in self.own_source and not lost:
                self.note("answer-missing" if cell.solution else "check-missing", cell.id)
        if lost:
            self._note_lost_answers(missing)
        return gathered(self.book, self._ordered(), self.guessed, self.note)

    def _note_lost_answers(self, missing: list[Cell]) -> None:
        for cell in missing:
            if cell.solution and cell.id not in self.own_source:
                self.note("answer-missing", cell.id)

    def _take(self, cell: Cell, index: int) -> None:
        self.owner[cell.id] = index
        self.taken.add(index)

    def _by_claim(self) -> None:
        for cell in self.marked:
            claims = [i for i, sub in enumerate(self.subs) if sub.claim == cell.id]
            if len(claims) > 1:
                self.note("cell-twice", cell.id)
                self._take(cell, self._worked(cell, claims))
            elif claims:
                self._take(cell, claims[0])

    def _worked(self, cell: Cell, claims: list[int]) -> int:
        """Return which of several copies counts: the one somebody worked in, else the given one."""
        same = {i for i in claims if trimmed(self.subs[i].source) == trimmed(cell.released)}
        wanted = [i for i in claims if (i in same) is not cell.solution]
        filled = [i for i in wanted if self.subs[i].source.strip()]
        return (filled or wanted or claims)[0]

    def _free(self) -> list[int]:
        return [i for i in range(len(self.subs)) if i not in self.taken]

    def _open(self) -> list[Cell]:
        return [cell for cell in self.marked if cell.id not in self.owner]

    def _by_id(self) -> None:
        by_id = {self.subs[i].id: i for i in reversed(self._free()) if self.subs[i].id}
        for cell in self._open():
            if cell.id in by_id and by_id[cell.id] not in self.taken:
                self._take(cell, by_id[cell.id])

    def _by_text(self, *, sure: bool) -> None:
        """Find cells by what they say.

        Several answers may say the same as long as nobody has touched them; ``sure`` takes of those
        only what follows the right cell.
        """
        by_text: dict[str, list[int]] = {}
        for index in self._free():
            by_text.setdefault(trimmed(self.subs[index].source), []).append(index)
        wanted = Counter(trimmed(cell.released) for cell in self._open())
        for cell in self._open():
            text = trimmed(cell.released)
            free = [i for i in by_text.get(text, []) if i not in self.taken] if text else []
            low, high = self._gap(cell)
            inside = [i for i in free if low < i < high] or free
            follows = [i for i in inside if self._follows(cell, i)]
            if follows or (inside and not (sure and wanted[text] > 1)):
                self._take(cell, (follows or inside)[0])

    def _follows(self, cell: Cell, index: int) -> bool:
        """Return whether the cell above a submitted one is the one above a cell of the set."""
        at = self.book.cells.index(cell)
        if not at or not index:
            return at == index
        above = self.subs[index - 1].source
        return trimmed(above) == trimmed(self.book.cells[at - 1].released)

    def _by_likeness(self) -> None:
        """Find answers that lost their marks: by the names they bind, then by their words."""
        for cell in self._open():
            if not cell.solution:
                continue
            low, high = self._gap(cell)
            places = [i for i in self._free() if self.subs[i].source.strip()]
            scored = [(self.likeness.of(cell, i), -i) for i in places if low < i < high]
            if not scored or max(scored)[0] < LIKE:
                # Elsewhere only what binds every name is it beyond doubt.
                scored = [(2.0, -i) for i in places if self._is_it(cell, i)]
            if scored and max(scored)[0] >= LIKE:
                self._take(cell, -max(scored)[1])
                self.guessed.add(cell.id)

    def _is_it(self, cell: Cell, index: int) -> bool:
        wanted = set(cell.binds) if cell.kind == "code" else set()
        return bool(wanted) and wanted <= (self.likeness.names(index) or set())

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
                source = self.subs[self.owner[other.id]].source
                names = self.likeness.names(self.owner[other.id])
                if names is not None and wanted <= names:
                    # In another answer it runs where it is; the stub would only undo it.
                    rest = "" if other.solution else source.replace(other.released.strip(), "")
                    self.own_source[cell.id] = rest
                    self.emptied.add(self.owner[other.id])
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
                groups[head].append(Placed(sub.kind, sub.source, None, sub.attachments))
                continue
            head = cell.id
            groups[head] = [self._restored(cell, sub), *self._added(cell, index)]
        wanted = [cell.id for cell in self.marked if cell.id in self.owner]
        if order != wanted:
            moved = next(a for a, b in zip(order, wanted, strict=True) if a != b)
            self.note("cell-moved", moved)
        placed = groups[""]
        for cell in self.marked:
            made = Placed(cell.kind, self.own_source.get(cell.id, cell.source), cell)
            placed += groups.get(cell.id) or [made]
        return placed

    def _added(self, cell: Cell, index: int) -> list[Placed]:
        """Return what a learner wrote into a cell that is not theirs, as a cell of their own."""
        sub = self.subs[index]
        changed = not _same(sub.source, cell.released) and not _same(sub.source, cell.source)
        if cell.solution or not changed or index in self.emptied:
            return []
        own = self.book.given.own(sub.source)
        if not cell.test:
            self.note("given-changed", cell.id)
        if not own and not sub.attachments:
            return []
        # It is shown and not run: it was never meant to stand alone.
        shown = own if sub.kind != "code" else f"```\n{own}\n```"
        return [Placed("markdown", shown, None, sub.attachments, told=True)]

    def _restored(self, cell: Cell, sub: SubmittedCell) -> Placed:
        if sub.kind != cell.kind:
            self.note("cell-retyped", cell.id)
        if cell.solution:
            return Placed(cell.kind, sub.source, cell, sub.attachments)
        if cell.test and not (_same(sub.source, cell.released) or _same(sub.source, cell.source)):
            self.note("check-changed", cell.id)
        return Placed(cell.kind, cell.source, cell)
