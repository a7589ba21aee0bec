"""The context of a check: what goes along with its questions, and what answers say of values.

In a notebook a check and the learner's code share their names, their random numbers and their
warnings. Here a check's part of that is sent along, and what cannot be is noted.
"""

from __future__ import annotations

import abc
import builtins
import contextlib
import re
import sys
import types
import warnings
from collections.abc import Callable, Collection, Iterable
from typing import Any

from carekit.sandbox.link import test_runners
from carekit.sandbox.link.call_context import chance
from carekit.sandbox.link.change_marks import is_marked, mark_of
from carekit.sandbox.link.check_namespace import Names
from carekit.sandbox.link.codec import Encoder
from carekit.sandbox.link.file_sync import FileSync
from carekit.sandbox.link.judge_end import LearnerGoneError, Link
from carekit.sandbox.link.left_behind import LEFT, SEEDS, drawn, seeded
from carekit.sandbox.link.message_types import Along, Answer, Generators, Value
from carekit.sandbox.link.mirrored_names import MirroredNames
from carekit.sandbox.link.proxies import is_learners
from carekit.sandbox.link.refusals import note
from carekit.sandbox.link.shared_state import CARRIED
from carekit.sandbox.link.true_types import place
from carekit.sandbox.processes.check_code import Code

_WARNS = {
    "catch_warnings", "simplefilter", "filterwarnings", "showwarning", "warns", "deprecated_call",
    "assertWarns", "assertWarnsRegex", "assert_warns", "assert_no_warnings",
    "assert_produces_warning",
}  # fmt: skip
_ENDS = {"SystemExit", "KeyboardInterrupt", "GeneratorExit", "StopIteration", "StopAsyncIteration"}
_ASKS_TYPE = {"type", "__class__", "assertIsInstance", "assertNotIsInstance"}
# A check that uses one of these may fail for right work, because two processes do not share it.
_NOT_SHARED = {
    "set_option", "option_context", "set_printoptions", "printoptions", "getcwd", "cwd", "weakref",
    "__notes__", "reload", "setlocale", "getlocale",
}  # fmt: skip
_STAND_IN = re.compile(
    r"'?\b(Thing|Function|LearnerClass|Iteration|Opaque|Remote|Globals|Names)\b'?"
)
# What NumPy and pandas raise where Python has first looked whether two values are one object.
_AMBIGUOUS = "truth value of a"
_NO_ATTRIBUTE = re.compile(r"module '[\w.]+' has no attribute ")


