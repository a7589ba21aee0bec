"""carekit: build, teach, practise and grade a notebook course in three languages.

A notebook needs five names: ``data``, ``quiz``, ``reader``, ``show`` and ``expect``.
"""

from importlib import import_module
from typing import Any

# Each name is fetched when it is first used: a grader needs no widgets and a lesson no grader.
_HOMES = {
    "data": "carekit.tables",
    "expect": "carekit.checks",
    "quiz": "carekit.widgets",
    "reader": "carekit.widgets",
    "show": "carekit.widgets",
}
__all__ = ["data", "expect", "quiz", "reader", "show"]


def __getattr__(name: str) -> Any:
    """Return one of the names above, importing its home on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'carekit' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
