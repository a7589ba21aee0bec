"""A file of Moodle's becomes a bank, each question by itself: none can stop another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Literal

from carekit.authoring.import_moodle.gift import read_gift
from carekit.authoring.import_moodle.moodle_xml import read_xml
from carekit.authoring.import_moodle.new_entry import new_entry
from carekit.authoring.import_quiz.import_bank import QUIZZES, ImportedBank, accepted, question_ids
from carekit.authoring.import_quiz.new_question import BLOOM, Entry
from carekit.authoring.loss_report import Loss, LossReport
from carekit.authoring.slug import free, slug
from carekit.common.files import ContentError, shown
from carekit.common.yaml_reader import written

_LONGEST_ID = 40


def read_file(
    root: Path,
    source: Path,
    form: Literal["gift", "moodle"],
    concept: str | None,
    langs: Sequence[str],
) -> ImportedBank:
    """Return the bank that a file of Moodle XML or GIFT becomes; nothing is written.

    ``concept`` is the bank's name, by default the file's. Raises ContentError where the file cannot
    be read, the bank is there already, or no question of the file can be kept.
    """
    name = concept or slug(source.stem)
    if not name or name != slug(name, len(name)):
        says = "may hold a-z, 0-9 and single hyphens; choose another"
        raise ContentError(f"--concept {name or source.stem}: {says}")
    path = QUIZZES / f"{name}.yml"
    if (root / path).exists():
        says = "is there already, and nothing is written over; choose a name with --concept"
        raise ContentError(f"{shown(root / path)}: {says}")
    old = read_xml(source) if form == "moodle" else read_gift(source)
    report = LossReport(shown(source), f"quiz-{name}")
    taken = question_ids(root)
    questions: list[Entry] = []
    ideas: list[Entry] = []
    for number, one in enumerate(old, 1):
        own = free(slug(one.name or one.text, _LONGEST_ID) or f"{name}-{number}", taken)
        where = f"question {number} ({one.name or own})"
        make = partial(new_entry, one, own, langs)
        made = accepted(make, partial(str, one.whole), name, where, report)
        if made is None:
            continue
        taken.add(own)
        questions.append(made.entry)
        ideas += made.ideas
        report.losses += [Loss(where, says) for says in made.losses]
        report.look = report.look or made.look
    if not questions:
        told = "\n".join(loss.line() for loss in report.losses)
        raise ContentError(f"{shown(source)}: no question of it can be kept:\n{told}")
    report.kept.append(f"{len(questions)} of {len(old)} questions")
    report.losses += _of_all(len(langs) > 1)
    data = written({"concept": name, "misconceptions": ideas, "questions": questions})
    return ImportedBank(path, data, report)


def _of_all(several: bool) -> list[Loss]:  # noqa: FBT001 - it has one question to answer
    """Return what is true of every question."""
    says = [
        (
            f"Moodle does not say what a question asks for; `bloom: {BLOOM}` stands there",
            "correct it where it is another level",
        ),
        (
            "the misconception of a wrong answer says no more than the answer's own words",
            "write under `misconceptions:` what misleads, and let alike answers share one",
        ),
        ("they are for practice", "write `use: graded` where one counts"),
    ]
    if several:
        words = "words without multilang spans stand the same under all languages"
        says.append((words, "translate them there"))
    return [Loss("all questions", told, todo) for told, todo in says]
