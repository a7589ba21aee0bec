"""The one writer: results go into nbgrader's gradebook, many in one transaction.

Marks, comments and extra credit that a person gave are never touched. Writing the same result
again changes nothing, so a run that was cut off is simply written again.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from carekit.common.durable_files import Disk
from carekit.common.files import ContentError
from carekit.common.locking import locked
from carekit.grading.course.configuration import Carekit
from carekit.grading.course.folders import Settings
from carekit.grading.course.nbgrader_import import import_nbgrader
from carekit.grading.gradebook.late_penalty import Lateness
from carekit.grading.ledger_entry import LedgerEntry, NotebookEntry
from carekit.grading.refusals import say

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

NO_RESPONSE = "No response."
"""What nbgrader writes under an answer that was left as it was; formgrader looks for it."""


@dataclass
class Writer:
    """Writes one set's results to the gradebook at ``db_url``, any that SQLAlchemy knows.

    ``state`` is the folder of the lock and of the backups. The gradebook is copied before the
    first change of a run; the last ``backups`` copies are kept.
    """

    db_url: str
    course_id: str
    set_id: str
    state: Path
    late: Lateness
    disk: Disk = field(default_factory=Disk)
    backups: int = Carekit.backups.default_value
    backed_up: bool = False

    @classmethod
    def of(cls, settings: Settings, set_id: str, disk: Disk) -> Writer:
        """Return the writer of a set's results to the gradebook that the settings name."""
        late = Lateness(settings.config)
        kept = settings.rules.settings.backups
        return cls(settings.db_url, settings.course_id, set_id, settings.state, late, disk, kept)

    def write(self, entries: Sequence[LedgerEntry], replaced: set[str]) -> None:
        """Write results (as in the ledger) in one transaction.

        ``replaced`` are the learners whose work is another than the one the gradebook has: a mark
        that a person gave stays, and nbgrader's flag asks them to look again. Raises ContentError
        when the gradebook cannot be written; then it is as it was.
        """
        if entries:
            self.change(lambda book: _Batch(book, self.set_id, self.late).apply(entries, replaced))

    def change(self, what: Callable[[Gradebook], None]) -> None:
        """Do something with nbgrader's gradebook in one transaction, after a copy was made.

        Raises ContentError when the gradebook cannot be written; then it is as it was.
        """
        with locked(self.state / "gradebook.lock"):
            self._back_up()
            with open_book(self.db_url, self.course_id) as book:
                what(book)
                self.disk.commit(book.db)

    def _back_up(self) -> None:
        path = sqlite_file(self.db_url)
        if self.backed_up or path is None or not path.exists():
            return
        folder = self.state / "backups"
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        self.disk.copy_database(path, folder / f"{path.stem}-{stamp}.db")
        for old in sorted(folder.glob(f"{path.stem}-*.db"))[: -self.backups]:
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
def open_book(db_url: str, course_id: str) -> Iterator[Gradebook]:
    """Give nbgrader's gradebook for the time of a ``with`` block; what is not committed is undone.

    Raises ContentError when the database says no.
    """
    import_nbgrader()
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
            raise ContentError(say("gradebook-refuses", why=str(error.orig))) from None


class _Batch:
    """One transaction's worth of results."""

    def __init__(self, book: Any, set_id: str, late: Lateness) -> None:
        self.book, self.late = book, late
        self.assignment = book.find_assignment(set_id)
        self.notebooks = list(self.assignment.notebooks)

    def apply(self, entries: Sequence[LedgerEntry], replaced: set[str]) -> None:
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
            # A learner may stand in a batch twice; what came last counts.
            last = {entry["learner"]: entry for entry in entries}
            rows = _Rows(self.assignment, self.notebooks, self.late)
            for learner, entry in last.items():
                if learner in submitted:
                    self._fill(submitted[learner], entry, again=learner in replaced)
                else:
                    rows.add(entry, known=learner in students)
            rows.insert(session)

    def _fill(self, submission: Any, entry: LedgerEntry, *, again: bool) -> None:
        submission.timestamp = _received(entry)
        for notebook in submission.notebooks:
            result = entry["notebooks"].get(notebook.name)
            for grade in notebook.grades:
                _set_grade(grade, result, again=again)
            for comment in notebook.comments:
                comment.auto_comment = _no_response(comment.name, result)
            points = sum(_points(grade) for grade in notebook.grades)
            seconds = submission.total_seconds_late
            notebook.late_submission_penalty = self.late.penalty(entry["learner"], points, seconds)


