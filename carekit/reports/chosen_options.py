"""Which options a class chose: the weakest, the middle and the best third, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from carekit.questions import Item
from carekit.questions.kinds.single.model import Single
from carekit.questions.models import Chosen

THIRDS = 3


@dataclass(frozen=True)
class OptionCount:
    """How many learners of each third chose an option, the weakest third first.

    ``right`` says whether the option is one of the key.
    """

    item: str
    option: str
    right: bool
    chosen: tuple[int, int, int]


def thirds_of(points: pd.DataFrame) -> dict[str, int]:
    """Return each learner's third by the sum of points, 0 the weakest; the best are in the last.

    Learners with equal sums are in one third, so that thirds may differ in size.
    """
    total = points.sum(axis=1)
    rank = total.rank(method="average", pct=True) - 0.5 / max(1, len(total))
    third = np.minimum(np.floor(rank * THIRDS), THIRDS - 1).astype(int)
    return dict(zip(map(str, total.index), third, strict=True))


def option_counts(
    questions: Mapping[str, Item],
    answers: Mapping[str, Mapping[str, Sequence[str]]],
    thirds: Mapping[str, int],
) -> list[OptionCount]:
    """Return how often each option of each question was chosen, in the order of the questions.

    ``answers`` are, by learner, the options that were chosen in each question.
    """
    found = []
    for name, question in questions.items():
        if not isinstance(question, Chosen):
            continue
        for option in question.choices:
            who = [one for one in thirds if option.id in answers.get(one, {}).get(name, ())]
            low, middle, best = (sum(thirds[one] == n for one in who) for n in range(THIRDS))
            found.append(OptionCount(name, option.id, option.right, (low, middle, best)))
    return found


def chances(questions: Mapping[str, Item]) -> dict[str, float]:
    """Return the share of the points that guessing earns, for questions with one right option."""
    return {
        name: 1 / len(question.choices)
        for name, question in questions.items()
        if isinstance(question, Single)
    }
