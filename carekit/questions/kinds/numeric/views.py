"""A field for a number, in the browser and on paper."""

from __future__ import annotations

from typing import Any

from carekit.questions.markup import BLANK, languages


def for_browser(question: Any, _seed: str) -> dict[str, Any]:
    """Return the unit, where there is one."""
    return {"unit": question.unit.by_lang()} if question.unit else {}


def on_paper(seen: dict[str, Any]) -> str:
    """Return a blank and the unit."""
    return f"<p>{BLANK} {languages(seen.get('unit', {}), 'span', '{}', ' ')}</p>"
