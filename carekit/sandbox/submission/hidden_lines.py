"""The lines of a cell that learners never see, told by nbgrader's delimiters or by comparing."""

from __future__ import annotations

# nbgrader's own delimiters and stubs, for a notebook of which nothing else is known. What a course
# configures reaches a snapshot as the notebooks that nbgrader made with it.
HIDDEN = "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"
SCHEME = "BEGIN MARK SCHEME", "END MARK SCHEME"
SOLUTION = "BEGIN SOLUTION", "END SOLUTION"
_CODE_STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
_TEXT_STUB = "YOUR ANSWER HERE"


def stubbed(source: str, kind: str) -> str:
    """Return an instructor's answer with a stub in the place of what solves the task."""
    whole, part = (_CODE_STUB, "...") if kind == "code" else (_TEXT_STUB, _TEXT_STUB)
    return without(source, SOLUTION, part) if SOLUTION[0] in source else whole


def inside(source: str, marker: tuple[str, str]) -> list[int]:
    """Return the numbers (from 1) of the lines from a delimiter to its end, both included."""
    found, within = [], False
    for number, line in enumerate(source.split("\n"), 1):
        within = within or marker[0] in line
        if within:
            found.append(number)
        within = within and marker[1] not in line
    return found


def left_out(source: str, released: str) -> list[int]:
    """Return the numbers of a source's lines that the released text leaves out."""
    left, found = released.split("\n"), []
    for number, line in enumerate(source.split("\n"), 1):
        if left and left[0] == line:
            del left[0]
        else:
            found.append(number)
    return found


def without(source: str, marker: tuple[str, str], stub: str | None = None) -> str:
    """Return a source without the lines between two delimiters, or with a stub in their place."""
    lines, gone = source.split("\n"), set(inside(source, marker))
    kept: list[str] = []
    for number, line in enumerate(lines, 1):
        if number not in gone:
            kept.append(line)
        elif stub is not None and marker[0] in line:
            kept.append(line[: len(line) - len(line.lstrip())] + stub)
    return "\n".join(kept)
