"""``care add``: one more part of a course, such as a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from carekit.cli.help_text import Told
from carekit.common.course import find_root
from carekit.common.files import shown
from carekit.common.languages import languages

if TYPE_CHECKING:
    from carekit.authoring.scaffold.parts import Parts

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="Small Latin letters, digits, single hyphens.")
]
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

    _tell(add_table(find_root(), file, name, list(languages())))


@app.command(cls=Told)
def lesson(name: Name) -> None:
    """Add a lesson, with the questions of the quiz file of the same name where there is one."""
    _tell_made(_parts().lesson(name))


@app.command("set", cls=Told)
def exercise_set(name: Name) -> None:
    """Add a graded set: a task with a check, a written answer, the messages of the check."""
    _tell_made(_parts().set(name))


@app.command(cls=Told)
def quiz(name: Name) -> None:
    """Add a file of questions, with one question."""
    _tell_made(_parts().quiz(name))


@app.command(cls=Told)
def question(
    name: Name,
    quiz: Annotated[
        str | None, typer.Option(help="The file to add it to; default: the only one.")
    ] = None,
) -> None:
    """Add a question to a file of questions."""
    _tell_made(_parts().question(name, quiz))


def _parts() -> Parts:
    from carekit.authoring.scaffold.parts import Parts

    return Parts(find_root(), list(languages()))


def _tell_made(paths: list[Path]) -> None:
    _tell([f"wrote {shown(path)}" for path in paths])


def _tell(lines: list[str]) -> None:
    from carekit.cli.progress_table import say_line

    for line in lines:
        say_line(line)
