"""A second marker: which answers they mark once more, and how far the two agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from carekit.grading.marking.agreement import Agreement, agreement, nearest_level
from carekit.grading.marking.answers import HandedIn
from carekit.grading.marking.mark_log import MarkLog
from carekit.grading.marking.similarity import place
from carekit.grading.marking.written_tasks import WrittenTask


@dataclass(frozen=True)
class Difference:
    """An answer that two markers put on different levels: its points by the first and second."""

    html: str
    first: float
    second: float


@dataclass(frozen=True)
class Compared:
    """Two markers of a task: how many answers both have marked, and how many the second marks.

    ``agreement`` is None until both have marked them all: who still marks must not know.
    """

    done: int
    total: int
    agreement: Agreement | None = None
    differences: tuple[Difference, ...] = ()


def sampled(
    log: MarkLog, task_id: str, everybody: Mapping[str, HandedIn], seed: int, every: int
) -> list[str]:
    """Return whose answers a second marker gets: every so many, and what they have marked already.

    The first of them stands first in the pseudo-random order, so there is one where anybody
    answered.
    """
    order = sorted(everybody, key=lambda who: place(seed, task_id, who))
    marked = log.seconds(task_id)
    return [who for at, who in enumerate(order) if at % every == 0 or who in marked]


def compared(
    log: MarkLog, task: WrittenTask, everybody: Mapping[str, HandedIn], seed: int
) -> Compared | None:
    """Return how two markers of a task compare, or None where there is no second one yet.

    Points between two levels count as the nearest level, of two the higher one.
    """
    given = log.seconds(task.id)
    if not given:
        return None
    # Whoever marked last said how many there are to be.
    every = [mark.every for mark, _ in given.values()][-1]
    chosen = sampled(log, task.id, everybody, seed, every)
    pairs = []
    for who in chosen:
        one, first = everybody[who], everybody[who].mark
        if first is None or who not in given or given[who][1] != one.answer.digest:
            continue
        pairs.append((one, first.points or 0.0, given[who][0].points))
    if len(pairs) < len(chosen):
        return Compared(len(pairs), len(chosen))
    levels = [
        (nearest_level(first, task.levels), nearest_level(second, task.levels))
        for _, first, second in pairs
    ]
    apart = tuple(
        Difference(one.answer.html, first, second)
        for (one, first, second), (mine, theirs) in zip(pairs, levels, strict=True)
        if mine != theirs
    )
    return Compared(len(pairs), len(chosen), agreement(levels, len(task.levels)), apart)
