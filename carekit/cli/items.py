"""``care items``: which questions of an exam, or checks of a set, are good ones."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from carekit.cli.item_fairness import show_fairness
from carekit.cli.messages import Speech, SpokenIn, say, speech
from carekit.cli.progress_table import say_line
from carekit.common.course import graded_root
from carekit.common.files import ContentError, shown, write_atomic
from carekit.common.spreadsheet import table

if TYPE_CHECKING:
    import pandas as pd

    from carekit.grading.item_scores import ItemScores
    from carekit.reports.accepted_exams import SatForm
    from carekit.reports.analyzed_items import AnalyzedItems
    from carekit.reports.item_analysis import Measure

_COLUMNS = (
    *("of", "item", "learners", "facility", "facility_low", "facility_high"),
    *("discrimination", "discrimination_low", "discrimination_high", "efficiency", "chance"),
    *("verdict", "option", "right", "weakest_third", "middle_third", "best_third"),
)


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
    by_language: Annotated[
        bool,
        typer.Option(
            "--by-language", help="Show instead whether an item is harder to read in a language."
        ),
    ] = False,
    others: Annotated[
        list[Path] | None,
        typer.Option("--with", help="With --by-language: answers that --keep wrote of a class."),
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option(help="With --by-language: write who got what right, without names."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Also write all of it as a CSV.")] = None,
    lang: SpokenIn = None,
) -> None:
    """Show how hard each question is, and whether it tells learners apart, with intervals."""
    speak = speech(lang)
    if by_language:
        _by_language(names, folder, others or [], keep, speak)
        return
    found: list[AnalyzedItems] = []
    tables: dict[str, pd.DataFrame] = {}
    for name in names:
        analyzed, told = _analyzed(name, folder, speak)
        found += analyzed
        if told is not None:
            tables[name] = told
    for one in found:
        _show(one, speak, options=options)
    _show_gains(tables, speak)
    if out is not None:
        rows = [row for one in found for row in _rows(one)]
        write_atomic(out, table(_COLUMNS, rows))
        say_line(speak("items-written", path=shown(out)))


def _by_language(
    names: list[str], folder: Path | None, others: list[Path], keep: Path | None, speak: Speech
) -> None:
    from carekit.questions.exam_forms import blueprints
    from carekit.reports import right_answers

    if (others or keep) and len(names) > 1:
        raise ContentError(say("items-one-name"))
    root = graded_root()
    for name in names:
        if name in blueprints(root):
            sat = _sat(root, name, folder, speak)
            # Two lengths of a form share the questions of the shorter one.
            own = right_answers.pooled([right_answers.of_exam(*one) for one in sat])
        else:
            own = right_answers.of_set(_scored(root, name))
        show_fairness(name, own, others, keep, speak)


def _analyzed(
    name: str, folder: Path | None, speak: Speech
) -> tuple[list[AnalyzedItems], pd.DataFrame | None]:
    """Return a form in every length, with the table of its scores, or a set without one."""
    from carekit.questions.exam_forms import blueprints

    root = graded_root()
    if name in blueprints(root):
        return _exam(root, name, folder, speak)
    return [_set(root, name)], None


def _exam(
    root: Path, name: str, folder: Path | None, speak: Speech
) -> tuple[list[AnalyzedItems], pd.DataFrame]:
    import pandas as pd

    from carekit.reports.analyzed_items import of_exam

    sat = _sat(root, name, folder, speak)
    return [of_exam(*one) for one in sat], pd.concat([told for _, told in sat], ignore_index=True)


def _sat(
    root: Path, name: str, folder: Path | None, speak: Speech
) -> list[tuple[SatForm, pd.DataFrame]]:
    """Return a form in every length, each with its scores; say who is still at work."""
    from carekit.reports.accepted_exams import sat_in_any_length
    from carekit.reports.exam_results import scores

    found = []
    for sat in sat_in_any_length(root, folder or root / "submitted", name):
        told, still_open = scores(sat.form, sat.sittings)
        if still_open:
            say_line(speak("exam-open", form=sat.form.name, people=", ".join(still_open)))
        found.append((sat, told))
    return found


def _set(root: Path, set_id: str) -> AnalyzedItems:
    from carekit.reports.analyzed_items import of_set

    return of_set(set_id, _scored(root, set_id))


def _scored(root: Path, set_id: str) -> ItemScores:
    from carekit.grading.class_results import saved_answers
    from carekit.grading.course.folders import read_settings, read_snapshot
    from carekit.grading.gradebook.reader import scores
    from carekit.grading.item_scores import QuizAnswers

    snapshot, settings = read_snapshot(root, set_id), read_settings(root)
    cells = scores(settings.db_url, set_id)
    quizzes = QuizAnswers(snapshot)
    for _ in quizzes.passing(saved_answers(settings, set_id, {})):
        pass
    return quizzes.item_scores(cells)


def _show_gains(tables: Mapping[str, pd.DataFrame], speak: Speech) -> None:
    """Show what was gained in each question that two exams named one after the other share."""
    from carekit.cli import console
    from carekit.cli.progress_table import show_table
    from carekit.reports.item_gains import item_gains

    for (one, first), (two, second) in pairwise(tables.items()):
        gains = item_gains(first, second)
        if not gains:
            say_line(speak("items-not-shared", one=one, two=two))
            continue
        keys = ("item", "learners", "before", "after", "item-change")
        heads = tuple(speak(key) for key in keys)
        rows = [
            (
                *(each.item, str(each.learners), _percent(each.before), _percent(each.after)),
                _share_of(each.change),
            )
            for each in gains
        ]
        show_table(console, speak("items-gains", one=one, two=two), heads, rows)


def _show(one: AnalyzedItems, speak: Speech, *, options: bool) -> None:
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


def _rows(one: AnalyzedItems) -> list[tuple[object, ...]]:
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
