"""Functions of Python's library that say something of a thing: of a learner's they are asked there.

A check that calls ``dataclasses.asdict``, ``inspect.getsource`` or ``dis.get_instructions`` with
something of the learner's gets what the learner's process answers, as data. The source of a
function is text, its bytecode a list of names and numbers; the judge runs neither.
"""

from __future__ import annotations

import dataclasses
import dis
import functools
import importlib
import sys
from collections.abc import Callable
from typing import Any

from carekit.sandbox.link.codec import Opaque
from carekit.sandbox.link.instance_proxies import Thing, asked_there
from carekit.sandbox.link.learner_facts import ASKED_THERE
from carekit.sandbox.link.message_types import Value
from carekit.sandbox.link.refusals import refuse


def _fields(told: Value) -> tuple[Any, ...]:
    found = []
    for name, kind, default, inits, shows, compares in told:
        one: Any = dataclasses.field(
            default=default[0] if default else dataclasses.MISSING,
            init=inits, repr=shows, compare=compares,
        )  # fmt: skip
        one.name, one.type = name, kind
        found.append(one)
    return tuple(found)


def _source(told: Value) -> tuple[list[str], int]:
    lines, first = told
    if {*map(type, lines)} - {str} or type(first) is not int:
        raise TypeError
    return lines, first


def _instructions(told: Value) -> list[Any]:
    # Where a line starts and what jumps where differ between versions of Python.
    spare = len(dis.Instruction._fields) - 6
    return [dis.Instruction._make([*row, *[None] * spare]) for row in told]


def _show(told: object) -> None:
    sys.stdout.write(str(told))


_READ_AS: dict[str, Callable[[Any], Any]] = {
    "dataclasses.fields": _fields,
    "dis.dis": _show,
    "dis.get_instructions": _instructions,
    "inspect.getsourcelines": _source,
}
# Of these each thing has a method of its own, which Python calls.
_METHODS = {"copy.copy", "copy.deepcopy"}


def guard_library() -> None:
    """Let these functions ask the learner's process, for this whole process."""
    for path in ASKED_THERE.keys() - _METHODS:
        home, name = path.split(".")
        module = importlib.import_module(home)
        setattr(module, name, _asking(path, getattr(module, name)))


def _asking(path: str, true: Callable[..., object]) -> Callable[..., Any]:
    @functools.wraps(true)
    def asking(*args: Value, **kwargs: object) -> Any:
        thing: Any = args[0] if args else None
        if type(thing) is Opaque:
            refuse(f"{path} of {thing!r}")
        if not issubclass(type(thing), Thing):
            return true(*args, **kwargs)
        wanted = args[1] if path == "inspect.getmembers" and len(args) > 1 else None
        if len(args) > 1 and wanted is None:
            refuse(f"{path} with more than {thing!r}")
        source = path == "inspect.getsourcelines"
        if source and isinstance(thing, type):
            # A notebook's classes have none that Python finds.
            refuse(f"the source text of {thing!r}")
        try:
            told = asked_there(thing, path, **kwargs)
        except (OSError, TypeError):
            # Whoever looks for a word in the text would take no text for a text without it.
            if source:
                refuse(f"the source text of {thing!r}")
            raise
        if path == "inspect.getmembers":
            return [(name, one) for name, one in told if wanted is None or wanted(one)]
        try:
            return _READ_AS.get(path, lambda found: found)(told)
        except (TypeError, ValueError, AttributeError):
            refuse(f"{path} of {thing!r}")

    return asking
