"""Where a learner stands: per concept what is answered, mastered and due, and what comes next."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from carekit.learner.event_log import LogStatement
from carekit.questions import Bank

Step = Literal["wait", "start", "go-on", "again", "review", "done"]


@dataclass(frozen=True)
class Standing:
    """One concept: practice questions there are, answered, right at the last try, cards due.

    ``mark`` is the share of the questions that the course asks for.
    """

    concept: str
    asked: int = 0
    answered: int = 0
    right: int = 0
    due: int = 0
    mark: Fraction = Fraction(1)

    @property
    def needed(self) -> int:
        """Return how many right answers the concept takes."""
        return math.ceil(self.mark * self.asked)

    @property
    def mastered(self) -> bool:
        """Return whether enough questions were right at the last try."""
        return self.asked > 0 and self.right >= self.needed

    @property
    def step(self) -> Step:
        """Return what is to be done next for this concept."""
        if not self.asked:
            return "wait"
        if self.due:
            return "review"
        if self.mastered:
            return "done"
        if not self.answered:
            return "start"
        return "go-on" if self.answered < self.asked else "again"


def standings(
    concepts: Iterable[str],
    banks: Mapping[str, Bank],
    last: Mapping[str, LogStatement],
    due: Iterable[str],
    mark: Fraction = Fraction(1),
) -> list[Standing]:
    """Return one standing per concept: those of ``concepts`` in their order, then other banks'.

    A bank of another name counts when there is something to practise in it. ``last`` are the last
    answers by ``<concept>/<question>``, ``due`` the names of the cards due, ``mark`` the share
    of the questions that must be right.
    """
    concepts, due = list(concepts), set(due)
    names = dict.fromkeys((*concepts, *banks))
    found = [_standing(name, banks.get(name), last, due, mark) for name in names]
    return [row for row in found if row.asked or row.concept in concepts]


def _standing(
    name: str,
    bank: Bank | None,
    last: Mapping[str, LogStatement],
    due: set[str],
    mark: Fraction,
) -> Standing:
    if bank is None:
        return Standing(name, mark=mark)
    asked = [bank.object_id(question) for question in bank.questions if question.use == "practice"]
    given = [last[one] for one in asked if one in last]
    return Standing(
        name,
        asked=len(asked),
        answered=len(given),
        right=sum(bool(said.result and said.result.success) for said in given),
        due=len(due & set(asked)),
        mark=mark,
    )


def next_of(rows: Sequence[Standing]) -> Standing | None:
    """Return the concept to go on with: the first with something due, else the first not mastered.

    None when all that can be done is done.
    """
    due = [row for row in rows if row.step == "review"]
    open_ = [row for row in rows if row.step in ("start", "go-on", "again")]
    return next(iter((*due, *open_)), None)
