"""How much a class gained between two exam forms, told apart from how hard the forms are.

Half the questions of two forms differ, so a class that learned nothing scores higher in the easier
form. What is counted as gain is therefore compared in one of these ways:

``orders``
    Some sat the one form first and some the other. The difference of the forms raises the change
    of the first group by as much as it lowers that of the second, and the mean of both is free of
    it (the counterbalanced design of Kolen and Brennan, 2014, Test Equating, Scaling, and Linking,
    3rd ed., chapter 1; its analysis as a crossover trial: Senn, 2002, Cross-over Trials in Clinical
    Research, 2nd ed., chapter 3).
``chained``
    All sat the same form first. The questions of both forms, the anchors, link them: chained linear
    equating for groups that differ in ability (Kolen and Brennan, chapter 4).
``mean``
    The same with a slope of 1, chained mean equating, for small groups: there the standard
    deviations of the linear slope are known too badly (Kolen and Brennan, chapters 2 and 8; Skaggs,
    2005, Accuracy of random groups equating with very small samples, Journal of Educational
    Measurement 42).
``identity``
    There are too few anchors to link the forms, so the scores are compared as they stand. The gain
    then holds the difference of the forms as well, and whoever shows it must say so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from carekit.reports.quantiles import t_quantile

# Kolen and Brennan, chapter 8: anchors should be a fifth of a form or more; five are our own least.
FEWEST_ANCHORS, LEAST_SHARE = 5, 0.2
# Below these the estimate of a slope, or of how much one order varies, is too rough to be used.
FEWEST_FOR_SLOPE, FEWEST_IN_AN_ORDER = 10, 4
CERTAINTY = 0.95


@dataclass(frozen=True)
class Estimate:
    """A change of a class's mean share, as a part of 1, with the ends of its 95 % interval.

    The ends are NaN where one learner alone says nothing of how much learners vary.
    """

    value: float
    low: float
    high: float

    def within(self, least: float, most: float) -> Estimate:
        """Return the same without what lies beyond what is possible at all."""
        return Estimate(
            *(float(np.clip(one, least, most)) for one in (self.value, self.low, self.high))
        )


@dataclass(frozen=True)
class ClassGain:
    """What a class gained from the form sat first to the one sat second.

    ``method`` is one of those above and ``anchors`` how many questions both forms ask. ``each`` has
    a row for each learner who sat both, with ``before`` and ``after`` as shares on the scale of the
    form that they sat first, and ``gain`` = (after − before) / (1 − before), NaN where nothing was
    missing before. ``change`` is the change of the class's mean share.
    """

    method: str
    anchors: int
    change: Estimate
    each: pd.DataFrame

    @property
    def before(self) -> float:
        """Return the class's mean share in the form sat first."""
        return float(self.each["before"].mean())

    @property
    def gain(self) -> Estimate:
        """Return the part of what was missing that was gained: Hake's g of the class.

        Hake (1998), Interactive-engagement versus traditional methods, American Journal of Physics
        66. The interval is that of the change over what this class had missing; NaN for nothing.
        """
        room = 1 - self.before if self.before < 1 else math.nan
        change = self.change
        return Estimate(change.value / room, change.low / room, change.high / room)


def class_gain(one: pd.DataFrame, two: pd.DataFrame) -> ClassGain | None:
    """Return what those who sat both forms gained, or None where nobody did.

    Nor does it say anything where a form has no question that all of them were asked.

    Both tables are those of ``exam_results.scores``. Who began the second form earlier sat it
    first; at the same moment the tables' own order holds. Where somebody sat a short form, only the
    questions that all were asked are compared.
    """
    people = sorted(set(one["learner"]) & set(two["learner"]))
    if not people:
        return None
    shares = [_by_question(table, people) for table in (one, two)]
    shared = [name for name in shares[0] if name in shares[1]]
    longest = max(len(table.columns) for table in shares)
    if not all(len(table.columns) for table in shares):
        return None
    whole = np.array([table.mean(axis=1) for table in shares])
    linked = np.array([table[shared].mean(axis=1) for table in shares])
    began = [table.groupby("learner")["started"].first().loc[people] for table in (one, two)]
    turned = np.array([late < early for early, late in zip(*began, strict=True)])
    first, second = np.where(turned, whole[::-1], whole)
    if min(turned.sum(), (~turned).sum()) >= FEWEST_IN_AN_ORDER:
        method = "orders"
        change = by_orders((second - first)[~turned], (second - first)[turned])
        easier = ((second - first)[~turned].mean() - (second - first)[turned].mean()) / 2
        after = second - np.where(turned, -easier, easier)
    elif len(shared) >= max(FEWEST_ANCHORS, LEAST_SHARE * longest):
        links = np.where(turned, linked[::-1], linked)
        method = "chained" if _has_slope(first, links[0]) else "mean"
        change, after = by_anchors(first, second, *links)
    else:
        method, after = "identity", second
        change = _of_mean(second - first)
    each = pd.DataFrame({"before": first, "after": np.clip(after, 0, 1)}, index=people)
    room = (1 - each["before"]).where(each["before"] < 1)
    change = change.within(-each["before"].mean(), 1 - each["before"].mean())
    return ClassGain(
        method, len(shared), change, each.assign(gain=(each["after"] - each["before"]) / room)
    )


