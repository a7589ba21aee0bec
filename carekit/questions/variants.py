"""Questions whose numbers are drawn: one seed, one question, on every machine."""

from __future__ import annotations

from random import Random
from typing import Any, TypeVar

from carekit.common.files import ContentError
from carekit.questions.expressions import Ties, value_of
from carekit.questions.kind import Calculate, Kind
from carekit.questions.kinds import kind_of
from carekit.questions.models import Item, Rule
from carekit.questions.placeholders import filled

ROUNDS = 60
VARIANTS = 24
Asked = TypeVar("Asked", bound=Item)


class NotDrawn(ContentError):  # noqa: N818 - it says what became of the question
    """A question's numbers could not be drawn; the message says why, without a place."""


def seed_of(learner: str, object_id: str, variant: int = 0) -> str:
    """Return the seed of one learner's variant of one question."""
    return f"{learner}/{object_id}/{variant}"


def realised(question: Asked, seed: str) -> Asked:
    """Return a question with its numbers drawn; one that draws none comes back as it is.

    A draw that fails ``only_if``, or in which a foreseen slip equals the answer or two options
    read the same, is put back and drawn again. Raises NotDrawn when no draw can be used.
    """
    return _with_figures(question, seed)[0]


def _with_figures(question: Asked, seed: str) -> tuple[Asked, dict[str, object]]:
    """Return a question with its numbers drawn, and these numbers by name."""
    if not question.draw:
        return question, {}
    trouble = ""
    for number in range(ROUNDS):
        made = _drawn(question, Random(f"{seed}/{number}"))  # noqa: S311 - no secret hangs on it
        if not isinstance(made, str):
            return made
        trouble = made
    raise NotDrawn(f"no usable numbers in {ROUNDS} draws; the last one: {trouble}")


# --- Questions that count come in a fixed number of variants: a learner's copy holds their figures
# and no sum, and a trainer draws the same ones from the question's id.


def variant_for(seed: str) -> int:
    """Return which variant of a question that counts belongs to a seed."""
    return int(Random(f"{seed}/variant").random() * VARIANTS)  # noqa: S311


def variant_of(question: Asked, number: int | None) -> Asked:
    """Return one variant of a question that counts; one that draws nothing comes back as it is.

    Raises ValueError where there is no such variant, NotDrawn as ``realised`` does.
    """
    if not question.draw:
        return question
    if number is None or not 0 <= number < VARIANTS:
        raise ValueError(f"{question.id} has no variant {number}")
    return realised(question, f"{question.id}/{number}")


def figures(question: Item, number: int) -> dict[str, object]:
    """Return the numbers of one variant by name, drawn and derived ones."""
    return _with_figures(question, f"{question.id}/{number}")[1]


def _drawn(question: Asked, draw: Random) -> tuple[Asked, dict[str, object]] | str:
    """Return the question with one draw and its numbers, or why that draw cannot be used."""
    kind: Kind[Asked, Any] = kind_of(question)
    drawn = {name: _one(rule, draw) for name, rule in question.draw.items()}
    try:
        names, even = (_derived(question, drawn, ties) for ties in ("up", "even"))
        if question.only_if and not value_of(question.only_if, names):
            return f"`only_if` does not hold for {names}"
        made = kind.calculated(filled(question, names), _calculator(names, even))
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        return f"{error} with {drawn}"
    plain = made.model_copy(update={"draw": {}, "derive": {}, "only_if": None})
    return kind.unusable(made) or (plain, names)


def _one(rule: Rule, draw: Random) -> object:
    values = list(rule.values)
    if rule.count is None:
        return values[int(draw.random() * len(values))]
    return [values.pop(int(draw.random() * len(values))) for _ in range(rule.count)]


def _neat(value: object) -> Any:
    return float(f"{value:.12g}") if isinstance(value, float) else value


def _derived(question: Item, drawn: dict[str, object], ties: Ties) -> dict[str, object]:
    """Return the drawn numbers and those derived from them, with ties rounded one way."""
    names = dict(drawn)
    for name, said in question.derive.items():
        names[name] = _neat(value_of(said, names, ties))
    return names


def _calculator(names: dict[str, object], even: dict[str, object]) -> Calculate:
    """Return what calculates an expression with ties rounded up, and to the even digit."""

    def numbers(said: float | str) -> tuple[float, float | None]:
        if not isinstance(said, str):
            return said, None
        up = _neat(float(value_of(said[1:], names)))
        down = _neat(float(value_of(said[1:], even, "even")))
        return up, (down if down != up else None)

    return numbers
