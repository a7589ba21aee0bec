"""Cells become the bytes of a notebook, the same bytes every time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from carekit.authoring.build.myst import SourceCell
from carekit.common.notebook_format import Marks, Output

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
GOES_ON = "raises-exception"
FLAGS = ("grade", "locked", "solution", "task")


@dataclass(frozen=True)
class BuiltCell:
    """One cell of a notebook: what was written, what it became, and what it shows before a run."""

    cell: SourceCell
    source: str
    outputs: list[Output] = field(default_factory=list)


def write(cells: list[BuiltCell], made_from: str) -> bytes:
    """Return a valid nbformat 4.5 notebook that nobody has run; cell names become cell ids.

    ``made_from`` is the text's path in the course folder, with forward slashes.
    """
    import nbformat

    nodes = [_node(made) for made in cells]
    about: dict[str, Any] = {"made_from": made_from}
    if any(made.cell.nbgrader is not None for made in cells):
        # ``care lint`` holds every check of ours to this; so no run has to find it out.
        about["trust"] = "sealed"
    notebook = nbformat.v4.new_notebook(
        cells=nodes,
        metadata={"carekit": about, "kernelspec": dict(KERNEL)},
        nbformat=4,
        # 4.5 is the first with cell ids; a later default must not change the bytes.
        nbformat_minor=5,
    )
    nbformat.validate(notebook)
    text: str = nbformat.writes(notebook, version=4)
    return (text.rstrip("\n") + "\n").encode("utf-8")


def _node(made: BuiltCell) -> Any:
    import nbformat

    cell = made.cell
    metadata: dict[str, Any] = {}
    if cell.nbgrader is not None:
        metadata["nbgrader"] = graded(cell)
    if tags := _tags(cell):
        metadata["tags"] = tags
    make = nbformat.v4.new_code_cell if cell.kind == "code" else nbformat.v4.new_markdown_cell
    # jupytext and nbformat would draw a new id at random on every build.
    node = make(made.source, id=cell.name, metadata=metadata)
    if made.outputs:
        node.outputs = [nbformat.from_dict(one) for one in made.outputs]
    return node


def _tags(cell: SourceCell) -> list[str]:
    """Return the author's tags, and for a check of code the one that lets a run go on after it.

    A check fails until its task is solved. Without the tag JupyterLab's Run All would end at the
    first one; nbgrader goes on after every cell, tagged or not, and scores the error as before.
    """
    wrote = cell.entries
    check = cell.kind == "code" and wrote.get("grade") is True and wrote.get("solution") is not True
    tags = list(cell.tags)
    return [*tags, GOES_ON] if check and GOES_ON not in tags else tags


def graded(cell: SourceCell) -> Marks:
    """Return all that nbgrader wants to know of a cell, completed from what the author wrote.

    A grade cell that is no answer is locked, as nbgrader treats it; ``cell_type`` and ``checksum``
    are left out, because nbgrader writes them when it releases.
    """
    wrote = cell.entries
    flags = {flag: bool(wrote.get(flag)) for flag in FLAGS}
    asked = flags["locked"] or flags["grade"] or flags["task"]
    meta: Marks = {
        "grade": flags["grade"],
        "locked": not flags["solution"] and asked,
        "solution": flags["solution"],
        "task": flags["task"],
    }
    meta["grade_id"] = cell.name
    meta["schema_version"] = 3
    if meta["grade"] or meta["task"]:
        meta["points"] = wrote.get("points")
    return meta
