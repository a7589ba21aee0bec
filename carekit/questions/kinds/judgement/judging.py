"""What a way to act is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from carekit.questions.answer_parts import on_offer
from carekit.questions.kinds.judgement.model import Judgement
from carekit.questions.options import one_taken
from carekit.questions.verdicts import Note, Verdict


def judge(question: Judgement, answer: Sequence[str]) -> Verdict:
    """Return the verdict on the option that was taken."""
    worth = score(one_taken(answer), question.worth)
    taken = [choice for choice in question.choices if choice.id in answer]
    return Verdict(
        score=worth,
        right=worth == 1,
        notes=tuple(Note(one.id, one.credit == 1, one.why, one.credit) for one in taken),
        misconceptions=tuple(one.misconception for one in taken if one.misconception),
    )


def score(chosen: AbstractSet[str], worth: Mapping[str, float]) -> float:
    """Return what the one option that was taken is worth; none, or more than one, is worth 0.

    >>> score({"a"}, {"a": 0.5, "b": 1}), score({"a", "b"}, {"a": 0.5, "b": 1})
    (0.5, 0.0)
    """
    on_offer(chosen, worth.keys())
    return float(worth[next(iter(chosen))]) if len(chosen) == 1 else 0.0


def solution(question: Judgement) -> list[str]:
    """Return the option that is worth everything."""
    return [next(choice.id for choice in question.choices if choice.credit == 1)]


def key_line(question: Judgement) -> str:
    """Return what each option is worth."""
    return ", ".join(f"{name}: {worth:g}" for name, worth in question.worth.items())
