"""One faulty check of a teacher's costs nobody the points of the other checks."""

import json

import pytest

from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.processes.precompute import Notebook
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.worker import Worker
from tests.sandbox.sealedset import check, marked, notebook, snapshot, submission

HARM = {
    "replaces": ("import builtins\nbuiltins.sum = builtins.isinstance = None\nassert a == 1",
                 "unjudged"),
    "patches": ("import builtins\nbuiltins.hex = lambda *_: '3'\nassert ask() == '3'",
                "unjudged"),
    "deletes": ("import builtins\ndel builtins.print\nassert a == 1", "unjudged"),
    "leaves": ("import sys\nsys.exit(1)", "error"),
    "no Python": ("def broken(:\n    x", "invalid"),
    "return": ("return 3", "invalid"),
    "odd loop": ("for one, two in [(1,)]:\n    assert a", "error"),
    "class of a library": ("import pandas\npandas.DataFrame = None\nassert a == 1", "passed"),
}  # fmt: skip
LAST = "import pandas\nassert sum([a]) == 1 and pandas.DataFrame({'n': [1]}).shape == (1, 1)"


@pytest.fixture(scope="module")
def judged():
    answer = "### BEGIN SOLUTION\na = 1\ndef ask(): return hex(1)\n### END SOLUTION"
    cells = [marked("do", "code", answer, solution=True)]
    # The check that spoils pandas for its own submission comes last but must not reach the parent.
    cells += [check(name, source, 1) for name, (source, _) in HARM.items()]
    cells.insert(-1, check("last", LAST, 1))
    given = [{**c, "source": "a = 1\ndef ask(): return hex(1)"} if c["id"] == "do" else c
             for c in cells]  # fmt: skip
    with Worker(snapshot(notebook(*cells)), limits=Limits(total_seconds=40)) as worker:
        return [worker.grade(submission(notebook(*given))) for _ in range(2)]


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("name", [*HARM, "last"])
def test_a_check_that_harms_is_told_and_the_others_are_judged(name, number, judged):
    cell = judged[number]["notebooks"]["a"]["cells"][name]
    assert cell["outcome"] == HARM.get(name, ("", "passed"))[1], cell
    if cell["outcome"] in ("unjudged", "invalid"):
        assert (cell["score"], cell["needs_manual"]) == (0, True)
        assert name in {one["cell"] for one in judged[number]["flags"]}


def test_a_check_that_ends_the_process_before_anybody_is_graded_costs_only_itself():
    ends = "import os\nos._exit(3)"
    cells = [
        marked("do", "code", "### BEGIN SOLUTION\na = 1\n### END SOLUTION", solution=True),
        check("fine", "assert a == 1", 1),
        check("ends", ends, 1),
    ]
    given = [{**cells[0], "source": "a = 1"}, *cells[1:]]
    with Worker(snapshot(notebook(*cells)), limits=Limits(total_seconds=40)) as worker:
        found = worker.grade(submission(notebook(*given)))["notebooks"]["a"]["cells"]
    assert [found[name]["outcome"] for name in ("fine", "ends")] == ["passed", "unjudged"]


def test_without_running_ahead_nothing_is_run_before_its_place():
    cell = {"id": "c", "source": "marker = 1\nmarker", "points": 1, "test": True, "hidden": []}
    book = Notebook([cell], {}, [], ahead=False)
    assert "marker" not in book.names
    assert book.codes["c"].run(book.names) == 1


SLOW = {
    # The check works by itself, the check asks the learner's function, which works.
    "by itself": ("sum(n * n for n in range(10**9))", "def f(n): return n"),
    "in the answer": ("assert f(10**9) >= 0", "def f(n): return sum(m * m for m in range(n))"),
    "in many answers": (
        "for n in range(10**6):\n    assert f(400_000) >= 0",
        "def f(n): return sum(m * m for m in range(n))",
    ),
}


@pytest.fixture(scope="module")
def slow_ones():
    """Return the result of a submission to a set with a notebook for each kind of slowness."""
    books, given = {}, {}
    for where, (slow, answer) in SLOW.items():
        cells = [
            marked("do", "code", f"### BEGIN SOLUTION\n{answer}\n### END SOLUTION", solution=True),
            check("fine", "assert f(1) >= 0", 1),
            check("slow", slow, 1),
            check("later", "assert f(1) >= 0", 1),
            marked("last", "code", "### BEGIN SOLUTION\nprint('still here')\n### END SOLUTION",
                   solution=True),
        ]  # fmt: skip
        own = [{**cells[0], "source": answer}, *cells[1:4], {**cells[4], "source": "print(2 + 2)"}]
        books[f"{where}.ipynb"] = json.dumps(notebook(*cells)).encode()
        given[f"{where}.ipynb"] = json.dumps(notebook(*own)).encode()
    limits = Limits(cell_seconds=1.5, total_seconds=100)
    with Worker(Snapshot.from_notebooks(books), limits=limits) as worker:
        return worker.grade(given)


@pytest.mark.parametrize("where", SLOW)
def test_who_is_slow_is_told_the_check_or_the_answer(where, slow_ones):
    found = slow_ones["notebooks"][where]
    scores = found["cells"]
    outcomes = [scores[name]["outcome"] for name in ("fine", "slow", "later")]
    flags = [one for one in slow_ones["flags"] if one["notebook"] == where]
    codes = {(one["code"], one["cell"]) for one in flags}
    if where == "by itself":
        assert outcomes == ["passed", "unjudged", "unjudged"]
        assert codes == {("check-slow", "slow"), ("not-judged", "slow"), ("not-judged", "later")}
        assert scores["slow"]["needs_manual"]
        assert scores["later"]["needs_manual"]
    else:
        assert outcomes == ["passed", "error", "passed"]
        assert codes == {("cell-stopped", "slow")}
    assert "4" in str(found["notebook"]["cells"][-1]["outputs"])


def test_slowness_in_one_notebook_is_told_of_no_other(slow_ones):
    assert {one["notebook"] for one in slow_ones["flags"]} == set(SLOW)
