"""Special attributes of a learner's things that are told truly, and what code says of itself."""

from __future__ import annotations

import importlib
import types
from typing import Any

from carekit.sandbox.link.refusals import refuse

FACTS = {
    "__dict__", "__bases__", "__base__", "__mro__", "__doc__", "__wrapped__", "__self__",
    "__func__", "__slots__", "__match_args__", "__abstractmethods__", "__orig_bases__",
    "__members__", "__annotations__", "__defaults__", "__kwdefaults__", "__init__",
}  # fmt: skip
"""The special attributes that are answered as Python itself would answer them."""


class CodeFacts:
    """Stands for the code of a learner's function: what it says of itself, and nothing to run."""

    def __init__(self, told: object) -> None:
        """Keep what was told; code inside of it, such as that of a lambda, stands so as well."""
        facts = (
            {key: one for key, one in told.items() if str(key).startswith("co_")}
            if (type(told) is dict)
            else {}
        )
        inner = facts.get("co_consts")
        if type(inner) is list:
            facts["co_consts"] = tuple(map(_constant, inner))
        self.__dict__.update(facts)

    @property
    def __class__(self) -> Any:
        """Return the class that code has, so that a check finds it among the constants."""
        return types.CodeType

    @__class__.setter
    def __class__(self, _kind: object) -> None:
        raise TypeError("the class of code stays what it is")

    def __getattr__(self, name: str) -> Any:
        """Refuse what was not told."""
        if name.startswith("__"):
            raise AttributeError(name)
        refuse(f"{name} of the code of a function of the learner's")


def _constant(one: object) -> Any:
    inner = type(one) is dict and [*one] == ["code"]
    return CodeFacts(one["code"]) if inner and type(one) is dict else one


def chart_class(path: object) -> Any:
    """Return the class of a chart library by its place, or None."""
    if type(path) is not list or [*map(type, path)] != [str, str]:
        return None
    home, name = path
    if home.split(".")[0] not in ("altair", "matplotlib") or "." in name:
        return None
    try:
        found = getattr(importlib.import_module(home), name, None)
    except ImportError:
        return None
    return found if isinstance(found, type) else None
