"""The class report: one self-contained page in every language, drawn from the scores table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from carekit.files import read_yaml
from carekit.lang import Lang, Text
from carekit.trainer import charts

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Held:
    """A submission that needs a human, and the reason in every language."""

    learner: str
    reason: Text


@cache
def words() -> dict[str, Text]:
    """Return the words of the trainer's pages by their key."""
    data = read_yaml(HERE / "words.yml").data
    return {key: Text.model_validate(value) for key, value in data.items()}


def class_report(
    scores: pd.DataFrame,
    *,
    title: Text,
    tasks: Mapping[str, Text],
    held: Sequence[Held],
    made_at: datetime,
) -> str:
    """Return the report as one HTML page that asks nothing of the network.

    ``scores`` has one row per learner and task: ``learner``, ``task``, ``score`` (points, NaN where
    it could not be scored), ``max_score`` (points), ``needs_manual`` (bool: words that nobody has
    read yet). Tasks are shown in the order of ``tasks``. A total is the sum of what is scored so
    far, out of the points of the tasks that are read for everybody. A learner without any score
    is in the table and in no mean.
    """
    order = [task for task in tasks if task in set(scores["task"])]
    points = scores.pivot_table(
        index="learner", columns="task", values="score", aggfunc="sum", dropna=False, min_count=1
    )[order]
    unread = scores.pivot_table(
        index="learner", columns="task", values="needs_manual", aggfunc="any", dropna=False
    )[order]
    most = scores.groupby("task")["max_score"].first()[order]
    totals = points.sum(axis=1, min_count=1)
    # The share of a task that is half read would say more about the reader than about the class.
    read = [task for task in order if not unread[task].any()]
    page = _environment().get_template("report.html.j2")
    return page.render(
        langs=list(Lang),
        words=words(),
        title=title,
        tasks={task: tasks[task] for task in order},
        held=held,
        made_at=made_at,
        most=most,
        scored_most=most[read].sum(),
        points=points,
        unread=unread,
        totals=totals,
        unread_count=int(unread.to_numpy().sum()),
        drawings={lang: _drawings(lang, points[read], most[read], tasks) for lang in Lang},
    )


def _drawings(
    lang: Lang, points: pd.DataFrame, most: pd.Series, tasks: Mapping[str, Text]
) -> list[dict[str, str]]:
    """Return heading, alternative text and SVG of each chart in one language."""
    said = {key: text[lang] for key, text in words().items()}
    totals = points.sum(axis=1, min_count=1).dropna()
    share = (points.mean() / most).rename("share")
    per_task = share.rename_axis("task").reset_index()
    per_task["task"] = [tasks[task][lang] for task in per_task["task"]]
    lowest = per_task.loc[per_task["share"].idxmin()]
    spread_alt = said["distribution_alt"].format(
        count=len(totals),
        low=number(totals.min()),
        high=number(totals.max()),
        median=number(totals.median()),
    )
    task_alt = said["per_task_alt"].format(lowest=lowest["task"], share=f"{lowest['share']:.0%}")
    return [
        {
            "heading": said["distribution"],
            "alt": spread_alt,
            "svg": charts.histogram(totals, float(most.sum()), said["points"], said["people"]),
        },
        {
            "heading": said["per_task"],
            "alt": task_alt,
            "svg": charts.shares(per_task, said["share"]),
        },
    ]


def number(points: float) -> str:
    """Return points as people write them: no decimals where there are none.

    >>> number(14.0), number(2.5), number(1 / 3)
    ('14', '2.5', '0.33')
    """
    return f"{points:.2f}".rstrip("0").rstrip(".")


def _environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["number"] = number
    return env
