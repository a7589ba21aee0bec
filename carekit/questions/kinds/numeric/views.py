"""A field for a number, in the browser and on paper."""

from __future__ import annotations

from carekit.questions.kinds.numeric.model import ShownNumber
from carekit.questions.markup import BLANK, in_languages
from carekit.questions.shown_question import Seen


def for_browser(question: ShownNumber, _seed: str) -> Seen:
    """Return the unit, where there is one."""
    return {"unit": question.unit.by_lang()} if question.unit else {}


def on_paper(seen: Seen) -> str:
    """Return a blank and the unit."""
    return f"<p>{BLANK} {in_languages(seen.get('unit', {}), 'span', '{}', ' ')}</p>"
