"""What stands, in the judge, for functions, classes, generators and exceptions of the learner's."""

from __future__ import annotations

import builtins
import inspect
import itertools
import types
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from carekit.sandbox.link.codec import Encoder, Opaque
from carekit.sandbox.link.instance_proxies import HANDLE, UNTOLD, ProxyClass, Thing, refused
from carekit.sandbox.link.message_types import Value
from carekit.sandbox.link.named_tuples import KIND
from carekit.sandbox.link.refusals import refuse

if TYPE_CHECKING:
    from carekit.sandbox.link.judge_end import Link

_CHUNK, _SINGLY = 256, 32
_PYTHON_KINDS = {
    "function": types.FunctionType,
    "builtin": types.BuiltinFunctionType,
    "method": types.MethodType,
    "ufunc": np.ufunc,
}


class Function(Thing):
    """A function that stays in the learner's process."""

    __slots__ = ("_carekit_wraps",)

    def __init__(self, link: Link, handle: int, name: str, tree: dict[str, object]) -> None:
        """Keep who to ask, and what the function says of itself."""
        super().__init__(link, handle, name, {"sp": ["__call__", "__get__"]})
        object.__setattr__(self, "_carekit_kind", _PYTHON_KINDS.get(str(tree.get("k"))))
        told = {"__name__": name, "__doc__": _text(tree, "doc", None)}
        told |= {"__qualname__": _text(tree, "q", name), "__module__": _text(tree, "m", "")}
        if tree.get("d") is False:
            told["__dict__"] = {}
        made = signature_of(tree, link)
        if made is not None:
            # What wraps another function is called as that one is, but has other defaults.
            told |= {"__signature__": made, **({} if tree.get("w") else _defaults(made))}
        object.__setattr__(self, "_carekit_wraps", tree.get("w") is not False)
        self._carekit_told.update(told)

    def __get__(self, thing: object, _owner: object = None) -> Any:
        """Bind, as a function does that stands in a class."""
        return self if thing is None else types.MethodType(self, thing)

    def __deepcopy__(self, _memo: object) -> Function:
        return self

    def __copy__(self) -> Function:
        return self

    def __getattribute__(self, name: str) -> Any:
        """Say truly that a function wraps no other; the rest is as for any stand-in."""
        if name == "__wrapped__" and not self._carekit_wraps:
            raise AttributeError(name)
        return super().__getattribute__(name)


# As of Python's own functions; a library that is given one asks its class what it can do.
Function.__name__ = "function"
for _name in ("__iter__", "__next__", "__len__", "__contains__", "__reversed__", "__await__"):
    setattr(Function, _name, None)


def _defaults(made: inspect.Signature) -> dict[str, Any]:
    found = made.parameters.values()
    empty = inspect.Signature.empty
    plain = [x for x in found if x.kind in (x.POSITIONAL_ONLY, x.POSITIONAL_OR_KEYWORD)]
    named = {x.name: x.default for x in found if x.kind is x.KEYWORD_ONLY}
    noted = {x.name: x.annotation for x in found if x.annotation is not empty}
    if made.return_annotation is not empty:
        noted["return"] = made.return_annotation
    own = tuple(x.default for x in plain if x.default is not empty)
    kept = {key: value for key, value in named.items() if value is not empty}
    return {"__defaults__": own or None, "__kwdefaults__": kept or None, "__annotations__": noted}


class LearnerClass(Thing):
    """A class of the learner's: calling it makes an instance there."""

    __slots__ = ()

    def __init__(self, link: Link, handle: int, name: str, tree: dict[str, object]) -> None:
        """Keep who to ask, and what the class says of itself."""
        super().__init__(link, handle, name, tree)
        self._carekit_has.add("__call__")
        self._carekit_told.update(
            __name__=name,
            __qualname__=_text(tree, "q", name),
            __module__=_text(tree, "m", ""),
            __doc__=_text(tree, "doc", None),
        )

    def __instancecheck__(self, thing: object) -> bool:
        """Return whether a thing is of this class or of one derived from it."""
        link, tuple_kind = self._carekit_link, getattr(type(thing), KIND, None)
        if tuple_kind is not None:
            return link.ask("is", h=tuple_kind[1], c=self._carekit_handle, sub=True) is True
        if not isinstance(thing, Thing):
            return False
        handle = thing._carekit_handle
        return link.ask("is", h=handle, c=self._carekit_handle, sub=False) is True

    def __subclasscheck__(self, kind: object) -> bool:
        """Return whether a class of the learner's derives from this one; no other class can."""
        handle = getattr(kind, HANDLE, None)
        if type(handle) is not int:
            return False
        link = self._carekit_link
        return link.ask("is", h=handle, c=self._carekit_handle, sub=True) is True

    def __getattribute__(self, name: str) -> Any:
        """Return its signature, too, where it is asked for."""
        if name == "__signature__" and name not in self._carekit_told:
            found = self._carekit_link.ask("signature", h=self._carekit_handle)
            if not isinstance(found, inspect.Signature):
                refused(self, "the signature")
            self._carekit_told[name] = found
        return super().__getattribute__(name)

    def _carekit_missing(self, name: str) -> Any:
        refused(self, name)

    def _carekit_class_here(self) -> Any:
        return type


