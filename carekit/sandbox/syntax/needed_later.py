"""Which names a cell reads of what other cells made, and whether other cells read some names."""

from __future__ import annotations

import ast
import re
from functools import lru_cache

from carekit.sandbox.syntax.name_analysis import changed, loaded, parsed, renewed
from carekit.sandbox.syntax.statements import globals_read
from carekit.sandbox.syntax.walk import walk

# Letters of code that are read for one check; a whole notebook of a set has a tenth of it.
_MOST_READ = 1_000_000
_FOR_IPYTHON = re.compile(r"^\s*[%!?]|=\s*[%!]|\?\s*$")
_BY_TEXT = ("globals", "locals", "vars", "exec", "eval")


def visible_names(released: str) -> set[str]:
    """Return the names that the part of a check that learners have binds or changes in place."""
    tree = parsed(released)
    return changed(tree) if tree is not None else set()


def read_elsewhere(names: set[str], sources: list[str]) -> bool:
    """Return whether some other cell reads one of some names.

    A cell before may as well: a function in it reads a name only when it is called.
    """
    # Most cells do not even hold the word; only the others are worth parsing.
    likely = [source for source in sources if any(name in source for name in names)]
    if any(_reads_unseen(source, names) for source in likely):
        return True
    # Saying yes when nobody reads it only costs a run of the part that learners have.
    too_long = sum(map(len, likely)) > _MOST_READ
    return too_long or any(names & read_from_others(source) for source in likely)


def _reads_unseen(source: str, names: set[str]) -> bool:
    """Return whether a cell that holds one of the names may read it where no syntax says so.

    That is in a line for IPython, in a query of pandas (``@limit``), or by way of a text.
    """
    lines = [line for line in source.split("\n") if _FOR_IPYTHON.search(line)]
    return (
        bool(lines and parsed(source) is None)
        or any(name in line for line in lines for name in names)
        or any(f"@{name}" in source for name in names)
        or any(f"{word}(" in source for word in _BY_TEXT)
    )


@lru_cache(maxsize=1024)
def read_from_others(source: str) -> frozenset[str]:
    """Return the names that a cell reads of what other cells made, none where it is no Python.

    A function's own names are not among them, nor what the cell makes anew before it reads it.
    Kept for the next question: a notebook is asked once for each of its checks, and cells that
    nobody may change are the same in every submission. Who asks bounds how long a cell may be.
    """
    tree = parsed(source)
    if tree is None:
        return frozenset()
    try:
        read = globals_read(tree)
    except (SyntaxError, ValueError, RecursionError):
        return frozenset(loaded(tree))
    adds = (node.target for node in walk(tree) if isinstance(node, ast.AugAssign))
    added = {target.id for target in adds if isinstance(target, ast.Name)}
    return frozenset(read - renewed(tree) | added)
