"""What people of a sample class keep besides their sets: a log of their practice, and exams.

Somebody's numbers stand in ``people.yml``; which questions they got wrong follows from their id.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from carekit.grading.sample_class.submissions import SamplePerson
from carekit.learner.event_log import LOG, LogStatement, Record
from carekit.learner.exam_attempt import ExamAttempt, log_file
from carekit.questions import Item, load_banks, seed_of, variant_of
from carekit.questions.exam_forms import blueprints, forms, lengths
from carekit.questions.judging import solution
from carekit.questions.views.without_key import asked

BEGAN = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
SAT = datetime(2026, 3, 23, 8, 0, tzinfo=UTC)
BETWEEN = timedelta(seconds=25)


class _Made(Record):
    """A log that can be made again at any time, so no line waits for the disk."""

    def append(self, statement: LogStatement) -> None:
        """Write one statement as one line."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as log:
            log.write(statement.model_dump_json().encode("utf-8") + b"\n")


def keep_records(root: Path, people: Iterable[SamplePerson], folder: Path) -> list[Path]:
    """Write ``folder/<person>/``: the log of quizzes, and each exam sat; returns the logs.

    Raises ContentError for a form that the course does not have.
    """
    banks = load_banks(root)
    full = {one.id: one for bank in banks.values() for one in bank.questions}
    known, offered = blueprints(root), asked(root)
    logs = []
    for person in people:
        if person.quizzes is not None:
            log = _log(person, folder / person.id / "my-record", LOG, BEGAN)
            for bank in banks.values():
                practice = [one for one in bank.questions if one.use == "practice"]
                for number, one in enumerate(_shuffled(person, practice)):
                    right = number < person.quizzes
                    answer = solution(variant_of(one, 0)) if right else _wrong(one) or ["0"]
                    where, score = bank.object_id(one), float(right)
                    log.answered(where, answer, score=score, right=right, lang=person.reads)
            logs.append(log.path)
        for form, known_answers in person.exams.items():
            lengths(known, form)
            log = _log(person, folder / person.id / form, log_file(form), SAT)
            paper = ExamAttempt.of(form, known[form], forms(known[form], offered)[form], log)
            missed = {
                one.id
                for one in _shuffled(person, [full[name] for name in paper.ids])[known_answers:]
            }
            paper.start(person.reads)
            for name in paper.ids:
                one = full[name]
                asks = seed_of(person.id, f"{form}/{name}")
                variant = offered[name].variant(asks)
                answer = _wrong(one) if name in missed else solution(variant_of(one, variant))
                if answer:
                    paper.answer(name, answer, person.reads, variant)
            paper.hand_in(person.reads)
            logs.append(log.path)
    return logs


def _log(person: SamplePerson, folder: Path, name: str, began: datetime) -> _Made:
    times, numbers = _times(began, person.id), iter(range(10**6))

    def new_id() -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{person.id}/{name}/{next(numbers)}"))

    return _Made(folder, person.id, lambda: next(times), new_id, name)


def _times(began: datetime, person: str) -> Iterator[datetime]:
    """Give the times of a person's lines: no two people begin and answer at the same moments."""
    draw = Random(person)  # noqa: S311 - no secret hangs on it
    now = began + timedelta(seconds=draw.uniform(0, 90))
    while True:
        yield now
        now += BETWEEN * draw.uniform(0.9, 1.1)


def _shuffled(person: SamplePerson, questions: Sequence[Item]) -> list[Item]:
    """Return questions in an order of this person's own; those at the end are the hard ones."""
    return sorted(
        questions, key=lambda one: hashlib.sha256(f"{person.id}/{one.id}".encode()).digest()
    )


def _wrong(question: Item) -> list[str]:
    """Return a wrong choice, or nothing where a question has none to choose."""
    choices = getattr(question, "choices", [])
    right = set(getattr(question, "key", ()))
    return [one.id for one in choices if one.id not in right and not getattr(one, "credit", 0)][:1]
