"""Many submissions at once: processes that each grade one at a time, replaced when one dies.

A second engine (a cluster) needs no more than ``Engine``: take jobs lazily, give results in any
order, keep nothing.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol

from carekit.grading.flags import flag

Grade = Callable[[Mapping[str, bytes]], dict[str, Any]]
"""Grade one submission's files and return the result as plain JSON data."""


class Recipe(Protocol):
    """What a process needs to make its own grader; it is pickled, so it holds plain data."""

    def open(self) -> Any:
        """Return a context manager that gives a ``Grade``."""


@dataclass(frozen=True)
class Job:
    """One submission to grade: who, which files, which try it is."""

    learner: str
    files: Mapping[str, bytes]
    attempt: int = 1


class Engine(Protocol):
    """Grades jobs and gives ``(learner, result)`` in any order; see ``LocalEngine``."""

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Give one result for every job."""


def failure(code: str, **params: object) -> dict[str, Any]:
    """Return the result of a submission that could not be graded: no scores, one flag."""
    return {"failed": True, "notebooks": {}, "flags": [flag(code, **params).plain()]}


@dataclass
class _Station:
    """One process, and what it is busy with."""

    process: Any
    pipe: Connection
    ready: bool = False
    job: Job | None = None
    until: float = 0.0


@dataclass
class LocalEngine:
    """Processes on this computer.

    ``cap`` is how many seconds a submission may take before its process is ended: more than the
    grader's own limit, so that it only acts when the grader itself hangs. ``starting`` is how long
    a process may take until it is ready.
    """

    recipe: Recipe
    workers: int
    cap: float = 120.0
    starting: float = 120.0
    clock: Callable[[], float] = time.monotonic
    stations: list[_Station] = field(default_factory=list)

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Give one result for every job, as soon as it is there.

        Jobs are taken one at a time, when a process is free. Raises RuntimeError, in the grader's
        own words, when no grader can be started.
        """
        waiting: deque[Job] = deque()
        source = iter(jobs)
        try:
            # Nobody waits for a process that will have nothing to do.
            waiting.extend(islice(source, max(1, self.workers)))
            self.stations = [self._start() for _ in waiting]
            while True:
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

    def _start(self) -> _Station:
        # A fork would carry this process's threads, its database and its terminal along.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self.recipe), daemon=False)
        process.start()
        theirs.close()
        return _Station(process, ours, until=self.clock() + self.starting)

    def _give(self, station: _Station, job: Job) -> None:
        station.job, station.until = job, self.clock() + self.cap
        # The pipe of a process that just died says so when we listen to it.
        with suppress(OSError):
            station.pipe.send(dict(job.files))

    def _heard(self, waiting: deque[Job]) -> Iterator[tuple[str, dict[str, Any]]]:
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
        self, station: _Station, waiting: deque[Job]
    ) -> Iterator[tuple[str, dict[str, Any]]]:
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
        self, station: _Station, waiting: deque[Job], *, silent: bool
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Replace a process that died or hangs; its submission gets one more try."""
        job = station.job
        _end(station)
        if job is None and not station.ready:
            raise RuntimeError("a grading process ended before it was ready")
        self.stations[self.stations.index(station)] = self._start()
        if job is None:
            return
        if silent:
            yield job.learner, failure("worker-silent", seconds=f"{self.cap:g}")
        elif job.attempt > 1:
            yield job.learner, failure("worker-died")
        else:
            waiting.append(Job(job.learner, job.files, job.attempt + 1))

    def _stop(self) -> None:
        for station in self.stations:
            station.pipe.close()
        for station in self.stations:
            # A process that is free leaves when its pipe closes; one that is not is ended.
            station.process.join(0 if station.job else 5)
            _end(station)
        self.stations = []


def _end(station: _Station) -> None:
    station.pipe.close()
    if station.process.is_alive():
        station.process.terminate()
        station.process.join(2)
    if station.process.is_alive():
        station.process.kill()
        station.process.join()
    station.process.close()


def _work(pipe: Connection, recipe: Recipe) -> None:
    """Grade what comes through the pipe until it closes."""
    # Ctrl-C is for the process that talks to the person; it tells us by closing the pipe. Not
    # SIG_IGN: programs started from here would inherit it, and an endless loop of a learner's is
    # stopped by this very signal.
    signal.signal(signal.SIGINT, _unmoved)
    if hasattr(os, "setsid"):
        os.setsid()
    try:
        opened = recipe.open()
        grade = opened.__enter__()
    except Exception as error:
        pipe.send_bytes(json.dumps({"no": str(error) or type(error).__name__}).encode())
        return
    try:
        # A closed pipe is how we are told to leave, perhaps before we were ready.
        with suppress(EOFError, OSError):
            pipe.send_bytes(b"{}")
            while True:
                pipe.send_bytes(_graded(grade, pipe.recv()))
    finally:
        opened.__exit__(*sys.exc_info())


def _unmoved(_number: int, _frame: Any) -> None:
    """Go on."""


def _graded(grade: Grade, files: Mapping[str, bytes]) -> bytes:
    try:
        result = grade(files)
        return json.dumps(result, allow_nan=False, ensure_ascii=True).encode()
    except Exception as error:
        why = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
        return json.dumps(failure("worker-error", why=why.rstrip(": "))).encode()


@dataclass
class OneProcess:
    """An engine in this very process: for tests, for one submission, and for debugging."""

    grade: Grade

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Give one result for every job, in the order of jobs."""
        for job in jobs:
            yield job.learner, json.loads(_graded(self.grade, job.files))
