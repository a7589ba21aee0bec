"""The class report: one self-contained page in every language, drawn from the scores table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import isnan
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from carekit.common.language_css import choice_rules, font_rules
from carekit.common.languages import Lang, Spoken, Text, languages
from carekit.common.safe_html import coded
from carekit.questions import Item
from carekit.reports import charts
from carekit.reports.analyzed_items import AnalyzedItems, words_of
from carekit.reports.exam_overview import Sittings
from carekit.reports.item_analysis import FEWEST
from carekit.reports.page_words import joined, words

HERE = Path(__file__).parent
SHOWN_AT_ONCE = 8
"""How many rows of a long table are shown before the reader asks for all."""
MOST_LEARNERS = 500
"""Of a larger class those with the smallest shares are shown: a browser cannot hold them all."""


@dataclass(frozen=True)
class ReportedSet:
    """One set: its title, the titles of its tasks in order, and who handed in nothing or late.

    ``refused`` are those whose work could not be scored. ``ideas`` and ``checks`` are the wrong
    ideas and the failed checks of the set, each with the names of those who had it. ``trust`` are
    the checks of the set by their level of trust.
    """

    id: str
    title: Text
    tasks: Mapping[str, Text]
    missing: Sequence[str] = ()
    late: Sequence[str] = ()
    refused: Sequence[str] = ()
    ideas: Sequence[tuple[Text, Sequence[str]]] = ()
    checks: Sequence[tuple[Text, Sequence[str]]] = ()
    trust: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Held:
    """What should be known of one submission, in every language; ``look``: a person must act."""

    learner: str
    reason: Text | Spoken
    where: Text
    look: bool = True


class Practised(Protocol):
    """One learner's work on one quiz: questions there are, ever answered, and right."""

    @property
    def asked(self) -> int: ...  # noqa: D102
    @property
    def answered(self) -> int: ...  # noqa: D102
    @property
    def right(self) -> int: ...  # noqa: D102


def report_parts(
    scores: pd.DataFrame,
    *,
    title: Text,
    sets: Sequence[ReportedSet],
    held: Sequence[Held] = (),
    exams: Sittings | None = None,
    practice: Sequence[tuple[Text, Sequence[Practised]]] = (),
    records: int = 0,
    items: Sequence[tuple[Text, AnalyzedItems]] = (),
    questions: Mapping[str, Item] = MappingProxyType({}),
    made_at: datetime,
    points_file: str = "",
) -> Iterator[str]:
    """Give the report part by part: the page of a large class is larger than what it is made of.

    ``scores`` has one row per learner, set and task: ``learner``, ``set``, ``task``, ``score``
    (points, NaN where it could not be scored), ``max_score`` (points), ``needs_manual`` (bool:
    words that nobody has read yet). Sets and tasks are shown in the order of ``sets``.

    A share is earned points out of the points of the tasks that are read for everybody, of the
    sets that a learner handed in. A learner without any score is in the table and in no mean.
    Of more than ``MOST_LEARNERS`` those with the smallest shares are shown, and ``points_file`` is
    named as the file with everybody's points (``everybodys_points``).
    ``practice`` is, for each lesson, what the learners' own ``records`` say of its quiz. ``items``
    are the questions and graded cells of sets and exams under a title each, and ``questions`` those
    of the course by id, for their words.
    """
    tasks = _tasks(scores, sets)
    points = _wide(scores, "score", "sum", min_count=1)
    unread = _wide(scores, "needs_manual", "any").astype("boolean").fillna(value=False)
    read = tasks[tasks["read"]]
    # What could not be scored is nobody's fault: it is in no share.
    earned = scores.dropna(subset=["score"]).merge(read[["set", "task"]], on=["set", "task"])
    whole = earned.groupby("learner")[["score", "max_score"]].sum(min_count=1)
    whole = whole.reindex(sorted(points.index))
    share = (whole["score"] / whole["max_score"]).rename("share")
    ranked = share.sort_values(ascending=len(share) > MOST_LEARNERS, kind="stable")
    ranked = ranked.iloc[:MOST_LEARNERS]
    shown = sorted(ranked.index)
    points, unread = points.loc[shown], unread.loc[shown]
    page, langs = _environment().get_template("report.html.j2"), languages()
    yield from page.generate(
        langs=list(langs),
        font_rules=font_rules(langs, " line-height: 1.75;"),
        choice_rules=choice_rules(langs, ".in"),
        words=words(),
        title=title,
        sets=sets,
        held=held,
        made_at=made_at,
        tasks=tasks.sort_values("share", kind="stable").to_dict("records"),
        tasks_of={name: rows.to_dict("records") for name, rows in tasks.groupby("set")},
        ideas=_most_first(sets, "ideas"),
        checks=_most_first(sets, "checks"),
        shown=SHOWN_AT_ONCE,
        matrix=_matrix(points, unread, tasks, sets),
        share=share,
        ranked=ranked,
        some=set(shown),
        some_only={"shown": len(shown), "count": len(share), "file": points_file},
        most_shown=MOST_LEARNERS,
        # A list of a large class takes long to look through, for everybody in it.
        absent={one.id: set(one.missing) for one in sets},
        rows_of=lambda name: _rows(points, unread, tasks[tasks["set"].eq(name)]),
        handed_in=scores[["learner", "set"]].drop_duplicates().shape[0]
        + sum(len(one.refused) for one in sets),
        exams=exams,
        practised=_practised(practice),
        records=records,
        items=items,
        item_gains=exams.item_gains if exams else {},
        questions=questions,
        words_of=words_of,
        fewest=FEWEST,
        unread_by_set=scores[scores["needs_manual"]].groupby("set")["learner"].nunique().to_dict(),
        drawings={lang: _drawings(lang, share.dropna(), tasks, sets) for lang in languages()},
    )


