"""What a learner has shown, read from their own log, their exam and the trainer's gradebook.

The log is the learner's: it can say what was practiced, and nobody can vouch for it. The exam is
marked here, with the trainer's key. The points of sets come from the gradebook alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from carekit import gradebook
from carekit.bank import Bank, load_banks
from carekit.blueprint import blueprints, lengths
from carekit.certificates.criteria import Certificates, Kind, WholeSet
from carekit.exams import log_file, results, sitting
from carekit.files import ContentError, shown
from carekit.grading.layout import read_tasks
from carekit.grading.settings import Settings
from carekit.lang import Lang, as_lang
from carekit.record import ANSWERED, LOG, Record, Statement
from carekit.trainer.forms import Form, form_of

FOLDER = "submitted"
# How a log calls its learner where no hub tells people apart.
NOBODY = "learner"


@dataclass(frozen=True)
class Practice:
    """One quiz by the log: questions there are, ever answered, most right at one time."""

    asked: int = 0
    answered: int = 0
    right: int = 0


@dataclass(frozen=True)
class ExamTaken:
    """An exam that was handed in: answers, points, questions asked, and (points, of) by concept."""

    answered: int
    points: float
    asked: int
    by_concept: Mapping[str, tuple[float, int]]


@dataclass(frozen=True)
class TaskPoints:
    """One task of a set: points, the most there are, and whether a person still has to look."""

    points: float
    most: float
    waits: bool = False


@dataclass(frozen=True)
class Evidence:
    """All that is known of one learner. A set that was not graded has tasks without points."""

    learner: str
    name: str = ""
    practice: Mapping[str, Practice] = field(default_factory=dict)
    exam: ExamTaken | None = None
    sets: Mapping[str, tuple[TaskPoints, ...]] = field(default_factory=dict)
    script: Lang | None = None
    others: int = 0


# --- The learner's own log.


def practised(
    statements: Iterable[Statement], banks: Mapping[str, Bank], concepts: Iterable[str]
) -> dict[str, Practice]:
    """Return what a log says of each quiz.

    ``right`` is the most that were right at one time, each by its last try until then: who has
    passed a quiz does not lose it when a question goes wrong in a later review.
    """
    of = {
        bank.object_id(question): concept
        for concept in concepts
        if (bank := banks.get(concept)) is not None
        for question in bank.questions
        if question.use == "practice"
    }
    asked_in = {name: sum(concept == name for concept in of.values()) for name in concepts}
    last: dict[str, dict[str, bool]] = {name: {} for name in asked_in}
    most = dict.fromkeys(asked_in, 0)
    for said in statements:
        concept = of.get(said.object.id)
        if concept is None or said.verb.id != ANSWERED or said.result is None:
            continue
        last[concept][said.object.id] = said.result.success
        most[concept] = max(most[concept], sum(last[concept].values()))
    return {name: Practice(asked_in[name], len(last[name]), most[name]) for name in asked_in}


def own(statements: Iterable[Statement], learner: str) -> tuple[list[Statement], int]:
    """Return a learner's statements and how many name somebody else."""
    said = list(statements)
    kept = [one for one in said if one.actor.name in (learner, NOBODY)]
    return kept, len(said) - len(kept)


def script_of(statements: Iterable[Statement]) -> Lang | None:
    """Return the Chinese script in which a learner read last, or None for who read English only."""
    read = [as_lang(one.context.language) for one in statements]
    return next((lang for lang in reversed(read) if lang not in (None, Lang.EN)), None)


def _folders(among: Path) -> list[Path]:
    """Return the folder of each learner, in order; none where nothing was collected yet."""
    return sorted(one for one in among.iterdir() if one.is_dir()) if among.is_dir() else []


def _logs(folder: Path, name: str) -> list[Path]:
    return sorted(folder.rglob(name)) if folder.is_dir() else []


def _log(folder: Path, name: str) -> Path | None:
    """Return the one log of that name in a folder, if any; two are refused."""
    found = _logs(folder, name)
    if len(found) > 1:
        listed = ", ".join(map(shown, found))
        raise ContentError(f"{listed}: {len(found)} files of one name; keep the one that counts")
    return found[0] if found else None


def _read(path: Path) -> tuple[Statement, ...]:
    return Record(path.parent, log=path.name).read().statements


def copied_from(folder: Path, among: Path, names: Sequence[str]) -> Path | None:
    """Return the folder of another learner that holds lines of this one's logs, or None.

    Every line has an id that is drawn once in the world, so the same one twice is a copy.
    """
    mine = {said.id for name in names for path in _logs(folder, name) for said in _read(path)}
    for other in _folders(among) if mine else ():
        if other.resolve() == folder.resolve():
            continue
        theirs = (said.id for name in names for path in _logs(other, name) for said in _read(path))
        if not mine.isdisjoint(theirs):
            return other
    return None


def practice_by_learner(
    root: Path, concepts: Sequence[str]
) -> tuple[dict[str, dict[str, Practice]], list[str]]:
    """Return what each learner's log in ``submitted/`` says of each quiz, by learner.

    The second list holds who has two logs there, which count for nothing until one is taken away.
    """
    logs = {one.name: found for one in _folders(root / FOLDER) if (found := _logs(one, LOG))}
    banks = load_banks(root) if logs else {}
    found = {
        who: practised(own(_read(paths[0]), who)[0], banks, concepts)
        for who, paths in logs.items()
        if len(paths) == 1
    }
    return found, [who for who, paths in logs.items() if len(paths) > 1]


