"""A lesson is run, so that its page can show what every cell gives."""

from __future__ import annotations

import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from carekit.common.languages import Lang

CELL_SECONDS = 120
WIDGETS = "application/vnd.jupyter.widget-state+json"

Node = dict[str, Any]
"""A cell, an output or a widget's traits, as the notebook's JSON has it."""


@dataclass(frozen=True)
class Lesson:
    """A lesson that was run: its name, its cells with outputs, and the traits of its widgets."""

    name: str
    cells: list[Node]
    widgets: dict[str, Node]

    @property
    def raised(self) -> list[str]:
        """Return the names of the cells that ended with an error."""
        return [
            str(cell["id"])
            for cell in self.cells
            if any(one["output_type"] == "error" for one in cell.get("outputs", []))
        ]


def run_lesson(root: Path, name: str, notebook: bytes, lang: Lang) -> Lesson:
    """Return a lesson after all its cells were run in a fresh kernel, in a folder of its own.

    Nothing it writes lies in the course, and its record is empty. What a cell raises is an output
    as any other. Raises nbclient's CellTimeoutError for a cell that runs longer than CELL_SECONDS,
    DeadKernelError where the kernel ends.
    """
    import nbformat
    from nbclient import NotebookClient

    read = nbformat.reads(notebook.decode("utf-8"), as_version=4)
    for cell in read.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    with tempfile.TemporaryDirectory(prefix="care-pages-") as place:
        env = os.environ | {
            "CAREKIT_ROOT": str(root),
            "CAREKIT_RECORD": str(Path(place, "record")),
            "CAREKIT_LANG": str(lang),
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        }
        client = NotebookClient(
            read,
            timeout=CELL_SECONDS,
            kernel_name="python3",
            allow_errors=True,
            resources={"metadata": {"path": place}},
        )
        # What a kernel says to its terminal is about its connection, not about the lesson.
        client.execute(env=env, stderr=subprocess.DEVNULL)
    state = read.metadata.get("widgets", {}).get(WIDGETS, {}).get("state", {})
    traits = {model: dict(one["state"]) for model, one in state.items()}
    return Lesson(name, [dict(cell) for cell in read.cells], traits)
