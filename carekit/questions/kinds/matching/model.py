"""A question whose parts are paired."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from pydantic import Field

from carekit.common.course import Slug
from carekit.common.languages import Text
from carekit.questions.models import Entry, Item, PairItem
from carekit.questions.shown_question import Shown, ShownPart


class Pair(Entry):
    """Two parts that belong together, and the feedback for seeing it or not."""

    left: Slug
    right: Slug
    why: Text
    when_wrong: Text
    misconception: Slug


class Mispair(Entry):
    """A foreseen wrong pair with feedback of its own."""

    left: Slug
    right: Slug
    why: Text
    misconception: Slug


class Matching(Item):
    """Each part on the left belongs to one on the right; right ones may be left over."""

    kind: Literal["matching"]
    left: list[PairItem] = Field(min_length=2)
    right: list[PairItem] = Field(min_length=2)
    pairs: list[Pair]
    slips: list[Mispair] = Field(default_factory=list)

    @property
    def key(self) -> dict[str, str]:
        """Return the right part's id for each left part's."""
        return {pair.left: pair.right for pair in self.pairs}


class ShownMatching(Shown, Protocol):
    """Parts to pair, with the key or without."""

    @property
    def left(self) -> Sequence[ShownPart]:
        """Return the parts that are paired."""

    @property
    def right(self) -> Sequence[ShownPart]:
        """Return what they are paired with."""
