"""``care demo``: grade the sample class, show the table, and say what to look at next."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from carekit.course import reading_lang
from carekit.files import shown, write_atomic
from carekit.lang import Lang


def run_demo(root: Path, out: Path, console: Console, progress_bar: Callable[[], Progress]) -> None:
    """Grade the sample class into ``out``, write ``report.html`` there and print the scores."""
    from carekit.grading.demo import demo

    with progress_bar() as bar:
        task = bar.add_task("Releasing the set", total=None)

        def progress(what: str, done: int, steps: int) -> None:
            bar.update(task, completed=done, total=steps, description=f"Graded {what}")

        result = demo(root, out, progress)
    report = out / "report.html"
    write_atomic(report, report_of(result, datetime.now().astimezone()))
    lang = reading_lang(root)
    console.print(scores_table(result, lang))
    console.print(
        "[bold]✎[/] waits for a reader   [bold]—[/] could not be scored   "
        f"{len(result.names)} notebooks in {result.seconds:.0f} s\n"
    )
    console.rule("What happened on the way", align="left")
    for learner, reason in result.held:
        console.print(f"[bold]{result.names[learner]}[/]: {reason[lang]}", highlight=False)
    if result.to_read:
        console.print(f"Written answers to read: {len(result.to_read)}")
    console.rule("What to look at next", align="left")
    console.print(f"the report    {shown(report)}", highlight=False, soft_wrap=True)
    for page in result.feedback[:1]:
        console.print(f"one feedback  {shown(page)}", highlight=False, soft_wrap=True)
    jupyter = shown(Path(sys.executable).with_name("jupyter"))
    console.print("the lessons   ./care start", highlight=False)
    console.print(
        f"to mark       {jupyter} lab {shown(out)}, then Nbgrader > Formgrader in its menu",
        highlight=False,
        soft_wrap=True,
    )


def scores_table(result, lang: Lang) -> Table:
    """Return learners by tasks as a table for the terminal, lowest total last."""
    table = Table(title=result.title[lang], title_justify="left", header_style="bold")
    table.add_column("learner", no_wrap=True)
    scores = shown_scores(result)
    most = scores.groupby("task")["max_score"].first()
    for task in result.tasks:
        table.add_column(f"{task.id}\n/ {most[task.id]:g}", justify="right")
    table.add_column("total", justify="right", style="bold")
    wide = scores.pivot_table(
        index="learner", columns="task", values="score", dropna=False, aggfunc="sum", min_count=1
    )
    unread = scores.set_index(["learner", "task"])["needs_manual"]
    totals = wide.sum(axis=1, min_count=1).sort_values(ascending=False, kind="stable")
    for learner, total in totals.items():
        cells = [
            _points(wide.loc[learner, task.id], unread=bool(unread[learner, task.id]))
            for task in result.tasks
        ]
        table.add_row(result.names[learner], *cells, _points(total, unread=False))
    return table


def _points(score: float, *, unread: bool) -> str:
    if unread:
        return "✎"
    return "—" if math.isnan(score) else f"{score:g}"


def shown_scores(result) -> pd.DataFrame:
    """Return the scores with ``needs_manual`` true only where a person has words to read.

    nbgrader raises the same flag for a check that it could not score; that has its reason among
    the things that need a human, and is no answer to read.
    """
    task_of = {cell: task.id for task in result.tasks for cell in task.cells}
    written = set(result.cells.loc[result.cells["kind"].ne("auto"), "cell"].map(task_of))
    waits = result.scores["task"].isin(written) & result.scores["learner"].isin(result.to_read)
    return result.scores.assign(needs_manual=result.scores["needs_manual"] & waits)


def report_of(result, made_at: datetime) -> str:
    """Return the class report of a graded class as one HTML page."""
    from carekit.trainer.report import Held, class_report

    scores = shown_scores(result)
    scores["learner"] = scores["learner"].map(result.names)
    return class_report(
        scores,
        title=result.title,
        tasks={task.id: task.title for task in result.tasks},
        held=[Held(result.names[learner], reason) for learner, reason in result.held],
        made_at=made_at,
    )
