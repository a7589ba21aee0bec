"""What a learner's own cells have left behind in their process, and a check may count on.

A cell that seeds the random numbers, goes to another folder or sets how numbers are shown changes
the process it runs in. In one process with it a check would meet that; in the judge it cannot.
Where such a check does not pass, the judge asks whether anything of this kind was left behind.
"""

from __future__ import annotations

import csv
import decimal
import functools
import locale
import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from carekit.sandbox.link.message_types import Answer, Question
from carekit.sandbox.link.process_state import as_it_was

seeded: set[str] = set()
"""Which of the two generators that everybody shares were seeded, or put into a state."""
OF_ERRORS = {"last_type", "last_value", "last_traceback", "last_exc"}
"""The attributes of ``sys`` that an error leaves which nobody caught."""
_SHOWN = ("precision", "max_rows", "max_columns", "width", "max_colwidth", "float_format")


def watch_seeds() -> None:
    """Note in ``seeded`` from now on which of the two generators a process seeds."""

    def watch(home: object, name: str, generator: str) -> None:
        true = getattr(home, name)

        @functools.wraps(true)
        def seeding(*args: object, **kwargs: object) -> Any:
            seeded.add(generator)
            return true(*map(as_it_was, args), **kwargs)

        setattr(home, name, seeding)

    for name in ("seed", "setstate"):
        watch(random, name, "random")
    for name in ("seed", "set_state"):
        watch(np.random, name, "numpy")


def drawn() -> object:
    """Return how far the two generators are; it differs as soon as one of them has drawn."""
    kind, keys, *rest = np.random.get_state(legacy=True)
    return random.getstate(), kind, np.asarray(keys).tobytes(), rest


@dataclass(frozen=True)
class Left:
    """One thing: ``words`` of a check that may count on it, how it is read, what it is called."""

    words: frozenset[str]
    read: Callable[[], Any]
    what: str


def _folder() -> str | None:
    try:
        return os.getcwd()  # noqa: PTH109 - a text is enough
    except OSError:
        # The learner's code has deleted the folder it is in.
        return None


LEFT = (
    Left(frozenset(), lambda: sorted(seeded), "random numbers of a generator that is seeded"),
    Left(frozenset({"open", "Path", "os", "read_csv", "read_json", "read_excel", "glob"}), _folder,
         "the working folder"),
    Left(frozenset({"decimal", "Decimal", "getcontext"}),
         lambda: (decimal.getcontext().prec, decimal.getcontext().rounding),
         "how Decimal rounds"),
    Left(frozenset({"geterr", "seterr", "errstate"}), np.geterr, "how NumPy treats errors"),
    Left(frozenset({"str", "repr", "print", "format", "to_string", "array2string", "f-string"}),
         lambda: (np.get_printoptions(), [pd.get_option(f"display.{one}") for one in _SHOWN]),
         "how NumPy or pandas show numbers"),
    Left(frozenset({"locale", "format", "strftime"}), lambda: locale.setlocale(locale.LC_ALL),
         "the language of the system"),
    Left(frozenset({"time", "datetime", "localtime", "fromtimestamp", "astimezone"}),
         lambda: (time.tzname, time.timezone), "the time zone of the system"),
    Left(frozenset({"csv"}), csv.list_dialects, "the kinds of CSV files that are known"),
    Left(frozenset({"sys"}), lambda: sorted(name for name in vars(sys) if name not in OF_ERRORS),
         "the attributes of the module sys"),
)  # fmt: skip
SEEDS = 0
"""The place of the seeds in ``LEFT``; whether a check drew, its words do not say."""
_first: list[Any] = []


def begin() -> None:
    """Remember how all of this is before the first cell of a learner's own."""
    seeded.clear()
    _first[:] = [one.read() for one in LEFT]


def answer_left(_desk: object, head: Question, _dec: object, _enc: object) -> Answer:
    """Answer which of some places in ``LEFT`` are not as they were at the beginning."""
    return {"v": [place for place in head["of"] if _first and LEFT[place].read() != _first[place]]}
