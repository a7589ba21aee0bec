"""Parts to put in order, in the browser, on paper and in words."""

from __future__ import annotations

from collections.abc import Iterator

from carekit.common.languages import Lang, Text
from carekit.questions import plain_text
from carekit.questions.kinds.ordering.judging import neighbours
from carekit.questions.kinds.ordering.model import Ordering, ShownOrdering
from carekit.questions.markup import in_order, listed
from carekit.questions.options import said
from carekit.questions.shown_question import Seen
from carekit.questions.shuffling import shuffled


def for_browser(question: ShownOrdering, seed: str) -> Seen:
    """Return the parts, and an order to begin with."""
    if isinstance(question, Ordering):
        order = start(question, seed)
    else:
        order = shuffled(sorted(item.id for item in question.items), seed)
    return {"items": said(question.items), "order": order}


def start(question: Ordering, seed: str) -> list[str]:
    """Return an order to begin with in which nothing stands beside its right neighbour."""
    wanted = neighbours(question.order)
    for number in range(100):
        order = shuffled(sorted(question.order), f"{seed}/{number}")
        if not wanted & neighbours(order):
            return order
    return question.order[::-1]


def on_paper(seen: Seen) -> str:
    """Return the parts, each with a blank for its place."""
    return listed(in_order(seen["items"], seen["order"]), "___")


def in_words(seen: Seen, lang: Lang) -> list[str]:
    """Return the parts with their ids."""
    return ["", *plain_text.listed(seen["items"], seen["order"], lang)]


def beside(question: Ordering) -> Iterator[tuple[str, Text]]:
    """Yield the parts."""
    for part in question.items:
        yield part.id, part.say
