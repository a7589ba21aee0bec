"""The page of an appeal: a learner's feedback page, and below it what was written down."""

from __future__ import annotations

import json
from pathlib import Path

from carekit.common.durable_files import Disk
from carekit.grading.course.folders import Settings
from carekit.grading.feedback.history import history_of
from carekit.grading.feedback.pages import FeedbackPages
from carekit.grading.feedback.render import render
from carekit.grading.gradebook.cell_scores import papers


def write_appeal(settings: Settings, set_id: str, learner: str, folder: Path) -> list[Path]:
    """Write the page of an appeal for each notebook into a folder and return the paths.

    It shows what the learner's feedback page shows, and below it what was written down of the work.
    No path means that nothing of this learner's was graded.
    """
    book, made = FeedbackPages(settings, set_id), []
    for paper in papers(settings, set_id, (learner,)):
        source = settings.autograded(learner, set_id) / f"{paper.notebook}.ipynb"
        if source.is_file():
            page = book.page(paper, json.loads(source.read_text(encoding="utf-8")))
            page.history = history_of(settings, set_id, learner)
            path = folder / f"appeal-{learner}-{paper.notebook}.html"
            Disk().replace(path, render(page).encode("utf-8", "replace"))
            made.append(path)
    return made
