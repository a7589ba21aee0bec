"""Which answers of a set a person marks, and what the marker reads beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carekit.common.course import in_every_language
from carekit.common.files import ContentError
from carekit.common.languages import Text
from carekit.common.safe_html import markdown
from carekit.grading.course.folders import Settings
from carekit.grading.course.tasks import set_tasks
from carekit.sandbox.submission.cell_text import text_of
from carekit.sandbox.submission.hidden_lines import SCHEME, inside

_HEADING = re.compile(r"^#{1,2} ", re.MULTILINE)
# "- **Level 3, 4.5 points.** …": a list whose entries begin with bold words that name points.
_LEVEL = re.compile(r"^\s*[-*+]\s+\*\*(.+?)\*\*", re.MULTILINE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_MOST_WHOLE = 9
_QUARTERS = 4


@dataclass(frozen=True)
class WrittenTask:
    """One answer that a person marks.

    ``id`` is ``<notebook>/<cell>``. ``question``, ``scheme`` and ``model`` (the course's own
    answer) are safe HTML in all languages of the course, "" for none. ``levels`` are points, the
    lowest first and that one 0. ``code`` says that the answer is code, ``below`` that the answer
    is whatever the learner wrote below nbgrader's task cell.
    """

    id: str
    notebook: str
    cell: str
    title: Text
    question: str
    scheme: str
    model: str
    max_score: float
    levels: tuple[float, ...]
    code: bool
    below: bool


def written_tasks(settings: Settings, set_id: str) -> list[WrittenTask]:
    """Return what a person marks in a set, in the order of its notebooks.

    These are answers in words, answers in code that no check scores, and nbgrader's task cells.
    """
    try:
        titles = {
            cell: task.title for task in set_tasks(settings.root, set_id) for cell in task.cells
        }
    except ContentError:
        # A set need not be divided into tasks to have answers in words.
        titles = {}
    marks = _delimiters(settings)
    return [
        task
        for path in sorted((settings.root / "source" / set_id).glob("*.ipynb"))
        for task in _of_notebook(
            path.stem, json.loads(path.read_text(encoding="utf-8"))["cells"], titles, marks
        )
    ]


def _delimiters(settings: Settings) -> tuple[str, str]:
    step = settings.config.ClearMarkScheme
    return (
        str(step.get("begin_mark_scheme_delimeter", SCHEME[0])),
        str(step.get("end_mark_scheme_delimeter", SCHEME[1])),
    )


def _of_notebook(
    name: str,
    cells: Sequence[Mapping[str, Any]],
    titles: Mapping[str, Text],
    marks: tuple[str, str],
) -> Iterator[WrittenTask]:
    asked: list[str] = []
    for cell in cells:
        source, prose = text_of(cell["source"]), cell["cell_type"] == "markdown"
        meta = cell["metadata"].get("nbgrader") or {}
        if prose and _HEADING.search(source):
            asked = []
        below = bool(meta.get("task"))
        if below:
            asked.append(source)
        if below or (meta.get("grade") and meta.get("solution")):
            most, grade_id = float(meta.get("points") or 0), str(meta["grade_id"])
            question, scheme = _apart("\n\n".join(asked), marks)
            code = not prose
            model = f"<pre>{_escaped(source)}</pre>" if code else markdown(source)
            yield WrittenTask(
                id=f"{name}/{grade_id}",
                notebook=name,
                cell=grade_id,
                title=titles.get(grade_id) or in_every_language(grade_id),
                question=markdown(question),
                scheme=markdown(scheme),
                model="" if below else model,
                max_score=most,
                levels=levels_of(scheme, most),
                code=code and not below,
                below=below,
            )
        elif prose:
            asked.append(source)


def _escaped(source: str) -> str:
    from carekit.common.safe_html import plain

    return plain(source)


def _apart(text: str, marks: tuple[str, str]) -> tuple[str, str]:
    """Return a text without its marking scheme, and the scheme without its delimiters."""
    within = set(inside(text, marks))
    lines = list(enumerate(text.split("\n"), 1))
    scheme = [
        line for at, line in lines if at in within and not any(mark in line for mark in marks)
    ]
    return "\n".join(line for at, line in lines if at not in within), "\n".join(scheme)


def levels_of(scheme: str, most: float) -> tuple[float, ...]:
    r"""Return the points of a marking scheme's levels, the lowest first and that one 0.

    A level is an entry of a list that begins with bold words; their last number is its points.
    Where there are not two of these, whole points are taken up to 9, and else quarters.

    >>> levels_of("- **Level 2, 3 points.** Both.\n- **Level 1, 1.5 points.** One.", 3)
    (0.0, 1.5, 3.0)
    >>> levels_of("", 2), levels_of("", 20)
    ((0.0, 1.0, 2.0), (0.0, 5.0, 10.0, 15.0, 20.0))
    """
    found = set()
    for bold in _LEVEL.findall(scheme):
        numbers = [float(one.replace(",", ".")) for one in _NUMBER.findall(bold)]
        if numbers and 0 < numbers[-1] <= most:
            found.add(numbers[-1])
    if 1 < len(found) <= _MOST_WHOLE:
        return (0.0, *sorted(found))
    if float(most).is_integer() and 0 < most <= _MOST_WHOLE:
        return tuple(float(one) for one in range(int(most) + 1))
    return tuple(most * part / _QUARTERS for part in range(_QUARTERS + 1))
