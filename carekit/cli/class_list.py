"""``care class``: who is in the class, and what is in, late, graded and to be marked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer
from rich.console import Console

from carekit.cli import class_run
from carekit.cli.help_text import Told
from carekit.cli.messages import Speech, SpokenIn, say, speech
from carekit.cli.progress_table import say_line, show_table
from carekit.common.course import graded_root
from carekit.common.files import ContentError, shown, write_atomic
from carekit.common.messages import in_backticks

if TYPE_CHECKING:
    from carekit.grading.class_list.columns import Says
    from carekit.grading.class_list.enroll import Enrollment
    from carekit.grading.class_list.roster_file import RosterFile
    from carekit.reports.class_standing import ClassStanding

app = typer.Typer(help="Show the class, add learners to it, or grade all that has arrived.")
console = Console()
LOOK = 3
_FEW_CHANGES = 12


@app.command(cls=Told)
def add(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A list of learners as CSV, from anywhere.")
    ],
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="HEADER=MEANING",
            help="What a column says: id, name, first, last, email, number, group, track or "
            "language; may repeat.",
        ),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="How the file is written, such as big5; default: found out.")
    ] = None,
    new: Annotated[
        list[str] | None,
        typer.Option(
            "--new",
            metavar="LEARNER",
            help="This id is a new learner, although somebody is called the same; may repeat.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what was understood, and change nothing.")
    ] = False,
    lang: SpokenIn = None,
) -> None:
    """Add the learners of a list to the class, and change what it says otherwise of them.

    The list can be what Moodle, Canvas, Brightspace, Blackboard or nbgrader exported, or one that
    somebody typed. Nobody is taken away; who is not on it is named.
    """
    from carekit.grading.class_list.enroll import class_of, compare, enroll
    from carekit.grading.class_list.roster_file import read_roster_file
    from carekit.grading.course.folders import read_settings

    settings, speak = read_settings(graded_root()), speech(lang)
    read = read_roster_file(file, _named(columns or ()), encoding)
    _tell_understood(read, speak)
    if dry_run:
        done = compare(read.people, class_of(settings), new or ())
    else:
        done = enroll(settings, read.people, new or ())
    _tell_done(done, speak)
    if dry_run:
        say_line(speak("dry", option="--dry-run"))
    raise typer.Exit(LOOK if done.twins else 0)


@app.callback(invoke_without_command=True)
def show(
    ctx: typer.Context,
    out: Annotated[
        Path | None, typer.Option(help="Also write a CSV with a row for each learner and set.")
    ] = None,
    sets: Annotated[
        list[str] | None, typer.Option("--set", help="Only this set; may repeat.")
    ] = None,
    lang: SpokenIn = None,
) -> None:
    """Show who is in the class, and what is in, late, graded and to be marked."""
    if ctx.invoked_subcommand is not None:
        return
    from carekit.common.spreadsheet import table
    from carekit.grading.course.folders import read_settings, read_snapshot, set_ids
    from carekit.reports.class_standing import COLUMNS, class_standing

    root, speak = graded_root(), speech(lang)
    for name in sets or ():
        read_snapshot(root, name)
    standing = class_standing(read_settings(root), sets or set_ids(root))
    if not standing.people:
        raise ContentError(say("nobody-in-class"))
    _show_people(standing, speak)
    _show_sets(standing, speak)
    if out is not None:
        write_atomic(out, table(COLUMNS, standing.rows()))
        say_line(speak("class-written", path=shown(out)))


app.command(cls=Told)(class_run.run)


def _named(columns: Sequence[str]) -> dict[str, Says]:
    from typing import get_args

    from carekit.grading.class_list.columns import Says

    known = {"id" if one == "code" else one: one for one in get_args(Says)}
    found: dict[str, Says] = {}
    for one in columns:
        header, equals, meaning = one.rpartition("=")
        if not equals or meaning not in known:
            raise ContentError(say("column-means", column=one, meanings=in_backticks(known)))
        found[header] = cast("Says", known[meaning])
    return found


def _tell_understood(read: RosterFile, speak: Speech) -> None:
    """Show what each column was taken for, with its first value, and how the file is written."""
    rows = []
    for one in read.columns:
        if one.is_id:
            meaning = speak("column-id")
        elif one.says == "code":
            meaning = speak("column-other-id")
        else:
            meaning = speak(f"column-{one.says}" if one.says else "column-unused")
        rows.append((one.header, meaning, one.example))
    titles = (speak("column"), speak("taken-for"), speak("first-value"))
    show_table(console, speak("list-understood", file=shown(read.path)), titles, rows)
    form = read.layout or speak("own-list")
    say_line(speak("list-read", form=form, encoding=read.encoding, count=len(read.people)))


def _tell_done(done: Enrollment, speak: Speech) -> None:
    counts = {"new": len(done.new), "changed": len(done.changed), "same": done.same}
    say_line(speak("list-added", **counts))
    names = {one.learner: one.name or one.learner for one in done.after}
    if done.new:
        say_line(speak("list-new", people=_names([names[one.learner] for one in done.new])))
    rows = [
        (one.learner, speak(f"column-{name}"), was, now)
        for one in done.changed
        for name, (was, now) in one.fields.items()
    ]
    titles = (speak("learner"), speak("column"), speak("was"), speak("is"))
    show_table(console, speak("list-changed"), titles, rows[:_FEW_CHANGES])
    if done.absent:
        say_line(speak("list-absent", people=_names(done.absent)))
    twins = [
        (one.person.learner, one.person.name, one.learner, speak(f"column-{one.same}"))
        for one in done.twins
    ]
    titles = (speak("column-id"), speak("column-name"), speak("perhaps-already"), speak("same-in"))
    show_table(console, speak("list-twins", option="--new"), titles, twins)


def _show_people(standing: ClassStanding, speak: Speech) -> None:
    total = len(standing.sets)
    rows: list[tuple[str, ...]] = []
    for one in standing.people:
        said = list(standing.by_learner[one.learner].values())
        rows.append(
            (
                one.learner,
                one.name,
                one.group,
                speak("of", done=sum(each.handed_in for each in said), total=total),
                _count(sum(each.late for each in said)),
                _count(sum(each.graded for each in said)),
                _count(sum(bool(each.to_mark) for each in said)),
            )
        )
    keys = ("learner", "name", "group", "in-count", "late", "graded-count", "to-mark-count")
    titles = tuple(speak(key) for key in keys)
    if not any(row[2] for row in rows):
        titles, rows = (*titles[:2], *titles[3:]), [(*row[:2], *row[3:]) for row in rows]
    show_table(console, speak("class-of", count=len(rows)), titles, rows)


def _show_sets(standing: ClassStanding, speak: Speech) -> None:
    rows = []
    for name in standing.sets:
        said = standing.of_set(name)
        counts = (
            sum(one.late for one in said),
            sum(one.graded for one in said),
            sum(one.refused for one in said),
            sum(bool(one.to_mark) for one in said),
        )
        came = speak("of", done=sum(one.handed_in for one in said), total=len(said))
        rows.append((name, came, *map(_count, counts)))
    keys = ("set", "in-count", "late", "graded-count", "refused-count", "to-mark-count")
    show_table(console, speak("by-set"), tuple(speak(key) for key in keys), rows)


def _names(people: Sequence[str]) -> str:
    more = len(people) - _FEW_CHANGES
    return ", ".join(people[:_FEW_CHANGES]) + (f" … (+{more})" if more > 0 else "")


def _count(number: int) -> str:
    return str(number) if number else ""
