"""The learners of the gradebook, as nbgrader keeps them."""

from __future__ import annotations

from typing import NamedTuple

from carekit.grading.course.folders import Settings
from carekit.grading.gradebook.writer import open_book


class StudentRow(NamedTuple):
    """One learner; what the gradebook does not say is ""."""

    learner: str
    first: str
    last: str
    email: str
    number: str


def student_rows(settings: Settings) -> list[StudentRow]:
    """Return everybody in the gradebook, in the order of their ids.

    Raises ContentError when the database says no.
    """
    with open_book(settings.db_url, settings.course_id) as book:
        from nbgrader import api

        rows = book.db.query(
            api.Student.id,
            api.Student.first_name,
            api.Student.last_name,
            api.Student.email,
            api.Student.lms_user_id,
        ).order_by(api.Student.id)
        return [StudentRow(*(value or "" for value in row)) for row in rows]
