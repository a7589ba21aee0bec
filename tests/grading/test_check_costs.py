"""What lint says of a check's costs: every figure here comes from a clock that was given."""

import json

import pytest

from carekit.cli.lint import lines_of
from carekit.grading.check_lint.costs import (
    YARDSTICK_MS,
    CheckCost,
    SetCosts,
    costs_of,
    measured,
    right_answer,
)
from carekit.sandbox.cell_costs import CellCost, CostMeter
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.worker import Worker


def cell(name, source="pass", **marks):
    full = {"grade": False, "solution": False, "locked": False, "task": False, **marks}
    metadata = {"nbgrader": {**full, "grade_id": name, "schema_version": 3}}
    made = {"cell_type": "code", "id": name, "metadata": metadata, "source": source}
    return {**made, "outputs": [], "execution_count": None}


def cells_of(*cells):
    notebook = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return Snapshot.from_notebooks({"sea.ipynb": json.dumps(notebook).encode()}).books[0].cells


GIVEN = cell("given", locked=True)
ANSWER = cell("answer", "### BEGIN SOLUTION\nhigh = 1\n### END SOLUTION", solution=True)
CHECK = cell("check", "want = 1\nassert high == want", grade=True, locked=True, points=1)


class Kernel:
    """Tells what two processes have used, from a script: learner and judge in turn."""

    def __init__(self, *told):
        self.told = list(told)

    def __call__(self, pid, role):
        assert (pid, role) == {"learner": (7, "learner"), "judge": (8, "judge")}[role]
        return self.told.pop(0)


def test_what_a_process_used_belongs_to_the_cell_that_had_begun():
    meter = CostMeter(Kernel(10.0, 1.0, 14.0, 1.5, 15.0, 4.0, 16.0, 4.0))
    for name in ("given", "check", "given", ""):
        meter.at(name, 7, 8)
    assert meter.cells == {"given": CellCost(5.0, 0.5), "check": CellCost(1.0, 2.5)}


def test_a_process_that_has_gone_takes_nothing_back_and_one_that_never_was_nothing():
    meter = CostMeter(Kernel(10.0, 12.0, 0.0))
    meter.at("one", 7, None)
    meter.at("two", 7, None)
    meter.at("", 7, None)
    assert meter.cells == {"one": CellCost(2.0, 0.0), "two": CellCost(0.0, 0.0)}


ROUNDS = [
    {"given": CellCost(3.0, 1.0), "answer": CellCost(90.0, 0.0), "check": CellCost(20.0, 9.0)},
    {
        "given": CellCost(9.0, 1.0),
        "answer": CellCost(80.0, 0.0),
        "check": CellCost(16.0, 4.0, {1: 0.001, 2: 0.009}, ("want",)),
    },
]


def test_the_cheapest_round_counts_and_what_a_learner_wrote_does_not():
    found = costs_of(ROUNDS, YARDSTICK_MS, cells_of(GIVEN, ANSWER, CHECK), 60.0)
    assert [(one.cell, one.ms) for one in found.cells] == [("check", 20.0), ("given", 4.0)]
    assert found.cells[0].slow == ("assert high == want", pytest.approx(0.9))
    assert found.cells[0].ahead == ("want",)
    assert (found.total, found.within) == (24.0, True)


@pytest.mark.parametrize("times", [0.5, 1, 3])
def test_a_machine_so_many_times_as_slow_gives_the_same_figures(times):
    slower = [
        {name: CellCost(one.learner * times, one.judge * times) for name, one in seen.items()}
        for seen in ROUNDS
    ]
    found = costs_of(slower, YARDSTICK_MS * times, cells_of(GIVEN, ANSWER, CHECK), 23.9)
    assert found.total == pytest.approx(24.0)
    assert not found.within


def test_no_line_is_named_where_none_takes_half_of_a_check():
    seen = [{"check": CellCost(1.0, 1.0, {1: 0.004, 2: 0.0041, 3: 0.004})}]
    assert costs_of(seen, 20.0, cells_of(CHECK), 60.0).cells[0].slow is None


def test_a_set_within_its_budget_and_one_above_it_are_told_apart():
    cells = (
        CheckCost("check", 41.26, ("got = f(table)", 0.83), ("table", "want")),
        CheckCost("given", 0.4),
    )
    lines = [
        "  check: 41.3 ms; 83% of it in 'got = f(table)'; "
        "worked out once for all learners: table, want",
        "  1 others: 0.4 ms together",
        "sea: checks and given cells take 42 ms of each learner's right answer; the budget is 60",
    ]
    assert lines_of("sea", SetCosts(cells, 60.0)) == lines
    above = lines_of("sea", SetCosts(cells, 41.5))
    assert above[:2] == lines[:2]
    assert "and the budget is 41.5: call the learner's functions less often" in above[2]


def test_a_machine_that_does_not_tell_is_no_fault_of_the_set():
    costs = SetCosts((CheckCost("check", 0.0),), 60.0)
    assert (costs.known, costs.within) == (False, True)
    assert lines_of("sea", costs) == [
        "sea: this machine does not tell what a process has used; nothing measured"
    ]
    assert lines_of("sea", SetCosts((), 60.0)) == []


@pytest.mark.slow
def test_a_real_worker_tells_the_lines_of_a_check_and_what_was_ready(tmp_path):
    source = "want = sum(range(9))\nfor n in (1, 2):\n    got = high(n)\nassert got == want\n"
    cells = [
        cell("given", "base = 36", locked=True),
        cell(
            "answer",
            "### BEGIN SOLUTION\ndef high(n):\n    return base\n### END SOLUTION",
            solution=True,
        ),
        cell("check", source, grade=True, locked=True, points=1),
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    data = json.dumps(notebook).encode()
    (tmp_path / "sea.ipynb").write_bytes(data)
    ticks = iter(range(1000))
    with Worker(Snapshot.from_notebooks({"sea.ipynb": data}), seed=1) as worker:
        files = right_answer(tmp_path, worker.snapshot)
        found = measured(worker, files, 60.0, clock=lambda: next(ticks) / 50)
        assert worker.meter is None
    by_name = {one.cell: one for one in found.cells}
    assert set(by_name) == {"given", "check"}
    assert by_name["check"].ahead == ("want", "n")
    assert by_name["check"].ms > 0
