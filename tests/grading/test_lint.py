"""Lint finds each kind of bad check by itself, and finds nothing in good ones."""

import json

import pytest

from carekit.grading.check_lint.lint import Lint
from carekit.grading.run.one_process import OneProcess
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.worker import Worker


def cell(name, source, **marks):
    full = {"grade": False, "solution": False, "locked": False, "task": False, **marks}
    metadata = {"nbgrader": {**full, "grade_id": name, "schema_version": 3}}
    made = {"cell_type": "code", "id": name, "metadata": metadata, "source": source}
    return {**made, "outputs": [], "execution_count": None}


def answer(name, stub, solution):
    source = f"{stub}\n### BEGIN SOLUTION\n{solution}\n### END SOLUTION"
    return cell(name, source, solution=True)


def check(name, visible, hidden=""):
    source = visible + (
        f"\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS" if hidden else ""
    )
    return cell(name, source, grade=True, locked=True, points=2)


SETUP = cell("setup", "from carekit.checks import fresh_seeds", locked=True)
DOUBLE = answer("double", "def double(x):\n    ...", "def double(x):\n    return 2 * x")
FRESH = "for s in fresh_seeds(3):\n    assert double(s) == 2 * s"
QUIZ_KEY = {
    "id": "which-tide",
    "kind": "single",
    "bloom": "apply",
    "choices": [{"id": "high", "right": True}, {"id": "low", "misconception": "turned-round"}],
}
QUIZ = check(
    "tide-check",
    'from carekit.answers import read_answers\n\nread_answers("which-tide")',
    f"from carekit.answers import worth\n\nkey = [{QUIZ_KEY!r}]\nworth(key, points=2)",
)
GOOD = [
    SETUP,
    answer("high", "high = None", "high = 12"),
    check("high-check", "assert type(high) is int", "assert high == 12"),
    DOUBLE,
    check("double-check", "assert double(2) == 4", FRESH),
    # What a stand-in does answer truly is no fault of a check.
    answer("tide", "class Tide:\n    ...", "class Tide:\n    rise = 2"),
    check(
        "tide-class",
        "assert isinstance(Tide(), Tide)\n"
        "assert 'Tide' in globals() and type(Tide()) is Tide\nassert Tide().rise == 2",
    ),
    QUIZ,
]


def found(tmp_path, cells):
    """Lint a set of one notebook and return (cell, words) of every finding."""
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path = tmp_path / "sea.ipynb"
    path.write_text(json.dumps(notebook))
    snapshot = Snapshot.from_notebooks({path.name: path.read_bytes()})
    with Worker(snapshot, seed=1) as worker, Worker(snapshot, seed=1000) as other:
        engines = OneProcess(worker.grade), OneProcess(other.grade)
        findings = Lint(tmp_path, snapshot, *engines)()
    assert all(str(one).startswith(str(path)) for one in findings)
    return [(one.cell, one.says) for one in findings]


@pytest.mark.slow
def test_nothing_is_said_about_good_checks(tmp_path):
    assert found(tmp_path, GOOD) == []


@pytest.mark.slow
def test_every_kind_of_bad_check_is_found_and_named(tmp_path):
    """One notebook, because a worker takes seconds to start."""
    cells = [
        *GOOD,
        answer("low", "low = None", "low = 3"),
        check("low-weak", "assert low != 4"),
        answer("five", "five = None", "five = 4"),
        check("five-wrong", "assert five == 5"),
        # This check leans on another answer: it is weak only where that one is right.
        answer("six", "six = None", "six = high / 2"),
        check("six-weak", "assert high == 12 and six != 7"),
        answer("loud", "loud = None", "loud = 7"),
        check("loud-check", "import sys\nprint('hm', file=sys.stderr)\nassert loud == 7"),
        answer("same", "def same(x):\n    ...", "def same(x):\n    return abs(x)"),
        check("same-fixed", "assert same(-1) == 1", "assert same(-21) == 21"),
        check("same-lazy", "assert same(5) == 5"),
        answer("loop", "def loop(x):\n    ...", "def loop(x):\n    return 3 * x"),
        check("loop-asked", "import inspect\nassert not inspect.getclosurevars(loop).globals"),
        check(
            "loop-dead",
            "if loop(2) != 6:\n    assert loop.__closure__ is None\n",
            "for s in fresh_seeds(3):\n    assert loop(s) == 3 * s",
        ),
    ]
    said = found(tmp_path, cells)
    by_cell = {name: [words for at, words in said if at == name] for name, _ in said}
    assert sorted(by_cell) == [
        "five-wrong",
        "loop-asked",
        "loop-dead",
        "loud-check",
        "low-weak",
        "same-fixed",
        "same-lazy",
        "six-weak",
    ]
    # One clear sentence for a check that cannot be judged, not what follows from it as well.
    [asked] = by_cell["loop-asked"]
    assert asked.startswith("asks for __closure__ of 'loop' (line 2), which")
    assert "call it with values that tell right work from wrong work" in asked
    [asked] = by_cell["loop-dead"]
    assert asked.startswith("asks for __closure__ of ")
    assert any("when six is" in words for words in by_cell["six-weak"])
    nulls = " ".join(by_cell["low-weak"])
    for value in ("None", "an empty list", "an empty dict", "zero", "NaN"):
        assert f"is {value};" in nulls
    assert by_cell["five-wrong"][0].startswith("the reference solution gets 0 of 2 points")
    assert any("stderr" in words for words in by_cell["loud-check"])
    assert any("memorised" in words for words in by_cell["same-fixed"])
    assert any("the input unchanged" in words for words in by_cell["same-lazy"])
