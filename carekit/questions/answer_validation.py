"""Answers that a question could have been given, as far as that can be said without its key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from carekit.questions.scoring import parse_number


def refuse(question: Any, answer: Sequence[str]) -> None:
    """Raise ValueError for an answer that nobody can mean; which ones are right stays unknown.

    The message says how to answer. For a text that is not one number it is scoring.NotANumber.
    """
    _REFUSE[question.kind](question, answer)


def _one(question: Any, answer: Sequence[str]) -> None:
    _several(question, answer)
    if len(set(answer)) > 1:
        raise ValueError(f"one option can be taken, not {len(set(answer))}")


def _several(question: Any, answer: Sequence[str]) -> None:
    offered = [choice.id for choice in question.choices]
    strange = [one for one in answer if one not in offered]
    if strange or not answer:
        found = ", ".join(strange) or "nothing"
        raise ValueError(f"{found} is not on offer; take of: {', '.join(offered)}")


def _number(question: Any, answer: Sequence[str]) -> None:
    parse_number("".join(answer), question.unit.by_lang().values() if question.unit else ())


def _pairs(question: Any, answer: Sequence[str]) -> None:
    pairs = [tuple(part.split("=")) for part in answer]
    known = {(one.id, other.id) for one in question.left for other in question.right}
    sides = [len({pair[at] for pair in pairs if pair in known}) for at in (0, 1)]
    if not pairs or min(sides) < len(pairs):
        listed = ", ".join(one.id for one in question.left)
        raise ValueError(f"write each of {listed} at most once, as left=right")


def _row(question: Any, answer: Sequence[str]) -> None:
    listed = [item.id for item in question.items]
    if sorted(answer) != sorted(listed):
        raise ValueError(f"write each of {', '.join(listed)} once, first to last")


def _gaps(question: Any, answer: Sequence[str]) -> None:
    gaps = {gap.id: gap for gap in question.gaps}
    said = [part.partition("=") for part in answer]
    names = [name for name, _, _ in said]
    if not said or len(set(names)) < len(names) or set(names) - gaps.keys():
        raise ValueError(f"write each of {', '.join(gaps)} at most once, as gap=word")
    for name, between, word in said:
        offered = [choice.id for choice in gaps[name].choices]
        if not between or not word.strip() or (offered and word not in offered):
            listed = ", ".join(offered) or "a word of your own"
            raise ValueError(f"{name}={word or '?'}: take of: {listed}")


_REFUSE = {
    "single": _one,
    "judgement": _one,
    "hotspot": _one,
    "multiple": _several,
    "numeric": _number,
    "matching": _pairs,
    "ordering": _row,
    "cloze": _gaps,
}
KINDS = tuple(_REFUSE)
"""The kinds of question that can count."""
