"""Every learner's marks of a set, read from the gradebook a few hundred learners at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from carekit.grading.course.folders import Settings
from carekit.grading.gradebook.result_rows import NO_RESPONSE
from carekit.grading.gradebook.set_rows import GradedCell, SetRows, counted, names_of, slices
from carekit.grading.gradebook.writer import open_book


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
        """Return what counts, with the bonus."""
        return counted(self.auto, self.manual, self.bonus)

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
        rows = SetRows.of(book.db, set_id)
        listed = rows.learners() if rows else []
        for learners in slices([who for who in listed if not only or who in only]):
            yield from _some(cast(SetRows, rows), learners)


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


def _some(rows: SetRows, learners: Sequence[str]) -> Iterator[NotebookScores]:
    names, found = names_of(rows.session, learners), list(rows.graded(learners))
    comments = rows.comments_of([book.id for _, _, book, _ in found])
    for submission, notebook, book, grades in found:
        learner = submission.learner
        paper = NotebookScores(
            learner, names[learner], notebook.name, book.late_submission_penalty or 0.0
        )
        for grade in grades:
            cell = notebook.graded[grade.cell_id]
            paper.marks[cell.name] = _mark(cell, grade)
        for one in comments[book.id]:
            text = one.manual_comment
            if text and text != NO_RESPONSE:
                paper.comments[notebook.commented[one.cell_id]] = text
        yield paper


def _mark(cell: GradedCell, grade: Any) -> CellScore:
    return CellScore(
        auto=grade.auto_score,
        manual=grade.manual_score,
        bonus=grade.extra_credit or 0.0,
        max_score=cell.max_score,
        waiting=bool(grade.needs_manual_grade),
        code=cell.code,
    )
