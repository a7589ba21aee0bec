"""The shape of a bank's entries: what every question has, options, and parts to arrange."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import (
    ConfigDict,
    Field,
    PlainValidator,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from carekit.common.course import Slug
from carekit.common.languages import Text
from carekit.common.strict_model import StrictModel
from carekit.questions.expressions import UnreadableExpression, names_in

Number = Annotated[float, Field(allow_inf_nan=False)]
Tolerance = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


def checked_expression(said: str) -> str:
    """Return an expression as it is. Raises ValueError for one that cannot be read."""
    try:
        names_in(said)
    except UnreadableExpression as fault:
        raise ValueError(str(fault)) from None
    return said


Expression = Annotated[str, PlainValidator(checked_expression), WithJsonSchema({"type": "string"})]


class Entry(StrictModel):
    """Anything in a bank: unknown fields and look-alike types ("3" for 3) are refused."""

    model_config = ConfigDict(strict=True)


class Misconception(Entry):
    """A wrong idea that wrong answers point to."""

    id: Slug
    says: Text


class Choice(Entry):
    """One option: its words, whether it belongs to the key, and the feedback for taking it."""

    id: Slug
    right: bool = False
    say: Text
    why: Text
    misconception: Slug | None = None
    pin: Literal["first", "last"] | None = None


class PairItem(Entry):
    """Something that is paired or put in order: an id and words, and nothing of the key."""

    id: Slug
    say: Text


class Rule(Entry):
    """How one name is drawn: a number of a range, several of them, or one of a list."""

    start: float | int | None = Field(default=None, alias="from")
    to: float | int | None = None
    step: float | int = 1
    count: Annotated[int, Field(ge=1, le=30)] | None = None
    one_of: list[int | float | str] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Rule:
        ends = self._ends
        if (ends is not None) == (self.one_of is not None):
            raise ValueError("needs `from` and `to`, or `one_of`; write one of the two")
        if ends and (self.step <= 0 or ends[1] < ends[0]):
            raise ValueError("`to` must not be below `from`, and `step` must be above 0")
        if (self.count or 1) > len(self.values):
            raise ValueError(f"holds {len(self.values)} values; `count` must not ask for more")
        return self

    @property
    def _ends(self) -> tuple[float, float] | None:
        return None if self.start is None or self.to is None else (self.start, self.to)

    @property
    def values(self) -> list[int | float | str]:
        """Return all values that can be drawn; whole numbers stay whole."""
        ends = self._ends
        if ends is None:
            return self.one_of or []
        steps = int((ends[1] - ends[0]) / self.step + 1e-9)
        return [_tidy(ends[0] + number * self.step) for number in range(steps + 1)]


def _tidy(value: float) -> float | int:
    neat = float(f"{value:.12g}")
    return int(neat) if neat.is_integer() else neat


class Item(Entry):
    """What every question has, whatever its kind."""

    if TYPE_CHECKING:
        # Each kind has this field with its own name as its type; declared here as well, it would
        # move to the front of the data that a question is written as.
        kind: str

    id: Slug
    use: Literal["practice", "graded", "exam"] = "practice"
    bloom: Literal["remember", "understand", "apply", "analyse", "evaluate"]
    term: Slug | None = None
    given: dict[Name, str | int | float] = Field(default={})
    draw: dict[Name, Rule] = Field(default={})
    derive: dict[Name, Expression] = Field(default={})
    only_if: Expression | None = None
    ask: Text
    hints: list[Text] = Field(default=[])
    # What the first, second, ... try is worth; later ones are worth as much as the last.
    credit: list[Share] = Field(default=[1.0], min_length=1)
    # After so many wrong tries the answer may be shown.
    reveal: int = Field(default=3, ge=1)

    @field_validator("credit")
    @classmethod
    def _never_more_later(cls, credit: list[float]) -> list[float]:
        if sorted(credit, reverse=True) != credit:
            raise ValueError("a later try is worth more than an earlier one; put the larger first")
        return credit


class Chosen(Item):
    """A question answered by taking options."""

    choices: list[Choice] = Field(min_length=2)

    several: ClassVar[bool]

    @field_validator("choices")
    @classmethod
    def _key_and_wrong_options(cls, choices: list[Choice]) -> list[Choice]:
        check_key(choices, several=cls.several)
        return choices

    @property
    def key(self) -> frozenset[str]:
        """Return the ids of the right options."""
        return frozenset(choice.id for choice in self.choices if choice.right)

    @property
    def offered(self) -> frozenset[str]:
        """Return the ids of all options."""
        return frozenset(choice.id for choice in self.choices)


def check_key(choices: list[Choice], *, several: bool) -> None:
    """Raise ValueError unless there is a right option, a wrong one, and no key too many."""
    right = [choice.id for choice in choices if choice.right]
    if not right:
        raise ValueError("has no key; mark the right option with `right: true`")
    if len(right) > 1 and not several:
        raise ValueError(
            f"has {len(right)} keys ({', '.join(right)}); "
            "leave `right: true` on one of them, or write `kind: multiple`"
        )
    if len(right) == len(choices):
        raise ValueError("has no wrong option; add one, or take `right: true` off one")
