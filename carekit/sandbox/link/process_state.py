"""What a process has one of beside its modules, and what of it a check sets or reads.

A check that limits the depth of calls or sets a variable of the system means the learner's code to
meet it, and one that asks for a setting asks what the learner's cells have set. The learner's code
runs in another process, so neither is true there.
"""

from __future__ import annotations

import decimal
import functools
import logging
import os
import signal
import sys
import tempfile
import tracemalloc
import types
from collections.abc import Callable, Collection, Iterator, MutableMapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from carekit.sandbox.link.refusals import refuse


@dataclass(frozen=True)
class State:
    """One state: ``words`` of a check that may change it, how it is read, what changing it asks."""

    words: frozenset[str]
    read: Callable[[], Any]
    asks: str


def _decimals() -> Any:
    context = decimal.getcontext()
    return context.prec, context.rounding, dict(context.traps)


def _loggers() -> Any:
    known = list(logging.root.manager.loggerDict.values())
    found = [logging.root, *(one for one in known if isinstance(one, logging.Logger))]
    return {one.name: (one.level, [*map(id, one.handlers)]) for one in found}


def _temporary() -> Any:
    try:
        return sorted(os.listdir(tempfile.gettempdir()))  # noqa: PTH208 - names are enough
    except OSError:
        return []


STATES = (
    State(frozenset({"environ", "putenv", "setenv"}), lambda: dict(os.environ),
          "a variable of the system to be set for the learner's code"),
    State(frozenset({"setrecursionlimit"}), sys.getrecursionlimit,
          "the depth of calls to be limited in the learner's code"),
    State(frozenset({"setprofile", "settrace"}), lambda: (sys.getprofile(), sys.gettrace()),
          "the calls inside the learner's code"),
    State(frozenset({"chdir"}), os.getcwd,
          "the working folder to be another for the learner's code"),
    State(frozenset({"seterr", "errstate"}), np.geterr,
          "how NumPy treats errors to be set for the learner's code"),
    State(frozenset({"getcontext", "setcontext", "localcontext"}), _decimals,
          "how Decimal rounds to be set for the learner's code"),
    State(frozenset({"tracemalloc"}), tracemalloc.is_tracing,
          "the memory that the learner's code uses"),
    State(frozenset({"alarm", "setitimer"}), lambda: signal.getitimer(signal.ITIMER_REAL)[0] > 0,
          "a time limit of its own for the learner's code"),
    State(frozenset({"logging", "assertLogs", "assertNoLogs", "caplog"}), _loggers,
          "what the learner's code logs"),
    State(frozenset({"tempfile", "TemporaryDirectory", "NamedTemporaryFile", "mkdtemp", "mkstemp",
                     "mktemp"}), _temporary,
          "a temporary file of the check's own to be used by the learner's code"),
)  # fmt: skip


class Watched:
    """The states that one check may change, as they were when it began."""

    def __init__(self, words: Collection[str]) -> None:
        """Read the states that one of some words may change."""
        self._first = [(one, one.read()) for one in STATES if not one.words.isdisjoint(words)]

    def changed(self) -> str | None:
        """Return what a changed state asks for, or None."""
        return next((one.asks for one, first in self._first if one.read() != first), None)


class Variables(MutableMapping[str, str]):
    """Stands for ``os.environ`` in a check: what is not set here the learner may have set."""

    def __getitem__(self, name: str) -> str:
        if name not in os.environ:
            refuse(f"the variable {name} of the learner's system")
        return os.environ[name]

    def __setitem__(self, name: str, value: str) -> None:
        os.environ[name] = value

    def __delitem__(self, name: str) -> None:
        del os.environ[name]

    def __iter__(self) -> Iterator[str]:
        refuse("a list of the variables of the learner's system")

    def __len__(self) -> int:
        refuse("a list of the variables of the learner's system")


VARIABLES = Variables()


class KeptState(tuple[Any, ...]):
    """The state of a generator, to be put back later; the learner's generator has another one."""

    def _refuse(self, *_: object) -> Any:
        refuse("the state of the random numbers, which the learner's code has of its own")

    __eq__ = __ne__ = __getitem__ = __iter__ = _refuse
    # Python's own way to say that it cannot be hashed; to mypy it is a method gone missing.
    __hash__ = None  # type: ignore[assignment]


def _kept_state(true: Callable[..., object], *args: object, **kwargs: object) -> Any:
    found = true(*args, **kwargs)
    # As a dict it is only ever looked into.
    return KeptState(found) if type(found) is tuple else KeptState()._refuse()


def as_it_was(state: object) -> Any:
    """Return the state that a generator is to be put into, as the generator takes it."""
    return tuple(tuple.__iter__(state)) if type(state) is KeptState else state


_OWN = ", which the learner's code has of its own"
# By the module that has them, or the first part of its name.
_TOLD_BY = {
    "sys": {"getrefcount": "the number of references to a value",
            "getrecursionlimit": f"the depth of calls{_OWN}", "argv": f"the arguments{_OWN}",
            "path": f"the folders of modules{_OWN}"},
    "gc": {**dict.fromkeys(("get_referrers", "get_referents", "get_objects"),
                           "the references to a value"),
           "isenabled": f"whether the memory is tidied up{_OWN}"},
    "threading": dict.fromkeys(("enumerate", "active_count"), f"the threads{_OWN}"),
    "atexit": {"_ncallbacks": f"what runs at the end{_OWN}"},
    "signal": {"getsignal": f"the handler of a signal{_OWN}"},
    "warnings": {"filters": f"the filters of warnings{_OWN}"},
    "logging": {"getLogger": "what the learner's code logs"},
    "pandas": dict.fromkeys(("get_option", "options"), "an option of pandas that is set"),
    "numpy": {"get_printoptions": "an option of NumPy that is set",
              "geterr": f"how NumPy treats errors{_OWN}"},
    "matplotlib": dict.fromkeys(("gcf", "gca", "get_fignums", "rcParams"),
                                "the figure that the learner's code draws on"),
}  # fmt: skip
_STATES = {"getstate", "get_state"}
READ = {name for told in _TOLD_BY.values() for name in told} | {"environ", "getenv"} | _STATES
"""The attributes of modules through which a check would read such a state."""


def read(value: object, wanted: str) -> Any:
    """Return what an attribute in ``READ`` is for a check, or None where it is none of these.

    Raises CannotTellError where only the learner's process knows.
    """
    if not isinstance(value, types.ModuleType):
        return None
    if value is os and wanted in ("environ", "getenv"):
        return VARIABLES if wanted == "environ" else VARIABLES.get
    home = value.__name__.split(".")[0]
    if wanted in _STATES and home in ("random", "numpy"):
        return functools.partial(_kept_state, getattr(value, wanted))
    asked = _TOLD_BY.get(home, {}).get(wanted)
    if asked is not None:
        refuse(f"{asked}, by {wanted}")
    return None
