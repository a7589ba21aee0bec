"""What each cell of a submission takes its two processes, in milliseconds of processor time.

The kernel's scheduler counts what a process has used, to the microsecond and on a busy machine as
well as on a quiet one. It is asked whenever the next cell begins.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

Used = Callable[[int, str], float]
"""Gives the milliseconds that a process has used: its number and its role, learner or judge."""


@dataclass
class CellCost:
    """What one cell took; of a check also its lines, and the names that were ready beforehand.

    ``lines`` holds seconds on the wall by the number of a line, with the learner's functions that
    the line calls.
    """

    learner: float = 0.0
    judge: float = 0.0
    lines: dict[int, float] = field(default_factory=dict)
    ahead: tuple[str, ...] = ()

    @property
    def both(self) -> float:
        """Return the milliseconds of both processes together."""
        return self.learner + self.judge


class CostMeter:
    """Adds up what the cells of one submission take; ``used`` asks the kernel."""

    def __init__(self, used: Used | None = None) -> None:
        """Begin with a submission of which nothing has run."""
        self.used = used or _used
        self.cells: dict[str, CellCost] = {}
        self._at = ""
        self._before = (0.0, 0.0)

    def at(self, cell: str, learner: int | None, judge: int | None) -> None:
        """Take note that a cell begins (or, with no name, that none does) in these processes."""
        now = (self._of(learner, "learner"), self._of(judge, "judge"))
        if self._at:
            cost = self.cells.setdefault(self._at, CellCost())
            cost.learner += max(0.0, now[0] - self._before[0])
            cost.judge += max(0.0, now[1] - self._before[1])
        self._at, self._before = cell, now

    def told(self, cell: str, lines: dict[int, float], ahead: tuple[str, ...]) -> None:
        """Keep what the judge's process says of a check: its lines, and what was ready."""
        cost = self.cells.setdefault(cell, CellCost())
        cost.lines, cost.ahead = lines, ahead

    def _of(self, pid: int | None, role: str) -> float:
        return 0.0 if pid is None else self.used(pid, role)


_OUTSIDE: dict[tuple[str, int], str] = {}


def _used(pid: int, role: str) -> float:
    """Return the milliseconds that a process has used; 0 where its kernel does not tell."""
    try:
        text = Path(f"/proc/{_outside(pid, role)}/schedstat").read_text("ascii")
        return int(text.split()[0]) / 1e6
    except (OSError, StopIteration):
        return 0.0


def _outside(pid: int, role: str) -> str:
    """Return the number that a process has outside its own namespace of processes."""
    known = _OUTSIDE.get((role, pid))
    if known is None or not Path(f"/proc/{known}").exists():
        known = next(
            path.parent.name
            for path in Path("/proc").glob("[0-9]*/status")
            if _is(path, pid)
            and role in path.with_name("cmdline").read_text("utf-8").split("\0")
            and _came_from_here(path.parent.name)
        )
        _OUTSIDE[role, pid] = known
    return known


def _came_from_here(number: str) -> bool:
    """Return whether a process was started by this one, or by one that this one has started."""
    while number not in ("0", ""):
        if number == str(os.getpid()):
            return True
        number = _told(Path(f"/proc/{number}/status"), "PPid:")[0]
    return False


def _told(status: Path, what: str) -> list[str]:
    """Return the numbers of one line of a process's status; "0" where it is gone."""
    try:
        lines = status.read_text("utf-8").splitlines()
    except OSError:
        return ["0"]
    return next((line.split()[1:] for line in lines if line.startswith(what)), ["0"])


def _is(status: Path, pid: int) -> bool:
    numbers = _told(status, "NSpid:")
    # One number for each namespace it is in; the outermost is ours.
    return str(pid) in (numbers[1:] or numbers)
