"""Gaps whose words or options contradict each other."""

from __future__ import annotations

from collections.abc import Container, Iterator

from carekit.questions.answer_parts import JOINT
from carekit.questions.entry_mistakes import Mistake, in_choices, pointing, repeated, unknown
from carekit.questions.kinds.cloze.model import Cloze, Gap
from carekit.questions.placeholders import Where


def mistakes(question: Cloze, known: Container[str], here: Where) -> Iterator[Mistake]:
    """Yield the mistakes in each gap."""
    yield from repeated(question.gaps, (*here, "gaps"))
    for number, gap in enumerate(question.gaps):
        yield from _gap(gap, known, (*here, "gaps", number))


def _gap(gap: Gap, known: Container[str], here: Where) -> Iterator[Mistake]:
    yield from in_choices(gap.choices, known, here)
    yield from pointing(gap.slips, known, (*here, "slips"))
    if gap.misconception and gap.misconception not in known:
        yield (*here, "misconception"), unknown(gap.misconception)
    right = set(gap.accept.every) if gap.accept else set()
    for number, slip in enumerate(gap.slips):
        for word in sorted(right & set(slip.accept.every)):
            yield (*here, "slips", number), f"{word!r} is accepted as right; remove it"
    for word in sorted(right):
        if JOINT in word or "=" in word or not word.strip():
            yield (*here, "accept"), f"{word!r} cannot be typed into a gap; write words"
