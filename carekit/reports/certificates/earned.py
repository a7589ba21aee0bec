"""Which criteria a learner meets, and what is missing where they do not. Nothing is read here."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from carekit.common.kit_words import texts
from carekit.common.languages import Lang, Text
from carekit.reports.certificates.criteria import (
    CertificateKind,
    Certificates,
    Criterion,
    ExamCriterion,
    ExamTaken,
    Lessons,
    Quizzes,
    Tasks,
    WholeSet,
)
from carekit.reports.certificates.evidence import Evidence, TaskPoints

# Sums of thirds and tenths: 17 points must not fail for the last bit of a float.
NEARLY = 1e-6

Names = Mapping[str, Text]
Said = tuple[str, Mapping[str, object]]


def words() -> dict[str, Text]:
    """Return the room's own words by their key."""
    return texts("certificates")


@dataclass(frozen=True)
class Outcome:
    """One criterion: whether it is met, what the learner has, and what is missing.

    ``have`` and ``missing`` are keys of the room's words with their values; a value that is a tuple
    is a list of concepts or tasks, told in the reader's language.
    """

    criterion: Criterion
    met: bool
    have: Said
    missing: tuple[Said, ...] = ()

    def told(self, lang: Lang, names: Names) -> tuple[str, str, str]:
        """Return criterion, what there is, and what is missing, in one language."""
        lacks = " ".join(_said(one, lang, names) for one in self.missing)
        return self.criterion.words(lang), _said(self.have, lang, names), lacks


def _said(one: Said, lang: Lang, names: Names) -> str:
    key, values = one
    between = lang.facts.comma
    told = {
        name: between.join(names[one][lang] if one in names else one for one in value)
        if isinstance(value, tuple)
        else value
        for name, value in values.items()
    }
    return words()[key][lang].format(**told)


def judge(wanted: Certificates, kind: CertificateKind, shown: Evidence) -> list[Outcome]:
    """Return one outcome for each criterion of a kind, in the file's order."""
    return [_JUDGES[type(one)](one, wanted, shown) for one in kind.criteria]


def _short_of(one: Criterion, have: Said, *missing: Said) -> Outcome:
    return Outcome(one, met=False, have=have, missing=missing)


def _lessons(one: Lessons, wanted: Certificates, shown: Evidence) -> Outcome:
    # The log knows answers, not eyes: a lesson asks its last question in its last cell, so who has
    # answered all of them has been at its end.
    there = {name: shown.practice.get(name) for name in wanted.concepts}
    lacks = [name for name, did in there.items() if not (did and did.asked <= did.answered > 0)]
    return _counted(one, wanted, one.least, lacks, "open")


def _quizzes(one: Quizzes, wanted: Certificates, shown: Evidence) -> Outcome:
    there = {name: shown.practice.get(name) for name in wanted.concepts}
    # A quiz of another length keeps its share: six of eight are three of four.
    least = Fraction(one.right, one.of)
    lacks = [
        name
        for name, did in there.items()
        if not (did and did.asked and Fraction(did.right, did.asked) >= least)
    ]
    return _counted(one, wanted, one.least, lacks, "not-yet")


def _counted(
    one: Criterion, wanted: Certificates, least: int, lacks: list[str], why: str
) -> Outcome:
    all_of_them = len(wanted.concepts)
    have = all_of_them - len(lacks)
    said = () if have >= least else ((why, {"which": tuple(lacks)}),)
    return Outcome(one, have >= least, ("of", {"have": have, "of": all_of_them}), said)


def _sat(one: ExamTaken, _wanted: Certificates, shown: Evidence) -> Outcome:
    if shown.exam is None:
        return _short_of(one, ("no", {}), ("no-exam", {}))
    return Outcome(one, met=True, have=("yes", {}))


