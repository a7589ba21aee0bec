"""Answers as lists of strings: options that are on offer, parts with a name."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

JOINT = "[,]"
"""What parts an answer in the log; no id and no accepted word may hold it."""


def on_offer(chosen: AbstractSet[str], offered: AbstractSet[str]) -> None:
    """Raise ValueError that names what was chosen and is not offered."""
    if strange := sorted(chosen - offered):
        raise ValueError(f"not on offer: {', '.join(strange)}")


def by_name(answer: Sequence[str]) -> dict[str, str]:
    """Return ``name=value`` parts as a mapping. Raises ValueError for anything else."""
    parts = [part.partition("=") for part in answer]
    found = {name: value for name, _, value in parts}
    if len(found) < len(parts) or not all(between for _, between, _ in parts):
        raise ValueError(f"one name=value for each, please; got {', '.join(answer)}")
    return found
