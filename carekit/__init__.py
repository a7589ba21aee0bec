"""carekit: build, teach, practice and grade a notebook course in three languages.

A lesson needs five names: ``data``, ``quiz``, ``reader``, ``show`` and ``expect``; the daily review
needs ``review``, ``progress`` and ``word_list``.
"""

from importlib import import_module
from typing import Any

from carekit.public_names import install

# Each name is fetched when it is first used: a grader needs no widgets and a lesson no grader.
_HOMES = {
    "data": "carekit.tables",
    "exam": "carekit.widgets.exam",
    "expect": "carekit.checks",
    "hand_in": "carekit.widgets.hand_in",
    "progress": "carekit.widgets.progress",
    "quiz": "carekit.widgets.graded",
    "reader": "carekit.widgets.reader",
    "review": "carekit.widgets.review",
    "show": "carekit.widgets.chart",
    "word_list": "carekit.widgets.wordlist",
}
__all__ = [
    "data",
    "exam",
    "expect",
    "hand_in",
    "progress",
    "quiz",
    "reader",
    "review",
    "show",
    "word_list",
]

install()


def __getattr__(name: str) -> Any:
    """Return one of the names above, importing its home on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'carekit' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
