"""The two walkers of the codec: values to trees and back, with bounds on everything.

How each type is written and read is registered by ``scalars`` and ``tables``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from carekit.sandbox.link.message_types import Tag, Value
from carekit.sandbox.link.refusals import refuse, too_large
from carekit.sandbox.link.true_types import ancestors, ids, place, type_name


class RefusedError(Exception):
    """Bytes that are no message of ours, or one larger than the bounds allow."""


class TooBigError(Exception):
    """A value that has more parts, more depth or more bytes than may cross; its text says which."""


@dataclass(frozen=True)
class Bounds:
    """How much one message may hold: bytes of JSON and of buffers, nesting, parts."""

    json_bytes: int = 8_000_000
    buffer_bytes: int = 64 * 2**20
    depth: int = 50
    parts: int = 500_000
    int_bits: int = 65_536
    short_text: int = 2_000


BOUNDS = Bounds()
PLAIN = frozenset({type(None), bool, str, float, int})
# By identity: looking a class up in a set of classes may run a method of its metaclass.
_PLAIN_IDS = ids(*PLAIN)
_TEXTS, _NUMBERS, _NOTHING, _REALS = ids(str), ids(int), ids(type(None)), ids(float)
# Their classes are written as themselves, or as one that a check cannot tell from them.
_OWN_KINDS = ("builtins", "numpy", "pandas", "datetime", "decimal", "fractions", "zoneinfo")
INT_MIN, INT_MAX = -(2**63), 2**63 - 1
NO_FORM = "a value of this type cannot be checked"
TOO_BIG = "too large or too deeply nested to be checked"


class Opaque:
    """A learner's value that could not cross: it says why, and answers no question."""

    __slots__ = ("kind", "module", "why")

    def __init__(self, kind: str, why: str, module: str = "") -> None:
        """Keep the name of the value's type, the reason, and of a module its own name."""
        self.kind, self.why, self.module = kind, why, module

    def _refuse(self, *_: object) -> Any:
        refuse(f"the value of {self!r}")

    # Whatever was said of a value nobody has read, some check would pass for it.
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __len__ = _refuse
    __iter__ = __contains__ = __getitem__ = __call__ = _refuse
    __hash__ = object.__hash__

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._refuse()

    def __repr__(self) -> str:
        """Return the type and the reason in one line."""
        return f"<{self.kind}: {self.why}>"


Writer = Callable[["Encoder", Value, int], Value]
Reader = Callable[["Decoder", Tag, int], Value]
_WRITERS: dict[int, Writer] = {}
_READERS: dict[str, Reader] = {}


def writes(*kinds: type) -> Callable[[Writer], Writer]:
    """Register how values of some types are written; subclasses are written as their base."""

    def keep(write: Writer) -> Writer:
        _WRITERS.update(dict.fromkeys(map(id, kinds), write))
        return write

    return keep


def reads(tag: str) -> Callable[[Reader], Reader]:
    """Register how a tag is read."""

    def keep(read: Reader) -> Reader:
        _READERS[tag] = read
        return read

    return keep


_NANS: dict[int, tuple[float, str]] = {}


def crosses_as_itself(nan: float, name: str) -> None:
    """Register a NaN that a library has one of: ``[nan] == [nan]`` is true of one object only."""
    _NANS[id(nan)] = nan, name


def opaque(value: object, why: str = NO_FORM) -> dict[str, Any]:
    """Return the tag of a value that cannot cross."""
    return {"t": "?", "n": type_name(type(value))[:80], "w": why}


