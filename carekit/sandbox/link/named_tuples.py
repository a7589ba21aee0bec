"""Tuples with named fields: they cross as their items, with the names beside them.

The judge has a class of its own for each such class of the learner's: its fields are looked up by
their place, and nothing in it is the learner's code. A class that changes what a tuple does is left
to be written as a plain tuple, of which the check is told that its class may have more to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from carekit.sandbox.link.codec import Decoder, Encoder, RefusedError
from carekit.sandbox.link.message_types import Tag, Value
from carekit.sandbox.link.refusals import refuse
from carekit.sandbox.link.true_types import SPECIAL, ancestors, type_name

if TYPE_CHECKING:
    from carekit.sandbox.link.judge_end import Link
    from carekit.sandbox.link.learner_end import Desk

KIND = "_carekit_tuple_kind"
_MOST = 200
_held = type.__dict__["__dict__"].__get__
# What Python itself puts into such a class; whatever else it has of these makes it more than data.
_MADE = {"__repr__"}


def named_fields(kind: type) -> list[str] | None:
    """Return the fields of a class that is a tuple with names and nothing more, else None."""
    line = ancestors(kind)
    if tuple not in line or kind is tuple:
        return None
    above = [_held(one) for one in line[: line.index(tuple)]]
    fields = next((held["_fields"] for held in above if "_fields" in held), None)
    if type(fields) is not tuple or not all(map(_is_field, fields)) or len(fields) > _MOST:
        return None
    changed = {name for held in above for name in SPECIAL if name in held} - _MADE
    made_here = any(getattr(h.get("__repr__"), "__module__", "") != "collections"
                    for h in above if "__repr__" in h)  # fmt: skip
    return None if changed or made_here else [*fields]


def _is_field(name: object) -> bool:
    return type(name) is str and name.isidentifier() and not name.startswith("_")


def described_tuple(desk: Desk, kind: type, value: Value, enc: Encoder, depth: int) -> Tag | None:
    """Return the tag of a tuple with named fields, or None for any other data."""
    known = desk.fields.get(id(kind))
    if known is None:
        # The class is kept too, or another one could get its address.
        known = desk.fields[id(kind)] = kind, named_fields(kind)
    fields = known[1]
    if fields is None or tuple.__len__(value) != len(fields):
        return None
    items = enc.items([*tuple.__iter__(value)], depth + 1)
    return {"t": "nt", "h": desk.number(kind), "n": type_name(kind)[:80], "f": fields, "v": items}


class NamedTuple(tuple[Any, ...]):
    """Stands for a tuple with named fields; each class of the learner's has one derived from it."""

    __slots__ = ()
    _fields: tuple[str, ...] = ()

    def __getattr__(self, name: str) -> Any:
        """Refuse what the learner's class may have besides its fields."""
        if name.startswith("__"):
            raise AttributeError(name)
        refuse(f"{name} of {type(self).__name__!r}")

    def __repr__(self) -> str:
        pairs = (f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({', '.join(pairs)})"

    def __reduce_ex__(self, _protocol: object) -> Any:
        # A copy is made of the items; the class is found by no name.
        return _again, (type(self), tuple(self))

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def _replace(self, **new: object) -> NamedTuple:
        if not new.keys() <= {*self._fields}:
            raise ValueError(f"Got unexpected field names: {[*new]!r}")
        return _again(type(self), {**self._asdict(), **new}.values())


def _again(kind: type[NamedTuple], items: Value) -> NamedTuple:
    return tuple.__new__(kind, items)


def read_tuple(link: Link, dec: Decoder, tree: Mapping[str, object], depth: int) -> NamedTuple:
    """Return the stand-in for a tuple with named fields. Raises RefusedError."""
    fields, handle = dec.plain(tree, "f", list), dec.plain(tree, "h", int)
    name = dec.plain(tree, "n", str)[:80]
    if len(fields) > _MOST or not all(map(_is_field, fields)) or len({*fields}) != len(fields):
        raise RefusedError("fields")
    kind = link.tuple_kinds.get(handle)
    if kind is None or kind._fields != tuple(fields):
        own: dict[str, Any] = {field: property(itemgetter(at)) for at, field in enumerate(fields)}
        own |= {"__slots__": (), "_fields": tuple(fields), KIND: (link, handle)}
        kind = link.tuple_kinds[handle] = type(name, (NamedTuple,), own)
    return _again(kind, dec.items(tree.get("v"), depth, len(fields)))
