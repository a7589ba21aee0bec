"""The foreseen wrong answers of a question, with what is said to each; a line for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from carekit.common.languages import Text
from carekit.questions.kinds.cloze.model import Cloze, gaps_in
from carekit.questions.kinds.matching.model import Matching
from carekit.questions.kinds.numeric.model import Numeric
from carekit.questions.kinds.ordering.model import Ordering
from carekit.questions.kinds.short_text.model import ShortText
from carekit.questions.models import Item
from carekit.questions.options import HasChoices
from carekit.questions.typed_words import AcceptedWords

BLANK = "____"


@dataclass(frozen=True)
class WrongAnswer:
    """One wrong answer: its own name in the question, its words, the reason, the wrong idea."""

    name: str
    says: Mapping[str, str]
    why: Text
    idea: str


def wrong_answers(question: Item) -> Iterator[WrongAnswer]:
    """Yield the wrong answers that point to a wrong idea, in the author's order."""
    yield from _OF[question.kind](question)


def _options(question: HasChoices) -> Iterator[WrongAnswer]:
    for choice in question.choices:
        if choice.misconception:
            yield WrongAnswer(choice.id, choice.say.by_lang(), choice.why, choice.misconception)


def _numbers(question: Numeric) -> Iterator[WrongAnswer]:
    for slip in question.slips:
        value = f"{slip.value:.12g}"
        unit = question.unit.by_lang() if question.unit else {}
        says = {lang: f"{value} {unit.get(lang, '')}".strip() for lang in slip.why.by_lang()}
        yield WrongAnswer(f"slip-{value}", says, slip.why, slip.misconception)


def _pairs(question: Matching) -> Iterator[WrongAnswer]:
    say = {part.id: part.say for part in (*question.left, *question.right)}
    for slip in question.slips:
        says = _joined(" – ", say[slip.left], say[slip.right])
        yield WrongAnswer(f"{slip.left}-{slip.right}", says, slip.why, slip.misconception)


def _orders(question: Ordering) -> Iterator[WrongAnswer]:
    say = {item.id: item.say for item in question.items}
    for slip in question.slips:
        says = _joined(" → ", say[slip.first], say[slip.then])
        yield WrongAnswer(f"{slip.first}-{slip.then}", says, slip.why, slip.misconception)


def _gaps(question: Cloze) -> Iterator[WrongAnswer]:
    for gap in question.gaps:
        for choice in gap.choices:
            if choice.misconception:
                says = _filled(question, gap.id, choice.say.by_lang())
                name = f"{gap.id}-{choice.id}"
                yield WrongAnswer(name, says, choice.why, choice.misconception)
        for number, slip in enumerate(gap.slips, 1):
            says = _filled(question, gap.id, _first(slip.accept))
            yield WrongAnswer(f"{gap.id}-slip-{number}", says, slip.why, slip.misconception)


def _words(question: ShortText) -> Iterator[WrongAnswer]:
    for number, slip in enumerate(question.slips, 1):
        yield WrongAnswer(f"slip-{number}", _first(slip.accept), slip.why, slip.misconception)


_OF: Mapping[str, Callable[[Any], Iterator[WrongAnswer]]] = MappingProxyType(
    {
        "single": _options,
        "multiple": _options,
        "judgement": _options,
        "hotspot": _options,
        "numeric": _numbers,
        "matching": _pairs,
        "ordering": _orders,
        "cloze": _gaps,
        "short_text": _words,
    }
)


def _first(accept: AcceptedWords) -> dict[str, str]:
    return {lang: words[0] for lang, words in accept.by_lang().items()}


def _joined(between: str, *texts: Text) -> dict[str, str]:
    return {lang: between.join(text[lang] for text in texts) for lang in texts[0].by_lang()}


def _filled(question: Cloze, gap: str, words: Mapping[str, str]) -> dict[str, str]:
    """Return the text with a word in one gap, and blanks in the others."""
    return {
        lang: _with_words(said, {gap: f"**{words[lang]}**"}, gaps_in(said))
        for lang, said in question.text.by_lang().items()
    }


def _with_words(said: str, words: Mapping[str, str], gaps: Sequence[str]) -> str:
    for name in gaps:
        said = said.replace(f"(({name}))", words.get(name, BLANK))
    return said
