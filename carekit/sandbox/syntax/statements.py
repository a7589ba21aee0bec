"""One statement of a check, compiled: what it reads, binds and changes; a loop has rounds."""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterator
from types import CodeType
from typing import TypeGuard

from carekit.sandbox.syntax.name_analysis import (
    bound,
    chancy,
    changed_in_place,
    defined,
    loaded,
)
from carekit.sandbox.syntax.walk import walk

_FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
ROUND = "__round__"
"""The name under which a loop's items, and then one of them, lie."""


class CheckStatement:
    """One statement of a check: what it reads, binds and changes."""

    def __init__(self, node: ast.stmt, file: str) -> None:
        """Compile the statement and read its syntax."""
        self.code, self.node, self.file = compiled(ast.Module([node], []), file), node, file
        nodes = list(walk(node))
        names = bound(node)
        self.binds, self.changes = names | defined(node), names | changed_in_place(nodes)
        self.reads = globals_read(node, file)
        self.words = {n.attr for n in nodes if isinstance(n, ast.Attribute)} | loaded(nodes)
        self.words |= self.binds if isinstance(node, (ast.Import, ast.ImportFrom)) else set()
        self.defines = self.binds if isinstance(node, (ast.FunctionDef, ast.ClassDef)) else set()
        waits = any(isinstance(n, (ast.Await, ast.AsyncFor, ast.AsyncWith)) for n in nodes)
        undoes = any(isinstance(n, ast.Delete) for n in nodes)
        acts = not self.defines and any(map(_acts, nodes))
        reads_files = any(word.startswith("read") for word in self.words)
        self.steady = not (waits or undoes or acts or reads_files or chancy(nodes))
        # What it binds whatever happens; a name bound inside a loop may keep its old value.
        sure = (ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom, ast.FunctionDef)
        self.surely = self.binds if isinstance(node, sure) else set()
        self.rounds = Rounds(node, file) if _has_rounds(node) else None


def _acts(node: ast.AST) -> bool:
    """Return whether code works on something that has no name in it, as ``os.chdir(...)`` does.

    It is a call whose value nobody takes, and that changes none of its own names.
    """
    call = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    return call and not changed_in_place(node)


def _has_rounds(node: ast.stmt) -> TypeGuard[ast.For]:
    """Return whether a statement is a loop whose rounds could as well stand one below the other."""
    leaves = (ast.Break, ast.Continue, ast.Return)
    return (
        isinstance(node, ast.For)
        and not node.orelse
        and not isinstance(node.iter, ast.Name)  # an iterator would be used up
        and not any(isinstance(inner, leaves) for inner in walk(node))
    )


class Rounds:
    """A loop taken apart: what it goes over, what each round takes of it, and what it does."""

    def __init__(self, node: ast.For, file: str) -> None:
        """Make statements of the loop's head, and of each line of its body."""
        parts = [
            ast.Assign([ast.Name(ROUND, ast.Store())], node.iter),
            ast.Assign([node.target], ast.Name(ROUND, ast.Load())),
        ]
        placed = (ast.fix_missing_locations(ast.copy_location(p, node.iter)) for p in parts)
        self.over, self.takes = (CheckStatement(part, file) for part in placed)
        self.body = [CheckStatement(inner, file) for inner in node.body]


def globals_read(tree: ast.AST, file: str = "<cell>") -> set[str]:
    """Return the names that code, or a function in it, looks up outside itself.

    Raises SyntaxError, ValueError or RecursionError where the code cannot be compiled.
    """
    return set(_read_in(symtable.symtable(ast.unparse(tree), file, "exec")))


def _read_in(table: symtable.SymbolTable) -> Iterator[str]:
    top = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (symbol.is_global() or top):
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _read_in(inner)


def compiled(tree: ast.Module | ast.Expression, file: str) -> CodeType:
    """Return the code of some syntax, in which ``await`` may stand at the top."""
    mode = "eval" if isinstance(tree, ast.Expression) else "exec"
    code: CodeType = compile(tree, file, mode, flags=_FLAGS, dont_inherit=True)
    return code
