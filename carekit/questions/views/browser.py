"""What may be seen of a question before it is answered: an allow-list, so that no key slips in.

It takes full questions and questions without their key alike; the fields have the same names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from carekit.questions.compound_models import Ordering
from carekit.questions.pictures import elements
from carekit.questions.scoring import neighbours
from carekit.questions.variants import shuffled


def for_browser(question: Any, seed: str = "") -> dict[str, Any]:
    """Return a question as plain data without its key; ``seed`` decides the order of options.

    The order is data of its own, because attempts name options, never positions.
    """
    return {
        "id": question.id,
        "kind": question.kind,
        "ask": question.ask.by_lang(),
        "hints": [hint.by_lang() for hint in question.hints],
        **_OWN[question.kind](question, f"{seed}/order"),
    }


def _options(question: Any, seed: str) -> dict[str, Any]:
    return {"choices": _said(question.choices), "order": _order(question.choices, seed)}


def _said(parts: Sequence[Any]) -> list[dict[str, Any]]:
    # By id, because an author tends to write the right one first.
    return [{"id": p.id, "say": p.say.by_lang()} for p in sorted(parts, key=lambda part: part.id)]


def _order(choices: Sequence[Any], seed: str) -> list[str]:
    # From the ids, so that the learner's copy, which is sorted, gives the same order.
    free = shuffled(sorted(choice.id for choice in choices if not choice.pin), seed)
    first = [choice.id for choice in choices if choice.pin == "first"]
    return [*first, *free, *(choice.id for choice in choices if choice.pin == "last")]


def _numeric(question: Any, _seed: str) -> dict[str, Any]:
    return {"unit": question.unit.by_lang()} if question.unit else {}


def _matching(question: Any, seed: str) -> dict[str, Any]:
    left = [{"id": part.id, "say": part.say.by_lang()} for part in question.left]
    order = shuffled(sorted(part.id for part in question.right), seed)
    return {"left": left, "right": _said(question.right), "order": order}


def _ordering(question: Any, seed: str) -> dict[str, Any]:
    if isinstance(question, Ordering):
        order = start(question, seed)
    else:
        order = shuffled(sorted(item.id for item in question.items), seed)
    return {"items": _said(question.items), "order": order}


def start(question: Ordering, seed: str) -> list[str]:
    """Return an order to begin with in which nothing stands beside its right neighbour."""
    wanted = neighbours(question.order)
    for number in range(100):
        order = shuffled(sorted(question.order), f"{seed}/{number}")
        if not wanted & neighbours(order):
            return order
    return question.order[::-1]


def _cloze(question: Any, seed: str) -> dict[str, Any]:
    gaps = []
    for gap in question.gaps:
        seen: dict[str, Any] = {"id": gap.id}
        if gap.choices:
            order = _order(gap.choices, f"{seed}/{gap.id}")
            seen |= {"choices": _said(gap.choices), "order": order}
        gaps.append(seen)
    return {"text": question.text.by_lang(), "gaps": gaps}


def _hotspot(question: Any, seed: str) -> dict[str, Any]:
    picture = {
        "width": question.picture.width,
        "height": question.picture.height,
        "alt": question.picture.alt.by_lang(),
        "elements": elements(question.picture),
        "spots": {spot.id: spot.at for spot in sorted(question.choices, key=lambda one: one.id)},
    }
    return {**_options(question, seed), "picture": picture}


_OWN = {
    "single": _options,
    "multiple": _options,
    "judgement": _options,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "cloze": _cloze,
    "hotspot": _hotspot,
}
