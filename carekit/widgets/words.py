"""The words on buttons and in messages, and the files that draw the widgets."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from carekit.files import read_yaml
from carekit.lang import Text

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
def words(widget: str) -> dict[str, Text]:
    """Return one widget's words by key."""
    entries = read_yaml(_HERE.parent / "ui.yml").data[widget]
    return {key: Text.model_validate(said) for key, said in entries.items()}


def words_for_browser(widget: str) -> dict[str, dict[str, str]]:
    """Return the same words as plain dicts, the form that is sent to the browser."""
    return {key: text.by_lang() for key, text in words(widget).items()}


@cache
def drawn_by(name: str, ending: str) -> str:
    """Return the ES module or style sheet of a widget, with what all widgets share in front.

    A module that is sent over a comm cannot import a neighbour, so the two are joined here.
    """
    shared = _SHARED.get(ending, {}).get(name, ("lang",))
    parts = [_HERE / "static" / f"{part}.{ending}" for part in (*shared, name)]
    return "\n".join(part.read_text(encoding="utf-8") for part in parts)
