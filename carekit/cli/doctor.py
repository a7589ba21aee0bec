"""``care doctor``: which walls this machine gives, and every setting of grading in use."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from carekit.cli.messages import SpokenIn, speech
from carekit.cli.progress_table import show_table
from carekit.common.course import graded_root
from carekit.common.languages import Lang, by_lang, in_lang

if TYPE_CHECKING:
    from carekit.grading.course.settings_in_use import Value

NOTHING_TO_DO, LOOK = 0, 3
console = Console()


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    lang: SpokenIn = None,
) -> None:
    """Show which sandbox protections work here, and every setting of grading in use."""
    from carekit.grading.course.folders import read_settings
    from carekit.grading.run.worker_spec import level_here
    from carekit.sandbox.messages import walls

    found, level, rules = walls(), level_here(), read_settings(graded_root()).rules
    if as_json:
        plain = [{"wall": w.name, "present": w.present, "says": by_lang(w.says)} for w in found]
        used = [
            {**vars(one), "says": by_lang(one.says), "origin": str(one.origin)}
            for one in rules.values
        ]
        notes = [by_lang(one) for one in rules.notes]
        told = {"level": level.value, "walls": plain, "settings": used, "notes": notes}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        speak = speech(lang)
        here = {True: speak("present"), False: speak("absent")}
        rows = [(here[w.present], w.name, w.says[speak.lang]) for w in found]
        columns = (speak("here"), speak("wall"), speak("does"))
        show_table(console, speak("level", level=level.value), columns, rows)
        show_table(
            console,
            speak("settings", name="c.Carekit.NAME", file="nbgrader_config.py"),
            tuple(map(speak, ("setting", "value", "comes-from", "it-is"))),
            [_setting(value, speak.lang) for value in rules.values],
        )
        for note in rules.notes:
            console.print(note[speak.lang], markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(NOTHING_TO_DO if all(w.present for w in found) else LOOK)


def _setting(one: Value, lang: Lang) -> tuple[str, ...]:
    from carekit.grading.course.configuration import with_unit

    told = (in_lang(said, lang) for said in (with_unit(one.value, one.unit), one.origin, one.says))
    return one.name, *(str(words).replace("`", "") for words in told)
