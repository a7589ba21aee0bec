"""The one writer: results go into nbgrader's gradebook, many in one transaction.

Marks, comments and extra credit that a person gave are never touched. Writing the same result
again changes nothing, so a run that was cut off is simply written again.
"""

from __future__ import annotations

import math
import os
import shutil
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from carekit.files import ContentError
from carekit.grading.disk import Disk
from carekit.grading.lateness import Lateness
from carekit.locking import locked

KEPT_BACKUPS = 5
NO_RESPONSE = "No response."
"""What nbgrader writes under an answer that was left as it was; formgrader looks for it."""


@dataclass
class Writer:
    """Writes one set's results to the gradebook at ``db_url``, any that SQLAlchemy knows.

    ``state`` is the folder of the lock and of the backups. The gradebook is copied before the
    first change of a run; the last five copies are kept.
    """

    db_url: str
    course_id: str
    set_id: str
    state: Path
    late: Lateness
    disk: Disk = field(default_factory=Disk)
    backed_up: bool = False

    def write(self, entries: Sequence[Mapping[str, Any]], replaced: set[str]) -> None:
        """Write results (as in the ledger) in one transaction.

        ``replaced`` are the learners whose work is another than the one the gradebook has: a mark
        that a person gave stays, and nbgrader's flag asks them to look again. Raises ContentError
        when the gradebook cannot be written; then it is as it was.
        """
        if not entries:
            return
        with locked(self.state / "gradebook.lock"):
            self._back_up()
            with open_book(self.db_url, self.course_id) as book:
                _Batch(book, self.set_id, self.late).apply(entries, replaced)
                self.disk.commit(book.db)

    def _back_up(self) -> None:
        path = sqlite_file(self.db_url)
        if self.backed_up or path is None or not path.exists():
            return
        folder = self.state / "backups"
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        self.disk.copy_database(path, folder / f"{path.stem}-{stamp}.db")
        for old in sorted(folder.glob(f"{path.stem}-*.db"))[:-KEPT_BACKUPS]:
            old.unlink(missing_ok=True)
        self.backed_up = True


