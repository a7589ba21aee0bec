"""What learners wrote, read from their graded notebooks, and what the gradebook says of it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from carekit.common.files import sha256
from carekit.common.safe_html import joined, markdown, plain
from carekit.grading.course.folders import Settings
from carekit.grading.gradebook.cell_scores import papers
from carekit.grading.gradebook.hand_marks import HandMark
from carekit.grading.marking.written_tasks import WrittenTask


@dataclass(frozen=True)
class Answer:
    """One learner's answer: its text, and the same as HTML that can do nothing."""

    text: str
    html: str

    @property
    def digest(self) -> str:
        """Return a digest of the text."""
        return sha256(self.text.encode("utf-8", "surrogatepass"))


@dataclass
class GradedNotebooks:
    """The graded notebooks of a set; each is read again only when its file has changed."""

    settings: Settings
    set_id: str
    _kept: dict[Path, tuple[int, Sequence[Mapping[str, Any]]]] = field(default_factory=dict)

    def answer(self, learner: str, task: WrittenTask) -> Answer | None:
        """Return a learner's answer to a task, or None where the notebook has no such cell."""
        cells = self._cells(
            self.settings.autograded(learner, self.set_id) / f"{task.notebook}.ipynb"
        )
        at = next((at for at, cell in enumerate(cells) if _name(cell) == task.cell), None)
        if at is None:
            return None
        if not task.below:
            source = joined(cells[at].get("source"))
            code = cells[at].get("cell_type") == "code"
            return Answer(source, f"<pre>{plain(source)}</pre>" if code else markdown(source))
        own = []
        for cell in cells[at + 1 :]:
            if _name(cell):
                break
            own.append(cell)
        parts = [(joined(cell.get("source")), cell.get("cell_type") == "code") for cell in own]
        html = "".join(
            f"<pre>{plain(source)}</pre>" if code else markdown(source) for source, code in parts
        )
        return Answer("\n\n".join(source for source, _ in parts), html)

    def _cells(self, path: Path) -> Sequence[Mapping[str, Any]]:
        try:
            stamp = path.stat().st_mtime_ns
        except OSError:
            return ()
        if path not in self._kept or self._kept[path][0] != stamp:
            try:
                cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            except (OSError, ValueError, KeyError, TypeError):
                cells = []
            self._kept[path] = stamp, cells
        return self._kept[path][1]


@dataclass(frozen=True)
class HandedIn:
    """One learner's answer to a task, the learner's name or "", and its mark in the gradebook."""

    name: str
    answer: Answer
    now: HandMark

    @property
    def mark(self) -> HandMark | None:
        """Return the mark, or None where a person has to look."""
        return None if self.now.points is None or self.now.waits else self.now


@dataclass
class TaskAnswers:
    """The answers to one task by learner; ``unanswered`` learners left it as it was."""

    by_learner: dict[str, HandedIn] = field(default_factory=dict)
    unanswered: int = 0


def answers_to(
    tasks: Collection[WrittenTask], notebooks: GradedNotebooks
) -> dict[str, TaskAnswers]:
    """Return the answers to every task, by its id, as the gradebook has them now.

    Raises ContentError where the gradebook cannot be read.
    """
    found = {task.id: TaskAnswers() for task in tasks}
    for paper in papers(notebooks.settings, notebooks.set_id):
        for task in tasks:
            score = paper.marks.get(task.cell)
            if task.notebook != paper.notebook or score is None:
                continue
            if score.manual is None and score.auto is not None and not score.waiting:
                found[task.id].unanswered += 1
                continue
            now = HandMark(score.manual, paper.comments.get(task.cell, ""), waits=score.waiting)
            answer = notebooks.answer(paper.learner, task) or Answer("", "")
            found[task.id].by_learner[paper.learner] = HandedIn(paper.name, answer, now)
    return found


def _name(cell: Mapping[str, Any]) -> str:
    return str((cell.get("metadata", {}).get("nbgrader") or {}).get("grade_id") or "")
