"""A set as the grader needs it, as JSON: what is sent to other processes and machines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from carekit.common.notebook_format import Kernelspec, Marks


class CellOfJson(TypedDict):
    """The fields of a ``Cell`` as JSON holds them."""

    id: str
    kind: str
    source: str
    released: str
    points: float
    grade: bool
    solution: bool
    locked: bool
    task: bool
    marks: Marks
    binds: Sequence[str]
    trust: str


class BookJson(TypedDict):
    """The fields of a ``Book`` as JSON holds them."""

    name: str
    cells: Sequence[CellOfJson]
    kernelspec: Kernelspec
    theirs: Sequence[str]
    imports: dict[str, str]
    whole: bool


class SnapshotJson(TypedDict):
    """A ``Snapshot`` as JSON holds it; the bytes of ``files`` in Base64."""

    books: list[BookJson]
    files: dict[str, str]
