"""What learners wrote outside of the cells for their answers: it is counted, or shown and said.

A cell of a learner's own belongs to the task in which it stands. Where that task's answer is as it
was released, what stands beside it becomes the answer; else it is left where it is, for whoever
marks the task.
"""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from carekit.common.notebook_format import Attachments
from carekit.sandbox.submission.assignment import Book, Cell
from carekit.sandbox.submission.given_texts import Given, trimmed
from carekit.sandbox.submission.page_text import PageCheck, as_text
from carekit.sandbox.syntax.name_analysis import Parser, bound

# Characters of one submission: far above what a person writes. Past them a cell is taken for a
# program, and for the learner's own, without a look; no notebook built for it keeps others waiting.
_MOST_LOOKED = 2_000_000


class _Programs(Parser):
    """Parses the cells of one submission, and tells words from programs."""

    def is_prose(self, item: Placed) -> bool:
        """Return whether a cell holds words and no program: Markdown, or code of comments only."""
        if item.kind != "code":
            return True
        tree = self.parsed(item.source)
        if tree is None:
            return self.left >= 0
        return not tree.body or all(map(_is_saying, tree.body))


@dataclass
class Placed:
    """One cell of a repaired notebook; ``cell`` is the set's own, None for a learner's extra.

    ``told`` is True where a flag names this cell already; ``own`` where a learner wrote in a cell
    that is none of the set's.
    """

    kind: str
    source: str
    cell: Cell | None = None
    attachments: Attachments = field(default_factory=dict)
    told: bool = False
    own: bool = False

    @property
    def untouched(self) -> bool:
        """Return whether an answer is as it was released, or empty."""
        left = trimmed(self.source)
        return not left or (self.cell is not None and left == trimmed(self.cell.released))


def readers(placed: Sequence[Placed], at: int) -> list[str]:
    """Return the code of the cells that may read a name which the check at one place binds.

    They are all cells after it that are no checks, and the learner's own before it, whose functions
    may be called after it.
    """
    code = [(place, one) for place, one in enumerate(placed) if one.kind == "code"]
    return [
        one.source
        for place, one in code
        if one.cell is None or not (one.cell.test or (place < at and one.cell.trusted))
    ]


def gathered(
    book: Book,
    placed: list[Placed],
    guessed: set[str],
    note: Callable[[str, str], None],
) -> list[Placed]:
    """Return the cells of a repaired notebook with every answer in its own cell, where it can be.

    ``guessed`` are the answers that were found by their words; ``note`` hears of what was done.
    """
    given, programs = book.given, _Programs()
    placed = [one for one in placed if one.cell or trimmed(one.source) not in given.stubs]
    if book.whole:
        _mark_own(placed, given)
    for item in list(placed):
        if item.cell and item.cell.solution and item.kind == "code" and item.untouched:
            placed = _from_elsewhere(item, item.cell, placed, programs, note)
    for item, beside in _by_task(placed, programs) if book.whole else ():
        if item.cell:
            placed = _with_what_is_beside(item, item.cell, beside, placed, guessed, programs, note)
    for item in placed:
        if item.cell and item.cell.solution and item.cell.grade and item.untouched:
            # To the letter, because nbgrader compares a checksum.
            item.source = item.cell.released
    _on_the_page(placed, note)
    return placed


def _mark_own(placed: Sequence[Placed], given: Given) -> None:
    """Mark the cells in which a learner wrote, and which are none of the set's."""
    left = _MOST_LOOKED
    for one in placed:
        if one.cell is None:
            left -= len(one.source)
            one.own = left < 0 or bool(given.own(one.source))


def _on_the_page(placed: list[Placed], note: Callable[[str, str], None]) -> None:
    """Show every word of learners' texts on the page that is read; says under which tasks.

    What the set gives its learners is shown as it was written, however it lays out its words.
    """
    pages, named = PageCheck(), set()
    marked = [n for n, one in enumerate(placed) if _counts(one)]
    head = 0
    for at, item in enumerate(placed):
        head = head if item.cell is None else at
        if item.kind == "code":
            continue
        own = item.own if item.cell is None else item.cell.solution and not item.untouched
        if not own:
            continue
        shown = pages.shown(item.kind, item.source, item.attachments)
        if shown is None:
            continue
        item.kind, item.source = "markdown", shown
        cell = item.cell or (placed[_task_of(head, marked)].cell if marked else None)
        if cell is None or cell.id not in named:
            named.add(cell.id if cell else "")
            note("text-unseen", cell.id if cell else "")


