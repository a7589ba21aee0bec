"""The learner's side of the link: hands out values as data and runs its functions when asked."""

from __future__ import annotations

import importlib
import types
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

import pandas as pd

from carekit.sandbox.link.call_context import CallContext
from carekit.sandbox.link.cell_outputs import Outputs
from carekit.sandbox.link.change_marks import is_marked, mark_of
from carekit.sandbox.link.codec import Decoder, Encoder, RefusedError, TooBigError
from carekit.sandbox.link.data_types import DATA, MUTABLE, can_change
from carekit.sandbox.link.described import (
    FUNCTIONS,
    described_class,
    described_function,
    variables_read,
)
from carekit.sandbox.link.described_errors import described_error
from carekit.sandbox.link.frame_cache import Shelf, replace_content
from carekit.sandbox.link.framing import Wire
from carekit.sandbox.link.handed_out import HandedOut
from carekit.sandbox.link.interrupts import Interrupts
from carekit.sandbox.link.learner_facts import (
    answer_class,
    answer_code,
    answer_dir,
    answer_fact,
    answer_is,
    answer_library,
    answer_signature,
    found,
)
from carekit.sandbox.link.learner_files import DeskFiles
from carekit.sandbox.link.learner_runs import (
    answer_anext,
    answer_await,
    answer_delete,
    answer_exit,
    answer_send,
    answer_thing,
)
from carekit.sandbox.link.left_behind import answer_left
from carekit.sandbox.link.message_types import Answer, Question, Tag, Value
from carekit.sandbox.link.mirrored_names import answer_bind, answer_names
from carekit.sandbox.link.named_tuples import described_tuple
from carekit.sandbox.link.scalars import is_known
from carekit.sandbox.link.true_types import (
    SPECIAL,
    ancestors,
    ids,
    is_one,
    place,
    special,
    type_name,
)

_CLASSES, _MODULES = ids(type), ids(types.ModuleType)
_CHUNK = 256
# Questions for which nothing of the learner's runs and nothing is handed out.
_LOOKS = {"put", "reads", "lay", "files", "class", "is", "same", "left", "bind", "names"}
_CHARTS = ("altair", "matplotlib")
_BUILT: dict[str, Value] = {"len": len, "str": str, "repr": repr, "iter": iter}
_module_names = vars(types.ModuleType)["__dict__"].__get__


