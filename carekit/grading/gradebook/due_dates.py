"""Due dates in nbgrader's gradebook: which moment is in use for each set, and setting one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from carekit.common.durable_files import Disk
from carekit.common.languages import ENGLISH, Lang
from carekit.common.messages import Messages
from carekit.grading.course.folders import Settings
from carekit.grading.course.moments import meant, read_moment, shown
from carekit.grading.gradebook.bulk_rows import change_rows
from carekit.grading.gradebook.late_penalty import Lateness
from carekit.grading.gradebook.set_rows import SetRows, counted, slices
from carekit.grading.gradebook.writer import Writer, open_book, sqlite_file

_say = Messages("due-dates")


@dataclass(frozen=True)
class Due:
    """When a set is due (UTC), or None, and how many learners have an extension of their own."""

    set_id: str
    when: datetime | None
    extensions: int = 0


def due_dates(settings: Settings, sets: Sequence[str]) -> list[Due]:
    """Return the due date of each set, and of whatever else the gradebook has one for."""
    known: dict[str, Due] = {}
    path = sqlite_file(settings.db_url)
    # None is made by asking for one.
    if path is None or path.is_file():
        with open_book(settings.db_url, settings.course_id) as book:
            known = {one.set_id: one for one in _known(book.db)}
    more = [name for name, one in sorted(known.items()) if name not in sets and one.when]
    return [known.get(name, Due(name, None)) for name in (*sets, *more)]


def _known(session: Any) -> list[Due]:
    """Return the due date of every set that the gradebook has."""
    from nbgrader import api
    from sqlalchemy import select

    one, theirs = api.Assignment, api.SubmittedAssignment
    extended = select(theirs.assignment_id, theirs.extension).where(theirs.extension.is_not(None))
    later = Counter(key for key, longer in session.execute(extended) if longer)
    dates = session.execute(select(one.id, one.name, one.duedate).order_by(one.name))
    return [Due(name, when and when.replace(tzinfo=UTC), later[key]) for key, name, when in dates]


def misread(due: Due, home: tzinfo | None = None) -> dict[str, str]:
    """Return what is odd about a due date, as the gaps of a sentence; nothing where all is well.

    What nbgrader stored for a moment it could not read looks like any other moment. Only odd
    seconds tell, and they do not say for certain what was meant: ``first`` is the likeliest text,
    ``wanted`` its moment, ``command`` what sets it.
    """
    guesses = meant(due.when, home) if due.when else []
    if due.when is None or not guesses:
        return {}
    wanted = shown(read_moment(guesses[0]).when, UTC)
    return {
        "set": due.set_id,
        "stored": shown(due.when, UTC),
        "first": guesses[0],
        "wanted": wanted,
        "command": f'care due {due.set_id} "{wanted}"',
    }


def words_for(odd: Mapping[str, str], lang: Lang = ENGLISH) -> str:
    """Return what is said of a due date that was misread, given what is odd about it."""
    return _say("misread", **odd)[lang]


def set_due(
    settings: Settings, set_id: str, when: datetime | None, disk: Disk | None = None
) -> int:
    """Write a set's due date, or take it away; return how many penalties change by it.

    The gradebook has to know the set. Penalties of work that is graded follow the new date.
    """
    late = Lateness(settings.config)
    changed = 0

    def change(book: Any) -> None:
        nonlocal changed
        book.find_assignment(set_id).duedate = when and when.astimezone(UTC).replace(tzinfo=None)
        rows = SetRows.known(book.db, set_id)
        for learners in slices(rows.learners()):
            changed += move_penalties(rows, learners, late)

    Writer.of(settings, set_id, disk or Disk()).change(change)
    return changed


def move_penalties(rows: SetRows, learners: Sequence[str], late: Lateness) -> int:
    """Write some learners' penalties anew; return how many are others now."""
    from nbgrader import api

    changed = []
    for submission, _, book, grades in rows.graded(learners):
        points = sum(
            counted(grade.auto_score, grade.manual_score, grade.extra_credit) for grade in grades
        )
        after = late.penalty(submission.learner, points, submission.seconds_late(rows.due))
        if (book.late_submission_penalty or 0.0) != (after or 0.0):
            changed.append({"id": book.id, "late_submission_penalty": after})
    change_rows(rows.session, api.SubmittedNotebook.__table__, changed)
    return len(changed)
