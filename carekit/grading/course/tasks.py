"""What a set consists of, read from its notebook: tasks under their headings, cells in each."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from carekit.common.files import ContentError, shown
from carekit.common.languages import Lang, Text
from carekit.grading.refusals import say

_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
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


def _title(path: Path, name: str, heading: str) -> Text:
    said = {lang: html.unescape(words) for lang, words in _SPAN.findall(heading)}
    if missing := [lang.value for lang in Lang if not said.get(lang.value)]:
        langs = ", ".join(missing)
        raise ContentError(say("heading-lacks", file=shown(path), cell=name, langs=langs))
    return Text.model_validate({lang.value: said[lang.value] for lang in Lang})
