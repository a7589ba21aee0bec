"""Answers that hang on drawn numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from carekit.questions.kind import Calculate
from carekit.questions.kinds.numeric.model import Numeric, clash
from carekit.questions.placeholders import Where


def expressions(question: Numeric) -> Iterator[tuple[Where, str]]:
    """Yield the expressions in the answer and in the foreseen numbers, with their place."""
    if isinstance(question.answer, str):
        yield ("answer",), question.answer[1:]
    for number, slip in enumerate(question.slips):
        if isinstance(slip.value, str):
            yield ("slips", number, "value"), slip.value[1:]


def calculated(question: Numeric, calculate: Calculate) -> Numeric:
    """Return the question with numbers in place of expressions, and both halves of a tie."""

    def both(said: float | str, name: str) -> dict[str, Any]:
        return dict(zip((name, "also"), calculate(said), strict=True))

    slips = [slip.model_copy(update=both(slip.value, "value")) for slip in question.slips]
    return question.model_copy(update={**both(question.answer, "answer"), "slips": slips})


def unusable(question: Numeric) -> str | None:
    """Return which foreseen number can never be reached in a draw, or None."""
    return clash(question.answer, question.tolerance, question.slips)
