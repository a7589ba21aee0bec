"""A question whose parts are put in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from pydantic import Field

from carekit.common.course import Slug
from carekit.common.languages import Text
from carekit.questions.models import Entry, Item, PairItem
from carekit.questions.shown_question import Shown, ShownPart


class Turned(Entry):
    """A foreseen wrong order: one part directly before another."""

    first: Slug
    then: Slug
    why: Text
    misconception: Slug


class Ordering(Item):
    """Parts are put in order, first to last."""

    kind: Literal["ordering"]
    items: list[PairItem] = Field(min_length=3)
    order: list[Slug]
    why: Text
    when_wrong: Text
    slips: list[Turned] = Field(default_factory=list)


class ShownOrdering(Shown, Protocol):
    """Parts to put in order, with the key or without."""

    @property
    def items(self) -> Sequence[ShownPart]:
        """Return the parts."""
