"""Which questions are good: what the scores of a class say of each question and of the whole test.

Every measure is that of Moodle's quiz statistics (the two files calculator.php below
question/classes/statistics/questions and mod/quiz/report/statistics/classes, Moodle 4.5), so that a
trainer finds the same figures there. Most also have an interval, which Moodle does not give:

``facility``
    The mean share of an item's points. Interval: Wilson (1927, Journal of the American Statistical
    Association 22, 209-212), which is exact in its idea for scores of 0 and 1 and too wide, never
    too narrow, where parts of the points are given.
``discrimination``
    The correlation of an item with the sum of all other items (corrected item-total correlation).
    Interval: Fisher's z (1921, Metron 1, 3-32).
``efficiency``
    The covariance of an item with the rest, as a part of the greatest that these very scores could
    have if both were sorted alike.
``alpha``
    Cronbach's alpha (1951, Psychometrika 16, 297-334), for items of 0 and 1 the same as KR-20.
    Interval: Feldt (1965, Psychometrika 30, 357-370).
``error``
    The standard error of measurement: the standard deviation of the whole times the square root of
    1 - alpha.

A score that is missing counts as missing, never as 0: it is left out of the facility, and a learner
with one is left out of whatever compares items with each other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt
import pandas as pd

from carekit.reports.quantiles import f_quantile

FEWEST = 30
"""With fewer learners an interval is shown and no verdict: the intervals are then wider than what
would have to be told apart."""
_Z = 1.959963984540054
_CERTAINTY = 0.95
# Moodle calls an item below this dubious (question/bank/statistics).
_DUBIOUS = 0.15
_NEARLY_ALL = 0.95
# A correlation has an interval from four pairs on.
_FEWEST_PAIRS = 4

Floats = npt.NDArray[np.float64]


class Verdict(Enum):
    """What is wrong with an item, the worst first."""

    KEY = "who does better elsewhere does worse here: look at the key"
    CHANCE = "no better than guessing"
    WEAK = "does not tell learners apart"
    EASY = "nearly everybody has it"
    NONE = ""


@dataclass(frozen=True)
class Measure:
    """A figure with the ends of its 95 % interval; NaN where there is none."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class ItemFigures:
    """What a class's scores say of one item; shares are parts of 1.

    ``learners`` have a score in it. ``chance`` is the share that guessing earns, or NaN.
    """

    item: str
    learners: int
    facility: Measure
    discrimination: Measure
    efficiency: float
    chance: float
    verdict: Verdict


@dataclass(frozen=True)
class WholeFigures:
    """What a class's scores say of the whole: shares are parts of 1.

    ``learners`` have a score in every item, ``left_out`` only in some. ``mean``, ``deviation``
    (with n - 1) and ``error`` are of the learners' shares of the points.
    """

    learners: int
    left_out: int
    items: int
    mean: float
    deviation: float
    alpha: Measure
    error: float


def analyze(
    points: pd.DataFrame, most: dict[str, float], chance: dict[str, float] | None = None
) -> tuple[list[ItemFigures], WholeFigures]:
    """Return what the scores say of each item, in the order of the columns, and of the whole.

    ``points`` has a row for each learner and a column for each item, NaN where there is no score;
    ``most`` are the points that each item is worth, above 0. ``chance`` is the share of an item
    that guessing earns; an item that it does not name cannot be guessed, or nobody knows.
    """
    shares = points / pd.Series(most)
    whole = points.dropna()
    total = whole.sum(axis=1)
    figures = []
    for item in points.columns:
        there = shares[item].dropna().to_numpy(dtype=float)
        guessed = (chance or {}).get(item, math.nan)
        facility = _facility(there)
        x, rest = whole[item].to_numpy(dtype=float), (total - whole[item]).to_numpy(dtype=float)
        tells = _discrimination(x, rest)
        efficiency = _efficiency(x, rest)
        verdict = _verdict(len(there), facility, tells, efficiency, guessed)
        figures.append(ItemFigures(item, len(there), facility, tells, efficiency, guessed, verdict))
    return figures, _whole(whole, sum(most[item] for item in points.columns), len(points))


def _facility(shares: Floats) -> Measure:
    n = len(shares)
    if n == 0:
        return Measure(math.nan, math.nan, math.nan)
    share = float(shares.mean())
    middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    reach = _Z / (1 + _Z**2 / n) * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n * n))
    return Measure(share, max(0.0, middle - reach), min(1.0, middle + reach))


def _discrimination(x: Floats, rest: Floats) -> Measure:
    n = len(x)
    if n < 2 or _constant(x) or _constant(rest):
        return Measure(math.nan, math.nan, math.nan)
    r = float(np.clip(np.corrcoef(x, rest)[0, 1], -1.0, 1.0))
    if n < _FEWEST_PAIRS or abs(r) == 1:
        return Measure(r, math.nan, math.nan)
    reach = _Z / math.sqrt(n - 3)
    return Measure(r, math.tanh(math.atanh(r) - reach), math.tanh(math.atanh(r) + reach))


def _efficiency(x: Floats, rest: Floats) -> float:
    if len(x) < 2 or _constant(x) or _constant(rest):
        return math.nan
    greatest = float(np.cov(np.sort(x), np.sort(rest))[0, 1])
    return float(np.cov(x, rest)[0, 1]) / greatest


def _constant(values: Floats) -> bool:
    return bool(np.ptp(values) == 0)


def _verdict(
    learners: int, facility: Measure, tells: Measure, efficiency: float, chance: float
) -> Verdict:
    """Return what is wrong, where so many learners answered that the interval can show it."""
    if learners < FEWEST:
        return Verdict.NONE
    if tells.high < 0:
        return Verdict.KEY
    if facility.high <= chance:
        return Verdict.CHANCE
    if facility.low >= _NEARLY_ALL:
        return Verdict.EASY
    return Verdict.WEAK if efficiency < _DUBIOUS else Verdict.NONE


def _whole(whole: pd.DataFrame, most: float, learners: int) -> WholeFigures:
    n, items = whole.shape
    shares = whole.sum(axis=1).to_numpy(dtype=float) / most
    deviation = float(shares.std(ddof=1)) if n > 1 else math.nan
    alpha = _alpha(whole.to_numpy(dtype=float))
    error = deviation * math.sqrt(1 - min(1.0, alpha.value))
    mean = float(shares.mean()) if n else math.nan
    return WholeFigures(n, learners - n, items, mean, deviation, alpha, error)


def _alpha(points: Floats) -> Measure:
    """Return Cronbach's alpha; NaN for one learner, one item, or learners who are all alike."""
    n, items = points.shape
    total = points.sum(axis=1)
    if n < 2 or items < 2 or _constant(total):
        return Measure(math.nan, math.nan, math.nan)
    alpha = items / (items - 1) * (1 - points.var(axis=0, ddof=1).sum() / total.var(ddof=1))
    above, below = n - 1, (n - 1) * (items - 1)
    tail = (1 - _CERTAINTY) / 2
    ends = (1 - (1 - alpha) * f_quantile(share, above, below) for share in (1 - tail, tail))
    return Measure(float(alpha), *map(float, ends))
