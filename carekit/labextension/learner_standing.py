"""Where a learner stands, page by page: of the learner's own record and of nobody else's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from carekit.common.course import card, learner_folder
from carekit.common.nbgrader_checksum import released_checksum
from carekit.labextension.course_pages import CoursePage, course_pages
from carekit.labextension.due_dates import due_dates
from carekit.labextension.released_points import Points, feedback_page, of_results
from carekit.learner.event_log import Record, last_answers
from carekit.learner.exam_attempt import log_file, released, sitting
from carekit.learner.graded_answers import read
from carekit.learner.hand_in.package import receipts
from carekit.learner.progress import Standing, standings
from carekit.learner.review_cards import Deck
from carekit.learner.review_schedule import queue
from carekit.questions.bank import Bank
from carekit.questions.loading import current_bank
from carekit.questions.views.without_key import asked

State = Literal["", "not-begun", "under-way", "answered", "handed-in", "done"]
_CALL = re.compile(r"quiz\.graded\(([^)]*)\)")
_QUOTED = re.compile(r"""["']([a-z0-9-]+)["']""")


@dataclass(frozen=True)
class PageStanding:
    """One page: ``done`` of ``of`` parts are answered, and what came of it.

    ``state`` is empty for a page on which nothing is asked. A set is ``answered`` when nothing in
    it is open, ``handed-in`` when there is a receipt for it, and ``done`` when feedback was
    released; a lesson is ``done`` when it is passed, a test when it was handed in. ``due`` and
    ``handed_in`` are moments with their zone, in ISO 8601.
    """

    path: str
    state: State = ""
    done: int = 0
    of: int = 0
    due: str = ""
    handed_in: str = ""
    points: Points | None = None


@dataclass(frozen=True)
class CourseStanding:
    """A learner's standing on each page, and how many cards the review has for today."""

    pages: tuple[PageStanding, ...]
    review: int


def course_standing(root: Path, now: datetime) -> CourseStanding:
    """Return where the learner of a course folder stands; ``now`` is in the learner's zone.

    Raises ContentError where a file of the course cannot be used.
    """
    reading = Record(learner_folder(root)).read()
    deck = Deck(root)
    due = [entry.card for entry in queue(reading.statements, deck, now).due]
    last = last_answers(reading)
    known = standings(deck.concepts, _banks(root), last, due, card(root).pass_mark.share)
    by_concept = {one.concept: one for one in known}
    dates = due_dates(root)
    pages = tuple(_page(root, page, by_concept, dates) for page in course_pages(root))
    return CourseStanding(pages, len(due))


def _page(
    root: Path, page: CoursePage, known: Mapping[str, Standing], dates: Mapping[str, datetime]
) -> PageStanding:
    if page.kind == "set":
        return _set(root, page, dates.get(page.id))
    if page.kind == "test":
        return _test(root, page)
    stands = known.get(page.id)
    if stands is None or not stands.asked:
        return PageStanding(page.path)
    state: State = "done" if stands.mastered else "under-way" if stands.answered else "not-begun"
    return PageStanding(page.path, state, stands.answered, stands.asked)


def _banks(root: Path) -> dict[str, Bank]:
    """Return the files of practice questions by concept, each read again when it has changed."""
    paths = sorted((root / "course_data" / "quizzes").glob("*.yml"))
    return {path.stem: current_bank(path) for path in paths if "." not in path.stem}


def _set(root: Path, page: CoursePage, due: datetime | None) -> PageStanding:
    path = root / page.path
    told = due.isoformat() if due else ""
    points, sent = feedback_page(path.parent), receipts(root, page.id)
    parts = set(_parts(root, path))
    done, of = sum(answered for _, answered in parts), len(parts)
    state: State = "under-way" if done else "not-begun"
    if points:
        state = "done"
    elif sent:
        state = "handed-in"
    elif of and done == of:
        state = "answered"
    last = sent[0][1].handed_in.isoformat() if sent else ""
    return PageStanding(page.path, state, done, of, told, last, points)


def _parts(root: Path, path: Path) -> Iterator[tuple[str, bool]]:
    """Yield each part of a set with whether it is answered: own cells, and questions that count.

    A cell of the learner's own is answered when it is not what was released any more.
    """
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return
    given = read(path.parent).answers
    for cell in cells if isinstance(cells, list) else []:
        marks = _marks(cell)
        if marks.get("solution") and isinstance(marks.get("checksum"), str):
            name = str(marks.get("grade_id"))
            yield f"cell/{name}", marks["checksum"] != released_checksum(cell)
        for name in _questions(root, cell):
            yield f"question/{name}", name in given


def _marks(cell: object) -> Mapping[str, object]:
    metadata = cell.get("metadata") if isinstance(cell, dict) else None
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return marks if isinstance(marks, dict) else {}


def _questions(root: Path, cell: object) -> Iterator[str]:
    """Yield the ids of the questions that a cell shows; a call without ids shows a concept's."""
    source = cell.get("source") if isinstance(cell, dict) else None
    text = "".join(source) if isinstance(source, list | str) else ""
    for call in _CALL.findall(text):
        concept, *ids = _QUOTED.findall(call) or [""]
        yield from ids or _counting(root, concept)


def _counting(root: Path, concept: str) -> list[str]:
    known = asked(root).values()
    return [one.id for one in known if one.concept == concept and one.use == "graded"]


def _test(root: Path, page: CoursePage) -> PageStanding:
    folder = (root / page.path).parent
    form = begun_form(root, folder, page.id)
    stands = sitting(Record(folder, log=log_file(form)).read().statements, form)
    state: State = "done" if stands.handed_in else "under-way" if stands.started else "not-begun"
    points = of_results(released(folder, form, stands))
    return PageStanding(page.path, state, points=points)


def begun_form(root: Path, folder: Path, form: str) -> str:
    """Return which length of a form the learner has begun; the form itself where none was."""
    from carekit.questions.exam_forms import blueprints, lengths

    known = blueprints(root)
    names = lengths(known, form) if form in known else (form,)
    return next((name for name in names if (folder / log_file(name)).is_file()), form)
