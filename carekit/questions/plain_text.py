"""Lines of the plain-text form that several kinds share."""

from __future__ import annotations

from collections.abc import Iterable

from carekit.common.languages import Lang
from carekit.questions.shown_question import SeenPart


def listed(parts: Iterable[SeenPart], order: Iterable[str], lang: Lang) -> list[str]:
    """Return one line for each part, with its id, in the given order."""
    by_id = {part["id"]: part["say"][lang] for part in parts}
    return [f"  {name}: {by_id[name]}" for name in order]
