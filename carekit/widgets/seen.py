"""What may be seen of a question before it is answered: an allow-list, so that no key slips in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import Any

from carekit.bank import (
    Choice,
    Chosen,
    Cloze,
    Hotspot,
    Item,
    Judgement,
    Matching,
    Numeric,
    Ordering,
    Part,
    elements,
    shuffled,
)
from carekit.scoring import neighbours


def for_browser(question: Item, seed: str = "") -> dict[str, Any]:
    """Return a question as plain data without its key; ``seed`` decides the order of options.

    The order is data of its own, because attempts name options, never positions.
    """
    return {
        "id": question.id,
        "kind": question.kind,
        "ask": question.ask.by_lang(),
        "hints": [hint.by_lang() for hint in question.hints],
        **_own(question, f"{seed}/order"),
    }


@singledispatch
def _own(question: Item, seed: str) -> dict[str, Any]:
    """Return what only one kind of question has."""
    raise TypeError(f"no view of {type(question).__name__}, ordered by {seed}")


@_own.register(Chosen)
@_own.register(Judgement)
def _options(question: Chosen | Judgement, seed: str) -> dict[str, Any]:
    return {"choices": _said(question.choices), "order": _order(question.choices, seed)}


def _said(parts: Sequence[Choice | Part]) -> list[dict[str, Any]]:
    # By id, because an author tends to write the right one first.
    return [{"id": p.id, "say": p.say.by_lang()} for p in sorted(parts, key=lambda part: part.id)]


def _order(choices: Sequence[Choice], seed: str) -> list[str]:
    free = shuffled([choice.id for choice in choices if not choice.pin], seed)
    first = [choice.id for choice in choices if choice.pin == "first"]
    return [*first, *free, *(choice.id for choice in choices if choice.pin == "last")]


@_own.register
def _numeric(question: Numeric, _seed: str) -> dict[str, Any]:
    return {"unit": question.unit.by_lang()} if question.unit else {}


@_own.register
def _matching(question: Matching, seed: str) -> dict[str, Any]:
    left = [{"id": part.id, "say": part.say.by_lang()} for part in question.left]
    order = shuffled(sorted(part.id for part in question.right), seed)
    return {"left": left, "right": _said(question.right), "order": order}


@_own.register
def _ordering(question: Ordering, seed: str) -> dict[str, Any]:
    return {"items": _said(question.items), "order": start(question, seed)}


def start(question: Ordering, seed: str) -> list[str]:
    """Return an order to begin with in which nothing stands beside its right neighbour."""
    wanted = neighbours(question.order)
    for number in range(100):
        order = shuffled(sorted(question.order), f"{seed}/{number}")
        if not wanted & neighbours(order):
            return order
    return question.order[::-1]


@_own.register
def _cloze(question: Cloze, seed: str) -> dict[str, Any]:
    gaps = []
    for gap in question.gaps:
        seen: dict[str, Any] = {"id": gap.id}
        if gap.choices:
            order = _order(gap.choices, f"{seed}/{gap.id}")
            seen |= {"choices": _said(gap.choices), "order": order}
        gaps.append(seen)
    return {"text": question.text.by_lang(), "gaps": gaps}


@_own.register
def _hotspot(question: Hotspot, seed: str) -> dict[str, Any]:
    picture = {
        "width": question.picture.width,
        "height": question.picture.height,
        "alt": question.picture.alt.by_lang(),
        "elements": elements(question.picture),
        "spots": {spot.id: spot.at for spot in sorted(question.choices, key=lambda one: one.id)},
    }
    return {**_options(question, seed), "picture": picture}
