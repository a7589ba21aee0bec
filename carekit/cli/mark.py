"""``care mark``: the page on which written answers are marked by keyboard."""

from __future__ import annotations

import asyncio
import getpass
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from carekit.cli.jupyterlab import free_port
from carekit.cli.messages import SpokenIn, speech
from carekit.cli.progress_table import say_line
from carekit.common.course import graded_root
from carekit.common.files import ContentError
from carekit.common.languages import languages


def mark(
    set_id: Annotated[str, typer.Argument(metavar="SET", help="The set to mark.")],
    second: Annotated[
        bool,
        typer.Option("--second", help="Mark some answers once more, without the first marks."),
    ] = False,
    every: Annotated[
        int, typer.Option(min=1, help="With --second: every so many answers; 1 is all of them.")
    ] = 5,
    marker: Annotated[
        str | None, typer.Option(help="Who marks, for the log; default: your user name.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Another number gives another order.")] = 0,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Listen on this port and no other.")
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    lang: SpokenIn = None,
) -> None:
    """Open the page on which all answers to a task are marked one after another, by keyboard."""
    from carekit.grading.course.folders import read_settings, read_snapshot
    from carekit.grading.marking.desk import Desk, Marker
    from carekit.grading.refusals import say as graded
    from carekit.reports.marking_desk.server import DeskServer

    root, speak = graded_root(), speech(lang)
    read_snapshot(root, set_id)
    who = Marker(marker or _user(), second=second, every=every)
    desk = Desk(read_settings(root), set_id, who, seed)
    # Where there is nothing to mark, or to read, this is said here and not first on the page.
    sheet = desk.sheet()
    if not sheet.unanswered and not any(task.total for task in sheet.progress):
        raise ContentError(graded("nothing-graded", set=set_id))
    if desk.lost:
        say_line(speak("mark-lost", count=len(desk.lost)))
    chosen = next((one for one in languages() if one == speak.lang), languages()[0])
    served, at = DeskServer(desk, chosen), free_port(port)

    async def run() -> None:
        url = served.listen(at)
        say_line(speak("mark-open", url=url))
        if browser:
            webbrowser.open(url)
        await asyncio.Event().wait()

    try:
        asyncio.run(run())
    except KeyboardInterrupt:
        # What was pressed before Ctrl-C is written before the command ends.
        served.worker.shutdown(wait=True)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # A container may run as a user that has no name.
        return Path.home().name or "marker"
