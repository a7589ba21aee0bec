"""One trusted cell, compiled: its statements, and what was worked out beforehand in their place."""

from __future__ import annotations

import ast
import asyncio
import importlib
import inspect
import linecache
import time
from collections.abc import Callable, Collection
from typing import Any

from carekit.sandbox.link.check_namespace import Names
from carekit.sandbox.link.introspection import rewritten
from carekit.sandbox.link.refusals import FILES
from carekit.sandbox.processes.parent_config import CodeCell
from carekit.sandbox.syntax.identity_questions import (
    asks_identity,
    changes_parts,
    compared,
    read_again,
)
from carekit.sandbox.syntax.name_analysis import (
    bound,
    changed_in_place,
    copied,
    draws_shared,
    without_imports,
    words_of,
)
from carekit.sandbox.syntax.statements import CheckStatement, compiled, globals_read

Took = Callable[[int, float], None]
"""Is told the number of a line of a check, and the seconds on the wall that it took."""


class Code:
    """One trusted cell, compiled: its statements, and its last line if that is a value."""

    binds: set[str]
    reads: set[str]
    statements: list[CheckStatement]
    steps: list[Any]
    last: Any

    def __init__(self, cell: CodeCell, spare: Collection[str] = ()) -> None:
        """Compile a cell; one that is not plain Python (a magic) goes through IPython's grammar.

        Outside of checks, names in ``spare`` are not imported.
        """
        self.name, self.points, self.hidden = cell["id"], cell["points"], set(cell["hidden"])
        self.file = f"<{cell['id']}>"
        FILES.add(self.file)
        self.magic = False
        source = cell["source"]
        self.fault = ""
        try:
            self._compile(source, spare if not cell["test"] else ())
        except (SyntaxError, ValueError, RecursionError) as error:
            # One check that is no Python must not keep the others from being run.
            self.fault = f"it is not valid Python ({error})"
            self.binds, self.reads = set(), set()
            self._read_text(ast.Module([], []))
            self.statements, self.steps, self.last = [], [], None

    def _compile(self, source: str, spare: Collection[str]) -> None:
        try:
            tree = ast.parse(source)
        except SyntaxError:
            grammar = importlib.import_module("IPython.core.inputtransformer2")
            source, self.magic = grammar.TransformerManager().transform_cell(source), True
            tree = ast.parse(source)
        lines = source.splitlines(keepends=True)
        linecache.cache[self.file] = (len(source), None, lines, self.file)
        if spare:
            tree = without_imports(tree, spare)
        # Said of the check as it was written; what is compiled asks some questions otherwise.
        self.binds = bound(tree)
        self._read_text(tree)
        tree = ast.fix_missing_locations(rewritten(tree, self.binds))
        # Names that its functions bind for themselves are not read from outside.
        self.reads = globals_read(tree, self.file)
        last = tree.body[-1] if tree.body else None
        value = None
        if isinstance(last, ast.Expr) and not source.rstrip().endswith(";"):
            value = last.value
            tree.body.pop()
        self.statements = [CheckStatement(node, self.file) for node in tree.body]
        self.last = None if value is None else compiled(ast.Expression(value), self.file)
        self.steps = [statement.code for statement in self.statements]

    def _read_text(self, tree: ast.Module) -> None:
        """Read from a cell's text what it may ask and change of the learner's values."""
        self.lines = [(part.lineno, words_of(part)) for part in tree.body]
        self.words: set[str] = set().union(*(words for _, words in self.lines))
        self.copies, self.again = copied(tree), read_again(tree)
        self.changes = changed_in_place(tree) - self.binds
        self.compared, self.draws = compared(tree), draws_shared(tree)
        self.asks_identity, self.changes_parts = asks_identity(tree), changes_parts(tree)
        self.has_parts = bool(self.asks_identity or self.changes_parts)

    def run(self, names: Names, took: Took | None = None) -> Any:
        """Run what is left of the cell; returns the value of its last line.

        A step is code, or the names that were worked out beforehand for this place. ``took`` is
        called after each step with the number of its line and the seconds on the wall.
        """
        for step in self.steps:
            if isinstance(step, dict):
                names.update(step)
            else:
                _timed(step, names, took)
        if self.fault:
            raise SyntaxError(self.fault)
        return None if self.last is None else _timed(self.last, names, took)

    def ahead(self) -> list[str]:
        """Return the names that are worked out beforehand, in the order of the cell."""
        made = [name for step in self.steps if isinstance(step, dict) for name in sorted(step)]
        return list(dict.fromkeys(name for name in made if not name.startswith("__")))


def _timed(code: Any, names: dict[str, object], took: Took | None) -> Any:
    if took is None:
        return run_code(code, names)
    began = time.perf_counter()
    try:
        return run_code(code, names)
    finally:
        lines = (line for _, _, line in code.co_lines() if line)
        took(min(lines, default=0), time.perf_counter() - began)


def run_code(code: Any, names: dict[str, object]) -> Any:
    """Run compiled code of the set's; returns its value, if it has one."""
    made = eval(code, names)  # noqa: S307 - the trainer's own checks
    return asyncio.run(made) if inspect.iscoroutine(made) else made
