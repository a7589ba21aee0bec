"""Checks that ask what cannot be told of work that runs sealed off, and how to write them anew.

In the judge a stand-in takes the place of what does not cross as data. It has no source, no code
and no namespace of its own. The judge notes each such question and gives no points, so a set with
one is not to be released. Most are seen while the reference and answers that say nothing are
graded; what stands on a path that none of these takes is read from the check's text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from carekit.sandbox.link.refusals import ASKS_FOR
from carekit.sandbox.submission.assignment import Book, Cell
from carekit.sandbox.submission.result import SubmissionResult
from carekit.sandbox.syntax.name_analysis import bound, parsed

_BEHAVIOUR = (
    "call it with values that tell right work from wrong work, "
    "or make the task one that a person marks"
)
_ONE_NAME = "ask for the one name you mean, as in `'total' in globals()`"
_ATTRIBUTE = "read a value that it gives: an attribute by its name, or what a method returns"
_DATA = "ask for an answer that is data: numbers, texts, lists, dicts, arrays or tables"
# The first entry of which a word is in the question gives the advice.
_ADVICE: tuple[tuple[tuple[str, ...], str], ...] = (
    (("too large to be checked",),
     "ask a function of the learner's for a part of it, or for figures such as its shape and sum"),
    # What a check changes and means the learner's code to meet.
    (("last line to be shown",), "end the check with a number of points, or with a `;`"),
    (("stdin to be replaced",),
     "let the learner's function take the lines as an argument, or replace `input` for the call"),
    (("replaced in the learner's code", "to be changed for the learner's code"),
     "let the learner's function take what is replaced as an argument, and pass another"),
    (("variable of the system to be set", "working folder"),
     "let the learner's function take the value or the path as an argument"),
    (("depth of calls",),
     "call it with values that tell: a recursion without an end fails by itself, and a loop can "
     "be told from a recursion by a number that is too deep for one"),
    (("calls inside",), "pass a function of the check's that counts how often it is called"),
    (("how NumPy", "how Decimal"),
     "look at what the function gives for such values, or let it take the setting as an argument"),
    (("memory that",), "call it with a value so large that wasteful work cannot finish"),
    (("time limit",),
     "leave it out: the grader stops a check after `c.Carekit.cell_seconds` by itself"),
    (("temporary file", "large file"),
     "write the file beside the notebook under a plain name, as in `open('table.csv', 'w')`, "
     "and pass this name"),
    (("random numbers drawn",),
     "draw the check's own numbers from a generator of its own, as `numpy.random.default_rng(1)`"),
    # What a check reads of another process.
    (("logs",), "let the learner's function return or print the message, and catch what it prints"),
    (("of the learner's system", "an option of", "has of its own"),
     "ask for what the learner's code makes under this setting, as a value"),
    (("figure that",),
     "let the task name the figure or its axes, and ask these, as in `ax.get_title()`"),
    (("references to", "number of references", "size of it"), _BEHAVIOUR),
    (("of an array or a table",),
     "ask for its values, shape and types; let the learner return what else matters as a value"),
    (("which modules",), _BEHAVIOUR),
    (("doctests",), "call the function with the examples, and compare what it returns"),
    (("the learner's cells define",),
     "call the learner's functions in a test of the check's own, or have a person mark the tests"),
    (("does not look at",), "keep what `unittest` gives and assert `wasSuccessful()` of it"),
    # Of one object with two names.
    (("one and the same object",),
     "compare with `==`; whether a function changes its argument shows in a list or table "
     "that the check makes, passes and looks at afterwards"),
    (("a change of one value",),
     "let a function of the learner's make the change and return both values, and compare them"),
    (("left as it was",),
     "keep a copy first, as in `before = copy.deepcopy(x)`, and compare with it afterwards"),
    # Of what a check passes to the learner's code.
    (("of the check's own",),
     "pass data or a plain function, and raise one of Python's own exceptions"),
    # Of objects of the learner's.
    (("list of the names", "notebook's shell"), _ONE_NAME),
    (("deleting",), "leave the name alone, and call the function with values that tell"),
    (("of 'iterator'", "the type of an iterator"),
     "read it with `next` or `list`; let a function of the learner's do what else it should"),
    (("__await__",),
     "let the task ask for a function that runs it with `asyncio.run` and returns the result"),
    (("__enter__", "__exit__"),
     "let the task ask for a function with the `with` in it, and look at what it returns"),
    (("whether something is in it", "whether it equals", "its order", "its !=", "its format"),
     "compare what it gives, as in `one.size == 3`, or two objects of the learner's"),
    (("to end by",), "let the task ask for an exception such as ValueError, or for a value"),
    (("only the class",),
     "ask for a plain list or dict, or for a class that holds one instead of deriving from it"),
    (("only an object",), _ATTRIBUTE),
    (("the type of", "the value of", "can be called"), _DATA),
    (("of the learner's exception",), "look at its class, its `args` and its text"),
    (("source text", "inspect.", "bytecode", "__code__", "__globals__", "__closure__",
      "__wrapped__", "__builtins__", "__defaults__", "__kwdefaults__", "__annotations__",
      "__self__", "__func__"), _BEHAVIOUR),
    (("classes above", "of a class", "__bases__", "__base__", "__mro__", "a class derived",
      "__flags__"),
     "ask with `isinstance` or `issubclass`, or make an instance and call its methods"),
    (("__dict__", "the names it has", "a copy of it"), _ATTRIBUTE),
)  # fmt: skip
_QUOTED = re.compile("'[^']*'")
_OF_CODE = {"__globals__", "__closure__"}
_OF_SOURCE = {"getsourcefile", "getfile", "findsource", "getmodule", "getmro", "getclosurevars"}
_OF_BYTECODE = {"Bytecode", "code_info", "show_code"}


def questions(book: Book, results: Mapping[str, SubmissionResult]) -> Iterator[tuple[str, str]]:
    """Give each check of a notebook that asks such a thing, and a sentence about each question.

    ``results`` are what grading gave for answers of all kinds, by any key.
    """
    noted: dict[str, list[str]] = {}
    for result in results.values():
        graded = result["notebooks"].get(book.name)
        for name, got in (graded["cells"] if graded else {}).items():
            message = got["message"]
            if got["outcome"] == "unjudged" and message.startswith(ASKS_FOR):
                asked = message.removeprefix(ASKS_FOR).splitlines()[0]
                noted.setdefault(name, []).append(asked)
    theirs = set(book.theirs).union(*(cell.binds for cell in book.cells if cell.solution))
    for cell in book.cells:
        # A check of another level is not judged by what crosses (``levels``).
        if cell.sealed:
            asked_for = noted.get(cell.id) or list(_written(cell, theirs))
            # One line of a check is refused once for every value that is tried, and an answer that
            # wraps another has its own name in the refusal.
            once = {_QUOTED.sub("", asked): asked for asked in reversed(asked_for)}
            yield from ((cell.id, _sentence(asked)) for asked in reversed(once.values()))


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
                yield f"{node.attr} of {ast.unparse(node.value)!r} (line {node.lineno})"
        elif isinstance(node, ast.Call) and node.args and _root(node.args[0]) in learners:
            yield from (f"{asked} (line {node.lineno})" for asked in _called(node))


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
