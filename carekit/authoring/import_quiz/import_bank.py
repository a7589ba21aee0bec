"""A file of jupyterquiz becomes a bank, each question by itself: none can stop another."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from carekit.authoring.import_quiz.new_question import BLOOM, Entry, NewQuestion, new_question
from carekit.authoring.import_quiz.old_questions import OldQuestion, read_questions
from carekit.authoring.loss_report import Loss, LossReport, write_new
from carekit.authoring.slug import free, slug
from carekit.common.files import ContentError, read_yaml, shown
from carekit.common.yaml_reader import written
from carekit.questions import Bank
from carekit.questions.validation import mistakes

QUIZZES = Path("course_data") / "quizzes"
_LONGEST_ID = 40


@dataclass(frozen=True)
class ImportedBank:
    """One bank that was read: its path in the course, its bytes, its report."""

    path: Path
    data: bytes
    report: LossReport


def read_bank(
    root: Path, source: Path, concept: str | None, lang: str, langs: Sequence[str]
) -> ImportedBank:
    """Return the bank that a file of jupyterquiz becomes; nothing is written.

    ``concept`` is the bank's name, by default the file's; the words are in ``lang`` and stand under
    all of the course's ``langs``. Raises ContentError that names file, question and field.
    """
    old = read_questions(source)
    name = concept or slug(source.stem)
    if not name or name != slug(name, len(name)):
        says = "may hold a-z, 0-9 and single hyphens; choose another"
        raise ContentError(f"--concept {name or source.stem}: {says}")
    path = QUIZZES / f"{name}.yml"
    if (root / path).exists():
        says = "is there already, and nothing is written over; choose a name with --concept"
        raise ContentError(f"{shown(root / path)}: {says}")
    report = LossReport(shown(source), f"quiz-{name}")
    taken = question_ids(root)
    questions: list[Entry] = []
    ideas: list[Entry] = []
    for number, one in enumerate(old, 1):
        own = free(slug(one.question, _LONGEST_ID) or f"{name}-{number}", taken)
        make = partial(new_question, one, own, langs)
        made = accepted(make, partial(_whole, one), name, f"question {number}", report)
        if made is None:
            continue
        taken.add(own)
        questions.append(made.entry)
        ideas += made.ideas
        report.losses += [Loss(f"question {number} ({own})", says) for says in made.losses]
        report.look = report.look or made.look
    if not questions:
        told = "\n".join(loss.line() for loss in report.losses)
        raise ContentError(f"{shown(source)}: no question of it can be kept:\n{told}")
    report.kept.append(f"{len(questions)} of {len(old)} questions")
    report.losses += _of_all(questions, lang, langs)
    data = written({"concept": name, "misconceptions": ideas, "questions": questions})
    return ImportedBank(path, data, report)


def write_bank(root: Path, bank: ImportedBank) -> None:
    """Write a bank and its report. Raises ContentError for a file that is there."""
    write_new(root, {bank.path: bank.data, bank.report.path: bank.report.page()}, "--concept")


def accepted(
    make: Callable[[], NewQuestion],
    whole: Callable[[], str],
    concept: str,
    where: str,
    report: LossReport,
) -> NewQuestion | None:
    """Return the question that ``make`` gives if a bank takes it, or None.

    Then the report says why, and holds the old question in full, as ``whole`` gives it.
    """
    try:
        made = make()
        bank = Bank.model_validate(
            {"concept": concept, "misconceptions": made.ideas, "questions": [made.entry]}
        )
        wrong = [f"{'.'.join(map(str, at[2:]))}: {says}" for at, says in mistakes(bank)]
    except ValidationError as error:
        wrong = [item["msg"].removeprefix("Value error, ") for item in error.errors()]
    except ValueError as error:
        wrong = [str(error)]
    if not wrong:
        return made
    report.losses.append(Loss(where, "; ".join(wrong), "it is left out, write it anew"))
    report.left_out[where] = whole()
    report.look = True
    return None


def _whole(old: OldQuestion) -> str:
    return json.dumps(old.model_dump(exclude_unset=True), ensure_ascii=False, indent=1)


def question_ids(root: Path) -> set[str]:
    """Return the ids of all questions of a course: each may be there once."""
    found: set[str] = set()
    for path in sorted((root / QUIZZES).glob("*.yml")):
        data = read_yaml(path).data
        entries = data.get("questions", []) if isinstance(data, dict) else []
        found |= {str(one.get("id")) for one in entries if isinstance(one, dict)}
    return found


def _of_all(questions: list[Entry], lang: str, langs: Sequence[str]) -> list[Loss]:
    """Return what is true of every question."""
    losses = [
        Loss(
            "all questions",
            f"jupyterquiz does not say what a question asks for; `bloom: {BLOOM}` stands there",
            "correct it where it is another level",
        ),
        Loss(
            "all questions",
            "the misconception of a wrong answer says no more than the answer's own words",
            "write under `misconceptions:` what misleads, and let alike answers share one",
        ),
        Loss("all questions", "they are for practice", "write `use: graded` where one counts"),
    ]
    if any(one["kind"] == "numeric" for one in questions):
        says = "a fraction such as 1/3 can no longer be typed, only 0.333"
        losses.append(Loss("questions for a number", says, "widen `tolerance` where it matters"))
    if others := [other for other in langs if other != lang]:
        says = f"the words are in {lang} and stand under {', '.join(others)} as well"
        losses.append(Loss("all questions", says, "translate them there"))
    return losses
