"""What ticks are worth: the share of the key that was found, less what was wrongly ticked."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal

from carekit.questions.answer_parts import on_offer
from carekit.questions.kinds.multiple.model import Multiple
from carekit.questions.options import judged
from carekit.questions.verdicts import Verdict


def judge(question: Multiple, answer: Sequence[str]) -> Verdict:
    """Return the verdict on the options that were ticked."""
    chosen = frozenset(answer)
    return judged(question, chosen, score(chosen, question.key, question.offered))


def score(chosen: AbstractSet[str], key: AbstractSet[str], offered: AbstractSet[str]) -> float:
    """Return the share of the key that was found, less what was wrongly ticked, never below 0.

    A wrong tick costs as much as a right one earns: ``(right - wrong) / len(key)``. Where there
    are fewer wrong options than right ones that rule would pay for ticking everything, so there
    a wrong tick costs ``1 / (number of wrong options)``. Ticking everything and ticking nothing
    are therefore always worth 0, and blind ticking gains nothing on average before the floor.

    >>> offered = {"a", "b", "c", "d", "e"}
    >>> score({"a", "b"}, {"a", "b"}, offered), score({"a", "c"}, {"a", "b"}, offered)
    (1.0, 0.0)
    >>> score({"a"}, {"a", "b"}, offered), score(offered, {"a", "b", "c"}, offered)
    (0.5, 0.0)
    """
    on_offer(chosen, offered)
    wrong = offered - key
    if not key or not wrong:
        raise ValueError("a question needs a right and a wrong option")
    earned = Decimal(len(chosen & key)) / len(key)
    lost = Decimal(len(chosen & wrong)) / min(len(key), len(wrong))
    return max(0.0, float(earned - lost))
