"""Other people's courses: stock ``nbgrader autograde`` and ``care grade``, whole commands both.

    python benchmarks/foreign_course.py                     the course that comes with nbgrader
    python benchmarks/foreign_course.py FOLDER --run-stock  the sets of any folder

FOLDER holds courses (folders with ``source/``) or notebooks with graded cells, at any depth, as for
``care parity``. Of each set a class is made of its own solutions, whole and damaged in some ways,
and graded by both commands; the scores must be the same to the point, or the run fails. Each
command runs for few and for more submissions, in a course of its own that is new each time; what
each one more costs is the time for one. What remains of the command for few is its start: with
``care grade`` also the choice of a level of trust for each check, which is made once for a set.

Stock nbgrader has no walls: it runs what it finds in FOLDER with your own rights.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from grading import SEED, cpu_seconds, differences, slope

from carekit.grading.course.chosen_trust import place_of
from carekit.grading.gradebook.reader import scores
from carekit.grading.parity.both_graders import hand_in, release_by_stock
from carekit.grading.parity.foreign_sets import ForeignSet, find_sets
from carekit.grading.parity.variants import NAMES, Files, hand_ins
from carekit.sandbox.submission.trust import VISITING

WAYS = ("solved", "constant", "renamed", "deleted")
"""The hand-ins that a class is made of, in turn."""
_OWN = "docs/source/user_guide"
Scores = dict[str, dict[str, float | None]]
Took = tuple[float, float]


@dataclass(frozen=True)
class Grading:
    """What one command took for few submissions and for more, and the scores of the latter.

    Each time is wall and processor seconds. ``visiting`` counts the checks of the set that run
    beside the learner's code.
    """

    few: Took
    more: Took
    found: Scores
    visiting: int = 0

    def start(self, few: int, more: int) -> float:
        """Return the wall seconds of the command for few without those of its submissions."""
        return self.few[0] - few * slope([self.few, self.more], more - few)[0]


def class_of(made: dict[str, Files], number: int) -> dict[str, Files]:
    """Return the hand-ins of a class by learner: each way of handing in, again and again."""
    ways = [made[name] for name in WAYS if name in made]
    return {
        f"learner-{place:04d}": files
        for place, files in enumerate(itertools.islice(itertools.cycle(ways), number))
    }


def command(root: Path, *words: str) -> None:
    """Run one command in a course; raises SystemExit with its words where it fails."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "CAREKIT_ROOT": str(root), "PATH": path, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=root, env=env, capture_output=True, text=True
    )
    # `care grade` ends with 3 where a person has to look, as at a broken answer.
    if done.returncode not in ((0, 3) if words[0] == "carekit.cli" else (0,)):
        raise SystemExit(done.stdout[-2000:] + done.stderr[-2000:])


def automatic(root: Path, set_id: str) -> Scores:
    """Return the points of the automatic checks by learner, then notebook and cell."""
    table = scores(f"sqlite:///{root / 'gradebook.db'}", set_id)
    table = table[table["kind"] == "auto"]
    found: Scores = {}
    for row in table.itertuples():
        waits = row.needs_manual or row.score != row.score
        found.setdefault(row.learner, {})[f"{row.notebook}/{row.cell}"] = (
            None if waits else float(row.score)
        )
    return found


def graded(
    one: ForeignSet, made: dict[str, Files], sizes: tuple[int, int], words: tuple[str, ...]
) -> Grading:
    """Return what a command took for classes of two sizes, each in a course of its own."""
    took: list[Took] = []
    for number in sizes:
        with tempfile.TemporaryDirectory(prefix="foreign-") as name:
            root = Path(name)
            one.lay_out(root)
            if refused := release_by_stock(root, one.set_id):
                raise SystemExit(refused)
            hand_in(root, one.set_id, class_of(made, number))
            began, cpu = time.perf_counter(), cpu_seconds()
            command(root, *words)
            took.append((time.perf_counter() - began, cpu_seconds() - cpu))
            found = automatic(root, one.set_id)
            chosen = place_of(root, one.set_id)
            levels = json.loads(chosen.read_text("utf-8"))["chosen"] if chosen.is_file() else {}
    checks = [check for cells in levels.values() for check in cells.values()]
    return Grading(took[0], took[1], found, sum(one["level"] == VISITING for one in checks))


