"""The namespace that a set's checks run in: their own names, the set's imports, the learner's."""

from __future__ import annotations

import builtins
import contextlib
import functools
import types
from collections.abc import Callable, Iterable
from typing import Any

from carekit.sandbox.link.encoder import Opaque
from carekit.sandbox.link.frame_cache import replace_content
from carekit.sandbox.link.instance_proxies import Thing
from carekit.sandbox.link.introspection import (
    CLASS_OF,
    PART_OF,
    SHELL,
    class_of,
    guarded,
    part_of,
)
from carekit.sandbox.link.message_types import Value
from carekit.sandbox.link.proxies import is_learners
from carekit.sandbox.link.refusals import refuse
from carekit.sandbox.link.shared_state import CARRIED, changes
from carekit.sandbox.syntax.name_analysis import CHANGES

_PLACE = ("__module__", "__qualname__")
_INSIDE = {CLASS_OF, PART_OF, CHANGES, "__round__"}


class Names(dict[str, Any]):
    """A test's namespace: its own names first, then the set's imports, then the learner's."""

    def __init__(self, imports: dict[str, str], theirs: set[str]) -> None:
        """Keep the import statements of the set by name, and which names are the learner's."""
        super().__init__({"__name__": "__main__", "__builtins__": guarded(self)})
        self[CLASS_OF], self[PART_OF] = class_of, functools.partial(part_of, self)
        self[CHANGES] = functools.partial(changes, self)
        self.imports, self.theirs = imports, theirs - imports.keys()
        # What an answer is to import: it counts as the learner has it.
        self.answered = theirs & imports.keys()
        self.link: Value = None
        self.fetched: dict[str, Value] = {}
        # Values that the learner's code has changed since, by name, until the check reads it again.
        self.stale: dict[str, Value] = {}
        # The names that a check may read again, and what is told of each value that it gets.
        self.again: set[str] = set()
        self.got: Callable[[str, Value], None] = lambda _name, _value: None
        # The classes of which a check was told that a value is not of them.
        self.denied: list[Value] = []
        # The learner's names that the check has deleted, and each value as it got it first.
        self.gone: set[str] = set()
        self.seen: dict[str, Value] = {}
        # How often a name was looked for while there was no learner to have it.
        self.unknown = 0

    def __missing__(self, name: str) -> Any:
        """Return a name that the test has not bound. Raises KeyError."""
        if name in self.fetched:
            return self.fetched[name]
        if name in self.gone or hasattr(builtins, name):
            raise KeyError(name)
        if name in self.imports and name not in self.answered:
            return self._imported(name)
        if self.link is None:
            self.unknown += 1
            raise KeyError(name)
        if name in SHELL and name not in self.theirs:
            refuse(f"{name}, which belongs to the notebook's shell")
        try:
            found = self._got(name)
        except KeyError:
            if name not in self.answered:
                raise
            return self._imported(name)
        self.fetched[name] = self._or_own(name, found) if name in self.answered else found
        return self.fetched[name]

    def _imported(self, name: str) -> Any:
        exec(self.imports[name], self)  # noqa: S102 - the trainer's own import
        return self[name]

    def _or_own(self, name: str, found: object) -> object:
        """Return what an import of the set gives, where the learner has the same by that name."""
        own: dict[str, Any] = {}
        with contextlib.suppress(ImportError):
            exec(self.imports[name], own)  # noqa: S102 - the trainer's own import
        mine = own.get(name, found)
        return mine if _home(mine) == _home(found) else found

    def _got(self, name: str) -> Any:
        """Return a learner's value; one that was changed in place stays the object it was."""
        old = self.stale.pop(name, None)
        new = self.link.get(name, again=old is not None, watch=name in self.again)
        self.got(name, new)
        self.seen.setdefault(name, new)
        if old is None or type(old) is not type(new):
            return new
        return old if replace_content(old, new) else new

    def moved(self, name: str, *, bound: bool) -> bool:
        """Take word that the learner's code has changed a value, or bound its name anew.

        Returns whether it is a value that the check has got.
        """
        if name not in self.fetched:
            return False
        old = self.fetched.pop(name)
        if not bound:
            self.stale[name] = old
        return True

    def __delitem__(self, name: str) -> None:
        """Forget a name of the check's own, and of the learner's; ``MirroredNames`` tells them.

        Raises KeyError when there is none.
        """
        if self.link is None:
            super().__delitem__(name)
            return
        theirs = name in self.theirs or name not in self
        self[name]
        self.fetched.pop(name, None)
        if theirs:
            self.gone.add(name)
        self.pop(name, None)

    def listed(self) -> list[str]:
        """Return all names, the check's own and the learner's, as they stand in one namespace."""
        theirs = None if self.link is None else self.link.ask("names")
        if type(theirs) is not list or {*map(type, theirs)} - {str}:
            refuse("a list of the names in the notebook")
        own = [name for name in self if not (name in _INSIDE or name.startswith("__ready_"))]
        return list(dict.fromkeys([*own, *(name for name in theirs if name not in self.gone)]))

    def replaced(self, bound: Iterable[str]) -> str | None:
        """Return a name of Python's own functions under which a check keeps a value of its own.

        In one namespace the learner's functions would meet that value and fail.
        """
        for name in bound:
            value = dict.get(self, name, self)
            if value is self or is_learners(value) or callable(value) or name in CARRIED:
                continue
            if callable(getattr(builtins, name, None)) and not name.startswith("__"):
                return name
        return None

    def give_back(self) -> None:
        """Forget what was the learner's, so that the next cell sees what it is then."""
        for held in (self.fetched, self.stale, self.gone, self.seen):
            held.clear()
        for name in self.theirs | self.answered:
            self.pop(name, None)


def _home(value: object) -> tuple[str, str]:
    """Return where a module, a function or a class stands in its library, and by which name."""
    if isinstance(value, Opaque):
        return value.module, ""
    if isinstance(value, types.ModuleType):
        return value.__name__, ""
    if isinstance(value, Thing):
        told = [value._carekit_told.get(key, "") for key in _PLACE]
    else:
        told = [getattr(value, key, "") for key in _PLACE]
    return str(told[0]), str(told[1])
