"""What an answer is worth: plain sets and numbers in, a share of the credit out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from decimal import Decimal

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?")
# What NFKC leaves alone: the Chinese full stop typed for a point, and two other minus signs.
_SAME_AS = str.maketrans({"。": ".", "−": "-", "–": "-"})


class NotANumber(ValueError):  # noqa: N818 - it names what was typed, as the learner reads it
    """What was typed is not one number.

    ``reason`` is one of ``empty``, ``comma``, ``several``, ``unit``, ``words``; ``found`` is the
    part that could not be read. The words for the learner belong to whoever shows them.
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

    Accepts full-width digits and punctuation, a thousands comma or space, and any of ``units``
    before or after the number. A per cent sign means hundredths, unless per cent is the unit.
    Raises NotANumber with the reason.

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
    text = _without_unit(text, names)
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
    if re.fullmatch(r"[+-]?\d+(,\d+)+(\.\d+)?", text):
        return NotANumber("comma", text)
    numbers = re.findall(r"\d[\d.,]*", text)
    if len(numbers) > 1:
        return NotANumber("several", text)
    if len(numbers) == 1 and _PLAIN.match(text):
        return NotANumber("unit", text.replace(numbers[0], "").strip(" +-"))
    return NotANumber("words", text)


def _on_offer(chosen: AbstractSet[str], offered: AbstractSet[str]) -> None:
    if strange := sorted(chosen - offered):
        raise ValueError(f"not on offer: {', '.join(strange)}")
