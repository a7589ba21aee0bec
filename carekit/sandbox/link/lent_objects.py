"""Objects of the check's own that the learner's code is given: it asks them, and they stay here.

A check passes an object of a class it has written, an iterator, a file in memory, a generator of
random numbers or a mock. The learner's code may read its public attributes, call what they hold and
use it with Python's operators; each of these is a question to the judge, and the answer is data or
another such object. What leads on to the judge itself (a name with an underscore, a module, a
function's own parts) is refused, and so is whatever would let the learner's code set a mock right.
"""

from __future__ import annotations

import io
import random
import types
from collections.abc import Mapping
from typing import Any
from unittest import mock

import numpy as np

from carekit.sandbox.link.data_types import DATA
from carekit.sandbox.link.message_types import Answer, Value
from carekit.sandbox.link.refusals import refuse
from carekit.sandbox.link.true_types import SPECIAL, is_one, place, special

_LIBRARY: tuple[type, ...] = (
    io.StringIO, io.BytesIO, random.Random, np.random.Generator, np.random.RandomState,
)  # fmt: skip
# A state of a generator is read by C code that trusts it; a list that is shuffled is a copy here.
_KEPT = {"setstate", "set_state", "getstate", "get_state", "bit_generator", "spawn", "seed",
         "shuffle", "permuted"}  # fmt: skip
_OF_MOCKS = ("assert", "mock_", "call", "method_calls", "return_value", "side_effect",
             "configure_mock", "reset_mock", "attach_mock")  # fmt: skip


def lent(value: object) -> dict[str, Any] | None:
    """Return the tag of an object that the learner's code may ask, or None for any other value."""
    kind = type(value)
    if isinstance(value, type):
        own = value.__module__ == "__main__" and not issubclass(value, BaseException)
        return {"sp": ["__call__", "__instancecheck__"], "k": None} if own else None
    home, name = place(kind)
    if issubclass(kind, mock.NonCallableMock):
        sp = [one for one in special(kind) if one not in ("__eq__", "__ne__", "__hash__")]
        return {"sp": [*{*sp, "__call__"}] if callable(value) else sp, "k": None}
    if kind in _LIBRARY:
        return {"sp": special(kind), "k": [home, name]}
    if home in ("builtins", "itertools") and hasattr(kind, "__next__"):
        return {"sp": ["__iter__", "__next__"], "k": None}
    if home != "__main__" or is_one(value, DATA) or isinstance(value, BaseException):
        return None
    return {"sp": special(kind), "k": None}


def answer_lent(
    value: Value, asked: Answer, args: list[object], named: Mapping[str, object]
) -> Any:
    """Return what the learner's code asks of a check's function or object.

    Raises CannotTellError for what it may not ask, and whatever the check's own code raises.
    """
    wanted, method, sets = asked.get("attr"), asked.get("f"), asked.get("sets")
    if method is None and wanted is None:
        return value(*args, **named)
    about = lent(value)
    name = str(wanted if method is None else method)
    if about is None or not _may(value, about, name, sets=sets is True, method=method is not None):
        refuse(f"{name[:80]} of an object of the check's own in the learner's code")
    if method == "__instancecheck__":
        return isinstance(args[0], value)
    if method is not None:
        kind = type(value)
        if method == "__call__":
            return value(*args, **named)
        return getattr(kind, name)(value, *args)
    if sets:
        setattr(value, name, args[0])
        return None
    return getattr(value, name)


def _may(value: object, about: Mapping[str, Value], name: str, *, sets: bool, method: bool) -> bool:
    """Return whether the learner's code may ask for an attribute, or set it, or call a method."""
    if method:
        return name in about["sp"] and (name in SPECIAL or name == "__instancecheck__")
    if name.startswith("_"):
        return False
    if issubclass(type(value), mock.NonCallableMock):
        return not sets and not name.startswith(_OF_MOCKS)
    if type(value) in _LIBRARY:
        return not sets and name not in _KEPT
    if not sets:
        return True
    held = next((vars(one)[name] for one in type(value).__mro__ if name in vars(one)), None)
    # What an object does is the check's to say; what it holds may change.
    return not isinstance(value, type) and not isinstance(
        held, types.FunctionType | classmethod | staticmethod
    )
