"""Small arithmetic that an author may write in a bank, read without ever running it as Python."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from statistics import mean, median
from typing import Any, Literal

Names = Mapping[str, Any]
Ties = Literal["up", "even"]
"""Where a number half-way between two others is rounded to: up, or to the even digit."""
LONGEST = 200

_BINARY: dict[type, Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_UNARY: dict[type, Callable[..., Any]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Not: operator.not_,
}
_COMPARED: dict[type, Callable[..., Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda one, many: one in many,
    ast.NotIn: lambda one, many: one not in many,
}


def percentile(values: list[float], share: float) -> float:
    """Return the value below which ``share`` per cent lie, between neighbours where needed.

    >>> percentile([10, 20, 30], 50), percentile([10, 20], 90)
    (20, 19.0)
    """
    if not 0 <= share <= 100:
        raise ValueError(f"{share:g} is no per cent between 0 and 100")
    row = sorted(values)
    place = (len(row) - 1) * share / 100
    low = int(place)
    if place == low:
        return row[low]
    return row[low] + (row[low + 1] - row[low]) * (place - low)


def rounded(value: float, digits: int | None = None, ties: Ties = "up") -> float | int:
    """Return a number rounded to so many decimals; a whole one without ``digits``.

    A tie goes away from zero, as taught at school, or to the even digit. What counts is the number
    as written in decimals, so that 2.675 is half-way although its binary form is a little less.

    >>> rounded(31.25, 1), rounded(31.25, 1, "even"), rounded(2.675, 2), rounded(2.5)
    (31.3, 31.2, 2.68, 3)
    """
    # Twelve digits are all that a question needs, and hide what binary adds.
    written, step = Decimal(f"{value:.12g}"), Decimal(1).scaleb(-(digits or 0))
    near = written.quantize(step, ROUND_HALF_UP if ties == "up" else ROUND_HALF_EVEN)
    return int(near) if digits is None else float(near)


_CALLED: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "len": len,
    "max": max,
    "mean": mean,
    "median": median,
    "min": min,
    "percentile": percentile,
    "round": rounded,
    "sorted": sorted,
    "sum": sum,
}


class UnreadableExpression(ValueError):  # noqa: N818 - it says what the expression is
    """An expression holds something other than the arithmetic allowed here."""


def names_in(said: str) -> set[str]:
    """Return the names an expression needs. Raises Unreadable when it is not one of ours.

    >>> sorted(names_in("round(mean(waits) * share, 1)"))
    ['share', 'waits']
    """
    tree = _parsed(said)
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED):
            what = type(node).__name__.lower()
            raise UnreadableExpression(f"`{said}` holds a {what}; write arithmetic with {_known()}")
        if isinstance(node, ast.Call):
            _checked_call(node, said)
        if isinstance(node, ast.Constant) and type(node.value) not in (int, float):
            raise UnreadableExpression(f"`{said}` holds {node.value!r}; write numbers only")
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    named = (node for node in ast.walk(tree) if isinstance(node, ast.Name) and node not in called)
    return {node.id for node in named}


def _parsed(said: str) -> ast.Expression:
    if len(said) > LONGEST:
        raise UnreadableExpression(f"is longer than {LONGEST} signs; split it into several names")
    try:
        return ast.parse(said.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise UnreadableExpression(
            f"`{said}` is no expression; write one such as `median(waits)`"
        ) from None


def _checked_call(node: ast.Call, said: str) -> None:
    if not isinstance(node.func, ast.Name) or node.func.id not in _CALLED:
        raise UnreadableExpression(f"`{said}` calls something unknown; known are {_known()}")
    if node.keywords:
        raise UnreadableExpression(f"`{said}` names an argument; give values only")


def _known() -> str:
    return ", ".join(_CALLED)


def value_of(said: str, names: Names, ties: Ties = "up") -> Any:
    """Return what an expression that ``names_in`` accepts comes to with these values.

    ``ties`` says how ``round`` settles a number half-way between two others.

    Raises ArithmeticError, TypeError, ValueError, LookupError as the arithmetic itself does.
    """
    return _value(_parsed(said).body, names, ties)


def _value(node: ast.AST, names: Names, ties: Ties) -> Any:
    match node:
        case ast.Constant():
            return node.value
        case ast.Name():
            return names[node.id]
        case ast.List():
            return [_value(item, names, ties) for item in node.elts]
        case ast.BinOp():
            return _BINARY[type(node.op)](
                _value(node.left, names, ties), _value(node.right, names, ties)
            )
        case ast.UnaryOp():
            return _UNARY[type(node.op)](_value(node.operand, names, ties))
        case ast.Call(func=ast.Name(id=name)):
            given = [_value(one, names, ties) for one in node.args]
            extra = {"ties": ties} if name == "round" else {}
            return _CALLED[name](*given, **extra)
        case ast.Subscript():
            return _value(node.value, names, ties)[_value(node.slice, names, ties)]
        case ast.BoolOp():
            truths = (bool(_value(one, names, ties)) for one in node.values)
            return all(truths) if isinstance(node.op, ast.And) else any(truths)
        case ast.Compare():
            return _compared(node, names, ties)
    raise UnreadableExpression(type(node).__name__)


def _compared(node: ast.Compare, names: Names, ties: Ties) -> bool:
    parts = [_value(part, names, ties) for part in (node.left, *node.comparators)]
    pairs = zip(node.ops, parts[:-1], parts[1:], strict=True)
    return all(_COMPARED[type(how)](left, right) for how, left, right in pairs)


_ALLOWED = (
    ast.Expression,
    ast.Constant,
    ast.Name,
    ast.Load,
    ast.List,
    ast.BinOp,
    ast.UnaryOp,
    ast.Call,
    ast.Subscript,
    ast.BoolOp,
    ast.And,
    ast.Or,
    ast.Compare,
    *_BINARY,
    *_UNARY,
    *_COMPARED,
)
