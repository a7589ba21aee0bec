"""Places that lie outside their picture, or over one another."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import combinations

from carekit.questions import options
from carekit.questions.entry_mistakes import Mistake
from carekit.questions.kinds.hotspot.model import Hotspot
from carekit.questions.kinds.hotspot.picture import outside, overlap
from carekit.questions.placeholders import Where


def mistakes(question: Hotspot, known: Container[str], here: Where) -> Iterator[Mistake]:
    """Yield the mistakes in the options and in their places."""
    yield from options.mistakes(question, known, here)
    size = f"{question.picture.width:g} by {question.picture.height:g}"
    for number, spot in enumerate(question.choices):
        if outside(spot, question.picture):
            says = f"reaches outside the picture, which is {size}; move it or make it smaller"
            yield (*here, "choices", number, "at"), says
    for (_, one), (number, other) in combinations(enumerate(question.choices), 2):
        if overlap(one, other):
            yield (*here, "choices", number, "at"), f"lies over {one.id}; move one of them"
