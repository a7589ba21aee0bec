"""What stands, in the judge, for functions, classes and instances of the learner's.

A stand-in only asks questions whose answers are data. What would be a verdict (equality with a
value of the judge's, membership) is never the learner's to give.
"""

from __future__ import annotations

import builtins
import contextlib
import importlib
import inspect
from collections.abc import Callable, Iterator
from typing import Any

from carekit.grading.sealed.codec import Encoder

HANDLE = "_carekit_handle"
_CHUNK = 256
Link = Any


def function(link: Link, handle: int, name: str, tree: dict[str, Any]) -> Callable[..., Any]:
    """Return a real function that runs in the learner's process."""

    def stand_in(*args: Any, **kwargs: Any) -> Any:
        return link.call(handle, args, kwargs)

    setattr(stand_in, HANDLE, handle)
    stand_in.__name__ = stand_in.__qualname__ = name
    stand_in.__doc__ = tree["doc"] if type(tree.get("doc")) is str else None
    with contextlib.suppress(TypeError, ValueError, KeyError):
        found = [
            inspect.Parameter(
                word, inspect._ParameterKind(kind), default=... if has else inspect._empty
            )
            for word, kind, has in tree["p"]
        ]
        stand_in.__signature__ = inspect.Signature(found)  # type: ignore[attr-defined]
    return stand_in


def kind_of_learner(link: Link, handle: int, name: str, tree: dict[str, Any]) -> Any:
    """Return what stands for a class: an exception class of our own, or a maker of instances."""
    base = getattr(builtins, str(tree.get("b")), None)
    if isinstance(base, type) and issubclass(base, Exception):
        return type(name, (base,), {HANDLE: handle})
    return LearnerClass(link, handle, name)


class Thing:
    """An instance that stays in the learner's process; what one asks of it comes back as data."""

    def __init__(self, link: Link, handle: int, name: str, tree: dict[str, Any] | None = None):
        """Keep who to ask."""
        own = {
            "_link": link,
            HANDLE: handle,
            "_name": name,
            "_kind": _chart((tree or {}).get("k")),
        }
        object.__getattribute__(self, "__dict__").update(own)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._link.ask("attr", h=self._carekit_handle, name=name)

    def __setattr__(self, name: str, value: Any) -> None:
        enc = Encoder(self._link._own)
        self._link.ask("set", enc, h=self._carekit_handle, name=name, v=enc.value(value))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Return what calling it in the learner's process gives."""
        return self._link.call(self._carekit_handle, args, kwargs)

    def __getitem__(self, key: Any) -> Any:
        enc = Encoder(self._link._own)
        return self._link.ask("item", enc, h=self._carekit_handle, key=enc.value(key))

    def __len__(self) -> int:
        return int(self._built("len"))

    def __iter__(self) -> Iterator[Any]:
        return iter(self._built("iter"))

    def __str__(self) -> str:
        return str(self._built("str"))

    def __repr__(self) -> str:
        return str(self._built("repr"))

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        """Compare with another thing of the learner's; nothing of the judge's is ever equal."""
        handle = getattr(other, HANDLE, None)
        if not isinstance(other, Thing) or type(handle) is not int:
            return False
        return self._link.ask("same", h=self._carekit_handle, o=handle) is True

    def __hash__(self) -> int:
        return hash(self._carekit_handle)

    @property
    def __class__(self) -> Any:  # type: ignore[override]
        """Return a chart's class, so that a test can ask for its kind."""
        return object.__getattribute__(self, "_kind") or Thing

    def _built(self, name: str) -> Any:
        return self._link.ask("built", h=self._carekit_handle, f=name)


class LearnerClass(Thing):
    """A class of the learner's: calling it makes an instance there."""

    def __instancecheck__(self, thing: Any) -> bool:
        """Return whether a thing is of this class or of one derived from it."""
        if type(thing) is not Thing:
            return False
        return self._link.ask("is", h=thing._carekit_handle, c=self._carekit_handle) is True


def _chart(path: Any) -> Any:
    """Return the class of a chart library by its place, or None."""
    if type(path) is not list or [*map(type, path)] != [str, str]:
        return None
    home, name = path
    if home.split(".")[0] not in ("altair", "matplotlib") or "." in name:
        return None
    try:
        found = getattr(importlib.import_module(home), name, None)
    except ImportError:
        return None
    return found if isinstance(found, type) else None


def _generator(link: Link, handle: int, _name: str, _tree: dict[str, Any]) -> Iterator[Any]:
    def pull() -> Iterator[Any]:
        most = 16
        while True:
            reply = link.ask("next", h=handle, most=most)
            if type(reply) is not list:
                return
            yield from reply
            if len(reply) < most:
                return
            most = _CHUNK

    return pull()


MAKERS = {"fn": function, "cls": kind_of_learner, "obj": Thing, "gen": _generator}
