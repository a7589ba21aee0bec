"""Results as rows of nbgrader's tables: what a run found is laid over what the gradebook has.

Every row is there that nbgrader's own code would make, and its rules hold: a mark, a comment and
extra credit that a person gave stay.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from carekit.grading.gradebook.bulk_rows import add_rows, change_rows
from carekit.grading.gradebook.late_penalty import Lateness
from carekit.grading.gradebook.set_rows import SetNotebook, SetRows, Submitted, counted, slices
from carekit.grading.ledger_entry import LedgerEntry, NotebookEntry

NO_RESPONSE = "No response."
"""What nbgrader writes under an answer that was left as it was; formgrader looks for it."""

_ORDER = ("Student", "SubmittedAssignment", "SubmittedNotebook", "Grade", "Comment")


class ResultRows:
    """One transaction's worth of results of a set."""

    def __init__(self, rows: SetRows, late: Lateness) -> None:
        """Keep the set's rows; nothing is asked or written yet."""
        self.rows, self.late = rows, late
        self.new: dict[str, list[Mapping[str, object]]] = {}
        self.changed: dict[str, list[Mapping[str, object]]] = {}

    def write(self, entries: Sequence[LedgerEntry], replaced: set[str]) -> None:
        """Add what is new and change what is another; nothing is committed.

        ``replaced`` are the learners whose work is another than the one the gradebook has.
        """
        # A learner may stand in a batch twice; what came last counts.
        last = {entry["learner"]: entry for entry in entries}
        for learners in slices(list(last)):
            self.new = {name: [] for name in _ORDER}
            self.changed = {name: [] for name in _ORDER}
            found, known = self.rows.submissions(learners), self._students(learners)
            for learner in learners:
                if learner not in found:
                    self._add(last[learner], known=learner in known)
            self._lay_over([(found[who], last[who]) for who in learners if who in found], replaced)
            self._send()

    def _students(self, learners: Sequence[str]) -> set[str]:
        from nbgrader import api
        from sqlalchemy import select

        known = select(api.Student.id).where(api.Student.id.in_(learners))
        return set(self.rows.session.scalars(known))

    def _send(self) -> None:
        from nbgrader import api

        for name in _ORDER:
            table = getattr(api, name).__table__
            add_rows(self.rows.session, table, self.new[name])
            change_rows(self.rows.session, table, self.changed[name])

    def _add(self, entry: LedgerEntry, *, known: bool) -> None:
        learner, name = entry["learner"], entry.get("name", "")
        if not known:
            # A name that only repeats the id tells nobody anything.
            row = {"id": learner, "first_name": name if name and name != learner else None}
            self.new["Student"].append(row)
        when = received(entry)
        about = {"assignment_id": self.rows.id, "student_id": learner, "timestamp": when}
        submission = self._put("SubmittedAssignment", **about)
        seconds = Submitted(submission, learner, when, None).seconds_late(self.rows.due)
        for notebook in self.rows.notebooks.values():
            self._add_notebook(submission, notebook, entry, seconds)

    def _add_notebook(
        self, submission: str, notebook: SetNotebook, entry: LedgerEntry, seconds: float
    ) -> None:
        result = entry["notebooks"].get(notebook.name)
        scores = [(cell.id, *verdict(cell.name, result)) for cell in notebook.graded.values()]
        points = sum(score or 0.0 for _, score, _ in scores)
        penalty = self.late.penalty(entry["learner"], points, seconds)
        about = {"assignment_id": submission, "late_submission_penalty": penalty}
        mine = self._put("SubmittedNotebook", notebook_id=notebook.id, **about)
        for cell, score, waits in scores:
            about = {"auto_score": score, "needs_manual_grade": waits}
            self._put("Grade", notebook_id=mine, cell_id=cell, **about)
        for cell, name in notebook.commented.items():
            about = {"auto_comment": _no_response(name, result)}
            self._put("Comment", notebook_id=mine, cell_id=cell, **about)

    def _put(self, table: str, **row: object) -> str:
        """Add a row and return its key, made as nbgrader makes it."""
        key = uuid4().hex
        self.new[table].append({"id": key, **row})
        return key

    def _lay_over(self, pairs: Sequence[tuple[Submitted, LedgerEntry]], replaced: set[str]) -> None:
        """Find what is another in the rows of submissions that are there already."""
        if not pairs:
            return
        books = self.rows.books_of([one.id for one, _ in pairs])
        keys = [book.id for some in books.values() for book in some]
        grades, comments = self.rows.grades_of(keys), self.rows.comments_of(keys)
        for submission, entry in pairs:
            when, again = received(entry), entry["learner"] in replaced
            if when != submission.received:
                self._change("SubmittedAssignment", submission.id, timestamp=when)
            seconds = submission.seconds_late(self.rows.due, when)
            # A notebook that the set has got since this learner was graded.
            had = {book.notebook_id for book in books.get(submission.id, ())}
            for key, notebook in self.rows.notebooks.items():
                if key not in had:
                    self._add_notebook(submission.id, notebook, entry, seconds)
            for book in books.get(submission.id, ()):
                notebook = self.rows.notebooks[book.notebook_id]
                result = entry["notebooks"].get(notebook.name)
                points = sum(self._points(notebook, grades.get(book.id, ()), result, again=again))
                penalty = self.late.penalty(entry["learner"], points, seconds)
                if penalty != book.late_submission_penalty:
                    self._change("SubmittedNotebook", book.id, late_submission_penalty=penalty)
                for comment in comments.get(book.id, ()):
                    said = _no_response(notebook.commented[comment.cell_id], result)
                    if said != comment.auto_comment:
                        self._change("Comment", comment.id, auto_comment=said)

    def _points(
        self,
        notebook: SetNotebook,
        grades: Sequence[Any],
        result: NotebookEntry | None,
        *,
        again: bool,
    ) -> Iterator[float]:
        """Give the points of each grade as it is now, and note what is another."""
        for grade in grades:
            name = notebook.graded[grade.cell_id].name
            score, waits = verdict(name, result)
            if result is not None and grade.manual_score is not None:
                waits = _look_again(grade, score, again=again)
            if (score, waits) != (grade.auto_score, grade.needs_manual_grade):
                self._change("Grade", grade.id, auto_score=score, needs_manual_grade=waits)
            yield counted(score, grade.manual_score, grade.extra_credit)

    def _change(self, table: str, key: str, **row: object) -> None:
        self.changed[table].append({"id": key, **row})


