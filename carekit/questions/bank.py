"""A whole bank: the questions of one concept, of any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Union

from pydantic import Discriminator, Field, Tag

from carekit.common.course import Slug
from carekit.questions.kinds import KINDS, NAMES
from carekit.questions.models import Entry, Item, Misconception


def _kind(question: object) -> str | None:
    return question.get("kind") if isinstance(question, dict) else getattr(question, "kind", None)


if TYPE_CHECKING:
    Question = Item
else:
    Question = Annotated[
        Union[tuple(Annotated[kind.model, Tag(name)] for name, kind in KINDS.items())],  # noqa: UP007
        # A function, because only then pydantic lets us say in our own words what is wrong.
        Discriminator(
            _kind,
            custom_error_type="kind",
            custom_error_message=f"`kind` must be {', '.join(NAMES[:-1])} or {NAMES[-1]}; "
            "write one of these",
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


def json_schema() -> dict[str, object]:
    """Return the JSON Schema of a bank file, for editors that complete and check."""
    schema = Bank.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
