"""The scores of a class as tables, read from nbgrader's gradebook through its own interface."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from carekit.common.files import ContentError
from carekit.common.messages import say
from carekit.grading.course.nbgrader_import import import_nbgrader
from carekit.grading.gradebook.bulk_rows import add_rows, change_rows
from carekit.grading.gradebook.set_rows import SetRows, counted, names_of, slices

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
        rows, names = SetRows.known(book.db, set_id), names_of(book.db)
        # A few hundred learners at a time: a row of Python's takes ten times the room.
        parts = [_table(list(_cells(rows, some, names))) for some in slices(rows.learners())]
    table = pd.concat(parts or [_table([])], ignore_index=True)
    return table.sort_values(["learner", "notebook", "cell"], ignore_index=True)


def _table(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _cells(
    rows: SetRows, learners: Sequence[str], names: Mapping[str, str]
) -> Iterator[tuple[Any, ...]]:
    """Give a row of the table for each graded cell of some learners."""
    for submission, notebook, _, grades in rows.graded(learners):
        learner = submission.learner
        for grade in grades:
            cell = notebook.graded[grade.cell_id]
            kind = "task" if cell.kind == "TaskCell" else "auto" if cell.code else "manual"
            none = grade.auto_score is None and grade.manual_score is None
            score = (
                None if none else counted(grade.auto_score, grade.manual_score, grade.extra_credit)
            )
            yield (
                *(learner, names[learner], notebook.name, cell.name, kind),
                *(grade.auto_score, grade.manual_score, grade.extra_credit, score),
                *(cell.max_score, bool(grade.needs_manual_grade)),
            )


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
        return names_of(book.db)


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
        rows = SetRows.of(book.db, set_id)
        if rows is None:
            raise ContentError(say("set-not-graded", set=set_id))
        found: list[str] = []
        for people in slices(rows.learners()):
            handed_in = rows.submissions(people).values()
            found += [one.learner for one in handed_in if one.seconds_late(rows.due) > 0]
    return sorted(found)


def enrol(db_url: str, names: Mapping[str, str]) -> None:
    """Write the learners' names into the gradebook, so that formgrader shows them."""
    with _open(db_url) as book:
        from nbgrader import api

        rows = [{"id": learner, "first_name": name} for learner, name in names.items()]
        known, table = names_of(book.db), api.Student.__table__
        add_rows(book.db, table, [row for row in rows if row["id"] not in known])
        change_rows(book.db, table, [row for row in rows if row["id"] in known])
        book.db.commit()


@contextmanager
def _open(db_url: str) -> Iterator[Any]:
    """Give nbgrader's gradebook; one that is not there is refused, not made."""
    import_nbgrader()
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
