"""What stands, in the learner's process, for an object of the check's own: it asks the check."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from typing import Any

from carekit.sandbox.link.message_types import Value

Ask = Callable[[Any, Any, dict[str, Any]], Any]
_CALLED = {"__call__"}
_kinds: dict[tuple[str, ...], type] = {}


class Remote:
    """Stands for a check's object; what is asked of it the check's process answers."""

    def __init__(self, ask: Ask, kind: type | None = None) -> None:
        """Keep whom to ask, and which class of a library it is of."""
        self.__dict__["_carekit_ask"] = ask
        self.__dict__["_carekit_class"] = kind

    @property
    def __class__(self) -> Any:
        """Return the class of a library that the object is of, or this one."""
        return self.__dict__["_carekit_class"] or type(self)

    @__class__.setter
    def __class__(self, _kind: object) -> None:
        raise TypeError("the class of an object of the check's stays what it is")

    def __getattr__(self, name: str) -> Any:
        """Ask the check for an attribute. Raises AttributeError."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self.__dict__["_carekit_ask"]((), {}, {"attr": name})

    def __setattr__(self, name: str, value: object) -> None:
        self.__dict__["_carekit_ask"]((value,), {}, {"attr": name, "sets": True})


def _method(name: str) -> Any:
    def method(self: object, *args: object, **kwargs: object) -> Any:
        if name in ("__exit__", "__aexit__"):
            # An exception stays where it was raised; the check's object learns its class.
            args = (args[0], None, None)
        return self.__dict__["_carekit_ask"](args, kwargs, {"f": name})

    return method


def borrowed(ask: Ask, tree: dict[str, Value]) -> Remote:
    """Return what stands for an object; ``sp`` are the special methods that its class has."""
    names = tuple(sorted(tree.get("sp", _CALLED)))
    if names not in _kinds:
        _kinds[names] = type("Remote", (Remote,), {name: _method(name) for name in names})
    kind = None
    if tree.get("k"):
        home, path = tree["k"]
        kind = functools.reduce(getattr, path.split("."), importlib.import_module(home))
    made: Remote = _kinds[names](ask, kind)
    return made
