"""Lists of words that contradict each other, and words that nobody can type."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import chain

from carekit.questions.answer_parts import JOINT
from carekit.questions.entry_mistakes import Mistake, pointing, unknown
from carekit.questions.kinds.short_text.comparing import same_text
from carekit.questions.kinds.short_text.model import LONGEST, ShortText
from carekit.questions.placeholders import Where
from carekit.questions.typed_words import AcceptedWords


def mistakes(question: ShortText, known: Container[str], here: Where) -> Iterator[Mistake]:
    """Yield words that cannot be typed, are listed twice, or point to nothing."""
    if len(set(question.fold)) < len(question.fold):
        yield (*here, "fold"), "says the same twice; leave it once"
    yield from pointing(question.slips, known, (*here, "slips"))
    for number, near in enumerate(question.near):
        if near.misconception and near.misconception not in known:
            yield (*here, "near", number, "misconception"), unknown(near.misconception)
        if near.right and near.misconception:
            says = "stands on words that count as right; remove it, or remove `right: true`"
            yield (*here, "near", number, "misconception"), says
    lists: list[tuple[Where, AcceptedWords]] = [
        ((*here, "accept"), question.accept),
        *(((*here, "near", number), near.accept) for number, near in enumerate(question.near)),
        *(((*here, "slips", number), slip.accept) for number, slip in enumerate(question.slips)),
    ]
    for number, (where, words) in enumerate(lists):
        yield from _typable(words, where)
        before = list(chain.from_iterable(earlier.every for _, earlier in lists[:number]))
        for word in dict.fromkeys(words.every):
            if same_text(word, before, question.fold):
                says = "accepted as right" if _accepted(word, question) else "listed before"
                yield where, f"{word!r} is {says}; remove it from one of the two"
    yield from _same_in_one_language(question, here)


def _accepted(word: str, question: ShortText) -> bool:
    return same_text(word, question.accept.every, question.fold)


def _typable(words: AcceptedWords, where: Where) -> Iterator[Mistake]:
    for word in dict.fromkeys(words.every):
        if JOINT in word or not word.strip() or len(word) > LONGEST:
            says = f"words of {LONGEST} signs at most, without {JOINT}"
            yield where, f"{word!r} cannot be typed as an answer; write {says}"


def _same_in_one_language(question: ShortText, here: Where) -> Iterator[Mistake]:
    for lang, words in question.accept.by_lang().items():
        for number, word in enumerate(words):
            if same_text(word, words[:number], question.fold):
                yield (*here, "accept", lang), f"{word!r} is listed twice; remove one of them"
