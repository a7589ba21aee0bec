"""Foreseen wrong numbers that point to nothing."""

from __future__ import annotations

from collections.abc import Container, Iterator

from carekit.questions.entry_mistakes import Mistake, pointing
from carekit.questions.kinds.numeric.model import Numeric
from carekit.questions.placeholders import Where


def mistakes(question: Numeric, known: Container[str], here: Where) -> Iterator[Mistake]:
    """Yield each foreseen number whose misconception is not listed."""
    yield from pointing(question.slips, known, (*here, "slips"))