def everybodys_points(scores: pd.DataFrame, sets: Sequence[str]) -> pd.DataFrame:
    """Return a row for each learner: ``learner``, and by the id of each set the points so far.

    ``scores`` are those of ``report_parts``. What has no score is NaN.
    """
    whole = scores.groupby(["learner", "set"])["score"].sum(min_count=1).unstack("set")
    return whole.reindex(columns=[*sets]).sort_index().reset_index()


def _practised(
    practice: Sequence[tuple[Text, Sequence[Practised]]],
) -> list[tuple[Text, int, int, float]]:
    """Return for each quiz: its title, who began it, who answered all of it, the share right."""
    rows = []
    for title, learners in practice:
        begun = [one for one in learners if one.answered]
        if begun:
            whole = sum(one.answered >= one.asked for one in begun)
            right = sum(one.right / one.asked for one in begun) / len(begun)
            rows.append((title, len(begun), whole, right))
    return rows


def _most_first(sets: Sequence[ReportedSet], kind: str) -> list[tuple[Text, Text, Sequence[str]]]:
    """Return set, sentence and names of all slips of a kind, most learners first."""
    rows = [(one.title, says, names) for one in sets for says, names in getattr(one, kind)]
    return sorted(rows, key=lambda row: -len(row[2]))


def _tasks(scores: pd.DataFrame, sets: Sequence[ReportedSet]) -> pd.DataFrame:
    """Return one row for each task, in order: what it is worth and how the class did."""
    rows: list[dict[str, Any]] = []
    for one in sets:
        for task, title in one.tasks.items():
            mine = scores[scores["set"].eq(one.id) & scores["task"].eq(task)]
            got, most = mine["score"].dropna(), float(mine["max_score"].max())
            read = bool(len(got)) and not mine["needs_manual"].any()
            rows.append(
                {
                    "set": one.id,
                    "set_title": one.title,
                    "task": task,
                    "title": title,
                    "most": most,
                    # The share of a task that is half read says more about the reader.
                    "read": read,
                    "share": float(got.mean() / most) if read else float("nan"),
                    "full": int((got >= most).sum()),
                    "none": int((got <= 0).sum()),
                    "count": len(got),
                }
            )
    return pd.DataFrame(rows)


