"""The sample class, graded from release to feedback in a folder of its own."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from carekit import gradebook
from carekit.course import card
from carekit.files import ContentError, shown, write_atomic
from carekit.grading import sample, stock
from carekit.grading.layout import Task, read_tasks
from carekit.lang import Text

Progress = Callable[[str, int, int], None]
"""Called with a step's id or a learner's id, how many steps are done, and how many there are."""

MARK = ".carekit-demo"
MADE = ("source", "release", "submitted", "autograded", "feedback", "gradebook.db", "grading.log")
# Long enough for the first import on a busy machine; the class has one endless loop to wait for.
TIMEOUT_S = 20
# The same hidden data in every run, so that the printed table can be compared with the manual.
SEED = 20250103


@dataclass(frozen=True)
class Demo:
    """The graded sample class.

    ``scores`` is one row for each learner and task (``learner``, ``task``, ``score``,
    ``max_score``, ``needs_manual``: a written answer waits for a reader); ``cells`` and ``totals``
    are what ``carekit.gradebook`` says of each graded cell and each learner.
    """

    folder: Path
    set_id: str
    title: Text
    tasks: tuple[Task, ...]
    names: dict[str, str]
    scores: pd.DataFrame
    cells: pd.DataFrame
    totals: pd.DataFrame
    outcomes: tuple[stock.Outcome, ...]
    feedback: tuple[Path, ...]
    seconds: float

    @property
    def held(self) -> list[tuple[str, Text]]:
        """Return every reason why a submission needs a human, with the learner's id."""
        return [(item.learner, reason) for item in self.outcomes for reason in item.reasons]

    @property
    def to_read(self) -> list[str]:
        """Return the ids of the learners whose written answers wait for a reader."""
        return list(self.scores.loc[self.scores["needs_manual"], "learner"].unique())


def demo(
    root: Path, out: Path, progress: Progress | None = None, *, set_id: str | None = None
) -> Demo:
    """Grade the sample class of a set (by default the course's first) in the folder ``out``.

    What an earlier run left there is replaced; a folder that holds anything else is refused with
    ContentError.
    """
    began = time.monotonic()
    course = card(root)
    chosen = next((item for item in course.sets if set_id in (None, item.id)), None)
    if chosen is None:
        raise ContentError(f"{set_id}: no such set in course_data/course.yml")
    people = sample.load_class(root, chosen.id)
    _clear(out)
    stock.open_course(root, out, chosen.id)
    steps = len(people.learners) + 1

    def tell(what: str, done: int) -> None:
        if progress:
            progress(what, done, steps)

    with stock.crew(out, chosen.id, root=root, timeout=TIMEOUT_S, seed=SEED) as crew:
        crew.release()
        released = out / "release" / chosen.id / f"{chosen.id}.ipynb"
        sample.hand_in(root, people, released.read_bytes(), out / "submitted")
        url = crew.job.db_url()
        gradebook.enrol(url, {learner.id: learner.name for learner in people.learners})
        tell("release", 1)
        ids = [learner.id for learner in people.learners]
        outcomes = crew.grade(ids, lambda learner, done, _: tell(learner, done + 1))
    tasks = read_tasks(released)
    cells = gradebook.scores(url, chosen.id)
    return Demo(
        folder=out,
        set_id=chosen.id,
        title=chosen.title,
        tasks=tuple(tasks),
        names={learner.id: learner.name for learner in people.learners},
        scores=_by_task(cells, tasks, outcomes),
        cells=cells,
        totals=gradebook.totals(cells),
        outcomes=tuple(outcomes),
        feedback=tuple(sorted((out / "feedback").glob(f"*/{chosen.id}/*.html"))),
        seconds=time.monotonic() - began,
    )


def _by_task(cells: pd.DataFrame, tasks: list[Task], outcomes: list[stock.Outcome]) -> pd.DataFrame:
    # nbgrader's flag also stands on checks that never ran; those are among the reasons, and there
    # is nothing in them to read.
    scored = {item.learner for item in outcomes if item.scored}
    written = cells["kind"].ne("auto") & cells["learner"].isin(scored)
    waiting = cells.assign(needs_manual=cells["needs_manual"] & written)
    return gradebook.by_task(waiting, {cell: task.id for task in tasks for cell in task.cells})


def _clear(out: Path) -> None:
    """Remove what an earlier demo made, and nothing else."""
    if out.exists() and any(out.iterdir()) and not (out / MARK).exists():
        raise ContentError(f"{shown(out)}: not empty and not made by the demo; name another folder")
    for name in MADE:
        path = out / name
        if path.is_dir():
            _unlock(path)
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    write_atomic(out / MARK, "Made by the demo; the next run replaces what lies here.\n")


def _unlock(folder: Path) -> None:
    # nbgrader makes its results read-only, and Windows removes no read-only file.
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            path.chmod(0o644)
