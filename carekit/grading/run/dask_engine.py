"""Many submissions on many machines: the same sealed workers, held by those of a Dask cluster.

Every Dask worker opens one grader, when the engine starts or when it joins, and grades one
submission at a time with it. What the graders need is sent to each of them once. Results come back
as they are ready; who writes them down is this computer, as with processes of its own.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast
from uuid import uuid4

from distributed import Client, WorkerPlugin, as_completed, get_worker, wait
from distributed.client import FutureCancelledError, FuturesCancelledError
from distributed.comm.core import CommClosedError
from distributed.scheduler import KilledWorker

from carekit.common.files import ContentError
from carekit.grading.refusals import say
from carekit.grading.run.local_engine import Job, OneStation, Portable
from carekit.grading.run.worker_process import Recipe, failure
from carekit.sandbox.isolation.limits import STARTING, Limits
from carekit.sandbox.submission.result import SubmissionResult

_SCHEDULER_GONE = (CommClosedError, FutureCancelledError, FuturesCancelledError, OSError)
_AHEAD = 3
"""How many submissions wait at each worker, so that none is idle while a result travels."""
_LOOK = 2.0
"""Seconds after which the scheduler is asked again how many workers there are."""


class Grading(WorkerPlugin):
    """One grader in a Dask worker, from the worker's start to its end."""

    def __init__(self, recipe: Recipe, cap: float, starting: float) -> None:
        """Keep the recipe and how long it may take; they are pickled and sent to every worker."""
        self.recipe, self.cap, self.starting = recipe, cap, starting
        self.name = f"carekit-grading-{uuid4()}"

    def setup(self, worker: object) -> None:  # noqa: ARG002 - the cluster's signature
        """Start the grader's own process: one that hangs can be ended, and the worker goes on."""
        self.turn = threading.Lock()
        self.refused = ""
        self.opened = OneStation(self.recipe, self.cap, self.starting)
        try:
            self.grade = self.opened.__enter__()
        except Exception as error:
            # A worker that joins later has nobody to tell; its first submission does.
            self.refused = str(error)
            raise

    def teardown(self, worker: object) -> None:  # noqa: ARG002
        """Close the grader."""
        if hasattr(self, "grade"):
            self.opened.__exit__(None, None, None)

    def __getstate__(self) -> dict[str, object]:
        """Return what travels: never an open grader."""
        return {name: getattr(self, name) for name in ("recipe", "cap", "starting", "name")}


def _grade(plugin: str, files: Mapping[str, bytes]) -> bytes:
    """Grade one submission in the process of a Dask worker."""
    grading = cast(Grading, get_worker().plugins[plugin])
    if grading.refused:
        raise RuntimeError(grading.refused)
    with grading.turn:
        return json.dumps(grading.grade(files)).encode()


@dataclass
class ClusterEngine:
    """The workers of the Dask cluster whose scheduler is at ``address`` (``tcp://host:8786``).

    Each worker's machine has carekit, and the course at the same path. A worker that is lost is
    Dask's to notice: what it was grading goes to another one. Once as many workers are lost as the
    cluster's ``distributed.scheduler.allowed-failures`` says, Dask blames all that waited at them;
    each of these is tried again alone, when all others are done, and flagged if it fails again.
    ``patience`` is how many seconds the scheduler may take to answer, ``empty`` how many it may be
    without any worker; ``cap`` and ``starting`` are those of a ``LocalEngine``.
    """

    recipe: Recipe
    address: str
    patience: float = 20.0
    empty: float = 300.0
    cap: float = Limits().hang_seconds
    starting: float = STARTING
    clock: Callable[[], float] = time.monotonic

    @property
    def portable(self) -> Portable:
        """Return what it sends to its own workers."""
        return Portable(self.recipe, self.cap, self.starting)

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[str, SubmissionResult]]:
        """Give one result for every job, as soon as it is there.

        Raises ContentError when nobody answers at the address, and RuntimeError when the scheduler
        is lost on the way or a worker cannot open its grader; what was given before is done.
        """
        try:
            client = Client(self.address, timeout=self.patience, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise ContentError(say("no-scheduler", address=self.address, why=str(error))) from None
        try:
            yield from self._through(client, jobs)
        except _SCHEDULER_GONE as error:
            lost = say("scheduler-lost", address=self.address, why=str(error))
            raise RuntimeError(lost) from None
        finally:
            with suppress(OSError, TimeoutError, CommClosedError):
                client.close(timeout=5)

    def _through(
        self, client: Client, jobs: Iterable[Job]
    ) -> Iterator[tuple[str, SubmissionResult]]:
        plugin = Grading(self.recipe, self.cap, self.starting)
        _refused(client.register_plugin(plugin))
        source = iter(jobs)
        under_way: dict[Any, Job] = {}
        suspects: list[Job] = []
        workers = _Workers(client, self.clock)
        ready = as_completed(loop=client.loop)
        alone = False
        try:
            while True:
                room = 1 if alone else _AHEAD * max(1, workers.count())
                for job in islice(source, max(0, room - len(under_way))):
                    task = client.submit(_grade, plugin.name, dict(job.files), pure=False)
                    under_way[task] = job
                    ready.add(task)
                if not under_way:
                    if alone or not suspects:
                        return
                    source, alone = iter(suspects), True
                    continue
                while not ready.has_ready():
                    with suppress(TimeoutError), client.as_current():
                        wait(list(under_way), timeout=_LOOK, return_when="FIRST_COMPLETED")
                        break
                    if workers.count() == 0 and workers.gone() > self.empty:
                        raise RuntimeError(say("no-worker-left", address=self.address))
                task = next(ready)
                job = under_way.pop(task)
                result = _fetched(task)
                task.release()
                if result is not None:
                    yield job.learner, result
                elif alone:
                    yield job.learner, failure("worker-died")
                else:
                    suspects.append(job)
        finally:
            for task in under_way:
                task.release()
            with suppress(OSError, TimeoutError, CommClosedError):
                client.unregister_worker_plugin(plugin.name)


class _Workers:
    """How many workers a scheduler has, asked now and then: asking for every result takes long."""

    def __init__(self, client: Client, clock: Callable[[], float]) -> None:
        self.client, self.clock, self.known, self.asked = client, clock, 0, -_LOOK
        self.seen = clock()

    def count(self) -> int:
        """Return how many there are."""
        now = self.clock()
        if now - self.asked >= _LOOK:
            self.known, self.asked = len(self.client.nthreads()), now
            self.seen = now if self.known else self.seen
        return self.known

    def gone(self) -> float:
        """Return for how many seconds there has been none."""
        return self.clock() - self.seen


def _fetched(task: Any) -> SubmissionResult | None:
    """Return a task's result, or None where Dask blames it for workers that were lost.

    A worker may also be lost between the end of a task and the fetching of its result.
    """
    try:
        result: SubmissionResult = json.loads(task.result())
    except KilledWorker:
        return None
    except _SCHEDULER_GONE:
        raise
    except Exception as error:
        raise RuntimeError(f"{type(error).__name__}: {error}") from None
    return result


def _refused(answers: object) -> None:
    """Raise RuntimeError, in the grader's own words, when a worker could not open its grader."""
    for answer in answers.values() if isinstance(answers, dict) else ():
        if isinstance(answer, dict) and answer.get("status") == "error":
            raise RuntimeError(str(answer.get("exception")))
