"""The checksum that nbgrader writes into a cell when it releases a set."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import cast

from carekit.common.notebook_format import CellJson


def released_checksum(cell: Mapping[str, object]) -> str:
    """Return what ``nbgrader.utils.compute_checksum`` gives for a cell with nbgrader's metadata.

    It is worked out here because importing nbgrader takes longer than reading all notebooks of a
    course. The cell's source may be one text or a list of lines. A cell without ``grade_id`` has
    an empty one.
    """
    known = cast(CellJson, cell)
    marks = known["metadata"]["nbgrader"]
    grade, solution = bool(marks.get("grade")), bool(marks.get("solution"))
    locked = not solution and (grade or bool(marks.get("locked")))
    parts = ["".join(known["source"]), known["cell_type"], str(grade), str(solution), str(locked)]
    parts.append(str(marks.get("grade_id", "")))
    if grade:
        parts.append(str(float(marks.get("points") or 0)))
    told = "".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.md5(told, usedforsecurity=False).hexdigest()