def _by_question(table: pd.DataFrame, people: Sequence[str]) -> pd.DataFrame:
    """Return learners by questions, only the questions that each of these learners was asked."""
    mine = table[table["learner"].isin(people)]
    wide = mine.pivot_table(index="learner", columns="question", values="score").loc[[*people]]
    return wide.dropna(axis=1)


def by_orders(one_first: np.ndarray, two_first: np.ndarray) -> Estimate:
    """Return the change where each group sat another form first; each has two values or more.

    Values are each learner's second share minus the first. The estimate is the mean of the two
    groups' means, its standard error half the root of the sum of the variances of these means, and
    the degrees of freedom are those of Welch (1947), Biometrika 34, rounded down.
    """
    groups = (one_first, two_first)
    variances = [float(group.var(ddof=1)) / len(group) for group in groups]
    value = float(np.mean([group.mean() for group in groups]))
    parts = [v**2 / (len(g) - 1) for v, g in zip(variances, groups, strict=True)]
    freedom = int(sum(variances) ** 2 / sum(parts)) if sum(parts) else len(one_first)
    return _around(value, math.sqrt(sum(variances)) / 2, max(1, freedom))


def by_anchors(
    first: np.ndarray, second: np.ndarray, first_anchors: np.ndarray, second_anchors: np.ndarray
) -> tuple[Estimate, np.ndarray]:
    """Return the change on the scale of the first form, and each learner's second share on it.

    Values are shares of the whole form and of the anchors alone, one for each learner. Chained
    linear equating takes the second form's share b to the anchors and these to the first form:

        e(b) = M(A1) + s · (M(V2) + S(V2)/S(B2) · (b − M(B2)) − M(V1)),   s = S(A1)/S(V1),

    with means M, standard deviations S, the whole form A before, the whole form B after, and the
    anchors V before (1) and after (2). Its mean is M(A1) + s · (M(V2) − M(V1)), so the change of
    the class is s · d with d the mean difference of the anchors, which are the same questions both
    times: without learning it is 0 on average, however easy the other questions are. With fewer
    than FEWEST_FOR_SLOPE learners, or anchors without any spread, both slopes are 1.

    The variance of s · d is s² · var(d) + d² · var(s) (delta method). For normal scores var(s) is
    s² (1 − r²) / (n − 1), where r is the correlation of the form with its anchors before.
    """
    gained = second_anchors - first_anchors
    count, linear = len(first), _has_slope(first, first_anchors)
    slope = float(first.std() / first_anchors.std()) if linear else 1.0
    steep = float(second_anchors.std() / second.std()) if linear and second.std() > 0 else 1.0
    after = first.mean() + slope * (gained.mean() + steep * (second - second.mean()))
    change = _of_mean(gained)
    value = slope * change.value
    if not linear:
        return change, after
    fit = float(np.corrcoef(first, first_anchors)[0, 1])
    of_slope = slope**2 * (1 - fit**2) / (count - 1)
    error = math.sqrt(slope**2 * gained.var(ddof=1) / count + change.value**2 * max(0.0, of_slope))
    return _around(value, error, count - 1), after


def _has_slope(first: np.ndarray, first_anchors: np.ndarray) -> bool:
    """Return whether enough learners differ for the slope of chained linear equating."""
    spread = min(float(first.std()), float(first_anchors.std()))
    return len(first) >= FEWEST_FOR_SLOPE and spread > 0


def _of_mean(values: np.ndarray) -> Estimate:
    """Return the mean of values with the interval of Student's t."""
    if len(values) < 2:
        return Estimate(float(values.mean()), math.nan, math.nan)
    error = float(values.std(ddof=1)) / math.sqrt(len(values))
    return _around(float(values.mean()), error, len(values) - 1)


def _around(value: float, error: float, freedom: int) -> Estimate:
    reach = t_quantile((1 + CERTAINTY) / 2, freedom) * error
    return Estimate(value, value - reach, value + reach)
