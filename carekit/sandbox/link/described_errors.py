"""Exceptions of a learner's as data: class, arguments, text, and those that led to them."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from carekit.sandbox.link.codec import Encoder
from carekit.sandbox.link.described import made_of
from carekit.sandbox.link.message_types import ErrorTree
from carekit.sandbox.link.true_types import ancestors, place, type_name

if TYPE_CHECKING:
    from carekit.sandbox.link.learner_end import Desk

DEEPEST = 3
"""How many exceptions are told of that led to one another."""
# Python's own attributes: a class of the learner's may answer with anything.
_cause_of = vars(BaseException)["__cause__"].__get__
_context_of = vars(BaseException)["__context__"].__get__
_suppresses = vars(BaseException)["__suppress_context__"].__get__


def described_error(desk: Desk, error: BaseException, enc: Encoder, depth: int = 0) -> ErrorTree:
    """Return an exception as data: its name, nearest built-in base, arguments and text.

    Of one whose class is the learner's, the number comes along by which its attributes are asked.
    """
    kind = type(error)
    base = next((x for x in ancestors(kind) if place(x)[0] == "builtins"), Exception)
    try:
        text = str(error)[:5000]
    except Exception:
        text = ""
    own = base is not kind
    about: ErrorTree = {
        "c": type_name(kind)[:200],
        "b": type_name(base),
        "h": {"t": "cls", "h": desk.number(kind), **desk.class_facts(kind)} if own else None,
        "a": enc.value(made_of(error)),
        "s": text,
    }
    if own:
        about["i"] = desk.number(error)
        # Its class may answer with anything, or not at all.
        with contextlib.suppress(BaseException):
            of_check = vars(error).get("_carekit_own")
            about |= {"own": of_check} if type(of_check) is int else {}
    cause, context = _cause_of(error), _context_of(error)
    if cause is not None or context is not None:
        led = [
            None if one is None or depth >= DEEPEST else described_error(desk, one, enc, depth + 1)
            for one in (cause, context)
        ]
        about["led"] = [*led, _suppresses(error), depth < DEEPEST]
    return about
