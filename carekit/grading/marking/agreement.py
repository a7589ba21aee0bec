"""How far two markers agree: quadratic weighted kappa over all levels, with an interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_Z = 1.959963984540054
FEWEST = 10
"""Below so many answers an interval is too wide to say anything of two markers."""


@dataclass(frozen=True)
class Agreement:
    """``answers`` that both marked, of which ``same`` got one level.

    ``kappa`` is None where it has no value (all on one level), ``low`` and ``high`` are its 95 %
    interval, None where none can be worked out: with two answers or fewer, or no difference at all.
    """

    answers: int
    same: int
    kappa: float | None
    low: float | None
    high: float | None


def agreement(pairs: Sequence[tuple[int, int]], levels: int) -> Agreement:
    """Return how far two markers agree, given the level of each answer by both (from 0).

    ``levels`` is how many levels there are, also those that nobody used: the weights are
    1 - (i - j)^2 / (levels - 1)^2 (Cohen 1968). The interval is kappa and 1.96 standard errors for
    large samples (Fleiss, Cohen and Everitt 1969, formula for kappa other than 0), cut at -1 and 1.
    Raises ValueError for a level that there is not.
    """
    if any(not 0 <= level < levels for pair in pairs for level in pair):
        raise ValueError(f"levels are numbers from 0 to {levels - 1}")
    count, same = len(pairs), sum(one == other for one, other in pairs)
    if not count or levels < 2:
        return Agreement(count, same, None, None, None)
    every = range(levels)
    share = [[0.0] * levels for _ in every]
    for one, other in pairs:
        share[one][other] += 1 / count
    row = [sum(share[i]) for i in every]
    column = [sum(share[i][j] for i in every) for j in every]
    weight = [[1 - ((i - j) / (levels - 1)) ** 2 for j in every] for i in every]
    cells = [(i, j) for i in every for j in every]
    seen = sum(weight[i][j] * share[i][j] for i, j in cells)
    chance = sum(weight[i][j] * row[i] * column[j] for i, j in cells)
    if math.isclose(chance, 1.0):
        return Agreement(count, same, None, None, None)
    kappa = (seen - chance) / (1 - chance)
    by_row = [sum(weight[i][j] * column[j] for j in every) for i in every]
    by_column = [sum(weight[i][j] * row[i] for i in every) for j in every]
    spread = sum(
        share[i][j] * (weight[i][j] * (1 - chance) - (by_row[i] + by_column[j]) * (1 - seen)) ** 2
        for i, j in cells
    )
    variance = (spread - (seen * chance - 2 * chance + seen) ** 2) / (count * (1 - chance) ** 4)
    if count <= 2 or variance <= 1e-12:
        return Agreement(count, same, kappa, None, None)
    error = _Z * math.sqrt(variance)
    return Agreement(count, same, kappa, max(-1.0, kappa - error), min(1.0, kappa + error))


def nearest_level(points: float, levels: Sequence[float]) -> int:
    """Return the number of the level whose points are nearest; of two the higher one.

    >>> nearest_level(5.25, (0.0, 1.5, 3.0, 4.5, 6.0)), nearest_level(1, (0.0, 1.5, 3.0))
    (4, 1)
    """
    return min(range(len(levels)), key=lambda at: (abs(levels[at] - points), -at))
