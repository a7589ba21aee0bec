"""A lock on a file that every process on this computer respects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(path: Path, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold a lock that other processes on this computer respect; call ``waiting`` before a wait.

    The system frees it when a process ends, however it ends. Raises OSError where the file cannot
    be written, and RuntimeError in a thread that holds this lock already.
    """
    # It takes as long to import as all the rest of a small command, and few commands take a lock.
    from filelock import FileLock, Timeout

    path.parent.mkdir(parents=True, exist_ok=True)
    # What stands in for a lock where a disk knows none would outlast a process that is killed.
    lock = FileLock(path, fallback_to_soft=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        if waiting:
            waiting()
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
