"""An exam in a notebook: one form, one pass, a clock, and no word about what is right.

``exam("form-a")`` shows a start page, then one question at a time. Every answer is on the disk the
moment it is given; after a crash the same cell goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import traitlets

from carekit.common.course import card, find_root
from carekit.common.languages import Lang
from carekit.learner.event_log import NotSaved, Record
from carekit.learner.exam_attempt import TICK, ExamAttempt, log_file, released
from carekit.learner.graded_answers import answers_folder
from carekit.questions import seed_of
from carekit.questions.exam_forms import blueprints, forms, lengths
from carekit.questions.verdicts import NotRead
from carekit.questions.views.without_key import Asked, asked
from carekit.widgets.assets import drawn_by
from carekit.widgets.base import QuestionCards, actor, not_saved, sentence
from carekit.widgets.card_states import fault_of


def _utc_now() -> datetime:
    return datetime.now(UTC)


def exam(form: str, clock: Callable[[], datetime] = _utc_now) -> Exam:
    """Return the card of an exam form, in the length that the course card says.

    An exam that was begun goes on in its own length. Raises ContentError where there is no such
    form.
    """
    root, folder = find_root(), answers_folder()
    known = blueprints(root)
    form = _length(lengths(known, form), folder, short=card(root).exams == "short")
    questions = asked(root)
    ids = forms(known[form], questions)[form]
    record = Record(folder, actor=actor(), clock=clock, log=log_file(form))
    return Exam(root, ExamAttempt.of(form, known[form], ids, record), questions)


def _length(names: tuple[str, ...], folder: Path, *, short: bool) -> str:
    begun = [name for name in names if (folder / log_file(name)).is_file()]
    return begun[0] if begun else names[-1] if short else names[0]


class Exam(QuestionCards):
    """One form. What is shown is read back from the file after every change.

    Questions are sent, and stand on paper, only once the exam has begun.
    """

    _esm = drawn_by("exam", "js")
    _css = drawn_by("exam", "css")
    form = traitlets.Unicode().tag(sync=True)
    tick = traitlets.Float(TICK.total_seconds()).tag(sync=True)
    minutes = traitlets.Float(None, allow_none=True).tag(sync=True)
    stands = traitlets.Dict().tag(sync=True)

    def __init__(self, root: Path, paper: ExamAttempt, known: dict[str, Asked]) -> None:
        """Draw the form; an exam that was open goes on at once."""
        self._paper = paper
        kept = paper.read().variants
        self._variants = {n: known[n].variant(self._seed(n), kept.get(n)) for n in paper.ids}
        self._asked = {name: known[name].numbered(self._variants[name]) for name in paper.ids}
        self._turn = 0
        limit = paper.limit.total_seconds() / 60 if paper.limit else None
        super().__init__(root, ["quiz", "exam"], form=paper.form, minutes=limit)
        if paper.read().started:
            self._try(paper.start, Lang(self.lang))
        self._show()

    def _seed(self, name: str) -> str:
        return seed_of(self._paper.record.actor, f"{self._paper.form}/{name}")

    def _do(self, content: dict[str, Any], lang: Lang) -> None:
        do, question = content.get("do"), content.get("question")
        if do == "start":
            self._try(self._paper.start, lang)
        elif do == "here":
            self._try(self._paper.stay, lang)
        elif do == "hand-in":
            self._try(self._paper.hand_in, lang)
        elif do == "answer" and question in self._asked:
            given = [str(one) for one in content.get("answer", [])]
            if fault := self._fault(question, given):
                self._show({"question": question, **fault})
                return
            self._try(self._paper.answer, question, given, lang, self._variants[question])
        self._show()

    def _fault(self, question: str, given: list[str]) -> dict[str, Any] | None:
        """Return why an answer cannot be meant, in the words of the card, or None."""
        try:
            self._asked[question].refuse(given)
        except NotRead as fault:
            return fault_of(fault)
        except ValueError:
            # Only a forged message or no tick at all comes here; neither is an answer.
            return sentence("choose-first")
        return None

    def _try(self, act: Callable[..., object], *arguments: object) -> None:
        try:
            act(*arguments)
        except NotSaved as error:
            self.notices = [not_saved(full=error.full, place=self._paper.record.path)]
        else:
            self.notices = []

    def _show(self, fault: dict[str, object] | None = None) -> None:
        """Send what the file says now. Questions are sent only once the exam has begun."""
        paper, self._turn = self._paper, self._turn + 1
        now = paper.read()
        left = paper.left(paper.record.clock())
        if now.started and not self.questions:
            asked = self._asked.items()
            self.questions = [one.for_browser(self._seed(name)) for name, one in asked]
        self.stands = {
            "turn": self._turn,
            "sitting": now.id,
            "phase": "open" if now.open else "done" if now.started else "new",
            "total": len(self._asked),
            "left": None if left is None else left.total_seconds(),
            "answers": {name: list(one) for name, one in now.answers.items()},
            "saved": {name: at.isoformat() for name, at in now.saved.items()},
            "handed_in": now.handed_in.isoformat() if now.handed_in else None,
            "results": released(paper.record.folder, paper.form, now),
            "fault": fault,
        }

    def __repr__(self) -> str:
        """Return one line; it is what a front end without widgets shows."""
        return f"exam {self._paper.form}: {len(self._asked)} questions"
