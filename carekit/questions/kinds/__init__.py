"""The kinds of question: each is the folder of its name, and one line here."""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import Any

from carekit.questions.kind import Kind

# In the order in which messages list them.
NAMES = (
    "single",
    "multiple",
    "numeric",
    "matching",
    "ordering",
    "cloze",
    "judgement",
    "hotspot",
    "short_text",
)
KINDS: MappingProxyType[str, Kind[Any]] = MappingProxyType(
    {name: import_module(f"{__name__}.{name}").KIND for name in NAMES}
)


def kind_of(question: Any) -> Kind[Any]:
    """Return the kind of a question, with its key or without. Raises TypeError if it has none."""
    kind = KINDS.get(getattr(question, "kind", ""))
    if kind is None:
        raise TypeError(f"{type(question).__name__} is no kind of question")
    return kind