# --- The exam, marked with the trainer's key.


def exam_taken(
    root: Path, wanted: Certificates, banks: Mapping[str, Bank], folder: Path, learner: str
) -> ExamTaken | None:
    """Return the exam as it was handed in and is marked here, or None where it was not.

    Who handed in the exam and a short form of it has the exam. ``banks`` are the full ones, with
    their keys. Raises ContentError when the course has no such form, or asks another number of
    questions.
    """
    names = lengths(blueprints(root), wanted.exam.form)
    whole, *short = [form_of(root, name, banks) for name in names]
    if len(whole.ids) != wanted.exam.asked:
        says = f"asks {len(whole.ids)} questions, certificates.yml says {wanted.exam.asked}"
        raise ContentError(f"form {whole.name} {says}; correct one of them")
    found = (_taken(form, folder, learner) for form in (whole, *short))
    return next((one for one in found if one is not None), None)


def _taken(form: Form, folder: Path, learner: str) -> ExamTaken | None:
    path = _log(folder, log_file(form.name))
    if path is None:
        return None
    stands = sitting(own(_read(path), learner)[0], form.name)
    given = [name for name in form.ids if stands.answers.get(name)]
    if stands.handed_in is None or not given:
        return None
    marks = {n: one["score"] for n, one in results(stands, form.questions, form.ids).items()}
    by_concept: dict[str, tuple[float, int]] = {}
    for name in form.ids:
        points, of = by_concept.get(form.concepts[name], (0.0, 0))
        by_concept[form.concepts[name]] = (points + marks[name], of + 1)
    return ExamTaken(len(given), sum(marks.values()), len(form.ids), by_concept)


# --- The gradebook.


def set_points(settings: Settings, set_id: str, learner: str) -> tuple[TaskPoints, ...]:
    """Return a learner's tasks in a set, in their order.

    A text that nobody has read, or that changed after it was read, has no points yet. More than the
    most of a task does not make up for another one. Raises ContentError when the set is not built.
    """
    path = settings.root / "source" / set_id / f"{set_id}.ipynb"
    if not path.is_file():
        raise ContentError(f"{shown(path)}: no such set; run `care build`, or correct the name")
    tasks = read_tasks(path)
    rows = _rows(settings, set_id, learner)
    by_task = gradebook.by_task(rows, {cell: task.id for task in tasks for cell in task.cells})
    found = {row.task: row for row in by_task.itertuples()}
    return tuple(_points(found.get(task.id), task.max_score) for task in tasks)


def _points(row: Any, most: float) -> TaskPoints:
    waits = bool(row is not None and row.needs_manual)
    got = 0.0 if row is None or waits or pd.isna(row.score) else float(row.score)
    return TaskPoints(min(max(got, 0.0), most), most, waits)


def _rows(settings: Settings, set_id: str, learner: str) -> pd.DataFrame:
    try:
        table = gradebook.scores(settings.db_url, set_id)
    except ContentError:
        # No gradebook, or a set that nobody has graded: there is no evidence, and no mistake.
        table = pd.DataFrame(columns=list(gradebook.COLUMNS)).astype(gradebook.COLUMNS)
    return table[table["learner"] == learner]


# --- Together.


def gather(
    settings: Settings, wanted: Certificates, kind: Kind, learner: str, folder: Path | None = None
) -> Evidence:
    """Return what is known of a learner, as far as a kind of certificate asks for it.

    ``folder`` holds what the learner handed in besides the sets (``attempts.jsonl`` and the exam's
    log, at any depth), by default ``submitted/<learner>``. Raises ContentError where this is a
    copy of another learner's, or the course does not fit its own certificates.
    """
    root = settings.root
    among = root / FOLDER
    folder = folder or among / learner
    names = (LOG, *map(log_file, lengths(blueprints(root), wanted.exam.form)))
    if other := copied_from(folder, among, names):
        says = "hold the same lines, so one is a copy; ask both learners"
        raise ContentError(f"{shown(folder)} and {shown(other)} {says}")
    log = _log(folder, LOG)
    mine, others = own(_read(log) if log else (), learner)
    banks = load_banks(root)
    needs = {one.needs for one in kind.criteria}
    sets = [one.set for one in kind.criteria if isinstance(one, WholeSet)]
    if "tasks" in needs or "set" in kind.columns:
        sets = [*wanted.concepts, *sets]
    exam = {"exam", "sat"} & needs or "exam" in kind.columns
    return Evidence(
        learner,
        gradebook.enrolled(settings.db_url).get(learner, ""),
        practised(mine, banks, wanted.concepts),
        exam_taken(root, wanted, banks, folder, learner) if exam else None,
        {set_id: set_points(settings, set_id, learner) for set_id in sets},
        script_of(mine),
        others,
    )


def known_learners(settings: Settings) -> dict[str, str]:
    """Return the name (or "") by id of everybody in the gradebook or with something handed in."""
    handed_in = {one.name: "" for one in _folders(settings.root / FOLDER)}
    return handed_in | gradebook.enrolled(settings.db_url)
