"""``care items``: which questions of an exam, or checks of a set, are good ones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from carekit.cli.messages import Speech, SpokenIn, speech
from carekit.cli.progress_table import say_line
from carekit.common.course import graded_root
from carekit.common.files import shown, write_atomic
from carekit.common.spreadsheet import table

if TYPE_CHECKING:
    import pandas as pd

    from carekit.reports.chosen_options import OptionCount
    from carekit.reports.item_analysis import ItemFigures, Measure, WholeFigures

_COLUMNS = (
    *("of", "item", "learners", "facility", "facility_low", "facility_high"),
    *("discrimination", "discrimination_low", "discrimination_high", "efficiency", "chance"),
    *("verdict", "option", "right", "weakest_third", "middle_third", "best_third"),
)


@dataclass(frozen=True)
class _Analyzed:
    """One exam form or set: its name, its items, the whole, and which options were chosen."""

    name: str
    figures: Sequence[ItemFigures]
    whole: WholeFigures
    options: Sequence[OptionCount] = field(default_factory=tuple)


def items(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME", help="Exam forms or sets, one or several.")
    ],
    folder: Annotated[
        Path | None,
        typer.Option("--from", help="Where exams were handed in; default submitted/."),
    ] = None,
    options: Annotated[
        bool, typer.Option("--options", help="Also show which options learners chose, by third.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Also write all of it as a CSV.")] = None,
    lang: SpokenIn = None,
) -> None:
    """Show how hard each question is, and whether it tells learners apart, with intervals."""
    speak = speech(lang)
    found = [one for name in names for one in _analyzed(name, folder, speak)]
    for one in found:
        _show(one, speak, options=options)
    if out is not None:
        rows = [row for one in found for row in _rows(one)]
        write_atomic(out, table(_COLUMNS, rows))
        say_line(speak("items-written", path=shown(out)))


def _analyzed(name: str, folder: Path | None, speak: Speech) -> list[_Analyzed]:
    from carekit.questions.exam_forms import blueprints

    root = graded_root()
    if name in blueprints(root):
        return _exam(root, name, folder, speak)
    return [_set(root, name)]


def _exam(root: Path, name: str, folder: Path | None, speak: Speech) -> list[_Analyzed]:
    from carekit.reports import chosen_options as chosen
    from carekit.reports.accepted_exams import sat_in_any_length
    from carekit.reports.exam_results import scores
    from carekit.reports.item_analysis import analyze

    found = []
    for sat in sat_in_any_length(root, folder or root / "submitted", name):
        told, still_open = scores(sat.form, sat.sittings)
        if still_open:
            say_line(speak("exam-open", form=sat.form.name, people=", ".join(still_open)))
        points = told.pivot_table(index="learner", columns="question", values="score")
        points = points.reindex(columns=list(sat.form.ids))
        figures, whole = analyze(
            points, dict.fromkeys(sat.form.ids, 1.0), chosen.chances(sat.form.questions)
        )
        thirds = chosen.thirds_of(points)
        counts = chosen.option_counts(sat.form.questions, sat.sittings, thirds)
        found.append(_Analyzed(sat.form.name, figures, whole, counts))
    return found


def _set(root: Path, set_id: str) -> _Analyzed:
    from carekit.grading.course.folders import read_settings, read_snapshot
    from carekit.grading.gradebook.reader import scores
    from carekit.reports.item_analysis import analyze

    read_snapshot(root, set_id)
    told = scores(read_settings(root).db_url, set_id)
    told = told[told["max_score"] > 0]
    # An answer that nobody has read yet has no score, whatever the gradebook says of it so far.
    unread = told["needs_manual"] & told["manual_score"].isna()
    told = told.assign(score=told["score"].where(~unread))
    points: pd.DataFrame = told.pivot_table(
        index="learner", columns="cell", values="score", dropna=False, sort=False
    )
    # What nobody has a score in says nothing of anybody.
    points = points.dropna(axis="columns", how="all").dropna(how="all")
    most = told.groupby("cell")["max_score"].first().to_dict()
    figures, whole = analyze(points, most)
    return _Analyzed(set_id, figures, whole)


def _show(one: _Analyzed, speak: Speech, *, options: bool) -> None:
    from carekit.cli import console
    from carekit.cli.progress_table import show_table
    from carekit.reports.item_analysis import FEWEST, Verdict

    verdicts = {
        Verdict.KEY: "item-key",
        Verdict.CHANCE: "item-no-better",
        Verdict.WEAK: "item-weak",
        Verdict.EASY: "item-easy",
    }
    columns = ("item", "learners", "item-facility", "item-tells", "item-efficiency", "item-chance")
    heads = (*(speak(key) for key in columns), "")
    scored = [item for item in one.figures if item.learners]
    hardest = sorted(scored, key=lambda item: item.facility.value)
    rows = [
        (
            item.item,
            str(item.learners),
            _share_of(item.facility),
            _number_of(item.discrimination),
            _percent(item.efficiency),
            _percent(item.chance),
            speak(verdicts[item.verdict]) if item.verdict in verdicts else "",
        )
        for item in hardest
    ]
    show_table(console, one.name, heads, rows)
    whole = one.whole
    say_line(
        speak(
            "items-whole",
            learners=whole.learners,
            items=whole.items,
            mean=_percent(whole.mean),
            deviation=_percent(whole.deviation),
            alpha=_number_of(whole.alpha),
            error=_percent(whole.error),
        )
    )
    if whole.left_out:
        say_line(speak("items-left-out", count=whole.left_out))
    if whole.learners < FEWEST:
        say_line(speak("items-few", count=whole.learners, fewest=FEWEST))
    if options and one.options:
        thirds = (speak("third-low"), speak("third-middle"), speak("third-best"))
        show_table(
            console,
            speak("items-options"),
            (speak("item"), speak("option"), speak("key"), *thirds),
            [
                (each.item, each.option, "✓" if each.right else "", *map(str, each.chosen))
                for each in one.options
            ],
        )


def _rows(one: _Analyzed) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for item in one.figures:
        share, tells = item.facility, item.discrimination
        numbers = (share.value, share.low, share.high, tells.value, tells.low, tells.high)
        plain = [_plain(number) for number in (*numbers, item.efficiency, item.chance)]
        verdict = item.verdict.name.lower() if item.verdict.value else ""
        found.append((one.name, item.item, item.learners, *plain, verdict, "", "", "", "", ""))
    none = [""] * 10
    for each in one.options:
        right = "1" if each.right else "0"
        found.append((one.name, each.item, *none, each.option, right, *each.chosen))
    return found


def _plain(number: float) -> str:
    return "" if math.isnan(number) else f"{number:.4f}"


def _percent(share: float) -> str:
    return "-" if math.isnan(share) else f"{share:.0%}"


def _share_of(measure: Measure) -> str:
    if math.isnan(measure.low):
        return _percent(measure.value)
    return f"{measure.value:.0%} ({measure.low:.0%}–{measure.high:.0%})"


def _number_of(measure: Measure) -> str:
    if math.isnan(measure.value):
        return "-"
    if math.isnan(measure.low):
        return f"{measure.value:.2f}"
    return f"{measure.value:.2f} ({measure.low:.2f} … {measure.high:.2f})"
