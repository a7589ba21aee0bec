"""Where the time of one submission goes: every cell of a set, and what is left over.

    python benchmarks/where.py capstone
    python benchmarks/where.py --all --rounds 8

A right submission of the set is graded by one sealed worker, sandboxed as far as the machine can.
For each cell the table gives the wall milliseconds until its answer is there (for a check: with the
learner's functions that it calls), and how much of it the learner's and the judge's process spent
computing, as the kernel's scheduler counts it; medians over the rounds. On a busy machine the wall
time grows and these two do not. The first two rounds are left out: they pay for what is done once.
"fixed" is all that is no cell: both processes born, files laid out, the notebook read and written.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from grading import ROOT, SEED, class_of

from carekit.common.course import card
from carekit.sandbox.isolation.sandbox import best_level, probe
from carekit.sandbox.processes.fork_client import Child
from carekit.sandbox.session import Session
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.worker import Worker

_UNCOUNTED = 2


class Clock:
    """Adds up what each cell costs: wall, learner and judge milliseconds by the cell's name."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.rounds: list[dict[str, list[float]]] = []

    def begin(self) -> None:
        """Open a new round."""
        self.rounds.append(defaultdict(lambda: [0.0, 0.0, 0.0]))

    def around(self, method: Callable[..., Any], name_of: Callable[..., str]) -> Callable[..., Any]:
        """Return a method of a session that is timed under the name of its cell."""

        def timed(session: Session, *args: Any) -> Any:
            before, began = _used(session), time.perf_counter()
            try:
                return method(session, *args)
            finally:
                row = self.rounds[-1][name_of(*args)]
                after = _used(session)
                row[0] += (time.perf_counter() - began) * 1000
                row[1] += max(0.0, after[0] - before[0])
                row[2] += max(0.0, after[1] - before[1])

        return timed


def _used(session: Session) -> tuple[float, float]:
    """Return the processor milliseconds of the learner's and of the judge's process."""
    return _spent(session.learner, "learner"), _spent(session.judge, "judge")


def _spent(child: Child | None, role: str) -> float:
    if child is None:
        return 0.0
    try:
        found = _outside(child.pid, role)
        return int(Path(f"/proc/{found}/schedstat").read_text("ascii").split()[0]) / 1e6
    except (OSError, StopIteration):
        return 0.0


_KNOWN: dict[tuple[str, int], str] = {}


def _outside(pid: int, role: str) -> str:
    """Return the number that a process has outside its own namespace of processes."""
    known = _KNOWN.get((role, pid))
    if known is None or not Path(f"/proc/{known}").exists():
        known = next(
            path.parent.name
            for path in Path("/proc").glob("[0-9]*/status")
            if _is(path, pid) and role in path.with_name("cmdline").read_text("utf-8").split("\0")
        )
        _KNOWN[role, pid] = known
    return known


def _is(status: Path, pid: int) -> bool:
    try:
        lines = status.read_text("utf-8").splitlines()
    except OSError:
        return False
    numbers = next((line.split()[1:] for line in lines if line.startswith("NSpid:")), [])
    # One number for each namespace it is in; the outermost is ours.
    return str(pid) in numbers[1:]


def measure(set_id: str, rounds: int) -> tuple[list[tuple[str, float, float, float]], float]:
    """Return a row for each cell (name, wall, learner, judge; ms) and a submission's wall ms."""
    name = f"{set_id}.ipynb"
    released = (ROOT / "release" / set_id / name).read_bytes()
    source = (ROOT / "source" / set_id / name).read_bytes()
    snapshot = Snapshot.from_notebooks({name: source}, {name: released})
    right = next(iter(class_of(set_id, 1, released).values()))
    clock, walls = Clock(), []
    kept = Session._cell, Session._ask_judge
    Session._cell = clock.around(kept[0], lambda item: item.cell.id if item.cell else "own cell")
    Session._ask_judge = clock.around(kept[1], lambda words: words["cell"])
    try:
        level = best_level(probe())
        with Worker(snapshot, level=level, course=ROOT, seed=SEED) as worker:
            for _ in range(rounds + _UNCOUNTED):
                clock.begin()
                began = time.perf_counter()
                worker.grade(right)
                walls.append((time.perf_counter() - began) * 1000)
    finally:
        Session._cell, Session._ask_judge = kept
    counted = clock.rounds[_UNCOUNTED:]
    names = list(counted[0])
    rows = []
    for name in names:
        wall = statistics.median(one[name][0] for one in counted)
        learner, judge = (statistics.median(one[name][k] for one in counted) for k in (1, 2))
        rows.append((name, wall, learner, judge))
    return rows, statistics.median(walls[_UNCOUNTED:])


def main() -> None:
    """Measure one set or all and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("set", nargs="*", help="ids of sets")
    parser.add_argument("--all", action="store_true", help="every set of the course")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--most", type=int, default=100, help="so many cells, the dearest first")
    asked = parser.parse_args()
    sets = [one.id for one in card(ROOT).sets] if asked.all else asked.set
    if not sets:
        parser.error("name a set, or say --all")
    for set_id in sets:
        rows, whole = measure(set_id, asked.rounds)
        cells = sum(row[1] for row in rows)
        print(f"\n{set_id}: {whole:.0f} ms; cells {cells:.0f}, fixed {whole - cells:.0f}\n")
        print("| cell | wall ms | learner ms | judge ms |\n|---|---:|---:|---:|")
        for name, *figures in sorted(rows, key=lambda row: -row[1])[: asked.most]:
            print(f"| {name} | " + " | ".join(f"{one:.0f}" for one in figures) + " |")


if __name__ == "__main__":
    main()
