"""Single checks of ordinary kinds, judged sealed and in one namespace, side by side.

    python -m tests.sandbox.ordinary_checks              the count, and each check that differs
    python -m tests.sandbox.ordinary_checks NAME...      these, with what the judge says of them
    python -m tests.sandbox.ordinary_checks --nbgrader N  every Nth under stock nbgrader as well,
                                                         20 notebooks a command, which takes minutes

Each check tells right work from wrong work where all share one namespace, as under stock nbgrader.
"""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from carekit.common.yaml_reader import parse
from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.worker import Worker
from tests.grading.stockroom import stock_scores
from tests.sandbox.sealedset import check, marked, notebook

HERE = Path(__file__).parent
FILES = ("names", "running", "values")
SIDES = ("right", "wrong")
TOGETHER = 20
"""Notebooks that one assignment of stock nbgrader holds."""
LIMITS = Limits(cell_seconds=8, total_seconds=60)


@dataclass(frozen=True)
class Ordinary:
    """One check, with work that is right for it and work that is wrong."""

    name: str
    check: str
    right: str
    wrong: str

    def released(self):
        """Return the notebook as its teacher wrote it."""
        source = f"### BEGIN SOLUTION\n{self.right}\n### END SOLUTION"
        return notebook(marked("do", "code", source, solution=True), check("check", self.check, 1))

    def handed_in(self, side):
        """Return the notebook as a learner hands it in."""
        do, asked = self.released()["cells"]
        return notebook({**do, "source": getattr(self, side)}, asked)


def _read():
    for part in FILES:
        text = (HERE / f"ordinary_checks_of_{part}.yml").read_text(encoding="utf-8")
        for name, one in parse(text)[0].items():
            yield Ordinary(name, *(one[key].rstrip("\n") for key in ("check", *SIDES)))


CHECKS = {one.name: one for one in _read()}


def in_one_namespace(found):
    """Return the scores of some checks by side and name, where all share one namespace."""
    pairs = [(getattr(one, side), one.check) for side in SIDES for one in found]
    done = subprocess.run(
        [sys.executable, "-m", "tests.sandbox.one_namespace"],
        input=json.dumps(pairs), capture_output=True, text=True, check=True,
    )  # fmt: skip
    points = json.loads(done.stdout.splitlines()[-1])
    return {
        side: dict(zip([one.name for one in found], points[at * len(found) :], strict=False))
        for at, side in enumerate(SIDES)
    }


def sealed(found):
    """Return the verdicts of some checks by side and name, as the sealed worker gives them.

    Beside its verdict each has the ``flags`` of its submission, as code and what is named.
    """
    books = {f"{one.name}.ipynb": json.dumps(one.released()).encode() for one in found}
    result = {}
    with Worker(Snapshot.from_notebooks(books), limits=LIMITS) as worker:
        for side in SIDES:
            given = {}
            for one in found:
                files = {f"{one.name}.ipynb": json.dumps(one.handed_in(side)).encode()}
                graded = worker.grade(files)
                mine = [flag for flag in graded["flags"] if flag["notebook"] == one.name]
                flags = [(flag["code"], flag.get("named", "")) for flag in mine]
                given[one.name] = {
                    **graded["notebooks"][one.name]["cells"]["check"],
                    "flags": flags,
                }
            result[side] = given
    return result


def count(verdicts):
    """Return how many right and wrong pieces of work get the score that is due, and what not."""
    kinds = Counter()
    for name in CHECKS:
        right, wrong = (verdicts[side][name] for side in SIDES)
        kinds["right"] += right["score"] == 1
        kinds["right, waits"] += right["outcome"] == "unjudged"
        kinds["wrong"] += wrong["score"] == 0 and wrong["outcome"] != "unjudged"
        kinds["wrong, waits"] += wrong["outcome"] == "unjudged"
        kinds["wrong, points"] += wrong["score"] > 0
        kinds["both"] += right["score"] == 1 and wrong["score"] == 0
    return kinds


def sentence(kinds):
    """Return what docs/grading.md says of the count."""
    return (
        f"Of {len(CHECKS)} single checks of ordinary kinds (`python -m tests.sandbox."
        f"ordinary_checks`), each with right and wrong work, {kinds['both']} give both the score "
        f"that they get in one namespace; of the others right work waits for a person."
    )


def by_nbgrader(found):
    """Print what stock nbgrader gives right and wrong work of some checks, and how many differ.

    To start two commands for each notebook takes longer than to grade it, so many notebooks are one
    assignment; where that gets no score, each is tried by itself.
    """
    differs = 0
    for at in range(0, len(found), TOGETHER):
        batch = found[at : at + TOGETHER]
        points = _of_stock(batch)
        for one in batch:
            given = {side: points[side][one.name] for side in SIDES}
            if None in given.values() and len(batch) > 1:
                given = {side: of[one.name] for side, of in _of_stock([one]).items()}
            due = given == {"right": 1.0, "wrong": 0.0}
            differs += not due
            sys.stdout.write(f"{one.name:32} {given}{'' if due else '  differs'}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{len(found)} checks, {differs} not as in one namespace\n")


def _of_stock(batch):
    handed = {
        side: {f"{one.name}.ipynb": json.dumps(one.handed_in(side)).encode() for one in batch}
        for side in SIDES
    }
    return stock_scores({one.name: one.released() for one in batch}, handed)


def main(arguments):
    """Print what the two give."""
    if arguments[:1] == ["--nbgrader"]:
        by_nbgrader([*CHECKS.values()][:: int(arguments[1])])
        return
    found = [CHECKS[name] for name in arguments] or [*CHECKS.values()]
    stock, ours = in_one_namespace(found), sealed(found)
    for one in found:
        for side in SIDES:
            due, got = stock[side][one.name], ours[side][one.name]
            if due != got["score"] or due != (side == "right") or arguments:
                said = got["message"].splitlines()[:1]
                gives = f"{due:g} {got['score']:g} {got['outcome']} {said}"
                sys.stdout.write(f"{one.name:32} {side:5} {gives}\n")
    if not arguments:
        sys.stdout.write(f"{dict(count(ours))}\n{sentence(count(ours))}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
