"""Is a question harder for those who read it in one language? The Mantel-Haenszel procedure.

Learners who read in one language, the focal group, are compared with all others, the reference
group, among those with equal sums over all items. In each such stratum there is a table of two by
two, and all of them together give one odds ratio of a right answer.

``delta``
    MH D-DIF = -2.35 ln(odds ratio), the odds being those of the reference group over those of the
    focal group. Below 0 the item is harder for the focal group (Holland and Thayer, 1988, in Wainer
    and Braun, Test Validity, 129-145).
``ets``
    The classes of Educational Testing Service (Zwick, 2012, A Review of ETS Differential Item
    Functioning Assessment Procedures, RR-12-08). C: 1.5 or more away from 0, and by a test of 5 %
    more than 1 away. B: not C, 1 or more away from 0, and by a test of 5 % different from 0.
    A: the others.
Tests
    Both are exact: given the margins of every stratum, the number of right answers of the focal
    group is a sum of hypergeometric variables, whose distribution is worked out by convolution
    (Gart, 1970, Biometrika 57, 471-475). No stratum is too small for it. The interval of delta
    holds what these tests do not reject at 2.5 % on either side; it is thus a little too wide.
Purification
    Items of class C are taken out of the sum by which learners are matched, and all is worked out
    again until no other item is out. The item that is looked at always counts in the sum.

Partial credit counts as right where it is all of the points, else as wrong. A learner with a
missing score is left out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

FEWEST_OF_A_LANGUAGE, FEWEST_IN_ALL = 200, 500
"""With fewer learners no class is given: the least that ETS asks for (Zwick, 2012)."""
_DELTA = -2.35
_LEVEL = 0.05
_MOST_ROUNDS = 10
# Odds ratios beyond e to this power are not told apart.
_FARTHEST = 20.0
_HALVINGS = 40

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ItemFairness:
    """One item for the readers of one language, against all others.

    ``delta`` is MH D-DIF with its 95 % interval ``low`` to ``high``, infinite where all of a group
    were right or wrong, and NaN where no stratum holds both groups. ``p`` is of the exact test
    that the odds are equal. ``ets`` is the class, or "" where there are too few learners for one.
    ``in_match`` says whether the item counts in the sum by which other items are matched.
    """

    item: str
    language: str
    delta: float
    low: float
    high: float
    p: float
    ets: str
    in_match: bool = True


@dataclass(frozen=True)
class Fairness:
    """The items for the readers of one language.

    ``focal`` read in ``language`` and ``reference`` in others. ``missing`` learners of the smaller
    group, or of all, are still needed for a verdict, whichever are more; 0 where there is one.
    """

    language: str
    focal: int
    reference: int
    missing: int
    items: tuple[ItemFairness, ...]


def fairness(
    right: pd.DataFrame,
    languages: Mapping[str, str],
    fewest: tuple[int, int] = (FEWEST_OF_A_LANGUAGE, FEWEST_IN_ALL),
) -> list[Fairness]:
    """Return what the answers say of each language that learners read in, in the order of its tag.

    ``right`` has a row for each learner and a column for each item: 1 right, 0 wrong, NaN where
    there is no score. ``languages`` is by learner the language, or "" where nobody can say. Of two
    languages only the second is compared with the first, since the other way round says the same.
    ``fewest`` are the learners in the smaller group and in all that a class takes.
    """
    read = pd.Series({who: languages.get(str(who), "") for who in right.index}, dtype=object)
    whole = right[read.ne("").to_numpy(dtype=bool)].dropna()
    read = read.loc[whole.index]
    tags = sorted(set(read))
    compared = tags[1:] if len(tags) == 2 else tags if len(tags) > 2 else []
    return [_language(whole, read.eq(tag).to_numpy(dtype=bool), tag, fewest) for tag in compared]


def _language(
    whole: pd.DataFrame, focal: npt.NDArray[np.bool_], tag: str, fewest: tuple[int, int]
) -> Fairness:
    scores = whole.to_numpy(dtype=float)
    one, two = int(focal.sum()), int((~focal).sum())
    missing = max(0, fewest[0] - min(one, two), fewest[1] - one - two)
    out: set[int] = set()
    seen: list[set[int]] = []
    found: list[ItemFairness] = []
    for _ in range(_MOST_ROUNDS):
        seen.append(out)
        keep = [number not in out for number in range(scores.shape[1])]
        match = scores[:, keep].sum(axis=1)
        found = [
            _item(str(name), tag, scores[:, number], focal, match, keep=keep[number])
            for number, name in enumerate(whole.columns)
        ]
        out = {number for number, each in enumerate(found) if each.ets == "C"}
        # Without a verdict nothing is known well enough to be taken out; a circle has no end.
        if missing or out in seen or len(out) >= scores.shape[1] - 1:
            break
    if missing:
        found = [replace(each, ets="") for each in found]
    return Fairness(tag, one, two, missing, tuple(found))


def _item(
    name: str, tag: str, x: Floats, focal: npt.NDArray[np.bool_], match: Floats, *, keep: bool
) -> ItemFairness:
    tables = strata(x, focal, match if keep else match + x)
    log_odds, (p, low, high), beyond = math.nan, (math.nan,) * 3, 1.0
    if len(tables):
        log_odds = common_log_odds(tables)
        p, low, high = exact(tables)
        if not math.isnan(log_odds):
            beyond = _tail(tables, math.copysign(1 / abs(_DELTA), log_odds))
    delta = _DELTA * log_odds
    ets = "A"
    if abs(delta) >= 1.5 and beyond < _LEVEL:
        ets = "C"
    elif abs(delta) >= 1.0 and p < _LEVEL:
        ets = "B"
    return ItemFairness(name, tag, delta, _DELTA * high, _DELTA * low, p, ets, keep)


def strata(x: Floats, focal: npt.NDArray[np.bool_], match: Floats) -> npt.NDArray[np.int64]:
    """Return a row for each stratum that says something: right and wrong of reference, of focal.

    A stratum says nothing where one group is absent, or all are right, or all are wrong.
    """
    _, place = np.unique(np.round(match, 6), return_inverse=True)
    count = int(place.max(initial=-1)) + 1
    right = x >= 1.0 - 1e-9
    parts = [
        np.bincount(place[who], minlength=count)
        for who in (~focal & right, ~focal & ~right, focal & right, focal & ~right)
    ]
    table = np.array(parts, dtype=np.int64).T
    a, b, c, d = table.T
    informative: npt.NDArray[np.int64] = table[
        (a + b > 0) & (c + d > 0) & (a + c > 0) & (b + d > 0)
    ]
    return informative


def common_log_odds(tables: npt.NDArray[np.int64]) -> float:
    """Return the logarithm of Mantel and Haenszel's odds ratio (1959, JNCI 22, 719-748).

    It is infinite where one of the two sums is 0, and NaN where both are.
    """
    a, b, c, d = tables.T.astype(float)
    n = a + b + c + d
    above, below = float((a * d / n).sum()), float((b * c / n).sum())
    if above == 0 and below == 0:
        return math.nan
    if above == 0 or below == 0:
        return math.inf if below == 0 else -math.inf
    return math.log(above / below)


def exact(tables: npt.NDArray[np.int64]) -> tuple[float, float, float]:
    """Return the exact two-sided p of equal odds, and the 95 % interval of the log odds ratio.

    p is the probability of all tables that are as improbable as the one at hand or more, the
    interval that of Clopper and Pearson's kind: each end is rejected at 2.5 % on its side.
    """
    first, logs = _distribution(tables)
    place = int(tables[:, 0].sum()) - first
    chances = _tilted(logs, 0.0)
    p = float(chances[chances <= chances[place] * (1 + 1e-7)].sum())
    low = -math.inf if place == 0 else _end(logs, place, upper=False)
    high = math.inf if place == len(logs) - 1 else _end(logs, place, upper=True)
    return min(1.0, p), low, high


def _tail(tables: npt.NDArray[np.int64], log_odds: float) -> float:
    """Return how probable as many right answers, or more, are at these odds; fewer below 0."""
    first, logs = _distribution(tables)
    place = int(tables[:, 0].sum()) - first
    chances = _tilted(logs, log_odds)
    return float(chances[place:].sum() if log_odds > 0 else chances[: place + 1].sum())


def _end(logs: Floats, place: int, *, upper: bool) -> float:
    """Return the log odds at which one tail holds half the level; each halving keeps it inside."""
    low, high = -_FARTHEST, _FARTHEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        chances = _tilted(logs, middle)
        tail = chances[: place + 1].sum() if upper else chances[place:].sum()
        too_far = tail < _LEVEL / 2
        if upper == too_far:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def _tilted(logs: Floats, log_odds: float) -> Floats:
    """Return the chances of each number of right answers at some odds."""
    weights = logs + log_odds * np.arange(len(logs))
    weights = np.exp(weights - weights.max())
    chances: Floats = weights / weights.sum()
    return chances


def _distribution(tables: npt.NDArray[np.int64]) -> tuple[int, Floats]:
    """Return the least number of right answers of the reference group, and the logs of the chances.

    The chances, at equal odds, are those of this number and each above it.
    """
    first, chances = 0, np.ones(1)
    for a, b, c, d in tables.tolist():
        n, right, wrong = a + b, a + c, b + d
        least, most = max(0, n - wrong), min(n, right)
        logs = np.array(
            [_log_choose(right, k) + _log_choose(wrong, n - k) for k in range(least, most + 1)]
        )
        part = np.exp(logs - logs.max())
        chances = np.convolve(chances, part / part.sum())
        first += least
    # A chance too small for a float is as good as none; its logarithm must stay a number.
    return first, np.log(np.maximum(chances, np.finfo(float).tiny))


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
