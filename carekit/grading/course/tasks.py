"""What a set consists of, read from its notebook: tasks under their headings, cells in each."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from carekit.common.course import has_card, in_every_language
from carekit.common.files import ContentError, shown
from carekit.common.languages import Text, languages
from carekit.grading.refusals import say
from carekit.sandbox.submission.cell_text import text_of

_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_ANY_HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)
_SPAN = re.compile(r'<span lang="([A-Za-z-]+)"[^>]*>(.*?)</span>')


@dataclass
class Task:
    """One task: the id of the cell that opens it, its heading, and its graded cells in order."""

    id: str
    title: Text
    cells: list[str] = field(default_factory=list)
    max_score: float = 0.0


def read_tasks(path: Path) -> list[Task]:
    """Return the tasks of a made notebook: a heading of level 2 opens one.

    Headings without graded cells are left out. Raises ContentError when a graded cell stands
    under no such heading, or when a heading lacks a language.
    """
    notebook = json.loads(path.read_text(encoding="utf-8"))
    tasks: list[Task] = []
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        opened = _HEADING.search(source) if cell["cell_type"] == "markdown" else None
        if opened:
            tasks.append(Task(cell["id"], _title(path, cell["id"], opened[1])))
        meta = cell["metadata"].get("nbgrader", {})
        if meta.get("grade") or meta.get("task"):
            if not tasks:
                raise ContentError(say("no-task-heading", file=shown(path), cell=cell["id"]))
            tasks[-1].cells.append(meta["grade_id"])
            tasks[-1].max_score += float(meta["points"])
    return [task for task in tasks if task.cells]


def set_tasks(root: Path, set_id: str) -> list[Task]:
    """Return the tasks of a set of any course.

    A course of the kit's has one notebook for each set, as ``read_tasks`` reads it. In any other
    every heading opens a task, and what stands below none belongs to a task called as the notebook.
    """
    if has_card(root):
        return read_tasks(root / "source" / set_id / f"{set_id}.ipynb")
    paths = sorted((root / "source" / set_id).glob("*.ipynb"))
    return [task for path in paths for task in tasks_by_heading(path)]


def tasks_by_heading(path: Path) -> list[Task]:
    """Return the tasks of a notebook of nbgrader's: each heading with its graded cells."""
    tasks = [Task(path.stem, in_every_language(path.stem))]
    for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"]):
        opened = _ANY_HEADING.search(text_of(cell["source"]))
        if cell["cell_type"] == "markdown" and opened:
            name = cell.get("id") or f"cell-{number}"
            tasks.append(Task(f"{path.stem}/{name}", in_every_language(opened[1].strip())))
        meta = cell["metadata"].get("nbgrader") or {}
        if meta.get("grade") or meta.get("task"):
            tasks[-1].cells.append(meta["grade_id"])
            tasks[-1].max_score += float(meta.get("points") or 0)
    return [task for task in tasks if task.cells]


def _title(path: Path, name: str, heading: str) -> Text:
    said = {lang: html.unescape(words) for lang, words in _SPAN.findall(heading)}
    if missing := [lang for lang in languages() if not said.get(lang)]:
        langs = ", ".join(missing)
        raise ContentError(say("heading-lacks", file=shown(path), cell=name, langs=langs))
    return Text.model_validate({lang: said[lang] for lang in languages()})
