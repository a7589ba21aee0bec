"""Five more kinds of question: pairs, an order, gaps, a judgement, a place in a picture."""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from carekit.common.course import Slug
from carekit.common.languages import Lang, Text
from carekit.questions.models import Choice, Chosen, Entry, Item, Share, check_key
from carekit.questions.pictures import Picture, Spot

_GAP = re.compile(r"\(\((.*?)\)\)")


class PairItem(Entry):
    """Something that is paired or put in order: an id and words, and nothing of the key."""

    id: Slug
    say: Text


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


class GapAnswers(Entry):
    """What may be typed into a gap, for readers of each language; case and width do not matter."""

    en: list[str] = Field(min_length=1)
    zh_hans: list[str] = Field(min_length=1, alias="zh-Hans")
    zh_hant: list[str] = Field(min_length=1, alias="zh-Hant")

    @property
    def every(self) -> list[str]:
        """Return what may be typed in any language: a reader may know only one of the words."""
        return [word for words in self.by_lang() for word in words]

    def by_lang(self) -> tuple[list[str], list[str], list[str]]:
        """Return the words of each language, in page order."""
        return self.en, self.zh_hans, self.zh_hant


class Typed(Entry):
    """A foreseen wrong word in a gap."""

    accept: GapAnswers
    why: Text
    misconception: Slug


class Gap(Entry):
    """One gap: either ``choices`` to take one of, or words to type."""

    id: Slug
    choices: list[Choice] = Field(default_factory=list)
    accept: GapAnswers | None = None
    why: Text | None = None
    when_wrong: Text | None = None
    misconception: Slug | None = None
    slips: list[Typed] = Field(default_factory=list)

    @field_validator("choices")
    @classmethod
    def _one_key(cls, choices: list[Choice]) -> list[Choice]:
        if choices:
            check_key(choices, several=False)
        return choices

    @model_validator(mode="after")
    def _one_way(self) -> Gap:
        typed = {name: getattr(self, name) for name in _TYPED}
        if self.choices and self.accept is None:
            extra = [name for name, value in typed.items() if value]
            if extra:
                raise ValueError(f"has `choices`; remove {', '.join(extra)}, they go with `accept`")
        elif self.accept and not self.choices:
            lacking = [name for name in _TYPED[:3] if not typed[name]]
            if lacking:
                raise ValueError(f"needs {', '.join(lacking)} beside `accept`; add them")
        else:
            raise ValueError("needs `choices` or `accept`; write one of the two")
        return self


_TYPED = ("why", "when_wrong", "misconception", "slips")


class Cloze(Item):
    """A text with gaps, written ((gap-id)) in every language."""

    kind: Literal["cloze"]
    text: Text
    gaps: list[Gap] = Field(min_length=1)

    @field_validator("gaps")
    @classmethod
    def _each_gap_once(cls, gaps: list[Gap], info: ValidationInfo) -> list[Gap]:
        wanted = Counter(gap.id for gap in gaps)
        for lang in Lang if "text" in info.data else ():
            found = Counter(gaps_in(info.data["text"][lang]))
            for name in sorted(set(found) | set(wanted)):
                if name not in wanted:
                    raise ValueError(f"(({name})) of the text is missing; add it or correct it")
                if found[name] != 1:
                    raise ValueError(
                        f"(({name})) stands {found[name]} times in the {lang.value} text; "
                        "each gap of the list stands there once"
                    )
        return gaps


def gaps_in(said: str) -> list[str]:
    """Return the ids of the gaps in a text, in their order.

    >>> gaps_in("From ((start)) to ((end)).")
    ['start', 'end']
    """
    return _GAP.findall(said)


class Defended(Choice):
    """One way to act, what it is worth, and why."""

    credit: Share
    right: Literal[False] = False


class Judgement(Item):
    """A scene with several defensible ways to act; one is taken."""

    kind: Literal["judgement"]
    choices: list[Defended] = Field(min_length=3)

    @field_validator("choices")
    @classmethod
    def _spread(cls, choices: list[Defended]) -> list[Defended]:
        worth = [choice.credit for choice in choices]
        if 1 not in worth:
            raise ValueError("has no best option; give one `credit: 1`")
        if sum(credit > 0 for credit in worth) < 2:
            raise ValueError("has one defensible option only; give a second one credit above 0")
        if 0 not in worth:
            raise ValueError("has no wrong option; give one `credit: 0`")
        return choices

    @property
    def worth(self) -> dict[str, float]:
        """Return what each option is worth."""
        return {choice.id: choice.credit for choice in self.choices}


class Hotspot(Chosen):
    """One place of a picture is right; all places stand in a list as well."""

    kind: Literal["hotspot"]
    picture: Picture
    choices: list[Spot] = Field(min_length=2)
    several = False
