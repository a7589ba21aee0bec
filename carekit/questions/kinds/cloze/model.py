"""A text with gaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

from pydantic import Field, ValidationInfo, field_validator, model_validator

from carekit.common.course import Slug
from carekit.common.languages import Text, languages
from carekit.questions.models import Choice, Entry, Item, check_key
from carekit.questions.shown_question import Shown, ShownOption
from carekit.questions.typed_words import AcceptedWords

_GAP = re.compile(r"\(\((.*?)\)\)")


class Typed(Entry):
    """A foreseen wrong word in a gap."""

    accept: AcceptedWords
    why: Text
    misconception: Slug


class TypedGap(NamedTuple):
    """The words that fill a gap, and what is said of right and other ones."""

    accept: AcceptedWords
    why: Text
    when_wrong: Text


class Gap(Entry):
    """One gap: either ``choices`` to take one of, or words to type."""

    id: Slug
    choices: list[Choice] = Field(default_factory=list)
    accept: AcceptedWords | None = None
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

    @property
    def typed(self) -> TypedGap:
        """Return what belongs to a gap that is typed. Raises TypeError for one with options."""
        if self.accept is None or self.why is None or self.when_wrong is None:
            raise TypeError(f"nothing is typed into the gap {self.id}")
        return TypedGap(self.accept, self.why, self.when_wrong)


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
        for lang in languages() if "text" in info.data else ():
            found = Counter(gaps_in(info.data["text"][lang]))
            for name in sorted(set(found) | set(wanted)):
                if name not in wanted:
                    raise ValueError(f"(({name})) of the text is missing; add it or correct it")
                if found[name] != 1:
                    raise ValueError(
                        f"(({name})) stands {found[name]} times in the {lang} text; "
                        "each gap of the list stands there once"
                    )
        return gaps


class ShownGap(Protocol):
    """A gap as a learner meets it; without options a word is typed."""

    @property
    def id(self) -> str:
        """Return its name."""

    @property
    def choices(self) -> Sequence[ShownOption]:
        """Return its options."""


class ShownCloze(Shown, Protocol):
    """A text with gaps, with its key or without."""

    @property
    def text(self) -> Text:
        """Return the text."""

    @property
    def gaps(self) -> Sequence[ShownGap]:
        """Return the gaps."""


def gaps_in(said: str) -> list[str]:
    """Return the ids of the gaps in a text, in their order.

    >>> gaps_in("From ((start)) to ((end)).")
    ['start', 'end']
    """
    return _GAP.findall(said)
