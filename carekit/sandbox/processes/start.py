"""The two warm parents of a set: what each may know, and one pair for all workers of a machine."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from carekit.sandbox.isolation.course_paths import CLOSED
from carekit.sandbox.isolation.home_folders import DATA
from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.isolation.sandbox import Level, python_paths
from carekit.sandbox.processes.fork_client import Branch, Nursery, StartError
from carekit.sandbox.processes.parent_config import CodeCell, JudgedNotebook
from carekit.sandbox.submission.assignment import Book, Snapshot
from carekit.sandbox.syntax.name_analysis import texts

Pair = tuple[Nursery, Nursery]
"""Both warm parents: the learner's, then the judge's."""
Seats = tuple[socket.socket, socket.socket]
"""Connections to a copy of each warm parent: the learner's, then the judge's."""

IMPORTS = ("carekit", "carekit.tables", "carekit.checks", "pandas", "numpy")
# Imported beforehand only where the set speaks of them: every child carries what its parent has.
ON_DEMAND = {
    "quiz(": ("carekit.widgets.quiz",),
    "reader(": ("carekit.widgets.reader",),
    "show(": ("carekit.widgets.chart", "altair"),
    "altair": ("altair",),
    "matplotlib": ("matplotlib.pyplot",),
    "scipy": ("scipy",),
}


class Parents:
    """One pair of warm parents for several workers; what it costs to warm up is paid once.

    Workers get copies: one of which a learner's code has made an end leaves the others alone.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        limits: Limits,
        level: Level,
        course: Path | None = None,
        seed: int | None = None,
        begun: Pair | None = None,
    ) -> None:
        """Start both, or go on with a pair that has begun, without waiting for them."""
        self._about = snapshot, limits, level, course, seed
        self._pair = begun or begin()
        tell(self._pair, *self._about)

    def seats(self, processor: int | None = None) -> Seats:
        """Return the way to a copy of each, made as soon as they are ready.

        Both copies stay on the processor of that number (None: on any). A pair that has ended is
        started anew. Raises OSError.
        """
        if any(parent.process.poll() is not None for parent in self._pair):
            self.close()
            self._pair = begin()
            tell(self._pair, *self._about)
        learner, judge = self._pair
        first = learner.copied(processor)
        try:
            return first, judge.copied(processor)
        except OSError:
            first.close()
            raise

    def close(self) -> None:
        """End both, and with them every copy."""
        for parent in self._pair:
            parent.close()


def begin() -> Pair:
    """Start both warm parents, which import what every set needs until they are told of one.

    They have no common ancestor but the interpreter's file: whoever knows the learner's memory, its
    addresses and the seed of its hashes, must know nothing about the judge's.
    """
    return Nursery("learner"), Nursery("judge")


@contextmanager
def begun(*, wanted: bool) -> Iterator[Pair | None]:
    """Let both import, if they are wanted, while it is found out for which set; end them after."""
    pair = begin() if wanted and sys.platform == "linux" else None
    try:
        yield pair
    finally:
        for parent in pair or ():
            parent.close()


def tell(
    pair: Pair,
    snapshot: Snapshot,
    limits: Limits,
    level: Level,
    course: Path | None,
    seed: int | None,
) -> None:
    """Tell both warm parents what they may know of a set, and let them get ready for it."""
    learner, judge = pair
    environment = {"CAREKIT_ROOT": str(course.resolve())} if course else {}
    opening = snapshot.books[0].opening() if len(snapshot.books) == 1 else []
    learner.tell(
        {
            "level": level.value,
            "limits": limits.values(),
            "readable": [*python_paths(), *_course_files(course, secret=False)],
            "environment": environment,
            "imports": [*IMPORTS, *_mentioned(snapshot)],
            "opening": [cell.source for cell in opening],
            "later": _ahead(snapshot.books[0]) if opening else [],
            "words": sorted(texts(c.released for book in snapshot.books for c in book.cells)),
        }
    )
    if seed is not None:
        environment = {**environment, "CAREKIT_SEED": str(seed)}
    judge.tell(
        {
            "level": level.value,
            "limits": limits.values(),
            "readable": [*python_paths(), *_course_files(course, secret=True)],
            "environment": environment,
            "imports": [*IMPORTS],
            "notebooks": {book.name: _for_judge(book) for book in snapshot.books},
            "ahead": True,
        }
    )


def ready(learner: Branch, judge: Branch) -> None:
    """Wait until both are ready, which they become at the same time. Raises StartError."""
    for parent, other in ((learner, judge), (judge, learner)):
        try:
            parent.wait()
        except StartError:
            other.close()
            raise


def _mentioned(snapshot: Snapshot) -> list[str]:
    words = " ".join(cell.released for book in snapshot.books for cell in book.cells)
    wanted = [modules for word, modules in ON_DEMAND.items() if word in words]
    return [module for modules in wanted for module in modules]


def _ahead(book: Book) -> list[list[str]]:
    wanted = book.later()
    return [[cell.id, cell.released] for cell in book.cells if cell.id in wanted]


def _for_judge(book: Book) -> JudgedNotebook:
    cells: list[CodeCell] = [
        {
            "id": cell.id,
            "source": cell.source,
            "points": cell.points,
            "test": cell.sealed,
            "hidden": cell.hidden_lines(),
        }
        for cell in book.judged()
    ]
    return {"cells": cells, "imports": book.imports, "theirs": book.theirs}


def _course_files(course: Path | None, *, secret: bool) -> list[str]:
    """Return what of the course's data a process may read; the quizzes hold the keys."""
    if course is None:
        return []
    folder = course.resolve() / DATA
    if not folder.is_dir():
        # A course of nbgrader's own has none.
        return []
    if secret:
        return [str(folder)]
    return sorted(str(path) for path in folder.iterdir() if path.name != CLOSED)
