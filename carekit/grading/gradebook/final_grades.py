"""What each learner has of a set in the end: points and bonus, less the late penalty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from carekit.grading.course.folders import Settings
from carekit.grading.gradebook.set_rows import SetRows, counted, slices
from carekit.grading.gradebook.writer import open_book


@dataclass(frozen=True)
class FinalGrade:
    """One learner's grade of one set.

    ``points`` are what counts, 0 or more, as ``nbgrader export`` has them; a bonus can bring them
    above ``most``, the points of all cells of the set. ``penalty`` is what lateness took.
    ``unread`` counts the cells that a person still has to look at; until then ``points`` may grow.
    """

    learner: str
    set_id: str
    points: float
    most: float
    penalty: float
    unread: int


def final_grades(settings: Settings, set_id: str) -> Iterator[FinalGrade]:
    """Give the grade of every learner who has one, in the order of learners.

    Who handed in nothing has none. A set that the gradebook does not know has no grades.
    """
    with open_book(settings.db_url, settings.course_id) as book:
        rows = SetRows.of(book.db, set_id)
        if rows is None:
            return
        most = sum(
            cell.max_score for one in rows.notebooks.values() for cell in one.graded.values()
        )
        for some in slices(rows.learners()):
            yield from _grades(rows, set_id, some, most)


def _grades(
    rows: SetRows, set_id: str, learners: Sequence[str], most: float
) -> Iterator[FinalGrade]:
    points, penalty = dict.fromkeys(learners, 0.0), dict.fromkeys(learners, 0.0)
    unread, graded = dict.fromkeys(learners, 0), set()
    for submission, _, book, grades in rows.graded(learners):
        who = submission.learner
        graded.add(who)
        penalty[who] += book.late_submission_penalty or 0.0
        points[who] += sum(
            counted(one.auto_score, one.manual_score, one.extra_credit) for one in grades
        )
        unread[who] += sum(bool(one.needs_manual_grade) for one in grades)
    for who in learners:
        if who in graded:
            left = max(0.0, points[who] - penalty[who])
            yield FinalGrade(who, set_id, left, most, penalty[who], unread[who])
