"""Sitting an exam: where a learner stands, how much time is left, and what is given back.

Nothing here reads a clock, draws a card or knows a key. A sitting is a file of statements that only
grows, one for each exam form, beside the notebook: what it says is all there is to know.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from sys import intern
from typing import TypedDict

from carekit.common.files import ContentError, shown, write_atomic
from carekit.common.languages import Lang
from carekit.common.messages import say
from carekit.learner.event_log import Context, LogStatement, Record
from carekit.questions import Item, variant_of
from carekit.questions.exam_forms import Blueprint
from carekit.questions.judging import closed, judge

STARTED = "http://adlnet.gov/expapi/verbs/initialized"
RESPONDED = "http://adlnet.gov/expapi/verbs/responded"
# "Still here": says how long the exam has been open, so that a crash costs no time.
PRESENT = "http://adlnet.gov/expapi/verbs/interacted"
HANDED_IN = "http://adlnet.gov/expapi/verbs/terminated"
# An open exam writes at least this often. Twice as long without a word is a pause.
TICK = timedelta(seconds=15)


# --- Time.


def time_used(times: Sequence[datetime], grace: timedelta) -> timedelta:
    """Return how long an exam has been open, from the times of its statements in their order.

    A pause (an open exam writes every TICK) costs one TICK, until ``grace`` is used up; from then
    on it counts in full. A clock that was set back gives nothing: that step counts as one TICK,
    the longest that an open exam leaves unsaid.
    """
    used, left = timedelta(), grace
    for before, after in pairwise(times):
        step = after - before
        if step < timedelta():
            used += TICK
        elif step <= 2 * TICK:
            used += step
        else:
            free = min(step - TICK, left)
            left -= free
            used += step - free
    return used


# --- Where a learner stands.


@dataclass(frozen=True)
class FormStatements:
    """What the statements of one form say, read once, in their order.

    ``languages`` is by question the language that was read when its last answer was given.
    """

    started: datetime | None = None
    id: str = ""
    times: tuple[datetime, ...] = ()
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    saved: Mapping[str, datetime] = field(default_factory=dict)
    variants: Mapping[str, int] = field(default_factory=dict)
    handed_in: datetime | None = None
    languages: Mapping[str, str] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Return whether answers are still taken."""
        return self.started is not None and self.handed_in is None


def sitting(statements: Iterable[LogStatement], form: str) -> FormStatements:
    """Return where the learner stands; what was written after handing in does not count."""
    started: datetime | None = None
    handed_in: datetime | None = None
    name = ""
    times: list[datetime] = []
    answers: dict[str, tuple[str, ...]] = {}
    saved: dict[str, datetime] = {}
    variants: dict[str, int] = {}
    langs: dict[str, str] = {}
    for said in statements:
        of, _, question = said.object.id.partition("/")
        if of != form or handed_in or (started is None and said.verb.id != STARTED):
            continue
        times.append(said.timestamp)
        if said.verb.id == STARTED and started is None:
            started, name = said.timestamp, said.id
        elif said.verb.id == HANDED_IN:
            handed_in = said.timestamp
        elif said.verb.id == RESPONDED:
            # The same few words stand in the sittings of a whole class.
            question = intern(question)
            answers[question] = response(said)
            saved[question] = said.timestamp
            langs[question] = intern(str(said.context.language))
            drawn = _known(said).get("variant")
            if type(drawn) is int:
                variants[question] = drawn
    return FormStatements(started, name, tuple(times), answers, saved, variants, handed_in, langs)


def _known(said: LogStatement) -> dict[str, object]:
    extensions: object = getattr(said.context, "extensions", None)
    return extensions if isinstance(extensions, dict) else {}


def response(said: LogStatement) -> tuple[str, ...]:
    """Return the answer that a statement holds, or nothing where it holds none."""
    parts = _known(said).get("response")
    given = parts if isinstance(parts, list) else []
    return tuple(intern(one) for one in given if type(one) is str)


