"""The judge's side of the link: it asks the learner's process and gets data or stand-ins."""

from __future__ import annotations

import contextlib
import importlib
import sys
import threading
import types
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from carekit.sandbox.link.codec import Decoder, Encoder, Opaque, RefusedError, TooBigError
from carekit.sandbox.link.encoder import opaque
from carekit.sandbox.link.frame_cache import OneObject, Shelf, WrittenFrames, replace_content
from carekit.sandbox.link.framing import GoneError, Wire
from carekit.sandbox.link.instance_proxies import HANDLE
from carekit.sandbox.link.lent_objects import answer_lent, lent
from carekit.sandbox.link.message_types import Along, Answer, Question, Value
from carekit.sandbox.link.named_tuples import KIND, NamedTuple, read_tuple
from carekit.sandbox.link.proxies import MAKERS, signature_of
from carekit.sandbox.link.raised_errors import RaisedErrors
from carekit.sandbox.link.refusals import CannotTellError, note, refuse
from carekit.sandbox.link.scalars import is_known

_BY_NAME = ("builtins", "operator", "math", "statistics", "numpy", "pandas")
# A module of the learner's is fetched from our own library, and only one that does nothing else
# when it is imported.
_MODULES = {
    "pandas", "numpy", "altair", "math", "statistics", "random", "datetime", "time", "json", "re",
    "string", "itertools", "functools", "collections", "operator", "decimal", "fractions",
    "calendar", "textwrap", "copy",
}  # fmt: skip
_CALLBACKS = 100_000
# Most of what a check passes; nothing else has to be looked at for these.
_JUST_DATA = {list, dict, tuple, set, np.ndarray, pd.DataFrame, pd.Series, pd.Timestamp}
_ABOUT = ("__name__", "__qualname__", "__doc__", "__module__")
# Questions for which no code of the learner's runs, so that no name a check has bound matters.
_RUNS_NOTHING = {
    "get",
    "files",
    "class",
    "is",
    "same",
    "put",
    "reads",
    "lay",
    "left",
    "bind",
    "names",
    "thing",
}


class LearnerGoneError(Exception):
    """The learner's process has ended, so that its values cannot be checked any more."""


