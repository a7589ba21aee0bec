"""What a check asked of a learner's value that the judge cannot truly answer.

A stand-in has no source, no code and no namespace of its own. To say anything about them would let
wrong work pass or right work fail. So the question is noted here, beside the check, and whatever
the check does with the exception, its outcome is "unjudged": a person decides.
"""

from __future__ import annotations

import sys
from types import FrameType
from typing import NoReturn

ASKS_FOR = "cannot be judged: the check asks for "
"""How the message of a check begins whose outcome is worthless; what it asks for follows."""
_LONGEST = 200
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


def refuse(what: str) -> NoReturn:
    """Note that a check asks for something. Raises CannotTellError."""
    note(what)
    raise CannotTellError(what[:_LONGEST])


def taken() -> list[str]:
    """Return what was refused since the last time, and forget it."""
    found = list(_asked)
    _asked.clear()
    return found
