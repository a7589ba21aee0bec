"""The quantiles of Student's t distribution, which the standard library does not have."""

from __future__ import annotations

import math
from functools import cache

# Halving an interval so often leaves less than a float can tell.
_HALVINGS = 60


@cache
def t_quantile(share: float, freedom: int) -> float:
    """Return the value below which Student's t lies with probability ``share``.

    ``freedom`` are the degrees of freedom, a whole number. The distribution function is the finite
    series of Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
    Raises ValueError unless 0.5 <= share < 1 and freedom >= 1.
    """
    if not 0.5 <= share < 1 or freedom < 1:
        raise ValueError(f"needs 0.5 <= share < 1 and freedom >= 1, not {share} and {freedom}")
    low, high = 0.0, 1.0
    while _below(high, freedom) < share:
        low, high = high, 2 * high
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _below(middle, freedom) < share else (low, middle)
    return (low + high) / 2


def _below(value: float, freedom: int) -> float:
    """Return the probability of being below ``value``, which is not negative."""
    angle = math.atan(value / math.sqrt(freedom))
    square = math.cos(angle) ** 2
    odd = freedom % 2 == 1
    term = math.cos(angle) if odd else 1.0
    total = 0.0
    for step in range(1 if odd else 0, freedom - 1, 2):
        total += term
        term *= square * (step + 1) / (step + 2)
    inside = 2 / math.pi * (angle + math.sin(angle) * total) if odd else math.sin(angle) * total
    return (1 + inside) / 2
