"""What every table of the course holds: the model of ``course_data/tables.yml``."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from carekit.common.files import read_model
from carekit.common.languages import Text, Words
from carekit.common.strict_model import StrictModel

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
# A column may be called in the letters of any language, as the CSV of an office is.
ColumnName = Annotated[str, StringConstraints(pattern=r"^[^\W\d]\w*$")]
File = Annotated[str, StringConstraints(pattern=r"^[\w-][\w.-]*\.csv$")]
Kind = Literal["text", "choice", "integer", "number", "boolean", "date", "datetime"]
MOMENTS = ("date", "datetime")


class ColumnSpec(StrictModel):
    """One column: what a cell may hold and what it means."""

    name: ColumnName
    type: Kind
    means: Text
    unit: Words | None = None
    nullable: bool = False
    unique: bool = False
    range: tuple[float, float] | None = None
    values: list[str] | None = None
    pattern: str | None = None
    relation: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]*\.[^\W\d]\w*$")
    not_before: ColumnName | None = None

    @model_validator(mode="after")
    def _fits_its_type(self) -> ColumnSpec:
        if (self.type == "choice") != (self.values is not None):
            raise ValueError("`values` goes with type `choice` and only with it")
        if self.range and self.type not in ("integer", "number"):
            raise ValueError("`range` goes with numbers only")
        if self.pattern and self.type != "text":
            raise ValueError("`pattern` goes with text only")
        if self.not_before and self.type not in MOMENTS:
            raise ValueError("`not_before` goes with dates and times only")
        return self

    def expects(self) -> str:
        """Return what a cell of this column must be, in words for an error message."""
        kinds = {
            "text": "text",
            "choice": f"one of {', '.join(self.values or [])}",
            "integer": "a whole number",
            "number": "a number",
            "boolean": "True or False",
            "date": "a date such as 2025-03-05",
            "datetime": "a time such as 2025-03-05 14:30",
        }
        words = kinds[self.type]
        if self.pattern:
            words = f"text of the form {self.pattern}"
        if self.relation:
            words = f"a value of {self.relation}"
        if self.range:
            words += f" from {self.range[0]:.15g} to {self.range[1]:.15g}"
        return words + (", or empty" if self.nullable else "")


class TableSpec(StrictModel):
    """One table: its columns in file order and the columns that name a row.

    ``file`` is the CSV in ``course_data/tables`` that the author laid there. A table that names
    none is made by the recipes; in a course without recipes it is ``NAME.csv``.
    """

    name: Name
    file: File | None = None
    title: Text
    means: Text
    key: list[ColumnName] = Field(min_length=1)
    columns: list[ColumnSpec] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_stand_once(self) -> TableSpec:
        names = [column.name for column in self.columns]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"column {name} is there twice; keep one")
        wanted = [*self.key, *(c.not_before for c in self.columns if c.not_before)]
        for name in wanted:
            if name not in names:
                raise ValueError(f"there is no column {name}")
        return self

    def column(self, name: str) -> ColumnSpec:
        """Return one column by name; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def types(self) -> dict[str, str]:
        """Return the type of each column, in file order."""
        return {column.name: column.type for column in self.columns}


class Tables(StrictModel):
    """The whole of ``tables.yml``: what each table holds, and what the recipes of some need.

    ``recipes`` is the folder of the recipes. With it go ``seed``, ``size``, ``as_of`` (nothing in
    the tables happened at or after that day) and ``kept_back``, the folder for what the recipes
    know and learners do not get.
    """

    seed: int | None = Field(default=None, ge=0)
    size: int | None = Field(default=None, ge=1)
    as_of: dt.date | None = None
    recipes: str | None = None
    kept_back: str | None = None
    about: Text | None = None
    tables: list[TableSpec] = Field(min_length=1)
    beside: list[Beside] = Field(default=[])
    raw: list[RawFile] = Field(default=[])

    @model_validator(mode="after")
    def _recipes_have_what_they_need(self) -> Tables:
        for field in ("seed", "size", "as_of", "kept_back") if self.recipes else ():
            if getattr(self, field) is None:
                raise ValueError(f"`{field}` is missing; recipes need it")
        for field in () if self.recipes else ("seed", "size", "kept_back"):
            if getattr(self, field) is not None:
                raise ValueError(f"`{field}` goes with `recipes`, and there are none; remove it")
        return self

    @model_validator(mode="after")
    def _relations_lead_somewhere(self) -> Tables:
        known = {table.name: table for table in self.tables}
        if len(known) < len(self.tables):
            raise ValueError("a table is described twice; keep one")
        for table in self.tables:
            for column in table.columns:
                if not column.relation:
                    continue
                parent, field = column.relation.split(".")
                if parent not in known or field not in known[parent].types:
                    raise ValueError(
                        f"{table.name}.{column.name}: there is no column {column.relation}"
                    )
        return self

    @property
    def own(self) -> dict[str, str]:
        """Return the file of each table that no recipe makes, by the table's name."""
        return {
            table.name: table.file or f"{table.name}.csv"
            for table in self.tables
            if table.file or not self.recipes
        }

    @property
    def names(self) -> list[str]:
        """Return the names of the tables in the order of the file."""
        return [table.name for table in self.tables]

    def table(self, name: str) -> TableSpec:
        """Return one table by name; KeyError when there is none."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)


class Beside(StrictModel):
    """Another file or folder that lies beside the tables, for the page about them."""

    path: Words
    means: Text


class RawFile(StrictModel):
    """A file as another system would have sent it, to be cleaned by a learner."""

    file: Words
    twin_of: Name
    encoding: Words
    means: Text


@cache
def _read(path: Path, _changed: int) -> Tables:
    return read_model(path, Tables)


def read_spec(root: Path) -> Tables:
    """Return the description of a course's tables.

    Raises ContentError with file, line, entry and field of every mistake.
    """
    path = root / "course_data" / "tables.yml"
    return _read(path, path.stat().st_mtime_ns if path.is_file() else 0)
