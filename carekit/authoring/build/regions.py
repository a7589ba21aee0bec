"""The parts of an exercise cell that nbgrader takes out before a learner sees it."""

from __future__ import annotations

from dataclasses import dataclass, field

# nbgrader finds a region by these words anywhere in a line, so that `###` and `<!--` both serve.
MARKS = {
    "solution": ("BEGIN SOLUTION", "END SOLUTION"),
    "hidden test": ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS"),
    "grading scheme": ("BEGIN MARK SCHEME", "END MARK SCHEME"),
}


@dataclass(frozen=True)
class Region:
    """One closed region: its kind, the lines (from 0) of its marks, and what stands between."""

    kind: str
    first: int
    last: int
    lines: tuple[str, ...]


@dataclass
class Split:
    """A cell's source taken apart; ``wrong`` holds (line from 0, what is wrong and what to do)."""

    visible: list[str] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    wrong: list[tuple[int, str]] = field(default_factory=list)

    def kinds(self) -> set[str]:
        """Return the kinds of region that occur."""
        return {region.kind for region in self.regions}


def mark(line: str) -> tuple[str, bool] | None:
    """Return the kind of region a line opens (True) or closes (False), or None."""
    for kind, (begin, end) in MARKS.items():
        if begin in line:
            return kind, True
        if end in line:
            return kind, False
    return None


def split(source: str) -> Split:
    r"""Return the visible lines, the regions and the misplaced marks of a cell's source.

    >>> split("a\n### BEGIN SOLUTION\nb\n### END SOLUTION").visible
    ['a']
    """
    found = Split()
    lines = source.split("\n")
    opened: tuple[str, int] | None = None
    for number, line in enumerate(lines):
        marked = mark(line)
        if marked is None:
            if opened is None:
                found.visible.append(line)
            continue
        kind, begins = marked
        begin, end = MARKS[kind]
        if begins and opened:
            found.wrong.append((number, f"{begin} inside another region; close that one first"))
        elif begins:
            opened = kind, number
        elif opened is None or opened[0] != kind:
            found.wrong.append((number, f"{end} without {begin} above it; add it or remove this"))
        else:
            first = opened[1]
            found.regions.append(Region(kind, first, number, tuple(lines[first + 1 : number])))
            opened = None
    if opened:
        begin, end = MARKS[opened[0]]
        found.wrong.append((opened[1], f"{begin} without {end} below it; add ### {end}"))
    return found
