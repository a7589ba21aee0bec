"""Quiz cards: the browser draws and Python judges, so no key leaves Python before an answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import traitlets

from carekit.common.course import find_root
from carekit.common.files import ContentError, shown
from carekit.common.languages import Lang
from carekit.learner.event_log import SET_ASIDE, NotSaved, Record, Result, Score
from carekit.learner.review_schedule import HINTS
from carekit.questions import Bank, Item, current_bank, realised, seed_of
from carekit.questions.judging import closed, judge, solution
from carekit.questions.loading import concept_of
from carekit.questions.shown_question import Seen
from carekit.questions.verdicts import NotRead, Verdict
from carekit.questions.views.browser import for_browser
from carekit.widgets import card_states, question_state
from carekit.widgets.assets import drawn_by
from carekit.widgets.base import QuestionCards, learner_record, sentence, statement_not_saved


def quiz(concept: str, *ids: str, confidence: bool = False) -> Quiz:
    """Return a card with the named practice questions of a concept, or with all of them.

    With ``confidence`` each question also asks how sure the learner is, and keeps it. Raises
    ContentError where the concept or a question is unknown, and for a question that is kept for
    graded work or an exam: its feedback would give the key away.
    """
    root = find_root()
    bank = _bank_of(root, concept)
    return Quiz(root, bank, _chosen(bank, ids), confidence=confidence)


def _bank_of(root: Path, concept: str) -> Bank:
    path = root / "course_data" / "quizzes" / f"{concept}.yml"
    if not path.is_file():
        known = (
            ", ".join(sorted({concept_of(file) for file in path.parent.glob("*.yml")})) or "none"
        )
        raise ContentError(f"no quiz for {concept!r}; there is one for: {known}")
    return current_bank(path)


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


class CardQuestion(Seen, total=False):
    """A question, whether another variant of it can be drawn, and which variant this is."""

    varies: bool
    variant: int


class Quiz(QuestionCards):
    """The questions of one call, one under another, with the learner's last answers."""

    _esm = drawn_by("quiz", "js")
    _css = drawn_by("quiz", "css")
    states = traitlets.Dict().tag(sync=True)
    confidence = traitlets.Bool().tag(sync=True)
    # Whoever makes a page of this notebook finds the questions again by it.
    concept = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        root: Path,
        bank: Bank,
        asked: list[Item],
        record: Record | None = None,
        *,
        confidence: bool = False,
    ):
        """Draw ``asked`` in its order; attempts go to ``record``, by default the learner's own."""
        self._bank = bank
        self._asked = {question.id: question for question in asked}
        self._record = record or learner_record(root)
        reading = self._record.read()
        by_object = {bank.object_id(question): question.id for question in asked}
        found = question_state.sittings(reading.statements, by_object)
        self._sittings = {by_object[name]: sat for name, sat in found.items()}
        self._drawn = {name: self._draw(name) for name in self._asked}
        seen = [self._seen(name) for name in self._asked]
        super().__init__(
            root, ["quiz"], questions=seen, confidence=confidence, concept=bank.concept
        )
        self._restore()
        if reading.newly_aside:
            where = shown(self._record.folder / SET_ASIDE)
            self.notices = [sentence("set-aside", count=str(reading.newly_aside), path=where)]

    def _seed(self, name: str) -> str:
        object_id = self._bank.object_id(self._asked[name])
        return seed_of(self._record.actor, object_id, self._sittings[name].variant)

    def _draw(self, name: str) -> Item:
        return realised(self._asked[name], self._seed(name))

    def _seen(self, name: str) -> CardQuestion:
        """Return what the browser may know of a question, and which variant of it this is."""
        seen = for_browser(self._drawn[name], self._seed(name))
        varies = bool(self._asked[name].draw)
        return {**seen, "varies": varies, "variant": self._sittings[name].variant}

    def _restore(self) -> None:
        """Show the last answer to each question again, judged by today's key."""
        found = {}
        for name, sat in self._sittings.items():
            if sat.last is None:
                continue
            try:
                verdict = self._judged(name, sat.last.answer)
            except ValueError:
                # The author has changed the question since; the old answer fits no option now.
                continue
            state = card_states.judged(0, sat.last.answer, verdict=verdict, saved=sat.last)
            found[name] = state | self._standing(name, verdict)
        self.states = found

    def _standing(self, name: str, verdict: Verdict) -> dict[str, Any]:
        """Return what the card shows beside a verdict: what may come next and what it is worth."""
        question, sat = self._asked[name], self._sittings[name]
        standing: dict[str, Any] = {"variant": sat.variant}
        if not verdict.right:
            standing["may_show"] = sat.wrong >= question.reveal and not sat.shown
            if min(question.credit) < 1:
                standing["worth"] = f"{100 * sat.worth(question.credit):g}"
        return standing

    def _do(self, content: dict[str, Any], lang: Lang) -> None:
        name = content.get("question")
        if name not in self._asked:
            return
        match content.get("do"):
            case "check":
                hints = int(content.get("hints") or 0)
                self.check(name, content["answer"], lang, hints=hints, sure=content.get("sure"))
            case "show" if self._sittings[name].wrong >= self._asked[name].reveal:
                self._show(name, lang)
            case "another" if self._asked[name].draw:
                self._another(name)

    def check(
        self,
        name: str,
        answer: list[str],
        lang: Lang,
        *,
        hints: int = 0,
        sure: bool | None = None,
    ) -> None:
        """Judge an answer, keep it, and show verdict and feedback on the card."""
        sat = self._sittings[name]
        # The log joins the parts of an answer with this mark.
        answer = [part.replace("[,]", ",") for part in answer]
        try:
            verdict = self._judged(name, answer)
        except NotRead as fault:
            state = card_states.unread(self._turn(name), answer, fault)
            state["variant"] = sat.variant
        else:
            extra = self._extra(name, verdict, hints, sure)
            sat.tried(verdict.right)
            state = self._kept(name, answer, verdict, lang, extra)
        self.states = {**self.states, name: state}

    def _judged(self, name: str, answer: Sequence[str]) -> Verdict:
        question = self._drawn[name]
        verdict = judge(question, answer)
        return closed(question, verdict) if self._sittings[name].shown else verdict

    def _turn(self, name: str) -> int:
        return int(self.states.get(name, {}).get("turn", 0)) + 1

    def _extra(self, name: str, verdict: Verdict, hints: int, sure: object) -> dict[str, Any]:
        """Return what is kept with an answer beside its score, where there is something to say."""
        question, sat = self._asked[name], self._sittings[name]
        worth = sat.worth(question.credit)
        told = {
            HINTS: hints or None,
            question_state.VARIANT: sat.variant or None,
            question_state.ATTEMPT: sat.tries + 1 if sat.tries else None,
            question_state.CREDIT: round(verdict.score * worth, 4) if worth < 1 else None,
            question_state.SURE: sure if isinstance(sure, bool) else None,
        }
        return {key: value for key, value in told.items() if value is not None}

    def _kept(
        self, name: str, answer: list[str], verdict: Verdict, lang: Lang, extra: dict[str, object]
    ) -> dict[str, Any]:
        """Write the attempt down and return the state that shows it, saved or not."""
        turn, said, trouble = self._turn(name), None, None
        try:
            said = self._record.answered(
                self._bank.object_id(self._asked[name]),
                answer,
                score=verdict.score,
                right=verdict.right,
                lang=lang,
                misconceptions=verdict.misconceptions,
                extensions=extra,
            )
        except NotSaved as error:
            trouble = statement_not_saved(error, self._record)
        state = card_states.judged(turn, answer, verdict=verdict, saved=said, trouble=trouble)
        return state | self._standing(name, verdict)

    def _show(self, name: str, lang: Lang) -> None:
        """Show the answer; what is answered afterwards is worth nothing."""
        question, sat = self._drawn[name], self._sittings[name]
        answer = solution(question)
        sat.shown = True
        told = {question_state.VARIANT: sat.variant} if sat.variant else {}
        result = Result(response="", score=Score(scaled=0), success=False, extensions=told)
        seen = self._record.statement(
            question_state.SHOWN, self._bank.object_id(question), lang=lang, result=result
        )
        state = card_states.judged(self._turn(name), answer, verdict=judge(question, answer))
        state |= {"variant": sat.variant, "shown": True, "right": False, "score": 0.0}
        try:
            self._record.append(seen)
        except NotSaved as error:
            state["trouble"] = statement_not_saved(error, self._record)
        self.states = {**self.states, name: state}

    def _another(self, name: str) -> None:
        """Draw the next variant of a question and forget the answer to the last one."""
        self._sittings[name].begin(self._sittings[name].variant + 1)
        self._drawn[name] = self._draw(name)
        fresh = self._seen(name)
        state = {"turn": self._turn(name), "answer": [], "variant": fresh["variant"], "fresh": True}
        with self.hold_sync():
            self.questions = [fresh if one["id"] == name else one for one in self.questions]
            self.states = {**self.states, name: state}

    def __repr__(self) -> str:
        """Return one line; it is what a front end without widgets shows."""
        return f"quiz {self._bank.concept}: {', '.join(self._asked)}"
