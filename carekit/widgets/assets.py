"""The files that draw the widgets, and the words on them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from carekit.common.interface_text import words, words_for_browser

__all__ = ["drawn_by", "words", "words_for_browser"]

_MADE = Path(__file__).resolve().parent / "static" / "made"


@cache
def drawn_by(name: str, ending: str) -> str:
    """Return the ES module (``js``) or the style sheet (``css``) of a widget.

    ``npm run build`` makes them of the modules in ``static/``: a module that is sent over a comm
    cannot import a neighbour. They are committed, so that nobody who runs a notebook needs Node.
    """
    return (_MADE / f"{name}.{ending}").read_text(encoding="utf-8")
