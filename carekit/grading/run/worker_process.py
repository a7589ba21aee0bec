"""One process of an engine: it makes its own grader and grades one submission at a time."""

from __future__ import annotations

import gc
import json
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle
from typing import Protocol

from carekit.sandbox.submission.flags import flag, reason
from carekit.sandbox.submission.result import SubmissionResult

Grade = Callable[[Mapping[str, bytes]], SubmissionResult]
"""Grade one submission's files and return the result as plain JSON data."""


class Recipe(Protocol):
    """What a process needs to make its own grader; it is pickled, so it holds plain data.

    A recipe may also have ``share()``: a context manager that holds what the processes of one
    machine have in common (``engine.Shared``). One that speaks of descriptors then has
    ``with_handles(handles)``, which returns it with those of the process that it has come to.
    """

    def open(self) -> AbstractContextManager[Grade]:
        """Return a context manager that gives a ``Grade``."""


def failure(code: str, **params: object) -> SubmissionResult:
    """Return the result of a submission that could not be graded: no scores, one flag."""
    return {"failed": True, "notebooks": {}, "flags": [flag(code, **params).plain()]}


def graded(grade: Grade, files: Mapping[str, bytes]) -> bytes:
    """Return a submission's result as JSON; a grader that raises gives a failure."""
    try:
        result = grade(files)
        return json.dumps(result, allow_nan=False, ensure_ascii=True).encode()
    except Exception as error:
        return json.dumps(broken(error)).encode()


def tried(grade: Grade, files: Mapping[str, bytes]) -> SubmissionResult:
    """Return a submission's result as it is; a grader that raises gives a failure."""
    try:
        return grade(files)
    except Exception as error:
        return broken(error)


def broken(error: Exception) -> SubmissionResult:
    """Return the failure that says in short what a grader raised."""
    return failure("worker-error", why=reason(error))


def main(descriptor: int) -> None:
    """Grade what comes through the pipe, after the recipe, until it closes."""
    # What is imported stays; looking for rubbish in it is time lost.
    gc.set_threshold(50_000, 10, 10)
    pipe = Connection(descriptor)
    _serve(pipe, pipe.recv)


def after_fork(pipe: Connection) -> None:
    """Do the same in a fork, to which the descriptors of its recipe are sent."""

    def recipe() -> Recipe:
        given, count = pipe.recv()
        handles = [recv_handle(pipe) for _ in range(count)]
        taken: Recipe = given.with_handles(handles) if handles else given
        return taken

    _serve(pipe, recipe)


def _serve(pipe: Connection, recipe: Callable[[], Recipe]) -> None:
    # Ctrl-C is for the process that talks to the person; it tells us by closing the pipe. Not
    # SIG_IGN: programs started from here would inherit it, and an endless loop of a learner's is
    # stopped by this very signal.
    signal.signal(signal.SIGINT, _unmoved)
    try:
        opened = recipe().open()
        grade = opened.__enter__()
    except EOFError:
        return
    except Exception as error:
        with suppress(OSError):
            pipe.send_bytes(json.dumps({"no": str(error) or type(error).__name__}).encode())
        return
    try:
        # A closed pipe is how we are told to leave, perhaps before we were ready.
        with suppress(EOFError, OSError):
            pipe.send_bytes(b"{}")
            while True:
                pipe.send_bytes(graded(grade, pipe.recv()))
    finally:
        opened.__exit__(*sys.exc_info())


def _unmoved(_number: int, _frame: object) -> None:
    """Go on."""
