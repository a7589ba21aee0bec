"""The answers to questions that count: one file beside the notebook, and what they are worth.

A learner's process writes ``answers.json`` and holds no key. The key meets the answers in a
trainer's process only, as full questions of the bank or as the plain data of
``carekit.questions.views.key_only``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AwareDatetime, Field, ValidationError

from carekit.common.course import find_root, learner_folder, reading_lang
from carekit.common.failed_check import CheckFailed
from carekit.common.files import ContentError, write_atomic
from carekit.common.kit_words import texts
from carekit.common.languages import ENGLISH, Lang, Text, languages
from carekit.common.locking import locked
from carekit.common.strict_model import StrictModel
from carekit.common.untrusted_files import NotTaken, folders, read_start

if TYPE_CHECKING:
    # The bank takes a while to import; whoever only reads or saves a file does without.
    from carekit.questions import Item

FILE = "answers.json"
VERSION = 1
# A set has a few dozen questions; whoever sends more wants something else.
MOST_BYTES = 1_000_000
MOST_ANSWERS = 1_000
_LOCK = ".answers.lock"

Part = Annotated[str, Field(strict=True, max_length=400)]


class Saved(StrictModel):
    """One answer: option ids (or what was typed), when it was saved, and the language then.

    ``variant`` says which numbers the question had, where they are drawn.
    """

    answer: list[Part] = Field(max_length=100)
    saved: AwareDatetime
    lang: Lang
    variant: int | None = Field(default=None, ge=0, lt=1000, strict=True)


@dataclass(frozen=True)
class AnswersFile:
    """What a file holds. Nothing in it is trusted beyond its shape.

    ``trouble`` names why the file as a whole is of no use, by a key of this module's words; ``odd``
    are the questions whose entries are of none.
    """

    answers: Mapping[str, Saved] = field(default_factory=dict)
    trouble: str = ""
    odd: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Return whether everything in the file could be read."""
        return not (self.trouble or self.odd)


@dataclass(frozen=True)
class AnswerScore:
    """What one answer is worth (0..1); ``says`` is a key of the words of this module, or empty."""

    score: float
    says: str = ""


@lru_cache(maxsize=1)
def parsed(raw: bytes) -> AnswersFile:
    """Return what the bytes of an answers file hold. Never raises.

    The last one is kept: a grader asks for the scores first, and then for what is odd about it.
    """
    if len(raw) > MOST_BYTES:
        return AnswersFile(trouble="too-large")
    try:
        data = json.loads(raw, object_pairs_hook=_once, parse_constant=_refused)
    except (ValueError, RecursionError):
        return AnswersFile(trouble="not-json")
    entries = data.get("answers") if isinstance(data, dict) else None
    if not isinstance(entries, dict) or len(entries) > MOST_ANSWERS:
        return AnswersFile(trouble="wrong-shape")
    if type(data.get("version")) is not int or data["version"] != VERSION:
        return AnswersFile(trouble="other-version")
    good: dict[str, Saved] = {}
    odd = []
    for name, entry in entries.items():
        try:
            good[name] = Saved.model_validate(entry)
        except (ValidationError, RecursionError, OverflowError):
            odd.append(name)
    return AnswersFile(good, odd=tuple(odd))