class CheckContext:
    """What goes along with the questions of one check."""

    def __init__(self, link: Link, names: Names, code: Code) -> None:
        """Begin a check."""
        self.link, self.names, self.code = link, names, code
        self.met, self.derived = 0, ""
        # The places of all the classes that values are of which did not cross as their own.
        self.lineage: set[tuple[str, str]] = set()
        self._sent: Generators = {}
        self._drew: set[str] = set()
        self._marks: dict[str, Any] = {}
        self._stdin = sys.stdin
        self.mirrored = MirroredNames(link, names, code.binds)
        self._imported = [name for name in code.binds if name not in names.theirs]
        self.files: FileSync | None = None
        self._warns = not code.words.isdisjoint(_WARNS)
        seeded.clear()
        self._drawn = drawn() if code.draws else None
        names.denied = []
        test_runners.forget()
        # Where parts are changed or told apart, what was given twice is told instead.
        link.always = {"met": True} if code.has_parts else {"one": True}
        link.answered = self.answered
        link.steering = not code.words.isdisjoint(_ENDS)

    def got(self, name: str, value: Value) -> None:
        """Remember a learner's value that the check may change in place."""
        if name in self.code.changes and not is_learners(value):
            self._marks[name] = value, mark_of(value)

    def fields(self) -> Along:
        """Return what goes along with a question that runs the learner's code."""
        self._put()
        self.mirrored.give()
        if self.files:
            self.files.give()
        found: Along = {"warn": True} if self._warns else {}
        replaced = {name: self._replacing(name) for name in CARRIED}
        typed = {name: self.link.callback(one) for name, one in replaced.items() if one is not None}
        if typed:
            found["io"] = typed
        if sys.stdin is not self._stdin:
            enc = Encoder(self.link._own)
            found["stdin"] = enc.value(sys.stdin)
            if enc.lost or enc.buffers:
                note("stdin to be replaced in the learner's code")
        return found | self._seeds() | self._modules()

    def _modules(self) -> Along:
        """Return the modules that the check has imported, once for each."""
        own = {name: dict.get(self.names, name) for name in self._imported}
        new = {name: one.__name__ for name, one in own.items() if isinstance(one, types.ModuleType)}
        self._imported = [name for name in self._imported if name not in new]
        return {"modules": new} if new else {}

    def _replacing(self, name: str) -> Value:
        """Return what a check has put in the place of ``input`` or ``print``, or None."""
        own = dict.get(self.names, name, getattr(builtins, name, None))
        if own is None:
            return None
        return None if own is _TRUE[name] or is_learners(own) else own

    def _seeds(self) -> Along:
        if not (seeded or self._sent):
            return {}
        now = chance()
        new = {
            name: now[name] for name in seeded | {*self._sent} if now[name] != self._sent.get(name)
        }
        self._note_drawn(new)
        fresh = {name: now[name] for name in {*new, *seeded}}
        self._drew -= seeded
        self._sent |= fresh
        seeded.clear()
        return {"drawn": sorted(self._sent), **({"seeds": fresh} if fresh else {})}

    def _note_drawn(self, names: Iterable[str]) -> None:
        if any(name in self._drew and name not in seeded for name in names):
            what = "random numbers drawn after the learner's code has drawn some of the same seed"
            note(what, self._line({"random"}))

    def _line(self, words: Collection[str]) -> int:
        return next((line for line, said in self.code.lines if said & {*words}), 0)

    def _put(self) -> None:
        """Give the learner's values the content that the check has given to its copies."""
        for name, (value, mark) in list(self._marks.items()):
            if not is_marked(value, mark):
                self._marks[name] = value, mark_of(value)
                if not self.link.put(name, value):
                    note(f"{name} to be changed for the learner's code")

    def answered(self, reply: Answer, read: Callable[[object], Value], *, ran: bool) -> None:
        """Take what an answer says beside its value; ``ran`` is whether the learner's code did."""
        if type(reply.get("met")) is int:
            self.met = max(self.met, reply["met"])
        if reply.get("derived"):
            self._take_derived(reply["derived"])
        moved = reply.get("moved")
        for name, bound in moved.items() if type(moved) is dict else ():
            self.mirrored.moved(name, bound=bound is True)
            if self.names.moved(name, bound=bound is True) and name in self._marks:
                del self._marks[name]
        if self.files and ran:
            self.files.take()
        drew = reply.get("drew")
        self._drew |= {*drew} & {*self._sent} if type(drew) is list else set()
        warned = reply.get("warned")
        for one in warned if self._warns and type(warned) is list else ():
            _warn(one, read)

    def end(self, outcome: str, message: str, line: int, *, given: bool = False) -> None:
        """Note, when a check is over, what its outcome cannot rest on; it failed in ``line``.

        ``given`` is whether it failed in a library that was given a stand-in.
        """
        with contextlib.suppress(LearnerGoneError):
            self.mirrored.end()
        sys.stdin = self._stdin
        test_runners.look(self.code.words, outcome)
        own = outcome == "error" and message not in map(str, self.link.raised)
        if own and (given or _STAND_IN.search(message)):
            note("what only an object of the learner's itself can do", line)
        elif own and _NO_ATTRIBUTE.match(message):
            note("an attribute of a module, which the learner's code has of its own", line)
        elif outcome != "passed" and (used := self.code.words & _NOT_SHARED):
            note(f"{min(used)}, which the learner's code has of its own", self._line(used))
        if outcome not in ("passed", "partial", "stopped"):
            self._note_left_behind()
        if self._sent:
            now = chance()
            self._note_drawn([name for name in self._sent if now[name] != self._sent[name]])
        if self.met and self.code.asks_identity:
            note("whether values are one and the same object", self.code.asks_identity)
        elif self.met and own and _AMBIGUOUS in message:
            note("whether values are one and the same object", line)
        elif self.met == 2 and self.code.changes_parts:
            what = "a change of one value to show, or not to show, in another one"
            note(what, self.code.changes_parts)
        by_type = self._denied() or not self.code.words.isdisjoint(_ASKS_TYPE)
        if self.derived and (outcome == "error" or by_type):
            asked = _ASKS_TYPE | {"isinstance"}
            what = f"what only the class {self.derived} of a value can tell"
            note(what, line if outcome == "error" else self._line(asked))

    def _take_derived(self, told: object) -> None:
        name, line = told if type(told) is list and len(told) == 2 else ("", [])
        self.derived = str(name)[:80]
        self.lineage |= {(str(one[0]), str(one[1])) for one in line if len(one) == 2}

    def _denied(self) -> bool:
        """Return whether a check was told "no" by ``isinstance`` where it may be "yes"."""
        waiting = [*self.names.denied]
        while waiting:
            kind = waiting.pop()
            if type(kind) is types.UnionType:
                kind = kind.__args__
            if type(kind) is tuple:
                waiting += kind
            elif is_learners(kind) or isinstance(kind, abc.ABCMeta):
                # A class of the learner's, or one that decides by what the others can do.
                return True
            elif isinstance(kind, type) and place(kind) in self.lineage:
                return True
        return False

    def _note_left_behind(self) -> None:
        """Note what the learner's cells have left behind that a check may have counted on."""
        words = self.code.words
        places = [place for place, one in enumerate(LEFT) if not words.isdisjoint(one.words)]
        own = seeded or self._sent
        if self._drawn is not None and not own and drawn() != self._drawn:
            places.append(SEEDS)
        if not places:
            return
        with contextlib.suppress(LearnerGoneError):
            found = self.link.ask("left", of=places)
            for place in found if type(found) is list else ():
                if place in places:
                    note(
                        f"{LEFT[place].what}, which the learner's code has of its own",
                        self._line(LEFT[place].words or {"random"}),
                    )


_TRUE = {name: getattr(builtins, name) for name in CARRIED}


def _warn(one: object, read: Callable[[object], Value]) -> None:
    """Warn here of what the learner's code has warned of."""
    if type(one) is not list or len(one) != 3 or type(one[2]) is not str:
        return
    kind = read(one[0])
    if not (isinstance(kind, type) and issubclass(kind, Warning)):
        kind = getattr(builtins, str(one[1]), Warning)
    if isinstance(kind, type) and issubclass(kind, Warning):
        warnings.warn_explicit(one[2], kind, "<the learner's code>", 1, registry={})
