"""What a class got wrong, in the authors' own words: wrong ideas in quizzes, failed checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from carekit.common.files import read_yaml
from carekit.common.languages import ENGLISH, Text
from carekit.grading.ledger_entry import LedgerEntry
from carekit.learner.graded_answers import AnswersFile
from carekit.questions import Item, variant_of
from carekit.questions.judging import judge

Failed = Callable[[str, Exception], None]
"""What hears of a learner whose work could not be looked at, and why."""


@dataclass(frozen=True)
class ClassMistake:
    """One thing that learners got wrong; ``learners`` are their ids, in order."""

    set_id: str
    kind: str
    says: Text
    learners: tuple[str, ...]


def wrong_ideas(
    root: Path,
    set_id: str,
    questions: Mapping[str, Item],
    answers: Iterable[tuple[str, AnswersFile]],
    failed: Failed,
) -> list[ClassMistake]:
    """Return the misconceptions that answers to graded questions point to, most learners first.

    ``questions`` are those of the set's checks, ``answers`` what each learner saved, one by one.
    An answer that does not fit its question is left out: the flags of the submission say so.
    ``failed`` hears of a learner whose answers could not be judged for another reason.
    """
    found: dict[str, set[str]] = {}
    for learner, reading in answers:
        try:
            ideas = _ideas(reading, questions)
        except Exception as error:
            # One learner's answers, whatever is in them, must not cost the class its report.
            failed(learner, error)
            continue
        for idea in ideas:
            found.setdefault(idea, set()).add(learner)
    said = _says(root, set_id, set(found))
    return _most_first(
        [
            ClassMistake(set_id, "idea", said[idea], tuple(sorted(who)))
            for idea, who in found.items()
        ]
    )


def _ideas(reading: AnswersFile, questions: Mapping[str, Item]) -> set[str]:
    """Return the misconceptions that one learner's answers point to."""
    found: set[str] = set()
    for name in sorted(reading.answers.keys() & questions.keys()):
        saved = reading.answers[name]
        try:
            verdict = judge(variant_of(questions[name], saved.variant or 0), saved.answer)
        except ValueError:
            continue
        found.update(verdict.misconceptions)
    return found


def _says(root: Path, set_id: str, wanted: set[str]) -> dict[str, Text]:
    """Return what misconceptions say, from the quizzes; a set's own concept is looked at first."""
    paths = sorted((root / "course_data" / "quizzes").glob("*.yml"))
    known: dict[str, Text] = {}
    for path in sorted(paths, key=lambda path: path.stem != set_id):
        if wanted <= known.keys():
            break
        for idea in (read_yaml(path).data or {}).get("misconceptions") or []:
            known.setdefault(str(idea["id"]), Text.model_validate(idea["says"]))
    return {idea: known[idea] for idea in wanted}


def failed_checks(
    set_id: str,
    messages: Iterable[Text],
    entries: Iterable[tuple[str, LedgerEntry]],
    failed: Failed,
) -> list[ClassMistake]:
    """Return the messages of checks that did not give full points, most learners first.

    ``messages`` are those that authors wrote, ``entries`` the learners' lines of the ledger, one by
    one. Only an author's message counts: the rest of what a check says may name the expected value.
    ``failed`` hears of a learner whose result could not be read.
    """
    known = {said: text for text in messages for said in text.by_lang().values()}
    found: dict[Text, set[str]] = {}
    for learner, entry in entries:
        try:
            said_here = _said(entry, known)
        except Exception as error:
            failed(learner, error)
            continue
        for text in said_here:
            found.setdefault(text, set()).add(learner)
    return _most_first(
        [ClassMistake(set_id, "check", text, tuple(sorted(who))) for text, who in found.items()]
    )


def _said(entry: LedgerEntry, known: Mapping[str, Text]) -> set[Text]:
    """Return the messages of the checks that did not give one learner full points."""
    found = set()
    for book in entry["notebooks"].values():
        for cell in book["cells"].values():
            lines = str(cell.get("message", "")).split("\n")
            text = next((known[line] for line in lines if line in known), None)
            if text is not None and (cell["score"] or 0) < cell["max_score"]:
                found.add(text)
    return found


def _most_first(slips: list[ClassMistake]) -> list[ClassMistake]:
    return sorted(slips, key=lambda slip: (-len(slip.learners), slip.says[ENGLISH]))
