"""What is filled in for a question on the answer sheet, and what stands there in the key."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from carekit.questions.kinds.cloze.model import Cloze
from carekit.questions.kinds.judgement.model import Judgement
from carekit.questions.kinds.matching.model import Matching
from carekit.questions.kinds.numeric.model import Numeric
from carekit.questions.kinds.ordering.model import Ordering
from carekit.questions.kinds.short_text.model import ShortText
from carekit.questions.models import Chosen, Item
from carekit.questions.shown_question import Seen


@dataclass(frozen=True)
class Blank:
    """One thing to fill in: one of ``options`` numbers to mark, or a line to write on where 0.

    ``label`` stands before it; ``right`` is what the key has there.
    """

    label: str
    options: int
    right: str


def blanks(question: Item, seen: Seen) -> list[Blank]:
    """Return what is filled in for a question, in the order in which it is shown."""
    return list(_OF[question.kind](question, seen))


def _chosen(question: Chosen, seen: Seen) -> Iterator[Blank]:
    order = seen["order"]
    right = sorted(order.index(name) + 1 for name in question.key)
    yield Blank("", len(order), ", ".join(map(str, right)))


def _judged(question: Judgement, seen: Seen) -> Iterator[Blank]:
    order, worth = seen["order"], question.worth
    said = [f"{place} = {worth[name]:g}" for place, name in enumerate(order, 1) if worth[name]]
    yield Blank("", len(order), ", ".join(said))


def _number(question: Numeric, _seen: Seen) -> Iterator[Blank]:
    values = [float(one) for one in (question.answer, question.also) if one is not None]
    said = " / ".join(f"{value:.12g}" for value in values)
    yield Blank("", 0, f"{said} ± {question.tolerance:g}")


def _words(question: ShortText, _seen: Seen) -> Iterator[Blank]:
    yield Blank("", 0, " / ".join(dict.fromkeys(question.accept.every)))


def _pairs(question: Matching, seen: Seen) -> Iterator[Blank]:
    letters = {name: chr(ord("A") + place) for place, name in enumerate(seen["order"])}
    key = question.key
    for place, part in enumerate(seen["left"], 1):
        yield Blank(_letter(place), 0, letters[key[part["id"]]])


def _order(question: Ordering, seen: Seen) -> Iterator[Blank]:
    for place, name in enumerate(seen["order"], 1):
        yield Blank(_letter(place), 0, str(question.order.index(name) + 1))


def _gaps(question: Cloze, seen: Seen) -> Iterator[Blank]:
    by_id = {gap.id: gap for gap in question.gaps}
    for place, gap in enumerate(seen["gaps"], 1):
        known = by_id[gap["id"]]
        if "choices" in gap:
            right = next(choice.id for choice in known.choices if choice.right)
            shown: Sequence[str] = gap["order"]
            yield Blank(f"({place})", len(shown), str(shown.index(right) + 1))
        else:
            yield Blank(f"({place})", 0, " / ".join(dict.fromkeys(known.typed.accept.every)))


def _letter(place: int) -> str:
    return chr(ord("a") + place - 1)


_OF: Mapping[str, Callable[[Any, Seen], Iterator[Blank]]] = MappingProxyType(
    {
        "single": _chosen,
        "multiple": _chosen,
        "numeric": _number,
        "matching": _pairs,
        "ordering": _order,
        "cloze": _gaps,
        "judgement": _judged,
        "hotspot": _chosen,
        "short_text": _words,
    }
)
