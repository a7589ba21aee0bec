"""What a check's text can ask of one object with two names: read from its syntax, never run."""

from __future__ import annotations

import ast
import builtins
from collections import Counter
from collections.abc import Iterator

from carekit.sandbox.syntax.name_analysis import changed_in_place, words_of
from carekit.sandbox.syntax.walk import walk

_OF_IDENTITY = {
    "id",
    "shares_memory",
    "may_share_memory",
    "assertIs",
    "assertIsNot",
    "is_",
    "is_not",
}
_DISPLAYS = (
    ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp, ast.Constant,
)  # fmt: skip
_REPEATS = (ast.For, ast.AsyncFor, ast.While, ast.FunctionDef, ast.Lambda, ast.ListComp,
            ast.SetComp, ast.DictComp, ast.GeneratorExp)  # fmt: skip


def asks_identity(tree: ast.Module) -> int:
    """Return the line where code asks if two values are one object or share parts, 0 for none."""
    return next((part.lineno for part in tree.body if _asks(part)), 0)


def _asks(tree: ast.AST) -> bool:
    return not words_of(tree).isdisjoint(_OF_IDENTITY) or any(
        isinstance(node, ast.Compare)
        and any(isinstance(op, (ast.Is, ast.IsNot)) for op in node.ops)
        and not any(isinstance(side, ast.Constant) for side in (node.left, *node.comparators))
        for node in walk(tree)
    )


def changes_parts(tree: ast.Module) -> int:
    """Return the line where code changes a value that came from elsewhere or is passed on, or 0.

    A list that code makes by itself, and passes to no function but Python's own, has one name.
    """
    alone = _own(tree) - _passed(tree)
    return next((part.lineno for part in tree.body if _changed(part) - alone), 0)


def _changed(tree: ast.AST) -> set[str]:
    found = changed_in_place(tree)
    for node in walk(tree):
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return found


def _own(tree: ast.AST) -> set[str]:
    """Return the names that code binds to new lists, dicts, sets or scalars only."""
    made: set[str] = set()
    bound: Counter[str] = Counter()
    for node in walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound[node.id] += 1
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and _new(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            named = {one.id for one in targets if isinstance(one, ast.Name)}
            bound.subtract(named if len(targets) == 1 else ())
            made |= named
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            bound[node.target.id] -= 1
    return {name for name in made if bound[name] <= 0}


def _new(value: ast.expr | None) -> bool:
    empty = isinstance(value, ast.Call) and not (value.args or value.keywords)
    builtin = isinstance(value, ast.Call) and hasattr(builtins, getattr(value.func, "id", ""))
    return isinstance(value, _DISPLAYS) or (empty and builtin)


def _passed(tree: ast.AST) -> set[str]:
    """Return the names that code passes to functions which are not Python's own."""
    found: set[str] = set()
    for node in walk(tree):
        if isinstance(node, ast.Call) and not hasattr(builtins, getattr(node.func, "id", "")):
            given = [*node.args, *(word.value for word in node.keywords)]
            found |= {one.id for part in given for one in walk(part) if isinstance(one, ast.Name)}
    return found


def read_again(tree: ast.AST) -> set[str]:
    """Return the names that code may read more than once while it runs."""
    loads: Counter[str] = Counter()
    for node in walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            loads[node.id] += 1
        if isinstance(node, _REPEATS):
            inside = (one for one in walk(node) if isinstance(one, ast.Name))
            loads.update(one.id for one in inside if isinstance(one.ctx, ast.Load))
    return {name for name, times in loads.items() if times > 1}


def compared(tree: ast.AST) -> set[str]:
    """Return the names whose own content code compares, as in ``x == [1]`` or ``len(x) == 1``."""
    found: set[str] = set()
    for node in walk(tree):
        if isinstance(node, ast.Compare):
            for side in (node.left, *node.comparators):
                found |= set(_content(side))
        elif isinstance(node, ast.Assert):
            found |= set(_content(node.test))
    return found


def _content(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Call):
        own = hasattr(builtins, getattr(node.func, "id", ""))
        parts = node.args if own else []
        if isinstance(node.func, ast.Attribute):
            parts = [node.func.value, *parts]
        for part in parts:
            yield from _content(part)
    elif not isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp)):
        for inner in ast.iter_child_nodes(node):
            if isinstance(inner, ast.expr):
                yield from _content(inner)
