"""``care export``: what leaves for another system."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from carekit.cli import bank_exports
from carekit.cli.help_text import Told
from carekit.cli.messages import Speech, SpokenIn, say, speech
from carekit.cli.progress_table import say_line
from carekit.common.course import graded_root, set_titles
from carekit.common.files import ContentError, shown, write_atomic

if TYPE_CHECKING:
    from carekit.common.languages import Text
    from carekit.reports.grade_export.export import Exported

app = typer.Typer(help="Take grades, questions and words to other systems.", no_args_is_help=True)
LOOK = 3
_FEW = 5
app.command(cls=Told)(bank_exports.moodle)
app.command(cls=Told)(bank_exports.anki)
app.command(cls=Told)(bank_exports.qti)
app.command(cls=Told)(bank_exports.paper)


@app.callback()
def _group() -> None:
    """Take grades, questions and words to other systems."""


@app.command(cls=Told)
def grades(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", help="The grades as the platform exports them; csv needs none."
        ),
    ] = None,
    platform: Annotated[
        Literal["moodle", "canvas", "brightspace", "blackboard", "csv"],
        typer.Option("--for", help="Where the grades go; csv: a plain table of them."),
    ] = "csv",
    sets: Annotated[
        list[str] | None, typer.Option("--set", help="Only this set; may repeat.")
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="SET=COLUMN", help="A set's column in FILE; may repeat."),
    ] = None,
    key: Annotated[
        str | None, typer.Option(help="The column of FILE that says who a row is about.")
    ] = None,
    unread: Annotated[
        bool, typer.Option("--unread", help="Export also grades that a person has not finished.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="The file to write; default dist/grades-PLATFORM.csv.")
    ] = None,
    lang: SpokenIn = None,
) -> None:
    """Fill the class's grades into the file that a platform exported, to import it there."""
    from carekit.grading.course.folders import read_settings
    from carekit.reports.grade_export.export import Asked, export, plain_table

    root, speak = graded_root(), speech(lang)
    settings, titles = read_settings(root), _titles(root, sets or [])
    made = out or root / "dist" / f"grades-{platform}.csv"
    if platform == "csv":
        data, count = plain_table(settings, list(titles))
        write_atomic(made, data)
        say_line(speak("grades-written", count=count, file=shown(made)))
        return
    if file is None:
        raise ContentError(say("file-missing", platform=platform))
    if made.resolve() == file.resolve():
        raise ContentError(say("out-is-file", file=shown(file)))
    asked = Asked(platform, file, titles, _named(columns or [], list(titles)), key, unread)
    result = export(settings, asked)
    write_atomic(made, result.filled.data)
    raise typer.Exit(_tell(result, made, speak))


def _titles(root: Path, wanted: Sequence[str]) -> dict[str, Text | None]:
    """Return the title of every set asked for, of all where none is. Raises ContentError."""
    from carekit.grading.course.folders import set_ids, unknown

    known = set_ids(root)
    for one in wanted:
        if known and one not in known:
            raise ContentError(unknown(one, known))
    titles = set_titles(root)
    return {one: titles.get(one) for one in wanted or known}


def _named(given: Sequence[str], sets: Sequence[str]) -> dict[str, str]:
    """Return the column that each ``SET=COLUMN`` names. Raises ContentError for another form."""
    found = {}
    for one in given:
        set_id, equals, column = one.partition("=")
        if not equals or set_id not in sets or not column.strip():
            raise ContentError(say("column-form", given=one, sets=", ".join(sets)))
        found[set_id] = column.strip()
    return found


def _tell(result: Exported, made: Path, speak: Speech) -> int:
    """Say what was written and what was not; return the exit code."""
    filled = result.filled
    for column in result.columns:
        new = "grade-column-new" if column.place is None else "grade-column"
        most = f"{column.scale:g}"
        say_line(speak(new, set=column.set_id, column=column.header.strip(), most=most))
    by_set = (
        ("grades-unread", filled.unread),
        ("grades-excused", filled.excused),
        ("grades-above", filled.above),
    )
    look = [
        speak(key, set=set_id, people=_few(people, speak))
        for key, found in by_set
        for set_id, people in found.items()
    ]
    besides = (
        ("grades-no-column", result.no_column),
        ("grades-not-in-file", filled.not_in_file),
        ("grades-nobody", result.nobody),
        ("grades-by-name", result.by_name),
    )
    look += [speak(key, people=_few(some, speak)) for key, some in besides if some]
    for line in look:
        say_line(line)
    counts = {"changed": filled.changed, "rounded": filled.rounded}
    say_line(speak("grades-filled", count=filled.written, file=shown(made), **counts))
    return LOOK if look else 0


def _few(people: Sequence[str], speak: Speech) -> str:
    """Return a count and the first few names."""
    names = ", ".join(people[:_FEW])
    if len(people) <= _FEW:
        return speak("few", count=len(people), people=names)
    return speak("few-of-many", count=len(people), people=names, more=len(people) - _FEW)
