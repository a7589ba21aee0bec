"""The learner's side of the link: hands out values as data and runs its functions when asked."""

from __future__ import annotations

import abc
import builtins
import importlib
import os
import stat
import sys
import types
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from carekit.grading.sealed.codec import Decoder, Encoder, RefusedError, TooBigError, pack
from carekit.grading.sealed.described import described_class, described_function
from carekit.grading.sealed.interrupts import Interrupts
from carekit.grading.sealed.outputs import Outputs
from carekit.grading.sealed.scalars import is_known
from carekit.grading.sealed.sharing import Shelf, untouched
from carekit.grading.sealed.truetypes import (
    SPECIAL,
    ancestors,
    ids,
    is_one,
    place,
    special,
    type_name,
)
from carekit.grading.sealed.wire import Wire

FUNCTIONS = {
    id(types.FunctionType): "function",
    id(types.BuiltinFunctionType): "builtin",
    id(types.MethodType): "method",
    id(np.ufunc): "ufunc",
}
_MUTABLE = ids(list, dict, set, bytearray, np.ndarray, pd.DataFrame, pd.Series)
_OF_FILES = ids(OSError)
_CLASSES, _MODULES = ids(type), ids(types.ModuleType)
_CHUNK = 256
FILE_BYTES = 16 * 2**20
"""Bytes of new files that one check may see of what the learner's code wrote."""
_CHARTS = ("altair", "matplotlib")


