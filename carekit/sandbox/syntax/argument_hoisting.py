"""Arguments in the checks' calls, taken out so that they can be worked out beforehand.

``expect(answer, set(table["lang"]), "message")`` needs the learner for its first argument only. The
second is the same for everyone, and so is the table in ``f(small_table(rows), 7)``.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable
from typing import Any

from carekit.sandbox.syntax.walk import walk

_KINDS = (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Assert)
# Inside these a name may be one of their own, and a value may be needed more than once or never.
_CLOSED = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_COSTLY = (ast.Call, ast.Subscript, ast.ListComp, ast.SetComp, ast.DictComp)
# What is worked out later, or leaves something behind, belongs where it stands.
_BOUND_TO_PLACE = (ast.Lambda, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr, ast.Starred)


class _Taken(ast.NodeTransformer):
    def __init__(self, ready: Callable[[ast.expr], str | None]) -> None:
        self.ready = ready
        self.names: list[str] = []

    def visit(self, node: ast.AST) -> Any:
        return node if isinstance(node, _CLOSED) else super().visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        node.func = self.visit(node.func)
        node.args = [self._taken(one) for one in node.args]
        for word in node.keywords:
            word.value = self._taken(word.value)
        return node

    def _taken(self, node: ast.expr) -> ast.expr:
        inside = list(walk(node))
        costly = any(isinstance(one, _COSTLY) for one in inside)
        bound = any(isinstance(one, _BOUND_TO_PLACE) for one in inside)
        later = isinstance(node, ast.GeneratorExp)
        name = self.ready(node) if costly and not (bound or later) else None
        if name is None:
            left: ast.expr = self.visit(node)
            return left
        self.names.append(name)
        return ast.copy_location(ast.Name(name, ast.Load()), node)


def without_arguments(
    node: ast.stmt, ready: Callable[[ast.expr], str | None]
) -> tuple[ast.stmt, list[str]]:
    """Return a statement that finds some arguments of its calls under names, and these names.

    ``ready`` is asked for each argument that costs time; it returns the name under which the value
    lies, or None where it has to be worked out in its place.
    """
    if not isinstance(node, _KINDS):
        return node, []
    taken = _Taken(ready)
    return taken.visit(copy.deepcopy(node)), taken.names
