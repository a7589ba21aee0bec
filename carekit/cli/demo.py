"""``care demo``: grade the sample class, show the table, and say what to look at next."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
from rich import box
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from carekit.cli.classreport import besides_sets, report_of
from carekit.course import card, reading_lang
from carekit.files import shown, write_atomic
from carekit.lang import Lang

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
    *,
    every: bool = False,
) -> None:
    """Grade the sample class into ``out``, write ``report.html`` there and print the scores."""
    from carekit.grading.demo import demo
    from carekit.grading.sample import sets_of

    known = sets_of(root, [one.id for one in card(root).sets])
    with progress_bar() as bar:
        task = bar.add_task("Warming up the graders", total=None)

        def progress(who: str, done: int, total: int) -> None:
            what = f"Graded {who}" if who else "Warming up the graders"
            bar.update(task, completed=done, total=total, description=what)

        result = demo(root, out, progress, only=sets or known[: None if every else AT_FIRST])
    report = out / "report.html"
    more = besides_sets(result.folder)[0] if len(result.sets) > 1 else {}
    write_atomic(report, report_of(result, card(root).title, datetime.now().astimezone(), **more))
    lang = reading_lang(root)
    console.print(class_table(result) if len(result.sets) > 1 else set_table(result, lang))
    console.print(
        "[bold]✎[/] waits for a reader   [bold]—[/] could not be scored   "
        f"{count(result)} in {result.seconds:.0f} s\n"
    )
    _tell_what_happened(result, lang, console)
    _tell_what_next(result, report, console, more=len(result.sets) < len(known))


def count(result: Any) -> str:
    """Return in words how many submissions there are, and how many nobody could score."""
    lost = sum(len(one.refused) for one in result.sets)
    whole = sum(one.handed_in for one in result.sets)
    without = f", {lost} of them without a score," if lost else ""
    return f"{whole} submissions{without}"


def _tell_what_happened(result: Any, lang: Lang, console: Console) -> None:
    console.rule("What happened on the way", align="left")
    for one in result.sets:
        for reason in one.reasons:
            who = f"[bold]{result.names[reason.learner]}[/], {one.id}"
            needs = "[yellow]needs you:[/] " if reason.look else ""
            console.print(f"{who}: {needs}{reason.says[lang]}", highlight=False)
    for one in result.sets:
        if one.to_read:
            console.print(f"{one.id}: {len(one.to_read)} written answers to read", highlight=False)


def _tell_what_next(result: Any, report: Path, console: Console, *, more: bool) -> None:
    console.rule("What to look at next", align="left")
    console.print(f"the report    {shown(report)}", highlight=False, soft_wrap=True)
    for page in result.sets[0].feedback[:1]:
        console.print(f"one feedback  {shown(page)}", highlight=False, soft_wrap=True)
    jupyter = shown(Path(sys.executable).with_name("jupyter"))
    console.print("the lessons   ./care start", highlight=False)
    console.print(
        f"to mark       {jupyter} lab {shown(result.folder)}, then Nbgrader > Formgrader",
        highlight=False,
        soft_wrap=True,
    )
    if more:
        # The capstone's twelve figures take as long as the three sets that are shown first.
        console.print("every set     ./care demo --all, which takes a few minutes", highlight=False)


def class_table(result: Any) -> Table:
    """Return learners by sets as a table for the terminal, lowest share last."""
    table = Table(title="The class", title_justify="left", header_style="bold")
    # The names of many sets do not fit into a terminal of 80 columns: they stand below, numbered.
    many = len(result.sets) > MOST_NAMED
    if many:
        names = (f"{number} {one.id}" for number, one in enumerate(result.sets, 1))
        table.box, table.padding = box.SIMPLE, 0
        table.caption, table.caption_justify = ", ".join(names), "left"
    table.add_column("learner", no_wrap=True)
    points, worth = {}, {}
    for number, one in enumerate(result.sets, 1):
        read = one.scores.groupby("task")["needs_manual"].any()
        scored = one.scores[~one.scores["task"].map(read)]
        points[one.id] = scored.groupby("learner")["score"].sum(min_count=1)
        worth[one.id] = scored.groupby("task")["max_score"].first().sum()
        called = str(number) if many else one.id.replace("-", "\n")
        table.add_column(f"{called}\n/{worth[one.id]:g}", justify="right", no_wrap=many)
    table.add_column("share", justify="right", style="bold")
    wide = pd.DataFrame(points)
    possible = (wide.notna() * pd.Series(worth)).sum(axis=1)
    share = (wide.sum(axis=1) / possible).sort_values(ascending=False, kind="stable")
    for learner in [*share.index, *(who for who in result.names if who not in share.index)]:
        cells = [_of_set(one, learner, points[one.id].get(learner)) for one in result.sets]
        total = f"{share[learner]:.0%}" if learner in share.index else ""
        table.add_row(result.names[learner], *cells, total)
    return table


def _of_set(one: Any, learner: str, points: float | None) -> str:
    if learner in one.missing:
        return ""
    if points is None or math.isnan(points):
        return "—"
    return f"✎ {points:.4g}" if learner in one.to_read else f"{points:.4g}"


def set_table(result: Any, lang: Lang) -> Table:
    """Return learners by the tasks of the one set as a table, lowest total last."""
    (one,) = result.sets
    table = Table(title=one.title[lang], title_justify="left", header_style="bold")
    table.add_column("learner", no_wrap=True)
    most = one.scores.groupby("task")["max_score"].first()
    for task in one.tasks:
        table.add_column(f"{task.id}\n/ {most[task.id]:g}", justify="right")
    table.add_column("total", justify="right", style="bold")
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
