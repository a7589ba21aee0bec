"""The files that draw the widgets, and the words on them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from carekit.ui import words, words_for_browser

__all__ = ["drawn_by", "words", "words_for_browser"]

_HERE = Path(__file__).resolve().parent
# What is joined in front of a widget's own module.
_SHARED = {
    "js": {
        "quiz": ("lang", "answers", "kinds", "spots"),
        "graded": ("lang", "answers", "kinds", "spots", "asked"),
        "exam": ("lang", "answers", "kinds", "spots", "asked", "examparts"),
        "reader": ("lang", "finding", "lookup"),
    },
    "css": {
        "quiz": ("lang", "kinds"),
        "graded": ("lang", "kinds", "quiz"),
        "exam": ("lang", "kinds", "quiz"),
        "reader": ("lang", "lookup"),
    },
}


@cache
def drawn_by(name: str, ending: str) -> str:
    """Return the ES module or style sheet of a widget, with what all widgets share in front.

    A module that is sent over a comm cannot import a neighbour, so the two are joined here.
    """
    shared = _SHARED.get(ending, {}).get(name, ("lang",))
    parts = [_HERE / "static" / f"{part}.{ending}" for part in (*shared, name)]
    return "\n".join(part.read_text(encoding="utf-8") for part in parts)
