"""Two markers' agreement, held against another program's results for the same tables."""

import pytest

from carekit.grading.marking.agreement import agreement, nearest_level


def pairs(table):
    return [
        (i, j) for i, row in enumerate(table) for j, times in enumerate(row) for _ in range(times)
    ]


# statsmodels 0.15.0, stats.inter_rater.cohens_kappa(table, wt="quadratic"): kappa, its interval.
# The second table has a level that neither marker used.
KNOWN = [
    (
        [[4, 1, 0, 0, 0], [2, 5, 2, 0, 0], [0, 1, 6, 3, 0], [0, 0, 2, 5, 1], [0, 0, 0, 2, 3]],
        0.8771347248576851,
        0.811979953679599,
        0.9422894960357712,
    ),
    (
        [[2, 1, 0, 0, 0], [0, 3, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 1, 4, 0], [0, 0, 0, 1, 0]],
        0.925,
        0.8516111701912814,
        0.9983888298087187,
    ),
]


@pytest.mark.parametrize(("table", "kappa", "low", "high"), KNOWN)
def test_kappa_and_its_interval_are_those_of_statsmodels(table, kappa, low, high):
    found = agreement(pairs(table), len(table))
    assert found.kappa == pytest.approx(kappa, abs=1e-9)
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-6), pytest.approx(high, abs=1e-6))


def test_every_level_counts_whether_it_was_used_or_not():
    used = [(0, 0), (0, 1), (1, 1), (3, 3), (3, 1)]
    renumbered = [(0, 0), (0, 1), (1, 1), (2, 2), (2, 1)]
    assert agreement(used, 5).kappa != pytest.approx(agreement(renumbered, 3).kappa)


def test_where_nothing_can_be_worked_out_nothing_is_said():
    assert agreement([], 5).kappa is None
    assert agreement([(2, 2)] * 8, 5).kappa is None
    whole = agreement([(0, 0), (1, 1), (4, 4)] * 4, 5)
    assert (whole.kappa, whole.low, whole.high) == (pytest.approx(1.0), None, None)
    with pytest.raises(ValueError, match="0 to 4"):
        agreement([(0, 5)], 5)


def test_points_between_two_levels_count_as_the_nearer_and_of_two_as_the_higher():
    levels = (0.0, 1.5, 3.0, 4.5, 6.0)
    assert [nearest_level(points, levels) for points in (0.7, 0.75, 5.2, 5.25, 6)] == [
        0,
        1,
        3,
        4,
        4,
    ]
