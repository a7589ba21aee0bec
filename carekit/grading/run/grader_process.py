"""A process that grades, started anew or by a fork of this one, and the connection to it.

A fork costs a tenth of a new interpreter, because what both import is imported already. It is made
only while this process has one thread: before a screen is drawn and a gradebook is open.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Protocol

from carekit.grading.run.worker_process import Recipe, after_fork

BOOT = (
    "import json, sys; sys.path = json.loads(sys.argv[2]); "
    "from carekit.grading.run.worker_process import main; main(int(sys.argv[1]))"
)
MOST_FORKS = 16
"""Forks are made one after the other, in milliseconds each, before anything else can begin."""


class Closing(Protocol):
    """A connection."""

    def close(self) -> None:
        """Let go of it."""


class GraderProcess(Protocol):
    """What is asked of a process that grades, as ``subprocess.Popen`` answers it."""

    def poll(self) -> int | None:
        """Return how it ended, or None."""

    def wait(self, timeout: float | None = None) -> int:
        """Return how it ended; raises ``subprocess.TimeoutExpired`` when that takes longer."""

    def terminate(self) -> None:
        """Ask it to end."""

    def kill(self) -> None:
        """End it."""


@dataclass(frozen=True)
class Waiting:
    """A process that was forked and waits for its recipe."""

    process: GraderProcess
    pipe: Connection

    def begin(self, recipe: Recipe, handles: Sequence[int]) -> None:
        """Send the recipe, with copies of the descriptors that it speaks of."""
        from multiprocessing.reduction import send_handle

        with suppress(OSError):
            self.pipe.send((recipe, len(handles)))
            for handle in handles:
                send_handle(self.pipe, handle, None)


def started(recipe: Recipe, handles: Sequence[int]) -> tuple[GraderProcess, Connection]:
    """Start an interpreter that grades by a recipe; it inherits the descriptors ``handles``."""
    # Not multiprocessing's spawn, which imports the command line once more.
    ours, theirs = Pipe()
    words = [sys.executable, "-c", BOOT, str(theirs.fileno()), json.dumps(sys.path)]
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - our own module
            words,
            pass_fds=[theirs.fileno(), *handles],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    with suppress(OSError):
        ours.send(recipe)
    return process, ours


def forked(number: int, kept: Sequence[Closing] = ()) -> list[Waiting]:
    """Fork so many processes that wait for a recipe, or none where that is not safe.

    They close what is ``kept`` for this process.
    """
    if sys.platform != "linux" or len(os.listdir("/proc/self/task")) != 1:  # noqa: PTH208
        return []
    made: list[Waiting] = []
    for _ in range(min(number, MOST_FORKS)):
        ours, theirs = Pipe()
        process = _fork(theirs, [ours, *(one.pipe for one in made), *kept])
        theirs.close()
        made.append(Waiting(process, ours))
    return made


if sys.platform == "linux":
    from multiprocessing.context import ForkProcess

    class _Fork(ForkProcess):
        """A copy of this process that grades."""

        def __init__(self, pipe: Connection, others: Sequence[Closing]) -> None:
            """Take what the copy listens to, and what it has to close."""
            # A daemon in multiprocessing's sense: should this process end first, it is ended.
            super().__init__(daemon=True)
            self.pipe, self.others = pipe, others

        def run(self) -> None:
            """Grade, in the copy. Ctrl-C at the terminal does not reach it."""
            os.setsid()
            # What was copied is never looked at for rubbish, so that its pages stay shared.
            gc.freeze()
            for one in self.others:
                one.close()
            after_fork(self.pipe)

        def poll(self) -> int | None:
            """Return how it ended, or None."""
            return self.exitcode

        def wait(self, timeout: float | None = None) -> int:
            """Return how it ended; raises ``subprocess.TimeoutExpired`` when that takes longer."""
            self.join(timeout)
            if self.exitcode is None:
                raise subprocess.TimeoutExpired(self.name, timeout or 0)
            return self.exitcode

    def _fork(pipe: Connection, others: Sequence[Closing]) -> GraderProcess:
        process = _Fork(pipe, others)
        process.start()
        return process
