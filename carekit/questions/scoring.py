"""What an answer is worth: plain sets and numbers in, a share of the credit out."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from itertools import pairwise

# Thousands for certain: two commas or more, a comma and a point, or spaces. One comma alone may be
# a decimal comma, in Europe the usual one, so it is asked about.
_GROUPED = re.compile(
    r"[+-]?[1-9]\d{0,2}(?:(?:,\d{3}){2,}(?:\.\d+)?|,\d{3}\.\d+|(?: \d{3})+(?:\.\d+)?)"
)
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?")
_SIGN = re.compile(r"^([+-]) (?=[\d.])")
# Written for a decimal comma: 3 500,5 or 1.500,5, and what ends in a comma.
_DECIMAL_COMMA = re.compile(r"[+-]?\d+(?:(?: \d{3})+|(?:\.\d{3})+)?,\d*")
# What NFKC leaves alone: the Chinese full stop typed for a point, and two other minus signs.
_SAME_AS = str.maketrans({"。": ".", "−": "-", "–": "-"})


class NotANumber(ValueError):  # noqa: N818 - it names what was typed, as the learner reads it
    """What was typed is not one number.

    ``reason`` is one of ``empty``, ``comma``, ``either``, ``several``, ``unit``, ``words``;
    ``found`` is the part that could not be read. The words for the learner belong to whoever shows
    them.
    """

    def __init__(self, reason: str, found: str = "") -> None:
        """Keep the reason apart from the part that could not be read."""
        super().__init__(f"{reason}: {found!r}" if found else reason)
        self.reason = reason
        self.found = found


def single(chosen: AbstractSet[str], key: AbstractSet[str], offered: AbstractSet[str]) -> float:
    """Return 1.0 when exactly the key was chosen, else 0.0.

    >>> single({"a"}, {"a"}, {"a", "b"}), single({"a", "b"}, {"a"}, {"a", "b"})
    (1.0, 0.0)
    """
    _on_offer(chosen, offered)
    return float(chosen == key)


def multiple(chosen: AbstractSet[str], key: AbstractSet[str], offered: AbstractSet[str]) -> float:
    """Return the share of the key that was found, less what was wrongly ticked, never below 0.

    A wrong tick costs as much as a right one earns: ``(right - wrong) / len(key)``. Where there
    are fewer wrong options than right ones that rule would pay for ticking everything, so there
    a wrong tick costs ``1 / (number of wrong options)``. Ticking everything and ticking nothing
    are therefore always worth 0, and blind ticking gains nothing on average before the floor.

    >>> offered = {"a", "b", "c", "d", "e"}
    >>> multiple({"a", "b"}, {"a", "b"}, offered), multiple({"a", "c"}, {"a", "b"}, offered)
    (1.0, 0.0)
    >>> multiple({"a"}, {"a", "b"}, offered), multiple(offered, {"a", "b", "c"}, offered)
    (0.5, 0.0)
    """
    _on_offer(chosen, offered)
    wrong = offered - key
    if not key or not wrong:
        raise ValueError("a question needs a right and a wrong option")
    earned = Decimal(len(chosen & key)) / len(key)
    lost = Decimal(len(chosen & wrong)) / min(len(key), len(wrong))
    return max(0.0, float(earned - lost))


def matching(given: Mapping[str, str], key: Mapping[str, str], rights: AbstractSet[str]) -> float:
    """Return the share of left parts that were given their own right part.

    ``given`` and ``key`` map left to right ids; a left part without an answer earns nothing. A
    right part given to several left parts earns nothing for any of them, so putting the same
    everywhere is worth 0, and so is no answer at all.

    >>> key = {"a": "1", "b": "2"}
    >>> matching({"a": "1"}, key, {"1", "2", "3"}), matching({"a": "1", "b": "1"}, key, {"1", "2"})
    (0.5, 0.0)
    """
    _on_offer(given.keys(), key.keys())
    _on_offer(set(given.values()), rights)
    return len(paired(given, key)) / len(key)


def paired(given: Mapping[str, str], key: Mapping[str, str]) -> list[str]:
    """Return the left parts that count: rightly paired, with a right part used only once."""
    used = Counter(given.values())
    return [left for left, right in given.items() if key[left] == right and used[right] == 1]


def ordering(given: Sequence[str], key: Sequence[str]) -> float:
    """Return the share of right neighbours.

    Of the pairs that follow each other in the key, that many follow each other in the answer. One
    part out of place so costs the two or three joints around it and not every place behind it. No
    answer is worth 0; one that is not every part once is refused with ValueError.

    >>> ordering("abcd", "abcd"), ordering("bcda", "abcd"), ordering("dcba", "abcd")
    (1.0, 0.6666666666666666, 0.0)
    """
    if not given:
        return 0.0
    if sorted(given) != sorted(key):
        raise ValueError(f"every part once, please; got {', '.join(given)}")
    wanted = neighbours(key)
    return len(wanted & neighbours(given)) / len(wanted)


def neighbours(row: Sequence[str]) -> set[tuple[str, str]]:
    """Return the pairs that follow each other directly."""
    return set(pairwise(row))


def cloze(right: AbstractSet[str], gaps: AbstractSet[str]) -> float:
    """Return the share of gaps that are filled rightly; an empty gap earns nothing.

    A gap takes one option or one text, so there is no taking everything.

    >>> cloze({"a"}, {"a", "b"}), cloze(set(), {"a"})
    (0.5, 0.0)
    """
    _on_offer(right, gaps)
    return len(right) / len(gaps)


def judgement(chosen: AbstractSet[str], worth: Mapping[str, float]) -> float:
    """Return what the one option that was taken is worth; none, or more than one, is worth 0.

    >>> judgement({"a"}, {"a": 0.5, "b": 1}), judgement({"a", "b"}, {"a": 0.5, "b": 1})
    (0.5, 0.0)
    """
    _on_offer(chosen, worth.keys())
    return float(worth[next(iter(chosen))]) if len(chosen) == 1 else 0.0


def same_words(one: str, other: str) -> bool:
    """Return whether two typed texts are the same but for case, width of letters and spaces.

    Simplified and Traditional forms are different words here; an author lists both.

    >>> same_words(" ＦＣＲ ", "fcr"), same_words("跟进", "跟進")
    (True, False)
    """
    return _plain_words(one) == _plain_words(other)


def _plain_words(said: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", said).casefold().split())


def numeric(given: float, answer: float, tolerance: float) -> float:
    """Return 1.0 when ``given`` is within ``tolerance`` of ``answer`` (the edge counts), else 0.0.

    >>> numeric(10.55, 10.5, 0.05), numeric(10.56, 10.5, 0.05)
    (1.0, 0.0)
    """
    return float(near(given, answer, tolerance))


def near(given: float, wanted: float, tolerance: float) -> bool:
    """Return whether two numbers differ by no more than ``tolerance``."""
    # In binary 10.55 - 10.5 is more than 0.05; the learner typed decimals, so compare decimals.
    return abs(Decimal(str(given)) - Decimal(str(wanted))) <= Decimal(str(tolerance))


def parse_number(typed: str, units: Iterable[str] = ()) -> float:
    """Return the one number in what a learner typed.

    Accepts full-width digits and punctuation, thousands in commas or spaces, and any of ``units``
    before or after the number. A single comma is never guessed at: ``1,234`` may be a thousand or
    a decimal comma, and ``0,851`` can only be a decimal one; both raise. A per cent sign means
    hundredths, unless per cent is the unit. Raises NotANumber with the reason.

    >>> parse_number("１，２３４．５"), parse_number("10。5 分钟", ["minutes", "分钟"])
    (1234.5, 10.5)
    >>> parse_number("85.1％", ["%"]), parse_number("85.1%")
    (85.1, 0.851)
    """
    text = unicodedata.normalize("NFKC", typed).translate(_SAME_AS)
    text = " ".join(text.split())
    if not text:
        raise NotANumber("empty")
    names = [unicodedata.normalize("NFKC", unit).strip() for unit in units]
    # "1 minute" is as good as "1 minutes".
    names += [name[:-1] for name in names if name.isascii() and name.endswith("s")]
    text = _SIGN.sub(r"\1", _without_unit(text, names))
    hundredths = not names and text.endswith("%")
    if hundredths:
        text = text[:-1].rstrip()
    if _GROUPED.fullmatch(text):
        return _finite(re.sub("[, ]", "", text), hundredths=hundredths)
    if _PLAIN.fullmatch(text):
        return _finite(text, hundredths=hundredths)
    raise _why_not(text)


def _without_unit(text: str, names: list[str]) -> str:
    """Return the text without one unit at its end or its beginning."""
    for name in sorted(filter(None, names), key=len, reverse=True):
        if text.lower().endswith(name.lower()):
            return text[: -len(name)].rstrip()
        if text.lower().startswith(name.lower()):
            return text[len(name) :].lstrip()
    return text


def _finite(digits: str, *, hundredths: bool) -> float:
    value = Decimal(digits)
    return float(value / 100 if hundredths else value)


def _why_not(text: str) -> NotANumber:
    """Return the reason why a text is no number, the most helpful one first."""
    if _EITHER.fullmatch(text):
        return NotANumber("either", text)
    if re.fullmatch(r"[+-]?\d+(,\d+)+(\.\d+)?", text) or _DECIMAL_COMMA.fullmatch(text):
        return NotANumber("comma", text)
    numbers = re.findall(r"\d[\d.,]*", text)
    if len(numbers) > 1:
        return NotANumber("several", text)
    unit = text.replace(numbers[0], "").strip(" +-") if numbers else ""
    if unit and _PLAIN.match(text):
        return NotANumber("unit", unit)
    return NotANumber("words", text)


def _on_offer(chosen: AbstractSet[str], offered: AbstractSet[str]) -> None:
    if strange := sorted(chosen - offered):
        raise ValueError(f"not on offer: {', '.join(strange)}")
