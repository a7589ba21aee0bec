"""What each process has one of, such as a module, and what a check changes in it.

A check that changes an attribute of a module, or of a library's class, means the learner's code to
meet the change. It runs in another process, so what it meets is not what the check means; the
attribute is put back after the check.
"""

from __future__ import annotations

import builtins
import sys
import types
from typing import Any

from carekit.sandbox.link.message_types import Value
from carekit.sandbox.link.refusals import CannotTellError

CARRIED = {"input", "print"}
"""The built-in functions that a check may replace: the learner's code then calls the new one."""
_STREAMS = {"stdout", "stderr", "stdin"}
_ABSENT = object()
_undone: list[tuple[Any, str, Any]] = []


def is_shared(target: object, name: str) -> bool:
    """Return whether the learner's code would meet a changed attribute in one process with it."""
    if target is builtins and name in CARRIED:
        return False
    if target is sys and name in _STREAMS:
        # What the learner's code prints is written to the judge's streams, and what it reads is
        # what the check has put there.
        return False
    # What stands for ``__main__`` refuses by itself; a class of the check's own is nobody else's.
    home = target.__module__ if isinstance(target, type) else getattr(target, "__name__", "")
    return isinstance(target, (types.ModuleType, type)) and home != "__main__"


def changes(names: Value, target: object, name: str) -> Any:
    """Return a target whose attribute a check is about to set or delete; remember it where shared.

    Raises CannotTellError before there is a learner: it would be changed for everybody.
    """
    if type(name) is str and is_shared(target, name):
        if names.link is None:
            names.unknown += 1
            raise CannotTellError(name)
        _undone.append((target, name, vars(target).get(name, _ABSENT)))
    return target


def changed() -> str | None:
    """Return the name of an attribute that a check has changed and not put back, or None."""
    for target, name, value in _undone:
        if vars(target).get(name, _ABSENT) is not value:
            return name
    return None


def restore() -> None:
    """Put back the attributes that a check has changed."""
    while _undone:
        target, name, value = _undone.pop()
        if value is not _ABSENT:
            setattr(target, name, value)
        elif name in vars(target):
            delattr(target, name)
