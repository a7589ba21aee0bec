"""What the messages between driver, judge and learner hold: the fields of their heads.

A head is plain JSON and is not looked at beyond that, so these types say what a well-behaved other
side sends; ``Question`` and ``Answer`` are read by code that expects anything else as well. A
``tree`` is a value as the codec writes it.
"""

from __future__ import annotations

from typing import Any, Required, TypedDict

from carekit.common.notebook_format import Output

Value = Any
"""A value of a learner's program or of a check.

It may be anything, also something that lies about its class, so the code looks at its true type
(``true_types``), which no type checker can follow.
"""

Tag = dict[str, object]
"""A value that is no plain JSON, as the codec writes it: ``t`` and fields that hang on it.

``Decoder.plain`` looks at each field before anything else does.
"""

# --- From the driver to the two processes of a notebook, and back.


class Order(TypedDict, total=False):
    """What the driver asks of a process: ``op`` and what that needs.

    ``draws`` seeds the learner's random numbers where its cells will run once more.
    """

    op: Required[str]
    files: list[str]
    notebook: str
    opened: bool
    reads_files: bool
    cell: str
    code: str
    count: int
    since: float
    draws: int


class CellOrder(TypedDict):
    """What the driver asks of the judge about one cell; ``files``: whether the check reads some.

    ``lines`` asks how long each line takes and what was ready beforehand.
    """

    op: str
    cell: str
    files: bool
    lines: bool


class Reply(TypedDict, total=False):
    """What a process answers its driver; from ``outcome`` on it is a verdict on a check."""

    ok: bool
    count: int
    worked: float
    outputs: list[Output]
    outcome: str
    score: float
    message: str
    hidden: bool
    changed: bool
    line: int
    given: bool
    lines: list[tuple[int, float]]
    ahead: list[str]


# --- Between the judge and the learner's process.

Generators = dict[str, list[Any]]
"""The states of random generators, by ``random`` and ``numpy``, as these modules give them."""


class Along(TypedDict, total=False):
    """What goes along with a question that runs the learner's code.

    ``io`` are numbers of the check's own ``input`` and ``print``, ``seeds`` the states of
    generators, ``drawn`` the names of those that are told back, ``warn`` asks for warnings, and
    ``modules`` are those that the check has imported, by the names it gives them.
    """

    warn: bool
    io: dict[str, int]
    seeds: Generators
    drawn: list[str]
    modules: dict[str, str]
    stdin: object


class ErrorTree(TypedDict, total=False):
    """An exception: its name, nearest built-in base, class, arguments (a tree) and text.

    ``i`` is the number by which its attributes are asked for; ``led`` has its cause, its context,
    whether the context is not shown, and whether all that is told. ``own`` is the number of one
    that the check's own code has raised, ``n`` the name of its class.
    """

    c: str
    b: str
    h: dict[str, object] | None
    a: object
    s: str
    i: int
    own: int
    n: str
    led: list[object]


class Question(TypedDict, total=False):
    """What the judge asks of the learner's process, or what a function of the check's gives it.

    ``h`` and ``o`` are numbers of things that stay there, ``a`` and ``k`` trees of arguments, ``v``
    and ``new`` trees of values.
    """

    op: str
    n: int
    check: int
    met: bool
    one: bool
    warn: bool
    io: dict[str, int]
    seeds: Generators
    drawn: list[str]
    name: str
    names: list[str]
    again: bool
    watch: bool
    h: int
    o: int
    a: list[object]
    k: dict[str, object]
    v: object
    key: object
    f: str
    most: int
    sub: bool
    c: int
    m: str
    q: str
    of: list[int]
    new: object
    gone: list[str]
    bound: dict[str, object]
    back: list[str]
    raised: list[object] | None
    modules: dict[str, str]
    stdin: object
    exc: ErrorTree


class Answer(TypedDict, total=False):
    """What the learner's process answers, or (``cb``) asks of one of the check's functions.

    ``v`` is a tree, ``no`` says that there is no such name, ``out`` and ``err`` are what was
    printed, ``ch`` the arguments that were changed, ``same`` the one that came back.
    """

    n: int | None
    v: object
    no: bool
    exc: ErrorTree
    out: str
    err: str
    end: bool
    ch: list[list[object]]
    same: int | str
    met: int
    moved: dict[str, bool]
    derived: list[object] | None
    drew: list[str]
    warned: list[list[object]]
    cb: int
    attr: str
    f: str
    sets: bool
    a: list[object]
    k: dict[str, object]