def _from_elsewhere(
    item: Placed,
    cell: Cell,
    placed: list[Placed],
    programs: _Programs,
    note: Callable[[str, str], None],
) -> list[Placed]:
    """Take an answer in code from where it was written, where its stub would undo or lack it."""
    at, wanted = _place(item, placed), set(cell.binds)
    if not wanted:
        return placed
    check = next((n for n in range(at, len(placed)) if _is_test(placed[n])), len(placed))
    found = [
        n for n, one in enumerate(placed) if one.cell is None and _binds(one, wanted, programs)
    ]
    if any(at < n < check for n in found):
        # It runs after the stub and before whatever looks at it.
        return placed
    if found:
        before = [n for n in found if n < at]
        taken = placed[before[-1] if before else found[0]]
        item.source, item.attachments = taken.source, taken.attachments
        note("answer-beside", cell.id)
        return [one for one in placed if one is not taken]
    for one in placed[:at]:
        other = one.cell
        if other is None or not other.solution or wanted & set(other.binds):
            continue
        if _binds(one, wanted, programs):
            # It has run by now; the stub would only undo it.
            item.source = ""
            note("cells-merged", cell.id)
            break
    return placed


def _place(item: Placed, placed: Sequence[Placed]) -> int:
    return next(n for n, one in enumerate(placed) if one is item)


def _is_test(item: Placed) -> bool:
    return item.cell is not None and item.cell.test


def _binds(item: Placed, wanted: set[str], programs: _Programs) -> bool:
    # Most cells do not even hold the words; only the others are worth parsing.
    if item.kind != "code" or any(name not in item.source for name in wanted):
        return False
    tree = programs.parsed(item.source)
    return tree is not None and wanted <= bound(tree)


def _by_task(placed: list[Placed], programs: _Programs) -> list[tuple[Placed, list[Placed]]]:
    """Return the answers and checks beside which learners wrote, and what they wrote there.

    A cell of a learner's own stands below a cell of the set's, and belongs to the answer or check
    that this one is or leads to; below the last of them it belongs to that one. Words just above a
    text answer that is still empty are this answer, unless the task above waits for words as well.
    """
    marked = [n for n, one in enumerate(placed) if _counts(one)]
    found: dict[int, list[Placed]] = {}
    head = 0
    own: list[Placed] = []

    def settle(below: int | None) -> None:
        """Give the cells since ``head`` to their tasks; ``below`` is the set's cell after them."""
        task = _task_of(head, marked)
        waits = below is not None and _waits_for_words(placed[below])
        up = waits and below != task and not _waits_for_words(placed[task])
        for one in own:
            goes_up = up and programs.is_prose(one)
            found.setdefault(below if goes_up and below is not None else task, []).append(one)
        own.clear()

    for at, one in enumerate(placed):
        if one.own:
            own.append(one)
            continue
        if own and marked:
            settle(at)
        head = at
        own.clear()
    if own and marked:
        settle(None)
    return [(placed[at], beside) for at, beside in sorted(found.items())]


def _waits_for_words(item: Placed) -> bool:
    """Return whether a cell is a text answer that a person marks, and nothing stands in it."""
    cell = item.cell
    by_hand = cell is not None and cell.grade and cell.solution
    return by_hand and item.kind != "code" and item.untouched


def _task_of(head: int, marked: Sequence[int]) -> int:
    """Return the place of the answer or check that the set's cell at ``head`` is or leads to."""
    return marked[min(bisect_left(marked, head), len(marked) - 1)]


def _counts(item: Placed) -> bool:
    cell = item.cell
    return cell is not None and (cell.grade or cell.solution or cell.task)


def _with_what_is_beside(
    item: Placed,
    cell: Cell,
    beside: list[Placed],
    placed: list[Placed],
    guessed: set[str],
    programs: _Programs,
    note: Callable[[str, str], None],
) -> list[Placed]:
    prose = [one for one in beside if programs.is_prose(one)]
    by_hand = cell.grade and cell.solution
    if by_hand and item.untouched:
        # A program stays where it runs; whoever marks the text reads it there as well.
        parts, taken = beside, prose if item.kind != "code" else beside
    elif by_hand and cell.id in guessed and item.kind != "code":
        taken = [one for one in prose if one.kind != "code"]
        chosen = {id(item), *map(id, taken)}
        parts = [one for one in placed if id(one) in chosen]
    else:
        parts, taken = [], []
    if len(parts) <= any(one is item for one in parts):
        if any(not one.told for one in prose):
            note("text-beside", cell.id)
        return placed
    written = partial(_as_comments, programs=programs) if item.kind == "code" else _as_text
    item.source = "\n\n".join(one.source if one is item else written(one) for one in parts)
    for one in taken:
        item.attachments = {**one.attachments, **item.attachments}
    note("answer-beside", cell.id)
    gone = set(map(id, taken))
    return [one for one in placed if id(one) not in gone]


def _is_saying(node: ast.stmt) -> bool:
    """Return whether a statement does nothing but stand there: a text or a number."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _as_text(item: Placed) -> str:
    return item.source if item.kind != "code" else as_text(item.source)


def _as_comments(item: Placed, programs: _Programs) -> str:
    if item.kind == "code" and programs.parsed(item.source) is not None:
        return item.source
    return "\n".join(f"# {line}".rstrip() for line in item.source.split("\n"))
