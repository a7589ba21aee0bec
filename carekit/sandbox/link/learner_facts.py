"""What the learner's process says of its own things: their classes, code, parts and sources.

Each function answers one question of the judge's. All answers are data or handles of further
things; text of the learner's, such as an annotation in quotes, is never run by the judge.
"""

from __future__ import annotations

import abc
import copy
import dataclasses
import dis
import inspect
import io
import sys
import types
import typing
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from carekit.sandbox.link.codec import Decoder, Encoder, RefusedError
from carekit.sandbox.link.described import signature_rows
from carekit.sandbox.link.message_types import Answer, Question, Value
from carekit.sandbox.link.told_facts import FACTS
from carekit.sandbox.link.true_types import ancestors, ids, is_one, place

if TYPE_CHECKING:
    from carekit.sandbox.link.learner_end import Desk

_ABSTRACT = ("collections.abc", "numbers", "typing", "os", "contextlib")
_CODE = ids(types.CodeType)
_DEEPEST = 5


def found(home: object, path: str) -> Any:
    """Return what a path of attributes leads to. Raises AttributeError."""
    for name in path.split("."):
        home = getattr(home, name)
    return home


def answer_class(desk: Desk, head: Question, _dec: Decoder, enc: Encoder) -> Answer:
    """Return the true class of a thing."""
    return {"v": enc.value(type(desk.things[head["h"]]))}


def answer_is(desk: Desk, head: Question, _dec: Decoder, _enc: Encoder) -> Answer:
    """Return whether a thing is of a class, or (``sub``) a class derived from it.

    The class is one of the learner's (``c``) or one of a library (``m``, ``q``).
    """
    thing = desk.things[head["h"]]
    kind = thing if head["sub"] else type(thing)
    wanted = _named(desk, head)
    if any(one is wanted for one in ancestors(kind)):
        return {"v": True}
    # A class such as ``collections.abc.Sized`` decides by what the others can do.
    plain = isinstance(wanted, abc.ABCMeta) and place(wanted)[0] in _ABSTRACT
    return {"v": plain and issubclass(kind, wanted)}


def _named(desk: Desk, head: Question) -> Any:
    if "c" in head:
        return desk.things[head["c"]]
    home = sys.modules.get(head["m"])
    return None if home is None else found(home, head["q"])


def answer_fact(desk: Desk, head: Question, _dec: Decoder, enc: Encoder) -> Answer:
    """Return a special attribute of a thing; a namespace comes as a dict of its own."""
    name = head["name"]
    if name not in FACTS:
        raise RefusedError("no such fact")
    value = getattr(desk.things[head["h"]], name)
    if isinstance(value, types.MappingProxyType):
        # What Python keeps there for itself, such as ``__weakref__``, no check asks for.
        value = {key: one for key, one in value.items() if not isinstance(one, _DESCRIPTORS)}
    return {"v": desk.written(enc, value)}


_DESCRIPTORS = (types.GetSetDescriptorType, types.MemberDescriptorType)


def answer_dir(desk: Desk, head: Question, _dec: Decoder, enc: Encoder) -> Answer:
    """Return the names of a thing's attributes."""
    return {"v": enc.value([name for name in dir(desk.things[head["h"]]) if type(name) is str])}


def answer_signature(desk: Desk, head: Question, _dec: Decoder, enc: Encoder) -> Answer:
    """Return the signature of a class or of an object that can be called."""
    return {"v": {"t": "sg", **signature_rows(desk.things[head["h"]], enc, 0)}}


def answer_code(desk: Desk, head: Question, _dec: Decoder, enc: Encoder) -> Answer:
    """Return what a function's code says of itself, as data that nobody can run."""
    return {"v": enc.value(_of_code(desk.things[head["h"]].__code__, 0))}


def _of_code(code: Value, depth: int) -> dict[str, Any]:
    if not is_one(code, _CODE) or depth > _DEEPEST:
        raise RefusedError("no code")
    about = {
        name: getattr(code, name)
        for name in dir(code)
        if name.startswith("co_") and not callable(getattr(code, name))
    }
    inner = [
        {"code": _of_code(one, depth + 1)} if is_one(one, _CODE) else one for one in code.co_consts
    ]
    return {**about, "co_consts": inner}


def _instructions(thing: Value) -> list[Any]:
    fields = ("opname", "opcode", "arg", "argval", "argrepr", "offset")
    return [
        [repr(part) if is_one(part, _CODE) else part for part in (getattr(one, f) for f in fields)]
        for one in dis.get_instructions(thing)
    ]


def _bytecode(thing: Value) -> str:
    said = io.StringIO()
    dis.dis(thing, file=said)
    return said.getvalue()


def _fields(thing: Value) -> list[Any]:
    return [
        [one.name, one.type, [] if one.default is dataclasses.MISSING else [one.default],
         one.init, one.repr, one.compare]
        for one in dataclasses.fields(thing)
    ]  # fmt: skip


def _members(thing: object) -> list[Any]:
    return [[name, value] for name, value in inspect.getmembers(thing) if not name.startswith("__")]


ASKED_THERE: Mapping[str, Callable[..., Any]] = {
    "copy.copy": copy.copy,
    "copy.deepcopy": copy.deepcopy,
    "dataclasses.asdict": dataclasses.asdict,
    "dataclasses.astuple": dataclasses.astuple,
    "dataclasses.fields": _fields,
    "dataclasses.is_dataclass": dataclasses.is_dataclass,
    "dataclasses.replace": dataclasses.replace,
    "dis.dis": _bytecode,
    "dis.get_instructions": _instructions,
    "inspect.getmembers": _members,
    "inspect.getsourcelines": inspect.getsourcelines,
    "inspect.isabstract": inspect.isabstract,
    "typing.get_type_hints": typing.get_type_hints,
}
"""What a check may call of Python's library with a thing of the learner's: it is called here."""


def answer_library(desk: Desk, head: Question, dec: Decoder, enc: Encoder) -> Answer:
    """Call a function of Python's library with a thing that stays here."""
    function = ASKED_THERE[head["name"]]
    named = {key: dec.value(tree) for key, tree in head["k"].items()}
    return {"v": desk.written(enc, function(desk.things[head["h"]], **named))}
