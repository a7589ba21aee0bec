"""What a check asked of a learner's value that the judge cannot truly answer.

A stand-in has no source, no code and no namespace of its own. To say anything about them would let
wrong work pass or right work fail. So the question is noted here, beside the check, and whatever
the check does with the exception, its outcome is "unjudged": a person decides.
"""

from __future__ import annotations

import math
import re
import sys
from types import FrameType
from typing import NoReturn

ASKS_FOR = "cannot be judged: the check asks for "
"""How the message of a check begins whose outcome is worthless; what it asks for follows."""
_LONGEST = 200
_LARGE = re.compile(
    r"too large to be checked: ([\d,.]+( MB)?)[a-z ]* or more; the most is ([\d,.]+)"
)
_asked: list[str] = []
FILES: set[str] = set()
"""The names under which the checks were compiled; a question is placed by the line of its check."""


class CannotTellError(BaseException):
    """A check asks what cannot be told; not an ``Exception``, so that few checks catch it."""


def note(what: str, line: int = 0) -> None:
    """Note that a check asks for something that makes its outcome worthless, and let it go on.

    Where ``line`` is not given, it is the one of the check that runs now, if any does.
    """
    line = line or _line()
    _asked.append(what[:_LONGEST] + (f" (line {line})" if line else ""))


def _line() -> int:
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename in FILES:
            return frame.f_lineno
        frame = frame.f_back
    return 0


def too_large(size: int, most: int, unit: str) -> str:
    """Return why a value cannot be checked: how large it is at least, and how large one may be.

    Sizes in ``MB`` are given as bytes.

    >>> too_large(72_000_000, 64 * 2**20, "MB"), too_large(4000, 3000, "parts")
    ('too large to be checked: 68.7 MB or more; the most is 64 MB', \
'too large to be checked: 4,000 parts or more; the most is 3,000 parts')
    """
    told = f"{size:,}", f"{most:,}"
    if unit == "MB":
        # Rounded up, so that a size just above the limit is not told as the limit.
        told = f"{math.ceil(size / 2**20 * 10) / 10:,}", f"{most / 2**20:g}"
    return f"too large to be checked: {told[0]} {unit} or more; the most is {told[1]} {unit}"


def sizes_in(message: str) -> str:
    """Return the size and the limit that a message tells, in short; empty where it tells none.

    >>> sizes_in("the value of <ndarray: " + too_large(72_000_000, 64 * 2**20, "MB") + ">")
    '68.7 MB > 64 MB'
    """
    found = _LARGE.search(message)
    return f"{found[1]} > {found[3]}{found[2] or ''}" if found else ""


def refuse(what: str) -> NoReturn:
    """Note that a check asks for something. Raises CannotTellError."""
    note(what)
    raise CannotTellError(what[:_LONGEST])


def taken() -> list[str]:
    """Return what was refused since the last time, and forget it."""
    found = list(_asked)
    _asked.clear()
    return found
