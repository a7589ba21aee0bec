"""The rows that one set has in nbgrader's tables, asked for many learners at a time.

nbgrader's objects fetch what belongs to a submission one by one, and its tables have an index only
from the cell to its grades: each such question reads the whole table, so that a class twice as
large takes four times as long. Here every question names the set's notebooks or cells as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from carekit.common.files import ContentError
from carekit.common.messages import say

AT_ONCE = 500
"""Learners in one question: so many names, and more, fit into one with every database."""


@dataclass(frozen=True)
class GradedCell:
    """A cell that gives points; ``kind`` is nbgrader's class, ``code`` that it holds code."""

    id: str
    name: str
    kind: str
    max_score: float
    code: bool


@dataclass(frozen=True)
class SetNotebook:
    """A notebook of the set: its cells with points by id, and the names of those with comments."""

    id: str
    name: str
    graded: Mapping[str, GradedCell]
    commented: Mapping[str, str]


@dataclass(frozen=True)
class Submitted:
    """One learner's submission: when it came in (UTC), and how much later it may come."""

    id: str
    learner: str
    received: datetime | None
    extension: timedelta | None

    def seconds_late(self, due: datetime | None, received: datetime | None = None) -> float:
        """Return the seconds after the learner's own due date, 0 where there is none.

        ``received`` is another time than the gradebook's.
        """
        when = received or self.received
        if when is None or due is None:
            return 0.0
        return max(0.0, (when - due - (self.extension or timedelta())).total_seconds())


