"""What stands, in the judge, for an instance of a learner's class.

A stand-in only asks questions whose answers are data. What would be a verdict (equality with a
value of the judge's, membership) is never the learner's to give, and what cannot be told from here
(source, code, namespace) is refused: the check is then not judged.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NoReturn

from carekit.sandbox.link.codec import Encoder
from carekit.sandbox.link.message_types import Tag, Value
from carekit.sandbox.link.refusals import note, refuse
from carekit.sandbox.link.told_facts import FACTS, CodeFacts, chart_class
from carekit.sandbox.link.true_types import SPECIAL

if TYPE_CHECKING:
    from carekit.sandbox.link.judge_end import Link

HANDLE = "_carekit_handle"
UNTOLD = {
    "__dict__", "__code__", "__globals__", "__closure__", "__builtins__", "__annotations__",
    "__defaults__", "__kwdefaults__", "__bases__", "__base__", "__mro__", "__subclasses__",
    "__slots__", "__wrapped__", "__doc__", "__self__", "__func__", "__weakref__", "__init__",
    "__new__", "__match_args__", "__dataclass_fields__", "__abstractmethods__", "__orig_bases__",
    "__type_params__", "__members__", "__set_name__", "__init_subclass__",
}  # fmt: skip


class ProxyClass(type):
    """The class of stand-ins: it has no facts of the learner's class to give."""

    def __getattr__(cls, name: str) -> Any:
        """Refuse what some library asks a class for, such as the fields of a dataclass."""
        # Whatever lists a module's classes asks each whether it wraps another one; no class does.
        if name in UNTOLD and name != "__wrapped__":
            refuse(f"{name} of a class of the learner's")
        raise AttributeError(name)


