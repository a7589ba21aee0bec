"""How much of what was handed in is read."""

from __future__ import annotations

from dataclasses import dataclass

MB = 2**20


@dataclass(frozen=True)
class IntakeLimits:
    """What is accepted; sizes in bytes. The defaults are far above what a course needs."""

    notebook: int = 64 * MB
    extra: int = 16 * MB
    extras: int = 200
    total: int = 64 * MB
    # Above this a notebook's stored outputs are dropped, because nothing depends on them.
    outputs: int = 4 * MB
    members: int = 500_000
    # A notebook of text shrinks 5 to 30 times; a bomb thousands of times.
    ratio: int = 250
    depth: int = 12
