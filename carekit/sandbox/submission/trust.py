"""The three levels of trust at which a check gives points.

*Sealed*: the check runs in the judge's process, and only data cross from the learner's. *Visiting*:
the check runs in a process of its own in which the learner's cells have run, as under stock
nbgrader; that code can change what the check finds. *By hand*: a person gives the points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from carekit.common.files import ContentError

NOT_NAMED, SEALED, VISITING, BY_HAND = "", "sealed", "visiting", "by hand"
LEVELS = (SEALED, VISITING, BY_HAND)
"""From the highest to the lowest."""


def named_trust(file: str, cell: str, *metadata: Mapping[str, object]) -> str:
    """Return the level that metadata name (``carekit: {"trust": LEVEL}``), the first that do.

    They are the cell's and then the notebook's. Raises ContentError for one that does not exist.
    """
    for one in metadata:
        own = one.get("carekit")
        named = own.get("trust", NOT_NAMED) if isinstance(own, Mapping) else NOT_NAMED
        if named in LEVELS:
            return str(named)
        if named != NOT_NAMED:
            known = ", ".join(map(repr, LEVELS))
            raise ContentError(
                f"{file}: {cell}: carekit.trust in the metadata is {named!r}; write one of {known}"
            )
    return NOT_NAMED


def in_digest(book: Mapping[str, object]) -> dict[str, object]:
    """Return a notebook's fields as its digest counts them.

    A check that is judged sealed counts as it did before there were other levels: work that was
    graded then is not graded by other checks now.
    """
    cells = cast("Iterable[dict[str, object]]", book["cells"])
    plain = (NOT_NAMED, SEALED)
    kept = [{k: v for k, v in cell.items() if k != "trust" or v not in plain} for cell in cells]
    return {**book, "cells": kept}


def by_level(checks: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the names of checks by their level, from the highest; ``checks`` are name and level.

    >>> by_level([("a", "visiting"), ("b", ""), ("c", "sealed")])
    {'sealed': ['b', 'c'], 'visiting': ['a']}
    """
    listed = list(checks)
    found = {level: [one for one, own in listed if (own or SEALED) == level] for level in LEVELS}
    return {level: names for level, names in found.items() if names}


def at_least(one: str, lowest: str) -> bool:
    """Return whether a level is not lower than another."""
    return LEVELS.index(one or SEALED) <= LEVELS.index(lowest)