@dataclass(frozen=True)
class ExamAttempt:
    """One learner's exam form: its rules and the file that grows. The clock is the record's."""

    form: str
    ids: tuple[str, ...]
    record: Record
    limit: timedelta | None = None
    grace: timedelta = timedelta(minutes=10)

    @classmethod
    def of(
        cls, form: str, blueprint: Blueprint, ids: tuple[str, ...], record: Record
    ) -> ExamAttempt:
        """Return the paper of a form with the rules of its blueprint."""
        limit = timedelta(minutes=blueprint.minutes) if blueprint.minutes else None
        return cls(form, ids, record, limit, timedelta(minutes=blueprint.grace))

    def read(self) -> FormStatements:
        """Return where the learner stands by what is on the disk."""
        return sitting(self.record.read().statements, self.form)

    def left(self, now: datetime) -> timedelta | None:
        """Return how much time is left, never below zero, or None where there is no limit."""
        stands = self.read()
        if self.limit is None:
            return None
        end = [] if stands.handed_in else [now]
        used = time_used([*stands.times, *end] if stands.started else [], self.grace)
        return max(timedelta(), self.limit - used)

    def start(self, lang: Lang) -> FormStatements:
        """Begin, or go on where the last process ended. Raises NotSaved."""
        stands = self.read()
        if stands.started is None:
            self._say(STARTED, lang)
        elif stands.open:
            self.stay(lang)
        return self.read()

    def stay(self, lang: Lang) -> bool:
        """Say that the exam is open, or end it when its time is up; return whether it is open."""
        if still := self._still(lang):
            self._say(PRESENT, lang)
        return still

    def _still(self, lang: Lang) -> bool:
        stands = self.read()
        if stands.open and self._over():
            self._say(HANDED_IN, lang, reason="time")
            return False
        return stands.open

    def answer(
        self, question: str, answer: Sequence[str], lang: Lang, variant: int | None = None
    ) -> bool:
        """Keep an answer; return False, and keep nothing, when the exam is not open any more.

        ``variant`` says which numbers the question had, where they are drawn. Raises KeyError for a
        question of another form, NotSaved when it is not on the disk.
        """
        if question not in self.ids:
            raise KeyError(question)
        if not self._still(lang):
            return False
        drawn = {} if variant is None else {"variant": variant}
        self._say(RESPONDED, lang, question, response=list(answer), **drawn)
        return True

    def hand_in(self, lang: Lang) -> FormStatements:
        """End the exam for good."""
        if self.read().open:
            self._say(HANDED_IN, lang, reason="learner")
        return self.read()

    def _over(self) -> bool:
        left = self.left(self.record.clock())
        return left is not None and not left

    def _say(self, verb: str, lang: Lang, question: str = "", **known: object) -> None:
        name = f"{self.form}/{question}" if question else self.form
        said = self.record.statement(verb, name, lang=lang)
        context = Context(language=lang, extensions=known) if known else said.context
        self.record.append(said.model_copy(update={"context": context}))


# --- What the trainer gives back.


class NoteResult(TypedDict):
    """What is said of an option, or of the whole answer."""

    option: str | None
    right: bool
    says: dict[str, str]


class QuestionResult(TypedDict):
    """What an answer is worth, and what is said of it."""

    score: float
    right: bool
    notes: list[NoteResult]


def results_file(form: str) -> str:
    """Return the name of the file that holds a form's results, beside the notebook."""
    return f"exam-{form}.results.json"


def log_file(form: str) -> str:
    """Return the name of the file that grows while a form is sat."""
    return f"exam-{form}.jsonl"


def results(
    stands: FormStatements, questions: Mapping[str, Item], ids: Iterable[str]
) -> dict[str, QuestionResult]:
    """Return score and feedback for each question; nothing that a learner wrote makes it raise."""
    found: dict[str, QuestionResult] = {}
    for name in ids:
        try:
            question = variant_of(questions[name], stands.variants.get(name))
            verdict = closed(question, judge(question, stands.answers[name]))
        except Exception:
            # No answer, or one that no card can give: worth nothing, and nothing to explain.
            found[name] = {"score": 0.0, "right": False, "notes": []}
            continue
        notes: list[NoteResult] = [
            {"option": note.option, "right": note.right, "says": note.says.by_lang()}
            for note in verdict.notes
        ]
        found[name] = {"score": verdict.score, "right": verdict.right, "notes": notes}
    return found


def release(
    folder: Path,
    form: str,
    stands: FormStatements,
    questions: Mapping[str, Item],
    ids: Iterable[str],
) -> dict[str, QuestionResult]:
    """Write one learner's results into a folder and return them; only handed-in exams have any.

    ``questions`` are full questions, so this is for a trainer's process. Raises ContentError where
    the exam was not handed in.
    """
    if stands.handed_in is None:
        raise ContentError(say("not-handed-in", log=shown(folder / log_file(form))))
    found = results(stands, questions, ids)
    whole = {"version": 1, "sitting": stands.id, "questions": found}
    write_atomic(folder / results_file(form), json.dumps(whole, ensure_ascii=False) + "\n")
    return found


def released(folder: Path, form: str, stands: FormStatements) -> dict[str, QuestionResult]:
    """Return the results a trainer has given back for this very sitting, or nothing."""
    try:
        whole = json.loads((folder / results_file(form)).read_bytes())
    except (OSError, ValueError):
        return {}
    fits = isinstance(whole, dict) and whole.get("sitting") == stands.id and stands.handed_in
    return whole.get("questions", {}) if fits else {}