def _wide(scores: pd.DataFrame, values: str, how: str, **more: object) -> pd.DataFrame:
    """Return learners by set and task."""
    keys = ["learner", "set", "task"]
    grouped = scores.groupby(keys)[values]
    found = grouped.sum(**more) if how == "sum" else grouped.any()
    return found.unstack(["set", "task"])


def _matrix(
    points: pd.DataFrame, unread: pd.DataFrame, tasks: pd.DataFrame, sets: Sequence[ReportedSet]
) -> dict[str, dict[str, Any]]:
    """Return for each set what it is worth, and each learner's points and open answers in it."""
    found = {}
    for one in sets:
        mine = tasks[tasks["set"].eq(one.id) & tasks["read"]]
        columns = [(one.id, task) for task in mine["task"]]
        here = points.columns.get_level_values("set") == one.id
        found[one.id] = {
            "most": float(mine["most"].sum()),
            "whole": float(tasks.loc[tasks["set"].eq(one.id), "most"].sum()),
            "points": points[columns].sum(axis=1, min_count=1).to_dict(),
            "unread": unread.loc[:, here].any(axis=1).to_dict(),
        }
    return found


def _rows(
    points: pd.DataFrame, unread: pd.DataFrame, tasks: pd.DataFrame
) -> Iterator[tuple[str, list[tuple[float | None, float, bool]]]]:
    """Give each learner's tasks of a set: points or None while unread, the most, and the flag."""
    columns = [*zip(tasks["set"], tasks["task"], strict=True)]
    most = tasks["most"].tolist()
    rows = zip(points.index, points[columns].to_numpy(), unread[columns].to_numpy(), strict=True)
    for learner, mine, flags in rows:
        yield (
            learner,
            [
                (None if waits else float(got), worth, bool(waits))
                for got, worth, waits in zip(mine, most, flags, strict=True)
            ],
        )


def _drawings(
    lang: Lang, share: pd.Series, tasks: pd.DataFrame, sets: Sequence[ReportedSet]
) -> list[dict[str, str]]:
    """Return heading, alternative text and SVG of each chart in one language.

    Where nothing has a score, there is nothing to draw.
    """
    said = {key: text[lang] for key, text in words().items()}
    read = tasks[tasks["read"]]
    weighed = (read["share"] * read["most"]).groupby(read["set"]).sum()
    per_set = weighed / read.groupby("set")["most"].sum()
    bars = pd.DataFrame(
        {"task": one.title[lang], "share": per_set[one.id]} for one in sets if one.id in per_set
    )
    if len(sets) == 1:
        bars = pd.DataFrame({"task": [t[lang] for t in read["title"]], "share": [*read["share"]]})
    if bars.empty or share.empty:
        return []
    percent = 100 * share
    spread = said["distribution_alt"].format(
        count=len(share),
        low=f"{percent.min():.0f}%",
        high=f"{percent.max():.0f}%",
        median=f"{percent.median():.0f}%",
    )
    lowest = bars.loc[bars["share"].idxmin()]
    low = said["shares_alt"].format(lowest=lowest["task"], share=f"{lowest['share']:.0%}")
    return [
        {
            "heading": said["distribution"],
            "alt": spread,
            "svg": charts.histogram(percent, 100.0, said["percent"], said["people"]),
        },
        {
            "heading": said["per_task" if len(sets) == 1 else "per_set"],
            "alt": low,
            "svg": charts.shares(bars, said["share"]),
        },
    ]


def number(points: float) -> str:
    """Return points as people write them: no decimals where there are none.

    >>> number(14.0), number(2.5), number(1 / 3)
    ('14', '2.5', '0.33')
    """
    return f"{points:.2f}".rstrip("0").rstrip(".")


def percent(share: float) -> str:
    """Return a share as people write it; a dash where there is none.

    >>> percent(0.666), percent(float("nan"))
    ('67%', '—')
    """
    return "—" if isnan(share) else f"{100 * share:.0f}%"


def _environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {"number": number, "percent": percent, "coded": coded, "joined": joined}
    return env
