"""The trusted cells of a set, compiled, with everything done beforehand that no learner decides.

A check often works out the right answer from the course's own tables. That takes the same time and
gives the same result for every submission, so it is done once, before the first fork.
"""

from __future__ import annotations

import ast
import asyncio
import builtins
import importlib
import inspect
import io
import linecache
import symtable
import types
import warnings
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

from carekit.grading.sealed.names import UNSTEADY, bound, changed, copied, loaded

_FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


class Statement:
    """One statement of a check: what it reads, binds and changes."""

    def __init__(self, node: ast.stmt, file: str) -> None:
        """Compile the statement and read its syntax."""
        self.code = _compiled(ast.Module([node], []), file)
        self.binds, self.changes = bound(node) | _defined(node), changed(node)
        self.reads = set(_globals(symtable.symtable(ast.unparse(node), file, "exec")))
        self.words = {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)} | loaded(node)
        self.words |= self.binds if isinstance(node, (ast.Import, ast.ImportFrom)) else set()
        waits = any(isinstance(n, (ast.Await, ast.AsyncFor, ast.AsyncWith)) for n in ast.walk(node))
        self.steady = not waits and not any(w.startswith("read") for w in self.words)
        self.defines = self.binds if isinstance(node, (ast.FunctionDef, ast.ClassDef)) else set()


