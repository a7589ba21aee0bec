"""Checks that ask what cannot be told of work that runs sealed off, and how to write them anew.

In the judge a stand-in takes the place of what does not cross as data. It has no source, no code
and no namespace of its own. The judge notes each such question and gives no points, so a set with
one is not to be released. Most are seen while the reference and answers that say nothing are
graded; what stands on a path that none of these takes is read from the check's text.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

from carekit.grading.sealed.names import bound, parsed
from carekit.grading.sealed.refusals import ASKS_FOR
from carekit.grading.sealed.snapshot import Book, Cell

_BEHAVIOUR = (
    "call it with values that tell right work from wrong work, "
    "or make the task one that a person marks"
)
_ONE_NAME = "ask for the one name you mean, as in `'total' in globals()`"
_ATTRIBUTE = "read a value that it gives: an attribute by its name, or what a method returns"
_DATA = "ask for an answer that is data: numbers, texts, lists, dicts, arrays or tables"
# The first entry of which a word is in the question gives the advice.
_ADVICE: tuple[tuple[tuple[str, ...], str], ...] = (
    (("replaced in the learner's code",),
     "let the learner's function take what is replaced as an argument, and pass another"),
    (("list of the names", "notebook's shell"), _ONE_NAME),
    (("deleting",), "leave the name alone, and call the function with values that tell"),
    (("one and the same object",),
     "compare with `==`; whether a function changes its argument shows in a list or table "
     "that the check makes, passes and looks at afterwards"),
    (("the type of an iterator",), "read it with `next` or `list`"),
    (("the type of", "the value of", "can be called"), _DATA),
    (("source text", "inspect.", "bytecode", "__code__", "__globals__", "__closure__",
      "__wrapped__", "__builtins__", "__defaults__", "__kwdefaults__", "__annotations__",
      "__self__", "__func__"), _BEHAVIOUR),
    (("classes above", "of a class", "__bases__", "__base__", "__mro__", "a class derived"),
     "ask with `isinstance` or `issubclass`, or make an instance and call its methods"),
)  # fmt: skip
_OF_CODE = {"__code__", "__globals__", "__closure__", "__bases__", "__base__", "__mro__"}
_OF_SOURCE = {
    "getsource", "getsourcelines", "getsourcefile", "getfile", "findsource", "getmodule",
    "getmembers", "getmro", "getclosurevars", "isgeneratorfunction", "iscoroutinefunction",
}  # fmt: skip
_OF_BYTECODE = {"dis", "get_instructions", "Bytecode", "code_info", "show_code"}


def questions(book: Book, results: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give each check of a notebook that asks such a thing, and a sentence about each question.

    ``results`` are what grading gave for answers of all kinds, by any key.
    """
    noted: dict[str, list[str]] = {}
    for result in results.values():
        graded = result["notebooks"].get(book.name)
        for name, cell in (graded["cells"] if graded else {}).items():
            message = str(cell.get("message") or "")
            if cell.get("outcome") == "unjudged" and message.startswith(ASKS_FOR):
                asked = message.removeprefix(ASKS_FOR).splitlines()[0]
                noted.setdefault(name, []).append(asked)
    theirs = set(book.theirs).union(*(cell.binds for cell in book.cells if cell.solution))
    for cell in book.cells:
        if cell.test:
            asked_for = noted.get(cell.id) or list(_written(cell, theirs))
            # One line of a check is refused once for every value that is tried.
            yield from ((cell.id, _sentence(asked)) for asked in dict.fromkeys(asked_for))


def _sentence(asked: str) -> str:
    return (
        f"asks for {asked}, which cannot be told of work that runs sealed off: "
        f"nobody gets points for it, and every learner's work waits for a person; {advice(asked)}"
    )


def advice(asked: str) -> str:
    """Return how to write a check that asks for something without asking for it."""
    found = (says for words, says in _ADVICE if any(word in asked for word in words))
    return next(found, _ATTRIBUTE)


def _written(cell: Cell, theirs: set[str]) -> Iterator[str]:
    """Give what a check's text asks of the learner's names, whether or not it was run."""
    tree = parsed(cell.source)
    if tree is None:
        return
    learners = theirs - bound(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in _OF_CODE:
            if _root(node.value) in learners:
                yield f"{node.attr} of {ast.unparse(node.value)!r}"
        elif isinstance(node, ast.Call) and node.args and _root(node.args[0]) in learners:
            yield from _called(node)


def _called(node: ast.Call) -> Iterator[str]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else _root(node.func)
    about = ast.unparse(node.args[0])
    if name in _OF_SOURCE:
        yield f"inspect.{name} of {about!r}"
    elif name in _OF_BYTECODE and _root(node.func) in ("dis", name):
        yield f"the bytecode of {about!r}"
    elif name == "getattr" and len(node.args) > 1:
        # The name comes from the text of a constant, quotes included.
        wanted = ast.unparse(node.args[1]).strip("'")
        if wanted in _OF_CODE:
            yield f"{wanted} of {about!r}"


def _root(node: ast.expr) -> str:
    """Return the name that an expression such as ``a.b[0].c`` begins with, or an empty text."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