def _once(pairs: list[tuple[str, object]]) -> dict[str, Any]:
    if len(found := dict(pairs)) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refused(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def read(folder: Path) -> AnswersFile:
    """Return the answers in a folder. A file that is not there, or closed to us, holds none."""
    path = folder / FILE
    try:
        if path.stat().st_size > MOST_BYTES:
            return AnswersFile(trouble="too-large")
        return parsed(path.read_bytes())
    except OSError:
        return AnswersFile()


def save(
    folder: Path,
    name: str,
    answer: Sequence[str],
    lang: Lang,
    now: datetime,
    variant: int | None = None,
) -> tuple[Saved, Path | None]:
    """Keep one answer beside all others, also those another notebook saves at the same time.

    ``now`` has a zone. Returns what was saved and, where the old file was damaged, the path under
    which it was set aside. Raises OSError, with the old file untouched, when nothing was saved.
    """
    entry = Saved(answer=list(answer), saved=now, lang=lang, variant=variant)
    with locked(folder / _LOCK):
        reading, aside = _opened(folder)
        _write(folder, {**reading.answers, name: entry})
    return entry, aside


def recover(folder: Path) -> tuple[AnswersFile, Path | None]:
    """Return the answers in a folder, with a damaged file set aside under a name of its own.

    What can still be read of it is kept in the file. Raises OSError where that cannot be written.
    """
    if not (folder / FILE).exists():
        return AnswersFile(), None
    with locked(folder / _LOCK):
        return _opened(folder)


def _opened(folder: Path) -> tuple[AnswersFile, Path | None]:
    reading = read(folder)
    if reading.sound:
        return reading, None
    aside = _set_aside(folder)
    kept = AnswersFile(reading.answers)
    if kept.answers:
        _write(folder, kept.answers)
    return kept, aside


def _set_aside(folder: Path) -> Path:
    """Move the file to a free name and return that name."""
    number = 1
    while True:
        path = folder / f"answers.set-aside-{number}.json"
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            number += 1
            continue
        (folder / FILE).replace(path)
        return path


def _write(folder: Path, answers: Mapping[str, Saved]) -> None:
    write_atomic(folder / FILE, file_of(answers))


def file_of(answers: Mapping[str, Saved]) -> str:
    """Return the text of a file that holds these answers."""
    entries = {
        name: {
            "answer": one.answer,
            "saved": one.saved.isoformat(timespec="seconds"),
            "lang": one.lang,
            **({} if one.variant is None else {"variant": one.variant}),
        }
        for name, one in sorted(answers.items())
    }
    whole = {"version": VERSION, "answers": entries}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def answers_folder() -> Path:
    """Return where the running notebook's answers lie: beside it.

    An instructor's notebook in ``source/`` is the exception: nbgrader would put a file beside it
    into every learner's folder, so those answers go to the trainer's own record.
    """
    here = Path.cwd()
    try:
        root = find_root()
    except ContentError:
        return here
    inside = here.resolve()
    sources = root.resolve() / "source"
    if inside.is_relative_to(sources):
        return learner_folder(root) / "answers" / inside.relative_to(sources)
    return here


def score(
    answers: AnswersFile, questions: Mapping[str, Item], ids: Iterable[str] | None = None
) -> dict[str, float]:
    """Return the share of the credit, 0..1, for each question; what is not answered is worth 0.

    ``questions`` are full questions by id; ``ids`` says which of them count, by default all.
    Nothing that a learner can write makes this raise; KeyError is for an id without a question.
    """
    return {name: mark.score for name, mark in marks(answers, questions, ids).items()}


def marks(
    answers: AnswersFile, questions: Mapping[str, Item], ids: Iterable[str] | None = None
) -> dict[str, AnswerScore]:
    """Return what each answer is worth, with the reason where it is worth nothing by itself."""
    wanted = list(questions if ids is None else ids)
    return {name: _mark(answers, name, questions[name]) for name in wanted}


def _mark(answers: AnswersFile, name: str, question: Item) -> AnswerScore:
    # Also for an answer that is missing: a judge imports this once, before it is forked.
    from carekit.questions import variant_of
    from carekit.questions.judging import judge

    if answers.trouble:
        return AnswerScore(0.0, answers.trouble)
    if name in answers.odd:
        return AnswerScore(0.0, "odd-entry")
    if name not in answers.answers:
        return AnswerScore(0.0, "no-answer")
    saved = answers.answers[name]
    try:
        return AnswerScore(judge(variant_of(question, saved.variant), saved.answer).score)
    except Exception:
        # A forged answer may break a judge in any way; it must not stop the class.
        return AnswerScore(0.0, "not-possible")


def score_folder(
    submitted: Path, set_id: str, questions: Mapping[str, Item]
) -> Iterator[tuple[str, dict[str, AnswerScore]]]:
    """Give (learner, marks by question) for ``<submitted>/<learner>/<set>/answers.json``.

    No code of anybody's is run. A learner with a folder but without the file has no answer.
    """
    for folder in folders(submitted):
        if folder / set_id in folders(folder):
            yield folder.name, marks(handed_in(folder / set_id), questions)


def handed_in(folder: Path) -> AnswersFile:
    """Return the answers in a folder that somebody handed in; what is no ordinary file has none."""
    try:
        return parsed(read_start(folder / FILE, MOST_BYTES))
    except NotTaken:
        return AnswersFile()


# What a check in a notebook calls.
def read_answers(*ids: str) -> Lines:
    """Return the saved answers to the named questions, to be looked at.

    Raises AssertionError in the reader's language when none of them is answered yet.
    """
    reading = read(answers_folder())
    found = {name: reading.answers[name] for name in ids if name in reading.answers}
    if ids and not found:
        why = reading.trouble or ("odd-entry" if set(ids) & set(reading.odd) else "no-answer")
        raise CheckFailed(_said((name, why) for name in ids))
    return listed(reading, ids)


def listed(reading: AnswersFile, ids: Iterable[str] = ()) -> Lines:
    """Return one line for each saved answer, of the named questions or of all."""
    found = reading.answers
    return Lines(
        f"{name}: {', '.join(found[name].answer)} ({found[name].saved:%Y-%m-%d %H:%M %z})"
        for name in list(ids) or found
        if name in found
    )


class Lines(tuple[str, ...]):
    """Lines of text that a notebook shows one under another."""

    def __repr__(self) -> str:
        """Return the lines."""
        return "\n".join(self)


def worth(
    key: Sequence[Mapping[str, object]], points: float, say: Callable[[str], object] = print
) -> float:
    """Return the points for the answers beside this notebook, each question with the same weight.

    ``key`` holds what ``key_only.key_of`` returned for each question. The answers are said, and for
    the trainer why one is worth nothing by itself. Whatever the file holds, this returns 0..points.
    """
    from carekit.questions.views.key_only import question_of

    questions = {str(one["id"]): question_of(one) for one in key}
    reading = read(answers_folder())
    found = marks(reading, questions)
    troubles = [(name, mark.says) for name, mark in found.items() if mark.says]
    for said in filter(None, (repr(listed(reading, questions)), _said(troubles))):
        say(said)
    return round(points * sum(mark.score for mark in found.values()) / len(found), 4)


def _said(troubles: Iterable[tuple[str, str]]) -> str:
    """Return the troubles in the reader's language, or in all where nobody knows the reader."""
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        langs = list(languages())
    else:
        try:
            langs = [reading_lang(find_root())]
        except ContentError:
            langs = [ENGLISH]
    texts = [(name, sentences()[why]) for name, why in troubles]
    return "\n".join(text[lang].format(id=name) for lang in langs for name, text in texts)


def sentences() -> dict[str, Text]:
    """Return what can be said of an answer or a file, by key."""
    return texts("graded-answers")
