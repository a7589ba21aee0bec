"""The scores of a class as tables, read from nbgrader's gradebook through its own interface."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from carekit.common.files import ContentError
from carekit.common.messages import say

COLUMNS = {
    "learner": "str",
    "name": "str",
    "notebook": "str",
    "cell": "str",
    "kind": "str",
    "auto_score": "float64",
    "manual_score": "float64",
    "extra_credit": "float64",
    "score": "float64",
    "max_score": "float64",
    "needs_manual": "bool",
}


def scores(db_url: str, set_id: str) -> pd.DataFrame:
    """Return one row for each learner and graded cell of a set, ordered by learner.

    ``learner`` is the id, ``name`` the name in the gradebook or "". ``cell`` is nbgrader's grade
    id. ``kind`` is ``auto`` (scored by running it), ``manual`` (an answer that a person reads) or
    ``task``. Points: ``auto_score``, ``manual_score`` and ``extra_credit`` as stored; ``score`` is
    what counts, that is the manual score where there is one, else the automatic one, plus extra
    credit; NaN where there is none yet. ``needs_manual`` is nbgrader's own flag: a person has to
    look, because there is something to read or because an automatic cell was not scored.

    A learner without a submission has no row. Raises ContentError when the gradebook does not know
    the set.
    """
    with _open(db_url) as book:
        known = {assignment.name: assignment for assignment in book.assignments}
        if set_id not in known:
            raise ContentError(say("set-not-entered", set=set_id))
        rows = [
            _row(submitted, notebook, grade)
            for submitted in known[set_id].submissions
            for notebook in submitted.notebooks
            for grade in notebook.grades
        ]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    return table.sort_values(["learner", "notebook", "cell"], ignore_index=True)


def _row(submitted: Any, notebook: Any, grade: Any) -> dict[str, Any]:
    student = submitted.student
    got = grade.manual_score if grade.manual_score is not None else grade.auto_score
    kinds = {"TaskCell": "task", "GradeCell": "auto" if grade.cell_type == "code" else "manual"}
    return {
        "learner": student.id,
        "name": _name(student),
        "notebook": notebook.name,
        "cell": grade.name,
        "kind": kinds[grade.cell.type],
        "auto_score": grade.auto_score,
        "manual_score": grade.manual_score,
        "extra_credit": grade.extra_credit,
        "score": None if got is None else got + (grade.extra_credit or 0),
        "max_score": grade.max_score,
        "needs_manual": bool(grade.needs_manual_grade),
    }


def _name(student: Any) -> str:
    return " ".join(part for part in (student.first_name, student.last_name) if part)


def by_task(table: pd.DataFrame, task_of: Mapping[str, str]) -> pd.DataFrame:
    """Return one row for each learner and task: ``score``, ``max_score`` and ``needs_manual``.

    ``task_of`` names the task of each cell; a cell it does not name is its own task. The score is
    the sum of the cells that have one, NaN where none has.
    """
    named = table.assign(task=table["cell"].map(lambda cell: task_of.get(cell, cell)))
    groups = named.groupby(["learner", "task"], as_index=False)
    summed = groups.agg(max_score=("max_score", "sum"), needs_manual=("needs_manual", "any"))
    summed.insert(2, "score", groups["score"].sum(min_count=1)["score"])
    return summed


def totals(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each learner: points by kind, the whole, and what is left to do.

    Columns: ``learner``, ``name``, ``auto`` and ``manual`` (points so far), ``score`` (their sum),
    ``max_score``, ``unread`` (cells that a person has to look at). NaN where nothing is scored.
    """
    groups = table.groupby("learner")
    kinds = {
        kind: table[table["kind"].eq("auto") == wanted].groupby("learner")["score"].sum(min_count=1)
        for kind, wanted in (("auto", True), ("manual", False))
    }
    whole = pd.DataFrame(
        {
            "name": groups["name"].first(),
            **kinds,
            "score": groups["score"].sum(min_count=1),
            "max_score": groups["max_score"].sum(),
            "unread": groups["needs_manual"].sum().astype("int64"),
        }
    )
    return whole.rename_axis("learner").reset_index()


def learners(db_url: str) -> dict[str, str]:
    """Return the name of every learner in the gradebook, or "" where it knows none, by id."""
    with _open(db_url) as book:
        return {student.id: _name(student) for student in book.students}


def enrolled(db_url: str) -> dict[str, str]:
    """Return what ``learners`` does, and nobody where there is no gradebook yet."""
    try:
        return learners(db_url)
    except ContentError:
        # None is made by asking for one.
        return {}


def names(db_url: str) -> dict[str, str]:
    """Return the name of every learner whose name the gradebook knows, by id."""
    return {learner: name for learner, name in learners(db_url).items() if name}


def late(db_url: str, set_id: str) -> list[str]:
    """Return who handed a set in after its due date, in order; nobody where it has none.

    Raises ContentError when the gradebook does not know the set.
    """
    with _open(db_url) as book:
        known = {assignment.name: assignment for assignment in book.assignments}
        if set_id not in known:
            raise ContentError(say("set-not-graded", set=set_id))
        return sorted(s.student.id for s in known[set_id].submissions if s.total_seconds_late > 0)


def enrol(db_url: str, names: Mapping[str, str]) -> None:
    """Write the learners' names into the gradebook, so that formgrader shows them."""
    with _open(db_url) as book:
        for learner, name in names.items():
            book.update_or_create_student(learner, first_name=name)


@contextmanager
def _open(db_url: str) -> Iterator[Any]:
    """Give nbgrader's gradebook; one that is not there is refused, not made."""
    with warnings.catch_warnings():
        # nbgrader's imports warn of their own future; it changes no score.
        warnings.simplefilter("ignore")
        from nbgrader.api import Gradebook
        from sqlalchemy import make_url

        url = make_url(db_url)
        if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
            raise ContentError(say("no-gradebook", file=url.database))
        with Gradebook(db_url) as book:
            yield book
