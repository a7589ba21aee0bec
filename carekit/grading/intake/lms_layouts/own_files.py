"""The names of the files that `care hand-in` makes: set, learner and the learner's own time."""

from __future__ import annotations

import re
from dataclasses import dataclass

PATTERN = (
    r"(?P<file>hand-in\.(?P<set>[a-z0-9-]+)\.(?P<name>.+)\."
    r"(?P<tried>\d{8}T\d{6}Z(?:-\d+)?)(?:\ ?\(\d+\))?\.zip)"
)
"""As a verbose regular expression; a browser or a platform puts a number behind a name."""
_OWN = re.compile(PATTERN, re.VERBOSE | re.IGNORECASE)


@dataclass(frozen=True)
class OwnFile:
    """What such a name says; ``order`` is greater for one that was made later."""

    set_id: str
    learner: str
    order: tuple[int, ...]


def order_of(tried: str) -> tuple[int, ...]:
    """Return the order of a try: its second, and its place among those of one second.

    >>> order_of("20261002T093000Z") < order_of("20261002T093000Z-2") < order_of("20261002T093001Z")
    True
    """
    stamp, _, place = tried.partition("-")
    return int(stamp[:8]), int(stamp[9:15]), int(place or 1)


def own_file(name: str) -> OwnFile | None:
    """Return what a file's name says, or None for a file of another name."""
    found = _OWN.search(name)
    if found is None:
        return None
    return OwnFile(found["set"], found["name"], order_of(found["tried"].upper()))
