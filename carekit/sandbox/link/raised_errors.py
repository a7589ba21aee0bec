"""The exceptions of a learner's code that a check meets: of our own making, with what was told."""

from __future__ import annotations

import builtins
import sys
import types
from typing import Any

from carekit.sandbox.link.codec import Decoder, Encoder
from carekit.sandbox.link.described_errors import DEEPEST
from carekit.sandbox.link.message_types import Value
from carekit.sandbox.link.proxies import ErrorKind
from carekit.sandbox.link.refusals import note, refuse

_STEERING = {"unittest", "doctest", "pytest", "_pytest", "carekit"}


class LearnerError(Exception):
    """Something in the learner's code that must not steer the test: an exit, a stop, nonsense."""


class RaisedErrors:
    """What a link knows of the learner's exceptions since a check began."""

    steering = False
    """Whether the check looks for an exception that would end it."""

    def __init__(self) -> None:
        """Begin with none."""
        self.raised: list[BaseException] = []
        self.chains: dict[int, dict[str, Value]] = {}
        """By the identity of each of these exceptions, what led to it."""
        self.asked_by: dict[int, int] = {}
        """By the same, the number by which its attributes are asked for."""
        self.own_errors: list[BaseException] = []
        """The check's own exceptions that have gone into the learner's code."""

    def ask(self, op: str, enc: Encoder | None = None, **fields: object) -> Value:
        """Ask the learner's process."""
        raise NotImplementedError

    def read(self, dec: Decoder, tree: object) -> Value:
        """Return the value of a tree."""
        raise NotImplementedError

    def forget_errors(self) -> None:
        """Forget the exceptions that another check has met."""
        for held in (self.raised, self.chains, self.asked_by, self.own_errors):
            held.clear()

    def of_error(self, error: BaseException, name: str) -> Value:
        """Return an attribute of one of the learner's exceptions. Raises CannotTellError."""
        if id(error) not in self.asked_by:
            refuse(f"{name} of the learner's exception {type(error).__name__}")
        return self.ask("attr", h=self.asked_by[id(error)], name=name)

    def _error(self, tree: object, dec: Decoder, depth: int = 0) -> Exception:
        """Return what to raise for an exception of the learner's code."""
        if type(tree) is not dict:
            return LearnerError("unreadable exception")
        own = tree.get("own")
        if type(own) is int and 0 <= own < len(self.own_errors):
            thrown = self.own_errors[own]
            return thrown if isinstance(thrown, Exception) else LearnerError("an end of the check")
        text = tree["s"] if type(tree.get("s")) is str else ""
        name = tree["c"] if type(tree.get("c")) is str else "Exception"
        base = getattr(builtins, str(tree.get("b")), None)
        # An exit or the end of an iteration would steer the test instead of failing it.
        unsafe = (StopIteration, StopAsyncIteration, SystemExit, KeyboardInterrupt, GeneratorExit)
        if not (isinstance(base, type) and issubclass(base, Exception)) or issubclass(base, unsafe):
            if self.steering:
                note(f"the learner's code to end by {name}")
            return LearnerError(f"{name}: {text}")
        if type(tree.get("h")) is dict:
            known: Any = self.read(dec, tree["h"])
            base = known if type(known) is ErrorKind else base
            base = _of_library(tree["h"], base)
        try:
            args = self.read(dec, tree.get("a"))
            # A library's exception may ask for more than it keeps as its arguments.
            plain = type(base) is ErrorKind or base.__module__ == "builtins"
            maker: Any = base if plain else base.__new__
            made: Exception = maker(*args) if plain else maker(base, *args)
        except Exception:
            return LearnerError(f"{name}: {text}")
        self.raised.append(made)
        if type(tree.get("i")) is int:
            self.asked_by[id(made)] = tree["i"]
        self.chains[id(made)] = self._chain(tree.get("led"), dec, depth)
        return made

    def _chain(self, led: object, dec: Decoder, depth: int) -> dict[str, Any]:
        """Return the exceptions that led to one; nothing where not all is told."""
        if led is None:
            return {"__cause__": None, "__context__": None, "__suppress_context__": False}
        if type(led) is not list or len(led) != 4 or led[3] is not True or depth >= DEEPEST:
            return {}
        cause, context = (
            None if one is None else self._error(one, dec, depth + 1) for one in led[:2]
        )
        return {
            "__cause__": cause, "__context__": context, "__suppress_context__": led[2] is True
        }  # fmt: skip


def _of_library(tree: dict[str, object], base: type) -> type:
    """Return the class of a library's exception by its place, or ``base`` where it has none.

    Only a module that the judge has loaded by itself is looked into.
    """
    home = sys.modules.get(str(tree.get("m")))
    found = vars(home).get(str(tree.get("n"))) if type(home) is types.ModuleType else None
    if not (isinstance(found, type) and issubclass(found, Exception)):
        return base
    # Some would steer a check instead of failing it, as ``unittest.SkipTest`` does.
    steers = str(tree.get("m")).split(".")[0] in _STEERING
    return base if steers or issubclass(found, (StopIteration, StopAsyncIteration)) else found
