"""What an order is worth: its right neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from carekit.questions.kinds.ordering.model import Ordering, ShownOrdering
from carekit.questions.shown_question import WrittenQuestion
from carekit.questions.verdicts import Note, Verdict


def judge(question: Ordering, answer: Sequence[str]) -> Verdict:
    """Return the verdict on the parts, first to last."""
    worth = score(answer, question.order)
    if worth == 1:
        return Verdict(1.0, right=True, notes=(Note(None, right=True, says=question.why),))
    there = neighbours(answer)
    missed = len(neighbours(question.order) - there)
    slips = [slip for slip in question.slips if (slip.first, slip.then) in there]
    says = [slip.why for slip in slips] or [question.when_wrong]
    notes = tuple(Note(None, right=False, says=one) for one in says)
    ideas = tuple(dict.fromkeys(slip.misconception for slip in slips))
    return Verdict(worth, right=False, notes=notes, misconceptions=ideas, missed=missed)


def score(given: Sequence[str], key: Sequence[str]) -> float:
    """Return the share of right neighbours.

    Of the pairs that follow each other in the key, that many follow each other in the answer. One
    part out of place so costs the two or three joints around it and not every place behind it. No
    answer is worth 0; one that is not every part once is refused with ValueError.

    >>> score("abcd", "abcd"), score("bcda", "abcd"), score("dcba", "abcd")
    (1.0, 0.6666666666666666, 0.0)
    """
    if not given:
        return 0.0
    if sorted(given) != sorted(key):
        raise ValueError(f"every part once, please; got {', '.join(given)}")
    wanted = neighbours(key)
    return len(wanted & neighbours(given)) / len(wanted)


def neighbours(row: Sequence[str]) -> set[tuple[str, str]]:
    """Return the pairs that follow each other directly."""
    return set(pairwise(row))


def solution(question: Ordering) -> list[str]:
    """Return the parts in their order."""
    return list(question.order)


def key_line(question: Ordering) -> str:
    """Return the order in one line."""
    return " → ".join(question.order)


def as_written(entry: WrittenQuestion) -> Iterator[str]:
    """Yield the order as a list in words, in Python and in JSON."""
    if order := entry.get("order"):
        yield from (between.join(order) for between in (", ", "', '", '", "'))


def refuse(question: ShownOrdering, answer: Sequence[str]) -> None:
    """Raise ValueError unless each part stands there once."""
    listed = [item.id for item in question.items]
    if sorted(answer) != sorted(listed):
        raise ValueError(f"write each of {', '.join(listed)} once, first to last")
