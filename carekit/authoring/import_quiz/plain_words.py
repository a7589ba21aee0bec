"""Texts of jupyterquiz, which are HTML with formulas, as the plain words that a card shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^>]*>")
_AS = {"code": "`", "tt": "`", "b": "**", "strong": "**"}
_FORMULA = re.compile(r"\$[^$]+\$|\\\(.+?\\\)")

Note = Callable[[str], None]


def plain(html: str, note: Note) -> str:
    """Return a text with `code` and **bold** and no other markup; ``note`` is told what is lost.

    >>> told = []
    >>> plain("Is <code>x</code> &lt; <i>2</i>? $x^2$", told.append)
    'Is `x` < 2? $x^2$'
    >>> told
    ['the format of <i> is dropped', 'a formula is shown as it is typed']
    """
    dropped = {name.lower() for _, name in _TAG.findall(html)} - {*_AS, "br", "p"}
    for name in sorted(dropped):
        lost = "the picture" if name == "img" else "the format"
        note(f"{lost} of <{name}> is dropped")
    text = unescape(_TAG.sub(lambda tag: _AS.get(tag[2].lower(), _space(tag[2])), html))
    if _FORMULA.search(text):
        note("a formula is shown as it is typed")
    if "{{" in text:
        # Two braces would name a figure of the question's own.
        note("{{ is written { {")
        text = text.replace("{{", "{ {").replace("}}", "} }")
    return " ".join(text.split())


def _space(tag: str) -> str:
    return " " if tag.lower() in ("br", "p", "div", "li", "tr", "td") else ""


def with_code(words: str, code: str | None, note: Note) -> str:
    """Return words with a piece of code behind them, its lines one after another."""
    lines = [line for line in (code or "").split("\n") if line.strip()]
    if len(lines) > 1:
        note("code of several lines stands in one line each, without its indentation")
    parts = [f"`{line.strip().replace('`', '')}`" for line in lines]
    return " ".join([words, *parts]).strip()
