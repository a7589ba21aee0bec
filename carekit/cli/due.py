"""``care due``: which moment is in use for each set, and setting it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from carekit.cli.messages import Speech, SpokenIn, say, speech
from carekit.cli.progress_table import show_table
from carekit.common.course import graded_root, has_card
from carekit.common.files import ContentError

if TYPE_CHECKING:
    from carekit.grading.gradebook.due_dates import Due

NOTHING_TO_DO, LOOK = 0, 3
console = Console()


def due(
    set_id: Annotated[
        str | None, typer.Argument(metavar="[SET]", help="The set's id; default: every set.")
    ] = None,
    moment: Annotated[
        str | None,
        typer.Argument(
            metavar="[MOMENT]",
            help='When it is due, with its zone: "2026-12-01 18:00 Asia/Taipei", or +08:00.',
        ),
    ] = None,
    zone: Annotated[
        str | None, typer.Option(help="Show in this zone; a MOMENT without one is in it.")
    ] = None,
    none: Annotated[bool, typer.Option("--none", help="Take the set's due date away.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the dates as JSON.")] = False,
    lang: SpokenIn = None,
) -> None:
    """Show when each set is due, or set it."""
    from carekit.grading.course.folders import read_settings, read_snapshot, set_ids, unknown
    from carekit.grading.course.moments import read_moment, shown, zone_of
    from carekit.grading.gradebook.due_dates import due_dates, set_due
    from carekit.grading.gradebook.register_assignment import register
    from carekit.labextension.due_dates import keep_due_dates

    root, speak = graded_root(), speech(lang)
    settings = read_settings(root)
    named = zone or settings.rules.settings.zone
    home = zone_of(named) if named else None
    known = set_ids(root)
    kept = [one.set_id for one in due_dates(settings, known)]
    if set_id and known and set_id not in kept:
        raise ContentError(unknown(set_id, kept))
    if none and (moment or not set_id):
        raise ContentError(say("none-goes-with"))
    if set_id and (moment or none):
        wanted = read_moment(moment, home) if moment else None
        if set_id in known or set_id not in kept:
            # What only the gradebook knows, of another course or an earlier year, stays as it is.
            register(settings, set_id, read_snapshot(root, set_id))
        changed = set_due(settings, set_id, wanted.when if wanted else None)
        if wanted and wanted.assumed:
            typer.echo(speak("zone-assumed", zone=wanted.zone), err=True)
        if changed:
            typer.echo(speak("penalties-change", count=changed), err=True)
    every = due_dates(settings, known)
    if has_card(root):
        # Learners read them on the strip and in the panel; their copy has no gradebook.
        keep_due_dates(root, {one.set_id: one.when for one in every})
    dates = [one for one in every if set_id in (None, one.set_id)]
    _show(dates, home, lambda when: shown(when, home), speak, as_json=as_json)


def _show(
    dates: list[Due],
    home: tzinfo | None,
    local: Callable[[datetime], str],
    speak: Speech,
    *,
    as_json: bool,
) -> None:
    from carekit.grading.course.moments import shown
    from carekit.grading.gradebook.due_dates import misread, words_for

    odd = {one.set_id: found for one in dates if (found := misread(one, home))}
    if as_json:
        plain = [
            {
                "set": one.set_id,
                "due": one.when and one.when.isoformat(),
                "local": one.when and local(one.when),
                "extensions": one.extensions,
                "misread": odd.get(one.set_id),
            }
            for one in dates
        ]
        typer.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        rows = [
            (
                one.set_id,
                local(one.when) if one.when else speak("no-due-date"),
                shown(one.when, UTC) if one.when else "",
                str(one.extensions or ""),
            )
            for one in dates
        ]
        columns = (speak("set"), speak("due"), speak("due-utc"), speak("extensions"))
        show_table(console, speak("due-dates"), columns, rows)
        for gaps in odd.values():
            words = words_for(gaps, speak.lang)
            console.print(words, markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(LOOK if odd else NOTHING_TO_DO)
