"""Texts of a bank for a system that knows HTML: one language alone, or all of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from carekit.common.languages import Lang, Text
from carekit.questions.markup import marked
from carekit.questions.models import Item
from carekit.questions.placeholders import texts

_MARKS = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*")


def bare(said: str) -> str:
    """Return words without the signs that make `code` and **bold**.

    >>> bare("`x` is **big**")
    'x is big'
    """
    return _MARKS.sub(lambda found: found[1] or found[2], said)


def once(text: Text, langs: Sequence[Lang]) -> dict[str, str]:
    """Return words by language; where all say the same, under the first language alone."""
    said = {str(lang): text[lang] for lang in langs}
    return said if len(set(said.values())) > 1 else dict(list(said.items())[:1])


def side_by_side(text: Text, langs: Sequence[Lang]) -> str:
    """Return the different words of some languages in one line, escaped for HTML."""
    return escape(bare(" / ".join(dict.fromkeys(text[lang] for lang in langs))))


def html_of(said: str) -> str:
    """Return words as HTML, with `code` and **bold** as elements."""
    return marked(said)


def ideas_of(question: Item) -> list[str]:
    """Return the ids of the wrong ideas that the answers of a question point to, each once."""
    found: dict[str, None] = {}
    _collect(question.model_dump(mode="python"), found)
    return list(found)


def _collect(node: object, found: dict[str, None]) -> None:
    if isinstance(node, Mapping):
        for key, inside in node.items():
            if key == "misconception" and isinstance(inside, str):
                found.setdefault(inside)
            else:
                _collect(inside, found)
    elif isinstance(node, list):
        for inside in node:
            _collect(inside, found)


def speaks_twice(question: Item, langs: Sequence[Lang]) -> bool:
    """Return whether some text of a question differs from one of the languages to another."""
    return any(len(once(text, langs)) > 1 for _, text in texts(question, ()))
