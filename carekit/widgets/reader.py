"""The reader bar: which language the whole notebook is read in, and how large its words are."""

from __future__ import annotations

from pathlib import Path

from carekit.course import find_root
from carekit.lang import Lang
from carekit.widgets.multilingual import Multilingual
from carekit.widgets.words import drawn_by


def reader() -> Reader:
    """Return the bar that switches the language of the notebook's text and of all widgets."""
    return Reader(find_root())


class Reader(Multilingual):
    """One row of buttons; the choice holds for the page and for the next start."""

    _esm = drawn_by("reader", "js")
    _css = drawn_by("reader", "css")

    def __init__(self, root: Path) -> None:
        """Start in the language the learner chose last."""
        super().__init__(root, "reader")

    def __repr__(self) -> str:
        """Return one line; it is what a front end without widgets shows."""
        return " · ".join(lang.label for lang in Lang)
