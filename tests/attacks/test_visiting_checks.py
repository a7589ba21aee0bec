"""Attacks on visiting checks: what a learner's code can do where the check runs beside it.

It can forge the score of the very check that visits it, as under stock nbgrader; docs/attacks.md
says so, row by row. It learns no other check, no gradebook and no other learner, and the sealed
checks of the same notebook keep their scores.
"""

import json

import pytest

from carekit.sandbox.isolation.sandbox import Level
from carekit.sandbox.worker import Worker
from tests.attacks.ledger import LIMITS, VISITED
from tests.attacks.visited import (
    EARNED,
    WORDS,
    leave_the_text_of_a_check_for_the_next_one,
    submitted,
    visited_set,
)
from tests.sandbox.sealedset import RIGHT, snapshot
from tests.sandbox.visits import cells


@pytest.fixture(scope="module")
def worker():
    with Worker(snapshot(visited_set()), limits=LIMITS, level=Level.NAMESPACES) as made:
        yield made


@pytest.mark.parametrize("attack", VISITED, ids=lambda attack: attack.name)
def test_an_attack_on_visiting_checks_learns_nothing_and_leaves_the_sealed_ones_alone(
    worker, attack
):
    result = worker.grade(attack.make())
    got = {name: cell["score"] or 0 for name, cell in cells(result).items() if name != "essay"}
    visiting = [got.pop("first"), got.pop("second")]
    assert got == {"top-check": 3, "total-check": 0, "part-check": 4}
    assert sum(got.values()) == EARNED == attack.may_get - attack.forged
    assert visiting == [attack.forged / 2] * 2, attack.tries
    shown = json.dumps(
        [cell.get("outputs") for cell in result["notebooks"]["a"]["notebook"]["cells"]]
    )
    assert not any(word in shown for word in WORDS)
    # Whoever is graded next has what is theirs.
    honest = cells(worker.grade(submitted(RIGHT["total"])))
    assert [honest[name]["score"] for name in ("total-check", "first", "second")] == [2, 2, 2]


def test_the_same_hook_would_find_a_text_that_is_there(worker):
    # The control: the places are such that a later cell of the same process finds what was left.
    extra = [
        "note = 'heliotrope'",
        "seen = everywhere().decode()\nassert 'helio' + 'trope' in seen\nprint('found')",
    ]
    result = worker.grade(submitted(leave_the_text_of_a_check_for_the_next_one(), extra))
    assert "found" in str(result["notebooks"]["a"]["notebook"]["cells"][-1]["outputs"])