class Desk:
    """Answers the judge's questions about one namespace; it trusts the judge, never the reverse."""

    def __init__(
        self,
        wire: Wire[Question],
        names: dict[str, Value],
        outputs: Outputs,
        root: Path,
        interrupts: Interrupts,
    ) -> None:
        """Serve ``names``; files are those under ``root``."""
        self.wire, self.names, self.outputs = wire, names, outputs
        self.interrupts = interrupts
        self.things: list[Value] = []
        self.numbers: dict[int, int] = {}
        self.kinds: dict[int, tuple[type, list[str]]] = {}
        self.shelf = Shelf()
        self.files = DeskFiles(root)
        self.handed_out, self.context = HandedOut(), CallContext(self)
        # What a check was told of by name, and how to see whether it has changed.
        self.told: dict[str, tuple[Value, Value]] = {}
        self.check: Value = None
        # What names stood for before a check bound or deleted them.
        self.mirrored: dict[str, Value] = {}
        # The classes of tuples, with the names of their fields.
        self.fields: dict[int, tuple[type, list[str] | None]] = {}

    def answer(self, head: Question, buffers: list[memoryview]) -> None:
        """Answer one question. Raises GoneError when nobody listens any more."""
        enc = Encoder(self.out)
        self.outputs.start()
        if head["check"] != self.check:
            self.check = head["check"]
            self.handed_out.begin(self.check if head.get("met") else 0)
            self.handed_out.share(self.check if head.get("one") else 0)
            self.told.clear()
        about: Answer = {}
        try:
            with self.interrupts.heard(head["check"]), self.context.of(head, about):
                reply = getattr(self, "do_" + head["op"])(head, Decoder(buffers, self.back), enc)
        except BaseException as error:
            # Whatever it is, it is told to the check; it must not end the learner's process.
            self.shelf.forget()
            enc = Encoder(self.out)
            reply = {"exc": described_error(self, error, enc)}
        reply |= about | ({} if head["op"] in _LOOKS else self._changes())
        reply |= {"derived": enc.derived} if enc.derived else {}
        self.send({**reply, **self.shown(), "n": head["n"]}, enc)

    def shown(self) -> dict[str, str]:
        """Return what the learner's code has printed since it was asked."""
        shown = self.outputs.take()
        return {
            key: "".join(x["text"] for x in shown if x.get("name") == name)[:100_000]
            for name, key in (("stdout", "out"), ("stderr", "err"))
        }

    def _changes(self) -> Answer:
        """Return what a check that asks for it has to know of values it has been given."""
        found: Answer = {"met": self.handed_out.again} if self.handed_out.again else {}
        moved = {}
        for name, (value, mark) in list(self.told.items()):
            now = self.names.get(name, self)
            if now is not value or not (mark is None or is_marked(value, mark)):
                moved[name] = now is not value
                del self.told[name]
        return {**found, "moved": moved} if moved else found

    def written(self, enc: Encoder, value: Value) -> Value:
        """Return the tree of a value that a check gets, and note what of it others have got."""
        self.handed_out.on = bool(self.handed_out.check)
        try:
            if type(value) in (pd.DataFrame, pd.Series):
                self.handed_out.saw(value)
            return self.shelf.write(enc, value, self.handed_out.number)
        finally:
            self.handed_out.on = False

    def send(self, head: Mapping[str, object], enc: Encoder) -> None:
        """Send a message; one that is too large is replaced by word of it."""
        try:
            self.wire.send(head, enc.buffers)
            self.shelf.sent()
        except TooBigError as error:
            self.shelf.forget()
            big = {"t": "?", "n": "value", "w": str(error)}
            self.wire.send({"n": head.get("n"), "v": big, "out": "", "err": ""})

    def number(self, thing: Value) -> int:
        """Return the handle of a thing that stays here."""
        if id(thing) not in self.numbers:
            self.numbers[id(thing)] = len(self.things)
            self.things.append(thing)
        return self.numbers[id(thing)]

    def out(self, enc: Encoder, value: Value, depth: int) -> Value:
        """Return the tag of a value that stays here, or None for one that travels as data."""
        kind = type(value)
        if self.handed_out.on and kind not in (pd.DataFrame, pd.Series):
            self.handed_out.saw(value)
        number = self.context.number(value)
        if number is not None:
            return {"t": "own", "h": number}
        if id(kind) in FUNCTIONS:
            about = described_function(value, FUNCTIONS[id(kind)], enc, depth)
            return {"t": "fn", "h": self.number(value), **about}
        if is_one(value, _CLASSES):
            if is_known(value):
                return None
            return {"t": "cls", "h": self.number(value), **self.class_facts(value)}
        if is_one(value, _MODULES):
            # The module's own dict: a learner may have made a class of modules.
            name = _module_names(value).get("__name__")
            return {"t": "mod", "n": name if type(name) is str else ""}
        if is_one(value, DATA):
            return described_tuple(self, kind, value, enc, depth)
        home, name = place(kind)
        made = {"t": "obj", "h": self.number(value), "n": type_name(kind)}
        made["sp"] = self._special(kind)
        if "__next__" in made["sp"] and home in ("builtins", "itertools", "_csv", "_io"):
            return {"t": "gen", "h": self.number(value), "k": [home, name]}
        if kind is types.CoroutineType:
            return {**made, "t": "co"}
        if home.split(".")[0] in _CHARTS:
            made["k"] = [home, name]
        return made

    def _special(self, kind: type) -> list[str]:
        known = self.kinds.get(id(kind))
        if known is None:
            # The class is kept too, or another one could get its address.
            known = self.kinds[id(kind)] = kind, special(kind)
        return known[1]

    def class_facts(self, kind: type) -> dict[str, Value]:
        """Return a class as data; of an exception also the learner's class it derives from."""
        about = described_class(kind)
        above = ancestors(kind)[1:2]
        if about["b"] is not None and above and not is_known(above[0]):
            about["up"] = {"t": "cls", "h": self.number(above[0]), **self.class_facts(above[0])}
        return {**about, "sp": self._special(type(kind))}

    def back(self, dec: Decoder, tree: Tag, depth: int) -> Value:
        """Return what a tag of the judge's stands for."""
        if tree["t"] in ("def", "ref"):
            return self.shelf.read(dec, tree, depth)
        if tree["t"] == "h":
            return self.things[dec.plain(tree, "h", int)]
        if tree["t"] == "nt":
            return tuple.__new__(
                self.things[dec.plain(tree, "h", int)], dec.items(tree["v"], depth)
            )
        if tree["t"] == "g":
            module = importlib.import_module(dec.plain(tree, "m", str))
            return found(module, dec.plain(tree, "q", str))
        if tree["t"] in ("cb", "ob"):
            return self.context.callback(tree)
        raise RefusedError("unknown tag")

    def do_get(self, head: Question, _dec: Decoder, enc: Encoder) -> Answer:
        """Return a variable."""
        if head["name"] not in self.names:
            return {"no": True}
        name, value = head["name"], self.names[head["name"]]
        tree = self.shelf.write(enc, value) if head.get("again") else self.written(enc, value)
        if head.get("watch") and not callable(value):
            self.told[name] = value, mark_of(value) if is_one(value, MUTABLE) else None
        return {"v": tree}

    def do_put(self, head: Question, dec: Decoder, _enc: Encoder) -> Answer:
        """Give a variable the content that the check has given to its copy."""
        name, new = head["name"], dec.value(head["v"])
        done = name in self.names and replace_content(self.names[name], new)
        if done and name in self.told:
            self.told[name] = self.names[name], mark_of(self.names[name])
        return {"v": done}

    def do_reads(self, head: Question, _dec: Decoder, _enc: Encoder) -> Answer:
        """Return which of some variables the functions written here read."""
        wanted = set(head["names"]) & set(self.names)
        return {"v": sorted(variables_read(self.names) & wanted) if wanted else []}

    def do_call(self, head: Question, dec: Decoder, enc: Encoder) -> Answer:
        """Call a function, and say which of its arguments it has changed."""
        given: list[tuple[int | str, object]] = [*enumerate(head["a"]), *head["k"].items()]
        values = {key: dec.value(tree) for key, tree in given}
        watched = {
            key: (value, mark_of(value)) for key, value in values.items() if can_change(value)
        }
        args = [value for key, value in values.items() if type(key) is int]
        named = {key: value for key, value in values.items() if type(key) is str}
        if self.handed_out.check:
            for value in values.values():
                self.handed_out.given(value)
        result = self.things[head["h"]](*args, **named)
        same = [key for key, (value, _) in watched.items() if value is result]
        tree = self.shelf.write(enc, result) if same else self.written(enc, result)
        reply: Answer = {"v": tree}
        if same:
            reply["same"] = same[0]
        changed = [
            [key, enc.value(value)]
            for key, (value, mark) in watched.items()
            if not is_marked(value, mark)
        ]
        return {**reply, "ch": changed} if changed else reply

    def do_attr(self, head: Question, _dec: Decoder, enc: Encoder) -> Answer:
        """Return an attribute."""
        return {"v": self.written(enc, getattr(self.things[head["h"]], head["name"]))}

    def do_set(self, head: Question, dec: Decoder, _enc: Encoder) -> Answer:
        """Set an attribute."""
        value = dec.value(head["v"])
        if self.handed_out.check:
            self.handed_out.given(value)
        setattr(self.things[head["h"]], head["name"], value)
        return {"v": None}

    def do_item(self, head: Question, dec: Decoder, enc: Encoder) -> Answer:
        """Return what ``thing[key]`` gives."""
        return {"v": self.written(enc, self.things[head["h"]][dec.value(head["key"])])}

    def do_built(self, head: Question, _dec: Decoder, enc: Encoder) -> Answer:
        """Return what one of a few built-in functions says of a thing."""
        return {"v": self.written(enc, _BUILT[head["f"]](self.things[head["h"]]))}

    def do_next(self, head: Question, _dec: Decoder, enc: Encoder) -> Answer:
        """Return the next values of an iterator, and whether it has ended."""
        most = min(int(head["most"]), _CHUNK)
        items = list(islice(self.things[head["h"]], most))
        return {"v": self.written(enc, items), "end": len(items) < most}

    def do_same(self, head: Question, _dec: Decoder, _enc: Encoder) -> Answer:
        """Return whether two things that stay here are equal."""
        return {"v": bool(self.things[head["h"]] == self.things[head["o"]])}

    do_left, do_bind, do_names = answer_left, answer_bind, answer_names
    do_class, do_is, do_fact, do_dir = answer_class, answer_is, answer_fact, answer_dir
    do_signature, do_code, do_library = answer_signature, answer_code, answer_library
    do_await, do_anext, do_exit = answer_await, answer_anext, answer_exit
    do_send, do_thing, do_delete = answer_send, answer_thing, answer_delete

    def do_truth(self, head: Question, _dec: Decoder, _enc: Encoder) -> Answer:
        """Return whether a thing counts as true."""
        return {"v": bool(self.things[head["h"]])}

    def do_op(self, head: Question, dec: Decoder, enc: Encoder) -> Answer:
        """Return what a special method of a thing's class gives, such as ``__add__``."""
        thing, name = self.things[head["h"]], head["f"]
        if name not in SPECIAL:
            raise RefusedError("no such method")
        args = [dec.value(tree) for tree in head["a"]]
        method = next(vars(x)[name] for x in ancestors(type(thing)) if name in vars(x))
        bound = method.__get__(thing, type(thing)) if hasattr(method, "__get__") else method
        return {"v": self.written(enc, bound(*args))}

    def do_files(self, _head: Question, _dec: Decoder, enc: Encoder) -> Answer:
        """Return the files that are new or changed since the last time, and which are gone."""
        return {"v": enc.value(self.files.changed())}

    def do_lay(self, head: Question, dec: Decoder, _enc: Encoder) -> Answer:
        """Write files that the check has written, and delete those that it has deleted."""
        self.files.lay(dec.value(head["new"]), head["gone"])
        return {"v": None}