class Desk:
    """Answers the judge's questions about one namespace; it trusts the judge, never the reverse."""

    def __init__(
        self,
        wire: Wire,
        names: dict[str, Any],
        outputs: Outputs,
        root: Path,
        interrupts: Interrupts,
    ) -> None:
        """Serve ``names``; files are those under ``root``."""
        self.wire, self.names, self.outputs, self.root = wire, names, outputs, root
        self.interrupts = interrupts
        self.things: list[Any] = []
        self.numbers: dict[int, int] = {}
        self.kinds: dict[int, tuple[type, list[str]]] = {}
        self.shelf = Shelf()
        self.seen: dict[str, tuple[int, int]] = {}

    def answer(self, head: dict[str, Any], buffers: list[memoryview]) -> None:
        """Answer one question. Raises GoneError when nobody listens any more."""
        enc = Encoder(self.out)
        self.outputs.start()
        try:
            with self.interrupts.heard(head["check"]):
                reply = getattr(self, "do_" + head["op"])(head, Decoder(buffers, self.back), enc)
        except BaseException as error:
            # Whatever it is, it is told to the check; it must not end the learner's process.
            enc = Encoder(self.out)
            reply = {"exc": self.described(error, enc)}
        shown = self.outputs.take()
        for name, key in (("stdout", "out"), ("stderr", "err")):
            reply[key] = "".join(x["text"] for x in shown if x.get("name") == name)[:100_000]
        self.send({**reply, "n": head["n"]}, enc)

    def send(self, head: dict[str, Any], enc: Encoder) -> None:
        """Send a message; one that is too large is replaced by word of it."""
        try:
            self.wire.send(head, enc.buffers)
            self.shelf.sent()
        except TooBigError:
            self.shelf.forget()
            big = {"t": "?", "n": "value", "w": "too large to be checked"}
            self.wire.send({"n": head.get("n"), "v": big, "out": "", "err": ""})

    def number(self, thing: Any) -> int:
        """Return the handle of a thing that stays here."""
        if id(thing) not in self.numbers:
            self.numbers[id(thing)] = len(self.things)
            self.things.append(thing)
        return self.numbers[id(thing)]

    def out(self, enc: Encoder, value: Any, depth: int) -> Any:
        """Return the tag of a value that stays here, or None for one that travels as data."""
        kind = type(value)
        if id(kind) in FUNCTIONS:
            about = described_function(value, FUNCTIONS[id(kind)], enc, depth)
            return {"t": "fn", "h": self.number(value), **about}
        if is_one(value, _CLASSES):
            if is_known(value):
                return None
            return {"t": "cls", "h": self.number(value), **self._class(value)}
        if is_one(value, _MODULES):
            # The module's own dict: a learner may have made a class of modules.
            name = types.ModuleType.__dict__["__dict__"].__get__(value).get("__name__")
            return {"t": "mod", "n": name if type(name) is str else ""}
        if is_one(value, _DATA):
            return None
        home, name = place(kind)
        made = {"t": "obj", "h": self.number(value), "n": type_name(kind)}
        made["sp"] = self._special(kind)
        if "__next__" in made["sp"] and home in ("builtins", "itertools", "_csv", "_io"):
            return {"t": "gen", "h": self.number(value), "g": kind is types.GeneratorType}
        if home.split(".")[0] in _CHARTS:
            made["k"] = [home, name]
        return made

    def _special(self, kind: type) -> list[str]:
        known = self.kinds.get(id(kind))
        if known is None:
            # The class is kept too, or another one could get its address.
            known = self.kinds[id(kind)] = kind, special(kind)
        return known[1]

    def _class(self, kind: type) -> dict[str, Any]:
        """Return a class as data; of an exception also the learner's class it derives from."""
        about = described_class(kind)
        above = ancestors(kind)[1:2]
        if about["b"] is not None and above and not is_known(above[0]):
            about["up"] = {"t": "cls", "h": self.number(above[0]), **self._class(above[0])}
        return {**about, "sp": self._special(type(kind))}

    def back(self, dec: Decoder, tree: dict[str, Any], depth: int) -> Any:
        """Return what a tag of the judge's stands for."""
        if tree["t"] in ("def", "ref"):
            return self.shelf.read(dec, tree, depth)
        if tree["t"] == "h":
            return self.things[tree["h"]]
        if tree["t"] == "g":
            return _found(importlib.import_module(tree["m"]), tree["q"])
        if tree["t"] == "cb":
            return self._callback(tree["h"])
        raise RefusedError("unknown tag")

    def _callback(self, number: int) -> Any:
        def ask_the_test(*args: Any, **kwargs: Any) -> Any:
            enc = Encoder(self.out)
            trees = [self.shelf.write(enc, arg) for arg in args]
            named = {key: self.shelf.write(enc, arg) for key, arg in kwargs.items()}
            self.send({"cb": number, "a": trees, "k": named}, enc)
            head, buffers = self.wire.receive()
            dec = Decoder(buffers, self.back)
            if "exc" in head:
                kind = getattr(builtins, head["exc"]["b"], RuntimeError)
                raise kind(*dec.value(head["exc"]["a"]))
            return dec.value(head["v"])

        return ask_the_test

    def described(self, error: BaseException, enc: Encoder) -> dict[str, Any]:
        """Return an exception as data: its name, nearest built-in base, arguments and text."""
        kind = type(error)
        base = next((x for x in ancestors(kind) if place(x)[0] == "builtins"), Exception)
        try:
            text = str(error)[:5000]
        except Exception:
            text = ""
        own = None
        if base is not kind:
            own = {"t": "cls", "h": self.number(kind), **self._class(kind)}
        args = enc.value(_made_of(error))
        return {"c": type_name(kind)[:200], "b": type_name(base), "h": own, "a": args, "s": text}

    def do_get(self, head: dict[str, Any], _dec: Decoder, enc: Encoder) -> dict[str, Any]:
        """Return a variable."""
        if head["name"] not in self.names:
            return {"no": True}
        return {"v": self.shelf.write(enc, self.names[head["name"]])}

    def do_call(self, head: dict[str, Any], dec: Decoder, enc: Encoder) -> dict[str, Any]:
        """Call a function, and say which of its arguments it has changed."""
        given = [*enumerate(head["a"]), *head["k"].items()]
        values = {key: dec.value(tree) for key, tree in given}
        watched = {
            key: (value, self._mark(value))
            for key, value in values.items()
            if is_one(value, _MUTABLE)
        }
        args = [value for key, value in values.items() if type(key) is int]
        named = {key: value for key, value in values.items() if type(key) is str}
        result = self.things[head["h"]](*args, **named)
        same = [key for key, (value, _) in watched.items() if value is result]
        reply = {"v": self.shelf.write(enc, result), **({"same": same[0]} if same else {})}
        changed = [
            [key, enc.value(value)]
            for key, (value, mark) in watched.items()
            if not self._is_marked(value, mark)
        ]
        return {**reply, "ch": changed} if changed else reply

    @staticmethod
    def _mark(value: Any) -> Any:
        if type(value) in (pd.DataFrame, pd.Series):
            # While a shallow copy lives, pandas changes the other only after copying its data.
            kept = value.copy(deep=False)
            if untouched(value, kept):
                return kept
        return _bytes_of(value)

    @staticmethod
    def _is_marked(value: Any, mark: Any) -> bool:
        return _bytes_of(value) == mark if type(mark) is bytes else untouched(value, mark)

    def do_attr(self, head: dict[str, Any], _dec: Decoder, enc: Encoder) -> dict[str, Any]:
        """Return an attribute."""
        return {"v": self.shelf.write(enc, getattr(self.things[head["h"]], head["name"]))}

    def do_set(self, head: dict[str, Any], dec: Decoder, _enc: Encoder) -> dict[str, Any]:
        """Set an attribute."""
        setattr(self.things[head["h"]], head["name"], dec.value(head["v"]))
        return {"v": None}

    def do_item(self, head: dict[str, Any], dec: Decoder, enc: Encoder) -> dict[str, Any]:
        """Return what ``thing[key]`` gives."""
        return {"v": self.shelf.write(enc, self.things[head["h"]][dec.value(head["key"])])}

    def do_built(self, head: dict[str, Any], _dec: Decoder, enc: Encoder) -> dict[str, Any]:
        """Return what one of a few built-in functions says of a thing."""
        says = {"len": len, "str": str, "repr": repr, "iter": iter}[head["f"]]
        return {"v": enc.value(says(self.things[head["h"]]))}

    def do_next(self, head: dict[str, Any], _dec: Decoder, enc: Encoder) -> dict[str, Any]:
        """Return the next values of an iterator, and whether it has ended."""
        most = min(int(head["most"]), _CHUNK)
        items = list(islice(self.things[head["h"]], most))
        return {"v": enc.value(items), "end": len(items) < most}

    def do_same(self, head: dict[str, Any], _dec: Decoder, _enc: Encoder) -> dict[str, Any]:
        """Return whether two things that stay here are equal."""
        return {"v": bool(self.things[head["h"]] == self.things[head["o"]])}

    def do_truth(self, head: dict[str, Any], _dec: Decoder, _enc: Encoder) -> dict[str, Any]:
        """Return whether a thing counts as true."""
        return {"v": bool(self.things[head["h"]])}

    def do_op(self, head: dict[str, Any], dec: Decoder, enc: Encoder) -> dict[str, Any]:
        """Return what a special method of a thing's class gives, such as ``__add__``."""
        thing, name = self.things[head["h"]], head["f"]
        if name not in SPECIAL:
            raise RefusedError("no such method")
        args = [dec.value(tree) for tree in head["a"]]
        method = next(vars(x)[name] for x in ancestors(type(thing)) if name in vars(x))
        bound = method.__get__(thing, type(thing)) if hasattr(method, "__get__") else method
        return {"v": self.shelf.write(enc, bound(*args))}

    def do_class(self, head: dict[str, Any], _dec: Decoder, enc: Encoder) -> dict[str, Any]:
        """Return the true class of a thing."""
        return {"v": enc.value(type(self.things[head["h"]]))}

    def do_is(self, head: dict[str, Any], _dec: Decoder, _enc: Encoder) -> dict[str, Any]:
        """Return whether a thing is of a class, or (``sub``) a class derived from it.

        The class is one of the learner's (``c``) or one of a library (``m``, ``q``).
        """
        thing = self.things[head["h"]]
        kind = thing if head["sub"] else type(thing)
        wanted = self._named(head)
        if any(one is wanted for one in ancestors(kind)):
            return {"v": True}
        # A class such as ``collections.abc.Sized`` decides by what the others can do.
        plain = isinstance(wanted, abc.ABCMeta) and place(wanted)[0] in _ABSTRACT
        return {"v": plain and issubclass(kind, wanted)}

    def _named(self, head: dict[str, Any]) -> Any:
        if "c" in head:
            return self.things[head["c"]]
        home = sys.modules.get(head["m"])
        return None if home is None else _found(home, head["q"])

    def do_files(self, _head: dict[str, Any], _dec: Decoder, enc: Encoder) -> dict[str, Any]:
        """Return the files that are new or changed since the last time."""
        found, left = {}, FILE_BYTES
        for path in sorted(self.root.rglob("*")):
            about = path.lstat()
            mark = (about.st_mtime_ns, about.st_size)
            name = path.relative_to(self.root).as_posix()
            if not stat.S_ISREG(about.st_mode) or self.seen.get(name) == mark:
                continue
            left -= about.st_size
            if left < 0:
                break
            self.seen[name] = mark
            with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
                found[name] = file.read()
        return {"v": enc.value(found)}


