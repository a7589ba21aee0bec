"""A question and an answer in, a verdict out. No widget, no file and no clock takes part."""

from __future__ import annotations

from collections.abc import Sequence

from carekit.questions.kinds import kind_of
from carekit.questions.models import Item
from carekit.questions.shown_question import Shown
from carekit.questions.verdicts import Verdict


def judge(question: Item, answer: Sequence[str]) -> Verdict:
    """Return the verdict on an answer, given as a list of strings whatever the kind.

    Ids of options where these are taken, the one text where it is typed; the ids from first to
    last for ordering, ``left=right`` for each pair of matching and ``gap=taken`` for each gap of
    cloze. Raises ValueError for an answer that does not fit the question,
    verdicts.NotRead for a typed text that cannot be read. A question with drawn numbers must be
    ``realised`` first.
    """
    return kind_of(question).judge(question, answer)


def closed(question: Item, verdict: Verdict) -> Verdict:
    """Return a verdict after which no other try counts: now the reason may be told in full."""
    return kind_of(question).last_word(question, verdict)


def solution(question: Item) -> list[str]:
    """Return an answer that is worth everything, in the form ``judge`` takes."""
    return kind_of(question).solution(question)


def refuse(question: Shown, answer: Sequence[str]) -> None:
    """Raise ValueError for an answer that nobody can mean; which ones are right stays unknown.

    ``question`` may be one without its key. The message says how to answer; for a typed text that
    cannot be read it is verdicts.NotRead.
    """
    kind_of(question).refuse(question, answer)
