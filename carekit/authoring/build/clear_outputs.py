"""Clearing outputs for a release: results of a run go, the questions in words stay."""

from __future__ import annotations

from typing import Any

from nbgrader.preprocessors import ClearOutput

from carekit.authoring.build.quiz_text import is_unrun


class ClearRuns(ClearOutput):
    """Take the place of nbgrader's ClearOutput, which would clear what the builder put there."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        """Return the cell without what a run has left in it."""
        kept = [one for one in cell.get("outputs", []) if is_unrun(one)]
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if cell.cell_type == "code":
            cell.outputs = kept
        return cell, resources
