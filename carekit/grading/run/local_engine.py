"""Many submissions at once: processes that each grade one at a time, replaced when one dies.

A second engine (a cluster) needs no more than ``Engine``: take jobs lazily, give results in any
order, keep nothing.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Protocol

from carekit.grading.refusals import say
from carekit.grading.run.grader_process import GraderProcess, Waiting, forked, started
from carekit.grading.run.processors import own_processor
from carekit.grading.run.worker_process import Grade, Recipe, failure
from carekit.sandbox.isolation.limits import STARTING, Limits
from carekit.sandbox.submission.result import SubmissionResult


class Shared(Protocol):
    """What the processes of one machine have in common."""

    def recipe_for_one(self, processor: int | None = None) -> tuple[Recipe, list[int]]:
        """Return the recipe of one more process on a processor, and the descriptors it inherits."""


class Offered(AbstractContextManager[Shared], Protocol):
    """What they have in common where it has begun before them.

    ``connections`` are for the process that began it, and no fork of that keeps them.
    """

    connections: Sequence[socket.socket]


@dataclass(frozen=True)
class Job:
    """One submission to grade: who, which files, which try it is."""

    learner: str
    files: Mapping[str, bytes]
    attempt: int = 1


@dataclass(frozen=True)
class Portable:
    """What another machine needs to grade as an engine does here.

    ``cap`` and ``starting`` are seconds, as ``LocalEngine`` says.
    """

    recipe: Recipe
    cap: float
    starting: float


class Engine(Protocol):
    """Grades jobs and gives ``(learner, result)`` in any order; see ``LocalEngine``."""

    @property
    def portable(self) -> Portable | None:
        """Return what a cluster needs to do the same; None where this engine grades only here."""

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[str, SubmissionResult]]:
        """Give one result for every job."""


@dataclass
class Station:
    """One process, what it is busy with, and the processor on which it stays (None: on any)."""

    process: GraderProcess
    pipe: Connection
    processor: int | None = None
    ready: bool = False
    job: Job | None = None
    until: float = 0.0


@dataclass
class LocalEngine:
    """Processes on this computer.

    ``cap`` is how many seconds a submission may take before its process is ended: more than the
    grader's own limit, so that it only acts when the grader itself hangs. ``starting`` is how long
    a process may take until it is ready. ``alone`` processes have nothing in common.
    """

    recipe: Recipe
    workers: int
    cap: float = Limits().hang_seconds
    starting: float = STARTING
    clock: Callable[[], float] = time.monotonic
    stations: list[Station] = field(default_factory=list)
    common: ExitStack = field(default_factory=ExitStack)
    shared: Shared | None = None
    alone: bool = False
    early: list[Station] = field(default_factory=list)
    spare: list[Waiting] = field(default_factory=list)
    offered: Offered | None = None
    abandoned: bool = False

    @property
    def portable(self) -> Portable:
        """Return the recipe and the limits of its processes: any machine with the course can."""
        return Portable(self.recipe, self.cap, self.starting)

    def begin(self) -> None:
        """Start the first process before there is work; ``close`` ends it if none comes.

        Those that may follow are forked here, where it can be done, and wait.
        """
        kept = self.offered.connections if self.offered else ()
        self.spare = [] if self.alone else forked(self.workers, kept)
        self.early = [self._start()]

    def close(self) -> None:
        """End processes that never got work."""
        self.stations += self.early
        self.early = []
        self._stop()

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[str, SubmissionResult]]:
        """Give one result for every job, as soon as it is there.

        Jobs are taken one at a time, when a process is free. Raises RuntimeError, in the grader's
        own words, when no grader can be started.
        """
        waiting: deque[Job] = deque()
        source = iter(jobs)
        try:
            # Nobody waits for a process that will have nothing to do.
            waiting.extend(islice(source, max(1, self.workers)))
            more = len(waiting) - 1
            self.stations = [self._start()] if waiting else []
            while True:
                if more and any(one.ready for one in self.stations):
                    # Not before: what they all wait for is sooner there with the cores to itself.
                    while more:
                        self.stations.append(self._start())
                        more -= 1
                for station in [one for one in self.stations if one.ready and one.job is None]:
                    job = waiting.popleft() if waiting else next(source, None)
                    if job is None:
                        break
                    self._give(station, job)
                if not waiting and not any(one.job for one in self.stations):
                    # Perhaps the process that just ended was the only one that was ready.
                    left = next(source, None)
                    if left is None:
                        return
                    waiting.append(left)
                yield from self._heard(waiting)
        finally:
            self._stop()

    def _start(self) -> Station:
        if self.early:
            return self.early.pop()
        processor = own_processor(self.workers, [one.processor for one in self.stations])
        recipe, handles = self._recipe_for_one(processor)
        try:
            if self.spare:
                first = self.spare.pop(0)
                first.begin(recipe, handles)
                process, pipe = first.process, first.pipe
            else:
                process, pipe = started(recipe, handles)
        finally:
            for handle in handles:
                os.close(handle)
        return Station(process, pipe, processor, until=self.clock() + self.starting)

    def _recipe_for_one(self, processor: int | None) -> tuple[Recipe, list[int]]:
        share = getattr(self.recipe, "share", None)
        if share is None or self.alone:
            return self.recipe, []
        if self.shared is None:
            offered, self.offered = self.offered, None
            self.shared = self.common.enter_context(offered or share())
        return self.shared.recipe_for_one(processor)

    def _give(self, station: Station, job: Job) -> None:
        station.job, station.until = job, self.clock() + self.cap
        # The pipe of a process that just died says so when we listen to it.
        with suppress(OSError):
            station.pipe.send(dict(job.files))

    def _heard(self, waiting: deque[Job]) -> Iterator[tuple[str, SubmissionResult]]:
        """Wait for the next news of any process and give the results among it."""
        busy = [one for one in self.stations if one.job or not one.ready]
        if not busy:
            return
        left = max(0.0, min(one.until for one in busy) - self.clock())
        said = wait([one.pipe for one in busy], timeout=left)
        for station in busy:
            if station.pipe in said:
                yield from self._listen(station, waiting)
            elif self.clock() >= station.until:
                yield from self._lost(station, waiting, silent=True)

    def _listen(
        self, station: Station, waiting: deque[Job]
    ) -> Iterator[tuple[str, SubmissionResult]]:
        try:
            news = json.loads(station.pipe.recv_bytes())
        except (EOFError, OSError, ValueError):
            yield from self._lost(station, waiting, silent=False)
            return
        if "no" in news:
            raise RuntimeError(news["no"])
        if not station.ready:
            station.ready = True
            return
        job, station.job = station.job, None
        if job is not None:
            yield job.learner, news

    def _lost(
        self, station: Station, waiting: deque[Job], *, silent: bool
    ) -> Iterator[tuple[str, SubmissionResult]]:
        """Replace a process that died or hangs; its submission gets one more try."""
        job = station.job
        _end(station)
        if self.abandoned or (job is None and not station.ready):
            raise RuntimeError(say("ended-early"))
        self.stations.remove(station)
        self.stations.append(self._start())
        if job is None:
            return
        if silent:
            yield job.learner, failure("worker-silent", seconds=f"{self.cap:g}")
        elif job.attempt > 1:
            yield job.learner, failure("worker-died")
        else:
            waiting.append(Job(job.learner, job.files, job.attempt + 1))

    def _stop(self) -> None:
        self.stations += [Station(one.process, one.pipe) for one in self.spare]
        self.spare = []
        for station in self.stations:
            station.pipe.close()
        for station in self.stations:
            # A process that is free leaves when its pipe closes; one that is not is ended.
            with suppress(subprocess.TimeoutExpired):
                station.process.wait(0 if station.job else 5)
            _end(station)
        self.stations = []
        self.common.close()
        self.shared = None


@contextmanager
def begun(engine: Engine, *, wanted: bool) -> Iterator[None]:
    """Let an engine's first process start now, for the time of a ``with`` block, if it is wanted.

    What the grader imports and what its own process imports are then imported at the same time.
    """
    early = engine if wanted and isinstance(engine, LocalEngine) else None
    try:
        if early:
            early.begin()
        yield
    finally:
        if early:
            early.close()


def _end(station: Station) -> None:
    station.pipe.close()
    if station.process.poll() is None:
        station.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            station.process.wait(2)
    if station.process.poll() is None:
        station.process.kill()
        station.process.wait()


class OneStation:
    """One process for whoever has one submission at a time; in a ``with`` block it gives ``Grade``.

    It is ended where it takes longer than ``cap`` seconds, and replaced when it dies, as those of
    a ``LocalEngine`` are: a submission that ends it twice, or hangs, gives a failure.
    """

    def __init__(self, recipe: Recipe, cap: float, starting: float = STARTING) -> None:
        """Keep what the process needs; ``starting`` is how long it may take until it is ready."""
        self.engine = LocalEngine(recipe, 1, cap=cap, starting=starting, alone=True)

    def __enter__(self) -> Grade:
        """Start the process. Raises RuntimeError, in the grader's own words, where it cannot be."""
        try:
            self.engine.stations = [self.engine._start()]
            while not self.engine.stations[0].ready:
                list(self.engine._heard(deque()))
        except BaseException:
            self.engine._stop()
            raise
        return self.grade

    def __exit__(self, *_: object) -> None:
        self.engine._stop()

    def abandon(self) -> None:
        """End what it is doing, from another thread; who asked for it hears a RuntimeError."""
        self.engine.abandoned = True
        for station in list(self.engine.stations):
            station.process.terminate()

    def grade(self, files: Mapping[str, bytes]) -> SubmissionResult:
        """Return a submission's result. Raises RuntimeError when no process can be started."""
        if not self.engine.stations:
            self.__enter__()
        waiting = deque([Job("", files)])
        try:
            while True:
                for station in self.engine.stations:
                    if station.ready and station.job is None and waiting:
                        self.engine._give(station, waiting.popleft())
                for _, result in self.engine._heard(waiting):
                    return result
        except BaseException:
            # Who asks next must not hear the answer to this question.
            self.engine._stop()
            raise
