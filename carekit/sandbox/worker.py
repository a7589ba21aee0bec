"""The one way in: a set's snapshot and a submission's files give scores, as plain data."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from carekit.common.files import sha256
from carekit.common.notebook_format import CellMetadata, Notebook, NotebookCell
from carekit.sandbox.cell_costs import CostMeter
from carekit.sandbox.explain_errors import about_errors
from carekit.sandbox.isolation.course_paths import CourseFiles
from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.isolation.sandbox import Level, best_level, probe
from carekit.sandbox.notebook_plan import Plan, Shown
from carekit.sandbox.processes.fork_client import Branch, StartError
from carekit.sandbox.processes.start import Seats, begin, ready, tell
from carekit.sandbox.session import Session
from carekit.sandbox.submission.answers_file import about_answers, asked
from carekit.sandbox.submission.assignment import Book, Cell, Snapshot
from carekit.sandbox.submission.cell_text import looks_like_quiz
from carekit.sandbox.submission.documents import about_documents
from carekit.sandbox.submission.fitting_files import DiskRoom, fitting_files, is_notebook
from carekit.sandbox.submission.flags import spoken
from carekit.sandbox.submission.read_notebook import Flags, find, flag, read
from carekit.sandbox.submission.repair import repair
from carekit.sandbox.submission.result import (
    AboutGrading,
    CellResult,
    NotebookResult,
    SubmissionResult,
    Verdict,
)
from carekit.sandbox.submission.trust import BY_HAND, SEALED, VISITING
from carekit.sandbox.submission.unplaced_text import Placed
from carekit.sandbox.visiting import visit

if TYPE_CHECKING:
    from carekit.sandbox.quiz_scoring import QuizCheck

_STRENGTH = [Level.NONE, Level.LANDLOCK, Level.NAMESPACES]


class MissingWallError(Exception):
    """A level is asked for that the machine cannot give; the message says why."""


def _quiz(book: Book) -> dict[str, QuizCheck]:
    tests = [cell for cell in book.cells if cell.test]
    if not tests or not all(looks_like_quiz(cell.source) for cell in tests):
        return {}
    # The bank of questions takes a while to import; a set of exercises in code does without.
    from carekit.sandbox.quiz_scoring import quiz_only

    return quiz_only(book)


def runs_nothing(snapshot: Snapshot) -> bool:
    """Return whether a set is all quiz, so that its scores are read off and no code is run."""
    return all(_quiz(book) for book in snapshot.books)


def _level(wanted: Level | None) -> Level:
    found = probe()
    best = best_level(found)
    if wanted is not None and _STRENGTH.index(wanted) > _STRENGTH.index(best):
        raise MissingWallError(f"{wanted} is asked for, {best} is possible: {found.get('why')}")
    return wanted or best


class Worker:
    """Grades submissions of one set, one after the other.

    ``level`` is how strong the room must be (None: as strong as the machine can); ``course`` is
    the folder whose ``course_data`` the exercises read; ``seed`` fixes what the checks draw, so
    that it is drawn once for all submissions (None: anew for each). ``seats`` are connections to
    warm parents that somebody else has started for the same set, level, course and seed
    (``parents.Parents``). Raises MissingWallError, StartError.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        *,
        limits: Limits | None = None,
        level: Level | None = None,
        course: Path | None = None,
        seed: int | None = None,
        seats: Seats | None = None,
    ) -> None:
        """Start both warm parents, or take the seats."""
        self.snapshot, self.limits = snapshot, limits or Limits()
        self.plans = {book.name: Plan(book) for book in snapshot.books}
        self.quizzes = {book.name: _quiz(book) for book in snapshot.books}
        self.asked = asked(snapshot)
        disk = DiskRoom.of(self.limits)
        if not all(disk.takes(name, len(data)) for name, data in snapshot.files.items()):
            says = "the files that the set lays beside a submission are more than its disk holds"
            raise StartError(f"{says}; raise c.Carekit.disk_mb and c.Carekit.files")
        # Whoever has seats to give has tried the walls already; a quiz needs none.
        tried = seats is not None or all(self.quizzes.values())
        self.level = level if level is not None and tried else _level(level)
        self.course, self.seed, self.seats = course, seed, seats
        self._data: CourseFiles | None = None
        self.meter: CostMeter | None = None
        self.learner: Branch | None = None
        self.judge: Branch | None = None
        if not all(self.quizzes.values()):
            self._start()
        self._about: AboutGrading = {
            "level": self.level.value,
            "sealed": True,
            "seed": self.seed,
            "limits": self.limits.as_dict(),
            "versions": {name: version(name) for name in ("carekit", "pandas", "numpy", "ipython")},
            "snapshot": snapshot.digest(),
        }

    def _parents(self) -> tuple[Branch, Branch]:
        """Return both warm parents, the learner's and the judge's; start them where none are."""
        if self.learner is None or self.judge is None:
            return self._start()
        return self.learner, self.judge

    def _start(self) -> tuple[Branch, Branch]:
        """Take the seats that were given, or start both warm parents; wait until they are ready."""
        if self.seats is not None:
            seats, self.seats = self.seats, None
            longest = self.limits.try_seconds
            learner, judge = (
                Branch("learner", seats[0], longest),
                Branch("judge", seats[1], longest),
            )
            self.learner, self.judge = learner, judge
            try:
                ready(learner, judge)
            except StartError:
                # Whoever shares their parents has lost them; this worker gets its own.
                pass
            else:
                return learner, judge
        own = begin()
        tell(own, self.snapshot, self.limits, self.level, self.course, self.seed)
        self.learner, self.judge = own
        ready(*own)
        return own

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End both parents and everything they have started."""
        for parent in (self.learner, self.judge):
            if parent is not None:
                parent.close()

    def grade(self, submission: Mapping[str, bytes]) -> SubmissionResult:
        """Return the scores, the graded notebooks and the flags of one submission.

        ``submission`` maps relative file names to their bytes. The result is plain JSON:
        ``notebooks`` by name, each with ``cells`` (grade id -> score, max_score, needs_manual,
        outcome, message) and ``notebook``; ``flags``; level, seconds, versions, hashes.
        """
        began = time.monotonic()
        end = began + self.limits.total_seconds
        flags: Flags = []
        submitted = fitting_files(submission, self.snapshot.files, self.limits, flags)
        files = self._with_the_sets_own(submitted, flags)
        plans = [plan.book for plan in self.plans.values()]
        handed_in = find(plans, files, self.limits.notebook_bytes, flags)
        books = {
            name: self._book(plan, handed_in.get(name), files, end, flags)
            for name, plan in self.plans.items()
        }
        flags += about_answers(self.asked, files, books)
        flags += about_documents(submitted, books, self.snapshot.files)
        return {
            **self._about,
            "notebooks": books,
            "flags": [spoken(item) for item in flags],
            "seconds": round(time.monotonic() - began, 4),
            "submission": sha256(_digest(submitted)),
        }

    def let_visit(self, cells: Mapping[str, set[str]]) -> bool:
        """Let some checks visit from now on, by notebook and cell; returns whether there are any.

        So one worker can grade the same work at both levels.
        """
        for name, some in cells.items():
            book = self.plans[name].book
            kept = [replace(one, trust=VISITING) if one.id in some else one for one in book.cells]
            self.plans[name] = Plan(replace(book, cells=tuple(kept)))
        return any(cells.values())

    def _with_the_sets_own(self, submitted: dict[str, bytes], flags: Flags) -> dict[str, bytes]:
        """Return the files that lie beside the notebook; says which were not as they were given."""
        own = self.snapshot.files
        flags += [
            flag("file-restored", "", name)
            for name in sorted(submitted.keys() & own.keys())
            if submitted[name] != own[name]
        ]
        return self.snapshot.with_files(submitted)

    def _book(
        self, plan: Plan, data: bytes | None, files: dict[str, bytes], end: float, flags: Flags
    ) -> NotebookResult:
        book = plan.book
        cells = None if data is None else read(book.name, data, self.limits.notebook_bytes, flags)
        if cells is None:
            placed = [Placed(cell.kind, cell.source, cell) for cell in book.cells if cell.marks]
            return _result(book, placed, None)
        placed = repair(book, cells, flags)
        extra = {name: data for name, data in files.items() if not is_notebook(name)}
        if checks := self.quizzes[book.name]:
            from carekit.sandbox.quiz_scoring import answered

            return _result(book, placed, answered(checks, placed, extra))
        try:
            shown = self._run(plan, placed, extra, end, flags)
        except (StartError, OSError):
            # A warm parent has died (of a full machine, say): with new ones it is tried once more.
            self.close()
            self._start()
            shown = self._run(plan, placed, extra, end, flags)
        flags += about_errors(book.name, placed, shown, self._course_files)
        return _result(book, placed, shown)

    def _course_files(self) -> CourseFiles:
        if self._data is None:
            self._data = CourseFiles.of(self.course)
        return self._data

    def _run(
        self,
        plan: Plan,
        placed: list[Placed],
        files: dict[str, bytes],
        end: float,
        flags: Flags,
    ) -> list[Shown]:
        # Where cells run once more for a visiting check, they draw the same numbers again.
        draws = secrets.randbits(32) if plan.visiting else None
        parents, limits = self._parents(), self.limits
        session = Session(plan, parents, limits, end, flags, self.meter, draws)
        try:
            shown = session.run(placed, files)
        finally:
            session.close()
        if draws is not None:
            visit(plan, parents, limits, placed, shown, files, flags, draws)
        return shown


def _digest(files: Mapping[str, bytes]) -> bytes:
    return json.dumps([[name, sha256(data)] for name, data in sorted(files.items())]).encode()


def _result(book: Book, placed: list[Placed], shown: list[Shown] | None) -> NotebookResult:
    """Return the scores by grade id and the graded notebook of one notebook file."""
    rows = list(zip(placed, shown or [Shown()] * len(placed), strict=True))
    scores = {
        item.cell.id: _score(item.cell, item, seen, read=shown is not None)
        for item, seen in rows
        if item.cell is not None and (item.cell.grade or item.cell.task)
    }
    cells = [notebook_cell(number, *row) for number, row in enumerate(rows)]
    notebook: Notebook = {
        "cells": cells,
        "metadata": {"kernelspec": book.kernelspec},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return {"cells": scores, "notebook": notebook}


def _score(cell: Cell, item: Placed, seen: Shown, *, read: bool) -> CellResult:
    if not read:
        return _not_judged(cell, 0.0 if cell.test else None, "unread", needs_manual=True)
    if cell.test:
        verdict: Verdict = seen.verdict or {"outcome": "unjudged", "score": 0.0, "message": ""}
        outcome = verdict["outcome"]
        return {
            "score": float(verdict["score"]),
            "max_score": cell.points,
            "needs_manual": outcome in ("invalid", "unjudged", BY_HAND),
            "outcome": outcome,
            "message": verdict["message"],
            "trust": cell.trust or SEALED,
        }
    if item.untouched and not cell.task:
        return _not_judged(cell, 0.0, "unanswered", needs_manual=False)
    return _not_judged(cell, None, "manual", needs_manual=True)


def _not_judged(cell: Cell, score: float | None, outcome: str, *, needs_manual: bool) -> CellResult:
    """Return the result of a cell that no check of its own was run for."""
    return {
        "max_score": cell.points,
        "message": "",
        "score": score,
        "needs_manual": needs_manual,
        "outcome": outcome,
        "trust": cell.trust or SEALED if cell.test else BY_HAND,
    }


def _metadata(cell: Cell) -> CellMetadata:
    """Return the set's marks of a cell, and the level of trust of a check."""
    marks: CellMetadata = {"nbgrader": cell.marks} if cell.marks else {}
    return {**marks, "carekit": {"trust": cell.trust or SEALED}} if cell.test else marks


@lru_cache(maxsize=4096)
def _cell_id(name: str) -> str:
    """Return a name as the id that the notebook format allows; a set's are the same for all."""
    return "".join(letter if letter.isalnum() else "-" for letter in name)[:64]


def notebook_cell(number: int, item: Placed, seen: Shown) -> NotebookCell:
    """Return a cell in the notebook format, with the set's marks and what it showed."""
    name = item.cell.id if item.cell else f"extra-{number}"
    made: NotebookCell = {
        "cell_type": item.kind,
        "id": _cell_id(name),
        "metadata": _metadata(item.cell) if item.cell else {},
        "source": item.source,
    }
    if item.kind == "code":
        return {**made, "execution_count": seen.count, "outputs": seen.outputs}
    return {**made, "attachments": item.attachments} if item.attachments else made
