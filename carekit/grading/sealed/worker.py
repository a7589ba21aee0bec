"""The one way in: a set's snapshot and a submission's files give scores, as plain data."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

from carekit.files import sha256
from carekit.grading.sealed.canonical import Placed, repair
from carekit.grading.sealed.limits import Limits
from carekit.grading.sealed.nursery import Nursery, StartError
from carekit.grading.sealed.reading import Flags, find, flag, read
from carekit.grading.sealed.sandbox import Level, best_level, probe, python_paths
from carekit.grading.sealed.session import Plan, Session, Shown
from carekit.grading.sealed.snapshot import Book, Snapshot
from carekit.grading.sealed.words import spoken

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
_STRENGTH = [Level.NONE, Level.LANDLOCK, Level.NAMESPACES]


class MissingWallError(Exception):
    """A level is asked for that the machine cannot give; the message says why."""


class Worker:
    """Grades submissions of one set, one after the other.

    ``level`` is how strong the room must be (None: as strong as the machine can); ``course`` is
    the folder whose ``course_data`` the exercises read; ``seed`` fixes what the checks draw, so
    that it is drawn once for all submissions (None: anew for each).
    Raises MissingWallError, StartError.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        *,
        limits: Limits | None = None,
        level: Level | None = None,
        course: Path | None = None,
        seed: int | None = None,
    ) -> None:
        """Start both warm parents."""
        self.snapshot, self.limits = snapshot, limits or Limits()
        found = probe()
        best = best_level(found)
        if level is not None and _STRENGTH.index(level) > _STRENGTH.index(best):
            raise MissingWallError(f"{level} is asked for, {best} is possible: {found.get('why')}")
        self.level = level or best
        self.plans = {book.name: Plan(book) for book in snapshot.books}
        self.course, self.seed = course, seed
        self._start()
        self._about = {
            "level": self.level.value,
            "sealed": True,
            "seed": self.seed,
            "versions": {name: version(name) for name in ("carekit", "pandas", "numpy", "ipython")},
            "snapshot": snapshot.digest(),
        }

    def _start(self) -> None:
        """Start both warm parents and wait until they are ready."""
        environment = {"CAREKIT_ROOT": str(self.course.resolve())} if self.course else {}
        common = {"level": self.level.value, "limits": self.limits.as_dict()}
        opening = self.snapshot.books[0].opening() if len(self.snapshot.books) == 1 else []
        self.learner = Nursery(
            "learner",
            {
                **common,
                "readable": [*python_paths(), *_course_files(self.course, secret=False)],
                "environment": environment,
                "imports": [*IMPORTS, *_mentioned(self.snapshot)],
                "opening": [cell.source for cell in opening],
                "later": _ahead(self.snapshot.books[0]) if opening else [],
            },
        )
        if self.seed is not None:
            environment = {**environment, "CAREKIT_SEED": str(self.seed)}
        self.judge = Nursery(
            "judge",
            {
                **common,
                "readable": [*python_paths(), *_course_files(self.course, secret=True)],
                "environment": environment,
                "imports": IMPORTS,
                "notebooks": {book.name: _for_judge(book) for book in self.snapshot.books},
            },
        )
        # Both import at the same time.
        for parent, other in ((self.learner, self.judge), (self.judge, self.learner)):
            try:
                parent.wait()
            except StartError:
                other.close()
                raise

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End both parents and everything they have started."""
        self.learner.close()
        self.judge.close()

    def grade(self, submission: Mapping[str, bytes]) -> dict[str, Any]:
        """Return the scores, the graded notebooks and the flags of one submission.

        ``submission`` maps relative file names to their bytes. The result is plain JSON:
        ``notebooks`` by name, each with ``cells`` (grade id -> score, max_score, needs_manual,
        outcome, message) and ``notebook``; ``flags``; level, seconds, versions, hashes.
        """
        began = time.monotonic()
        end = began + self.limits.total_seconds
        flags: Flags = []
        files = _safe(submission, self.limits, flags)
        books = {name: self._book(plan, files, end, flags) for name, plan in self.plans.items()}
        return {
            **self._about,
            "notebooks": books,
            "flags": [spoken(item) for item in flags],
            "seconds": round(time.monotonic() - began, 4),
            "submission": sha256(_digest(files)),
        }

    def _book(
        self, plan: Plan, files: dict[str, bytes], end: float, flags: Flags
    ) -> dict[str, Any]:
        book = plan.book
        data = find(book, files, flags, single=len(self.plans) == 1)
        cells = None if data is None else read(book.name, data, self.limits.notebook_bytes, flags)
        if cells is None:
            placed = [Placed(cell.kind, cell.source, cell) for cell in book.cells if cell.marks]
            return _result(book, placed, None)
        placed = repair(book, cells, flags)
        extra = {name: data for name, data in files.items() if not name.endswith(".ipynb")}
        try:
            shown = self._run(plan, placed, extra, end, flags)
        except (StartError, OSError):
            # A warm parent has died (of a full machine, say): with new ones it is tried once more.
            self.close()
            self._start()
            shown = self._run(plan, placed, extra, end, flags)
        return _result(book, placed, shown)

    def _run(
        self,
        plan: Plan,
        placed: list[Placed],
        files: dict[str, bytes],
        end: float,
        flags: Flags,
    ) -> list[Shown]:
        session = Session(plan, (self.learner, self.judge), self.limits, end, flags)
        try:
            return session.run(placed, files)
        finally:
            session.close()


def _mentioned(snapshot: Snapshot) -> list[str]:
    words = " ".join(cell.released for book in snapshot.books for cell in book.cells)
    wanted = [modules for word, modules in ON_DEMAND.items() if word in words]
    return [module for modules in wanted for module in modules]


def _ahead(book: Book) -> list[list[str]]:
    wanted = book.later()
    return [[cell.id, cell.released] for cell in book.cells if cell.id in wanted]


def _for_judge(book: Book) -> dict[str, Any]:
    cells = [
        {
            "id": cell.id,
            "source": cell.source,
            "points": cell.points,
            "test": cell.test,
            "hidden": cell.hidden_lines(),
        }
        for cell in book.judged()
    ]
    return {"cells": cells, "imports": book.imports, "theirs": book.theirs}


def _course_files(course: Path | None, *, secret: bool) -> list[str]:
    """Return what of the course's data a process may read; the quizzes hold the keys."""
    if course is None:
        return []
    folder = course.resolve() / "course_data"
    if secret:
        return [str(folder)]
    return sorted(str(path) for path in folder.iterdir() if path.name != "quizzes")


