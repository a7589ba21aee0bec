"""Pairs that contradict each other, or that name parts which are not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator

from carekit.questions.entry_mistakes import Mistake, pointing, repeated
from carekit.questions.kinds.matching.model import Matching
from carekit.questions.placeholders import Where


def mistakes(question: Matching, known: Container[str], here: Where) -> Iterator[Mistake]:
    """Yield the mistakes in the parts, the pairs and the foreseen wrong pairs."""
    yield from repeated(question.left, (*here, "left"))
    yield from repeated(question.right, (*here, "right"))
    sides = {"left": {part.id for part in question.left}}
    sides["right"] = {part.id for part in question.right}
    for number, part in enumerate(question.right):
        if part.id in sides["left"]:
            # One id for both would be the key, plain to see in the page.
            says = f"{part.id} is also under `left`; rename one of them"
            yield (*here, "right", number, "id"), says
    for field in ("pairs", "slips"):
        entries = getattr(question, field)
        yield from pointing(entries, known, (*here, field))
        for number, entry in enumerate(entries):
            for side, ids in sides.items():
                if (name := getattr(entry, side)) not in ids:
                    says = f"{name} is not under `{side}`; add it there or correct it"
                    yield (*here, field, number, side), says
    for side in sides:
        used = Counter(getattr(pair, side) for pair in question.pairs)
        for number, pair in enumerate(question.pairs):
            name = getattr(pair, side)
            if used[name] > 1:
                yield (*here, "pairs", number, side), f"{name} is in two pairs; leave it in one"
    for number, part in enumerate(question.left):
        if part.id not in question.key:
            says = f"{part.id} is in no pair; add its pair or remove it"
            yield (*here, "left", number, "id"), says
    for number, slip in enumerate(question.slips):
        if question.key.get(slip.left) == slip.right:
            yield (*here, "slips", number), "is a right pair; change or remove it"
