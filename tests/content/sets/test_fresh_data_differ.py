"""What hidden data ask for is never what the example that learners see asks for.

Else whoever returns the example's result earns a point where the draw is lucky.
"""

import pytest

from tests.content.sets.test_answers_that_look_right import SETS

# What these ask for is one of a few words or nothing, however the data are drawn; each has other
# cases that tell right from wrong.
FEW_RESULTS = {
    "benchmark-gap-units-check",
    "decide-check",
    "gap-edges",
    "uplift-missing-check",
}
SEEDS = range(1, 41)


def as_text(want):
    return (
        want.to_json(double_precision=9, date_format="iso")
        if hasattr(want, "to_json")
        else repr(want)
    )


def wanted(bench, checks, seeds, reference, patch):
    """Return for each check and seed what it wants, where every answer is right."""
    found, names = {}, dict(bench.before)
    for answer in bench.answers():
        bench.run(reference[answer], names)
    expect = names["expect"]
    for seed in seeds:
        patch.setenv("CAREKIT_SEED", str(seed))
        for check in checks:
            wants = found[check, seed] = set()

            def noted(got, want, *more, _wants=wants, **named):
                _wants.add(as_text(want))
                return expect(got, want, *more, **named)

            names["expect"] = noted
            bench.run(bench.cells[check].source, names)
    return found


@pytest.mark.parametrize("name", SETS)
def test_fresh_data_never_ask_for_what_the_example_asks_for(benches, shown, root, name):
    bench, reference = benches(name), benches(name).reference()
    drawn = [one for one in bench.checks() if "fresh_seeds(" in bench.cells[one].source]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAREKIT_ROOT", str(root))
        example = wanted(shown(name), drawn, [1], reference, patch)
        graded = wanted(bench, drawn, SEEDS, reference, patch)
    lucky = {check for (check, _), wants in graded.items() if wants <= example[check, 1]}
    assert lucky - FEW_RESULTS == set()
    assert drawn