def _safe(submission: Mapping[str, bytes], limits: Limits, flags: Flags) -> dict[str, bytes]:
    """Return the files whose names stay inside the folder, within the disk's limit."""
    left = limits.disk_mb * 2**20 // 2
    kept: dict[str, bytes] = {}
    for name, data in sorted(submission.items()):
        path = PurePosixPath(name.replace("\\", "/"))
        odd = path.is_absolute() or ".." in path.parts or "\0" in name or len(name) > 200
        book = name.endswith(".ipynb")
        if odd or len(kept) >= 500 or (len(data) > left and not book):
            flags.append(flag("file-left-out", "", name[:200]))
            continue
        left -= 0 if book else len(data)
        kept[str(path)] = data
    return kept


def _digest(files: Mapping[str, bytes]) -> bytes:
    return json.dumps([[name, sha256(data)] for name, data in sorted(files.items())]).encode()


def _result(book: Book, placed: list[Placed], shown: list[Shown] | None) -> dict[str, Any]:
    """Return the scores by grade id and the graded notebook of one notebook file."""
    rows = list(zip(placed, shown or [Shown()] * len(placed), strict=True))
    scores = {
        item.cell.id: _score(item, seen, read=shown is not None)
        for item, seen in rows
        if item.cell is not None and (item.cell.grade or item.cell.task)
    }
    cells = [notebook_cell(number, *row) for number, row in enumerate(rows)]
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": book.kernelspec},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return {"cells": scores, "notebook": notebook}


def _score(item: Placed, seen: Shown, *, read: bool) -> dict[str, Any]:
    cell = item.cell
    score = {"max_score": cell.points, "message": ""}
    if not read:
        return {
            **score,
            "score": 0.0 if cell.test else None,
            "needs_manual": True,
            "outcome": "unread",
        }
    if cell.test:
        verdict = seen.verdict or {}
        outcome = verdict.get("outcome", "unjudged")
        return {
            "score": float(verdict.get("score", 0.0)),
            "max_score": cell.points,
            "needs_manual": outcome in ("invalid", "unjudged"),
            "outcome": outcome,
            "message": verdict.get("message", ""),
        }
    untouched = not cell.task and item.source.strip() == cell.released.strip()
    if untouched:
        return {**score, "score": 0.0, "needs_manual": False, "outcome": "unanswered"}
    return {**score, "score": None, "needs_manual": True, "outcome": "manual"}


def notebook_cell(number: int, item: Placed, seen: Shown) -> dict[str, Any]:
    """Return a cell in the notebook format, with the set's marks and what it showed."""
    name = item.cell.id if item.cell else f"extra-{number}"
    made: dict[str, Any] = {
        "cell_type": item.kind,
        "id": "".join(letter if letter.isalnum() else "-" for letter in name)[:64],
        "metadata": {"nbgrader": item.cell.marks} if item.cell and item.cell.marks else {},
        "source": item.source,
    }
    if item.kind == "code":
        return {**made, "execution_count": seen.count, "outputs": seen.outputs}
    return {**made, "attachments": item.attachments} if item.attachments else made