@dataclass(frozen=True)
class SetRows:
    """One set in an open gradebook; ``due`` is its due date in UTC or None."""

    session: Any
    id: str
    due: datetime | None
    notebooks: Mapping[str, SetNotebook]

    @classmethod
    def of(cls, session: Any, set_id: str) -> SetRows | None:
        """Return the set as the gradebook has it, or None where it does not know it."""
        from nbgrader import api
        from sqlalchemy import select

        one = api.Assignment
        found = session.execute(select(one.id, one.duedate).where(one.name == set_id)).first()
        if found is None:
            return None
        book = api.Notebook
        books = select(book.id, book.name).where(book.assignment_id == found.id)
        names = {row.id: row.name for row in session.execute(books.order_by(book.name))}
        graded: dict[str, dict[str, GradedCell]] = defaultdict(dict)
        commented: dict[str, dict[str, str]] = defaultdict(dict)
        for kind in (api.GradeCell, api.TaskCell):
            cells = select(
                kind.id, kind.name, kind.type, kind.max_score, kind.cell_type, kind.notebook_id
            ).where(kind.notebook_id.in_(names))
            for key, name, of, most, cell_type, where in session.execute(cells):
                graded[where][key] = GradedCell(key, name, of, most, cell_type == "code")
        for kind in (api.SolutionCell, api.TaskCell):
            cells = select(kind.id, kind.name, kind.notebook_id).where(kind.notebook_id.in_(names))
            for key, name, where in session.execute(cells):
                commented[where][key] = name
        notebooks = {
            key: SetNotebook(key, name, graded[key], commented[key]) for key, name in names.items()
        }
        return cls(session, found.id, found.duedate, notebooks)

    @classmethod
    def known(cls, session: Any, set_id: str) -> SetRows:
        """Return the set. Raises ContentError where the gradebook does not know it."""
        rows = cls.of(session, set_id)
        if rows is None:
            raise ContentError(say("set-not-entered", set=set_id))
        return rows

    def learners(self) -> list[str]:
        """Return the ids of all learners with a submission, in order."""
        from nbgrader import api
        from sqlalchemy import select

        one = api.SubmittedAssignment
        listed = select(one.student_id).where(one.assignment_id == self.id)
        # The order of Python, which is the same with every database.
        return sorted(self.session.scalars(listed))

    def submissions(self, learners: Sequence[str]) -> dict[str, Submitted]:
        """Return the submissions of some learners, by learner."""
        from nbgrader import api
        from sqlalchemy import select

        one = api.SubmittedAssignment
        columns = (one.id, one.student_id, one.timestamp, one.extension)
        mine = one.assignment_id == self.id, one.student_id.in_(learners)
        rows = self.session.execute(select(*columns).where(*mine))
        return {who: Submitted(key, who, when, more) for key, who, when, more in rows}

    def books_of(self, submissions: Iterable[str]) -> dict[str, list[Any]]:
        """Return the notebooks of some submissions, by submission.

        Rows of ``id``, ``assignment_id``, ``notebook_id``, ``late_submission_penalty``.
        """
        from nbgrader import api

        one = api.SubmittedNotebook
        columns = (one.id, one.assignment_id, one.notebook_id, one.late_submission_penalty)
        mine = one.notebook_id.in_(self.notebooks), one.assignment_id.in_(submissions)
        return self._grouped("assignment_id", columns, mine)

    def grades_of(self, books: Iterable[str]) -> dict[str, list[Any]]:
        """Return the grades of some submitted notebooks, by notebook.

        Rows of ``id``, ``notebook_id``, ``cell_id``, ``auto_score``, ``manual_score``,
        ``extra_credit``, ``needs_manual_grade``.
        """
        from nbgrader import api

        one = api.Grade
        columns = (
            *(one.id, one.notebook_id, one.cell_id, one.auto_score, one.manual_score),
            *(one.extra_credit, one.needs_manual_grade),
        )
        cells = [cell for book in self.notebooks.values() for cell in book.graded]
        return self._grouped(
            "notebook_id", columns, (one.cell_id.in_(cells), one.notebook_id.in_(books))
        )

    def comments_of(self, books: Iterable[str]) -> dict[str, list[Any]]:
        """Return the comments of some submitted notebooks, by notebook.

        Rows of ``id``, ``notebook_id``, ``cell_id``, ``auto_comment``, ``manual_comment``.
        """
        from nbgrader import api

        one = api.Comment
        columns = (one.id, one.notebook_id, one.cell_id, one.auto_comment, one.manual_comment)
        cells = [cell for book in self.notebooks.values() for cell in book.commented]
        return self._grouped(
            "notebook_id", columns, (one.cell_id.in_(cells), one.notebook_id.in_(books))
        )

    def graded(
        self, learners: Sequence[str]
    ) -> Iterator[tuple[Submitted, SetNotebook, Any, list[Any]]]:
        """Give each notebook that some learners handed in: submission, which, its row, its grades.

        In the order of these learners, who all have a submission, and of the notebooks' names.
        """
        submissions = self.submissions(learners)
        books = self.books_of([one.id for one in submissions.values()])
        grades = self.grades_of([book.id for some in books.values() for book in some])
        for submission in map(submissions.__getitem__, learners):
            found = [(self.notebooks[row.notebook_id], row) for row in books[submission.id]]
            for notebook, row in sorted(found, key=lambda pair: pair[0].name):
                yield submission, notebook, row, grades[row.id]

    def _grouped(
        self, key: str, columns: tuple[Any, ...], where: tuple[Any, ...]
    ) -> dict[str, list[Any]]:
        from sqlalchemy import select

        found: dict[str, list[Any]] = defaultdict(list)
        for row in self.session.execute(select(*columns).where(*where)):
            found[getattr(row, key)].append(row)
        return found


def names_of(session: Any, only: Collection[str] | None = None) -> dict[str, str]:
    """Return the name of every learner, or of some, by id in order; "" where there is none."""
    from nbgrader import api
    from sqlalchemy import select

    one = api.Student
    asked = select(one.id, one.first_name, one.last_name).order_by(one.id)
    people = session.execute(asked if only is None else asked.where(one.id.in_(only)))
    return {key: " ".join(part for part in parts if part) for key, *parts in people}


def counted(auto: float | None, manual: float | None, bonus: float | None) -> float:
    """Return what counts of a grade, as nbgrader adds it up: a bonus only to points that exist."""
    got = auto if manual is None else manual
    return 0.0 if got is None else got + (bonus or 0.0)


def slices(learners: Sequence[str]) -> Iterator[Sequence[str]]:
    """Give a list of learners in parts that one question may name."""
    for start in range(0, len(learners), AT_ONCE):
        yield learners[start : start + AT_ONCE]
