"""Every learner's marks of a set, read from the gradebook a hundred learners at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from carekit.grading.course.folders import Settings
from carekit.grading.gradebook.writer import NO_RESPONSE, open_book

_AT_ONCE = 100


@dataclass(frozen=True)
class CellScore:
    """One graded cell: points without bonus, the bonus, and how the points came about."""

    auto: float | None
    manual: float | None
    bonus: float
    max_score: float
    waiting: bool
    code: bool

    @property
    def by_hand(self) -> bool:
        """Return whether a person gave these points."""
        return self.manual is not None

    @property
    def score(self) -> float:
        """Return what counts, with the bonus; nbgrader adds a bonus only to points that exist."""
        got = self.auto if self.manual is None else self.manual
        return 0.0 if got is None else got + self.bonus

    @property
    def state(self) -> str:
        """Return passed, partial, failed, unanswered or waiting."""
        got = self.auto if self.manual is None else self.manual
        if got is None or (self.waiting and self.manual is None):
            return "waiting"
        if got >= self.max_score:
            return "passed"
        if got > 0:
            return "partial"
        return "failed" if self.code or self.by_hand else "unanswered"


@dataclass
class NotebookScores:
    """One notebook of one learner: marks and a person's comments by cell, and a late penalty."""

    learner: str
    name: str
    notebook: str
    penalty: float
    marks: dict[str, CellScore] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)


def papers(settings: Settings, set_id: str, only: Collection[str] = ()) -> Iterator[NotebookScores]:
    """Give every learner's papers of a set in the order of learners."""
    with open_book(settings.db_url, settings.course_id) as book:
        from nbgrader import api
        from sqlalchemy import select

        session = book.db
        listed = (
            select(api.SubmittedAssignment.student_id)
            .join(api.Assignment, api.Assignment.id == api.SubmittedAssignment.assignment_id)
            .where(api.Assignment.name == set_id)
            .order_by(api.SubmittedAssignment.student_id)
        )
        learners = [who for who in session.scalars(listed) if not only or who in only]
        for start in range(0, len(learners), _AT_ONCE):
            yield from _some(session, set_id, learners[start : start + _AT_ONCE])
            session.expire_all()


Scores = dict[str, dict[str, float | None]]
"""A learner's automatic score by ``<notebook>/<cell>``; None where a person decides."""


def scores_in_gradebook(
    settings: Settings, set_id: str
) -> tuple[Scores, dict[tuple[str, str], float]]:
    """Return the automatic scores in the gradebook, and the marks that people gave."""
    scores: Scores = {}
    by_hand: dict[tuple[str, str], float] = {}
    for paper in papers(settings, set_id):
        for cell, mark in paper.marks.items():
            scores.setdefault(paper.learner, {})[f"{paper.notebook}/{cell}"] = mark.auto
            if mark.manual is not None:
                by_hand[paper.learner, f"{paper.notebook}/{cell}"] = mark.manual
    return scores, by_hand


def _some(session: Any, set_id: str, learners: list[str]) -> Iterator[NotebookScores]:
    from nbgrader import api

    submissions = (
        session.query(api.SubmittedAssignment)
        .join(api.Assignment, api.Assignment.id == api.SubmittedAssignment.assignment_id)
        .filter(api.Assignment.name == set_id, api.SubmittedAssignment.student_id.in_(learners))
        .order_by(api.SubmittedAssignment.student_id)
    )
    for submission in submissions:
        student = submission.student
        name = " ".join(part for part in (student.first_name, student.last_name) if part)
        for notebook in sorted(submission.notebooks, key=lambda one: one.name):
            paper = NotebookScores(
                student.id, name, notebook.name, notebook.late_submission_penalty or 0.0
            )
            paper.marks = {grade.cell.name: _mark(grade) for grade in notebook.grades}
            said = {one.name: one.manual_comment for one in notebook.comments}
            paper.comments = {
                cell: text for cell, text in said.items() if text and text != NO_RESPONSE
            }
            yield paper


def _mark(grade: Any) -> CellScore:
    cell = grade.cell
    return CellScore(
        auto=grade.auto_score,
        manual=grade.manual_score,
        bonus=grade.extra_credit or 0.0,
        max_score=cell.max_score,
        waiting=bool(grade.needs_manual_grade),
        code=cell.cell_type == "code",
    )