class Encoder:
    """Turns values into trees and buffers.

    ``foreign`` is asked first for values that stay where they are (functions, instances) and for
    frames sent before; it returns a tag or None.
    """

    def __init__(
        self,
        foreign: Writer | None = None,
        bounds: Bounds = BOUNDS,
    ) -> None:
        """Start an empty message."""
        self.buffers: list[Value] = []
        self.lost: list[str] = []
        """The types of the values that were too big or have no form, and became opaque tags."""
        self.too_large = ""
        """Why the last value that was too big is that; empty where none was."""
        self.derived: list[Value] = []
        """A value's own class, where it was written as what that derives from: its name, and the
        places of all the classes it is of."""
        self.bounds, self.foreign = bounds, foreign
        self._size = self._parts = 0

    def value(self, value: object) -> Any:
        """Return the tree of one value; what is too big or unknown becomes an opaque tag."""
        mark = len(self.buffers), self._size, self._parts
        try:
            return self.tree(value, 0)
        except (TooBigError, RecursionError) as error:
            del self.buffers[mark[0] :]
            _, self._size, self._parts = mark
            # The text of a RecursionError is Python's own.
            self.too_large = (isinstance(error, TooBigError) and str(error)) or TOO_BIG
            return self._opaque(value, self.too_large)

    def tree(self, value: object, depth: int) -> Any:
        """Return the tree of a value inside another one. Raises TooBigError."""
        kind = type(value)
        if id(kind) in _PLAIN_IDS and self._small(value):
            return value
        if id(value) in _NANS:
            return {"t": "nan", "n": _NANS[id(value)][1]}
        if depth > self.bounds.depth:
            raise TooBigError
        tag = self.foreign(self, value, depth) if self.foreign else None
        if tag is not None:
            return tag
        write = _WRITERS.get(id(kind))
        if write is None:
            bases = (base for base in ancestors(kind) if id(base) in _WRITERS)
            write = _WRITERS.get(id(next(bases, None)))
            if write is not None and place(kind)[0].split(".")[0] not in _OWN_KINDS:
                line = [[*place(base)] for base in ancestors(kind)]
                self.derived = [type_name(kind)[:80], line]
        return self._opaque(value) if write is None else write(self, value, depth + 1)

    def _opaque(self, value: object, why: str = NO_FORM) -> dict[str, Any]:
        self.lost.append(type_name(type(value))[:80])
        return opaque(value, why)

    def _small(self, value: object) -> bool:
        if type(value) is str:
            return len(value) <= self.bounds.short_text
        if type(value) is float:
            return id(value) not in _NANS
        return type(value) is not int or INT_MIN <= value <= INT_MAX

    def items(self, items: list[Value], depth: int) -> list[Any]:
        """Return the trees of several values. Raises TooBigError."""
        self.count(len(items))
        # Most lists hold plain scalars; walking through them one by one would cost the most.
        kinds = set(map(id, map(type, items)))
        if kinds <= _PLAIN_IDS and self._all_small(items, kinds):
            return items
        return [self.tree(item, depth) for item in items]

    def _all_small(self, items: list[Value], kinds: set[int]) -> bool:
        # All are of Python's own types here, so ``in`` runs no method of the learner's.
        if not kinds.isdisjoint(_REALS) and any(nan in items for nan, _ in _NANS.values()):
            return False
        if len(kinds) > 1:
            kinds -= _NOTHING
        if kinds == _TEXTS:
            return max(map(len, filter(None, items)), default=0) <= self.bounds.short_text
        return kinds.isdisjoint(_TEXTS | _NUMBERS) or all(map(self._small, items))

    @property
    def parts(self) -> int:
        """Return how many parts the message has so far."""
        return self._parts

    def count(self, parts: int) -> None:
        """Add to the number of parts. Raises TooBigError."""
        self._parts += parts
        if self._parts > self.bounds.parts:
            raise TooBigError(too_large(self._parts, self.bounds.parts, "parts"))

    def buffer(self, data: Value) -> int:
        """Keep raw bytes beside the tree; returns their number. Raises TooBigError."""
        self._size += len(data)
        if self._size > self.bounds.buffer_bytes:
            raise TooBigError(too_large(self._size, self.bounds.buffer_bytes, "MB"))
        self.buffers.append(data)
        return len(self.buffers) - 1


class Decoder:
    """Turns trees and buffers back into values and trusts neither.

    ``foreign`` is given every tag that no form is registered for. Raises RefusedError.
    """

    def __init__(
        self,
        buffers: list[memoryview],
        foreign: Reader | None = None,
        bounds: Bounds = BOUNDS,
    ) -> None:
        """Take the buffers of one message."""
        self.buffers, self.foreign, self.bounds = buffers, foreign, bounds
        self._parts = 0

    def value(self, tree: object) -> Any:
        """Return the value of a tree; whatever is wrong with it, only RefusedError is raised."""
        try:
            return self.tree(tree, 0)
        except RefusedError:
            raise
        except Exception as error:
            raise RefusedError(f"{type(error).__name__} while reading") from None

    def tree(self, tree: Value, depth: int) -> Any:
        """Return the value of a tree inside another one. Raises RefusedError."""
        kind = type(tree)
        if kind in PLAIN:
            return tree
        if depth > self.bounds.depth:
            raise RefusedError("too deep")
        if kind is list:
            return self.items(tree, depth + 1)
        tag = tree.get("t") if kind is dict else None
        if type(tag) is not str:
            raise RefusedError("no tag")
        read = _READERS.get(tag) or self.foreign
        if read is None:
            raise RefusedError("unknown tag")
        return read(self, tree, depth + 1)

    def items(self, trees: object, depth: int, length: int | None = None) -> list[Any]:
        """Return several values; ``length`` is how many there must be. Raises RefusedError."""
        if type(trees) is not list or (length is not None and len(trees) != length):
            raise RefusedError("no list of the right length")
        self._parts += len(trees)
        if self._parts > self.bounds.parts:
            raise RefusedError("too many parts")
        if PLAIN.issuperset(map(type, trees)):
            return trees
        return [self.tree(tree, depth) for tree in trees]

    def plain(self, tree: Mapping[str, object], key: str, *kinds: type) -> Any:
        """Return a field that must be of exactly one of some types. Raises RefusedError."""
        value = tree.get(key)
        if type(value) not in kinds:
            raise RefusedError(f"field {key}")
        return value

    def buffer(self, tree: dict[str, object], key: str = "b") -> memoryview:
        """Return the raw bytes a field points to. Raises RefusedError."""
        number: int = self.plain(tree, key, int)
        if not 0 <= number < len(self.buffers):
            raise RefusedError("no such buffer")
        return self.buffers[number]
