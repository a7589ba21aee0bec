"""Options to tick, on paper."""

from __future__ import annotations

from carekit.questions.markup import in_order, listed
from carekit.questions.shown_question import Seen


def on_paper(seen: Seen) -> str:
    """Return the options for print, each with a box."""
    return listed(in_order(seen["choices"], seen["order"]), "☐")