class Thing(metaclass=ProxyClass):
    """An instance that stays in the learner's process; what one asks of it comes back as data.

    ``_carekit_has`` are the special methods of its true class, ``_carekit_told`` what its tag said.
    """

    __slots__ = (
        HANDLE, "_carekit_link", "_carekit_name", "_carekit_kind", "_carekit_has", "_carekit_told",
    )  # fmt: skip

    def __init__(self, link: Link, handle: int, name: str, tree: Tag) -> None:
        """Keep who to ask."""
        has = tree.get("sp")
        own = {
            "link": link,
            "handle": handle,
            "name": name,
            "kind": chart_class(tree.get("k")),
            "has": {x for x in has if type(x) is str} if type(has) is list else set(),
            "told": {},
        }
        for key, value in own.items():
            object.__setattr__(self, f"_carekit_{key}", value)

    def __getattribute__(self, name: str) -> Any:
        """Return what was told or is asked for; refuse what nobody here can know."""
        if name.startswith("_carekit_"):
            return object.__getattribute__(self, name)
        if not name.startswith("__"):
            return self._carekit_link.ask("attr", h=self._carekit_handle, name=name)
        if name == "__class__":
            return object.__getattribute__(self, "_carekit_class_here")()
        told = self._carekit_told
        if name in told:
            return told[name]
        if name == "__code__":
            return code_of(self)
        if name in FACTS:
            return _fact(self, name)
        if name in UNTOLD:
            refused(self, name)
        if name in self._carekit_has or name in _EVERYBODYS:
            return object.__getattribute__(self, name)
        return object.__getattribute__(self, "_carekit_missing")(name)

    def _carekit_missing(self, name: str) -> Any:
        raise AttributeError(name)

    def _carekit_class_here(self) -> Any:
        # Asked for by ``isinstance`` in the midst of any library, so it must not be refused.
        return self._carekit_kind or type(self)

    def __setattr__(self, name: str, value: object) -> None:
        enc = Encoder(self._carekit_link._own)
        link = self._carekit_link
        link.ask("set", enc, h=self._carekit_handle, name=name, v=enc.value(value))

    def __delattr__(self, name: str) -> None:
        self._carekit_link.ask("delete", h=self._carekit_handle, name=name)

    def __call__(self, *args: Value, **kwargs: Value) -> Value:
        """Return what calling it in the learner's process gives."""
        _needs(self, "__call__", "is not callable")
        return self._carekit_link.call(self._carekit_handle, args, kwargs)

    def __getitem__(self, key: object) -> Any:
        _needs(self, "__getitem__", "is not subscriptable")
        return _with_value(self, "item", key)

    def __len__(self) -> int:
        _needs(self, "__len__", "has no len()")
        return int(_built(self, "len"))

    def __iter__(self) -> Iterator[Any]:
        if not self._carekit_has & {"__iter__", "__getitem__"}:
            raise TypeError(f"{self._carekit_name!r} object is not iterable")
        found = _built(self, "iter")
        return found if isinstance(found, Thing) else iter(found)

    def __next__(self) -> Any:
        _needs(self, "__next__", "is not an iterator")
        found = self._carekit_link.ask("next", h=self._carekit_handle, most=1)
        if type(found) is not list or not found:
            raise StopIteration
        return found[0]

    def __contains__(self, item: object) -> bool:
        if "__contains__" in self._carekit_has:
            refused(self, "whether something is in it")
        return any(one is item or one == item for one in self)

    def __str__(self) -> str:
        return str(_built(self, "str"))

    def __repr__(self) -> str:
        return str(_built(self, "repr"))

    def __format__(self, form: str) -> str:
        if "__format__" in self._carekit_has:
            refused(self, "its format()")
        return format(str(self), form)

    def __bool__(self) -> bool:
        if not self._carekit_has & {"__bool__", "__len__"}:
            return True
        return self._carekit_link.ask("truth", h=self._carekit_handle) is True

    def __eq__(self, other: object) -> bool:
        """Compare with another thing of the learner's; of the judge's values nobody can tell."""
        if self is other:
            return True
        if "__eq__" not in self._carekit_has:
            # Then it is equal to itself alone, unless the other one has a say.
            return NotImplemented if isinstance(other, Thing) else False
        if not isinstance(other, Thing):
            # A question for its type only; no method of the learner's is needed to answer it.
            if other is None or isinstance(other, (type, types.ModuleType)):
                return False
            refused(self, "whether it equals a value of the check's")
        link, handle = self._carekit_link, self._carekit_handle
        return link.ask("same", h=handle, o=other._carekit_handle) is True

    def __ne__(self, other: object) -> bool:
        """Return the opposite of equality, unless the learner's class says otherwise."""
        if "__ne__" in self._carekit_has:
            refused(self, "its !=")
        found = self.__eq__(other)
        return found if found is NotImplemented else not found

    def __hash__(self) -> int:
        if "__hash__" in self._carekit_has:
            return hash(_ask(self, "__hash__"))
        if "__eq__" in self._carekit_has:
            raise TypeError(f"unhashable type: {self._carekit_name!r}")
        return hash(self._carekit_handle)

    def __dir__(self) -> list[str]:
        """Return the names of its attributes."""
        found = self._carekit_link.ask("dir", h=self._carekit_handle)
        if type(found) is not list or {*map(type, found)} - {str}:
            refused(self, "the names it has")
        return found

    def __copy__(self) -> Any:
        """Return a copy that is made in the learner's process."""
        return asked_there(self, "copy.copy")

    def __deepcopy__(self, _memo: object) -> Any:
        return asked_there(self, "copy.deepcopy")

    def __enter__(self) -> Any:
        """Go into a ``with``."""
        _needs(self, "__enter__", "does not support the context manager protocol")
        return _ask(self, "__enter__")

    def __exit__(self, kind: object, error: Value, trace: object) -> bool:
        """Leave a ``with``; what fails a check goes on, whatever the learner's code says."""
        return left(self, "__exit__", error)

    def __await__(self) -> Any:
        """Wait until the learner's process has awaited it."""
        _needs(self, "__await__", "can't be used in 'await' expression")
        yield from ()
        return self._carekit_link.ask("await", h=self._carekit_handle)

    async def __anext__(self) -> Any:
        """Return the next value of an asynchronous iterator."""
        found = self._carekit_link.ask("anext", h=self._carekit_handle)
        if type(found) is not list or not found:
            raise StopAsyncIteration
        return found[0]

    async def __aenter__(self) -> Any:
        """Go into an ``async with``."""
        _needs(self, "__aenter__", "does not support the asynchronous context manager protocol")
        return await _ask(self, "__aenter__")

    async def __aexit__(self, kind: object, error: Value, trace: object) -> bool:
        return left(self, "__aexit__", error)

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        # A copy made here would still be the one object in the learner's process.
        refused(self, "a copy of it")

    def __sizeof__(self) -> NoReturn:
        refused(self, "the size of it")

    def __mro_entries__(self, _bases: object) -> NoReturn:
        refused(self, "a class derived from it")


