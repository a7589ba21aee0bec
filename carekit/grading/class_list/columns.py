"""What the columns of a class list are called, by the system that wrote the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from carekit.common.files import read_model
from carekit.common.strict_model import StrictModel

Says = Literal["code", "name", "first", "last", "email", "number", "group", "track", "language"]
"""What a column says of a learner: ``code`` can be the id, ``number`` is the platform's own."""


class Layout(StrictModel):
    """How one system writes its list; ``name`` is "" for a list that a person made."""

    name: str
    told_by: tuple[str, ...] = Field(alias="told-by")
    id: tuple[str, ...]
    columns: Mapping[str, Says]
    nobody: tuple[str, ...] = ()


class _Layouts(StrictModel):
    layouts: tuple[Layout, ...]


@cache
def layouts() -> tuple[Layout, ...]:
    """Return every layout, the most particular first; the last fits any file."""
    return read_model(Path(__file__).with_name("columns.yml"), _Layouts).layouts


def layout_of(header: Sequence[str]) -> Layout:
    """Return the layout of a file by its header, whose words are in small letters."""
    return next(one for one in layouts() if set(one.told_by) <= set(header))