class _Rows:
    """New submissions as rows: several times faster than objects, and the same in the end.

    Every row is there that nbgrader's own code would make.
    """

    def __init__(self, assignment: Any, notebooks: Sequence[Any], late: Lateness) -> None:
        self.assignment, self.late = assignment, late
        self.notebooks = [
            (
                notebook,
                [(one.id, one.name) for one in (*notebook.grade_cells, *notebook.task_cells)],
                [(one.id, one.name) for one in (*notebook.solution_cells, *notebook.task_cells)],
            )
            for notebook in notebooks
        ]
        self.tables: dict[str, list[dict[str, Any]]] = {
            name: []
            for name in ("Student", "SubmittedAssignment", "SubmittedNotebook", "Grade", "Comment")
        }

    def add(self, entry: LedgerEntry, *, known: bool) -> None:
        learner, name = entry["learner"], entry.get("name", "")
        if not known:
            # A name that only repeats the id tells nobody anything.
            row = {"id": learner, "first_name": name if name and name != learner else None}
            self.tables["Student"].append(row)
        when, due = _received(entry), self.assignment.duedate
        seconds = 0.0 if due is None else max(0.0, (when - due).total_seconds())
        about = {"assignment_id": self.assignment.id, "student_id": learner, "timestamp": when}
        submission = self._put("SubmittedAssignment", **about)
        for notebook, graded, commented in self.notebooks:
            result = entry["notebooks"].get(notebook.name)
            scores = [(cell, *_verdict(name, result)) for cell, name in graded]
            points = sum(score or 0.0 for _, score, _ in scores)
            penalty = self.late.penalty(learner, points, seconds)
            about = {"assignment_id": submission, "late_submission_penalty": penalty}
            mine = self._put("SubmittedNotebook", notebook_id=notebook.id, **about)
            for cell, score, waits in scores:
                about = {"auto_score": score, "needs_manual_grade": waits}
                self._put("Grade", notebook_id=mine, cell_id=cell, **about)
            for cell, name in commented:
                about = {"auto_comment": _no_response(name, result)}
                self._put("Comment", notebook_id=mine, cell_id=cell, **about)

    def _put(self, table: str, **row: Any) -> str:
        """Add a row and return its key, made as nbgrader makes it."""
        key = uuid4().hex
        self.tables[table].append({"id": key, **row})
        return key

    def insert(self, session: Any) -> None:
        from nbgrader import api
        from sqlalchemy import insert

        for name, rows in self.tables.items():
            if rows:
                session.execute(insert(getattr(api, name).__table__), rows)


def _received(entry: LedgerEntry) -> datetime:
    """Return when work came in, as nbgrader keeps it: UTC, and without saying so."""
    return datetime.fromisoformat(entry["received"]).astimezone(UTC).replace(tzinfo=None)


def _no_response(name: str, result: NotebookEntry | None) -> str | None:
    return NO_RESPONSE if result is not None and name in result["untouched"] else None


def _verdict(name: str, result: NotebookEntry | None) -> tuple[float | None, bool]:
    """Return a cell's automatic score, and whether a person has to give one."""
    if result is None:
        # nbgrader's own rule for a notebook that was not handed in; a flag tells the trainer.
        return 0.0, False
    cell = result["cells"].get(name)
    score = usable(cell["score"], cell["max_score"]) if cell else None
    return score, score is None or cell is None or bool(cell["needs_manual"])


def _set_grade(grade: Any, result: NotebookEntry | None, *, again: bool) -> None:
    score, waits = _verdict(grade.cell.name, result)
    if result is None:
        grade.auto_score, grade.needs_manual_grade = score, waits
        return
    same = grade.auto_score == score and not again
    grade.auto_score = score
    if grade.manual_score is None:
        grade.needs_manual_grade = waits
    elif not same or grade.needs_manual_grade is None:
        # nbgrader's own rule: a mark given by hand stays, and somebody looks at it again.
        grade.needs_manual_grade = True


def usable(score: object, most: float) -> float | None:
    """Return a check's score when it is a number from 0 to the maximum, else None."""
    if isinstance(score, bool) or not isinstance(score, (int, float)) or not math.isfinite(score):
        return None
    return float(score) if 0 <= score <= most + 1e-9 else None


def _points(grade: Any) -> float:
    got = grade.auto_score if grade.manual_score is None else grade.manual_score
    return 0.0 if got is None else got + (grade.extra_credit or 0.0)
