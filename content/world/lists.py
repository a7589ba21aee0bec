"""The lists that people wrote: goods, changes, yardsticks. One entry a line in ``lists/``."""

from __future__ import annotations

from pathlib import Path


def listed(name: str) -> list[list[str]]:
    """Return the entries of one list, each split at its bars; lines with # are remarks."""
    text = (Path(__file__).parent / "lists" / f"{name}.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return [line.split("|") for line in lines]
