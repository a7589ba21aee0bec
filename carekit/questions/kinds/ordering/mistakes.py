"""An order that does not hold its parts, or foresees what is right."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import pairwise

from carekit.questions.entry_mistakes import Mistake, pointing, repeated
from carekit.questions.kinds.ordering.model import Ordering
from carekit.questions.placeholders import Where


def mistakes(question: Ordering, known: Container[str], here: Where) -> Iterator[Mistake]:
    """Yield the mistakes in the parts, the order and the foreseen wrong orders."""
    yield from repeated(question.items, (*here, "items"))
    yield from pointing(question.slips, known, (*here, "slips"))
    ids = [item.id for item in question.items]
    if sorted(ids) != sorted(question.order):
        said = ", ".join(sorted(set(ids) ^ set(question.order))) or "one stands twice"
        yield (*here, "order"), f"must hold every id of `items` once ({said}); correct it"
        return
    neighbours = set(pairwise(question.order))
    for number, slip in enumerate(question.slips):
        place = (*here, "slips", number)
        for field in ("first", "then"):
            if getattr(slip, field) not in ids:
                says = f"{getattr(slip, field)} is not under `items`; correct it"
                yield (*place, field), says
        if (slip.first, slip.then) in neighbours:
            yield place, "is what the right order has as well; change or remove it"
