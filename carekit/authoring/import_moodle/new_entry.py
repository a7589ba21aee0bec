"""One question of Moodle as an entry of a bank, and what could not be kept of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from carekit.authoring.import_moodle.read_question import ReadAnswer, ReadQuestion
from carekit.authoring.import_quiz.new_question import (
    BLOOM,
    RIGHT,
    WRONG,
    Entry,
    NewQuestion,
    Words,
)
from carekit.authoring.import_quiz.plain_words import plain
from carekit.authoring.slug import free, slug
from carekit.common.languages import as_lang

_SPANS = re.compile(r'(?:<span lang="[\w-]+" class="multilang">.*?</span>\s*)+', re.DOTALL)
_SPAN = re.compile(r'<span lang="([\w-]+)" class="multilang">(.*?)</span>', re.DOTALL)
_NEAR = 1e-4


def new_entry(read: ReadQuestion, name: str, langs: Sequence[str]) -> NewQuestion:
    """Return a question as an entry called ``name``.

    Words with spans for Moodle's multilang filter go to the course's languages. Raises ValueError
    where it cannot be kept.
    """
    return _Writer(read, name, langs).write()


class _Writer:
    """Writes one question."""

    def __init__(self, read: ReadQuestion, name: str, langs: Sequence[str]) -> None:
        self.read, self.name, self.langs = read, name, [str(lang) for lang in langs]
        self.made = NewQuestion({"id": name})

    def write(self) -> NewQuestion:
        """Return the entry."""
        read, entry = self.read, self.made.entry
        write = {
            "one": self.one,
            "several": self.several,
            "number": self.number,
            "text": self.text,
            "pairs": self.pairs,
        }.get(read.kind or "")
        if write is None:
            raise ValueError(f"Moodle's type {read.type} is none that is imported")
        for lost in read.lost:
            self.note(lost)
        entry["kind"], entry["bloom"] = "", BLOOM
        entry["ask"] = self.say(read.text)
        if read.hints:
            entry["hints"] = [self.say(hint) for hint in read.hints if hint]
        write()
        self.made.losses = list(dict.fromkeys(self.made.losses))
        return self.made

    def note(self, says: str, *, look: bool = False) -> None:
        """Keep what is lost; ``look`` where it changes what is right."""
        self.made.losses.append(says)
        self.made.look = self.made.look or look

    def say(self, html: str) -> Words:
        """Return words in every language of the course. Raises ValueError for none."""
        said = {}
        for lang in self.langs:
            words = plain(_in_one(html, lang), self.note)
            if not words:
                raise ValueError("has a text without words")
            said[lang] = words
        return said

    def why(self, one: ReadAnswer, *, general: bool = False) -> Words:
        """Return what is said to an answer, else the general feedback where that is asked for."""
        told = one.feedback or (self.read.general if general else "")
        if told:
            return self.say(told)
        self.note(f"an answer without feedback is told {RIGHT!r} or {WRONG!r}")
        return dict.fromkeys(self.langs, RIGHT if one.share > 0 else WRONG)

    def idea(self, words: Words) -> str:
        """Return the id of a new misconception: of a wrong answer only its words are known."""
        own = f"{self.name}-{len(self.made.ideas) + 1}"
        self.made.ideas.append({"id": own, "says": words})
        return own

    def one(self) -> None:
        """Write options of which one is taken: single, or judgement where worths differ."""
        shares = [one.share for one in self.read.answers]
        judged = sum(share > 0 for share in shares) > 1
        if any(share < 0 for share in shares):
            self.note("an option that cost marks costs none", look=True)
        self.made.entry["kind"] = "judgement" if judged else "single"
        self.options(judged=judged)

    def several(self) -> None:
        """Write ticks; ours are worth what our rule says."""
        right = sum(one.share > 0 for one in self.read.answers)
        wrong = len(self.read.answers) - right
        for one in self.read.answers:
            ours = 1 / max(right, 1) if one.share > 0 else -1 / max(1, min(right, wrong))
            if abs(one.share - ours) > _NEAR:
                self.note("a tick was worth something else there", look=True)
        self.made.entry["kind"] = "multiple"
        self.options(judged=False)

    def options(self, *, judged: bool) -> None:
        """Write the options."""
        taken: list[str] = []
        listed = []
        for number, one in enumerate(self.read.answers, 1):
            words = self.say(one.text)
            own = free(slug(next(iter(words.values())), 30) or f"option-{number}", taken)
            taken.append(own)
            option: Entry = {"id": own}
            if judged:
                option["credit"] = min(1.0, max(0.0, round(one.share, 7)))
            elif one.share > 0:
                option["right"] = True
            option |= {"say": words, "why": self.why(one)}
            if one.share <= 0:
                option["misconception"] = self.idea(words)
            listed.append(option)
        self.made.entry["choices"] = listed

    def otherwise(self) -> None:
        """Write what is said to any other answer."""
        for one in self.read.answers:
            if one.text == "*" and one.share == 0 and one.feedback:
                self.made.entry["when_wrong"] = self.say(one.feedback)

    def number(self) -> None:
        """Write the first right number, and the listed wrong ones."""
        numbers = [(float(one.text), one) for one in self.read.answers if one.text != "*"]
        right = [(value, one) for value, one in numbers if one.share == 1]
        if not right or any(one.text == "*" and one.share > 0 for one in self.read.answers):
            raise ValueError("has no right number, or takes any number for right")
        value, key = right[0]
        for other, one in right[1:]:
            if abs(other - value) + one.tolerance > key.tolerance:
                self.note(f"{other:.12g} was right as well and counts as wrong now", look=True)
        entry = self.made.entry
        entry |= {"kind": "numeric", "answer": value, "tolerance": key.tolerance}
        entry["why"] = self.why(key, general=True)
        self.otherwise()
        slips: list[Entry] = []
        for other, one in numbers:
            if one.share == 1:
                continue
            if one.share > 0:
                self.note(f"{other:.12g} was worth a part and is worth nothing now", look=True)
            words = dict.fromkeys(self.langs, f"{other:.12g}")
            slip: Entry = {"value": other, "tolerance": one.tolerance}
            slips.append(slip | {"misconception": self.idea(words), "why": self.why(one)})
        if slips:
            entry["slips"] = slips

    def text(self) -> None:
        """Write the accepted words, and the listed wrong ones."""
        listed = [one for one in self.read.answers if one.text != "*"]
        if any(re.search(r"(?<!\\)\*", one.text) for one in listed):
            raise ValueError("has a * that stands for any words")
        right = [one for one in listed if one.share == 1]
        if not right:
            raise ValueError("has no accepted text")
        entry = self.made.entry
        entry |= {"kind": "short_text", "accept": self.words(right)}
        entry["fold"] = [] if self.read.case else ["case"]
        entry["why"] = self.why(right[0], general=True)
        self.otherwise()
        slips: list[Entry] = []
        for one in listed:
            if one.share == 1:
                continue
            if one.share > 0:
                self.note(f"{one.text} was worth a part and is worth nothing now", look=True)
            idea = self.idea(dict.fromkeys(self.langs, one.text))
            slips.append({"accept": self.words([one]), "why": self.why(one), "misconception": idea})
        if slips:
            entry["slips"] = slips

    def words(self, answers: Sequence[ReadAnswer]) -> dict[str, list[str]]:
        """Return typed words, each once, for every language."""
        said = list(dict.fromkeys(one.text.replace("\\*", "*") for one in answers))
        return {lang: list(said) for lang in self.langs}

    def pairs(self) -> None:
        """Write parts with their matches; each match belongs to one part here."""
        sides: tuple[list[Entry], list[Entry]] = ([], [])
        pairs: list[Entry] = []
        rights = [right for _, right in self.read.pairs]
        if len(set(rights)) < len(rights):
            raise ValueError("has one match for several parts")
        why = self.read.general or RIGHT
        for number, (left, right) in enumerate(self.read.pairs, 1):
            sides[1].append({"id": f"right-{number}", "say": self.say(right)})
            if not left:
                continue
            words = self.say(left)
            sides[0].append({"id": f"left-{number}", "say": words})
            pairs.append(
                {
                    "left": f"left-{number}",
                    "right": f"right-{number}",
                    "why": self.say(why),
                    "when_wrong": dict.fromkeys(self.langs, WRONG),
                    "misconception": self.idea(words),
                }
            )
        self.note(f"a wrong pair is told {WRONG!r}; a match that is used twice counts nowhere now")
        entry = self.made.entry
        entry |= {"kind": "matching", "left": sides[0], "right": sides[1], "pairs": pairs}


def _in_one(html: str, lang: str) -> str:
    """Return what the multilang filter leaves for a language, the first words for another."""

    def chosen(found: re.Match[str]) -> str:
        said: list[tuple[str, str]] = _SPAN.findall(found[0])
        return next((words for tag, words in said if as_lang(tag) == lang), said[0][1])

    return _SPANS.sub(chosen, html)