class Link(RaisedErrors):
    """Asks the learner's process; ``copies_back`` says whether changed arguments count.

    ``before_asking`` is run before each question that runs the learner's code, and returns what
    goes along with it; ``answered`` gets what an answer says beside its value. ``always`` goes
    along with every question; ``raised`` are the exceptions since they were cleared,
    and ``check`` the number of the check that asks.
    """

    def __init__(self, wire: Wire[Answer], written: WrittenFrames | None = None) -> None:
        """Take the connection; some frames may have been written before."""
        super().__init__()
        self.wire = wire
        self.shelf = Shelf(written)
        self.copies_back: Callable[[Value], bool] = lambda _value: False
        self.changed_arguments = False
        self.check = 0
        self.before_asking: Callable[[], Along] = Along
        self.answered: Callable[..., None] = lambda *_, **__: None
        self.always: Question = {}
        self.asked_about: Callable[[Value], bool] = lambda _value: False
        self.tuple_kinds: dict[int, type[NamedTuple]] = {}
        self._standins: dict[int, Value] = {}
        self._dec = Decoder([])
        self._one = OneObject()
        self._callbacks: list[Callable[..., Value]] = []
        self._numbers: dict[int, int] = {}
        self._asked = 0
        # A check may ask from several threads; one question is over before the next one begins.
        self._lock = threading.RLock()

    def ask(self, op: str, enc: Encoder | None = None, **fields: object) -> Value:
        """Return the answer's value; also prints what the learner's code has printed.

        Raises what the learner's code has raised, LearnerGoneError, LearnerError.
        """
        with self._lock:
            along = {} if op in _RUNS_NOTHING else self.before_asking()
            reply, dec = self._reply(op, enc, {**fields, **along})
            if "exc" in reply:
                raise self._error(reply["exc"], dec)
            return None if reply.get("no") else self.read(dec, reply.get("v"))

    def _reply(self, op: str, enc: Encoder | None, fields: Mapping[str, object]) -> Any:
        self._asked += 1
        number = self._asked
        try:
            head = {"op": op, "n": number, "check": self.check, **fields, **self.always}
            self.wire.send(head, enc.buffers if enc else [])
            self.shelf.sent()
            for _ in range(_CALLBACKS):
                reply, buffers = self.wire.receive()
                dec = Decoder(buffers, self._foreign)
                _print(reply)
                if type(reply.get("cb")) is not int:
                    break
                self._call_back(reply, dec)
            if reply.get("n") != number:
                raise GoneError
        except TooBigError as error:
            self.shelf.forget()
            refuse(f"a call with values of the check's own, {error}")
        except (GoneError, RefusedError):
            raise LearnerGoneError("the learner's process has ended") from None
        self.answered(reply, lambda tree: self.read(dec, tree), ran=op not in _RUNS_NOTHING)
        return reply, dec

    def read(self, dec: Decoder, tree: object) -> Value:
        """Return the value of a tree; what cannot be read says so and answers no question."""
        try:
            return dec.value(tree)
        except RefusedError as error:
            return Opaque("value", f"not readable ({error})")

    def get(self, name: str, **more: object) -> Value:
        """Return a variable of the learner's. Raises KeyError when there is none."""
        with self._lock:
            reply, dec = self._reply("get", None, {"name": name, **more})
            if reply.get("no") is True:
                raise KeyError(name)
            if "exc" in reply:
                raise self._error(reply["exc"], dec)
            return self.read(dec, reply.get("v"))

    def put(self, name: str, value: Value) -> bool:
        """Give a variable of the learner's a new content; returns whether it could be done."""
        enc = Encoder(self._own)
        tree = enc.value(value)
        return not enc.lost and self.ask("put", enc, name=name, v=tree) is True

    def call(self, handle: int, args: tuple[object, ...], kwargs: Mapping[str, object]) -> Value:
        """Return what a function of the learner's returns for some arguments."""
        with self._lock:
            return self._called(handle, args, kwargs)

    def _called(self, handle: int, args: tuple[object, ...], kwargs: Mapping[str, object]) -> Value:
        along = self.before_asking()
        enc = Encoder(self._own)
        trees = [self.shelf.write(enc, arg) for arg in args]
        named = {key: self.shelf.write(enc, arg) for key, arg in kwargs.items()}
        if enc.lost:
            self.shelf.forget()
            why = f", {enc.too_large}" if enc.too_large else ""
            refuse(f"a call with a {enc.lost[0]!r} of the check's own{why}")
        reply, dec = self._reply("call", enc, {"h": handle, "a": trees, "k": named, **along})
        if "exc" in reply:
            raise self._error(reply["exc"], dec)
        result = self.read(dec, reply.get("v"))
        changes = reply.get("ch")
        same = reply.get("same")
        if same is not None:
            given = _argument(args, kwargs, same)
            if not changes and type(given) is type(result):
                # It gave back what it was given, and had changed nothing in it.
                return given
            self.answered({"met": 2}, self.inside, ran=False)
        for key, tree in changes if type(changes) is list else ():
            self.changed_arguments = True
            given = _argument(args, kwargs, key)
            # Copied back only where the test is about it; otherwise a function could empty the
            # table that the right answer is worked out from.
            back = result is None or self.copies_back(given)
            if not (back and replace_content(given, self.read(dec, tree))) and (
                back or self.asked_about(given)
            ):
                note("whether the learner's code left as it was what the check passed to it")
        return result

    def _own(self, enc: Encoder, value: Value, depth: int) -> Any:
        """Return the tag of a stand-in, or of a function of the test's; None for data."""
        if type(value) in _JUST_DATA:
            return None
        handle = getattr(value, HANDLE, None) if not isinstance(value, pd.DataFrame) else None
        if type(handle) is int:
            return {"t": "h", "h": handle}
        if isinstance(value, NamedTuple):
            return {"t": "nt", "h": getattr(type(value), KIND)[1], "v": enc.items([*value], depth)}
        about = None if isinstance(value, Opaque) else lent(value)
        if about is not None:
            return {"t": "ob", "h": self.callback(value), **about}
        if not callable(value) or isinstance(value, Opaque):
            return None
        if isinstance(value, type):
            # A class made for a check; its instances would have to be the learner's.
            if is_known(value):
                return None
            if value.__module__ != "__main__" and "<" not in value.__qualname__:
                return {"t": "g", "m": value.__module__, "q": value.__qualname__}
            enc.lost.append(f"class {value.__name__}")
            return opaque(value)
        home, name = getattr(value, "__module__", None), getattr(value, "__qualname__", "")
        # A method of an object, such as a generator's, is bound to that very object.
        free = isinstance(getattr(value, "__self__", None), types.ModuleType | type | None)
        if free and type(home) is str and home.split(".")[0] in _BY_NAME and "<" not in name:
            return {"t": "g", "m": home, "q": name}
        about = None
        if isinstance(value, (types.FunctionType, types.MethodType, types.BuiltinFunctionType)):
            texts = {key: getattr(value, key, None) for key in _ABOUT}
            about = {key: words for key, words in texts.items() if type(words) is str}
        return {"t": "cb", "h": self.callback(value), "f": about}

    def callback(self, function: Value) -> int:
        """Return the number by which the learner's process asks for a function of the check's."""
        # Kept in the list, so that no other function can get its identity.
        number = self._numbers.setdefault(id(function), len(self._callbacks))
        if number == len(self._callbacks):
            self._callbacks.append(function)
        return number

    def _call_back(self, asked: Answer, dec: Decoder) -> None:
        """Run a function of the test's that the learner's code was given, or ask an object."""
        enc = Encoder(self._own)
        try:
            function = self._callbacks[asked["cb"]]
            args = dec.items(asked.get("a"), 0)
            named = {key: dec.value(tree) for key, tree in dec.plain(asked, "k", dict).items()}
            reply = {"v": self.shelf.write(enc, answer_lent(function, asked, args, named))}
            if enc.lost:
                note(f"giving the learner's code a {enc.lost[0]!r} of the check's own")
        except LearnerGoneError:
            raise
        except (Exception, CannotTellError) as error:
            enc = Encoder(self._own)
            kind = next(x for x in type(error).__mro__ if x.__module__ == "builtins")
            told = {"b": kind.__name__, "a": enc.value([str(arg) for arg in error.args])}
            if type(error).__module__ == "__main__":
                told |= {"n": type(error).__name__, "own": len(self.own_errors)}
                self.own_errors.append(error)
            reply = {"exc": told}
        self.wire.send(reply, enc.buffers)
        self.shelf.sent()

    def _foreign(self, dec: Decoder, tree: dict[str, object], depth: int) -> Any:
        """Return the stand-in for a tag of the learner's. Raises RefusedError."""
        kind = tree["t"]
        if kind in ("def", "ref"):
            return self.shelf.read(dec, tree, depth)
        if kind == "one":
            number = dec.plain(tree, "r", int)
            return self._one.of(self.check, number, dec.tree(tree.get("v"), depth))
        if kind == "own":
            return self._callbacks[dec.plain(tree, "h", int)]
        if kind == "sg":
            self._dec = dec
            return signature_of(tree, self)
        name = dec.plain(tree, "n", str)[:80] if kind != "gen" else ""
        if kind == "mod":
            return self._module(name)
        if kind == "nt":
            return read_tuple(self, dec, tree, depth)
        if kind not in MAKERS:
            raise RefusedError("unknown tag")
        self._dec = dec
        handle = dec.plain(tree, "h", int)
        if handle not in self._standins:
            self._standins[handle] = MAKERS[kind](self, handle, name, tree)
        return self._standins[handle]

    def inside(self, tree: object) -> Value:
        """Return the value of a tag that stands inside another one. Raises RefusedError."""
        return self._dec.tree(tree, 1)

    @staticmethod
    def _module(name: str) -> Any:
        if name in _MODULES or (name.split(".")[0] in _MODULES and name in sys.modules):
            with contextlib.suppress(ImportError):
                return importlib.import_module(name)
        return Opaque("module", "a module is no answer", name)


def _print(reply: Answer) -> None:
    """Print here what the learner's code has printed."""
    for words, stream in ((reply.get("out"), sys.stdout), (reply.get("err"), sys.stderr)):
        if type(words) is str and words:
            stream.write(words)


def _argument(args: tuple[object, ...], kwargs: Mapping[str, object], key: object) -> Any:
    if type(key) is int:
        return args[key] if 0 <= key < len(args) else None
    return kwargs.get(key) if type(key) is str else None
