"""Cues from form: what somebody gets who knows nothing and always takes options of one look.

Haladyna, Downing and Rodriguez (2002), "A review of multiple-choice item-writing guidelines for
classroom assessment", Applied Measurement in Education 15(3), list length, place and repeated words
among the clues to the right option that an author should avoid.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from carekit.common.languages import Lang
from carekit.questions.models import Choice, Item
from carekit.questions.validation import width

# With fewer lists chance alone passes one standard error so easily that nothing can be said.
FEWEST = 3
_HEDGES = {
    "en": re.compile(
        r"\b(may|might|could|perhaps|maybe|usually|often|sometimes|probably|some|many|most|mostly"
        r"|about|almost|yet|little|a few|for now|seems?)\b",
        re.IGNORECASE,
    ),
    "Hans": re.compile(
        r"可能|也许|或许|大概|大约|通常|往往|有时|多半|多数|大多|有些|不一定|未必|几乎|先|暂时|还不"
    ),
    "Hant": re.compile(
        r"可能|也許|或許|大概|大約|通常|往往|有時|多半|多數|大多|有些|不一定|未必|幾乎|先|暫時|還不"
    ),
}
# Which words hedge is known of some languages only; in any other all options look the same.
_NONE = re.compile("(?!)")
_HAN = re.compile(r"[㐀-鿿]+")
_WORD = re.compile(r"[a-z0-9%]+")
# Words that stand in nearly every sentence; a repeated one points to nothing.
_COMMON = frozenset(
    _WORD.findall(
        "a all an and are as at be but by do does for from had has have he her his i if in is it"
        " its no not of on or our she so than that the their them then these they this those to us"
        " was we were with you your"
    )
)


@dataclass(frozen=True)
class Cue:
    """What always taking one look of option gets: points, and what chance gives.

    ``got`` and ``chance`` are points out of ``lists``; ``error`` is the standard error of chance.
    """

    habit: str
    lang: Lang
    got: float
    chance: float
    error: float
    lists: int

    @property
    def tells(self) -> bool:
        """Return whether the habit gets more than chance and one standard error."""
        return self.lists >= FEWEST and self.got > self.chance + self.error + 1e-9


@dataclass(frozen=True)
class _Offer:
    """A list of options of which one is taken, what is asked, and what each option is worth."""

    ask: str
    say: Sequence[str]
    worth: Sequence[float]


def cues(questions: Iterable[Item], lang: Lang) -> list[Cue]:
    """Return one cue for each habit, over all lists of options of which a learner takes one.

    Options that look the same to a habit share what it gets. Chance takes each option equally
    often, so a list gives the mean worth of its options, with the variance of that worth.
    """
    offers = [offer for question in questions for offer in _offers(question, lang)]
    chance = sum(_mean(offer.worth) for offer in offers)
    error = math.sqrt(sum(_variance(offer.worth) for offer in offers))
    return [
        Cue(habit, lang, got, chance, error, len(offers))
        for habit, looks in _HABITS.items()
        for got in [sum(_got(looks(offer, lang), offer) for offer in offers)]
    ]


def _offers(question: Any, lang: Lang) -> Iterator[_Offer]:
    ask = question.ask[lang]
    if question.kind in ("single", "judgement"):
        yield _offer(ask, question.choices, lang)
    for gap in getattr(question, "gaps", ()):
        if gap.choices:
            yield _offer(question.text[lang], gap.choices, lang)


def _offer(ask: str, choices: Sequence[Choice], lang: Lang) -> _Offer:
    worth = [float(getattr(one, "credit", one.right)) for one in choices]
    return _Offer(ask, [one.say[lang] for one in choices], worth)


def _got(looks: Sequence[float], offer: _Offer) -> float:
    taken = [worth for look, worth in zip(looks, offer.worth, strict=True) if look == max(looks)]
    return _mean(taken)


def _shortest(offer: _Offer, _: Lang) -> list[float]:
    return [-float(width(one)) for one in offer.say]


def _longest(offer: _Offer, _: Lang) -> list[float]:
    return [float(width(one)) for one in offer.say]


def _first(offer: _Offer, _: Lang) -> list[float]:
    return [-float(place) for place in range(len(offer.say))]


def _second(offer: _Offer, _: Lang) -> list[float]:
    return [float(place == 1) for place in range(len(offer.say))]


def _last(offer: _Offer, _: Lang) -> list[float]:
    return [float(place) for place in range(len(offer.say))]


def _most_hedged(offer: _Offer, lang: Lang) -> list[float]:
    hedges = _HEDGES.get(lang.writing, _NONE)
    return [float(len(hedges.findall(one))) for one in offer.say]


def _repeats_the_question(offer: _Offer, lang: Lang) -> list[float]:
    asked = _words(offer.ask, lang)
    return [float(len(_words(one, lang) & asked)) for one in offer.say]


def _repeats_the_others(offer: _Offer, lang: Lang) -> list[float]:
    words = [_words(one, lang) for one in offer.say]
    shared = [sum(len(one & other) for other in words) - len(one) for one in words]
    return [float(count) for count in shared]


_HABITS = {
    "the shortest option": _shortest,
    "the longest option": _longest,
    "the first option": _first,
    "the second option": _second,
    "the last option": _last,
    "the most hedged option": _most_hedged,
    "the option that repeats most of the question": _repeats_the_question,
    "the option that repeats most of the others": _repeats_the_others,
}


def _words(said: str, lang: Lang) -> set[str]:
    """Return the words of a text; of Chinese, every two letters that stand side by side."""
    words = set(_WORD.findall(said.lower())) - _COMMON
    if not lang.facts.spaced:
        words |= {run[i : i + 2] for run in _HAN.findall(said) for i in range(len(run) - 1)}
    return words


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _variance(values: Sequence[float]) -> float:
    middle = _mean(values)
    return sum((value - middle) ** 2 for value in values) / len(values)
