"""Quiz cards: the browser draws and Python judges, so no key leaves Python before an answer."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import traitlets

from carekit.bank import Bank, Chosen, Item, Numeric, load_bank
from carekit.course import find_root, learner_folder
from carekit.files import ContentError, shown
from carekit.judging import Verdict, judge
from carekit.lang import Lang
from carekit.record import SET_ASIDE, NotSaved, Record, Statement, last_answers
from carekit.scoring import NotANumber
from carekit.widgets.multilingual import Multilingual
from carekit.widgets.paper import on_paper
from carekit.widgets.words import drawn_by


def quiz(concept: str, *ids: str) -> Quiz:
    """Return a card with the named practice questions of a concept, or with all of them.

    Raises ContentError where the concept or a question is unknown, and for a question that is
    kept for graded work or an exam: its feedback would give the key away.
    """
    root = find_root()
    bank = _bank_of(root, concept)
    return Quiz(root, bank, _chosen(bank, ids))


def _bank_of(root: Path, concept: str) -> Bank:
    path = root / "course_data" / "quizzes" / f"{concept}.yml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in path.parent.glob("*.yml"))) or "none"
        raise ContentError(f"no quiz for {concept!r}; there is one for: {known}")
    stat = path.stat()
    return _load(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=32)
def _load(path: Path, _changed: int, _size: int) -> Bank:
    """Return a bank, read again only when the file is another one than before."""
    return load_bank(path)


def _chosen(bank: Bank, ids: tuple[str, ...]) -> list[Item]:
    by_id = {question.id: question for question in bank.questions}
    practice = [name for name, question in by_id.items() if question.use == "practice"]
    for name in ids:
        if name not in by_id:
            raise ContentError(
                f"no question {name!r} for {bank.concept}; known are: {', '.join(practice)}"
            )
        if name not in practice:
            raise ContentError(f"{name} is kept for {by_id[name].use} use; take another question")
    return [by_id[name] for name in (ids or practice)]


class Quiz(Multilingual):
    """The questions of one call, one under another, with the learner's last answers."""

    _esm = drawn_by("quiz", "js")
    _css = drawn_by("quiz", "css")
    questions = traitlets.List().tag(sync=True)
    states = traitlets.Dict().tag(sync=True)
    notices = traitlets.List().tag(sync=True)

    def __init__(self, root: Path, bank: Bank, asked: list[Item], record: Record | None = None):
        """Draw ``asked`` in its order; attempts go to ``record``, by default the learner's own."""
        self._bank = bank
        self._asked = {question.id: question for question in asked}
        self._record = record or Record(
            learner_folder(root), actor=os.environ.get("JUPYTERHUB_USER", "learner")
        )
        super().__init__(root, "quiz", questions=[_for_browser(question) for question in asked])
        self._restore()

    def _restore(self) -> None:
        """Show the last answer to each question again, judged by today's key."""
        reading = self._record.read()
        last = last_answers(reading)
        found = {}
        for name, question in self._asked.items():
            said = last.get(self._bank.object_id(question))
            if said is None:
                continue
            try:
                verdict = judge(question, said.answer)
            except ValueError:
                # The author has changed the question since; the old answer fits no option now.
                continue
            found[name] = _state(0, said.answer, verdict=verdict, saved=said)
        self.states = found
        if reading.newly_aside:
            where = shown(self._record.folder / SET_ASIDE)
            told = {"count": str(reading.newly_aside), "path": where}
            self.notices = [{"says": "set-aside", "values": told}]

    def _do(self, content: dict[str, Any], lang: Lang) -> None:
        if content.get("do") == "check":
            self.check(content["question"], content["answer"], lang)

    def check(self, name: str, answer: list[str], lang: Lang) -> None:
        """Judge an answer, keep it, and show verdict and feedback on the card."""
        question = self._asked[name]
        turn = self.states.get(name, {}).get("turn", 0) + 1
        try:
            verdict = judge(question, answer)
        except NotANumber as fault:
            trouble = {"says": fault.reason, "values": {"found": fault.found}}
            state = {"turn": turn, "answer": answer, "fault": trouble}
        else:
            state = self._kept(question, answer, verdict, lang, turn)
        self.states = {**self.states, name: state}

    def _kept(
        self, question: Item, answer: list[str], verdict: Verdict, lang: Lang, turn: int
    ) -> dict[str, Any]:
        """Write the attempt down and return the state that shows it, saved or not."""
        try:
            said = self._record.answered(
                self._bank.object_id(question),
                answer,
                score=verdict.score,
                right=verdict.right,
                lang=lang,
                misconceptions=verdict.misconceptions,
            )
        except NotSaved as error:
            says = "disk-full" if error.full else "not-saved"
            trouble = {"says": says, "values": {"path": shown(self._record.folder)}}
            return _state(turn, answer, verdict=verdict, trouble=trouble)
        return _state(turn, answer, verdict=verdict, saved=said)

    def __repr__(self) -> str:
        """Return one line; it is what a front end without widgets shows."""
        return f"quiz {self._bank.concept}: {', '.join(self._asked)}"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict] | None:
        """Return the live card, and the questions in words for print and preview."""
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is not None:
            bundle[0]["text/html"] = on_paper(self.questions)
        return bundle


def _for_browser(question: Item) -> dict[str, Any]:
    """Return what may be seen before an answer: an allow-list, so that no key can slip in."""
    seen: dict[str, Any] = {
        "id": question.id,
        "kind": question.kind,
        "ask": question.ask.by_lang(),
        "hints": [hint.by_lang() for hint in question.hints],
    }
    if isinstance(question, Chosen):
        offered = question.choices
        seen["choices"] = [{"id": choice.id, "say": choice.say.by_lang()} for choice in offered]
        # The order is data of its own: attempts name options, never positions.
        seen["order"] = [choice.id for choice in offered]
    if isinstance(question, Numeric) and question.unit:
        seen["unit"] = question.unit.by_lang()
    return seen


def _state(
    turn: int,
    answer: list[str] | tuple[str, ...],
    *,
    verdict: Verdict,
    saved: Statement | None = None,
    trouble: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return what the card shows of one judged answer; ``turn`` tells two equal ones apart."""
    return {
        "turn": turn,
        "answer": list(answer),
        "score": verdict.score,
        "right": verdict.right,
        "missed": verdict.missed,
        "notes": [
            {"option": note.option, "right": note.right, "says": note.says.by_lang()}
            for note in verdict.notes
        ],
        "saved": saved and saved.timestamp.isoformat(),
        "trouble": trouble,
    }
