"""Options to tick, on paper."""

from __future__ import annotations

from typing import Any

from carekit.questions.markup import in_order, listed


def on_paper(seen: dict[str, Any]) -> str:
    """Return the options for print, each with a box."""
    return listed(in_order(seen["choices"], seen["order"]), "☐")