def sqlite_file(db_url: str) -> Path | None:
    """Return the file of a SQLite address, or None for a database that is a server."""
    from sqlalchemy.engine import make_url

    url = make_url(db_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def patient(db_url: str) -> str:
    """Return an address whose SQLite waits a minute for another writer instead of failing."""
    if db_url.startswith("sqlite") and "timeout=" not in db_url:
        return db_url + ("&" if "?" in db_url else "?") + "timeout=60"
    return db_url


@contextmanager
def open_book(db_url: str, course_id: str) -> Iterator[Any]:
    """Give nbgrader's gradebook for the time of a ``with`` block; what is not committed is undone.

    Raises ContentError when the database says no.
    """
    lighten()
    with warnings.catch_warnings():
        # nbgrader's imports warn of their own future; it changes no score.
        warnings.simplefilter("ignore")
        from nbgrader.api import Gradebook
        from sqlalchemy.exc import DBAPIError

        try:
            with Gradebook(patient(db_url), course_id) as book:
                try:
                    yield book
                finally:
                    book.db.rollback()
        except DBAPIError as error:
            says = "nothing was written; make room or check the database, then run again"
            raise ContentError(f"the gradebook: {error.orig}; {says}") from None


def lighten() -> None:
    """Make nbgrader start fast, and let it find the program it calls for a new gradebook."""
    if "jsonschema" not in sys.modules:
        # jsonschema would compile a grammar for web addresses, 1.3 s that nobody uses.
        sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    beside = str(Path(sys.executable).parent)
    if shutil.which("alembic") is None:
        os.environ["PATH"] = os.pathsep.join([beside, os.environ.get("PATH", "")])


class _Batch:
    """One transaction's worth of results."""

    def __init__(self, book: Any, set_id: str, late: Lateness) -> None:
        self.book, self.late = book, late
        self.assignment = book.find_assignment(set_id)
        self.notebooks = list(self.assignment.notebooks)

    def apply(self, entries: Sequence[Mapping[str, Any]], replaced: set[str]) -> None:
        from nbgrader import api

        session = self.book.db
        with session.no_autoflush:
            ids = [entry["learner"] for entry in entries]
            students = {
                one.id: one for one in session.query(api.Student).filter(api.Student.id.in_(ids))
            }
            submitted = {
                one.student_id: one
                for one in session.query(api.SubmittedAssignment).filter(
                    api.SubmittedAssignment.assignment_id == self.assignment.id,
                    api.SubmittedAssignment.student_id.in_(ids),
                )
            }
            for entry in entries:
                learner = entry["learner"]
                if learner not in students:
                    students[learner] = self._student(learner, entry.get("name", ""))
                submission = submitted.get(learner) or self._submission(students[learner])
                self._fill(submission, entry, again=learner in replaced)

    def _student(self, learner: str, name: str) -> Any:
        from nbgrader import api

        # A name that only repeats the id tells nobody anything.
        student = api.Student(id=learner, first_name=name if name and name != learner else None)
        self.book.db.add(student)
        return student

    def _submission(self, student: Any) -> Any:
        """Return a new submission with every row that nbgrader's own code would give it."""
        from nbgrader import api

        submission = api.SubmittedAssignment(assignment=self.assignment, student=student)
        for notebook in self.notebooks:
            mine = api.SubmittedNotebook(notebook=notebook, assignment=submission)
            for cell in (*notebook.grade_cells, *notebook.task_cells):
                api.Grade(cell=cell, notebook=mine)
            for cell in (*notebook.solution_cells, *notebook.task_cells):
                api.Comment(cell=cell, notebook=mine)
        self.book.db.add(submission)
        return submission

    def _fill(self, submission: Any, entry: Mapping[str, Any], *, again: bool) -> None:
        submission.timestamp = datetime.fromisoformat(entry["received"]).astimezone(UTC)
        submission.timestamp = submission.timestamp.replace(tzinfo=None)
        for notebook in submission.notebooks:
            result = entry["notebooks"].get(notebook.name)
            for grade in notebook.grades:
                _set_grade(grade, result, again=again)
            for comment in notebook.comments:
                untouched = result is not None and comment.name in result["untouched"]
                comment.auto_comment = NO_RESPONSE if untouched else None
            points = sum(_points(grade) for grade in notebook.grades)
            seconds = submission.total_seconds_late
            notebook.late_submission_penalty = self.late.penalty(entry["learner"], points, seconds)


def _set_grade(grade: Any, result: Mapping[str, Any] | None, *, again: bool) -> None:
    if result is None:
        # nbgrader's own rule for a notebook that was not handed in; a flag tells the trainer.
        grade.auto_score, grade.needs_manual_grade = 0.0, False
        return
    cell = result["cells"].get(grade.cell.name)
    score = usable(cell["score"], cell["max_score"]) if cell else None
    waits = score is None or bool(cell["needs_manual"])
    same = grade.auto_score == score and not again
    grade.auto_score = score
    if grade.manual_score is None:
        grade.needs_manual_grade = waits
    elif not same or grade.needs_manual_grade is None:
        # nbgrader's own rule: a mark given by hand stays, and somebody looks at it again.
        grade.needs_manual_grade = True


def usable(score: Any, most: float) -> float | None:
    """Return a check's score when it is a number from 0 to the maximum, else None."""
    if isinstance(score, bool) or not isinstance(score, (int, float)) or not math.isfinite(score):
        return None
    return float(score) if 0 <= score <= most + 1e-9 else None


def _points(grade: Any) -> float:
    got = grade.auto_score if grade.manual_score is None else grade.manual_score
    return 0.0 if got is None else got + (grade.extra_credit or 0.0)
