"""What happens to notebooks on their way to the grader, done on purpose.

Each accident changes a notebook as an editor, a sync service or a learner would, so that a sample
class can show what grading makes of it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, Literal

from pydantic import model_validator

from carekit.common.course import Slug
from carekit.common.strict_model import StrictModel


class Accident(StrictModel):
    """One accident; the first two happen to the cell that ``cell`` names."""

    do: Literal["delete-cell", "copy-cell", "strip-metadata", "old-format"]
    cell: Slug | None = None

    @model_validator(mode="after")
    def _cell_where_one_is_meant(self) -> Accident:
        if (self.cell is not None) != (self.do in ("delete-cell", "copy-cell")):
            raise ValueError("delete-cell and copy-cell need a cell, the others none")
        return self


def happen(notebook: Any, accident: Accident) -> None:
    """Change a notebook (an nbformat node) in place.

    Raises KeyError when it has no cell of the accident's name.
    """
    _DOES[accident.do](notebook, accident.cell)


def place(notebook: Any, name: str) -> int:
    """Return where in a notebook the cell of that id stands, or raise KeyError."""
    for number, cell in enumerate(notebook.cells):
        if cell.get("id") == name:
            return number
    raise KeyError(name)


def _delete_cell(notebook: Any, name: str) -> None:
    del notebook.cells[place(notebook, name)]


def _copy_cell(notebook: Any, name: str) -> None:
    """Paste a cell below itself: editors give the copy a new id and keep its metadata."""
    at = place(notebook, name)
    twin = copy.deepcopy(notebook.cells[at])
    twin["id"] = f"{name}-copy"
    notebook.cells.insert(at + 1, twin)


def _strip_metadata(notebook: Any, _name: str | None) -> None:
    """Drop what an editor does not know, as some hosted notebooks do on export."""
    for cell in notebook.cells:
        cell["metadata"] = type(notebook)()
    kept = {key: value for key, value in notebook.metadata.items() if key == "kernelspec"}
    notebook["metadata"] = type(notebook)(kept)


def _old_format(notebook: Any, _name: str | None) -> None:
    """Write the notebook as an editor from before 2021 does: format 4.4, cells without ids."""
    notebook["nbformat_minor"] = 4
    for cell in notebook.cells:
        cell.pop("id", None)


_DOES: dict[str, Callable[[Any, Any], None]] = {
    "delete-cell": _delete_cell,
    "copy-cell": _copy_cell,
    "strip-metadata": _strip_metadata,
    "old-format": _old_format,
}
