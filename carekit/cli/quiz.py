"""``care quiz preview``: a page on which an author sees every question of a file."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from carekit.cli.help_text import Told
from carekit.common.course import find_root
from carekit.common.files import shown, write_atomic

app = typer.Typer(help="See the questions as their author.", no_args_is_help=True)


@app.callback()
def _quiz() -> None:
    """See the questions as their author."""


@app.command(cls=Told)
def preview(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of course_data/quizzes/.")],
    out: Annotated[Path | None, typer.Option(help="The page; default .care/preview/.")] = None,
    browser: Annotated[bool, typer.Option(help="Open the page.")] = True,
) -> None:
    """Show every question in every language, with its key and its feedback."""
    from carekit.cli import console
    from carekit.widgets.preview import preview as page

    made = out or find_root() / ".care" / "preview" / f"{file.stem}.html"
    write_atomic(made, page(file))
    console.print(f"{shown(made)}: holds the keys, do not give it out", highlight=False)
    if browser:
        webbrowser.open(made.resolve().as_uri())
