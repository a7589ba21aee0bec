"""A whole bank: the questions of one concept, of any kind."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from carekit.common.course import Slug
from carekit.questions.compound_models import Cloze, Hotspot, Judgement, Matching, Ordering
from carekit.questions.models import Entry, Item, Misconception, Multiple, Numeric, Single


def _kind(question: Any) -> str | None:
    return question.get("kind") if isinstance(question, dict) else getattr(question, "kind", None)


# A new kind is one more class in models or compound_models, and then, in carekit/questions: its
# credit in scoring, `judge` and `solution` in judging, its mistakes in validation, the answers it
# takes in answer_validation, its fields in views.browser and views.learner_bank, its page in
# views.html; views.key_only where it has texts that a key lacks. In carekit/widgets: its plain
# words in text_form, its key in preview, its drawing in static/kinds with a line in registry.js.
# Its sentences stand in carekit/common/interface_text.yml.
Question = Annotated[
    Annotated[Single, Tag("single")]
    | Annotated[Multiple, Tag("multiple")]
    | Annotated[Numeric, Tag("numeric")]
    | Annotated[Matching, Tag("matching")]
    | Annotated[Ordering, Tag("ordering")]
    | Annotated[Cloze, Tag("cloze")]
    | Annotated[Judgement, Tag("judgement")]
    | Annotated[Hotspot, Tag("hotspot")],
    # A function, because only then pydantic lets us say in our own words what is wrong.
    Discriminator(
        _kind,
        custom_error_type="kind",
        custom_error_message="`kind` must be single, multiple, numeric, matching, ordering, cloze, "
        "judgement or hotspot; write one of these",
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
