"""The namespace that a set's checks run in: their own names, the set's imports, the learner's."""

from __future__ import annotations

import builtins
import functools
from collections.abc import Iterable
from typing import Any

from carekit.grading.sealed.guards import (
    CLASS_OF,
    IS_SAME,
    PART_OF,
    SHELL,
    class_of,
    guarded,
    is_same,
    part_of,
)
from carekit.grading.sealed.refusals import refuse
from carekit.grading.sealed.standins import is_learners


class Names(dict):
    """A test's namespace: its own names first, then the set's imports, then the learner's."""

    def __init__(self, imports: dict[str, str], theirs: set[str]) -> None:
        """Keep the import statements of the set by name, and which names are the learner's."""
        super().__init__({"__name__": "__main__", "__builtins__": guarded(self)})
        self[CLASS_OF], self[IS_SAME] = class_of, functools.partial(is_same, self)
        self[PART_OF] = functools.partial(part_of, self)
        self.imports, self.theirs = imports, theirs
        self.link: Any = None
        self.fetched: dict[str, Any] = {}

    def __missing__(self, name: str) -> Any:
        """Return a name that the test has not bound. Raises KeyError."""
        if name in self.fetched:
            return self.fetched[name]
        if hasattr(builtins, name):
            raise KeyError(name)
        if name in self.imports and name not in self.theirs:
            exec(self.imports[name], self)  # noqa: S102 - the trainer's own import
            return self[name]
        if self.link is None:
            raise KeyError(name)
        if name in SHELL and name not in self.theirs:
            refuse(f"{name}, which belongs to the notebook's shell")
        self.fetched[name] = self.link.get(name)
        return self.fetched[name]

    def __delitem__(self, name: str) -> None:
        """Forget a name of the check's own; what is the learner's stays with the learner."""
        if name not in self and self.link is not None:
            refuse(f"deleting {name} of the learner's")
        super().__delitem__(name)

    def replaced(self, bound: Iterable[str]) -> str | None:
        """Return a name that a check has bound over one that the learner's code may call.

        In one namespace the learner's functions would call what the check put there. ``bound`` are
        the names that the check's text binds.
        """
        for name in bound:
            value = dict.get(self, name, self)
            if value is self or is_learners(value):
                continue
            ours = callable(value) and name in self.theirs
            if ours or (callable(getattr(builtins, name, None)) and not name.startswith("__")):
                return name
        return None

    def give_back(self) -> None:
        """Forget what was the learner's, so that the next cell sees what it is then."""
        self.fetched.clear()
        for name in self.theirs:
            self.pop(name, None)
