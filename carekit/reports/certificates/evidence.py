"""What a learner has shown, read from their own log, their exam and the trainer's gradebook.

The log is the learner's: it can say what was practiced, and nobody can vouch for it. The exam is
marked here, with the trainer's key. The points of sets come from the gradebook alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from carekit.common.files import ContentError, readable, shown
from carekit.common.languages import Lang, Spoken, as_lang, languages
from carekit.common.messages import Joined
from carekit.common.untrusted_files import FOLDER, NotTaken, folders, named, odd_name
from carekit.grading.course.folders import Settings
from carekit.grading.course.tasks import read_tasks
from carekit.grading.gradebook import reader
from carekit.learner.event_log import ANSWERED, LOG, LogStatement, handed_in
from carekit.learner.exam_attempt import FormStatements, log_file, results
from carekit.questions import Bank, load_banks
from carekit.questions.exam_forms import blueprints, lengths
from carekit.reports.accepted_exams import own, sat_by
from carekit.reports.certificates.criteria import CertificateKind, Certificates, WholeSet
from carekit.reports.certificates.refusals import say
from carekit.reports.exam_notices import TWIN
from carekit.reports.exam_results import Form, form_of

# The same answer at one moment is chance once; at several moments it is a copy.
_MOMENTS = 3


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
    notices: tuple[Spoken, ...] = ()


# --- The learner's own log.


def practised(
    statements: Iterable[LogStatement], banks: Mapping[str, Bank], concepts: Iterable[str]
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


def script_of(statements: Iterable[LogStatement]) -> Lang | None:
    """Return the language in which a learner read last besides the course's first one, or None."""
    read = [as_lang(one.context.language) for one in statements]
    return next((lang for lang in reversed(read) if lang not in (None, languages()[0])), None)


def _log(folder: Path, name: str) -> Path | None:
    """Return the one log of that name in a folder, if any; two are refused."""
    found = named(folder, name)
    if len(found) > 1:
        files = ", ".join(map(shown, found))
        raise ContentError(say("several-logs", files=files, count=len(found)))
    return found[0] if found else None


def _statements(folder: Path, names: Sequence[str]) -> Iterator[LogStatement]:
    """Give the statements of all logs in a folder, as far as these are files that can be read."""
    for path in (path for name in names for path in named(folder, name)):
        try:
            yield from handed_in(path).statements
        except NotTaken:
            continue


def copied_from(folder: Path, among: Path, names: Sequence[str]) -> Path | None:
    """Return the folder of another learner that holds lines of this one's logs, or None.

    Every line has an id that is drawn once in the world, so the same one twice is a copy. So are
    the same answers at the same moments, whatever ids and names stand beside them.
    """
    mine = list(_statements(folder, names))
    ids, marks = {said.id for said in mine}, set(map(_mark, mine))
    for other in folders(among) if mine else ():
        if other.resolve() == folder.resolve():
            continue
        try:
            theirs = list(_statements(other, names))
        except Exception:  # noqa: S112 - another's log, whatever is in it, costs nobody a page
            continue
        moments = {mark[0] for mark in marks & set(map(_mark, theirs)) if mark[1] == ANSWERED}
        if not ids.isdisjoint(said.id for said in theirs) or len(moments) >= _MOMENTS:
            return other
    return None


def _mark(said: LogStatement) -> tuple[Any, ...]:
    return said.timestamp, said.verb.id, said.object.id, said.answer


def practice_by_learner(
    root: Path, concepts: Sequence[str]
) -> tuple[dict[str, dict[str, Practice]], dict[str, Spoken | str]]:
    """Return what each learner's log in ``submitted/`` says of each quiz, by learner.

    The second table says by learner why a log counts for nothing: because there are two, or because
    it cannot be read.
    """
    logs = {one.name: paths for one in folders(root / FOLDER) if (paths := named(one, LOG))}
    banks = load_banks(root) if logs else {}
    found: dict[str, dict[str, Practice]] = {}
    left_out: dict[str, Spoken | str] = {}
    for who, paths in logs.items():
        if why := odd_name(who):
            left_out[readable(who)] = why
            continue
        if len(paths) > 1:
            left_out[who] = say("two-records")
            continue
        try:
            found[who] = practised(own(handed_in(paths[0]).statements, who)[0], banks, concepts)
        except ContentError as error:
            left_out[who] = Joined(error.args)
        except Exception as error:
            # One learner's log, whatever is in it, must not cost the class its report.
            left_out[who] = str(error) or type(error).__name__
    return found, left_out


