"""Names of the learner's that a check binds anew or deletes, mirrored for the learner's own code.

In a notebook a check and the learner's functions share one namespace: a check that deletes
``squares`` or puts a function of its own in the place of ``norm`` means the learner's other
functions to meet that. Here the learner's process is told before its code runs next: a value goes
as data, a function as one that asks the check. After the check every name is as it was before.
"""

from __future__ import annotations

import builtins
import contextlib
import importlib
import sys
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from carekit.sandbox.link.change_marks import is_marked, mark_of
from carekit.sandbox.link.codec import Decoder, Encoder
from carekit.sandbox.link.data_types import MUTABLE
from carekit.sandbox.link.described import variables_read
from carekit.sandbox.link.message_types import Answer, Question, Value
from carekit.sandbox.link.proxies import is_learners
from carekit.sandbox.link.refusals import note
from carekit.sandbox.link.shared_state import CARRIED
from carekit.sandbox.link.true_types import is_one

if TYPE_CHECKING:
    from carekit.sandbox.link.check_namespace import Names
    from carekit.sandbox.link.judge_end import Link
    from carekit.sandbox.link.learner_end import Desk

_NONE: Any = object()
_GONE: Any = object()


class MirroredNames:
    """The judge's side, for one check: which names stand for what in the learner's process."""

    def __init__(self, link: Link, names: Names, binds: Collection[str]) -> None:
        """Mirror the learner's names, and those of Python's own functions among ``binds``."""
        self.link, self.names = link, names
        own = {n for n in binds if callable(getattr(builtins, n, None)) and not n.startswith("__")}
        self._watched = {*names.theirs, *own} - CARRIED
        self._sent: dict[str, tuple[Value, Value]] = {}
        self._looked: set[str] = set()
        self._read: set[str] = set()

    def give(self) -> None:
        """Tell the learner's process what has changed since the last time."""
        new = {name: value for name in self._watched if (value := self._new(name)) is not _NONE}
        if not new:
            return
        self._look_at({name for name, value in new.items() if not _acts(value)})
        enc, trees, gone, back = Encoder(self.link._own), {}, [], []
        for name, value in new.items():
            if not (_acts(value) or name in self._read or name in self._sent):
                continue
            if value is _GONE:
                gone.append(name)
            elif value is self.names.seen.get(name, self) and is_learners(value):
                back.append(name)
            else:
                trees[name] = enc.value(value)
            self._sent[name] = value, mark_of(value) if is_one(value, MUTABLE) else None
            self.names.again = {*self.names.again, name}
        if enc.lost:
            note(f"{min(trees)} to be replaced in the learner's code")
        elif trees or gone or back:
            self.link.ask("bind", enc, bound=trees, gone=gone, back=back)

    def _new(self, name: str) -> Any:
        """Return what a name stands for in the check, where the learner's process has another."""
        value = dict.get(self.names, name, _GONE if name in self.names.gone else _NONE)
        if value is _NONE:
            return _NONE
        if name in self._sent:
            known, mark = self._sent[name]
            return _NONE if known is value and (mark is None or is_marked(value, mark)) else value
        first = self.names.seen.get(name, self)
        return _NONE if value is first and is_learners(value) else value

    def _look_at(self, names: set[str]) -> None:
        """Ask which of some names the learner's functions read: data goes only where it is met."""
        unknown = names - self._looked
        if unknown:
            self._looked |= unknown
            read = self.link.ask("reads", names=sorted(unknown))
            self._read |= {*read} & unknown if type(read) is list else set()

    def moved(self, name: str, *, bound: bool) -> None:
        """Take word that the learner's code has changed what a mirrored name stands for."""
        if name not in self._sent:
            return
        value = self.names.pop(name, _NONE)
        self.names.gone.discard(name)
        self._sent[name] = _NONE, None
        if value is not _NONE and not bound:
            self.names.stale[name] = value

    def end(self) -> None:
        """Let every name of the learner's stand for what it did before the check."""
        if self._sent:
            self.link.ask("bind", bound={}, gone=[], back=sorted(self._sent))
        self._sent.clear()


def _acts(value: object) -> bool:
    """Return whether a name is gone or stands for a function of the check's own."""
    return value is _GONE or (callable(value) and not is_learners(value))


def answer_bind(desk: Desk, head: Question, dec: Decoder, _enc: Encoder) -> Answer:
    """Bind, delete or put back names, as the learner's process is told to."""
    trees = head["bound"]
    for name in {*trees, *head["gone"]}:
        desk.mirrored.setdefault(name, desk.names.get(name, _NONE))
    for name, tree in trees.items():
        value = desk.names[name] = dec.value(tree)
        desk.told[name] = value, mark_of(value) if is_one(value, MUTABLE) else None
    for name in head["gone"]:
        desk.names.pop(name, None)
        desk.told[name] = _GONE, None
    for name in head["back"]:
        before = desk.mirrored.pop(name, _NONE)
        if before is _NONE:
            desk.names.pop(name, None)
        else:
            desk.names[name] = before
        desk.told.pop(name, None)
    return {"v": None}


def answer_names(desk: Desk, _head: Question, _dec: Decoder, enc: Encoder) -> Answer:
    """Return the names of all variables."""
    return {"v": enc.value([name for name in desk.names if type(name) is str])}


def meet_modules(names: dict[str, Value], wanted: dict[str, str]) -> None:
    """Let the learner's code find the modules that a check has imported, where it has none."""
    missing = {name: home for name, home in wanted.items() if name not in names}
    far = {name for name, home in missing.items() if home not in sys.modules}
    # To import a large library takes longer than to look whether anybody uses it.
    spare = far - variables_read(names) if far else set()
    for name in missing.keys() - spare:
        with contextlib.suppress(ImportError):
            names[name] = importlib.import_module(missing[name])
