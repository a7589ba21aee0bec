"""``care new``: a course to start from."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path
from typing import Annotated

import typer

from carekit.common.files import ContentError, shown


def new(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The new folder; its name is the course's id.")
    ],
    langs: Annotated[
        str | None,
        typer.Option(
            "--lang",
            help="Tags of its languages in the order of the page, with commas between, such as "
            "en,es; default: those that the kit speaks.",
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option(help="Its title; default: the name of the folder.")
    ] = None,
) -> None:
    """Make a course that can be built, read, graded and packed at once.

    It has a lesson, a quiz, a graded set and a table; put your own words in their place. A language
    that the kit does not speak gets the English words behind a mark, for you to write.
    """
    from carekit.authoring.scaffold.course import new_course
    from carekit.cli.progress_table import say_line
    from carekit.common.course_languages import kit_languages
    from carekit.common.lang import known_languages
    from carekit.tables.own import record

    tags = [one.strip() for one in langs.split(",")] if langs else [*map(str, kit_languages())]
    if "" in tags or len(set(tags)) < len(tags):
        raise ContentError(f"--lang {langs}: an empty or doubled tag; write each one once")
    if strange := [tag for tag in tags if tag not in known_languages()]:
        raise ContentError(
            f"--lang {langs}: the kit does not know {', '.join(strange)}; leave it out here, and "
            "list it with its own name in course_data/course.yml afterwards"
        )
    named = title or folder.resolve().name.replace("-", " ").capitalize()
    new_course(folder, tags, dict.fromkeys(tags, named))
    # From inside, because the page about the tables is in the languages of the course at hand.
    with chdir(folder):
        record(Path.cwd())
    say_line(f"made {shown(folder)}")
    for line in (f"cd {shown(folder)}", "care build", "care check", "care start"):
        say_line(f"  {line}")
