"""How much a submitted cell looks like one of the set's: with an end to the work, whatever it is.

Nothing here runs in the sandbox, so that a submission built to be slow would hold up the others.
"""

from __future__ import annotations

import difflib

from carekit.sandbox.submission.assignment import Book, Cell
from carekit.sandbox.submission.read_notebook import SubmittedCell
from carekit.sandbox.syntax.name_analysis import Parser, bound

LIKE = 0.5
"""From here on a cell is taken for another."""
# Far above what a person writes in a notebook; past it, cells are told apart by marks and ids only.
_MOST_COMPARED = 200
_LONGEST = 4_000


class Likeness:
    """Compares the cells of one submission with those of its set."""

    def __init__(self, book: Book, subs: list[SubmittedCell]) -> None:
        """Get ready; nothing is read before it is asked for."""
        self.book, self.subs = book, subs
        self.parser, self.ratios = Parser(), _MOST_COMPARED
        self._known: dict[int, set[str] | None] = {}

    def names(self, index: int) -> set[str] | None:
        """Return the names that a submitted cell binds, or None where it is no Python."""
        if index not in self._known:
            tree = self.parser.parsed(self.subs[index].source)
            self._known[index] = None if tree is None else bound(tree)
        return self._known[index]

    def of(self, cell: Cell, index: int) -> float:
        """Return how much a submitted cell looks like a cell of the set, 0 to 2."""
        sub = self.subs[index]
        if cell.kind == "code":
            names, wanted = self.names(index), set(cell.binds)
            if names is not None and wanted:
                return 2.0 * len(wanted & names) / len(wanted)
        elif sub.kind == cell.kind:
            return LIKE if self.book.given.own(sub.source) else 0.0
        return self._ratio(sub.source[:_LONGEST], cell.released[:_LONGEST])

    def _ratio(self, one: str, other: str) -> float:
        """Return the likeness of two texts; what cannot reach ``LIKE`` is not worked out."""
        match = difflib.SequenceMatcher(None, one, other, autojunk=False)
        if match.real_quick_ratio() < LIKE or self.ratios <= 0 or match.quick_ratio() < LIKE:
            return 0.0
        self.ratios -= 1
        return match.ratio()
