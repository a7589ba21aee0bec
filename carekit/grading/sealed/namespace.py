"""The namespace that a set's checks run in: their own names, the set's imports, the learner's."""

from __future__ import annotations

import builtins
import functools
from typing import Any

from carekit.grading.sealed.guards import CLASS_OF, IS_SAME, SHELL, class_of, guarded, is_same
from carekit.grading.sealed.refusals import refuse


class Names(dict):
    """A test's namespace: its own names first, then the set's imports, then the learner's."""

    def __init__(self, imports: dict[str, str], theirs: set[str]) -> None:
        """Keep the import statements of the set by name, and which names are the learner's."""
        super().__init__({"__name__": "__main__", "__builtins__": guarded(self)})
        self[CLASS_OF], self[IS_SAME] = class_of, functools.partial(is_same, self)
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

    def give_back(self) -> None:
        """Forget what was the learner's, so that the next cell sees what it is then."""
        self.fetched.clear()
        for name in self.theirs:
            self.pop(name, None)
