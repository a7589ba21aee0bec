"""What may be shown of a question that counts: one allow-list, in the form of a bank's entries.

A new kind of question adds its fields here once it is clear that they are no part of the key.
Numbers drawn for each learner come as a table of ready figures, because the sums that a bank
derives from them are its key in other words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from carekit.common.files import ContentError
from carekit.questions.bank import Question
from carekit.questions.models import Item
from carekit.questions.placeholders import places
from carekit.questions.variants import VARIANTS, figures

_SAID = {"id": None, "say": None}
_OPTION = {**_SAID, "pin": None}
# None: the whole field. A mapping: of each part (or of the one part) these fields.
ALLOWED: dict[str, Any] = {
    **dict.fromkeys(("id", "kind", "use", "bloom", "term", "given", "ask", "hints", "unit")),
    **dict.fromkeys(("text", "variants")),
    "choices": {**_OPTION, "at": None},
    "left": _SAID,
    "right": _SAID,
    "items": _SAID,
    "gaps": {"id": None, "choices": _OPTION},
    "picture": {"width": None, "height": None, "alt": None, "draw": None},
}
_LISTS = ("choices", "left", "right", "items", "gaps")


def reduced(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a learner may see of a question that counts; once is as good as twice.

    Raises ContentError where its numbers cannot be drawn.
    """
    seen = _kept(question, ALLOWED)
    if question.get("draw"):
        seen["variants"] = _variants(question, _names(seen))
    return seen


def _kept(node: Mapping[str, Any], allowed: Mapping[str, Any]) -> dict[str, Any]:
    kept = {}
    for name, value in node.items():
        if name not in allowed:
            continue
        if allowed[name] is None:
            kept[name] = value
        elif name in _LISTS and isinstance(value, list):
            # Sorted, because an author tends to write the right option first.
            parts = sorted(value, key=lambda part: str(part.get("id")))
            kept[name] = [_kept(part, allowed[name]) for part in parts]
        elif name not in _LISTS and isinstance(value, dict):
            kept[name] = _kept(value, allowed[name])
        # Anything else under such a name is a mistake, and might be the key.
    return kept


def beyond(question: Mapping[str, Any]) -> Iterator[tuple[str | int, ...]]:
    """Yield the place of every field of a question that no learner may have."""
    yield from _beyond(question, ALLOWED)


def _beyond(node: Mapping[str, Any], allowed: Mapping[str, Any]) -> Iterator[tuple[str | int, ...]]:
    for name, value in node.items():
        if name not in allowed:
            yield (name,)
        elif allowed[name] is None:
            continue
        elif name in _LISTS and isinstance(value, list):
            for number, part in enumerate(value):
                for step in _beyond(part, allowed[name]):
                    yield (name, number, *step)
        elif name not in _LISTS and isinstance(value, dict):
            yield from ((name, *step) for step in _beyond(value, allowed[name]))
        else:
            yield (name,)


def _names(node: Any) -> set[str]:
    if isinstance(node, str):
        return places(node)
    inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return set().union(*map(_names, inside))


def _variants(question: Mapping[str, Any], wanted: set[str]) -> list[dict[str, Any]]:
    """Return the figures that the shown texts name, for each variant."""
    try:
        full: Item = _question().validate_python(dict(question))
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        place = ".".join(map(str, wrong["loc"]))
        raise ContentError(f"{question.get('id')}: {place}: {wrong['msg']}; correct it") from None
    drawn = (figures(full, number) for number in range(VARIANTS))
    return [{name: one[name] for name in sorted(wanted & one.keys())} for one in drawn]


@cache
def _question() -> TypeAdapter[Item]:
    return TypeAdapter(Question)
