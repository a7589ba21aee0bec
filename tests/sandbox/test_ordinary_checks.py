"""Single checks of ordinary kinds get the scores here that they get in one namespace."""

from pathlib import Path

import pytest

from tests.sandbox.ordinary_checks import CHECKS, SIDES, count, in_one_namespace, sealed, sentence

pytestmark = pytest.mark.slow

WAITS = {
    # What only the object itself can say: its own word for whether it is the right answer.
    "not-equal-to-a-number", "equal-to-a-number", "not-equal-of-its-own", "order-beside-a-number",
    "container", "format-of-its-own", "list-subclass", "dict-subclass", "doctest",
    # What the check does to its own process, and a class that it derives from the learner's.
    "patched-random", "patched-time", "patched-sleep", "patched-path", "temporary-file",
    "environment", "logged", "derived-in-check",
    # Of one object with two names, and a value of more than 64 MB.
    "array-flags", "array-view", "returns-itself", "copied-object", "large-array",
    "large-argument",
}  # fmt: skip
"""The checks whose right work waits for a person, and no other."""


@pytest.fixture(scope="module")
def verdicts():
    return sealed([*CHECKS.values()])


def test_each_check_tells_right_work_from_wrong_in_one_namespace():
    assert in_one_namespace([*CHECKS.values()]) == {
        side: dict.fromkeys(CHECKS, float(side == "right")) for side in SIDES
    }


def test_wrong_work_gets_no_points(verdicts):
    assert not [name for name, one in verdicts["wrong"].items() if one["score"]]


def test_right_work_gets_its_points_or_waits_for_a_person(verdicts):
    without = {name for name, one in verdicts["right"].items() if one["score"] != 1}
    assert without == WAITS
    assert all(verdicts["right"][name]["needs_manual"] for name in WAITS)


@pytest.mark.parametrize("side", SIDES)
def test_a_value_above_the_limit_waits_and_says_its_size_and_the_limit(verdicts, side):
    told = "too large to be checked: 68.7 MB or more; the most is 64 MB"
    for name in ("large-array", "large-argument"):
        one = verdicts[side][name]
        assert (one["outcome"], one["score"], one["needs_manual"]) == ("unjudged", 0, True)
        assert told in one["message"]
        assert one["flags"] == [("value-too-large", "68.7 MB > 64 MB")]


def test_the_count_stands_in_the_docs(verdicts):
    page = Path("docs/grading.md").read_text(encoding="utf-8")
    assert sentence(count(verdicts)) in page
