"""Hand-ins that wait to be graded, and the processes that grade them, two for each set.

A process that is busy with a cell that never ends keeps nobody waiting but its own learner: the
second one of the set starts when it is first needed, and grades the others meanwhile. Only grading
is done beside each other, on threads that wait for a process; what came of it is taken by whoever
asks for it and is written one after the other.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field

from carekit.grading.refusals import say
from carekit.grading.run.local_engine import Job, OneStation
from carekit.grading.run.worker_process import Grade
from carekit.sandbox.submission.result import SubmissionResult

FOR_A_SET = 2
"""So many hand-ins of one set are graded beside each other."""

Opened = AbstractContextManager[Grade]


@dataclass(frozen=True)
class Work:
    """One hand-in: of which set, whose, and its files by their names."""

    set_id: str
    learner: str
    files: Mapping[str, bytes]


@dataclass
class AlreadyGraded:
    """An engine that has the results already: by learner, the files that were graded and theirs.

    A hand-in that has changed since gets no result: it arrives by itself.
    """

    results: Mapping[str, tuple[Mapping[str, bytes], SubmissionResult]]

    @property
    def portable(self) -> None:
        """Return None: nothing is graded here, so no other machine can help."""

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[str, SubmissionResult]]:
        """Give the result of each job whose files are those that were graded."""
        for job in jobs:
            files, result = self.results.get(job.learner, ({}, None))
            if result is not None and files == job.files:
                yield job.learner, result


class SetGraders:
    """The processes of one set, each opened by the thread that asks it."""

    def __init__(self, opened: Callable[[], Opened], most: int = FOR_A_SET) -> None:
        """Keep how one of the ``most`` processes is started; none is started yet."""
        self.opened, self.most = opened, most
        self.threads = ThreadPoolExecutor(most)
        self.mine = threading.local()
        self.kept: list[Opened] = []
        self.closing = False

    def warm_up(self, number: int) -> None:
        """Start so many processes; return when they are ready.

        Raises RuntimeError, in the grader's own words, when one cannot be started.
        """
        together = threading.Barrier(number)

        def warm() -> None:
            try:
                self._grade_of_this_thread()
            finally:
                # So that no thread takes the place of another.
                together.wait()

        for one in [self.threads.submit(warm) for _ in range(number)]:
            one.result()

    def put(self, files: Mapping[str, bytes]) -> Future[SubmissionResult]:
        """Grade a hand-in as soon as a process is free."""
        return self.threads.submit(lambda: self._grade_of_this_thread()(files))

    def close(self) -> None:
        """End the processes, also those that are busy; what waits is not graded."""
        self.closing = True
        self.threads.shutdown(wait=False, cancel_futures=True)
        for one in self.kept:
            if isinstance(one, OneStation):
                one.abandon()
        self.threads.shutdown()
        with ExitStack() as ending:
            for one in self.kept:
                ending.push(one)
        self.kept = []

    def _grade_of_this_thread(self) -> Grade:
        grade: Grade | None = getattr(self.mine, "grade", None)
        if grade is None:
            opened = self.opened()
            grade = self.mine.grade = opened.__enter__()
            self.kept.append(opened)
            if self.closing:
                raise RuntimeError(say("ended-early"))
        return grade


@dataclass
class GradingQueue:
    """Grades hand-ins of several sets beside each other; close it with ``close``.

    ``opened`` starts a process for a set. The processes of the ``most`` sets that were asked for
    last stay; a set with nothing to do makes room for another, and where each has something to do
    the hand-ins of others wait.
    """

    opened: Callable[[str], Opened]
    most: int
    clock: Callable[[], float] = time.monotonic
    sets: dict[str, SetGraders] = field(default_factory=dict)
    waiting: list[Work] = field(default_factory=list)
    doing: dict[Future[SubmissionResult], Work] = field(default_factory=dict)

    def warm_up(self, set_id: str, number: int = FOR_A_SET) -> None:
        """Start so many processes of a set; return when they are ready.

        Raises RuntimeError, in the grader's own words, when one cannot be started.
        """
        graders = self._graders(set_id)
        if graders:
            graders.warm_up(number)

    def put(self, set_id: str, learner: str, files: Mapping[str, bytes]) -> None:
        """Take one hand-in."""
        self.waiting.append(Work(set_id, learner, files))
        self._begin()

    def finished(self, seconds: float | None = 0.0) -> Iterator[tuple[Work, SubmissionResult]]:
        """Give what was graded, as soon as it is, for so many seconds; None: until all is.

        With seconds it ends no sooner, also when there is nothing to do. Raises RuntimeError, in
        the grader's own words, when no process can be started.
        """
        until = None if seconds is None else self.clock() + seconds
        while True:
            left = None if until is None else max(0.0, until - self.clock())
            if not self.doing:
                if left:
                    threading.Event().wait(left)
                return
            done, _ = wait(self.doing, timeout=left, return_when=FIRST_COMPLETED)
            if not done:
                return
            # In the order in which they were handed in, where several end at once.
            for one in [one for one in self.doing if one in done]:
                work = self.doing.pop(one)
                self._begin()
                yield work, one.result()

    @property
    def idle(self) -> bool:
        """Return whether nothing waits and nothing is being graded."""
        return not (self.waiting or self.doing)

    def close(self) -> None:
        """End all processes; what was not graded is left."""
        self.waiting, self.doing = [], {}
        for graders in self.sets.values():
            graders.close()
        self.sets = {}

    def _begin(self) -> None:
        """Hand on what waits to the processes of its set, where that set has a place."""
        still = []
        for work in self.waiting:
            graders = self._graders(work.set_id)
            if graders is None:
                still.append(work)
            else:
                self.doing[graders.put(work.files)] = work
        self.waiting = still

    def _graders(self, set_id: str) -> SetGraders | None:
        if set_id not in self.sets and len(self.sets) >= self.most:
            busy = {work.set_id for work in self.doing.values()}
            idle = next((name for name in self.sets if name not in busy), None)
            if idle is None:
                return None
            self.sets.pop(idle).close()
        graders = self.sets.pop(set_id, None)
        if graders is None:
            graders = SetGraders(lambda: self.opened(set_id))
        # Put at the end: the set that was asked for last is the last to make room.
        self.sets[set_id] = graders
        return graders
