"""Grading with stock nbgrader, one learner at a time, so that one file never stops the class."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from carekit.files import ContentError, read_yaml, shown
from carekit.grading import worker
from carekit.lang import Text

Progress = Callable[[str, int, int], None]
"""Called with what was just done (a learner's id), how many are done, and how many there are."""


@dataclass(frozen=True)
class Outcome:
    """What came of one submission: whether it has scores, what a human should know, how long."""

    learner: str
    scored: bool
    reasons: tuple[Text, ...]
    seconds: float


@cache
def words() -> dict[str, Text]:
    """Return why a submission may need a human, in all languages, by key."""
    data = read_yaml(Path(__file__).parent / "words.yml").data
    return {key: Text.model_validate(value) for key, value in data.items()}


def open_course(root: Path, folder: Path, set_id: str) -> None:
    """Make ``folder`` an nbgrader course of its own with one set, from the course at ``root``.

    The user's gradebook and submissions are not touched. Raises ContentError when the set is not
    built.
    """
    source = root / "source" / set_id
    if not (source / f"{set_id}.ipynb").is_file():
        raise ContentError(f"{shown(source)}: no notebook of this set; run `care build` first")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(source, folder / "source" / set_id, dirs_exist_ok=True)
    if (root / worker.CONFIG).is_file():
        shutil.copy2(root / worker.CONFIG, folder / worker.CONFIG)


@dataclass(frozen=True)
class Crew:
    """Grading processes for one set of one course folder; ``crew`` gives one."""

    pool: ProcessPoolExecutor
    job: worker.Job

    def release(self) -> None:
        """Let nbgrader make the release and enter the set into the gradebook.

        Raises ContentError with nbgrader's own words when it refuses the set.
        """
        said = self.pool.submit(worker.release, self.job).result()
        if said is not None:
            raise ContentError(
                f"source/{self.job.set_id}: nbgrader refuses it:\n" + "\n".join(said)
            )

    def grade(self, learners: Sequence[str], progress: Progress | None = None) -> list[Outcome]:
        """Grade submissions and write their feedback pages; outcomes in the order of learners."""
        waiting: dict[Future, str] = {
            self.pool.submit(worker.grade, self.job, learner): learner for learner in learners
        }
        done: dict[str, Outcome] = {}
        for future in as_completed(waiting):
            learner = waiting[future]
            scored, found, seconds = future.result()
            reasons = tuple(_sentence(item) for item in found)
            done[learner] = Outcome(learner, scored, reasons, seconds)
            if progress:
                progress(learner, len(done), len(waiting))
        return [done[learner] for learner in learners]

    def feedback(self, learners: Sequence[str]) -> list[bool]:
        """Write feedback pages again, after marks by hand; False where nothing is graded."""
        return list(self.pool.map(worker.feedback, [self.job] * len(learners), learners))


def _sentence(item: worker.Finding) -> Text:
    if item.says:
        return Text.model_validate(dict(item.says))
    said = words()[item.key].by_lang()
    return Text.model_validate({lang: text.format(cell=item.cell) for lang, text in said.items()})


@contextmanager
def crew(
    course: Path,
    set_id: str,
    *,
    root: Path,
    timeout: int = 30,
    workers: int | None = None,
    seed: int | None = None,
) -> Iterator[Crew]:
    """Give grading processes for the time of a ``with`` block.

    ``timeout`` is in seconds for one cell; ``seed`` fixes the data of hidden checks, so that two
    runs give the same scores even to code that is right by luck; ``workers`` is the number of
    processes, by default one for each processor.
    """
    job = worker.Job(course.resolve(), set_id, timeout, seed, root.resolve())
    pool = ProcessPoolExecutor(
        max_workers=workers or os.cpu_count() or 1,
        # A fork would carry the caller's threads and open files into the kernels.
        mp_context=multiprocessing.get_context("spawn"),
        initializer=worker.start,
        initargs=(job,),
    )
    try:
        yield Crew(pool, job)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def learners_in(course: Path, set_id: str) -> list[str]:
    """Return who has handed in a set, in the order of their ids."""
    return sorted(path.parent.name for path in (course / "submitted").glob(f"*/{set_id}"))


def grade(
    course: Path,
    set_id: str,
    *,
    root: Path,
    learners: Sequence[str] | None = None,
    timeout: int = 30,
    seed: int | None = None,
    progress: Progress | None = None,
) -> list[Outcome]:
    """Grade what lies in ``course/submitted`` with nbgrader as it is, and write feedback pages.

    A submission that nbgrader cannot grade gets an outcome with ``scored`` False and the reason;
    the others are graded all the same.
    """
    with crew(course, set_id, root=root, timeout=timeout, seed=seed) as people:
        if not (course / "gradebook.db").exists():
            people.release()
        return people.grade(learners or learners_in(course, set_id), progress)


def feedback(course: Path, set_id: str, *, root: Path) -> list[Path]:
    """Write the feedback pages of a set again and return them."""
    with crew(course, set_id, root=root) as people:
        people.feedback([p.parent.name for p in (course / "autograded").glob(f"*/{set_id}")])
    return sorted((course / "feedback").glob(f"*/{set_id}/*.html"))
