"""Cells become the bytes of a notebook, the same bytes every time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from carekit.authoring.build.myst import Front, SourceCell
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
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)


def write(cells: list[BuiltCell], made_from: str, front: Front) -> bytes:
    """Return a valid nbformat 4.5 notebook that nobody has run; cell names become cell ids.

    ``made_from`` is the text's path in the course folder, with forward slashes; ``front`` is the
    text's front matter.
    """
    import nbformat

    imported = front.imported_from is not None
    nodes = [_node(made, imported=imported) for made in cells]
    about: dict[str, Any] = {"made_from": made_from}
    if not imported and any(made.cell.nbgrader is not None for made in cells):
        # ``care lint`` holds every check of ours to this; so no run has to find it out.
        about["trust"] = "sealed"
    notebook = nbformat.v4.new_notebook(
        cells=nodes,
        metadata={**front.metadata, "carekit": about, "kernelspec": dict(KERNEL)},
        nbformat=4,
        # 4.5 is the first with cell ids; a later default must not change the bytes.
        nbformat_minor=5,
    )
    nbformat.validate(notebook)
    text: str = nbformat.writes(notebook, version=4)
    return (text.rstrip("\n") + "\n").encode("utf-8")


def _node(made: BuiltCell, *, imported: bool) -> Any:
    import nbformat

    cell = made.cell
    metadata: dict[str, Any] = dict(cell.metadata)
    if cell.nbgrader is not None:
        metadata["nbgrader"] = as_imported(cell) if imported else graded(cell)
    if cell.folded:
        metadata["jupyter"] = {"source_hidden": True}
    if tags := list(cell.tags) if imported else _tags(cell):
        metadata["tags"] = tags
    make = nbformat.v4.new_code_cell if cell.kind == "code" else nbformat.v4.new_markdown_cell
    if cell.raw:
        make = nbformat.v4.new_raw_cell
    # jupytext and nbformat would draw a new id at random on every build.
    node = make(made.source, id=cell.name, metadata=metadata)
    if made.attachments:
        node.attachments = nbformat.from_dict(made.attachments)
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


def as_imported(cell: SourceCell) -> Marks:
    """Return what nbgrader knew of a cell in the notebook that a set was imported from.

    Flags are as they were written there, and the grade id may be another than the cell's name.
    """
    wrote = cell.entries
    meta: Marks = {
        "grade": wrote.get("grade") is True,
        "locked": wrote.get("locked") is True,
        "solution": wrote.get("solution") is True,
        "task": wrote.get("task") is True,
        "schema_version": 3,
    }
    if "grade_id" in wrote or any(wrote.get(flag) is True for flag in FLAGS):
        meta["grade_id"] = str(wrote.get("grade_id", cell.name))
    if "points" in wrote:
        meta["points"] = wrote.get("points")
    return meta
