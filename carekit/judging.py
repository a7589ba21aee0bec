"""A question and an answer in, a verdict out. No widget, no file and no clock takes part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch

from carekit import scoring
from carekit.bank import Chosen, Item, Multiple, Numeric, Single
from carekit.lang import Text


@dataclass(frozen=True)
class Note:
    """Feedback on one part of an answer; ``option`` is None where it is on the whole answer."""

    option: str | None
    right: bool
    says: Text


@dataclass(frozen=True)
class Verdict:
    """What an answer is worth (``score`` 0..1), why, and which wrong ideas it points to.

    ``missed`` counts the parts of the key that are not in the answer. Options that were not taken
    are never named, so that a second try is still a try.
    """

    score: float
    right: bool
    notes: tuple[Note, ...]
    misconceptions: tuple[str, ...] = ()
    missed: int = 0


@singledispatch
def judge(question: Item, answer: Sequence[str]) -> Verdict:
    """Return the verdict on an answer, given as a list of strings whatever the kind.

    Option ids for single and multiple, the one typed text for numeric. Raises ValueError for an
    option that is not on offer, scoring.NotANumber for a text that is not one number.
    """
    raise TypeError(f"no judge for {type(question).__name__}, answered {list(answer)}")


@judge.register
def _single(question: Single, answer: Sequence[str]) -> Verdict:
    chosen = frozenset(answer)
    if len(chosen) > 1:
        raise ValueError(f"one option can be taken, not {len(chosen)}")
    return _on_options(question, chosen, scoring.single(chosen, question.key, question.offered))


@judge.register
def _multiple(question: Multiple, answer: Sequence[str]) -> Verdict:
    chosen = frozenset(answer)
    return _on_options(question, chosen, scoring.multiple(chosen, question.key, question.offered))


def _on_options(question: Chosen, chosen: frozenset[str], score: float) -> Verdict:
    """Return the verdict with a note for each option that was taken, in the author's order."""
    taken = [choice for choice in question.choices if choice.id in chosen]
    return Verdict(
        score=score,
        right=chosen == question.key,
        notes=tuple(Note(choice.id, choice.right, choice.why) for choice in taken),
        misconceptions=tuple(choice.misconception for choice in taken if choice.misconception),
        missed=len(question.key - chosen),
    )


@judge.register
def _numeric(question: Numeric, answer: Sequence[str]) -> Verdict:
    units = question.unit.by_lang().values() if question.unit else ()
    value = scoring.parse_number("".join(answer), units)
    if scoring.numeric(value, question.answer, question.tolerance):
        return Verdict(1.0, right=True, notes=(Note(None, right=True, says=question.why),))
    for slip in question.slips:
        if scoring.near(value, slip.value, slip.tolerance):
            note = Note(None, right=False, says=slip.why)
            return Verdict(0.0, right=False, notes=(note,), misconceptions=(slip.misconception,))
    return Verdict(0.0, right=False, notes=(Note(None, right=False, says=question.why),))
