"""The review: one card after another, drawn by the browser, judged and scheduled in Python."""

from __future__ import annotations

from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

import traitlets

from carekit.common.course import find_root
from carekit.common.files import shown
from carekit.common.languages import Lang
from carekit.learner.event_log import (
    SET_ASIDE,
    LogReading,
    LogStatement,
    NotSaved,
    Record,
    Result,
    Score,
)
from carekit.learner.review_cards import Deck, Drawn
from carekit.learner.review_schedule import ADDED, EASY, HINTS, RATED, Queue, Scheduled, queue
from carekit.questions import seed_of
from carekit.questions.judging import closed, judge
from carekit.questions.verdicts import NotRead
from carekit.questions.views.browser import for_browser
from carekit.vocabulary.clip_url import as_data_url
from carekit.vocabulary.glossary import listed_language
from carekit.widgets import card_states, question_state
from carekit.widgets.assets import drawn_by, words, words_for_browser
from carekit.widgets.base import Widget, learner_record, sentence, statement_not_saved

# So many new words a day are learned beside what comes back; three take about two minutes.
BATCH = 3


def review() -> Review:
    """Return the cards that are due today, to be answered one after another."""
    return Review(find_root())


class Review(Widget):
    """What is due today. ``scene`` is all that the browser shows; Python alone changes it."""

    _esm = drawn_by("review", "js")
    _css = drawn_by("review", "css")
    card_words = traitlets.Dict().tag(sync=True)
    scene = traitlets.Dict().tag(sync=True)

    def __init__(self, root: Path, record: Record | None = None, zone: tzinfo | None = None):
        """Show the first card due by ``record``'s clock in ``zone``, by default the computer's."""
        self._deck = Deck(root)
        self._record = record or learner_record(root)
        self._zone = zone
        self._unsaved: list[LogStatement] = []
        self._said: tuple[LogStatement, ...] = ()
        self._drawn: Drawn | None = None
        self._seed, self._variant = "", 0
        self._turn = self._done = 0
        super().__init__(root, ["review"], card_words=words_for_browser("quiz"))
        reading = self._record.read()
        self._next(self._queue(reading), notice=self._set_aside(reading))

    def _now(self) -> datetime:
        return self._record.clock().astimezone(self._zone)

    def _queue(self, reading: LogReading | None = None) -> Queue:
        # Read anew for each card: a quiz in another notebook may have written meanwhile.
        self._said = (*(reading or self._record.read()).statements, *self._unsaved)
        return queue(self._said, self._deck, self._now())

    def _set_aside(self, reading: LogReading) -> dict[str, Any] | None:
        if not reading.newly_aside:
            return None
        where = shown(self._record.folder / SET_ASIDE)
        return sentence("set-aside", count=str(reading.newly_aside), path=where)

    def _do(self, content: dict[str, Any], lang: Lang) -> None:
        if content.get("turn") != self._turn:
            # A second click on a button that has done its work.
            return
        judged = bool(self.scene.get("state") and "score" in self.scene["state"])
        match content.get("do"):
            case "check" if self._drawn and not judged:
                self.check(content["answer"], int(content.get("hints", 0)), lang)
            case "next" if judged:
                self._next(self._queue())
            case "easy" if self._drawn and judged and self.scene["state"]["easy"]:
                self._next(self._queue(), notice=self._easy(self._drawn.card, lang))
            case "add":
                self._add(lang)

    def check(self, answer: list[str], hints: int, lang: Lang) -> None:
        """Judge an answer to the card on show, keep it, and show verdict and feedback.

        Where no card is on show nothing happens.
        """
        drawn = self._drawn
        if drawn is None:
            return
        turn = ((self.scene["state"] or {}).get("turn") or 0) + 1
        # The log joins the parts of an answer with this mark.
        answer = [part.replace("[,]", ",") for part in answer]
        try:
            verdict = closed(drawn.question, judge(drawn.question, answer))
        except NotRead as fault:
            self.scene = {**self.scene, "state": card_states.unread(turn, answer, fault)}
            return
        saved, trouble = None, None
        try:
            saved = self._record.answered(
                drawn.card,
                answer,
                score=verdict.score,
                right=verdict.right,
                lang=lang,
                misconceptions=verdict.misconceptions,
                extensions=self._extra(hints),
            )
        except NotSaved as error:
            # The sitting goes on: what could not be written counts for as long as it lasts.
            self._unsaved.append(error.statement)
            trouble = statement_not_saved(error, self._record)
        self._done += 1
        now = self._queue()
        state = card_states.judged(turn, answer, verdict=verdict, saved=saved, trouble=trouble)
        state["back"] = drawn.card in {entry.card for entry in now.due}
        state["easy"] = verdict.right and not hints
        self.scene = {**self.scene, **self._tally(now), "state": state, "notice": None}

    def _extra(self, hints: int) -> dict[str, int]:
        told = {HINTS: hints, question_state.VARIANT: self._variant}
        return {name: count for name, count in told.items() if count}

    def _easy(self, card: str, lang: Lang) -> dict[str, Any] | None:
        """Note that the last answer was easy; return what to say when that was not possible."""
        right = Result(response=EASY, score=Score(scaled=1), success=True)
        return self._note(RATED, card, lang, right)

    def _add(self, lang: Lang) -> None:
        """Take the next words of the list into the review."""
        names = self._deck.not_in(self._queue().cards)[:BATCH]
        told = [self._note(ADDED, f"words/{name}", lang) for name in names]
        said = ", ".join(self._deck.words[name].word for name in names)
        notice = next(filter(None, told), None) or sentence("added", words=said)
        now = self._queue()
        if self._drawn:
            self.scene = {**self.scene, **self._tally(now), "notice": notice}
        else:
            self._next(now, notice=notice)

    def _note(
        self, verb: str, name: str, lang: Lang, result: Result | None = None
    ) -> dict[str, Any] | None:
        try:
            self._record.append(self._record.statement(verb, name, lang=lang, result=result))
        except NotSaved as error:
            return statement_not_saved(error, self._record)
        return None

    def _next(self, now: Queue, notice: dict[str, object] | None = None) -> None:
        """Show the next card that is due, or that none is."""
        self._turn += 1
        self._drawn = None
        if now.due:
            self._draw(now.due[0])
        card = self._card(self._drawn) if self._drawn else None
        self.scene = {
            "turn": self._turn,
            "card": card,
            "state": None,
            "notice": notice,
            **self._tally(now),
        }

    def _draw(self, entry: Scheduled) -> None:
        """Draw a card; with the same past it looks the same, wherever the notebook is run."""
        self._variant, number = 0, entry.answers
        if self._deck.varies(entry.card):
            before = question_state.sittings(self._said, [entry.card])[entry.card].variant
            self._variant = number = before + 1
        self._seed = seed_of(self._record.actor, entry.card, number)
        self._drawn = self._deck.draw(entry.card, words("review"), self._seed)

    def _tally(self, now: Queue) -> dict[str, Any]:
        waiting = len(self._deck.not_in(now.cards))
        return {
            "left": len(now.due),
            "done": self._done,
            "empty": not now.cards,
            "gone": now.gone,
            "next_on": now.next_on.isoformat() if now.next_on else None,
            "waiting": waiting,
            "batch": min(BATCH, waiting),
        }

    def _card(self, drawn: Drawn) -> dict[str, Any]:
        """Return what may be seen of a card before it is answered."""
        seen: dict[str, Any] = {"question": for_browser(drawn.question, self._seed)}
        if concept := self._deck.concepts.get(drawn.concept):
            seen["concept"] = concept.by_lang()
        if drawn.kind:
            seen["kind"] = drawn.kind
        if drawn.term:
            seen |= {"word": drawn.term.term[listed_language()], "term": True}
        if drawn.word and drawn.kind == "meaning":
            sound = drawn.word.ipa.model_dump()
            seen |= {"word": drawn.word.word, "pos": drawn.word.pos.by_lang(), "ipa": sound}
        if drawn.sentence:
            seen["sentence"] = drawn.sentence
        if drawn.clip:
            seen["clip"] = as_data_url(drawn.clip)
        return seen

    def __repr__(self) -> str:
        """Return one line; it is what a front end without widgets shows."""
        return f"review: {self.scene['left']} due today"

    def _in_print(self) -> str:
        said = self.card_words["run-to-answer"].items()
        return "".join(f'<p lang="{lang}">{one}</p>' for lang, one in said)