def hand_ins_of(one: ForeignSet) -> dict[str, Files] | str:
    """Return the hand-ins of a set by their way, or nbgrader's words where it cannot release it."""
    with tempfile.TemporaryDirectory(prefix="foreign-") as name:
        root = Path(name)
        one.lay_out(root)
        if refused := release_by_stock(root, one.set_id):
            return refused
        paths = sorted((root / "release" / one.set_id).glob("*.ipynb"))
        books = {path.name: json.loads(path.read_text("utf-8")) for path in paths}
    solved = {name: book for name, book in one.notebooks().items() if name in books}
    return hand_ins(books, solved, one.others(), set(WAYS) & NAMES)


def row(cells: list[str]) -> str:
    """Return one row of the table."""
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Grade every set by both commands, compare, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, help="default: nbgrader's own course")
    parser.add_argument("--run-stock", action="store_true", help="yes, run FOLDER without walls")
    parser.add_argument("--sets", nargs="+", default=[], metavar="TEXT", help="places with TEXT")
    parser.add_argument(
        "--submissions", type=int, nargs=2, default=(4, 24), metavar=("FEW", "MORE")
    )
    parser.add_argument("--stock", type=int, nargs=2, default=(2, 6), metavar=("FEW", "MORE"))
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    if asked.folder and not asked.run_stock:
        parser.error("stock nbgrader runs FOLDER with your own rights; --run-stock says you agree")
    package = find_spec("nbgrader")
    if package is None or package.origin is None:
        parser.error("nbgrader is not installed")
    folder = asked.folder or Path(package.origin).parent / _OWN
    sets = [
        one for one in find_sets(folder)
        if not asked.sets or any(text in one.found for text in asked.sets)
    ]  # fmt: skip
    words = [f"{name} {version(name)}" for name in ("nbgrader", "ipykernel", "nbclient")]
    print(", ".join(words))
    print(
        f"stock between {asked.stock[0]} and {asked.stock[1]} submissions, care grade between "
        f"{asked.submissions[0]} and {asked.submissions[1]} with {asked.workers} workers, "
        f"{asked.rounds} rounds, medians\n"
    )
    if not show(sets, asked, print):
        raise SystemExit(1)


def show(sets: list[ForeignSet], asked: argparse.Namespace, say: Callable[[str], object]) -> bool:
    """Say what each set took by both commands; return whether all scores are the same."""
    heads = ["set", "checks", "visiting", "stock ms", "CPU ms", "here ms", "CPU ms"]
    say(row([*heads, "as fast", "by CPU", "start s"]))
    say("|---" + "|---:" * 9 + "|")
    unlike, ratios, left_out = [], {}, []
    for one in sets:
        made = hand_ins_of(one)
        if isinstance(made, str):
            left_out.append(one.found)
            continue
        each = []
        for _ in range(asked.rounds):
            stock = graded(one, made, asked.stock, ("nbgrader", "autograde", one.set_id))
            line = ("carekit.cli", "grade", one.set_id, "--seed", str(SEED))
            more = ("--workers", str(asked.workers))
            here = graded(one, made, asked.submissions, (*line, *more))
            unlike += differences(one.found, stock.found, here.found)
            by_stock = slope([stock.few, stock.more], asked.stock[1] - asked.stock[0])
            few, many = asked.submissions
            each.append(
                (*by_stock, *slope([here.few, here.more], many - few), here.start(few, many))
            )
        middle = list(map(statistics.median, zip(*each, strict=True)))
        ratios[one.found] = middle[0] / middle[2], middle[1] / middle[3]
        checks = len(next(iter(here.found.values()), {}))
        shown = [one.found, str(checks), str(here.visiting)]
        shown += [f"{seconds * 1000:.0f}" for seconds in middle[:4]]
        say(row([*shown, *(f"{ratio:.1f}" for ratio in ratios[one.found]), f"{middle[4]:.1f}"]))
    if left_out:
        say(f"\nleft out, because nbgrader does not release them: {', '.join(left_out)}")
    if not ratios:
        raise SystemExit("no set could be graded")
    order = sorted(ratios, key=lambda name: ratios[name])
    middle_one = statistics.median(wall for wall, _ in ratios.values())
    say(
        f"\ntimes as fast: slowest {order[0]} {ratios[order[0]][0]:.1f}, median {middle_one:.1f}, "
        f"fastest {order[-1]} {ratios[order[-1]][0]:.1f}"
    )
    say(f"by processor time: at least {min(cpu for _, cpu in ratios.values()):.1f} times as fast")
    say(f"scores: {unlike or 'identical'}")
    return not unlike


if __name__ == "__main__":
    main()
