"""What a class gained between two exams in each question that both ask."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from carekit.reports.item_analysis import Floats, Measure

_Z = 1.959963984540054


@dataclass(frozen=True)
class ItemGain:
    """One question asked before and after: mean shares, parts of 1, of those who answered both.

    ``change`` is the difference of the shares with its 95 % interval.
    """

    item: str
    learners: int
    before: float
    after: float
    change: Measure


def item_gains(one: pd.DataFrame, two: pd.DataFrame) -> list[ItemGain]:
    """Return the gain in each question that two exams share, the smallest change first.

    Both tables are those of ``exam_results.scores``. A learner's ``before`` is in the exam that was
    begun earlier; at the same moment the order of the tables holds.
    """
    both = one.merge(two, on=["learner", "question"], suffixes=("_one", "_two"))
    turned = both["started_two"] < both["started_one"]
    both = both.assign(
        before=both["score_one"].where(~turned, both["score_two"]),
        after=both["score_two"].where(~turned, both["score_one"]),
    )
    found = [
        ItemGain(
            str(name),
            len(rows),
            float(rows["before"].mean()),
            float(rows["after"].mean()),
            paired_change(rows["before"].to_numpy(float), rows["after"].to_numpy(float)),
        )
        for name, rows in both.groupby("question", sort=False)
    ]
    return sorted(found, key=lambda each: each.change.value)


def paired_change(before: Floats, after: Floats) -> Measure:
    """Return the mean change of the same learners' shares with its 95 % interval.

    For right and wrong the interval is the adjusted Wald interval of Bonett and Price (2012,
    Journal of Educational and Behavioral Statistics 37, 479-488), which Fagerland, Lydersen and
    Laake (2014, Statistics in Medicine 33, 2850-2875) recommend for samples of any size. It counts
    one more learner who gained and one more who lost. Where parts of the points are given, the sums
    of what was gained and lost stand for these counts, and the interval is too wide, never too
    narrow.
    """
    n, steps = len(before), after - before
    if n == 0:
        return Measure(math.nan, math.nan, math.nan)
    gained = (float(steps.clip(min=0).sum()) + 1) / (n + 2)
    lost = (float((-steps).clip(min=0).sum()) + 1) / (n + 2)
    middle = gained - lost
    reach = _Z * math.sqrt((gained + lost - middle * middle) / (n + 2))
    low, high = np.clip((middle - reach, middle + reach), -1.0, 1.0)
    return Measure(float(steps.mean()), float(low), float(high))
