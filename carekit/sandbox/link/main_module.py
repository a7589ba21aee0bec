"""What a check reaches through ``__main__`` and through ``unittest.mock``, answered or refused.

In a notebook ``__main__`` holds the learner's names and the check's in one, and what a check
patches is patched for the learner's code. In the judge neither is so.
"""

from __future__ import annotations

import os
import sys
import types
from collections.abc import Mapping
from typing import Any
from unittest import mock

from carekit.sandbox.link.refusals import note, refuse
from carekit.sandbox.link.shared_state import is_shared


class MainModule(types.ModuleType):
    """Stands for ``__main__``: single names of the check or the learner, and no list of them."""

    def __init__(self) -> None:
        """Stand for no namespace yet."""
        super().__init__("__main__")
        object.__setattr__(self, "_carekit_names", {})

    def stand_for(self, names: Mapping[str, Any]) -> None:
        """Look names up in a check's namespace from now on."""
        object.__setattr__(self, "_carekit_names", names)

    def __getattribute__(self, name: str) -> Any:
        """Refuse the dict of all names."""
        if name == "__dict__":
            refuse("a list of the names in the notebook")
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
        refuse(f"{name} to be replaced in the learner's code")

    def __delattr__(self, name: str) -> None:
        refuse(f"deleting {name} of the learner's")

    def __dir__(self) -> list[str]:
        """Return the check's own names to ``unittest``, which looks for its tests there."""
        if sys._getframe(1).f_globals.get("__name__") != "unittest.loader":
            refuse("a list of the names in the notebook")
        # Only a check's own names are listed; what Python puts beside them is no test.
        return [name for name in self._carekit_names if not name.startswith("__")]


MAIN = MainModule()


def guard_mock() -> None:
    """Note each patch of a module or a library's class, which the learner's code does not see."""
    enter, enter_dict = mock._patch.__enter__, mock._patch_dict.__enter__

    def patched(one: Any) -> Any:
        target, name = one.getter(), one.attribute
        if is_shared(target, name):
            note(f"{name} to be replaced in the learner's code")
        return enter(one)

    def patched_dict(one: Any) -> Any:
        result = enter_dict(one)
        if one.in_dict is sys.modules or one.in_dict is os.environ:
            note("a module or a variable of the system to be replaced in the learner's code")
        return result

    # mypy takes every assignment to a method for a slip; here it is the purpose.
    mock._patch.__enter__ = patched  # type: ignore[method-assign]
    mock._patch_dict.__enter__ = patched_dict  # type: ignore[method-assign]
