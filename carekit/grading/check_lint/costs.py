"""What a set's checks and given cells take for each learner, held against a budget.

A right answer is graded a few times, sealed, and the kernel says how much processor time each cell
took both processes. Of each cell the cheapest round counts, because what else a machine does only
ever adds. Between the rounds this process does a fixed piece of pandas work, the yardstick: all
figures are given in milliseconds of a machine that does it in ``YARDSTICK_MS``. So a slow machine,
or a busy one, gives the same verdict as a fast one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from carekit.grading.check_lint.trivial_answers import cells_with, hand_in, quiz_answers, reference
from carekit.sandbox.cell_costs import CellCost, CostMeter
from carekit.sandbox.submission.assignment import Cell, Snapshot
from carekit.sandbox.worker import Worker

BUDGET_MS = 60.0
"""What a set's checks and given cells may take; ``checks_ms`` in course.yml says another."""
YARDSTICK_MS = 20.0
"""What the yardstick takes on the machine of whose milliseconds all figures are."""

_ROUNDS = 5
# The first rounds pay for what is done once.
_UNCOUNTED = 2
# From this part on one line is what makes a check dear.
_MOST_OF_IT = 0.5


@dataclass(frozen=True)
class CheckCost:
    """What one check or given cell takes a learner, in the budget's milliseconds.

    ``slow`` is the line that takes most of a check's time, and its part of it from 0 to 1;
    ``ahead`` are the names that were worked out once, before the first learner.
    """

    cell: str
    ms: float
    slow: tuple[str, float] | None = None
    ahead: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the figures on one line."""
        parts = [f"{self.ms:.1f} ms"]
        if self.slow is not None:
            line, part = self.slow
            parts.append(f"{100 * part:.0f}% of it in {line!r}")
        if self.ahead:
            parts.append(f"worked out once for all learners: {', '.join(self.ahead)}")
        return f"{self.cell}: {'; '.join(parts)}"


@dataclass(frozen=True)
class SetCosts:
    """What all checks and given cells of a set take, the dearest first, and what they may take.

    ``whose`` says of what right answer, in words that follow "take 30 ms of".
    """

    cells: tuple[CheckCost, ...]
    budget: float
    whose: str = "each learner's right answer"

    @property
    def total(self) -> float:
        """Return what they take together, in the budget's milliseconds."""
        return sum(one.ms for one in self.cells)

    @property
    def known(self) -> bool:
        """Return whether this machine's kernel tells what a process has used."""
        return self.total > 0

    @property
    def within(self) -> bool:
        """Return whether the set keeps to its budget; True also where nobody can tell."""
        return self.total <= self.budget


def measured(
    worker: Worker,
    files: Mapping[str, bytes],
    budget: float,
    *,
    clock: Callable[[], float] = time.process_time,
) -> SetCosts:
    """Grade a right answer a few times and return what the set's cells take.

    ``files`` are those of a submission; ``clock`` gives seconds that this process has used.
    """
    rounds, yards = [], []
    for number in range(_ROUNDS + _UNCOUNTED):
        worker.meter = CostMeter()
        worker.grade(files)
        yards.append(yardstick(clock))
        if number >= _UNCOUNTED:
            rounds.append(worker.meter.cells)
    worker.meter = None
    cells = [cell for book in worker.snapshot.books for cell in book.cells]
    return costs_of(rounds, min(yards), cells, budget)


def right_answer(source: Path, snapshot: Snapshot) -> dict[str, bytes]:
    """Return the files of a submission that has every answer right."""
    books = {one.name: cells_with(one, reference(source, one), {}) for one in snapshot.books}
    return hand_in(books) | quiz_answers(snapshot.books)


def costs_of(
    rounds: Sequence[Mapping[str, CellCost]], yard: float, cells: Sequence[Cell], budget: float
) -> SetCosts:
    """Return what checks and given cells take, from the costs of some rounds.

    ``yard`` is what the yardstick took on this machine, in milliseconds. What a learner wrote is
    the learner's own time and does not count.
    """
    found = []
    for cell in cells:
        seen = [one[cell.id] for one in rounds if cell.id in one]
        if not seen or not (cell.test or cell.trusted):
            continue
        best = min(seen, key=lambda one: one.both)
        slow = _slow_line(cell, best) if cell.test else None
        found.append(CheckCost(cell.id, best.both * YARDSTICK_MS / yard, slow, best.ahead))
    return SetCosts(tuple(sorted(found, key=lambda one: -one.ms)), budget)


def _slow_line(cell: Cell, cost: CellCost) -> tuple[str, float] | None:
    whole = sum(cost.lines.values())
    if not whole:
        return None
    line, most = max(cost.lines.items(), key=lambda one: one[1])
    text = cell.source.split("\n")[line - 1 : line]
    if most < _MOST_OF_IT * whole or not text:
        return None
    return text[0].strip(), most / whole


def yardstick(clock: Callable[[], float]) -> float:
    """Return how many milliseconds of its own time this process takes for a fixed piece of work."""
    began = clock()
    for _ in range(6):
        table = pd.DataFrame({"kind": ["a", "b", "c", "a"] * 50, "number": range(200)})
        table["at"] = pd.Timestamp("2025-01-01") + pd.to_timedelta(table["number"], "h")
        both = table.merge(table.groupby("kind")["number"].mean().rename("mean"), on="kind")
        both = both[both["number"] > both["mean"]].sort_values(["kind", "at"])
        (both.groupby("kind")["at"].shift(-1) - both["at"]).dt.days.between(0, 7)
        both["kind"].map({"a": 1}).fillna(0).to_dict()
    return (clock() - began) * 1000
