"""Which files of an author were saved: the folders are looked at, five times a second.

The system could tell, but not on network drives and not in every container; to ask for the times
of a few hundred files costs less than a hundredth of a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

WATCHED = ("content", "course_data")
SECONDS = 0.2
# What an editor puts beside a file while it saves it.
PASSING = (".", "#")
PASSING_ENDS = ("~", ".swp", ".tmp", ".pyc")

Look = Mapping[Path, tuple[int, int]]


def look(root: Path) -> Look:
    """Return the time and the size of every file that an author writes, by its path."""
    found = {}
    for name in WATCHED:
        for path in (root / name).rglob("*"):
            parts = path.relative_to(root).parts
            if any(part.startswith(PASSING) for part in parts) or path.name.endswith(PASSING_ENDS):
                continue
            try:
                stat = path.stat()
            except OSError:
                continue  # it went away in between
            if path.is_file():
                found[path] = (stat.st_mtime_ns, stat.st_size)
    return found


def saved(looks: Iterator[Look]) -> Iterator[set[Path]]:
    """Yield after each look but the first which files came, went or changed since the last one."""
    before: Look | None = None
    for now in looks:
        if before is not None:
            was = before
            yield {path for path in {*was, *now} if was.get(path) != now.get(path)}
        before = now


def looks(
    root: Path, wait: Callable[[float], object], going_on: Callable[[], bool]
) -> Iterator[Look]:
    """Yield one look after another while ``going_on`` says so, with a ``wait`` between them."""
    while going_on():
        yield look(root)
        wait(SECONDS)