def _defined(node: ast.stmt) -> set[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    return {node.name} if isinstance(node, kinds) else set()


def _globals(table: symtable.SymbolTable) -> Iterator[str]:
    """Return the names that a statement, or a function in it, looks up outside itself."""
    top = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (symbol.is_global() or top):
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _globals(inner)


def _compiled(tree: Any, file: str) -> Any:
    mode = "eval" if isinstance(tree, ast.Expression) else "exec"
    return compile(tree, file, mode, flags=_FLAGS, dont_inherit=True)


class Code:
    """One trusted cell, compiled: its statements, and its last line if that is a value."""

    def __init__(self, cell: dict[str, Any]) -> None:
        """Compile a cell; one that is not plain Python (a magic) goes through IPython's grammar."""
        self.name, self.points, self.hidden = cell["id"], cell["points"], set(cell["hidden"])
        self.file = f"<{cell['id']}>"
        self.magic = False
        source = cell["source"]
        try:
            tree = ast.parse(source)
        except SyntaxError:
            grammar = importlib.import_module("IPython.core.inputtransformer2")
            source, self.magic = grammar.TransformerManager().transform_cell(source), True
            tree = ast.parse(source)
        lines = source.splitlines(keepends=True)
        linecache.cache[self.file] = (len(source), None, lines, self.file)
        self.loads, self.binds, self.copies = loaded(tree), bound(tree), copied(tree)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        if last is not None and source.rstrip().endswith(";"):
            tree.body.append(last)
            last = None
        self.statements = [Statement(node, self.file) for node in tree.body]
        self.last = None if last is None else _compiled(ast.Expression(last.value), self.file)
        self.ready: dict[str, Any] = {}

    def run(self, names: Names) -> Any:
        """Run what is left of the cell; returns the value of its last line."""
        names.update(self.ready)
        for statement in self.statements:
            _run(statement.code, names)
        return None if self.last is None else _run(self.last, names)


def _run(code: Any, names: dict[str, Any]) -> Any:
    made = eval(code, names)  # noqa: S307 - the trainer's own checks
    return asyncio.run(made) if inspect.iscoroutine(made) else made


class Names(dict):
    """A test's namespace: its own names first, then the set's imports, then the learner's."""

    def __init__(self, imports: dict[str, str], theirs: set[str]) -> None:
        """Keep the import statements of the set by name, and which names are the learner's."""
        super().__init__({"__name__": "__main__", "__builtins__": builtins})
        self.imports, self.theirs = imports, theirs
        self.link: Any = None
        self.fetched: dict[str, Any] = {}

    def __missing__(self, name: str) -> Any:
        """Return a name that the test has not bound. Raises KeyError."""
        if name in self.fetched:
            return self.fetched[name]
        if hasattr(builtins, name):
            raise KeyError(name)
        if name in self.imports and name not in self.theirs:
            exec(self.imports[name], self)  # noqa: S102 - the trainer's own import
            return self[name]
        if self.link is None:
            raise KeyError(name)
        self.fetched[name] = self.link.get(name)
        return self.fetched[name]

    def give_back(self) -> None:
        """Forget what was the learner's, so that the next cell sees what it is then."""
        self.fetched.clear()
        for name in self.theirs:
            self.pop(name, None)


class Notebook:
    """The trusted cells of one notebook; ``done`` are those that need not run again."""

    def __init__(
        self, cells: list[dict[str, Any]], imports: dict[str, str], theirs: list[str]
    ) -> None:
        """Compile everything and do what is the same for every submission."""
        self.names = Names(imports, set(theirs))
        self.codes = {cell["id"]: Code(cell) for cell in cells}
        self.done: set[str] = set()
        self.unsteady = set(UNSTEADY)
        self.tainted = set(theirs)
        used: set[str] = set()
        before: dict[str, Any] = {}
        for cell in cells:
            code = self.codes[cell["id"]]
            for statement in code.statements:
                if statement.words & self.unsteady:
                    self.unsteady |= statement.defines
            if cell["test"]:
                kept = dict(self.names)
                self._prepare(code)
                before = {**{name: kept.get(name, _ABSENT) for name in code.ready}, **before}
            elif not (code.binds & used or code.magic) and self._does(code):
                self.done.add(code.name)
            used |= code.loads | code.binds
        # At its own time each check gets back what was worked out for it, and no other check's.
        for name, value in before.items():
            self.names.pop(name, None)
            if value is not _ABSENT:
                self.names[name] = value

    def _does(self, code: Code) -> bool:
        """Run a locked cell; returns whether it needed nothing of a learner's."""
        if code.loads & self.names.theirs:
            return False
        try:
            with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                _quietly(code.run, self.names)
        except Exception:
            self.tainted |= code.binds
            return False
        finally:
            self.names.give_back()
        return True

    def _prepare(self, code: Code) -> None:
        """Run those statements of a check that no learner's value can reach."""
        left: list[Statement] = []
        for statement in [] if code.magic else code.statements:
            if self._same_for_all(statement, code) and self._silent(statement):
                code.ready |= {name: self.names[name] for name in statement.binds & set(self.names)}
                continue
            left.append(statement)
            # Whatever it touches may be different for each learner from here on.
            self.tainted |= statement.binds | statement.changes
            self.tainted |= {name for name in statement.reads if not self._fixed(name)}
        code.statements = code.statements if code.magic else left

    def _same_for_all(self, statement: Statement, code: Code) -> bool:
        if not statement.steady or statement.words & self.unsteady:
            return False
        if (statement.changes - statement.binds) - set(code.ready):
            return False
        known = self.names.keys() | set(dir(builtins)) | set(self.names.imports) | statement.binds
        return statement.reads <= known and not (statement.reads & self.tainted)

    def _silent(self, statement: Statement) -> bool:
        said = io.StringIO()
        try:
            with redirect_stdout(said), redirect_stderr(said):
                _quietly(_run, statement.code, self.names)
        except Exception:
            return False
        return not said.getvalue()

    def _fixed(self, name: str) -> bool:
        """Return whether a name holds something that using it does not change."""
        if name in self.names.imports or hasattr(builtins, name):
            return True
        kinds = (types.ModuleType, types.FunctionType, type, str, int, float, bool, tuple)
        return isinstance(self.names.get(name), kinds)


_ABSENT = object()


def _quietly(call: Any, *arguments: Any) -> None:
    # Nobody reads what a warm parent is warned of; in its place the check says it again.
    with warnings.catch_warnings(record=True):
        warnings.simplefilter("ignore")
        call(*arguments)
