"""The snapshot of an assignment as nbgrader's own gradebook has it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import nbformat
from nbgrader.api import Gradebook
from traitlets.config import Config

from carekit.common.files import ContentError
from carekit.common.notebook_format import Marks
from carekit.grading.course.released import as_released, cleared
from carekit.sandbox.submission.assignment import Book, Cell, Snapshot, book_of, cell_of
from carekit.sandbox.submission.cell_text import text_of


def gradebook_snapshot(
    db_url: str, assignment: str, source: Path | None = None, config: Config | None = None
) -> Snapshot:
    """Return the snapshot of an assignment as nbgrader's gradebook has it.

    ``source`` is the folder of the instructor's notebooks: with it, the order of all cells, the
    names of the solutions and the cells without marks are known as well. ``config`` are nbgrader's
    settings, which say how hidden checks are marked.
    """
    with Gradebook(db_url) as gradebook:
        found = gradebook.find_assignment(assignment)
        books = [_book(notebook, config or Config()) for notebook in found.notebooks]
    if source is None or not any(source.glob("*.ipynb")):
        return Snapshot(tuple(books))
    known = _of_source(source, config or Config())
    kept = {book.name: {cell.id: cell for cell in book.cells} for book in books}
    merged = [_as_kept(book, kept.get(book.name, {})) for book in known.books]
    return Snapshot(tuple(merged))


def _of_source(source: Path, config: Config) -> Snapshot:
    """Return the snapshot of a set's folder, without nbgrader's steps where these refuse it."""
    sources = {path.name: path.read_bytes() for path in sorted(source.glob("*.ipynb"))}
    try:
        found = as_released(source.parents[1], source.name, sources, config)
    except ContentError:
        return Snapshot.from_notebooks(sources)
    return Snapshot.from_notebooks(sources, found.released, found.full)


def _as_kept(book: Book, kept: dict[str, Cell]) -> Book:
    """Return a notebook in the order of its source, its cells as the gradebook keeps them."""
    cells = [
        replace(kept[cell.id], binds=cell.binds, trust=cell.trust) if cell.id in kept else cell
        for cell in book.cells
    ]
    return replace(book, cells=tuple(cells))


def _book(notebook: Any, config: Config) -> Book:
    points = {cell.name: cell.max_score for cell in notebook.grade_cells}
    points |= {cell.name: cell.max_score for cell in notebook.task_cells}
    kinds = {
        "grade": {cell.name for cell in notebook.grade_cells},
        "solution": {cell.name for cell in notebook.solution_cells},
        "task": {cell.name for cell in notebook.task_cells},
    }
    full = nbformat.v4.new_notebook()
    for stored in notebook.source_cells:
        marks: Marks = {
            "grade_id": stored.name,
            "locked": bool(stored.locked),
            "schema_version": 3,
            "cell_type": stored.cell_type,
            "checksum": stored.checksum,
            "grade": stored.name in kinds["grade"],
            "solution": stored.name in kinds["solution"],
            "task": stored.name in kinds["task"],
        }
        if stored.name in points:
            marks["points"] = points[stored.name]
        cell = {"cell_type": stored.cell_type, "metadata": {"nbgrader": marks}}
        full.cells.append(nbformat.from_dict({**cell, "source": text_of(stored.source)}))
    cells = []
    for kept, given in zip(full.cells, cleared(full, config).cells, strict=True):
        marks = cast("Marks", dict(kept.metadata["nbgrader"]))
        one = cell_of(marks["grade_id"], kept.cell_type, kept.source, marks, cleared=True)
        source = given.source if one.trusted else one.source
        cells.append(replace(one, source=source, released=given.source))
    spec = json.loads(notebook.kernelspec or "{}")
    return replace(book_of(notebook.name, cells, spec), whole=False)
