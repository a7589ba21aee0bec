"""Questions that count: the same cards as in a lesson, but answers are kept and nothing is judged.

In an exercise set ``quiz.graded("concept", "question-id", ...)`` shows the cards, and
``quiz.answer("question-id", ["option-id"])`` does the same where no widget can be shown. Both write
``answers.json`` beside the notebook. No key is in this process.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import traitlets

from carekit.common.course import find_root, reading_lang
from carekit.common.files import ContentError, shown
from carekit.common.languages import ENGLISH, Lang
from carekit.learner.graded_answers import (
    FILE,
    Lines,
    Saved,
    answers_folder,
    listed,
    read,
    recover,
    save,
)
from carekit.questions import seed_of
from carekit.questions.verdicts import NotRead
from carekit.questions.views.without_key import Asked, asked
from carekit.widgets import card_states
from carekit.widgets.assets import drawn_by, words
from carekit.widgets.base import QuestionCards, actor, not_saved, sentence
from carekit.widgets.quiz import quiz
from carekit.widgets.text_form import in_words

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def local_now() -> datetime:
    """Return the time with the zone of this computer, to the second."""
    return datetime.now().astimezone().replace(microsecond=0)


def graded(concept: str, *ids: str) -> Graded | Lines:
    """Return a card with the named questions of a concept that count, or with all of them.

    While a trainer's machine grades, nothing can be answered; then the saved answers come back as
    text. Raises ContentError where a question is unknown or is none that counts for a set.
    """
    if grading():
        return listed(read(answers_folder()), ids)
    here = asked(find_root(), concept)
    known = {name: one for name, one in here.items() if one.use == "graded"}
    if strange := [name for name in ids if name not in known]:
        there = ", ".join(known) or "none"
        raise ContentError(f"no graded question {', '.join(strange)} of {concept}; known: {there}")
    chosen = [known[name] for name in ids or known]
    if not chosen:
        raise ContentError(f"{concept} has no question that counts; write use: graded in one")
    return Graded(find_root(), chosen, answers_folder())


def answer(
    name: str, chosen: Sequence[str] | str | None = None, variant: int | None = None
) -> None:
    """Save an answer to a question that counts and print what was saved.

    ``chosen`` lists option ids, ``left=right`` pairs, all parts in their order or ``gap=word``
    parts, or is the number that is the answer. Without it the question is printed in words, with
    the way to answer it; where its numbers are drawn that says which ``variant`` they are. Raises
    ContentError when the question is unknown or does not offer the answer, OSError when it cannot
    be saved.
    """
    plain = [chosen] if isinstance(chosen, str | int | float) else chosen or []
    given, folder = [str(one) for one in plain], answers_folder()
    if grading():
        # What is on file was checked when it was saved. Where the file was not handed in, the
        # notebook's own words count; whether they are possible is found out with the key.
        if chosen is not None and name not in read(folder).answers:
            save(folder, name, given, ENGLISH, local_now(), variant)
        return
    root = find_root()
    known = asked(root)
    if name not in known or known[name].use != "graded":
        there = ", ".join(one for one, question in known.items() if question.use == "graded")
        raise ContentError(f"no graded question {name!r}; there are: {there or 'none'}")
    lang = reading_lang(root)
    variant = _variant(known[name], read(folder).answers.get(name), variant)
    if chosen is None:
        print(in_words(known[name].numbered(variant), _seed(known[name]), lang, variant))  # noqa: T201
        return
    try:
        known[name].refuse(given)
    except ValueError as error:
        raise ContentError(f"{name}: {error}") from None
    entry, aside = save(folder, name, given, lang, local_now(), variant)
    said = words("graded")
    if aside:
        print(said["set-aside"][lang].format(path=shown(aside)))  # noqa: T201 - it is asked for
    parts = ", ".join(entry.answer)
    line = said["saved-line"][lang].format(id=name, answer=parts, time=f"{entry.saved:%H:%M}")
    print(line)  # noqa: T201 - the text form shows in text what was saved


def _seed(question: Asked) -> str:
    return seed_of(actor(), f"{question.concept}/{question.id}")


def _variant(question: Asked, saved: Saved | None, wanted: int | None = None) -> int | None:
    """Return which numbers a question has for this learner: those that were kept come first."""
    kept = saved.variant if saved and wanted is None else wanted
    return question.variant(_seed(question), kept)


def grading() -> bool:
    """Return whether a trainer's machine runs this notebook to grade it."""
    return os.environ.get("NBGRADER_EXECUTION") == "autograde"


# One name in a notebook for every way to use a question; mypy knows a function no other ones on it.
quiz.graded = graded  # type: ignore[attr-defined]
quiz.answer = answer  # type: ignore[attr-defined]


class Graded(QuestionCards):
    """Cards whose answers are kept in the file beside the notebook and can still be changed."""

    _esm = drawn_by("graded", "js")
    _css = drawn_by("graded", "css")
    states = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        root: Path,
        chosen: Sequence[Asked],
        folder: Path,
        clock: Callable[[], datetime] = local_now,
    ) -> None:
        """Draw the questions in their order; answers go to ``folder``, times come of ``clock``."""
        saved = read(folder).answers
        self._variants = {one.id: _variant(one, saved.get(one.id)) for one in chosen}
        self._asked = {one.id: one.numbered(self._variants[one.id]) for one in chosen}
        self._folder = folder
        self._clock = clock
        questions = [one.for_browser(_seed(one)) for one in self._asked.values()]
        # The ways to answer are drawn by the same modules as in practice, with its words.
        super().__init__(root, ["quiz", "graded"], questions=questions)
        self._restore()

    def _restore(self) -> None:
        """Show what is on file, and say when a damaged file was set aside."""
        try:
            reading, aside = recover(self._folder)
        except OSError:
            reading, aside = read(self._folder), None
        self.states = {
            name: card_states.kept(0, one.answer, one)
            for name, one in reading.answers.items()
            if name in self._asked and self._possible(name, one.answer)
        }
        if aside:
            self._tell_of(aside)

    def _possible(self, name: str, answer: Sequence[str]) -> bool:
        try:
            self._asked[name].refuse(answer)
        except ValueError:
            # The question was changed since; the old answer fits none of its options.
            return False
        return True

    def _tell_of(self, aside: Path) -> None:
        self.notices = [*self.notices, sentence("set-aside", path=shown(aside))]

    def _do(self, content: dict[str, Any], lang: Lang) -> None:
        if content.get("do") == "save" and content.get("question") in self._asked:
            self.keep(content["question"], [str(one) for one in content["answer"]], lang)

    def keep(self, name: str, answer: list[str], lang: Lang) -> None:
        """Save an answer and show when, or why it was not saved."""
        before = self.states.get(name, {})
        turn = before.get("turn", 0) + 1
        state: dict[str, Any]
        try:
            self._asked[name].refuse(answer)
            now, variant = self._clock(), self._variants[name]
            entry, aside = save(self._folder, name, answer, lang, now, variant)
        except NotRead as fault:
            state = {**card_states.kept(turn, answer), "fault": card_states.fault_of(fault)}
        except ValueError:
            return
        except OSError as error:
            trouble = not_saved(full=error.errno in FULL, place=self._folder / FILE)
            state = {**card_states.kept(turn, answer), "trouble": trouble}
        else:
            if aside:
                self._tell_of(aside)
            state = card_states.kept(turn, answer, entry)
        self.states = {**self.states, name: state}

    def __repr__(self) -> str:
        """Return one line; it is what a front end without widgets shows."""
        return f"quiz.graded: {', '.join(self._asked)}"
