"""Figures of items and of the whole: a published example, formulas by hand, honest intervals."""

import math
import statistics

import numpy as np
import pandas as pd
import pytest

from carekit.reports.item_analysis import FEWEST, Measure, Verdict, analyze

# The worked example in the documentation of pingouin's cronbach_alpha (0.5): three items, ten
# people, alpha 0.7734375 with the interval 0.336 to 0.939.
PUBLISHED = pd.DataFrame(
    {
        "Q1": [1, 2, 2, 3, 2, 2, 3, 3, 2, 3],
        "Q2": [1, 1, 1, 2, 3, 3, 2, 3, 3, 3],
        "Q3": [1, 1, 2, 1, 2, 3, 3, 3, 2, 3],
    },
    dtype=float,
)
# Six people and four items of 0 and 1.
SMALL = pd.DataFrame(
    {
        "a": [1, 1, 1, 1, 0, 0],
        "b": [1, 1, 0, 1, 0, 0],
        "c": [1, 0, 1, 0, 1, 0],
        "d": [0, 0, 0, 1, 1, 1],
    },
    dtype=float,
)
ONES = dict.fromkeys("abcd", 1.0)


def of(points, item, most=None, **more):
    figures, _ = analyze(points, most or dict.fromkeys(points.columns, 1.0), **more)
    return {one.item: one for one in figures}[item]


def test_alpha_and_its_interval_are_those_of_a_published_example():
    _, whole = analyze(PUBLISHED, dict.fromkeys(PUBLISHED, 3.0))
    assert whole.alpha.value == pytest.approx(0.7734375)
    assert (whole.alpha.low, whole.alpha.high) == pytest.approx((0.336, 0.939), abs=0.0005)


def test_alpha_of_right_and_wrong_is_kr_20():
    columns = [SMALL[item].tolist() for item in SMALL]
    shares = [statistics.mean(one) for one in columns]
    # Kuder and Richardson's formula 20 has variances with n; the total's too.
    wrong = sum(share * (1 - share) for share in shares)
    total = statistics.pvariance(map(sum, zip(*columns, strict=True)))
    _, whole = analyze(SMALL, ONES)
    assert whole.alpha.value == pytest.approx(4 / 3 * (1 - wrong / total))


def test_the_figures_of_an_item_are_those_of_the_formulas():
    x = SMALL["a"].tolist()
    rest = (SMALL["b"] + SMALL["c"] + SMALL["d"]).tolist()
    mean, away = statistics.mean(x), statistics.mean(rest)
    both = sum((one - mean) * (two - away) for one, two in zip(x, rest, strict=True)) / 5
    best = sum((a - mean) * (b - away) for a, b in zip(sorted(x), sorted(rest), strict=True)) / 5
    found = of(SMALL, "a")
    assert found.facility.value == pytest.approx(4 / 6)
    assert found.discrimination.value == pytest.approx(
        both / (statistics.stdev(x) * statistics.stdev(rest))
    )
    assert found.efficiency == pytest.approx(both / best)


def test_the_interval_of_a_facility_is_wilsons():
    # Newcombe (1998, Statistics in Medicine 17, 857-872) has these ends for 81 of 263 and 0 of 20.
    points = pd.DataFrame({"a": [1.0] * 81 + [0.0] * 182, "b": [0.0] * 263})
    found = of(points, "a")
    assert (found.facility.low, found.facility.high) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    none = of(pd.DataFrame({"a": [0.0] * 20}), "a")
    assert (none.facility.low, none.facility.high) == pytest.approx((0, 0.1611), abs=5e-5)


def test_the_interval_of_a_correlation_is_fishers():
    found = of(SMALL, "a").discrimination
    middle = (math.atanh(found.low) + math.atanh(found.high)) / 2
    assert middle == pytest.approx(math.atanh(found.value))
    half = (math.atanh(found.high) - math.atanh(found.low)) / 2
    assert half == pytest.approx(1.96 / math.sqrt(3), abs=1e-4)


def test_the_error_of_measurement_is_in_shares_of_the_points():
    _, whole = analyze(PUBLISHED, dict.fromkeys(PUBLISHED, 3.0))
    shares = PUBLISHED.sum(axis=1) / 9
    assert whole.mean == pytest.approx(shares.mean())
    assert whole.deviation == pytest.approx(shares.std())
    assert whole.error == pytest.approx(shares.std() * math.sqrt(1 - 0.7734375))


