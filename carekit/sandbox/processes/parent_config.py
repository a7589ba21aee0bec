"""What a warm parent is told before it imports anything, and what it says when it is ready."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import NamedTuple, Required, TypedDict

from carekit.common.notebook_format import Output
from carekit.sandbox.isolation.limits import LimitValues
from carekit.sandbox.isolation.sandbox import Room


class CodeCell(TypedDict):
    """A cell that the judge runs; ``hidden`` are the numbers of lines that learners never see."""

    id: str
    source: str
    points: float
    test: bool
    hidden: list[int]


class JudgedNotebook(TypedDict):
    """A notebook as the judge needs it."""

    cells: list[CodeCell]
    imports: dict[str, str]
    theirs: tuple[str, ...]


class Config(TypedDict, total=False):
    """What a warm parent may know: ``opening``, ``later``, ``words`` the learner's, the rest both.

    ``notebooks`` and ``ahead`` (whether checks are run before anybody hands in) are the judge's.
    """

    level: Required[str]
    limits: Required[LimitValues]
    readable: Required[list[str]]
    environment: Required[dict[str, str]]
    imports: Required[list[str]]
    mount_point: str
    opening: list[str]
    later: list[list[str]]
    words: list[str]
    notebooks: dict[str, JudgedNotebook]
    ahead: bool


Child = Callable[[Room, socket.socket, socket.socket], None]
"""What a born child does, with the room it goes into and its two connections."""


class LearnerSetup(TypedDict):
    """The outputs of the opening cells, and by name those of later cells that were run ahead.

    ``plain`` are the names that these cells bind whose values nobody can change by a part;
    ``tangled`` are the others, and functions that change what is not theirs.
    """

    opening: list[list[Output]]
    later: dict[str, list[Output]]
    plain: list[str]
    tangled: list[str]


NOTHING_READY: LearnerSetup = {"opening": [], "later": {}, "plain": [], "tangled": []}


class Ready(TypedDict, total=False):
    """What a warm parent tells its driver: ``setup`` the learner's, ``early`` the judge's.

    ``early`` are the cells that were run before anybody has handed in, by notebook.
    """

    setup: LearnerSetup
    early: dict[str, list[str]]


class Warm(NamedTuple):
    """What a warm parent has made ready: its children's work, and what its driver is told."""

    child: Child
    told: Ready
