"""``care demo``: grade the sample class, show the table, and say what to look at next."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from carekit.cli.messages import Speech
from carekit.cli.report import Besides, besides_sets, report_of
from carekit.common.course import card
from carekit.common.files import shown, write_atomic

if TYPE_CHECKING:
    from carekit.grading.class_results import GradedSet
    from carekit.grading.sample_class.demo import Demo

AT_FIRST = 3
"""How many sets are graded where nobody names any: enough to see, and no long wait."""

MOST_NAMED = 5
"""How many sets have their names over their columns."""


def run_demo(
    root: Path,
    out: Path,
    sets: Sequence[str],
    console: Console,
    progress_bar: Callable[[], Progress],
    speak: Speech,
    *,
    every: bool = False,
) -> None:
    """Grade the sample class into ``out``, write ``report.html`` there and print the scores."""
    from carekit.grading.sample_class.demo import demo
    from carekit.grading.sample_class.submissions import sets_of

    known = sets_of(root, [one.id for one in card(root).sets])
    with progress_bar() as bar:
        task = bar.add_task(speak("warming"), total=None)

        def progress(who: str, done: int, total: int) -> None:
            what = speak("graded-one", who=who) if who else speak("warming")
            bar.update(task, completed=done, total=total, description=what)

        result = demo(root, out, progress, only=sets or known[: None if every else AT_FIRST])
    report = out / "report.html"
    besides = besides_sets(result.folder) if len(result.sets) > 1 else Besides()
    now = datetime.now().astimezone()
    write_atomic(report, report_of(result, card(root).title, now, besides))
    table = class_table if len(result.sets) > 1 else set_table
    console.print(table(result, speak))
    took = speak("took", count=count(result, speak), seconds=f"{result.seconds:.0f}")
    console.print(f"[bold]✎[/] {speak('waits')}   [bold]—[/] {speak('lost')}   {took}\n")
    _tell_what_happened(result, speak, console)
    _tell_what_next(result, report, speak, console, more=len(result.sets) < len(known))


def count(result: Demo, speak: Speech) -> str:
    """Return in words how many submissions there are, and how many nobody could score."""
    lost = sum(len(one.refused) for one in result.sets)
    whole = sum(one.handed_in for one in result.sets)
    return speak("handed-in-some-lost" if lost else "handed-in", whole=whole, lost=lost)


def _tell_what_happened(result: Demo, speak: Speech, console: Console) -> None:
    console.rule(speak("on-the-way"), align="left")
    for one in result.sets:
        for reason in one.reasons:
            says = reason.says[speak.lang]
            if reason.look:
                says = f"[yellow]{speak('needs-you')}[/] {says}"
            who = f"[bold]{result.names[reason.learner]}[/]"
            told = speak("told", who=who, set=one.id, says=says)
            console.print(told, highlight=False)
    for one in result.sets:
        if one.to_read:
            told = speak("to-read", set=one.id, count=len(one.to_read))
            console.print(told, highlight=False)


def _tell_what_next(
    result: Demo, report: Path, speak: Speech, console: Console, *, more: bool
) -> None:
    console.rule(speak("next"), align="left")
    jupyter = shown(Path(sys.executable).with_name("jupyter"))
    told = [("the-report", shown(report))]
    told += [("one-feedback", shown(page)) for page in result.sets[0].feedback[:1]]
    told.append(("the-lessons", "./care start"))
    formgrader = speak("then-formgrader", command=f"{jupyter} lab {shown(result.folder)}")
    told.append(("marking", formgrader))
    if more:
        # The capstone's twelve figures take as long as the three sets that are shown first.
        told.append(("every-set", speak("takes-minutes", command="./care demo --all")))
    widest = max(cell_len(speak(key)) for key, _ in told)
    for key, value in told:
        label = speak(key)
        space = " " * (widest - cell_len(label) + 2)
        console.print(f"{label}{space}{value}", highlight=False, soft_wrap=True)


def class_table(result: Demo, speak: Speech) -> Table:
    """Return learners by sets as a table for the terminal, lowest share last."""
    table = Table(title=speak("class"), title_justify="left", header_style="bold")
    # The names of many sets do not fit into a terminal of 80 columns: they stand below, numbered.
    many = len(result.sets) > MOST_NAMED
    if many:
        names = (f"{number} {one.id}" for number, one in enumerate(result.sets, 1))
        table.box, table.padding = box.SIMPLE, 0
        table.caption, table.caption_justify = ", ".join(names), "left"
    table.add_column(speak("learner"), no_wrap=True)
    points, worth = {}, {}
    for number, one in enumerate(result.sets, 1):
        read = one.scores.groupby("task")["needs_manual"].any()
        scored = one.scores[~one.scores["task"].map(read)]
        points[one.id] = scored.groupby("learner")["score"].sum(min_count=1)
        worth[one.id] = scored.groupby("task")["max_score"].first().sum()
        called = str(number) if many else one.id.replace("-", "\n")
        table.add_column(f"{called}\n/{worth[one.id]:g}", justify="right", no_wrap=many)
    table.add_column(speak("share"), justify="right", style="bold")
    wide = pd.DataFrame(points)
    possible = (wide.notna() * pd.Series(worth)).sum(axis=1)
    share = (wide.sum(axis=1) / possible).sort_values(ascending=False, kind="stable")
    for learner in [*share.index, *(who for who in result.names if who not in share.index)]:
        cells = [_of_set(one, learner, points[one.id].get(learner)) for one in result.sets]
        total = f"{share[learner]:.0%}" if learner in share.index else ""
        table.add_row(result.names[learner], *cells, total)
    return table


def _of_set(one: GradedSet, learner: str, points: float | None) -> str:
    if learner in one.missing:
        return ""
    if points is None or math.isnan(points):
        return "—"
    return f"✎ {points:.4g}" if learner in one.to_read else f"{points:.4g}"


def set_table(result: Demo, speak: Speech) -> Table:
    """Return learners by the tasks of the one set as a table, lowest total last."""
    (one,) = result.sets
    table = Table(title=one.title[speak.lang], title_justify="left", header_style="bold")
    table.add_column(speak("learner"), no_wrap=True)
    most = one.scores.groupby("task")["max_score"].first()
    for task in one.tasks:
        table.add_column(f"{task.id}\n/ {most[task.id]:g}", justify="right")
    table.add_column(speak("total"), justify="right", style="bold")
    keys = ["learner", "task"]
    wide = one.scores.groupby(keys)["score"].sum(min_count=1).unstack("task")
    unread = one.scores.set_index(keys)["needs_manual"]
    totals = wide.sum(axis=1, min_count=1).sort_values(ascending=False, kind="stable")
    for learner, total in totals.items():
        cells = [
            _points(wide.loc[learner, task.id], unread=bool(unread[learner, task.id]))
            for task in one.tasks
        ]
        table.add_row(result.names[learner], *cells, _points(total, unread=False))
    return table


def _points(score: float, *, unread: bool) -> str:
    if unread:
        return "✎"
    return "—" if math.isnan(score) else f"{score:.4g}"