def test_a_missing_score_is_missing_and_not_nothing():
    points = SMALL.copy()
    points.loc[0, "a"] = np.nan
    figures, whole = analyze(points, ONES)
    assert (figures[0].learners, figures[0].facility.value) == (5, pytest.approx(3 / 5))
    assert (whole.learners, whole.left_out) == (5, 1)
    # The other items keep the learner in what is theirs alone, and leave her out of comparisons.
    rest = SMALL.drop(index=0)
    assert figures[1].facility.value == pytest.approx(0.5)
    assert figures[1].discrimination.value == pytest.approx(of(rest, "b").discrimination.value)


@pytest.mark.parametrize(
    "points",
    [
        {"a": [1.0, 1.0, 1.0], "b": [0.0, 1.0, 1.0]},
        {"a": [1.0], "b": [0.0]},
        {"a": [math.nan, 1.0], "b": [1.0, math.nan]},
    ],
)
def test_what_cannot_be_told_is_nan_and_no_error(points):
    found = of(pd.DataFrame(points), "a")
    assert math.isnan(found.discrimination.value)
    assert math.isnan(found.efficiency)


def test_nobody_and_no_items_give_figures_that_say_so():
    figures, whole = analyze(pd.DataFrame({"a": [], "b": []}, dtype=float), {"a": 1.0, "b": 1.0})
    assert [one.learners for one in figures] == [0, 0]
    assert (whole.learners, math.isnan(whole.mean), math.isnan(whole.alpha.value)) == (
        0,
        True,
        True,
    )
    _, alone = analyze(pd.DataFrame({"a": [1.0, 0.0]}), {"a": 1.0})
    assert math.isnan(alone.alpha.value)


def able(learners, seed=5):
    """Return a class whose items a to h hang on one ability."""
    rng = np.random.default_rng(seed)
    ability = rng.normal(size=(learners, 1))
    right = rng.random((learners, 8)) < 1 / (1 + np.exp(-1.7 * ability))
    return pd.DataFrame(right.astype(float), columns=list("abcdefgh"))


@pytest.mark.parametrize("learners", [FEWEST - 1, FEWEST])
def test_a_verdict_needs_thirty_learners(learners):
    points = able(learners)
    points["a"] = 1.0
    points["b"] = 1 - points[list("cdefgh")].mean(axis=1).round()
    found = of(points, "b").verdict
    assert found is (Verdict.KEY if learners >= FEWEST else Verdict.NONE)


def test_each_verdict_is_given_for_what_it_says():
    points = able(400)
    rng = np.random.default_rng(1)
    points["easy"] = 1.0
    points["weak"] = (rng.random(400) < 0.7).astype(float)
    points["guessed"] = (rng.random(400) < 0.15).astype(float)
    points["turned"] = 1 - points["a"]
    chance = {"guessed": 0.25, "a": 0.25}
    verdicts = {item: of(points, item, chance=chance).verdict for item in points}
    assert {item: one for item, one in verdicts.items() if one is not Verdict.NONE} == {
        "easy": Verdict.EASY,
        "weak": Verdict.WEAK,
        "guessed": Verdict.CHANCE,
        "turned": Verdict.KEY,
    }


def test_the_intervals_hold_what_is_true_as_often_as_they_promise():
    # One item among others that all hang on one ability; the truth comes from a very large class.
    true, whole = (
        (found := analyze(able(40_000, 99), dict.fromkeys("abcdefgh", 1.0)))[0][0],
        found[1],
    )
    held = {"facility": 0, "discrimination": 0, "alpha": 0}
    for seed in range(200):
        figures, all_of_it = analyze(able(24, seed), dict.fromkeys("abcdefgh", 1.0))
        held["facility"] += _holds(figures[0].facility, true.facility.value)
        held["discrimination"] += _holds(figures[0].discrimination, true.discrimination.value)
        held["alpha"] += _holds(all_of_it.alpha, whole.alpha.value)
    # 190 of 200 are expected; three standard errors below it are 181.
    assert min(held.values()) >= 181, held


def _holds(measure: Measure, true):
    return measure.low <= true <= measure.high
