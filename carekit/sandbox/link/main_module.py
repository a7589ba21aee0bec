"""What a check reaches through ``__main__`` and through ``unittest.mock``, answered or refused.

In a notebook ``__main__`` holds the learner's names and the check's in one, and what a check
patches is patched for the learner's code. In the judge neither is so.
"""

from __future__ import annotations

import os
import sys
import types
from typing import Any
from unittest import mock

from carekit.sandbox.link.introspection import Globals
from carekit.sandbox.link.message_types import Value
from carekit.sandbox.link.refusals import note
from carekit.sandbox.link.shared_state import is_shared


class MainModule(types.ModuleType):
    """Stands for ``__main__``: the names of the check and the learner."""

    def __init__(self) -> None:
        """Stand for no namespace yet."""
        super().__init__("__main__")
        object.__setattr__(self, "_carekit_names", {})

    def stand_for(self, names: object) -> None:
        """Look names up in a check's namespace from now on."""
        object.__setattr__(self, "_carekit_names", names)

    def __getattribute__(self, name: str) -> Any:
        """Return the mapping of all names as its dict."""
        if name == "__dict__":
            return Globals(super().__getattribute__("_carekit_names"))
        return super().__getattribute__(name)

    def __getattr__(self, name: str) -> Any:
        """Return one name's value; what Python asks of every module is not the learner's to say."""
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return self._carekit_names[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: object) -> None:
        """Bind a name, as the check itself could."""
        self._carekit_names[name] = value

    def __delattr__(self, name: str) -> None:
        """Delete a name, as the check itself could. Raises AttributeError."""
        try:
            del self._carekit_names[name]
        except KeyError:
            raise AttributeError(name) from None

    def __dir__(self) -> list[str]:
        """Return all names; to ``unittest``, which looks for its tests, the check's own."""
        if sys._getframe(1).f_globals.get("__name__") != "unittest.loader":
            return sorted(self._carekit_names.listed())
        # Only a check's own names are listed; what Python puts beside them is no test.
        return [name for name in self._carekit_names if not name.startswith("__")]


MAIN = MainModule()


def guard_mock() -> None:
    """Note each patch of a module or a library's class, which the learner's code does not see."""
    enter, enter_dict = mock._patch.__enter__, mock._patch_dict.__enter__

    def patched(one: Value) -> Any:
        target, name = one.getter(), one.attribute
        if is_shared(target, name):
            note(f"{name} to be replaced in the learner's code")
        return enter(one)

    def patched_dict(one: Value) -> Any:
        result = enter_dict(one)
        if one.in_dict is sys.modules or one.in_dict is os.environ:
            note("a module or a variable of the system to be replaced in the learner's code")
        return result

    # mypy takes every assignment to a method for a slip; here it is the purpose.
    mock._patch.__enter__ = patched  # type: ignore[method-assign]
    mock._patch_dict.__enter__ = patched_dict  # type: ignore[method-assign]
