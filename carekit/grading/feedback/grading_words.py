"""What grading told of a learner's notebook: its flags, and what its checks said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from carekit.common.notebook_format import CellJson, NotebookJson
from carekit.grading.ledger_entry import LedgerEntry
from carekit.sandbox.messages import FlagRecord


@dataclass(frozen=True)
class GradingWords:
    """What grading told of a notebook: flags, and by grade id what its checks said.

    ``trust`` is the level of trust of each check, as far as it is known.
    """

    flags: Sequence[FlagRecord] = ()
    messages: Mapping[str, str] = field(default_factory=dict)
    trust: Mapping[str, str] = field(default_factory=dict)


def words_in_notebook(graded: NotebookJson) -> GradingWords | None:
    """Return what a notebook that nbgrader's own command graded says of itself, else None.

    The sealed worker leaves its flags in there, because that command keeps no ledger.
    """
    # Ours, as ``nbgrader_plugin`` has put them there.
    carekit = graded.get("metadata", {}).get("carekit", {})
    flags = cast("Sequence[FlagRecord] | None", carekit.get("flags"))
    if flags is None:
        return None
    said = {
        name_of(cell): "\n".join(str(out.get("evalue")) for out in cell["outputs"])
        for cell in graded["cells"]
        if is_check(cell)
    }
    levels = {
        name_of(cell): str(cell["metadata"].get("carekit", {}).get("trust", ""))
        for cell in graded["cells"]
        if is_check(cell)
    }
    return GradingWords(flags, said, levels)


def words_in_ledger(entry: LedgerEntry | None, name: str) -> GradingWords:
    """Return what the ledger's last entry of a learner tells of a notebook."""
    if entry is None:
        return GradingWords()
    book = entry["notebooks"].get(name)
    cells = book["cells"] if book else {}
    return GradingWords(
        entry["flags"],
        {cell: str(one.get("message", "")) for cell, one in cells.items()},
        {cell: str(one.get("trust", "")) for cell, one in cells.items()},
    )


def kinds(flags: Sequence[FlagRecord]) -> list[FlagRecord]:
    """Return the first flag of each kind: a process that ended once stops every check after it."""
    return list({one["code"]: one for one in reversed(flags)}.values())[::-1]


def name_of(cell: CellJson) -> str:
    """Return a cell's grade id, or "" where it has no marks."""
    marks = cell.get("metadata", {}).get("nbgrader") or {}
    name: str = marks.get("grade_id", "")
    return name


def is_check(cell: CellJson) -> bool:
    """Return whether a cell is a check that gives points by itself."""
    marks = cell.get("metadata", {}).get("nbgrader") or {}
    return bool(marks.get("grade") and not marks.get("solution") and cell["cell_type"] == "code")
