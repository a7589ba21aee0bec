"""A lock on a file that every process on this computer respects."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def locked(path: Path, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold a lock that other processes on this computer respect; call ``waiting`` before a wait.

    The system frees it when a process ends, however it ends.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        if not _take(file, wait=False):
            if waiting:
                waiting()
            _take(file, wait=True)
        try:
            yield
        finally:
            _release(file)


if os.name == "nt":
    import msvcrt

    def _take(file: Any, *, wait: bool) -> bool:
        file.seek(0)
        while True:
            try:
                # LK_LOCK itself waits ten seconds before it gives up.
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
            else:
                return True

    def _release(file: Any) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: Any, *, wait: bool) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True

    def _release(file: Any) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
