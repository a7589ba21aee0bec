"""A scene with ways to act that are worth more or less."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from carekit.questions.models import Choice, Item, Share


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