_ABSTRACT = ("collections.abc", "numbers", "typing", "os", "contextlib")
_DATA = ids(
    str, bytes, bytearray, memoryview, int, float, complex, list, tuple, dict, set, frozenset,
    range, slice, np.generic, np.ndarray, pd.Index, pd.Series, pd.DataFrame,
    pd.api.extensions.ExtensionArray, type({}.keys()), type({}.values()), type({}.items()),
    *(importlib.import_module("datetime").__dict__[name] for name in ("date", "time", "timedelta")),
    importlib.import_module("decimal").Decimal, importlib.import_module("fractions").Fraction,
    type(pd.NaT), pd.Timedelta, pd.Interval, pd.Period,
    type(None), type(...), type(NotImplemented), type(pd.NA),
)  # fmt: skip


def _found(home: Any, path: str) -> Any:
    for name in path.split("."):
        home = getattr(home, name)
    return home


def _made_of(error: BaseException) -> list[Any]:
    """Return what an exception is made of again; the file's name is no part of its ``args``."""
    args = [*BaseException.args.__get__(error)]
    if is_one(error, _OF_FILES) and len(args) == 2:
        # Python's own attribute: a class of the learner's may answer with anything.
        name = OSError.filename.__get__(error)
        return [*args, name] if type(name) is str else args
    return args


def _bytes_of(value: Any) -> bytes:
    enc = Encoder()
    tree = enc.value(value)
    return pack({"v": tree}, enc.buffers)
