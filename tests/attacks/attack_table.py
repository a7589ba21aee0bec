"""The ledger of attacks as a page, with what stock nbgrader gave all of them together."""

import sys
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from tests.attacks.ledger import LEDGER, quiz
from tests.attacks.visited import visited_set
from tests.grading import measured
from tests.sandbox.sealedset import source_notebook

PAGE = Path(__file__).parents[2] / "docs" / "attacks.md"
DATA = Path(__file__).with_name("measured.json")
RESOURCES, REACH_OUT = 5, 6
VISITED_WAY = "visited"
HEAD = """# Attacks

Made by `python -m tests.attacks.against_stock` from the ledger in `tests/attacks/`; do not edit.
Each row is a test: what somebody hands in who wants points, or something else, that is not theirs.
The small set of the ledger is worth 9 points, its quiz 3. *Gets* is what it gets from the sealed
grader, which is what the honest part of it earns; for attacks on the inbox, what the attacker's own
files get. Inputs are as mild as they can be: they leave a mark or go a little over a small limit.

| attack | family | tries to | gets |
|---|---|---|---|
"""
VISITED = """
## Checks that visit

A check that *visits* (`docs/grading.md`) runs beside the learner's code, as every check does under
stock nbgrader. These attacks are tried on the small set with two hidden checks more, 2 points each,
which visit. *Earned* is what the honest part is worth, *forged* what the visiting checks give
without its being earned.

| attack | family | tries to | earned | forged |
|---|---|---|---|---|
"""
VISITED_TAIL = """
So a learner's code can forge the score of the very check that visits it. None of these attacks
has found the text of another check, the gradebook or another learner, none changed the score of a
sealed check of the same notebook, and no graded notebook shows a word of the visiting checks
(`tests/attacks/test_visiting_checks.py`). Visiting checks gave {here} points together that were not
earned, in {forging} of {all} attacks. With {tried} of them stock nbgrader was tried: it gave
{points} such points, in {gained}; some of them for checks that are sealed here.
"""
TAIL = """
## What stock nbgrader gives

{rows} attacks. Stock `nbgrader autograde` {version}, without this course's settings, was tried with
{tried} of them, not with those that use up what the machine has, reach out of their folder or come
in an archive. {gained} got more points there than they had earned, {points} points together;
{unscored} got no score at all. Only these totals are kept, not which attacks they were.
"""


@dataclass(frozen=True)
class Totals:
    """What stock nbgrader gave some attacks together.

    ``tried`` and the two after it count attacks: tried at all, ``gained`` more than they had
    earned, ``unscored`` altogether. ``points`` is what was gained, in points.
    """

    tried: int = 0
    gained: int = 0
    unscored: int = 0
    points: float = 0.0

    @classmethod
    def of(cls, attacks, given):
        """Return the totals of some attacks; ``given`` has points (None: no score) by name."""
        earned = {one.name: one.earned for one in attacks}
        over = [(points or 0) - earned[name] for name, points in given.items()]
        gains = [points for points in over if points > 0]
        unscored = sum(points is None for points in given.values())
        return cls(len(given), len(gains), unscored, float(sum(gains)))

    def __add__(self, other):
        """Return the totals of both."""
        return Totals(*(a + b for a, b in zip(self._all(), other._all(), strict=True)))

    def _all(self):
        return tuple(asdict(self).values())

    def as_dict(self):
        """Return the totals as plain data."""
        return asdict(self)


def tried(attack):
    """Return whether stock nbgrader is tried with an attack: it may not touch the machine."""
    if attack.way == "inbox" or attack.family in (RESOURCES, REACH_OUT):
        return False
    return all(_inside(name) for name in attack.make())


def _inside(name):
    """Return whether a file's name stays in the folder that the submission is laid into."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and name.isprintable()


def digests():
    """Return the digest of each attack with its set, as it is kept beside the totals."""
    small = source_notebook()
    made = {"answers": quiz(), "cell": small, "notebook": small, "visited": visited_set()}
    return {
        # An archive holds the time it was packed at, so of an inbox the text counts that makes it.
        one.name: measured.digest(one.make)
        if one.way == "inbox"
        else measured.digest(made[one.way], one.make())
        for one in LEDGER
    }


def page(found):
    """Return the page for the ledger and the totals that were measured."""
    visited = [one for one in LEDGER if one.way == VISITED_WAY]
    forged = [one.forged for one in visited if one.forged]
    here = {"here": f"{sum(forged):g}", "forging": len(forged), "all": len(visited)}
    rows = {"rows": len(LEDGER), "version": found["nbgrader"]}
    parts = [
        HEAD,
        *(_row(one, one.may_get) for one in LEDGER if one.way != VISITED_WAY),
        VISITED,
        *(_row(one, one.earned, one.forged) for one in visited),
        VISITED_TAIL.format(**here, **_shown(found["visited"])),
        TAIL.format(**rows, **_shown(found["totals"])),
    ]
    return "".join(parts)


def _shown(totals):
    return {**totals, "points": f"{totals['points']:g}"}


def _row(attack, *points):
    tries = attack.tries.rstrip(".").replace("|", "/")
    tries = tries[0].lower() + tries[1:]
    shown = (attack.name, attack.family, tries, *(f"{one:g}" for one in points))
    return f"| {' | '.join(map(str, shown))} |\n"


def faults():
    """Return what is not current, each as a sentence."""
    return measured.faults(sys.modules[__name__])
