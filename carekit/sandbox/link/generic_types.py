"""Types with types in brackets, such as ``list[str]`` and ``int | None``: their parts cross.

They stand in annotations. Nothing of them is looked up by a name but in Python's own ``typing``.
"""

from __future__ import annotations

import functools
import operator
import types
import typing
from typing import Any

from carekit.sandbox.link.encoder import (
    PLAIN,
    Decoder,
    Encoder,
    RefusedError,
    opaque,
    reads,
    writes,
)
from carekit.sandbox.link.message_types import Value
from carekit.sandbox.link.true_types import ids

_NAMES = {
    "List", "Dict", "Tuple", "Set", "FrozenSet", "Optional", "Union", "Callable", "Iterable",
    "Iterator", "Sequence", "Mapping", "Generator", "Type", "Collection",
}  # fmt: skip
_ALIAS: type = type(list[int])
_UNION: type = type(int | str)
# The classes of what ``typing`` makes; two of them have no name that may be relied on.
_MADE = (typing.Iterable[int], typing.Union[int, str], typing.Callable[[int], str])  # noqa: UP007
_TYPING: tuple[type, ...] = tuple({*map(type, _MADE), type(typing.Literal[1])})
GENERIC = ids(_ALIAS, _UNION, *_TYPING)


def _types(found: list[object]) -> list[Any]:
    """Return what was read if it is types, and nothing that Python would look up or ask."""
    if not all(
        issubclass(type(one), type) or one is None or one is ... or _is_generic(one)
        for one in found
    ):
        raise RefusedError("no types")
    return found


def _is_generic(one: object) -> bool:
    return id(type(one)) in GENERIC


@writes(_ALIAS)
def _alias(enc: Encoder, value: Value, depth: int) -> Any:
    return {
        "t": "ga",
        "o": enc.tree(value.__origin__, depth),
        "v": enc.items([*value.__args__], depth),
    }


@reads("ga")
def _read_alias(dec: Decoder, tree: dict[str, object], depth: int) -> Any:
    [origin] = _types([dec.tree(tree.get("o"), depth)])
    return types.GenericAlias(origin, tuple(_types(dec.items(tree.get("v"), depth))))


@writes(_UNION)
def _union(enc: Encoder, value: Value, depth: int) -> Any:
    return {"t": "gu", "v": enc.items([*value.__args__], depth)}


@reads("gu")
def _read_union(dec: Decoder, tree: dict[str, object], depth: int) -> Any:
    return functools.reduce(operator.or_, _types(dec.items(tree.get("v"), depth)))


@writes(*_TYPING)
def _of_typing(enc: Encoder, value: Value, depth: int) -> Any:
    name = "Union" if value.__origin__ is typing.Union else value._name
    name = "Literal" if value.__origin__ is typing.Literal else name
    if name not in {*_NAMES, "Literal"}:
        return opaque(value)
    return {"t": "gt", "n": name, "v": enc.items([*value.__args__], depth)}


@reads("gt")
def _read_of_typing(dec: Decoder, tree: dict[str, object], depth: int) -> Any:
    name, args = dec.plain(tree, "n", str), dec.items(tree.get("v"), depth)
    if name == "Literal":
        if not PLAIN.issuperset(map(type, args)):
            raise RefusedError("no values")
    elif name not in _NAMES:
        raise RefusedError("no type of typing")
    elif name == "Callable":
        *first, last = _types(args)
        return typing.Callable[first[0] if first[:1] == [...] else first, last]
    else:
        _types(args)
    return getattr(typing, name)[tuple(args)]
