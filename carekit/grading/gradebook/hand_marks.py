"""Marks that a person gives, written into nbgrader's gradebook as formgrader writes them.

Nothing that somebody else wrote meanwhile is replaced: a change says what it replaces, and where
the gradebook has something else, nothing of it is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from carekit.grading.gradebook.bulk_rows import add_rows, change_rows
from carekit.grading.gradebook.due_dates import move_penalties
from carekit.grading.gradebook.set_rows import SetRows
from carekit.grading.gradebook.writer import Writer

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


@dataclass(frozen=True)
class HandMark:
    """What a person gave an answer: points or None, and a comment or "".

    ``waits`` is nbgrader's flag that a person has to look; it is no part of what is compared.
    """

    points: float | None
    comment: str
    waits: bool

    def same(self, other: HandMark) -> bool:
        """Return whether two are the same points and comment."""
        return (self.points, self.comment) == (other.points, other.comment)


@dataclass(frozen=True)
class MarkChange:
    """One answer's mark: what it is now, as far as the writer knows, and what it becomes."""

    learner: str
    notebook: str
    cell: str
    before: HandMark
    after: HandMark


def write_marks(writer: Writer, changes: Sequence[MarkChange]) -> dict[str, HandMark]:
    """Write marks in one transaction, all or none; return what stands in the way, by learner.

    Something stands in the way where the gradebook has neither what the change replaces nor what
    it writes; then nothing is written. Late penalties follow the new points. Raises ContentError
    when the gradebook cannot be written or has no such answer.
    """
    found: dict[str, HandMark] = {}

    def write(book: Gradebook) -> None:
        rows = SetRows.known(book.db, writer.set_id)
        grades, comments, new = [], [], []
        for change in changes:
            at = _row(rows, change)
            if at is None:
                found[change.learner] = HandMark(None, "", waits=False)
                continue
            if not at.now.same(change.before) and not at.now.same(change.after):
                found[change.learner] = at.now
                continue
            grades.append(
                {
                    "id": at.grade,
                    "manual_score": change.after.points,
                    "needs_manual_grade": change.after.waits,
                }
            )
            text = change.after.comment or None
            if at.comment:
                comments.append({"id": at.comment, "manual_comment": text})
            elif at.commented and text:
                about = {"notebook_id": at.notebook, "cell_id": at.commented}
                new.append({"id": uuid4().hex, **about, "manual_comment": text})
        if found:
            return
        from nbgrader import api

        change_rows(rows.session, api.Grade.__table__, grades)
        change_rows(rows.session, api.Comment.__table__, comments)
        add_rows(rows.session, api.Comment.__table__, new)
        move_penalties(rows, sorted({one.learner for one in changes}), writer.late)

    writer.change(write)
    return found


@dataclass(frozen=True)
class _Row:
    """Where an answer's mark stands: keys of its rows, the cell that is commented, the mark."""

    grade: str
    comment: str
    commented: str
    notebook: str
    now: HandMark


def _row(rows: SetRows, change: MarkChange) -> _Row | None:
    if change.learner not in rows.submissions([change.learner]):
        return None
    for _, notebook, book, grades in rows.graded([change.learner]):
        if notebook.name != change.notebook:
            continue
        keys = [key for key, name in notebook.commented.items() if name == change.cell]
        said = [one for one in rows.comments_of([book.id])[book.id] if one.cell_id in keys]
        for grade in grades:
            if notebook.graded[grade.cell_id].name == change.cell:
                return _Row(
                    grade.id,
                    said[0].id if said else "",
                    keys[0] if keys else "",
                    book.id,
                    _mark(grade, said),
                )
    return None


def _mark(grade: Any, said: Sequence[Any]) -> HandMark:
    comment = said[0].manual_comment if said else None
    return HandMark(grade.manual_score, comment or "", waits=bool(grade.needs_manual_grade))
