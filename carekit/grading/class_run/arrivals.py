"""Which files of an inbox have arrived: looked at five times a second, taken when they are whole.

The system could tell of each file, but not on network drives and not in every container. A file is
whole when two looks in succession see it with the same size and time; the files of one folder are
waited for together, because a notebook and its answers are copied one after the other.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

Look = Mapping[str, tuple[int, int]]
"""By its path below the inbox, with slashes: when each file was changed last, and its size."""

SECONDS = 0.2


def look(inbox: Path) -> Look:
    """Return what lies in an inbox now: in a folder every file, else the archive itself."""
    if not inbox.is_dir():
        stat = _stat(inbox)
        return {inbox.name: stat} if stat else {}
    base, found = str(inbox), {}
    for here, folders, files in os.walk(base):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        inside = os.path.relpath(here, base)
        for name in files:
            stat = None if name.startswith(".") else _stat(Path(here, name))
            if stat:
                path = PurePosixPath(*Path(inside).parts, name)
                found[str(path)] = stat
    return found


def _stat(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None  # it went away in between
    return stat.st_mtime_ns, stat.st_size


def looks(
    inbox: Path, wait: Callable[[float], object], going_on: Callable[[], bool]
) -> Iterator[Look]:
    """Give one look after another while ``going_on`` says so, with a ``wait`` between them."""
    while going_on():
        yield look(inbox)
        wait(SECONDS)


@dataclass
class Arrivals:
    """What came into an inbox since ``taken``, a look at it; every file is given once."""

    taken: dict[str, tuple[int, int]]
    moving: Look = field(default_factory=dict)

    def whole(self, now: Look) -> list[str]:
        """Return the files that came or changed and stand still since the last look, in order."""
        new = {path: stat for path, stat in now.items() if self.taken.get(path) != stat}
        unsettled = {path for path, stat in new.items() if self.moving.get(path) != stat}
        busy = {str(PurePosixPath(path).parent) for path in unsettled}
        whole = [path for path in new if str(PurePosixPath(path).parent) not in busy]
        self.moving = new
        self.taken.update({path: new[path] for path in whole})
        for gone in [path for path in self.taken if path not in now]:
            del self.taken[gone]
        return sorted(whole)
