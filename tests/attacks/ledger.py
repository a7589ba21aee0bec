"""The ledger as data: every attack with what it tries, what it may get, and how it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from carekit.common.yaml_reader import parse
from carekit.grading.intake.roster import Enrolled, Roster
from carekit.sandbox.isolation.limits import Limits
from tests.attacks import answerfiles, inboxes, notebooks, visited
from tests.sandbox.sealedset import check, learner_notebook, notebook, submission

HERE = Path(__file__).parent
HONEST = 9
LIMITS = Limits(
    cell_seconds=1.5, total_seconds=8, memory_mb=300, disk_mb=24, files=2000, processes=24
)
"""What an attack may use: little, so that a mild one is enough to go over it."""
KNOWN = Roster([Enrolled("ana")])
"""Whom the gradebook knows: the learner that the attacks on the inbox must not harm."""


@dataclass(frozen=True)
class Attack:
    """One attack. ``way`` is cell, notebook, answers, inbox or visited.

    ``may_get`` is what it gets, no more and no less: what the honest part of it is worth, and with
    it ``forged``, what checks that visit it give without its being earned. ``make`` takes nothing
    and returns a submission's files, except for an inbox (see inboxes.py). ``says`` is what the
    attacked cell must print.
    """

    name: str
    family: int
    tries: str
    may_get: float
    way: str
    make: Callable[..., Any]
    cell: str = ""
    says: str | None = None
    forged: float = 0

    @property
    def earned(self) -> float:
        """What the honest part of it is worth."""
        return self.may_get - self.forged


def _from_cell(path):
    _, head, code = path.read_text(encoding="utf-8").split("---", 2)
    about, code = parse(head)[0], code.lstrip('"')
    return Attack(
        path.stem,
        about["family"],
        about["tries"],
        about["points"],
        "cell",
        lambda: submission(learner_notebook(**{about["cell"]: code})),
        about["cell"],
        about.get("says"),
    )


def _from_function(way, made, make, points=0, forged=0):
    words = " ".join(made.__doc__.split())
    family = 7
    if words.startswith("Family "):
        family, words = int(words[7]), words[10:]
    return Attack(made.__name__.replace("_", "-"), family, words, points, way, make, forged=forged)


def quiz():
    """Return the notebook of the small quiz: one check, which reads the answers file."""
    return notebook(check("quiz-check", answerfiles.CHECK, 3))


def released_quiz():
    """Return what a learner hands in of it."""
    return notebook(check("quiz-check", answerfiles.CHECK.split("\n###")[0], 3))


CELLS = [_from_cell(path) for path in sorted(HERE.glob("*.cell"))]
NOTEBOOKS = [
    _from_function(
        "notebook",
        made,
        lambda made=made: made(learner_notebook()),
        notebooks.POINTS.get(made.__name__, 0),
    )
    for made in notebooks.ATTACKS
]
ANSWERS = [
    _from_function("answers", made, lambda made=made: made(released_quiz()))
    for made in answerfiles.ATTACKS
]
INBOXES = [_from_function("inbox", made, made) for made in inboxes.ATTACKS]
VISITED = [
    _from_function(
        "visited",
        made,
        lambda made=made: visited.submitted(made()),
        visited.EARNED + visited.FORGED.get(made.__name__, 0),
        visited.FORGED.get(made.__name__, 0),
    )
    for made in visited.ATTACKS
]
LEDGER = [*CELLS, *NOTEBOOKS, *ANSWERS, *INBOXES, *VISITED]
