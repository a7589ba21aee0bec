"""Choosing the level of trust of each check: the highest at which the reference gets its points."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from carekit.common.files import ContentError
from carekit.grading.course.chosen_trust import (
    Chosen,
    ChosenTrust,
    keep_chosen,
    key_of,
    place_of,
    read_chosen,
    with_levels,
)
from carekit.grading.refusals import say
from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.isolation.sandbox import Level
from carekit.sandbox.link.refusals import ASKS_FOR
from carekit.sandbox.processes.fork_client import StartError
from carekit.sandbox.submission.assignment import Book, Cell, Snapshot
from carekit.sandbox.submission.cell_text import looks_like_quiz, text_of
from carekit.sandbox.submission.given_texts import trimmed
from carekit.sandbox.submission.result import CellResult, SubmissionResult
from carekit.sandbox.submission.trust import BY_HAND, NOT_NAMED, SEALED, VISITING
from carekit.sandbox.syntax.left_to_do import solves


@dataclass(frozen=True)
class Chooser:
    """Grades a set's reference solution: ``root`` is the course, ``level`` the sandbox's."""

    root: Path
    set_id: str
    limits: Limits
    level: Level
    lowest: str

    def __call__(self, snapshot: Snapshot) -> Snapshot:
        """Return the set with a level for each check; what was chosen is kept.

        Where every check has one already, nothing is run. Raises ContentError where the sandbox's
        processes cannot be started.
        """
        if not any(map(_open, (cell for book in snapshot.books for cell in book.cells))):
            return snapshot
        chosen = self.chosen(snapshot)
        return with_levels(snapshot, chosen, self.lowest)

    def chosen(self, snapshot: Snapshot) -> Chosen:
        """Return the level of each check that names none, with the reason why not a higher one."""
        folder = self.root / "source" / self.set_id
        sources = {path.name: path.read_bytes() for path in sorted(folder.glob("*.ipynb"))}
        key, place = key_of(snapshot, sources), place_of(self.root, self.set_id)
        known = read_chosen(place, key)
        if not known:
            try:
                known = self._tried(snapshot, sources)
            except StartError as error:
                raise ContentError(say("no-trial", set=self.set_id, why=error)) from None
            keep_chosen(place, key, known)
        return known

    def _tried(self, snapshot: Snapshot, sources: Mapping[str, bytes]) -> Chosen:
        from carekit.sandbox.worker import Worker

        with Worker(snapshot, limits=self.limits, level=self.level, course=self.root) as worker:
            sealed = worker.grade(sources)
            lacking = {
                book.name: {
                    cell.id for cell in book.cells if _open(cell) and not _full(sealed, book, cell)
                }
                for book in snapshot.books
                if _has_reference(book, sources.get(f"{book.name}.ipynb"))
            }
            visiting = worker.grade(sources) if worker.let_visit(lacking) else sealed
        return {
            book.name: dict(_levels(book, lacking.get(book.name, set()), sealed, visiting))
            for book in snapshot.books
        }


def _open(cell: Cell) -> bool:
    """Return whether a level has to be chosen for a cell; a quiz is always judged sealed."""
    return cell.test and cell.trust == NOT_NAMED and not looks_like_quiz(cell.source)


def _levels(
    book: Book, lacking: set[str], sealed: SubmissionResult, visiting: SubmissionResult
) -> Iterator[tuple[str, ChosenTrust]]:
    for cell in filter(_open, book.cells):
        if cell.id not in lacking:
            yield cell.id, ChosenTrust(SEALED)
            continue
        why = _why(_got(sealed, book, cell))
        if _full(visiting, book, cell):
            yield cell.id, ChosenTrust(VISITING, why)
        else:
            also = _why(_got(visiting, book, cell))
            yield cell.id, ChosenTrust(BY_HAND, why if also == why else f"{why}; visiting: {also}")


def _got(result: SubmissionResult, book: Book, cell: Cell) -> CellResult | None:
    graded = result["notebooks"].get(book.name)
    return graded["cells"].get(cell.id) if graded else None


def _full(result: SubmissionResult, book: Book, cell: Cell) -> bool:
    got = _got(result, book, cell)
    return got is not None and got["score"] == cell.points and not got["needs_manual"]


def _why(got: CellResult | None) -> str:
    """Return in a line why the reference solution did not get the points of a check."""
    if got is None:
        return "no result"
    message = got["message"].removeprefix(ASKS_FOR).strip()
    first = message.splitlines()[0] if message else ""
    if got["outcome"] == "unjudged":
        return f"asks for {first}" if first else "could not be judged"
    return f"the reference solution gets {got['score'] or 0:g} of {got['max_score']:g} points" + (
        f": {first}" if first else f" ({got['outcome']})"
    )


def _has_reference(book: Book, source: bytes | None) -> bool:
    """Return whether the instructor's notebook solves any task in code.

    One that holds what learners got, or other places to fill in, tells nothing about its checks.
    """
    given = {cell.id: cell for cell in book.cells if cell.solution and cell.kind == "code"}
    for cell in json.loads(source)["cells"] if source else ():
        known = given.get(cell["metadata"].get("nbgrader", {}).get("grade_id"))
        text = text_of(cell["source"])
        if known and trimmed(text) != trimmed(known.released) and solves(text):
            return True
    return False
