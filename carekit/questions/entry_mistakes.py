"""Mistakes that several kinds look for in an entry: repeated ids, unknown names, options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from typing import Protocol

from carekit.questions.models import Choice
from carekit.questions.placeholders import Where

Mistake = tuple[Where, str]


class Named(Protocol):
    """An entry with an id."""

    @property
    def id(self) -> str:
        """Return the id."""


class Pointing(Protocol):
    """An entry that tells of a wrong idea."""

    @property
    def misconception(self) -> str:
        """Return the wrong idea."""


def repeated(entries: Sequence[Named], here: Where) -> Iterator[Mistake]:
    """Yield each id that stood before."""
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        if entry.id in seen:
            yield (*here, number, "id"), f"{entry.id} stands twice; rename one of them"
        seen.add(entry.id)


def unknown(name: str) -> str:
    """Return the sentence about a misconception that is not listed."""
    return f"{name} is not listed under `misconceptions`; add it there or correct it"


def pointing(entries: Sequence[Pointing], known: Container[str], here: Where) -> Iterator[Mistake]:
    """Yield each misconception of an entry that is not known."""
    for number, entry in enumerate(entries):
        if entry.misconception not in known:
            yield (*here, number, "misconception"), unknown(entry.misconception)


def in_choices(choices: Sequence[Choice], known: Container[str], here: Where) -> Iterator[Mistake]:
    """Yield the mistakes in a list of options; ``here`` is the place of what holds it."""
    yield from repeated(choices, (*here, "choices"))
    pins = Counter(choice.pin for choice in choices if choice.pin)
    for number, choice in enumerate(choices):
        place = (*here, "choices", number)
        if choice.pin and pins[choice.pin] > 1:
            yield (*place, "pin"), f"{choice.pin} is pinned twice; leave one of them"
        yield from _choice(choice, known, place)


def _choice(choice: Choice, known: Container[str], here: Where) -> Iterator[Mistake]:
    worth = getattr(choice, "credit", float(choice.right))
    if worth == 1 and choice.misconception:
        yield (*here, "misconception"), "stands on a right option; remove it"
    elif worth == 0 and not choice.misconception:
        yield (*here, "misconception"), "is missing on a wrong option; name the misconception"
    elif choice.misconception and choice.misconception not in known:
        yield (*here, "misconception"), unknown(choice.misconception)