def _look_again(grade: Any, score: float | None, *, again: bool) -> bool:
    """Return nbgrader's flag of a mark given by hand, which stays.

    nbgrader's own rule: where its cell has another result, somebody looks at it again.
    """
    if again or grade.auto_score != score or grade.needs_manual_grade is None:
        return True
    return bool(grade.needs_manual_grade)


def received(entry: LedgerEntry) -> datetime:
    """Return when work came in, as nbgrader keeps it: UTC, and without saying so."""
    return datetime.fromisoformat(entry["received"]).astimezone(UTC).replace(tzinfo=None)


def _no_response(name: str, result: NotebookEntry | None) -> str | None:
    return NO_RESPONSE if result is not None and name in result["untouched"] else None


def verdict(name: str, result: NotebookEntry | None) -> tuple[float | None, bool]:
    """Return a cell's automatic score, and whether a person has to give one."""
    if result is None:
        # nbgrader's own rule for a notebook that was not handed in; a flag tells the trainer.
        return 0.0, False
    cell = result["cells"].get(name)
    score = usable(cell["score"], cell["max_score"]) if cell else None
    return score, score is None or cell is None or bool(cell["needs_manual"])


def usable(score: object, most: float) -> float | None:
    """Return a check's score when it is a number from 0 to the maximum, else None."""
    if isinstance(score, bool) or not isinstance(score, (int, float)) or not math.isfinite(score):
        return None
    return float(score) if 0 <= score <= most + 1e-9 else None
