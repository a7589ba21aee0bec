"""What a learner's own run of the visible checks tells: a wrong value is not passed in silence."""

import pytest

from carekit.authoring.build.regions import split
from tests.content.sets.test_answers_that_look_right import SETS


def one_liners(bench):
    """Return the answers that are a value and not a function: answer cell -> the name it binds."""
    found = {name: bench.asked_for(name) for name in bench.answers()}
    return {name: next(iter(asked)) for name, asked in found.items() if not any(asked.values())}


def seen_by_learners(bench, check):
    return "\n".join(split(bench.cells[check].source).visible)


def refused(bench, names, check):
    try:
        bench.run(seen_by_learners(bench, check), names)
    except AssertionError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", SETS)
def test_a_wrong_value_in_the_right_shape_fails_every_visible_check_of_a_one_line_task(
    benches, name
):
    bench = benches(name)
    passed = {}
    for answer, bound in one_liners(bench).items():
        names = dict(bench.before)
        bench.run(bench.cells[answer].source, names)
        # Not twice as large alone: a check may look at proportions.
        names[bound] = names[bound] * 2 + 1
        for check in bench.checks(answer):
            if not refused(bench, names, check):
                passed[check] = bound
    assert passed == {}


@pytest.mark.parametrize("name", SETS)
def test_the_right_value_passes_every_visible_check_of_a_one_line_task(benches, name):
    bench = benches(name)
    names = dict(bench.before)
    for answer in one_liners(bench):
        bench.run(bench.cells[answer].source, names)
        for check in bench.checks(answer):
            assert refused(bench, names, check) == ""
