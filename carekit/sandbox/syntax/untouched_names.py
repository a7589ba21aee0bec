"""Whether code of a learner's may have changed what a later given cell reads.

A given cell that needs nothing of the learner's is run once, before anybody's cells. What it made
holds for a learner whose own cells left alone what it reads. Most only look: both of
``judged.groupby(...)`` and ``judged["team"] = 1`` mention ``judged``, and only one changes it.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from carekit.sandbox.syntax.name_analysis import (
    IN_PLACE,
    bound,
    changed_in_place,
    defined,
    loaded,
    parsed,
)
from carekit.sandbox.syntax.walk import walk

# Names can be reached through these without being written down.
_ROUNDABOUT = (
    "globals", "locals", "vars", "exec", "eval", "get_ipython", "setattr", "__",
    # Settings of a library, which the cell that they change need not mention.
    "set_option", "reset_option", ".options", "seterr", "rcParams", "setlocale", "getcontext",
    "filterwarnings", "simplefilter",
)  # fmt: skip
# Other magics run files, empty the namespace or change how values are shown.
_MAGIC = re.compile(
    r"^\s*%%?(?!(?:matplotlib|time|timeit|capture|pip|conda|who|whos|pwd)\b)\w", re.MULTILINE
)
# What IPython keeps of the cells before, whatever they were.
_HISTORY = re.compile(r"_+|_\d+|_i+|_i\d+|Out|In")
_EVERYTHING = "*"
_BUILTINS = frozenset(dir(builtins))
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
# These parts of a table are not copies: who holds one can change the table.
_PARTS = {"loc", "iloc", "at", "iat", "attrs", "flags"}
# A column's own values, and the table behind groups, by way of what was made from the table.
_BEHIND = ("array", "obj")
_MOST_READ = 20_000


class Untouched:
    """What the cells that one learner's process has run may have changed so far.

    ``imports`` are the statements of the set's own imports by name: to write one again changes
    nothing. ``plain`` are names whose values cannot be changed through their parts: tables,
    columns, modules, functions, numbers and texts. ``tangled`` are the set's other names: who
    mentions one may change what another of them holds.
    """

    def __init__(
        self, imports: Mapping[str, str], plain: Collection[str], tangled: Collection[str] = ()
    ) -> None:
        """Begin with a process that has run nothing of its own."""
        self.imports, self.plain = tuple(sorted(imports.items())), frozenset(plain)
        self.tangled = frozenset(tangled)
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
        if _MAGIC.search(source):
            self.changed.add(_EVERYTHING)

    def leaves(self, names: Collection[str]) -> bool:
        """Return whether all these names are as they were; False also where nobody can tell."""
        if _EVERYTHING in self.changed or any(word in self.text for word in _ROUNDABOUT):
            return False
        sure = set() if self.unread else self.plain | _BUILTINS
        told = set(names) & sure
        others = set(names) - told
        if others - self.plain - _BUILTINS:
            others |= self.tangled
        return not told & self.changed and not any(name in self.text for name in others)


def tangles(sources: Collection[str]) -> set[str]:
    """Return the functions of given cells that change what is not theirs, and what they change."""
    trees = [tree for tree in map(parsed, sources) if tree is not None]
    made = [node for tree in trees for node in tree.body if defined(node)]
    found = set[str]()
    for node in made:
        for inner in walk(node):
            if isinstance(inner, _FUNCTIONS):
                mine = (changed_in_place(inner) - _own(inner)) | {
                    name for one in walk(inner) for name in _declared(one)
                }
                found |= mine | (defined(node) if mine else set())
    # Who calls such a function does the same.
    while more := [node for node in made if loaded(node) & found and not defined(node) <= found]:
        found |= set().union(*map(defined, more))
    return found


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
        if _reaches_all(tree, set(known) | set().union(*map(defined, tree.body))):
            return frozenset({_EVERYTHING})
        if (new | {name for node in walk(tree) for name in defined(node)}) & _READERS:
            return None
        shared = {name for node in walk(tree) for name in _declared(node)}
        return frozenset(
            new
            | shared
            | changed_in_place(tree)
            | (set(_held(tree, frozenset())) - again - _BUILTINS)
        )
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _reaches_all(tree: ast.Module, modules: set[str]) -> bool:
    """Return whether code may change what it does not mention.

    It does where it sets a part of what is imported, uses what IPython has kept, reaches behind a
    column or groups, or names an index: pandas gives a table that is made from another one the very
    same index.
    """
    stores = [node for node in walk(tree) if not isinstance(node, ast.Call)]
    return (
        bool(changed_in_place(stores) & modules)
        or any(map(_HISTORY.fullmatch, loaded(tree)))
        or any(map(_names_an_index, stores))
        or any(
            isinstance(node, ast.Attribute)
            and node.attr in _BEHIND
            and getattr(node.value, "id", "") not in modules
            for node in stores
        )
    )


def _names_an_index(node: ast.AST) -> bool:
    if not isinstance(node, ast.Attribute) or isinstance(node.ctx, ast.Load):
        return False
    return node.attr in ("name", "names") and getattr(node.value, "id", "") != "self"


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
    inside = local
    if isinstance(node, _FUNCTIONS):
        inside |= _own(node)
    elif isinstance(node, _LISTS):
        # What a comprehension goes over first is read outside of it.
        yield from _held(ast.Expr(node.generators[0].iter), local)
        inside |= {one.id for part in node.generators for one in _names(part.target)}
    for field, value in ast.iter_fields(node):
        # A function's default values and decorators are read outside of it, too.
        own = inside if field == "body" or isinstance(node, _LISTS) else local
        for part in value if isinstance(value, list) else [value]:
            if not isinstance(part, ast.AST):
                continue
            whole = _whole(part)
            if whole is None:
                yield from _held(part, own)
            elif whole.id not in own and not _only_looks(node, field):
                yield whole.id


def _whole(part: ast.AST) -> ast.Name | None:
    """Return the name that is read here, itself or by a part through which it can be changed."""
    while isinstance(part, ast.Attribute) and part.attr in _PARTS:
        part = part.value
    return part if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load) else None


def _own(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> frozenset[str]:
    """Return the names that are a function's own."""
    given = node.args
    all_of_them = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    names = {one.arg for one in all_of_them if one is not None}
    if not isinstance(node, ast.Lambda):
        names |= bound(ast.Module(node.body, []))
        names -= {name for inner in walk(node) for name in _declared(inner)}
    return frozenset(names)


def _names(node: ast.AST) -> list[ast.Name]:
    return [one for one in walk(node) if isinstance(one, ast.Name)]


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
