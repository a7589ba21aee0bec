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

from grading import ROOT, SEED, class_of

from carekit.common.course import card
from carekit.sandbox.cell_costs import CostMeter
from carekit.sandbox.isolation.sandbox import best_level, probe
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.worker import Worker

_UNCOUNTED = 2


class Clock(CostMeter):
    """Adds up what each cell costs, the wall milliseconds as well."""

    def __init__(self) -> None:
        """Begin with a submission of which nothing has run."""
        super().__init__()
        self.walls: defaultdict[str, float] = defaultdict(float)
        self._cell, self._began = "", 0.0

    def at(self, cell: str, learner: int | None, judge: int | None) -> None:
        """Take note that a cell begins, or that none does."""
        super().at(cell, learner, judge)
        now = time.perf_counter()
        if self._cell:
            self.walls[self._cell] += (now - self._began) * 1000
        self._cell, self._began = cell, now


def measure(set_id: str, rounds: int) -> tuple[list[tuple[str, float, float, float]], float]:
    """Return a row for each cell (name, wall, learner, judge; ms) and a submission's wall ms."""
    name = f"{set_id}.ipynb"
    released = (ROOT / "release" / set_id / name).read_bytes()
    source = (ROOT / "source" / set_id / name).read_bytes()
    snapshot = Snapshot.from_notebooks({name: source}, {name: released})
    right = next(iter(class_of(set_id, 1, released).values()))
    clocks, walls = [], []
    with Worker(snapshot, level=best_level(probe()), course=ROOT, seed=SEED) as worker:
        for _ in range(rounds + _UNCOUNTED):
            worker.meter = Clock()
            began = time.perf_counter()
            worker.grade(right)
            walls.append((time.perf_counter() - began) * 1000)
            clocks.append(worker.meter)
    counted = clocks[_UNCOUNTED:]
    rows = []
    for name, first in counted[0].cells.items():
        costs = [one.cells.get(name, first) for one in counted]
        wall = statistics.median(one.walls[name] for one in counted)
        learner = statistics.median(one.learner for one in costs)
        judge = statistics.median(one.judge for one in costs)
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
        spent = sum(row[2] + row[3] for row in rows)
        print(f"\n{set_id}: {whole:.0f} ms; cells {cells:.0f}, fixed {whole - cells:.0f}")
        print(f"processor time of all cells: {spent:.0f} ms\n")
        print("| cell | wall ms | learner ms | judge ms |\n|---|---:|---:|---:|")
        for name, *figures in sorted(rows, key=lambda row: -row[1])[: asked.most]:
            print(f"| {name} | " + " | ".join(f"{one:.0f}" for one in figures) + " |")


if __name__ == "__main__":
    main()
