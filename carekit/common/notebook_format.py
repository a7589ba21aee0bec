"""Notebooks as JSON: the types of their plain data, as nbformat 4 defines it.

A file may keep a text as a list of lines; ``NotebookJson`` is such a file, ``Notebook`` has every
text in one piece. What a learner handed in may have any shape: it is a ``Mapping[str, object]``
until somebody has looked at it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Required, TypedDict

Lines = str | list[str]
"""A text as a file keeps it: in one piece, or as a list of lines."""
Attachments = dict[str, dict[str, str]]
"""The pictures of a cell, by name and then by media type."""


class Marks(TypedDict, total=False):
    """What nbgrader's metadata say of a cell; ``points`` where it is graded."""

    grade: bool
    grade_id: str
    locked: bool
    schema_version: int
    solution: bool
    task: bool
    points: float | None
    checksum: str
    cell_type: str


class CellMetadata(TypedDict, total=False):
    """The metadata of a cell, as far as the kit reads them."""

    nbgrader: Marks
    carekit: dict[str, object]
    tags: list[str]


class Output(TypedDict, total=False):
    """One output of a code cell: a stream, a display, a result or an error.

    ``display_id`` is for the process that makes it; it does not leave it.
    """

    output_type: Required[str]
    name: str
    text: str
    data: Mapping[str, object]
    metadata: Mapping[str, object]
    execution_count: int | None
    ename: str
    evalue: str
    traceback: list[str]
    display_id: str


class _Cell(TypedDict, total=False):
    cell_type: Required[str]
    id: str
    metadata: Required[CellMetadata]
    execution_count: int | None
    attachments: Attachments


class NotebookCell(_Cell, total=False):
    """A cell with its texts in one piece; code cells have outputs."""

    source: Required[str]
    outputs: list[Output]


class CellJson(_Cell, total=False):
    """A cell as a file keeps it; in its outputs any text may be lines as well."""

    source: Required[Lines]
    outputs: list[dict[str, object]]


class Kernelspec(TypedDict, total=False):
    """The kernel that a notebook is run by."""

    name: str
    display_name: str
    language: str


class _About(TypedDict, total=False):
    kernelspec: Kernelspec
    carekit: dict[str, object]


class Notebook(TypedDict):
    """A notebook with every text in one piece."""

    cells: list[NotebookCell]
    metadata: _About
    nbformat: int
    nbformat_minor: int


class NotebookJson(TypedDict):
    """A notebook as a file keeps it."""

    cells: list[CellJson]
    metadata: _About
    nbformat: int
    nbformat_minor: int