def _exam(one: ExamCriterion, wanted: Certificates, shown: Evidence) -> Outcome:
    if shown.exam is None:
        return _short_of(one, ("no", {}), ("no-exam", {}))
    points, of = shown.exam.points, shown.exam.asked
    # A short form asks for the same share.
    needed = one.points * of / wanted.exam.asked
    have = ("points", {"points": down(points), "of": f"{of}"})
    if points >= needed - NEARLY:
        return Outcome(one, met=True, have=have)
    return _short_of(one, have, ("points-missing", {"points": up(needed - points)}))


def _tasks(one: Tasks, wanted: Certificates, shown: Evidence) -> Outcome:
    picked = {name: _picked(shown.sets.get(name, ()), one.tasks) for name in wanted.concepts}
    waits = tuple(name for name, tasks in picked.items() if any(task.waits for task in tasks))
    waiting = (("waits", {"which": waits}),) if waits else ()
    if one.sets is not None:
        lacks = [name for name, tasks in picked.items() if not _reaches(tasks, one.share)]
        found = _counted(one, wanted, one.sets, lacks, "below")
        return found if found.met else _short_of(one, found.have, *found.missing, *waiting)
    everything = [task for tasks in picked.values() for task in tasks]
    have = _share(everything)
    if _reaches(everything, one.share):
        return Outcome(one, met=True, have=have)
    return _short_of(one, have, *_lacking(everything, one.share), *waiting)


def _picked(tasks: tuple[TaskPoints, ...], places: Iterable[int]) -> list[TaskPoints]:
    return [tasks[place - 1] for place in places if place <= len(tasks)]


def _whole(one: WholeSet, _wanted: Certificates, shown: Evidence) -> Outcome:
    tasks = list(shown.sets.get(one.set, ()))
    parts: dict[int, list[TaskPoints]] = {}
    for place, task in enumerate(tasks, 1):
        parts.setdefault(one.part_of(place), []).append(task)
    numbered = list(enumerate(parts.values(), 1))
    empty = tuple(str(n) for n, part in numbered if not sum(task.points for task in part) > 0)
    waits = tuple(str(n) for n, part in numbered if any(task.waits for task in part))
    enough = _reaches(tasks, one.share)
    zeros = one.no_part_at_zero and bool(empty)
    lacks = [] if enough else [*_lacking(tasks, one.share)]
    if zeros:
        lacks.append(("parts-at-zero", {"which": empty}))
    if lacks and waits:
        lacks.append(("parts-wait", {"which": waits}))
    return Outcome(one, enough and not zeros, _share(tasks), tuple(lacks))


def _reaches(tasks: Iterable[TaskPoints], share: float) -> bool:
    tasks = list(tasks)
    most = sum(task.most for task in tasks)
    return most > 0 and sum(task.points for task in tasks) >= share * most - NEARLY


def _share(tasks: list[TaskPoints]) -> Said:
    points, most = sum(task.points for task in tasks), sum(task.most for task in tasks)
    return "points", {"points": down(points), "of": f"{most:g}"}


def _lacking(tasks: list[TaskPoints], share: float) -> tuple[Said, ...]:
    most = sum(task.most for task in tasks)
    if not most:
        return (("not-graded", {}),)
    lacks = share * most - sum(task.points for task in tasks)
    return (("points-missing", {"points": up(lacks)}),)


def down(points: float) -> str:
    """Return points with at most two decimals, never more than they are.

    >>> down(16.999), down(17.0), down(4.5)
    ('16.99', '17', '4.5')
    """
    return f"{math.floor((points + NEARLY) * 100) / 100:.2f}".rstrip("0").rstrip(".")


def up(points: float) -> str:
    """Return missing points with at most two decimals, never less than they are.

    >>> up(0.001), up(1.0), up(2.5)
    ('0.01', '1', '2.5')
    """
    return f"{math.ceil((points - NEARLY) * 100) / 100:.2f}".rstrip("0").rstrip(".")


_JUDGES: dict[type[Criterion], Callable[[Any, Certificates, Evidence], Outcome]] = {
    Lessons: _lessons,
    Quizzes: _quizzes,
    ExamTaken: _sat,
    ExamCriterion: _exam,
    Tasks: _tasks,
    WholeSet: _whole,
}
