"""One question of jupyterquiz as an entry of a bank, and what could not be kept of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from carekit.authoring.import_quiz.old_questions import OldAnswer, OldQuestion
from carekit.authoring.import_quiz.plain_words import plain, with_code
from carekit.authoring.slug import free, slug

RIGHT, WRONG = "Right.", "Not right."
BLOOM = "understand"

Words = dict[str, str]
Entry = dict[str, object]


@dataclass
class NewQuestion:
    """An entry of a bank with the misconceptions it points to; ``losses`` says what is lost.

    ``look``: something that counted as right or wrong may count otherwise now.
    """

    entry: Entry
    ideas: list[Entry] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    look: bool = False


def new_question(old: OldQuestion, name: str, langs: Sequence[str]) -> NewQuestion:
    """Return one question as an entry called ``name``, its words the same in every language."""
    return _Writer(old, name, langs).write()


class _Writer:
    """Writes one question."""

    def __init__(self, old: OldQuestion, name: str, langs: Sequence[str]) -> None:
        self.old, self.name, self.langs = old, name, langs
        self.made = NewQuestion({"id": name})

    def write(self) -> NewQuestion:
        """Return the entry."""
        old, entry = self.old, self.made.entry
        kinds = {"multiple_choice": "single", "many_choice": "multiple", "numeric": "numeric"}
        entry["kind"] = kinds.get(old.type, "short_text")
        entry["bloom"] = BLOOM
        ask = with_code(plain(old.question, self.note), old.code, self.note)
        if not ask:
            self.note("has no words of its own")
        entry["ask"] = self.say(ask or "Choose your answer.")
        for key, said in old.more.items():
            self.note(f"{key}: {said!r} has no place here")
        if old.type == "numeric":
            self.numeric()
        elif old.type == "string":
            self.text()
        else:
            self.choices()
        self.made.losses = list(dict.fromkeys(self.made.losses))
        return self.made

    def note(self, says: str, *, look: bool = False) -> None:
        """Keep what is lost; ``look`` where it changes what is right."""
        self.made.losses.append(says)
        self.made.look = self.made.look or look

    def say(self, words: str) -> Words:
        """Return words in every language of the course."""
        return dict.fromkeys(self.langs, words)

    def why(self, one: OldAnswer) -> Words:
        """Return what is said to an answer."""
        said = plain(one.feedback or "", self.note)
        if not said:
            said = RIGHT if one.correct else WRONG
            self.note(f"an answer without feedback is told {RIGHT!r} or {WRONG!r}")
        return self.say(said)

    def choices(self) -> None:
        """Write the options; several right ones of which one is taken are a judgement."""
        right = sum(one.correct is True for one in self.old.listed)
        several = self.old.type == "multiple_choice" and right > 1
        if several:
            self.made.entry["kind"] = "judgement"
            self.note("one of several right options is taken; each is worth all")
        taken: list[str] = []
        options = []
        for number, one in enumerate(self.old.listed, 1):
            words = with_code(plain(one.answer or "", self.note), one.code, self.note)
            own = free(slug(words, 30) or f"option-{number}", taken)
            taken.append(own)
            option: Entry = {"id": own}
            if several:
                option["credit"] = 1.0 if one.correct else 0.0
            elif one.correct:
                option["right"] = True
            option |= {"say": self.say(words), "why": self.why(one)}
            if not one.correct:
                option["misconception"] = self.idea(words)
            options.append(option)
        self.made.entry["choices"] = options

    def idea(self, words: str) -> str:
        """Return the id of a new misconception: of a wrong answer only its words are known."""
        own = f"{self.name}-{len(self.made.ideas) + 1}"
        self.made.ideas.append({"id": own, "says": self.say(words)})
        return own

    def otherwise(self) -> None:
        """Write what is said to an answer that is not listed."""
        if said := plain(self.old.otherwise or "", self.note):
            self.made.entry["when_wrong"] = self.say(said)

    def numeric(self) -> None:
        """Write the first right number or range, and the listed wrong ones."""
        right = [one for one in self.old.listed if one.correct]
        if not right:
            raise ValueError("has no right number")
        key = max(right, key=lambda one: (self.holds_all(one, right), -right.index(one)))
        value, reach = self.middle(key)
        for one in right:
            if one is not key and not _holds((value, reach), self.middle(one)):
                self.note(f"{_shown(one)} was right as well and counts as wrong now", look=True)
            elif one is not key and one.feedback != key.feedback:
                self.note(f"feedback of its own for a right number is dropped: {one.feedback!r}")
        entry = self.made.entry
        entry |= {"answer": value, "tolerance": reach, "why": self.why(key)}
        self.otherwise()
        slips: list[tuple[float, float, OldAnswer]] = []
        for one in sorted((one for one in self.old.listed if not one.correct), key=_width):
            at, wide = self.middle(one)
            blocked = abs(at - value) <= reach or any(abs(at - a) <= w for a, w, _ in slips)
            if blocked:
                self.note(f"feedback for {_shown(one)} is dropped: {one.feedback!r}")
                continue
            slips.append((at, wide, one))
        if slips:
            entry["slips"] = [
                {
                    "value": at,
                    "tolerance": wide,
                    "misconception": self.idea(_shown(one)),
                    "why": self.why(one),
                }
                for at, wide, one in slips
            ]

    def holds_all(self, one: OldAnswer, others: list[OldAnswer]) -> bool:
        """Return whether a right answer's range holds all other right answers."""
        return all(_holds(self.middle(one), self.middle(other)) for other in others)

    def middle(self, one: OldAnswer) -> tuple[float, float]:
        """Return an answer as a number and how far from it an answer may be."""
        if one.range is not None:
            low, high = one.range
            self.note(f"the upper end {high:.12g} of a range belongs to it now")
            return _tidy((low + high) / 2), _tidy(abs(high - low) / 2)
        value = one.value or 0.0
        if self.old.precision is None:
            return value, 0.0
        self.note("a number was rounded to `precision` digits; now it may be half a digit away")
        digits = math.floor(math.log10(abs(value))) if value else 0
        return value, _tidy(0.5 * 10.0 ** (digits - self.old.precision + 1))

    def text(self) -> None:
        """Write the accepted words, and the listed wrong ones."""
        right = [one for one in self.old.listed if one.correct]
        if not right:
            raise ValueError("has no right text")
        exact = any(one.match_case for one in self.old.listed)
        if exact and not all(one.match_case for one in self.old.listed):
            self.note("capital letters count in all answers now, not in some", look=True)
        entry = self.made.entry
        first = [one for one in right if one.feedback == right[0].feedback]
        entry["accept"] = self.accepted(first, exact=exact)
        entry["fold"] = [] if exact else ["case"]
        if fuzzy := [one for one in self.old.listed if one.fuzzy_threshold]:
            said = ", ".join(f"{one.fuzzy_threshold:g}" for one in fuzzy)
            self.note(f"fuzzy_threshold {said}: one typing mistake is forgiven now", look=True)
            entry["typing_mistake"] = "right"
        others = [one for one in right if one.feedback != right[0].feedback]
        if others:
            entry["near"] = [
                {"accept": self.accepted([one], exact=exact), "why": self.why(one), "right": True}
                for one in others
            ]
        if wrong := [one for one in self.old.listed if not one.correct]:
            entry["slips"] = [
                {
                    "accept": self.accepted([one], exact=exact),
                    "why": self.why(one),
                    "misconception": self.idea((one.answer or "").strip()),
                }
                for one in wrong
            ]
        entry["why"] = self.why(right[0])
        self.otherwise()

    def accepted(self, answers: list[OldAnswer], *, exact: bool) -> dict[str, list[str]]:
        """Return the words of some answers, each once, for every language."""
        words: dict[str, str] = {}
        for one in answers:
            said = (one.answer or "").strip()
            words.setdefault(said if exact else said.casefold(), said)
        return {lang: list(words.values()) for lang in self.langs}


def _holds(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Return whether a number with its reach holds another one with its reach."""
    return abs(one[0] - other[0]) + other[1] <= one[1] + 1e-12


def _shown(one: OldAnswer) -> str:
    """Return a number or a range as an author reads it."""
    return (
        f"{one.value:.12g}" if one.range is None else f"{one.range[0]:.12g} to {one.range[1]:.12g}"
    )


def _width(one: OldAnswer) -> float:
    return abs(one.range[1] - one.range[0]) if one.range else 0.0


def _tidy(value: float) -> float:
    """Return a number without the last digits that come from counting in binary."""
    return float(f"{value:.12g}")
