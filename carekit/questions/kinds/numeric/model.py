"""A number that is typed."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Annotated, Literal, Protocol

from pydantic import Field, PlainValidator, ValidationInfo, WithJsonSchema, field_validator

from carekit.common.course import Slug
from carekit.common.languages import Text
from carekit.questions.models import Entry, Item, Number, Tolerance, checked_expression
from carekit.questions.shown_question import Shown


def _value(said: object) -> float | str:
    if isinstance(said, str) and said.startswith("="):
        return "=" + checked_expression(said[1:])
    if isinstance(said, bool) or not isinstance(said, int | float):
        raise ValueError("must be a number, or `= ` and an expression with drawn names")
    if not math.isfinite(said):
        raise ValueError("must be a finite number")
    return float(said)


# A number, or a sum over drawn numbers that is a number once they are drawn.
Value = Annotated[
    float | str,
    PlainValidator(_value),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": "^="}]}),
]


class ForeseenMistake(Entry):
    """A foreseen wrong number and what it tells about the thinking behind it.

    ``also`` is the same number where a tie was rounded the other way; ``realised`` fills it in.
    """

    value: Value
    also: Number | None = None
    tolerance: Tolerance
    misconception: Slug
    why: Text


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
    slips: list[ForeseenMistake] = Field(default=[])

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


class ShownNumber(Shown, Protocol):
    """A question for a number, with its key or without."""

    @property
    def unit(self) -> Text | None:
        """Return the unit, or None where there is none."""


def _reached(given: float, value: float | str, also: float | None, tolerance: float) -> bool:
    wanted = [value] if also is None else [value, also]
    return any(near(given, float(one), tolerance) for one in wanted)


def clash(answer: float | str, tolerance: float, slips: list[ForeseenMistake]) -> str | None:
    """Return which slip can never be reached, and why; None when all can.

    Values that are still to be drawn are left out.
    """
    fixed = [(slip.value, slip.tolerance) for slip in slips if isinstance(slip.value, float)]
    for number, (value, _) in enumerate(fixed):
        if isinstance(answer, float) and near(value, answer, tolerance):
            return f"slip {value:g} equals the answer; change or remove it"
        for earlier, reach in fixed[:number]:
            if near(value, earlier, reach):
                return (
                    f"slip {value:g} is never reached, "
                    f"{earlier:g} stands before it; remove one of them"
                )
    return None


def near(given: float, wanted: float, tolerance: float) -> bool:
    """Return whether two numbers differ by no more than ``tolerance``."""
    # In binary 10.55 - 10.5 is more than 0.05; the learner typed decimals, so compare decimals.
    return abs(Decimal(str(given)) - Decimal(str(wanted))) <= Decimal(str(tolerance))
