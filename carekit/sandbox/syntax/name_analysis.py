"""Which names a piece of code binds, reads, changes or copies: read from its syntax, never run."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from carekit.sandbox.syntax.walk import walk

_COPIES = {"copy", "deepcopy", "list", "dict", "set"}
IN_PLACE = {
    "append", "extend", "insert", "pop", "popitem", "remove", "sort", "reverse", "clear", "update",
    "add", "discard", "setdefault", "fill", "put", "isetitem",
}  # fmt: skip

# A statement with one of these words may give something else next time, or needs the submission.
UNSTEADY = {
    "fresh_seeds", "random", "secrets", "default_rng", "rng", "seed", "shuffle", "sample", "choice",
    "now", "today", "utcnow", "time", "perf_counter", "monotonic", "uuid1", "uuid4", "urandom",
    "environ", "getpid", "input", "open", "Path", "exists", "isfile", "glob", "listdir", "load",
    "connect", "getcwd", "cwd",
    "globals", "locals", "vars", "dir", "exec", "eval", "get_ipython", "id", "hash",
}  # fmt: skip

# Of these, the ones that are chance: with a seed they give the same each time.
CHANCE = {
    "fresh_seeds", "random", "default_rng", "rng", "seed", "shuffle", "sample", "choice",
}  # fmt: skip
CHANGES = "__changes__"
"""The function that a check's syntax is made to call with what it sets an attribute of."""
_DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_CHANCES = {"random", "numpy.random"}
_SEEDED = {"default_rng", "Random", "RandomState", "SeedSequence", "Generator"}


Tree = ast.AST | Sequence[ast.AST]
"""Some code, or all nodes of it: who asks several questions walks through it once."""


def _nodes(tree: Tree) -> Iterable[ast.AST]:
    return walk(tree) if isinstance(tree, ast.AST) else tree


def chancy(tree: Tree) -> bool:
    """Return whether code draws from a generator that nobody has seeded in its sight.

    That is one without a seed (``default_rng()``), the module's own (``random.random()``,
    ``np.random.rand()``), or a ``sample`` of pandas without ``random_state``.
    """
    for node in _nodes(tree):
        if not isinstance(node, ast.Call):
            continue
        *home, name = _dotted(node.func)
        given = bool(node.args or node.keywords)
        if name in _SEEDED and not given:
            return True
        if home[-1:] in (["random"], ["secrets"]) and name not in _SEEDED:
            return True
        seeded = home[-1:] == ["rng"] or any(word.arg == "random_state" for word in node.keywords)
        if name == "sample" and not seeded:
            return True
    return False


def _dotted(node: ast.expr) -> list[str]:
    """Return the names of ``a.b.c``; of what is no plain name, only those behind it."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.insert(0, node.attr)
        node = node.value
    return [node.id if isinstance(node, ast.Name) else "", *parts]


def parsed(source: str) -> ast.Module | None:
    """Return a cell's syntax tree without its magics, or None when it is no Python."""
    lines = [
        "" if line.lstrip().startswith(("%", "!", "?")) else line for line in source.split("\n")
    ]
    try:
        return ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@dataclass
class Parser:
    """Parses the cells of one submission, as many as a person would write.

    The grader's own process does this work, so a notebook that is built to be slow must not keep
    the others waiting: past ``left`` characters nothing is parsed any more.
    """

    left: int = 1_000_000

    def parsed(self, source: str) -> ast.Module | None:
        """Return the syntax of a cell, or None where it is no Python or nobody looked."""
        self.left -= len(source)
        return parsed(source) if self.left >= 0 else None


