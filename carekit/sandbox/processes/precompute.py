"""The trusted cells of a set, compiled, with everything done beforehand that no learner decides.

A check often works out the right answer from the course's own tables. That takes the same time and
gives the same result for every submission, so it is done once, before the first fork.
"""

from __future__ import annotations

import ast
import builtins
import copy
import datetime
import io
import itertools
import os
import signal
import types
import warnings
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

import numpy as np
import pandas as pd

from carekit.sandbox.link.call_context import chance
from carekit.sandbox.link.check_namespace import Names
from carekit.sandbox.link.introspection import KeptBuiltins
from carekit.sandbox.link.main_module import MAIN
from carekit.sandbox.link.refusals import taken
from carekit.sandbox.processes.check_code import Code, run_code
from carekit.sandbox.processes.parent_config import CodeCell
from carekit.sandbox.syntax.argument_hoisting import without_arguments
from carekit.sandbox.syntax.name_analysis import (
    CHANCE,
    UNSTEADY,
    loaded_in,
)
from carekit.sandbox.syntax.statements import ROUND, CheckStatement, Rounds

_MOST_ROUNDS = 50
# What takes longer is left to each submission, where the time of a check is limited anyway.
_MOST_SECONDS = 10


class Notebook:
    """The trusted cells of one notebook; ``done`` are those that need not run again."""

    def __init__(
        self,
        cells: list[CodeCell],
        imports: dict[str, str],
        theirs: Iterable[str],
        *,
        ahead: bool = True,
    ) -> None:
        """Compile everything and do what is the same for every submission.

        Without ``ahead`` nothing is run: a check may have ended the process the last time.
        """
        self.names = Names(imports, set(theirs))
        # What only learners look at is often costly to import. Should a check find a way to it
        # all the same, it is imported then: see ``Names``.
        spare = set(imports) - loaded_in(cell["source"] for cell in cells)
        self.codes = {cell["id"]: Code(cell, spare) for cell in cells}
        self.done: set[str] = set()
        # With one seed for the whole run every submission draws the same, once and for all.
        fresh = set() if os.environ.get("CAREKIT_SEED") else {"fresh_seeds"}
        self.unsteady = (UNSTEADY - CHANCE) | fresh
        self.own: set[str] = set()
        self.taken = 0
        self.tainted = set(theirs)
        used: set[str] = set()
        before: dict[str, Any] = {}
        self.kept = KeptBuiltins()
        MAIN.stand_for(self.names)
        for cell in cells if ahead else ():
            code = self.codes[cell["id"]]
            for statement in code.statements:
                if not statement.steady or statement.words & self.unsteady:
                    self.unsteady |= statement.defines
            if cell["test"]:
                kept = dict(self.names)
                self._prepare(code)
                made = {name for step in code.steps if isinstance(step, dict) for name in step}
                before = {**{name: kept.get(name, _ABSENT) for name in made}, **before}
            elif not (code.binds & used or code.magic) and self._does(code):
                self.done.add(code.name)
            used |= code.binds.union(*(statement.reads for statement in code.statements))
        # At its own place each check gets back what was worked out for it, and no other check's.
        for name, value in before.items():
            self.names.pop(name, None)
            if value is not _ABSENT:
                self.names[name] = value

    def values_ready(self) -> Iterator[Any]:
        """Give every value that was worked out here and that a check may pass on."""
        yield from dict.values(self.names)
        for code in self.codes.values():
            for step in code.steps:
                if isinstance(step, dict):
                    yield from step.values()

    def _does(self, code: Code) -> bool:
        """Run a locked cell; returns whether it needed nothing of a learner's."""
        if code.reads & self.names.theirs:
            return False
        try:
            with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                _quietly(code.run, self.names)
        except BaseException:
            self.tainted |= code.binds
            return False
        finally:
            self.names.give_back()
            self.kept.restore()
        return True

    def _prepare(self, code: Code) -> None:
        """Run those statements of a check that no learner's value can reach."""
        if code.magic:
            return
        code.steps, self.own = [], set()
        self._sort(code.statements, code.steps)

    def _sort(self, statements: list[CheckStatement], steps: list[object]) -> None:
        for statement in statements:
            if self._same_for_all(statement) and self._silent(statement):
                steps.append({n: self.names[n] for n in statement.binds & set(self.names)})
                # It has this value whatever an earlier step made of the name.
                self.tainted -= statement.surely
                self.own |= statement.binds
            elif statement.rounds is None or not self._unrolled(statement.rounds, steps):
                reads = self._with_arguments(statement, steps)
                # Whatever it touches may be different for each learner from here on.
                touched = {name for name in reads if not self._fixed(name)}
                # The same object may have another name.
                held = {id(self.names[name]) for name in touched & set(self.names)}
                touched |= {name for name, value in self.names.items() if id(value) in held}
                self.tainted |= statement.binds | statement.changes | touched

    def _with_arguments(self, statement: CheckStatement, steps: list[object]) -> set[str]:
        """Add the steps of a statement that needs the learner: what needs nobody comes first.

        Returns the names that the learner's part may touch.
        """
        found: dict[str, Any] = {}

        def ready(node: ast.expr) -> str | None:
            name = f"__ready_{self.taken}__"
            target = ast.copy_location(ast.Name(name, ast.Store()), node)
            made = ast.copy_location(ast.Assign([target], copy.deepcopy(node)), node)
            alone = CheckStatement(ast.fix_missing_locations(made), statement.file)
            if alone.changes != {name} or not self._same_for_all(alone) or not self._silent(alone):
                return None
            self.taken += 1
            found[name] = self.names.pop(name)
            return name

        left, names = without_arguments(statement.node, ready)
        if not names:
            steps.append(statement.code)
            return statement.reads
        rest = CheckStatement(left, statement.file)
        steps += [found, rest.code]
        # What was worked out may be an object that has a name of its own.
        held = {id(value) for value in found.values()}
        return rest.reads - set(names) | {n for n, value in self.names.items() if id(value) in held}

    def _unrolled(self, rounds: Rounds, steps: list[object]) -> bool:
        """Sort the statements of a loop's rounds, each for itself; False leaves the loop whole."""
        if not self._same_for_all(rounds.over):
            return False
        taken = []
        try:
            _quietly(run_code, rounds.over.code, self.names)
            items = list(itertools.islice(self.names.pop(ROUND), _MOST_ROUNDS + 1))
            for item in items:
                self.names[ROUND] = item
                _quietly(run_code, rounds.takes.code, self.names)
                del self.names[ROUND]
                taken.append({name: self.names[name] for name in rounds.takes.binds - {ROUND}})
        except BaseException:
            self.names.pop(ROUND, None)
            return False
        if len(items) > _MOST_ROUNDS:
            return False
        for bound_now in taken:
            self.names.update(bound_now)
            steps.append(bound_now)
            self.tainted -= rounds.takes.binds
            self.own |= rounds.takes.binds
            self._sort(rounds.body, steps)
        return True

    def _same_for_all(self, statement: CheckStatement) -> bool:
        if not statement.steady or statement.words & self.unsteady:
            return False
        changed = statement.changes - statement.binds
        # A module or a class that is changed is changed for everybody, and for good.
        shared = (types.ModuleType, types.FunctionType, type)
        if changed - self.own or any(isinstance(self.names.get(n), shared) for n in changed):
            return False
        known = self.names.keys() | set(dir(builtins)) | set(self.names.imports) | statement.binds
        return statement.reads <= known and not (statement.reads & self.tainted)

    def _silent(self, statement: CheckStatement) -> bool:
        """Run a statement; returns whether its names are all that came of it.

        What looked for a learner's name found none yet, whatever it made of that; and what would be
        noted beside a check has to be noted beside each learner's.
        """
        said, unknown, before = io.StringIO(), self.names.unknown, chance()
        taken()
        try:
            with redirect_stdout(said), redirect_stderr(said):
                _quietly(run_code, statement.code, self.names)
        except BaseException:
            # An exit as well: it would end the process that everybody's checks are judged from.
            self.kept.restore()
            return False
        replaced = self.kept.replaced()
        self.kept.restore()
        looked = self.names.unknown != unknown or taken() or chance() != before
        return not (said.getvalue() or replaced or looked)

    def _fixed(self, name: str) -> bool:
        """Return whether a name holds something that using it does not change."""
        if name in self.names.imports or hasattr(builtins, name):
            return True
        return isinstance(self.names.get(name), _FIXED)


_ABSENT = object()
# Nothing that is done with a value of these types changes it.
_FIXED = (
    types.ModuleType, types.FunctionType, type, types.NoneType, bool, int, float, complex,
    str, bytes, tuple, frozenset, range, datetime.date, datetime.time, datetime.timedelta,
    np.generic, pd.Timedelta, pd.Timestamp, pd.Period, pd.Interval, type(pd.NaT),
)  # fmt: skip


def _quietly(call: Any, *arguments: object) -> None:
    # Nobody reads what a warm parent is warned of; in its place the check says it again.
    with warnings.catch_warnings(record=True):
        warnings.simplefilter("ignore")
        before = signal.signal(signal.SIGALRM, _too_slow)
        signal.setitimer(signal.ITIMER_REAL, _MOST_SECONDS)
        try:
            call(*arguments)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def _too_slow(_number: int, _frame: object) -> None:
    raise TimeoutError
