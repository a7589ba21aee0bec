"""Typed answers for Moodle: numbers are its type ``numerical``, words its ``shortanswer``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from carekit.common.languages import Text
from carekit.exports.moodle.sheet import Sheet, put, put_answer, put_text
from carekit.questions.kinds.numeric.model import Numeric
from carekit.questions.kinds.short_text.model import ShortText

ANYTHING_ELSE = "*"
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}


def number(made: Element, question: Numeric, sheet: Sheet) -> None:
    """Write a number with its tolerance, and the foreseen wrong ones with what is said of them.

    Moodle takes the first answer that is met, as we do.
    """
    sheet.meets("number-signs")
    for value in _numbers(question.answer, question.also):
        answer = put_answer(made, value, "100", "")
        put(answer, "tolerance", f"{question.tolerance:.12g}")
    for slip in question.slips:
        for value in _numbers(slip.value, slip.also):
            answer = put_answer(made, value, "0", sheet.say(slip.why))
            put(answer, "tolerance", f"{slip.tolerance:.12g}")
    if question.when_wrong:
        put(put_answer(made, ANYTHING_ELSE, "0", sheet.say(question.when_wrong)), "tolerance", "0")
    # Shown when no other try can follow, with a right answer too.
    put_text(made, "generalfeedback", sheet.paragraphs(question.why))
    put(made, "unitgradingtype", "0")
    put(made, "unitpenalty", "0")
    put(made, "showunits", "3")


def words(made: Element, question: ShortText, sheet: Sheet) -> None:
    """Write accepted words, near misses and foreseen wrong ones; Moodle takes the first one met."""
    put(made, "usecase", "0" if "case" in question.fold else "1")
    if "edges" in question.fold:
        sheet.meets("text-edges")
    if "width" in question.fold:
        sheet.meets("text-width")
    sheet.meets("typing-mistake" if question.typing_mistake == "right" else "typing-close")
    wide = "width" in question.fold
    listed: list[tuple[list[str], bool, Text | None]] = [(question.accept.every, True, None)]
    listed += [(near.accept.every, near.right, near.why) for near in question.near]
    listed += [(slip.accept.every, False, slip.why) for slip in question.slips]
    for said, right, why in listed:
        for word in in_both_widths(said, wide=wide):
            put_answer(made, pattern(word), "100" if right else "0", sheet.say(why) if why else "")
    if question.when_wrong:
        put_answer(made, ANYTHING_ELSE, "0", sheet.say(question.when_wrong))
    put_text(made, "generalfeedback", sheet.paragraphs(question.why))


def in_both_widths(said: Iterable[str], *, wide: bool) -> Iterator[str]:
    """Yield texts, each once and, where asked for, with its full-width form behind it."""
    for word in dict.fromkeys(said):
        yield word
        if wide and (other := word.translate(_WIDE)) != word:
            yield other


def pattern(word: str) -> str:
    r"""Return a text as Moodle compares it: a star would stand for anything.

    >>> pattern("2 * 3")
    '2 \\* 3'
    """
    return word.replace("*", "\\*")


def _numbers(value: float | str, also: float | None) -> list[str]:
    return [f"{float(one):.12g}" for one in (value, also) if one is not None]