def loaded(tree: Tree) -> set[str]:
    """Return the names that code reads."""
    return {n.id for n in _nodes(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def read_inside(trees: Iterable[ast.Module]) -> dict[str, set[str]]:
    """Return for each name whose statement makes a function or class what that statement reads."""
    makes = (*_DEFINES, ast.Lambda)
    return {
        name: loaded(node)
        for tree in trees
        for node in tree.body
        if any(isinstance(one, makes) for one in walk(node))
        for name in bound(ast.Module([node], []))
    }


def with_inside(names: set[str], inside: Mapping[str, set[str]]) -> set[str]:
    """Return names, and those that the functions and classes among them read, and so on."""
    found: set[str] = set()
    while names:
        found |= names
        names = set().union(*(inside.get(name, set()) for name in names)) - found
    return found


def loaded_in(sources: Iterable[str]) -> set[str]:
    """Return the names that several cells read, as far as they are Python."""
    trees = [parsed(source) for source in sources]
    return set().union(*(loaded(tree) for tree in trees if tree is not None))


def texts(sources: Iterable[str]) -> set[str]:
    """Return the constant texts in several cells, as far as they are Python."""
    trees = [tree for tree in map(parsed, sources) if tree is not None]
    nodes = (node for tree in trees for node in walk(tree) if isinstance(node, ast.Constant))
    return {node.value for node in nodes if isinstance(node.value, str)}


def words_of(tree: ast.AST) -> set[str]:
    """Return the names, attributes and modules that code mentions anywhere."""
    found: set[str] = set()
    for node in walk(tree):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {part for one in node.names for part in one.name.split(".")}
            found |= {*(getattr(node, "module", "") or "").split(".")}
        elif isinstance(node, ast.JoinedStr):
            found.add("f-string")
    return found


def draws_shared(tree: ast.AST) -> bool:
    """Return whether code may draw from one of the two generators that everybody shares."""
    for node in walk(tree):
        if isinstance(node, ast.Import):
            if any(one.name in _CHANCES and one.asname for one in node.names):
                return True
        elif isinstance(node, ast.ImportFrom):
            if node.module in _CHANCES and {one.name for one in node.names} - _SEEDED:
                return True
        elif isinstance(node, ast.Attribute) and node.attr not in _SEEDED:
            home = node.value
            if (home.attr if isinstance(home, ast.Attribute) else _name(home)) == "random":
                return True
    return False


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def bound(tree: ast.AST) -> set[str]:
    """Return the names that code binds outside its functions and classes."""
    return set(_bindings(tree))


def defined(node: ast.AST) -> set[str]:
    """Return the names that a statement imports, or the function or class that it makes."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    return {node.name} if isinstance(node, _DEFINES) else set()


def _bindings(tree: ast.AST) -> Iterator[str]:
    waiting = list(ast.iter_child_nodes(tree))
    while waiting:
        node = waiting.pop()
        yield from defined(node)
        if isinstance(node, _DEFINES):
            continue
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            yield node.name
        elif isinstance(node, ast.MatchMapping) and node.rest:
            yield node.rest
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            # Only ``:=`` binds a name outside of a comprehension.
            waiting += (one.target for one in walk(node) if isinstance(one, ast.NamedExpr))
        elif not isinstance(node, ast.Lambda):
            waiting += ast.iter_child_nodes(node)


def changed(tree: ast.AST) -> set[str]:
    """Return the names that code binds or changes in place."""
    return bound(tree) | changed_in_place(tree)


def changed_in_place(tree: Tree) -> set[str]:
    """Return the names of what code changes in place (``x[1] = 2``, ``x.append(3)``)."""
    found: set[str] = set()
    for node in _nodes(tree):
        if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
            found |= _root(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            inplace = any(word.arg == "inplace" for word in node.keywords)
            found |= _root(node.func) if inplace or node.func.attr in IN_PLACE else set()
    return found


def _root(node: ast.AST) -> set[str]:
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == CHANGES:
            node = node.args[0]
            continue
        node = node.func if isinstance(node, ast.Call) else node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def renewed(tree: ast.Module) -> set[str]:
    """Return the names that a cell gives a new value before it does anything else with them."""
    found, seen = set[str](), set[str]()
    for node in tree.body:
        mentioned = {one.id for one in walk(node) if isinstance(one, ast.Name)}
        if isinstance(node, ast.Assign) and not isinstance(node.value, ast.Name):
            fresh = {one.id for one in node.targets if isinstance(one, ast.Name)}
            found |= fresh - loaded(node) - seen
        elif isinstance(node, _DEFINES):
            around = [*node.decorator_list, *(node.bases if isinstance(node, ast.ClassDef) else ())]
            found |= {node.name} - loaded(around) - seen
        seen |= mentioned
    return found


def copied(tree: ast.AST) -> set[str]:
    """Return the names that code takes a copy of, as a test does to see what a call changes."""
    found: set[str] = set()
    for node in walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if name not in _COPIES:
            continue
        if isinstance(called, ast.Attribute):
            found |= _root(called.value)
        for arg in node.args:
            found |= _root(arg)
    return found


def imports(tree: ast.Module) -> dict[str, str]:
    """Return the import statements at the top level of code, by the name each binds."""
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                single = type(node)(**{**vars(node), "names": [alias]})
                found[(alias.asname or alias.name).split(".")[0]] = ast.unparse(single)
    return found


def without_imports(tree: ast.Module, spare: Collection[str]) -> ast.Module:
    """Return code whose ``from ... import ...`` lines leave out the names in ``spare``.

    A line keeps at least one name, so that its module is loaded all the same.
    """
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            kept = [one for one in node.names if (one.asname or one.name) not in spare]
            node.names = kept or node.names
    return tree


def steady(tree: ast.AST) -> bool:
    """Return whether code gives the same each time: no chance, no clock, no files."""
    words = {n.attr for n in walk(tree) if isinstance(n, ast.Attribute)} | loaded(tree)
    return not words & UNSTEADY and not any(word.startswith("read") for word in words)


def inner(tree: ast.AST) -> set[str]:
    """Return the names that functions and comprehensions inside code bind for themselves."""
    found = {n.id for n in walk(tree) if isinstance(n, ast.Name) and not _is_load(n)}
    return found | {n.arg for n in walk(tree) if isinstance(n, ast.arg)}


def _is_load(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Load)
