"""What a check reads that an earlier check has made: the statements that make it."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from carekit.sandbox.syntax.name_analysis import bound, parsed
from carekit.sandbox.syntax.needed_later import read_from_others


def borrowed(check: str, before: Iterable[tuple[str, bool]]) -> str:
    """Return the statements of earlier checks that bind a name which a check reads.

    ``before`` are the cells before the check, in order, and whether each is a check. In one
    notebook a check may import what the next one uses; where each runs by itself it has to be
    brought along. A name that a cell between them binds is that cell's.

    >>> borrowed("eq(f(), y)", [("from t import eq; assert f", True), ("y = 1", False)])
    'from t import eq'
    """
    needed = set(read_from_others(check))
    found: list[ast.stmt] = []
    for source, is_check in reversed(list(before)):
        tree = parsed(source)
        if tree is None or not needed:
            continue
        if not is_check:
            needed -= bound(tree)
            continue
        for node in reversed(tree.body):
            alone = ast.Module([node], [])
            if bound(alone) & needed:
                found.insert(0, node)
                needed = (needed - bound(alone)) | read_from_others(ast.unparse(node))
    return "\n".join(map(ast.unparse, found))
