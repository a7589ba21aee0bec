"""The check of a quiz: an author names the questions, the builder writes the cell.

    ---
    name: closures-check
    nbgrader: {grade: true, locked: true, points: 3}
    quiz: [which-are-resolved]
    ---

What learners get of it shows their saved answers. The key stands in the hidden lines, as data.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from carekit.authoring.build.myst import Script, SourceCell
from carekit.common.files import ContentError, Fault
from carekit.questions import Item, current_bank
from carekit.questions.views.key_only import key_of

LONGEST = 100


def with_checks(root: Path, script: Script, faults: list[Fault]) -> Script:
    """Return a text whose cells with ``quiz:`` hold their check; mistakes go to ``faults``."""
    wanted = {name for cell in script.cells for name in cell.quiz}
    if not wanted:
        return script
    questions, unread = _questions(root)
    if wanted - questions.keys() and unread:
        faults.append(Fault(script.path, 1, "", f"its quiz cannot be read: {unread[0]}"))
        return script
    cells = (_check(cell, questions, script.path, faults) for cell in script.cells)
    return replace(script, cells=tuple(cells))


def _questions(root: Path) -> tuple[dict[str, Item], list[ContentError]]:
    """Return the questions of every bank that can be read, and what is wrong with the others.

    A slip in the bank of one concept must not stop the set of another.
    """
    found: dict[str, Item] = {}
    unread = []
    for path in sorted((root / "course_data" / "quizzes").glob("*.yml")):
        try:
            found |= {question.id: question for question in current_bank(path).questions}
        except ContentError as error:
            unread.append(error)
    return found, unread


def _check(
    cell: SourceCell, questions: dict[str, Item], path: Path, faults: list[Fault]
) -> SourceCell:
    if not cell.quiz:
        return cell
    wrong = list(_mistakes(cell, questions))
    faults += [Fault(path, cell.opened, cell.name, f"quiz: {says}") for says in wrong]
    if wrong:
        return cell
    points = cell.entries.get("points")
    keys = [_line(f"    {key_of(questions[name])!r},") for name in cell.quiz]
    named = ", ".join(f'"{name}"' for name in cell.quiz)
    lines = [
        "from carekit.answers import read_answers",
        "",
        f"read_answers({named})",
        "### BEGIN HIDDEN TESTS",
        "from carekit.answers import worth",
        "",
        # Data of the builder's, one question a line: no formatter and no linter has a say in it.
        "# fmt: off",
        "key = [",
        *keys,
        "]",
        "# fmt: on",
        f"worth(key, points={points!r})",
        "### END HIDDEN TESTS",
    ]
    return replace(cell, source="\n".join(lines))


def _line(said: str) -> str:
    return f"{said}  # noqa: E501" if len(said) > LONGEST else said


def _mistakes(cell: SourceCell, questions: dict[str, Item]) -> list[str]:
    meta = cell.entries
    found = []
    if cell.kind != "code" or cell.source.strip():
        found.append("the builder writes this cell; leave it empty, or take quiz: away")
    if meta.get("grade") is not True or meta.get("solution") is True:
        found.append("gives points; write nbgrader: {grade: true, locked: true, points: ...}")
    for name in cell.quiz:
        if name not in questions:
            found.append(f"no question {name!r} in course_data/quizzes; correct it or write it")
        elif questions[name].use != "graded":
            found.append(f"{name} is kept for {questions[name].use} use; write use: graded there")
    if len(set(cell.quiz)) < len(cell.quiz):
        found.append("names a question twice; keep one of them")
    return found
