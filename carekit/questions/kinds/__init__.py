"""The kinds of question: each is the folder of its name, and one line here."""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import Any

from carekit.questions.kind import Kind
from carekit.questions.shown_question import Shown

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
# Each kind knows its own questions only, and nobody else knows which these are.
AnyKind = Kind[Any, Any]
KINDS: MappingProxyType[str, AnyKind] = MappingProxyType(
    {name: import_module(f"{__name__}.{name}").KIND for name in NAMES}
)


def kind_of(question: Shown) -> AnyKind:
    """Return the kind of a question, with its key or without. Raises TypeError if it has none."""
    kind = KINDS.get(getattr(question, "kind", ""))
    if kind is None:
        raise TypeError(f"{type(question).__name__} is no kind of question")
    return kind
