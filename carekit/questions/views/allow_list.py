"""The two central lists of what may be seen of a question whose key must stay at home.

A kind has a view of its own in ``carekit/questions/kinds``; what it may show stands here. A new
field is added once it is clear that it is no part of the key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_SAID = {"id": None, "say": None}
_OPTION = {**_SAID, "pin": None}
# None: the whole field. A mapping: of each part (or of the one part) these fields.
LEARNER_BANK: dict[str, Any] = {
    **dict.fromkeys(("id", "kind", "use", "bloom", "term", "given", "ask", "hints", "unit")),
    **dict.fromkeys(("text", "variants")),
    "choices": {**_OPTION, "at": None},
    "left": _SAID,
    "right": _SAID,
    "items": _SAID,
    "gaps": {"id": None, "choices": _OPTION},
    "picture": {"width": None, "height": None, "alt": None, "draw": None},
}
"""What a learner's copy of a bank holds of a question that counts."""
BROWSER: dict[str, Any] = {
    **dict.fromkeys(("id", "kind", "ask", "hints", "unit", "text", "order")),
    "choices": _SAID,
    "left": _SAID,
    "right": _SAID,
    "items": _SAID,
    "gaps": {"id": None, "choices": _SAID, "order": None},
    "picture": {"width": None, "height": None, "alt": None, "elements": None, "spots": None},
}
"""What the browser gets of any question before it is answered."""
LISTS = ("choices", "left", "right", "items", "gaps")


def kept(node: Mapping[str, object], allowed: Mapping[str, Any]) -> dict[str, object]:
    """Return what is allowed of a question; lists of parts come sorted by id."""
    seen: dict[str, object] = {}
    for name, value in node.items():
        if name not in allowed:
            continue
        if allowed[name] is None:
            seen[name] = value
        elif name in LISTS and isinstance(value, list):
            # Sorted, because an author tends to write the right option first.
            parts = sorted(value, key=lambda part: str(part.get("id")))
            seen[name] = [kept(part, allowed[name]) for part in parts]
        elif name not in LISTS and isinstance(value, dict):
            seen[name] = kept(value, allowed[name])
        # Anything else under such a name is a mistake, and might be the key.
    return seen


def beyond(
    node: Mapping[str, object], allowed: Mapping[str, Any]
) -> Iterator[tuple[str | int, ...]]:
    """Yield the place of every field that is not allowed."""
    for name, value in node.items():
        if name not in allowed:
            yield (name,)
        elif allowed[name] is None:
            continue
        elif name in LISTS and isinstance(value, list):
            for number, part in enumerate(value):
                for step in beyond(part, allowed[name]):
                    yield (name, number, *step)
        elif name not in LISTS and isinstance(value, dict):
            yield from ((name, *step) for step in beyond(value, allowed[name]))
        else:
            yield (name,)
