"""Quantiles of Student's t and of F, which the standard library does not have.

Both come from one function, the regularized incomplete beta function. It is the continued fraction
of the Digital Library of Mathematical Functions, 8.17.22, evaluated from its front by the method of
Lentz (1976, Applied Optics 15, 668).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

# Halving an interval so often leaves less than a float can tell.
_HALVINGS = 100
_MOST_TERMS = 10_000
_CLOSE = 1e-15
# Lentz: a denominator of 0 is moved by so little.
_TINY = 1e-300


@cache
def t_quantile(share: float, freedom: int) -> float:
    """Return the value below which Student's t lies with probability ``share``.

    ``freedom`` are the degrees of freedom. Raises ValueError unless 0.5 <= share < 1 and
    freedom >= 1.
    """
    if not 0.5 <= share < 1 or freedom < 1:
        raise ValueError(f"needs 0.5 <= share < 1 and freedom >= 1, not {share} and {freedom}")

    def below(value: float) -> float:
        return 1 - _beta(freedom / (freedom + value * value), freedom / 2, 0.5) / 2

    return _inverse(below, share)


@cache
def f_quantile(share: float, above: int, below: int) -> float:
    """Return the value below which F lies with probability ``share``.

    ``above`` and ``below`` are the degrees of freedom of the numerator and of the denominator.
    Raises ValueError unless 0 < share < 1 and both are 1 or more.
    """
    if not 0 < share < 1 or above < 1 or below < 1:
        raise ValueError(f"needs 0 < share < 1 and freedom >= 1, not {share}, {above}, {below}")

    def less(value: float) -> float:
        return _beta(above * value / (above * value + below), above / 2, below / 2)

    return _inverse(less, share)


def _inverse(below: Callable[[float], float], share: float) -> float:
    """Return where a distribution function of values from 0 upwards has a value."""
    low, high = 0.0, 1.0
    while below(high) < share:
        low, high = high, 2 * high
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) < share else (low, middle)
    return (low + high) / 2


def _beta(x: float, a: float, b: float) -> float:
    """Return the regularized incomplete beta function of 0 <= x <= 1, and a, b > 0."""
    if x in (0.0, 1.0):
        return x
    # The fraction converges fast on the one side of the mean; the other side is its complement.
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta(1 - x, b, a)
    log = (
        a * math.log(x) + b * math.log1p(-x) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    )
    return math.exp(log) / (a * _fraction(x, a, b))


def _fraction(x: float, a: float, b: float) -> float:
    """Return 1 + d1/(1 + d2/(1 + ...)) with the terms of DLMF 8.17.23."""
    value = c = 1.0
    d = 0.0
    for n in range(1, _MOST_TERMS):
        m = n // 2
        if n % 2:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / (1 + term * d or _TINY)
        c = 1 + term / c or _TINY
        value *= c * d
        if abs(c * d - 1) < _CLOSE:
            break
    return value
