"""Checks that visit: stock nbgrader's semantics in a process for each check."""

import json

import pytest

from carekit.common.files import ContentError
from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.visiting import verdict_of
from carekit.sandbox.worker import Worker
from tests.sandbox.sealedset import RIGHT, codes, snapshot
from tests.sandbox.visits import at_level, cells, handed_in, visiting_set

HIDE = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"
CHECKS = {
    # What a stand-in cannot answer is answered here.
    "source": HIDE.format("import inspect\nassert 'for' not in inspect.getsource(top), 'no loop'"),
    "deleted": "del parts_of\nassert again(2) == 4",
    "value": "(top, total)",
    "partial": "import numpy\ntotal / total",
    "borrowed": "assert numpy.sqrt(4) == 2",
    "changed": HIDE.format("orders.drop(orders.index, inplace=True)"),
    "unchanged": "assert total == 1770 and len(orders) == 60",
    "drawn": "assert drawn == shown",
    "file": "_ = open('made.txt', 'w').write('1')",
    "no-file": "import os\nassert not os.path.exists('made.txt')",
    "number-too-large": "99",
    "raises": "1 / 0",
}
GIVEN = (
    "total = int(orders.amount.sum())\nparts_of = 1\ndef again(n): return n * n\n"
    "import random, os\ndrawn = random.random()\nshown = float(open('d.txt').read()) "
    "if os.path.exists('d.txt') else drawn"
)


@pytest.fixture(scope="module")
def graded():
    """Return the result of right work in a set with one visiting check of each kind."""
    made = visiting_set(*(at_level("visiting", name, text) for name, text in CHECKS.items()))
    with Worker(snapshot(made)) as worker:
        return worker.grade(handed_in(made, **{**RIGHT, "total": GIVEN}))


WORTH = {"partial": (1, "partial"), "number-too-large": (0, "invalid"), "raises": (0, "error")}


@pytest.mark.parametrize("name", CHECKS)
def test_a_visiting_check_finds_what_it_would_find_under_stock(graded, name):
    cell = cells(graded)[name]
    assert (cell["score"], cell["outcome"]) == WORTH.get(name, (2, "passed")), cell
    assert cell["trust"] == "visiting"
    assert cell["needs_manual"] is (name == "number-too-large")


def test_sealed_checks_beside_visiting_ones_keep_their_points(graded):
    assert {
        name: (cells(graded)[name]["score"], cells(graded)[name]["trust"])
        for name in ("top-check", "total-check", "part-check")
    } == {"top-check": (3, "sealed"), "total-check": (2, "sealed"), "part-check": (4, "sealed")}


def test_nothing_of_a_hidden_visiting_check_is_in_the_graded_notebook():
    check = at_level(
        "visiting", "v", HIDE.format("word = 'gr' + 'een'\nassert top is word, word * 3")
    )
    made = visiting_set(check)
    with Worker(snapshot(made)) as worker:
        result = worker.grade(handed_in(made, **RIGHT))
    assert cells(result)["v"]["outcome"] == "failed"
    shown = [cell for cell in result["notebooks"]["a"]["notebook"]["cells"] if cell["id"] == "v"]
    assert "green" not in json.dumps(shown[0]["outputs"])


def test_a_check_by_hand_waits_for_a_person_and_is_not_run():
    made = visiting_set(at_level("by hand", "hand", "open('seen', 'w')"))
    with Worker(snapshot(made)) as worker:
        cell = cells(worker.grade(handed_in(made, **RIGHT)))["hand"]
    assert cell["needs_manual"] is True
    assert (cell["outcome"], cell["trust"]) == ("by hand", "by hand")


def test_a_name_of_a_visiting_check_serves_the_sealed_checks_after_it():
    made = visiting_set(at_level("visiting", "v", "import math as maths\nassert True"))
    index = [cell["id"] for cell in made["cells"]].index("part-check")
    made["cells"][index]["source"] = "assert maths.sqrt(4) == 2"
    with Worker(snapshot(made)) as worker:
        assert cells(worker.grade(handed_in(made, **RIGHT)))["part-check"]["score"] == 4


def test_a_cell_that_never_ends_costs_its_time_once_and_a_check_its_points():
    loop = at_level("visiting", "v", "while True: pass")
    made = visiting_set(at_level("visiting", "w", "assert total == 1770"), loop)
    limits = Limits(cell_seconds=2, total_seconds=20)
    with Worker(snapshot(made), limits=limits) as worker:
        result = worker.grade(handed_in(made, **{**RIGHT, "top": "while True: pass"}))
    assert cells(result)["w"]["score"] == 2
    assert cells(result)["v"]["score"] == 0
    assert {"cell-stopped"} == set(codes(result))


def test_a_check_whose_process_ends_gets_nothing_and_the_others_keep_theirs():
    made = visiting_set(
        at_level("visiting", "v", "import os\nos._exit(0)"), at_level("visiting", "w", "total")
    )
    with Worker(snapshot(made)) as worker:
        result = worker.grade(handed_in(made, **RIGHT))
    assert (cells(result)["v"]["outcome"], cells(result)["v"]["score"]) == ("stopped", 0)
    assert cells(result)["w"]["outcome"] == "invalid"
    assert cells(result)["total-check"]["score"] == 2


def test_a_level_that_does_not_exist_is_named_with_file_and_cell():
    with pytest.raises(ContentError, match=r"a\.ipynb: v: carekit\.trust .* 'guest'"):
        snapshot(visiting_set(at_level("guest", "v", "1")))


def test_a_notebooks_level_is_that_of_its_checks_and_sealed_changes_no_digest():
    made = visiting_set(at_level("visiting", "v", "1"))
    plain = snapshot(visiting_set())
    made["metadata"]["carekit"] = {"trust": "sealed"}
    levels = {cell.id: cell.trust for cell in snapshot(made).books[0].cells if cell.test}
    assert levels == {"top-check": "sealed", "total-check": "sealed", "v": "visiting",
                      "part-check": "sealed"}  # fmt: skip
    named = visiting_set()
    named["metadata"]["carekit"] = {"trust": "sealed"}
    assert snapshot(named).digest() == plain.digest() != snapshot(made).digest()
    assert Snapshot.from_json(snapshot(made).as_json()) == snapshot(made)


@pytest.mark.parametrize(
    ("shown", "points"),
    [("0.5", 0.5), ("2", 2), ("True", 2), ("'0.5'", 2), ("(3, 4)", 2), ("<Figure>", 2),
     ("nan", None), ("-1", None), ("2.5", None), ("inf", None)],
)  # fmt: skip
def test_the_last_value_counts_by_nbgraders_rule_or_waits(shown, points):
    value = {"output_type": "execute_result", "data": {"text/plain": shown}, "metadata": {}}
    told = verdict_of([value], 2.0, well=True, hidden=False)
    assert (None if told["outcome"] == "invalid" else told["score"]) == points
