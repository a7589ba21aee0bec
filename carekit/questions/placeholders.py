"""Figures in texts: finding the places, and putting the figures there, in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from carekit.common.languages import Lang, Text, languages

Where = tuple[str | int, ...]
Node = TypeVar("Node")
_PLACE = re.compile(r"\{\{\s*(.*?)\s*\}\}")


def places(said: str) -> set[str]:
    """Return the names that stand in double braces.

    >>> places("{{ low }} to {{high}}") == {"low", "high"}
    True
    """
    return set(_PLACE.findall(said))


def texts(node: object, where: Where) -> Iterator[tuple[Where, Text]]:
    """Yield every text inside an entry together with its place."""
    if isinstance(node, Text):
        yield where, node
    elif isinstance(node, BaseModel):
        for name in type(node).model_fields:
            yield from texts(getattr(node, name), (*where, name))
    elif isinstance(node, list):
        for number, child in enumerate(node):
            yield from texts(child, (*where, number))


def filled(node: Node, figures: Mapping[str, object]) -> Node:
    """Return a copy of an entry with the figures in its texts; names that are not there stay."""
    copied: Node = _filled(node, figures)
    return copied


def _filled(node: object, figures: Mapping[str, object]) -> Any:
    if isinstance(node, Text):
        said = {lang: _fill(node[lang], figures, lang) for lang in languages()}
        return Text.model_validate(said)
    if isinstance(node, BaseModel):
        parts = {name: _filled(getattr(node, name), figures) for name in type(node).model_fields}
        return node.model_copy(update=parts)
    if isinstance(node, list):
        return [_filled(child, figures) for child in node]
    return node


def _fill(said: str, figures: Mapping[str, object], lang: Lang) -> str:
    def figure(found: re.Match[str]) -> str:
        return in_words(figures[found[1]], lang) if found[1] in figures else found[0]

    return _PLACE.sub(figure, said)


def in_words(value: object, lang: Lang) -> str:
    """Return a figure as it is written in a sentence; several are listed.

    >>> in_words(0.1 + 0.2, Lang("en")), in_words([5, 7.5], Lang("en"))
    ('0.3', '5, 7.5')
    """
    if isinstance(value, list):
        return lang.facts.comma.join(in_words(one, lang) for one in value)
    if isinstance(value, float):
        # Twelve digits are all that a question needs, and hide what binary adds.
        return f"{float(f'{value:.12g}'):.12f}".rstrip("0").rstrip(".")
    return str(value)