class Coroutine(Thing):
    """A coroutine of the learner's: its process awaits it, and who waits here gets the value."""

    __slots__ = ()

    def __init__(self, link: Link, handle: int, name: str, tree: dict[str, object]) -> None:
        """Keep who to ask."""
        super().__init__(link, handle, name, tree)
        object.__setattr__(self, "_carekit_kind", types.CoroutineType)

    def __getattribute__(self, name: str) -> Any:
        """Return what ``asyncio`` asks of a coroutine, too."""
        if name in ("send", "close", "throw"):
            return object.__getattribute__(self, name)
        return super().__getattribute__(name)

    def send(self, _value: object) -> NoReturn:
        """Raise StopIteration with what awaiting it gives."""
        raise StopIteration(self._carekit_link.ask("await", h=self._carekit_handle))

    def __next__(self) -> NoReturn:
        self.send(None)

    def close(self) -> None:
        """Close it in the learner's process."""
        self._carekit_link.ask("send", h=self._carekit_handle, f="close")

    def throw(self, *_: object) -> NoReturn:
        """Refuse to raise an exception in the learner's code."""
        refused(self, "throw")


class Iteration(Thing):
    """A generator of the learner's, or another of Python's own iterators; read piece by piece."""

    __slots__ = ("_carekit_ahead", "_carekit_singly")

    def __init__(self, link: Link, handle: int, name: str, tree: dict[str, object]) -> None:
        """Ask for nothing yet."""
        super().__init__(link, handle, name or "iterator", {"sp": ["__iter__", "__next__"]})
        object.__setattr__(self, "_carekit_kind", _iterator_kind(tree.get("k")))
        object.__setattr__(self, "_carekit_ahead", [])
        # First one by one: a check may look at what the learner's code has done after each.
        object.__setattr__(self, "_carekit_singly", _SINGLY)

    def __getattribute__(self, name: str) -> Any:
        """Refuse what only the true iterator has."""
        generator = object.__getattribute__(self, "_carekit_kind") is types.GeneratorType
        if generator and name in ("send", "close"):
            return object.__getattribute__(self, name)
        if not name.startswith("_"):
            refused(self, name)
        return super().__getattribute__(name)

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        ahead = self._carekit_ahead
        if not ahead:
            single = self._carekit_singly > 0
            found = self._carekit_link.ask(
                "next", h=self._carekit_handle, most=1 if single else _CHUNK
            )
            object.__setattr__(self, "_carekit_singly", self._carekit_singly - 1)
            ahead += reversed(found) if type(found) is list else ()
        if not ahead:
            raise StopIteration
        return ahead.pop()

    def send(self, value: object) -> Any:
        """Return the next value of a generator that is sent one."""
        if self._carekit_ahead:
            refused(self, "send after many values")
        link = self._carekit_link
        enc = Encoder(link._own)
        found = link.ask("send", enc, h=self._carekit_handle, f="send", v=enc.value(value))
        if type(found) is not list or not found:
            raise StopIteration
        return found[0]

    def close(self) -> None:
        """Close a generator."""
        self._carekit_ahead.clear()
        self._carekit_link.ask("send", h=self._carekit_handle, f="close")


def _iterator_kind(path: object) -> type | None:
    """Return the class of one of Python's own iterators by its place, or None."""
    home, name = path if type(path) is list and len(path) == 2 else ("", "")
    if (home, name) == ("builtins", "generator"):
        return types.GeneratorType
    found = getattr({"builtins": builtins, "itertools": itertools}.get(home), str(name), None)
    return found if isinstance(found, type) and hasattr(found, "__next__") else None


class ErrorKind(type):
    """The class of the classes that stand for exception classes of the learner's."""

    def __getattribute__(cls, name: str) -> Any:
        """Refuse what the learner's class alone has."""
        if name in UNTOLD - {"__doc__", "__new__", "__init__"}:
            refuse(f"{name} of the learner's exception {type.__getattribute__(cls, '__name__')}")
        return super().__getattribute__(name)

    def __getattr__(cls, name: str) -> Any:
        """Refuse what is not there: the learner's class may have it."""
        if name.startswith("__"):
            raise AttributeError(name)
        refuse(f"{name} of the learner's exception {cls.__name__}")


def error_kind(link: Link, name: str, base: type, handle: int) -> Any:
    """Return a class of ours that stands for an exception class of the learner's."""

    def of_error(error: Value, wanted: str) -> Any:
        if wanted.startswith("__"):
            raise AttributeError(wanted)
        return link.of_error(error, wanted)

    return ErrorKind(name, (base,), {HANDLE: handle, "__getattr__": of_error})


def _class(link: Link, handle: int, name: str, tree: dict[str, object]) -> Any:
    """Return what stands for a class: an exception class of our own, or a maker of instances."""
    base: Any = getattr(builtins, str(tree.get("b")), None)
    if not (isinstance(base, type) and issubclass(base, Exception)):
        return LearnerClass(link, handle, name, tree)
    above = link.inside(tree["up"]) if type(tree.get("up")) is dict else None
    return error_kind(link, name, above if type(above) is ErrorKind else base, handle)


def _text(tree: dict[str, object], key: str, other: object) -> Any:
    return tree[key] if type(tree.get(key)) is str else other


def signature_of(tree: dict[str, Value], link: Link) -> inspect.Signature | None:
    """Return a function's signature, or None where the tag holds none."""
    empty = inspect.Signature.empty

    def given(part: object) -> Any:
        return link.inside(part[0]) if type(part) is list and part else empty

    try:
        rows: list[Value] = tree["p"]
        found = [
            inspect.Parameter(
                word, inspect._ParameterKind(kind), default=given(has), annotation=given(note)
            )
            for word, kind, has, note in rows
        ]
        return inspect.Signature(found, return_annotation=given(tree.get("r")))
    except (TypeError, ValueError, KeyError):
        return None


def is_learners(value: object) -> bool:
    """Return whether a value stands for one of the learner's that did not cross as data."""
    return isinstance(type(value), ProxyClass) or type(value) is Opaque


MAKERS: dict[str, Any] = {
    "fn": Function,
    "cls": _class,
    "obj": Thing,
    "gen": Iteration,
    "co": Coroutine,
}
