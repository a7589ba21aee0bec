"""The one number in what a learner typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from carekit.questions.verdicts import NotRead

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


class NotANumber(NotRead):
    """What was typed is not one number.

    ``reason`` is one of ``empty``, ``comma``, ``either``, ``several``, ``unit``, ``words``.
    """


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
