"""What is said of checks that are not sealed: their level, why it is no higher, and a way up.

The level was found by grading the reference solution at each (``run.choose_trust``), or it stands
in the check's metadata. Neither is a fault: the course runs, and its author may want it so.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from carekit.common.files import shown
from carekit.grading.check_lint.unanswerable import advice
from carekit.grading.course.chosen_trust import Chosen
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.submission.trust import BY_HAND, VISITING

_ASKS = "asks for "
_MEANS = {
    VISITING: "a learner's code can change what it finds, as under stock nbgrader",
    BY_HAND: "it is not run, and every learner's work waits for a person",
}


def level_lines(source: Path, snapshot: Snapshot, chosen: Chosen) -> Iterator[str]:
    """Give a line for each check that is not judged sealed, in the order of the cells."""
    for book in snapshot.books:
        for cell in book.cells:
            if not cell.test or cell.sealed:
                continue
            found = chosen.get(book.name, {}).get(cell.id)
            place = f"{shown(source / book.name)}.ipynb: {cell.id}: {cell.trust}"
            if found is None:
                yield f"{place} by its metadata: {_MEANS[cell.trust]}"
                continue
            lowered = (
                ""
                if found.level == cell.trust
                else f" (c.Carekit.lowest_trust; else {found.level})"
            )
            yield f"{place}{lowered}: {_MEANS[cell.trust]}. Not sealed because it {_why(found.why)}"


def _why(why: str) -> str:
    """Return why a check is not sealed, and how to write it anew."""
    if why.startswith(_ASKS):
        return f"{why}; {advice(why)}"
    said = why.removeprefix("the reference solution gets ")
    gives = f"gives the reference solution {said}" if said != why else why
    return f"{gives}; correct the solution, or compare data that the learner's code gives"
