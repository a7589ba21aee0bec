"""Checks of a quiz, scored without running anything: the answers are data, and so is the key.

The builder writes such a check in one shape only (``carekit.authoring.build.quiz_checks``). What
has this very shape is read, not run; anything else is an ordinary check.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from carekit.common.languages import languages
from carekit.common.notebook_format import Output
from carekit.learner.graded_answers import (
    FILE,
    AnswerScore,
    AnswersFile,
    listed,
    marks,
    parsed,
    sentences,
)
from carekit.questions import Item
from carekit.questions.views.key_only import question_of
from carekit.sandbox.notebook_plan import Shown
from carekit.sandbox.submission.assignment import Book, Cell
from carekit.sandbox.submission.cell_text import looks_like_quiz
from carekit.sandbox.submission.unplaced_text import Placed

_MOST_KNOWN = 1_000


@dataclass(frozen=True)
class QuizCheck:
    """One check of a quiz: its questions by id, with their keys, and the points for all of them."""

    book: str
    cell: Cell
    questions: Mapping[str, Item]
    points: float
    # Many give the same answers; drawing a question's numbers again would give the same ones.
    known: dict[tuple[str | int | None, ...], AnswerScore] = field(
        default_factory=dict, compare=False
    )

    def judged(self, reading: AnswersFile, count: int) -> Shown:
        """Return what the check shows and how it judges, as if it had run as cell ``count``."""
        names = list(self.questions)
        if not any(name in reading.answers for name in names):
            # What `read_answers` raises in the visible lines of the check.
            odd = "odd-entry" if set(names) & set(reading.odd) else "no-answer"
            return self._failed(_said([(name, reading.trouble or odd) for name in names]), count)
        found = {name: self._mark(reading, name) for name in names}
        score = round(self.points * sum(mark.score for mark in found.values()) / len(found), 4)
        troubles = [(name, mark.says) for name, mark in found.items() if mark.says]
        said = "".join(f"{w}\n" for w in (repr(listed(reading, names)), _said(troubles)) if w)
        value: Output = {
            "output_type": "execute_result",
            "data": {"text/plain": repr(score)},
            "metadata": {},
            "execution_count": count,
        }
        outputs: list[Output] = [{"output_type": "stream", "name": "stdout", "text": said}, value]
        outcome = "passed" if score == self.cell.points else "partial"
        return Shown(outputs, count, {"outcome": outcome, "score": score, "message": ""})

    def _mark(self, reading: AnswersFile, name: str) -> AnswerScore:
        saved = reading.answers.get(name)
        if saved is None:
            return marks(reading, self.questions, [name])[name]
        place = (name, saved.variant, *saved.answer)
        if place not in self.known:
            if len(self.known) >= _MOST_KNOWN:
                self.known.clear()
            self.known[place] = marks(reading, self.questions, [name])[name]
        return self.known[place]

    @staticmethod
    def _failed(words: str, count: int) -> Shown:
        error: Output = {
            "output_type": "error",
            "ename": "CheckFailed",
            "evalue": words,
            "traceback": [f"CheckFailed: {words}"],
        }
        return Shown([error], count, {"outcome": "failed", "score": 0.0, "message": words})


def _said(troubles: Sequence[tuple[str, str]]) -> str:
    # Nobody knows here which language the learner will read.
    texts = [(name, sentences()[why]) for name, why in troubles]
    return "\n".join(text[lang].format(id=name) for lang in languages() for name, text in texts)


def quiz_check(book: str, cell: Cell) -> QuizCheck | None:
    """Return a check of a quiz as data, or None where the cell is anything else."""
    if not (cell.test and looks_like_quiz(cell.source)):
        return None
    try:
        shown, look, worth, key, value = ast.parse(cell.source).body
        # A cell of another form lacks one of these fields, and is no such check.
        ids = [ast.literal_eval(one) for one in look.value.args]  # type: ignore[attr-defined]
        keys = ast.literal_eval(key.value)  # type: ignore[attr-defined]
        points = ast.literal_eval(value.value.keywords[0].value)  # type: ignore[attr-defined]
        questions = {one["id"]: question_of(one) for one in keys}
    except (ValueError, SyntaxError, AttributeError, IndexError, KeyError, TypeError):
        return None
    named = ", ".join(map(repr, ids))
    wanted = [
        "from carekit.answers import read_answers",
        f"read_answers({named})",
        "from carekit.answers import worth",
        f"key = {ast.unparse(ast.parse(repr(keys)))}",
        f"worth(key, points={points!r})",
    ]
    same = [ast.unparse(node) for node in (shown, look, worth, key, value)] == wanted
    whole = type(points) in (int, float) and 0 <= points <= cell.points
    return (
        QuizCheck(book, cell, questions, points) if same and whole and ids == [*questions] else None
    )


def quiz_only(book: Book) -> dict[str, QuizCheck]:
    """Return the checks of a notebook by grade id if all of them are checks of a quiz, else {}."""
    found = {cell.id: quiz_check(book.name, cell) for cell in book.cells if cell.test}
    checks = {name: check for name, check in found.items() if check is not None}
    return checks if len(checks) == len(found) else {}


def answered(
    checks: Mapping[str, QuizCheck],
    placed: Sequence[Placed],
    files: Mapping[str, bytes],
) -> list[Shown]:
    """Return what became of each cell of a notebook none of whose cells is run."""
    raw = files.get(FILE)
    reading = AnswersFile() if raw is None else parsed(raw)
    shown, count = [], 0
    for item in placed:
        check = checks.get(item.cell.id) if item.cell is not None else None
        count += check is not None
        shown.append(Shown() if check is None else check.judged(reading, count))
    return shown
