"""The shape of a bank's entries: what every question has, and the first three kinds."""

from __future__ import annotations

import math
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from carekit.common.course import Slug
from carekit.common.languages import Text
from carekit.questions.expressions import UnreadableExpression, names_in
from carekit.questions.scoring import near

Number = Annotated[float, Field(allow_inf_nan=False)]
Tolerance = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


def _expression(said: str) -> str:
    try:
        names_in(said)
    except UnreadableExpression as fault:
        raise ValueError(str(fault)) from None
    return said


def _value(said: Any) -> float | str:
    if isinstance(said, str) and said.startswith("="):
        return "=" + _expression(said[1:])
    if isinstance(said, bool) or not isinstance(said, int | float):
        raise ValueError("must be a number, or `= ` and an expression with drawn names")
    if not math.isfinite(said):
        raise ValueError("must be a finite number")
    return float(said)


Expression = Annotated[str, PlainValidator(_expression), WithJsonSchema({"type": "string"})]
# A number, or a sum over drawn numbers that is a number once they are drawn.
Value = Annotated[
    float | str,
    PlainValidator(_value),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": "^="}]}),
]


class Entry(BaseModel):
    """Anything in a bank: unknown fields and look-alike types ("3" for 3) are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


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


class ForeseenMistake(Entry):
    """A foreseen wrong number and what it tells about the thinking behind it.

    ``also`` is the same number where a tie was rounded the other way; ``realised`` fills it in.
    """

    value: Value
    also: Number | None = None
    tolerance: Tolerance
    misconception: Slug
    why: Text


class Rule(Entry):
    """How one name is drawn: a number of a range, several of them, or one of a list."""

    start: float | int | None = Field(default=None, alias="from")
    to: float | int | None = None
    step: float | int = 1
    count: Annotated[int, Field(ge=1, le=30)] | None = None
    one_of: list[int | float | str] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Rule:
        ranged = self.start is not None and self.to is not None
        if ranged == (self.one_of is not None):
            raise ValueError("needs `from` and `to`, or `one_of`; write one of the two")
        if ranged and (self.step <= 0 or self.to < self.start):
            raise ValueError("`to` must not be below `from`, and `step` must be above 0")
        if (self.count or 1) > len(self.values):
            raise ValueError(f"holds {len(self.values)} values; `count` must not ask for more")
        return self

    @property
    def values(self) -> list[Any]:
        """Return all values that can be drawn; whole numbers stay whole."""
        if self.one_of is not None:
            return self.one_of
        steps = int((self.to - self.start) / self.step + 1e-9)
        return [_tidy(self.start + number * self.step) for number in range(steps + 1)]


def _tidy(value: float) -> float | int:
    neat = float(f"{value:.12g}")
    return int(neat) if neat.is_integer() else neat


class Item(Entry):
    """What every question has, whatever its kind."""

    id: Slug
    use: Literal["practice", "graded", "exam"] = "practice"
    bloom: Literal["remember", "understand", "apply", "analyse", "evaluate"]
    term: Slug | None = None
    given: dict[Name, str | int | float] = {}
    draw: dict[Name, Rule] = {}
    derive: dict[Name, Expression] = {}
    only_if: Expression | None = None
    ask: Text
    hints: list[Text] = []
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


class Single(Chosen):
    """One option is right."""

    kind: Literal["single"]
    several = False


class Multiple(Chosen):
    """Any number of options is right, but never all of them."""

    kind: Literal["multiple"]
    several = True


class Numeric(Item):
    """A number is typed; foreseen wrong numbers have their own feedback.

    Where rounding the answer meets a tie, both neighbours are right: schools round it up, Python
    to the even digit. ``also`` is the other one; ``realised`` fills it in.
    """

    kind: Literal["numeric"]
    unit: Text | None = None
    answer: Value
    also: Number | None = None
    tolerance: Tolerance
    # Said with the right number, and with a wrong one only when no other try can follow: most
    # reasons name the result.
    why: Text
    when_wrong: Text | None = None
    slips: list[ForeseenMistake] = []

    def is_right(self, given: float) -> bool:
        """Return whether a number is within the tolerance of the answer, or of its other half."""
        return _reached(given, self.answer, self.also, self.tolerance)

    def slip_of(self, given: float) -> ForeseenMistake | None:
        """Return the foreseen wrong number that a given one is, if any."""
        met = (s for s in self.slips if _reached(given, s.value, s.also, s.tolerance))
        return next(met, None)

    @field_validator("slips")
    @classmethod
    def _slips_are_wrong(
        cls, slips: list[ForeseenMistake], info: ValidationInfo
    ) -> list[ForeseenMistake]:
        known = info.data
        if "answer" in known and "tolerance" in known:
            said = clash(known["answer"], known["tolerance"], slips)
            if said:
                raise ValueError(said)
        return slips


def _reached(given: float, value: float | str, also: float | None, tolerance: float) -> bool:
    wanted = [value] if also is None else [value, also]
    return any(near(given, float(one), tolerance) for one in wanted)


def clash(answer: float | str, tolerance: float, slips: list[ForeseenMistake]) -> str | None:
    """Return which slip can never be reached, and why; None when all can.

    Values that are still to be drawn are left out.
    """
    fixed = [slip for slip in slips if isinstance(slip.value, float)]
    for number, slip in enumerate(fixed):
        if isinstance(answer, float) and near(slip.value, answer, tolerance):
            return f"slip {slip.value:g} equals the answer; change or remove it"
        for earlier in fixed[:number]:
            if near(slip.value, earlier.value, earlier.tolerance):
                return (
                    f"slip {slip.value:g} is never reached, "
                    f"{earlier.value:g} stands before it; remove one of them"
                )
    return None
