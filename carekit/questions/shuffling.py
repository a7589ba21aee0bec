"""An order that depends on a seed alone, and is the same on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


def shuffled(things: Sequence[Thing], seed: str) -> list[Thing]:
    """Return things in an order that depends on the seed alone."""
    # Only random() is promised to give the same numbers in every Python.
    draw = Random(seed)  # noqa: S311 - no secret hangs on it
    return [thing for _, thing in sorted(((draw.random(), t) for t in things), key=_first)]


def _first(pair: tuple[float, object]) -> float:
    return pair[0]