# --- The exam, marked with the trainer's key.


def exam_taken(
    root: Path, wanted: Certificates, banks: Mapping[str, Bank], folder: Path, learner: str
) -> tuple[ExamTaken | None, tuple[Spoken, ...]]:
    """Return the exam as it counts and is marked here (None: not handed in), and what is odd of it.

    What counts is decided where ``care exam score`` and the class report ask as well. Who handed in
    the exam and a short form of it has the exam. ``banks`` are the full ones, with their keys.
    Raises ContentError when the course has no such form, or asks another number of questions, and
    where the log cannot be used or is another learner's as well.
    """
    whole = form_of(root, wanted.exam.form, banks)
    if len(whole.ids) != wanted.exam.asked:
        counts = {"asks": len(whole.ids), "says": wanted.exam.asked}
        raise ContentError(say("other-length", form=whole.name, **counts))
    places = {one.name: one for one in folders(root / FOLDER)} | {learner: folder}
    taken, notices = None, []
    for sat in sat_by(root, wanted.exam.form, places, banks=banks):
        for one in (one for one in sat.notices if one.learner == learner):
            if one.code in _REFUSED:
                raise ContentError(say("of-exam", folder=shown(folder), why=one.says))
            notices.append(one.says)
        if taken is None and learner in sat.sittings:
            taken = _taken(sat.form, sat.sittings[learner])
    return taken, tuple(notices)


# With one of these nobody can say whose exam it is.
_REFUSED = {TWIN, "two-logs", "not-read"}


def _taken(form: Form, stands: FormStatements) -> ExamTaken | None:
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
        raise ContentError(say("no-such-set", file=shown(path)))
    tasks = read_tasks(path)
    rows = _rows(settings, set_id, learner)
    by_task = reader.by_task(rows, {cell: task.id for task in tasks for cell in task.cells})
    found = {row.task: row for row in by_task.itertuples()}
    return tuple(_points(found.get(task.id), task.max_score) for task in tasks)


def _points(row: Any, most: float) -> TaskPoints:
    waits = bool(row is not None and row.needs_manual)
    got = 0.0 if row is None or waits or pd.isna(row.score) else float(row.score)
    return TaskPoints(min(max(got, 0.0), most), most, waits)


def _rows(settings: Settings, set_id: str, learner: str) -> pd.DataFrame:
    try:
        table = reader.scores(settings.db_url, set_id)
    except ContentError:
        # No gradebook, or a set that nobody has graded: there is no evidence, and no mistake.
        table = pd.DataFrame(columns=list(reader.COLUMNS)).astype(reader.COLUMNS)
    return table[table["learner"] == learner]


# --- Together.


def gather(
    settings: Settings,
    wanted: Certificates,
    kind: CertificateKind,
    learner: str,
    folder: Path | None = None,
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
        raise ContentError(say("copy", folder=shown(folder), other=shown(other)))
    log = _log(folder, LOG)
    mine, others = own(handed_in(log).statements if log else (), learner)
    banks = load_banks(root)
    needs = {one.needs for one in kind.criteria}
    sets = [one.set for one in kind.criteria if isinstance(one, WholeSet)]
    if "tasks" in needs or "set" in kind.columns:
        sets = [*wanted.concepts, *sets]
    asks = {"exam", "sat"} & needs or "exam" in kind.columns
    exam, notices = exam_taken(root, wanted, banks, folder, learner) if asks else (None, ())
    return Evidence(
        learner,
        reader.enrolled(settings.db_url).get(learner, ""),
        practised(mine, banks, wanted.concepts),
        exam,
        {set_id: set_points(settings, set_id, learner) for set_id in sets},
        script_of(mine),
        others,
        notices,
    )


def known_learners(settings: Settings) -> dict[str, str]:
    """Return the name (or "") by id of everybody in the gradebook or with something handed in."""
    there = [one.name for one in folders(settings.root / FOLDER)]
    handed_in = {name: "" for name in there if not odd_name(name)}
    return handed_in | reader.enrolled(settings.db_url)
