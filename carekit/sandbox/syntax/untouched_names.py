"""Whether code of a learner's may have changed what a later given cell reads.

A given cell that needs nothing of the learner's is run once, before anybody's cells. What it made
holds for a learner whose own cells left alone what it reads. Most only look: both of
``judged.groupby(...)`` and ``judged["team"] = 1`` mention ``judged``, and only one changes it.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from carekit.sandbox.syntax.name_analysis import IN_PLACE, bound, changed_in_place, defined

# Names can be reached through these without being written down.
_ROUNDABOUT = ("globals", "locals", "vars", "exec", "eval", "get_ipython", "setattr", "__")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_LISTS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
# Parts of syntax in which a value is looked at, and nothing else gets hold of it.
_LOOKS: dict[type[ast.AST], tuple[str, ...]] = {
    ast.BinOp: ("left", "right"),
    ast.UnaryOp: ("operand",),
    ast.Compare: ("left", "comparators"),
    ast.Subscript: ("value", "slice"),
    ast.Call: ("func",),
    ast.Expr: ("value",),
    ast.FormattedValue: ("value",),
    ast.For: ("iter",),
    ast.comprehension: ("iter",),
}
# These take a table or a column and keep no hold of it.
_READERS = {
    "merge", "isin", "concat", "map", "groupby", "reindex", "where", "fillna", "div", "sub",
    "len", "print", "display", "sum", "min", "max", "abs", "round", "list", "set", "sorted",
    "float", "int", "str", "bool", "isinstance",
}  # fmt: skip
_MOST_READ = 20_000


class Untouched:
    """What the cells that one learner's process has run may have changed so far.

    ``imports`` are the statements of the set's own imports by name: to write one again changes
    nothing. ``plain`` are names whose values cannot be changed through their parts: tables,
    columns, modules, functions, numbers and texts.
    """

    def __init__(self, imports: Mapping[str, str], plain: Collection[str]) -> None:
        """Begin with a process that has run nothing of its own."""
        self.imports, self.plain = tuple(sorted(imports.items())), frozenset(plain)
        self.text, self.changed = "", set[str]()
        self.unread = False

    def add(self, source: str) -> None:
        """Take note of a cell that is run in the learner's process."""
        self.text += f"\n{source}"
        found = None
        if len(self.text) <= _MOST_READ:
            found = _changed(source, self.imports)
        self.unread |= found is None
        self.changed |= found or set()

    def leaves(self, names: Collection[str]) -> bool:
        """Return whether all these names are as they were; False also where nobody can tell."""
        if any(word in self.text for word in _ROUNDABOUT):
            return False
        sure = set() if self.unread else self.plain
        told = set(names) & sure
        return not told & self.changed and not any(name in self.text for name in set(names) - told)


@lru_cache(maxsize=1024)
def _changed(source: str, imports: tuple[tuple[str, str], ...]) -> frozenset[str] | None:
    """Return the names that a cell binds, changes or lets something else hold; None: no Python."""
    if any(line.lstrip().startswith(("%", "!", "?")) for line in source.split("\n")):
        return None
    try:
        tree = ast.parse(source)
        known = dict(imports)
        again = {
            name
            for node in tree.body
            for name in defined(node)
            if isinstance(node, (ast.Import, ast.ImportFrom)) and _repeats(node, known)
        }
        others = [node for node in tree.body if not _repeats(node, known)]
        new = set().union(*(bound(ast.Module([node], [])) for node in others))
        shared = {name for node in ast.walk(tree) for name in _declared(node)}
        return frozenset(
            new | shared | changed_in_place(tree) | (set(_held(tree, frozenset())) - again)
        )
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _repeats(node: ast.stmt, known: Mapping[str, str]) -> bool:
    """Return whether a statement only imports what the set has imported under the same names."""
    if not isinstance(node, (ast.Import, ast.ImportFrom)):
        return False
    singles = [type(node)(**{**vars(node), "names": [one]}) for one in node.names]
    names = [(one.asname or one.name).split(".")[0] for one in node.names]
    return all(
        known.get(name) == ast.unparse(one) for name, one in zip(names, singles, strict=True)
    )


def _declared(node: ast.AST) -> list[str]:
    return node.names if isinstance(node, (ast.Global, ast.Nonlocal)) else []


def _held(node: ast.AST, local: frozenset[str]) -> Iterator[str]:
    """Give the names from outside whose values code does more with than look at them."""
    if isinstance(node, _FUNCTIONS):
        local |= _own(node)
    elif isinstance(node, _LISTS):
        local |= {one.id for part in node.generators for one in _names(part.target)}
    for field, value in ast.iter_fields(node):
        for part in value if isinstance(value, list) else [value]:
            if not isinstance(part, ast.AST):
                continue
            if not isinstance(part, ast.Name):
                yield from _held(part, local)
            elif (
                isinstance(part.ctx, ast.Load)
                and part.id not in local
                and not _only_looks(node, field)
            ):
                yield part.id


def _own(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> frozenset[str]:
    """Return the names that are a function's own."""
    given = node.args
    all_of_them = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    names = {one.arg for one in all_of_them if one is not None}
    if not isinstance(node, ast.Lambda):
        names |= bound(ast.Module(node.body, []))
        names -= {name for inner in ast.walk(node) for name in _declared(inner)}
    return frozenset(names)


def _names(node: ast.AST) -> list[ast.Name]:
    return [one for one in ast.walk(node) if isinstance(one, ast.Name)]


def _only_looks(node: ast.AST, field: str) -> bool:
    """Return whether a name in this place of a piece of syntax is no more than looked at."""
    if isinstance(node, ast.Attribute):
        # Settings of a module are changed by calls, and by parts that are set.
        odd = "option" in node.attr or node.attr in ("seterr", "random", "testing")
        return isinstance(node.ctx, ast.Load) and node.attr not in IN_PLACE and not odd
    if isinstance(node, ast.Call) and field == "args":
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        return name in _READERS
    return field in _LOOKS.get(type(node), ())
