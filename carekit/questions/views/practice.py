"""A practice question with its key, for a page that judges it where no Python runs."""

from __future__ import annotations

from carekit.questions.judging import solution
from carekit.questions.models import Item


def with_key(question: Item) -> dict[str, object]:
    """Return a question and its key as plain data; the judges in the browser take it.

    ``solution`` is added where a number is the answer, because Python and JavaScript write numbers
    differently. A question with drawn numbers must be ``realised`` first. Raises ValueError for a
    question that counts: its key goes to nobody who is to answer it.
    """
    if question.use != "practice":
        raise ValueError(f"{question.id} is for {question.use} use; its key stays here")
    data: dict[str, object] = question.model_dump(mode="json", by_alias=True)
    if isinstance(data.get("answer"), float):
        [data["solution"]] = solution(question)
    return data
