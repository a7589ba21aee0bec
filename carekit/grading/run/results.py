"""What a grader said about a submission, as a line of the ledger and as nbgrader's files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC
from typing import Any, cast

from carekit.common.notebook_format import Marks, Notebook
from carekit.grading.gradebook.result_rows import usable
from carekit.grading.gradebook.writer import open_book
from carekit.grading.intake.inbox import Submission
from carekit.grading.ledger_entry import EntryHead, LedgerEntry, NotebookEntry
from carekit.grading.run.ledger import key_of
from carekit.grading.run.worker_process import broken
from carekit.sandbox.messages import FlagRecord
from carekit.sandbox.submission.flags import flag, merged
from carekit.sandbox.submission.result import (
    CellResult,
    Circumstances,
    SubmissionResult,
)

Checksums = Mapping[str, Mapping[str, str]]
"""nbgrader's checksum of every cell as it was released, by notebook and grade id."""
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
_ABOUT = ("level", "sealed", "seed", "limits", "seconds", "versions")


def released_checksums(db_url: str, course_id: str, set_id: str) -> Checksums:
    """Return the checksums by which nbgrader knows an answer that nobody touched."""
    with open_book(db_url, course_id) as book:
        return {
            notebook.name: {cell.name: cell.checksum for cell in notebook.source_cells}
            for notebook in book.find_assignment(set_id).notebooks
        }


def head_of(submission: Submission, source: str) -> EntryHead:
    """Return what a result says about the submission itself; ``source`` is the checks' digest."""
    work = submission.hash if submission.files else ""
    return {
        "learner": submission.learner,
        "name": submission.name,
        "key": key_of(submission.learner, work, source),
        "submission": work,
        "source": source,
        "received": submission.received.astimezone(UTC).isoformat(timespec="seconds"),
        "late": submission.late,
        "flags": merged(one.plain() for one in submission.flags),
    }


def refused(head: EntryHead) -> LedgerEntry:
    """Return the ledger's entry for a submission in which there is nothing to grade."""
    return {**head, "outcome": "refused", "notebooks": {}}


def entry_of(
    head: EntryHead, result: SubmissionResult, checksums: Checksums
) -> tuple[LedgerEntry, dict[str, bytes]]:
    """Return the ledger's entry for a graded submission, and its notebooks as files by name.

    A result that cannot be kept is a submission that could not be graded: it stops nobody else.
    """
    try:
        return _entry(head, result, checksums)
    except Exception as error:
        return _entry(head, broken(error), checksums)


def _entry(
    head: EntryHead, result: SubmissionResult, checksums: Checksums
) -> tuple[LedgerEntry, dict[str, bytes]]:
    flags: list[FlagRecord] = [*head["flags"], *result.get("flags", [])]
    if result.get("failed"):
        return {**head, "outcome": "failed", "flags": flags, "notebooks": {}}, {}
    books: dict[str, NotebookEntry] = {}
    files: dict[str, bytes] = {}
    for name, book in result["notebooks"].items():
        notebook = book["notebook"]
        known = checksums.get(name, {})
        untouched = _untouched(notebook, known)
        cells = {
            cell: _scored(cell, score.copy(), untouched, flags)
            for cell, score in book["cells"].items()
        }
        books[name] = {"cells": cells, "untouched": sorted(untouched)}
        files[f"{name}.ipynb"] = _as_file(notebook)
    told: Mapping[str, Any] = result
    # mypy follows no key that is no literal.
    about = cast(Circumstances, {key: told[key] for key in _ABOUT if key in told})
    entry: LedgerEntry = {
        **head,
        **about,
        "outcome": "graded",
        "flags": merged(flags),
        "notebooks": books,
    }
    return entry, files


def _as_file(notebook: Notebook) -> bytes:
    """Return a notebook's bytes, one cell on each line: indenting takes ten times as long."""
    cells = ",\n".join(map(_ENCODE, notebook["cells"]))
    rest = {key: value for key, value in notebook.items() if key != "cells"}
    text = f'{{"cells": [\n{cells}\n],\n{_ENCODE(rest)[1:]}\n'
    # Half a letter, as a learner's code can write it, would make the file unreadable for everybody.
    return text.encode("utf-8", "replace")


def _untouched(notebook: Notebook, known: Mapping[str, str]) -> set[str]:
    """Return the answers nobody touched, and give every cell the checksum formgrader expects."""
    from nbformat import NotebookNode, from_dict
    from nbgrader.utils import compute_checksum

    found: set[str] = set()
    for cell in notebook["cells"]:
        marks: Marks = cell["metadata"].get("nbgrader") or {}
        name = marks.get("grade_id")
        if name is None or name not in known:
            continue
        marks["checksum"] = known[name]
        # A task has no text of its own that could be touched: what answers it stands beside it.
        answer = marks.get("solution") and not marks.get("task")
        node: NotebookNode = from_dict(cell) if answer else NotebookNode()
        if answer and compute_checksum(node) == known[name]:
            found.add(name)
    return found


def _scored(
    name: str, cell: CellResult, untouched: set[str], flags: list[FlagRecord]
) -> CellResult:
    if cell["score"] is not None and usable(cell["score"], cell["max_score"]) is None:
        flags.append(flag("bad-score", cell=name, why=cell["score"]).plain())
        return {**cell, "score": 0.0, "needs_manual": True, "outcome": "invalid"}
    if name in untouched and cell["outcome"] in ("manual", "unanswered"):
        # nbgrader's rule for an answer left as it was.
        return {**cell, "score": 0.0, "needs_manual": False, "outcome": "unanswered"}
    return cell