def asked_there(thing: Thing, path: str, **kwargs: Value) -> Any:
    """Return what a function of Python's library gives for a thing in the learner's process."""
    enc = Encoder(thing._carekit_link._own)
    named = {key: enc.value(value) for key, value in kwargs.items()}
    return thing._carekit_link.ask("library", enc, h=thing._carekit_handle, name=path, k=named)


def code_of(thing: Thing) -> CodeFacts:
    """Return what a function's code says of itself. Raises AttributeError where it has none."""
    told = thing._carekit_told
    found = told["__code__"] = CodeFacts(thing._carekit_link.ask("code", h=thing._carekit_handle))
    return found


def _fact(thing: Thing, name: str) -> Any:
    found = thing._carekit_link.ask("fact", h=thing._carekit_handle, name=name)
    if name == "__dict__" and isinstance(thing, type) and type(found) is dict:
        return types.MappingProxyType(found)
    return found


def refused(thing: Thing, what: str) -> NoReturn:
    """Note that a check asks what nobody here knows of a thing. Raises CannotTellError."""
    refuse(f"{what} of {thing._carekit_name!r}")


def _needs(thing: Thing, name: str, words: str) -> None:
    if name not in thing._carekit_has:
        raise TypeError(f"{thing._carekit_name!r} object {words}")


def _built(thing: Thing, name: str) -> Any:
    return thing._carekit_link.ask("built", h=thing._carekit_handle, f=name)


def _with_value(thing: Thing, op: str, key: object) -> Any:
    enc = Encoder(thing._carekit_link._own)
    return thing._carekit_link.ask(op, enc, h=thing._carekit_handle, key=enc.value(key))


def _ask(thing: Thing, name: str, *values: object) -> Any:
    enc = Encoder(thing._carekit_link._own)
    trees = [enc.value(value) for value in values]
    return thing._carekit_link.ask("op", enc, h=thing._carekit_handle, f=name, a=trees)


def _operator(name: str) -> Any:
    """Return a special method whose answer is data: sums, signs, conversions, setting items."""
    plain = name.strip("_")

    def ask(self: Thing, *values: object) -> Any:
        if name in self._carekit_has:
            return _ask(self, name, *values)
        if plain in _UNARY:
            raise TypeError(f"bad operand for {plain}: {self._carekit_name!r}")
        return NotImplemented

    return ask


def _order(name: str) -> Any:
    """Return ``<`` and the like: between two things of the learner's, or refused."""

    def compare(self: Thing, other: object) -> Any:
        if name not in self._carekit_has:
            return NotImplemented
        if not isinstance(other, Thing):
            refused(self, "its order beside a value of the check's")
        return _ask(self, name, other) is True

    return compare


def left(thing: Thing, name: str, error: BaseException | None) -> bool:
    """Leave a ``with`` of the learner's; returns whether the exception goes no further."""
    link, enc, raised = thing._carekit_link, Encoder(thing._carekit_link._own), None
    # The words of a check that fails may name what it expects.
    fails = isinstance(error, AssertionError) or not isinstance(error, Exception | None)
    if error is not None:
        kind = AssertionError if fails else type(error)
        raised = [enc.value(kind), enc.value([] if fails else [*error.args])]
        if enc.lost:
            refuse(f"leaving a `with` by a {kind.__name__} of the check's own")
    ends = link.ask("exit", enc, h=thing._carekit_handle, f=name, raised=raised) is True
    if ends and fails:
        note(f"whether a failed check goes on behind a `with` of {thing._carekit_name!r}")
    return ends and not fails


_UNARY = {
    "neg", "pos", "abs", "invert", "int", "float", "complex", "index", "round", "reversed",
    "setitem", "delitem",
}  # fmt: skip
for _name in SPECIAL:
    if _name in vars(Thing):
        continue
    if _name in ("__lt__", "__le__", "__gt__", "__ge__"):
        setattr(Thing, _name, _order(_name))
    else:
        setattr(Thing, _name, _operator(_name))
_EVERYBODYS = {
    "__eq__", "__ne__", "__hash__", "__str__", "__repr__", "__format__", "__dir__",
    "__reduce_ex__", "__setattr__", "__getattribute__", "__delattr__", "__sizeof__", "__copy__",
    "__deepcopy__",
}  # fmt: skip
