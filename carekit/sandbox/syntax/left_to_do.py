"""Whether the code of an answer does anything, or is a place that somebody is to fill in."""

from __future__ import annotations

import ast

from carekit.sandbox.syntax.name_analysis import parsed


def solves(source: str) -> bool:
    r"""Return whether an answer holds more than what stands in a place to fill in.

    That is ``pass``, ``...``, texts, imports, ``raise NotImplementedError``, names that are bound
    to None, and functions and classes of only these. Code that is no Python solves something.

    >>> solves("def f(x):\n    raise NotImplementedError()"), solves("x = None"), solves("x = 1")
    (False, False, True)
    """
    tree = parsed(source)
    return tree is None or any(map(_does, tree.body))


def _does(node: ast.stmt) -> bool:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return any(map(_does, node.body))
    if isinstance(node, (ast.Pass, ast.Import, ast.ImportFrom)):
        return False
    if isinstance(node, ast.Raise) and node.exc is not None:
        return "NotImplementedError" not in ast.unparse(node.exc)
    if isinstance(node, (ast.Expr, ast.Return, ast.Assign, ast.AnnAssign)):
        value = node.value
        told = isinstance(node, ast.Expr) and isinstance(value, ast.Constant)
        empty = value is None or (isinstance(value, ast.Constant) and value.value in (None, ...))
        return not (told or empty)
    return True
