"""The shape of a bank: its entries, the kinds of question, and what each field accepts."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    field_validator,
)

from carekit.course import Slug
from carekit.lang import Text
from carekit.scoring import near

Number = Annotated[float, Field(allow_inf_nan=False)]
Tolerance = Annotated[float, Field(ge=0, allow_inf_nan=False)]


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


class Slip(Entry):
    """A foreseen wrong number and what it tells about the thinking behind it."""

    value: Number
    tolerance: Tolerance
    misconception: Slug
    why: Text


class Item(Entry):
    """What every question has, whatever its kind."""

    id: Slug
    use: Literal["practice", "graded", "exam"] = "practice"
    bloom: Literal["remember", "understand", "apply", "analyse", "evaluate"]
    term: Slug | None = None
    given: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], str | int | float] = {}
    ask: Text
    hints: list[Text] = []


class Chosen(Item):
    """A question answered by taking options."""

    choices: list[Choice] = Field(min_length=2)

    several: ClassVar[bool]

    @field_validator("choices")
    @classmethod
    def _key_and_wrong_options(cls, choices: list[Choice]) -> list[Choice]:
        right = [choice.id for choice in choices if choice.right]
        if not right:
            raise ValueError("has no key; mark the right option with `right: true`")
        if len(right) > 1 and not cls.several:
            raise ValueError(
                f"has {len(right)} keys ({', '.join(right)}); "
                "leave `right: true` on one of them, or write `kind: multiple`"
            )
        if len(right) == len(choices):
            raise ValueError("has no wrong option; add one, or take `right: true` off one")
        return choices

    @property
    def key(self) -> frozenset[str]:
        """Return the ids of the right options."""
        return frozenset(choice.id for choice in self.choices if choice.right)

    @property
    def offered(self) -> frozenset[str]:
        """Return the ids of all options."""
        return frozenset(choice.id for choice in self.choices)


class Single(Chosen):
    """One option is right."""

    kind: Literal["single"]
    several = False


class Multiple(Chosen):
    """Any number of options is right, but never all of them."""

    kind: Literal["multiple"]
    several = True


class Numeric(Item):
    """A number is typed; foreseen wrong numbers have their own feedback."""

    kind: Literal["numeric"]
    unit: Text | None = None
    answer: Number
    tolerance: Tolerance
    why: Text
    slips: list[Slip] = []

    @field_validator("slips")
    @classmethod
    def _slips_are_wrong(cls, slips: list[Slip], info: ValidationInfo) -> list[Slip]:
        known = info.data
        if "answer" not in known or "tolerance" not in known:
            return slips
        for number, slip in enumerate(slips):
            if near(slip.value, known["answer"], known["tolerance"]):
                raise ValueError(f"slip {slip.value:g} equals the answer; change or remove it")
            for earlier in slips[:number]:
                if near(slip.value, earlier.value, earlier.tolerance):
                    raise ValueError(
                        f"slip {slip.value:g} is never reached, "
                        f"{earlier.value:g} stands before it; remove one of them"
                    )
        return slips


def _kind(question: Any) -> str | None:
    return question.get("kind") if isinstance(question, dict) else getattr(question, "kind", None)


# A new kind is one more class here, one judge in carekit.judging and one drawing in answers.js.
Question = Annotated[
    Annotated[Single, Tag("single")]
    | Annotated[Multiple, Tag("multiple")]
    | Annotated[Numeric, Tag("numeric")],
    # A function, because only then pydantic lets us say in our own words what is wrong.
    Discriminator(
        _kind,
        custom_error_type="kind",
        custom_error_message="`kind` must be single, multiple or numeric; write one of these",
    ),
]


class Bank(Entry):
    """The questions of one concept and the misconceptions they look for."""

    concept: Slug
    misconceptions: list[Misconception]
    questions: list[Question] = Field(min_length=1)

    def object_id(self, question: Item) -> str:
        """Return the name under which attempts at a question are logged."""
        return f"{self.concept}/{question.id}"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a bank file, for editors that complete and check."""
    schema = Bank.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
