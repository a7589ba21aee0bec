"""What the standard library's own ways of testing do that reaches past a check's own names.

``doctest`` reads the texts of the learner's functions and runs them where they were written, and
``unittest`` reports failures that a check need not look at.
"""

from __future__ import annotations

import doctest
import timeit
import unittest
from typing import Any

from carekit.sandbox.link.introspection import Globals
from carekit.sandbox.link.main_module import MAIN
from carekit.sandbox.link.message_types import Value
from carekit.sandbox.link.proxies import is_learners
from carekit.sandbox.link.refusals import note, refuse

_LOOKS = {"wasSuccessful", "failures", "errors"}
_ran: list[unittest.TestResult] = []


def guard_testers() -> None:
    """Refuse doctests of the learner's, and keep what unittest finds, for this whole process."""
    find, run, timed = (
        doctest.DocTestFinder.find,
        unittest.TextTestRunner.run,
        timeit.Timer.__init__,
    )
    testmod = doctest.testmod

    def found(self: Value, thing: object, *args: Value, **kwargs: Value) -> Any:
        if thing is MAIN or is_learners(thing):
            refuse("the doctests of the learner's functions")
        return find(self, thing, *args, **kwargs)

    def whole(m: Value = None, *args: Value, **kwargs: Value) -> Any:
        if m is None or m is MAIN:
            refuse("the doctests of the learner's functions")
        return testmod(m, *args, **kwargs)

    def runs(self: Value, test: Value) -> Any:
        result = run(self, test)
        _ran.append(result)
        return result

    def times(self: Value, *args: Value, **kwargs: Value) -> None:
        true = [one._names if type(one) is Globals else one for one in args]
        named = {k: v._names if type(v) is Globals else v for k, v in kwargs.items()}
        timed(self, *true, **named)

    # mypy takes every assignment to a method for a slip; here it is the purpose.
    doctest.DocTestFinder.find, doctest.testmod = found, whole  # type: ignore[method-assign, assignment]
    unittest.TextTestRunner.run = runs  # type: ignore[method-assign]
    timeit.Timer.__init__ = times  # type: ignore[method-assign]


def forget() -> None:
    """Forget what unittest has found in another check."""
    _ran.clear()


def look(words: set[str], outcome: str) -> None:
    """Note what unittest found in a check that does not look at it; ``words`` are the check's."""
    for result in _ran:
        if not result.testsRun:
            note("the tests of unittest that the learner's cells define")
        elif outcome == "passed" and not result.wasSuccessful() and words.isdisjoint(_LOOKS):
            note("tests of unittest whose result it does not look at")
