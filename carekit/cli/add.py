"""``care add``: one more part of a course, such as a table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from carekit.cli.help_text import Told
from carekit.common.course import find_root
from carekit.common.languages import Lang

app = typer.Typer(help="Add a part to the course.", no_args_is_help=True)


@app.callback()
def _add() -> None:
    """Add a part to the course."""


@app.command(cls=Told)
def table(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file, or a Parquet file.")],
    name: Annotated[
        str | None, typer.Option(help="What the course calls it; default: as the file.")
    ] = None,
) -> None:
    """Lay a CSV file into the course as a table, and describe it from what it holds.

    Types, ranges and the column that names a row are found in the data. What rows and columns
    mean, and the units of numbers, are for you to write in course_data/tables.yml.
    """
    from carekit.authoring.scaffold.table import add_table

    _tell(add_table(find_root(), file, name, [lang.value for lang in Lang]))


def _tell(lines: list[str]) -> None:
    from carekit.cli import console

    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
