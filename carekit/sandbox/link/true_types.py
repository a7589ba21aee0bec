"""What a value's class truly is, read past everything that a class may answer for itself.

``isinstance``, ``==`` and looking a class up in a dict may run code of a learner's: a property
``__class__``, a method ``__eq__``, a metaclass with ``__hash__``. Nothing here does.
"""

from __future__ import annotations

ancestors = type.__dict__["__mro__"].__get__
type_name = type.__dict__["__name__"].__get__
_qualified = type.__dict__["__qualname__"].__get__
_module = type.__dict__["__module__"].__get__
_held = type.__dict__["__dict__"].__get__

SPECIAL = (
    "__call__", "__len__", "__bool__", "__iter__", "__next__", "__getitem__", "__setitem__",
    "__delitem__", "__contains__", "__reversed__", "__eq__", "__ne__", "__hash__", "__lt__",
    "__le__", "__gt__", "__ge__", "__str__", "__repr__", "__format__", "__enter__", "__exit__",
    "__aiter__", "__anext__", "__aenter__", "__aexit__",
    "__neg__", "__pos__", "__abs__", "__invert__", "__int__", "__float__", "__complex__",
    "__index__", "__round__", "__await__", "__iadd__", "__isub__", "__imul__", "__itruediv__",
    *(f"__{side}{name}__" for side in ("", "r") for name in (
        "add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and", "or", "xor",
        "lshift", "rshift",
    )),
)  # fmt: skip
"""The methods that Python itself calls, as far as a check may cause it to."""


def ids(*kinds: type) -> frozenset[int]:
    """Return the identities of some classes, to be compared with ``is_one``."""
    return frozenset(map(id, kinds))


def is_one(value: object, wanted: frozenset[int]) -> bool:
    """Return whether the true class of a value is among the classes that ``ids`` was given."""
    return not wanted.isdisjoint(map(id, ancestors(type(value))))


def place(kind: type) -> tuple[str, str]:
    """Return the module and the qualified name of a class."""
    # A class written in C keeps its module in its name only; a class may bear anything as one.
    found = _module(kind)
    return (found if type(found) is str else ""), _qualified(kind)


def special(kind: type) -> list[str]:
    """Return the names in ``SPECIAL`` that a class or its ancestors define, ``object`` aside."""
    parts = [_held(one) for one in ancestors(kind) if one is not object and one is not type]
    found = {name: next((p[name] for p in parts if name in p), None) for name in SPECIAL}
    # ``__hash__ = None`` is how Python says that there is none.
    return [name for name, made in found.items() if made is not None]
