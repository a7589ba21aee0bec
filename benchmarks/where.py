"""Where the time of one submission goes: every cell of a set, and what is left over.

    python benchmarks/where.py capstone
    python benchmarks/where.py --all --rounds 8
    python benchmarks/where.py --all --fixed --rounds 20

A right submission of the set is graded by one sealed worker, sandboxed as far as the machine can.
For each cell the table gives the wall milliseconds until its answer is there (for a check: with the
learner's functions that it calls), and how much of it the learner's and the judge's process spent
computing, as the kernel's scheduler counts it; medians over the rounds. On a busy machine the wall
time grows and these two do not. The first two rounds are left out: they pay for what is done once.
All processes stay on one processor, as those of a run with as many workers as processors do.
"fixed" is all that is no cell: both processes born, files laid out, the notebook read and written.

With ``--fixed`` the notebook is graded as it was released, with nothing answered, and beside it a
right one. The table gives the processor time of a whole submission: of this process, and of the two
warm parents and all they fork, as the kernel counts it in hundredths of a second over all rounds.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections import defaultdict
from pathlib import Path

from grading import ROOT, SEED, class_of, snapshot_of

from carekit.common.course import card
from carekit.grading.run.processors import stay_on
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


def inputs(set_id: str) -> tuple[Snapshot, dict[str, bytes], dict[str, bytes]]:
    """Return a set, and the files of a submission as released and of a right one."""
    snapshot, released = snapshot_of(set_id)
    right = next(iter(class_of(set_id, 1, released).values()))
    return snapshot, {f"{set_id}.ipynb": released}, right


def measure(set_id: str, rounds: int) -> tuple[list[tuple[str, float, float, float]], float]:
    """Return a row for each cell (name, wall, learner, judge; ms) and a submission's wall ms."""
    snapshot, _, right = inputs(set_id)
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


def below(pid: int) -> list[int]:
    """Return the numbers of the processes that a process has started, and those they have."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    return [found for child in map(int, text.split()) for found in (child, *below(child))]


def spent(pids: list[int]) -> float:
    """Return the processor milliseconds of some processes and of their children that have ended."""
    tick = 1000 / os.sysconf("SC_CLK_TCK")
    fields = [
        Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split() for pid in pids
    ]
    return sum(tick * int(one) for found in fields for one in found[11:15])


def whole(worker: Worker, files: dict[str, bytes], rounds: int) -> tuple[float, float]:
    """Return the processor ms of one submission: of this process, and of those that it started."""
    for _ in range(_UNCOUNTED):
        worker.grade(files)
    pids = below(os.getpid())
    here, there = time.process_time(), spent(pids)
    for _ in range(rounds):
        worker.grade(files)
    return (time.process_time() - here) * 1000 / rounds, (spent(pids) - there) / rounds


def fixed(sets: list[str], rounds: int) -> None:
    """Print what a submission of each set takes as released, and what a right one takes."""
    print("| set | as released ms | here | its processes | right ms |\n|---|---:|---:|---:|---:|")
    for set_id in sets:
        snapshot, released, right = inputs(set_id)
        with Worker(snapshot, level=best_level(probe()), course=ROOT, seed=SEED) as worker:
            here, there = whole(worker, released, rounds)
            more = sum(whole(worker, right, rounds))
        figures = (here + there, here, there, more)
        print(f"| {set_id} | " + " | ".join(f"{one:.0f}" for one in figures) + " |", flush=True)


def main() -> None:
    """Measure one set or all and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("set", nargs="*", help="ids of sets")
    parser.add_argument("--all", action="store_true", help="every set of the course")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--fixed", action="store_true", help="what every submission costs at least")
    parser.add_argument("--most", type=int, default=100, help="so many cells, the dearest first")
    asked = parser.parse_args()
    sets = [one.id for one in card(ROOT).sets] if asked.all else asked.set
    if not sets:
        parser.error("name a set, or say --all")
    stay_on(max(os.sched_getaffinity(0)))
    if asked.fixed:
        fixed(sets, asked.rounds)
        return
    for set_id in sets:
        rows, wall = measure(set_id, asked.rounds)
        cells = sum(row[1] for row in rows)
        computed = sum(row[2] + row[3] for row in rows)
        print(f"\n{set_id}: {wall:.0f} ms; cells {cells:.0f}, fixed {wall - cells:.0f}")
        print(f"processor time of all cells: {computed:.0f} ms\n")
        print("| cell | wall ms | learner ms | judge ms |\n|---|---:|---:|---:|")
        for name, *figures in sorted(rows, key=lambda row: -row[1])[: asked.most]:
            print(f"| {name} | " + " | ".join(f"{one:.0f}" for one in figures) + " |")


if __name__ == "__main__":
    main()
