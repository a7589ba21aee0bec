"""Stock ``nbgrader autograde`` and the sealed worker on one class, side by side, in one run.

    python benchmarks/grading.py --rounds 2                    every set of the course
    python benchmarks/grading.py --sets follow-up capstone     some of them
    python benchmarks/grading.py --beside ../older             another build of the kit as well

Both grade the same honest submissions of a set, notebooks and answers files, with one seed for
everybody; the scores must be the same to the point, or the run fails. Stock is the whole command as
a trainer types it; sealed is the engine of `care grade` and everything from reading the files to
the graded notebooks on disk. Each is run for few and for more submissions, and what each one more
costs is its time for one: what starting and ending cost is not counted on either side. The time
until the sealed grader's first result stands beside it.

``--beside`` takes a checkout of another build with its own ``.venv``. Both builds then run the
whole command `care grade` on their own release of each set, for few and for many submissions, in
turn; the scores must be the same as well.

    python benchmarks/grading.py --quiz-only 1000      a class that only answered questions
    python benchmarks/grading.py --flat 1000 10000     time and memory of two such classes
    python benchmarks/grading.py --cluster             a Dask cluster beside local processes
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from whole_run import show

from carekit.common.course import card
from carekit.grading.gradebook.reader import scores as stock_scores
from carekit.grading.run.local_engine import Job
from carekit.grading.run.worker_spec import engine_of
from carekit.grading.run.worker_spec import sealed as recipe_of
from carekit.grading.sample_class.submissions import load_class, submission, ticked
from carekit.learner.graded_answers import FILE
from carekit.sandbox.isolation.sandbox import best_level, probe
from carekit.sandbox.submission.assignment import Snapshot

ROOT = Path(__file__).resolve().parent.parent
SEED = 7
_BY_HAND = ("manual", "unanswered")
# The sealed grader is fast: the second class must be long beside what its start varies by.
_MORE = 4
Scores = dict[str, dict[str, float | None]]


def variations(answers: dict[str, str], rng: random.Random) -> dict[str, str]:
    """Return one learner's answers: right, wrong, partly right, broken, chatty or missing."""
    made = dict(answers)
    for name in rng.sample(sorted(made), rng.randrange(3)):
        kind = rng.randrange(7)
        if kind == 0:
            del made[name]
        elif kind == 1:
            made[name] = "answer = = 1\n"
        elif kind == 2:
            made[name] = "raise RuntimeError('not finished')\n" + made[name]
        elif kind == 3:
            made[name] += "\nfor line in range(3000):\n    print('checking', line)\n"
        elif kind == 4:
            made[name] = "%time x = 1\n" + made[name]
        elif kind == 5:
            made[name] = made[name].replace("0.9", "0.8").replace('"e"', '"f"').replace("-1", "1")
        else:
            made[name] = "def sla_attainment(t, target_min, as_of):\n    return None\n"
    return made


def class_of(set_id: str, number: int, released: bytes) -> dict[str, dict[str, bytes]]:
    """Return the files of a class by learner id, the same ones for the same number."""
    rng = random.Random(20_240_601)
    sample = load_class(ROOT, set_id)
    model = next(one for one in sample.learners if not (one.accident or one.blank))
    made = {}
    for place in range(number):
        answers, quiz = sample.answers, sample.quiz
        if place % 4:
            answers = variations(answers, rng)
            quiz = {name: ticks[: rng.randrange(len(ticks) + 1)] for name, ticks in quiz.items()}
        plain = sample.model_copy(update={"answers": answers, "quiz": quiz})
        one = model.model_copy(update={"answers": {}, "change": {}, "quiz": {}})
        files = {f"{set_id}.ipynb": submission(ROOT, plain, one, released)}
        if ticks := ticked(ROOT, plain, one):
            files[FILE] = ticks.encode()
        made[f"learner-{place:04d}"] = files
    return made


def course(folder: Path, set_id: str, learners: dict[str, dict[str, bytes]]) -> None:
    """Make an nbgrader course with a class's submissions."""
    shutil.copytree(ROOT / "source" / set_id, folder / "source" / set_id)
    # The course's own settings, without what would put the sealed worker into stock nbgrader.
    lines = (ROOT / "nbgrader_config.py").read_text("utf-8").split("c.Autograde.", 1)[0]
    # nbgrader leaves out every folder called "feedback", a set of that name with its answers too.
    lines += "\nc.CourseDirectory.ignore = ['.ipynb_checkpoints', '*.pyc', '__pycache__']\n"
    (folder / "nbgrader_config.py").write_text(lines, "utf-8")
    nbgrader(folder, "generate_assignment", set_id)
    for learner, files in learners.items():
        put(folder / "submitted" / learner / set_id, files)


def put(folder: Path, files: dict[str, bytes]) -> None:
    """Write one learner's files."""
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def nbgrader(folder: Path, *words: str) -> None:
    """Run one nbgrader command."""
    beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "CAREKIT_ROOT": str(ROOT), "PATH": beside, "CAREKIT_SEED": str(SEED)}
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=folder, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)


def stock(
    set_id: str, learners: dict[str, dict[str, bytes]], few: int
) -> tuple[float, float, Scores]:
    """Return wall and CPU seconds of stock autograde for one submission, and everybody's scores.

    They are the slope between ``few`` submissions and all of them.
    """
    took = []
    for number in (few, len(learners)):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            course(folder, set_id, dict(list(learners.items())[:number]))
            began, cpu = time.perf_counter(), cpu_seconds()
            nbgrader(folder, "autograde", set_id)
            took.append((time.perf_counter() - began, cpu_seconds() - cpu))
            found = automatic(folder / "gradebook.db", set_id)
    return *slope(took, len(learners) - few), found


def automatic(gradebook: Path, set_id: str) -> Scores:
    """Return the scores of the automatic checks by learner and cell."""
    table = stock_scores(f"sqlite:///{gradebook}", set_id)
    table = table[table["kind"] == "auto"]
    return {
        who: rows.set_index("cell")["score"].to_dict() for who, rows in table.groupby("learner")
    }


def slope(took: list[tuple[float, float]], more: int) -> tuple[float, float]:
    """Return what each of ``more`` further submissions took, of two runs' wall and CPU seconds."""
    (wall, cpu), (longer, more_cpu) = took
    return (longer - wall) / more, (more_cpu - cpu) / more


def sealed(
    set_id: str, snapshot: Snapshot, learners: dict[str, dict[str, bytes]], workers: int
) -> tuple[float, float, float, Scores]:
    """Return seconds until the last result and until the first, CPU in all, and the scores."""
    with tempfile.TemporaryDirectory() as name:
        for learner, files in learners.items():
            put(Path(name) / learner, files)
        recipe = recipe_of(ROOT, snapshot, best_level(probe()), seed=SEED)
        engine, found, came = engine_of(recipe, workers), {}, []

        def jobs() -> Iterator[Job]:
            for learner in learners:
                folder = Path(name) / learner
                yield Job(learner, {path.name: path.read_bytes() for path in folder.iterdir()})

        cpu, began = cpu_seconds(), time.perf_counter()
        for learner, result in engine.run(jobs()):
            book = result["notebooks"][set_id]
            graded = json.dumps(book["notebook"])
            (Path(name) / learner / "graded.ipynb").write_text(graded, "utf-8")
            cells = book["cells"].items()
            found[learner] = {k: v["score"] for k, v in cells if v["outcome"] not in _BY_HAND}
            came.append(time.perf_counter() - began)
        return came[-1], came[0], cpu_seconds() - cpu, found


def cpu_seconds() -> float:
    """Return the processor seconds of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@dataclass(frozen=True)
class Figures:
    """Seconds for one submission of a set, and until the first result is there."""

    stock: float
    stock_cpu: float
    sealed: float
    sealed_cpu: float
    first: float


def snapshot_of(set_id: str) -> tuple[Snapshot, bytes]:
    """Return a set's snapshot, and its released notebook."""
    name = f"{set_id}.ipynb"
    released = (ROOT / "release" / set_id / name).read_bytes()
    source = (ROOT / "source" / set_id / name).read_bytes()
    return Snapshot.from_notebooks({name: source}, {name: released}), released


def side_by_side(set_id: str, asked: argparse.Namespace) -> tuple[Figures, list[Any]]:
    """Return what one round of a set took, and every score that was not the same."""
    snapshot, released = snapshot_of(set_id)
    learners = class_of(set_id, _MORE * asked.submissions, released)
    few, more = asked.stock
    wall, cpu, theirs = stock(set_id, dict(list(learners.items())[:more]), few)
    start = dict(list(learners.items())[: asked.submissions])
    last, first, used, _ = sealed(set_id, snapshot, start, asked.workers)
    longer, _, more_used, ours = sealed(set_id, snapshot, learners, asked.workers)
    each = slope([(last, used), (longer, more_used)], len(learners) - len(start))
    return Figures(wall, cpu, *each, first), differences(set_id, theirs, ours)


def differences(set_id: str, theirs: Scores, ours: Scores) -> list[Any]:
    """Return set, learner, cell and both scores wherever they are not the same."""
    return [
        (set_id, who, cell, score, ours[who].get(cell))
        for who, scores in theirs.items()
        for cell, score in scores.items()
        if score != ours[who].get(cell)
    ]


def main() -> None:
    """Make the classes, run both in turn, compare, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sets", nargs="+", default=[s.id for s in card(ROOT).sets], metavar="SET")
    parser.add_argument(
        "--submissions", type=int, default=24, help="sealed: so many, and four times as many"
    )
    parser.add_argument(
        "--stock", type=int, nargs=2, default=(2, 6), metavar=("FEW", "MORE"),
        help="how many of them stock grades, twice",
    )  # fmt: skip
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--beside", type=Path, metavar="CHECKOUT", help="another build to compare")
    parser.add_argument("--quiz-only", type=int, metavar="N")
    parser.add_argument("--cluster", action="store_true", help="compare with a local Dask cluster")
    parser.add_argument("--flat", type=int, nargs=2, metavar=("FEW", "MANY"))
    asked = parser.parse_args()
    if asked.flat or asked.quiz_only:
        show(asked.flat or [asked.quiz_only])
        return
    if asked.cluster:
        snapshot, released = snapshot_of(asked.sets[0])
        learners = class_of(asked.sets[0], asked.submissions, released)
        recipe = recipe_of(ROOT, snapshot, best_level(probe()), seed=SEED)
        # Not at the top: a cluster needs a package that nothing else here does.
        compared = importlib.import_module("cluster").show
        raise SystemExit(not compared(recipe, learners, asked.workers, asked.rounds))
    words = [f"{n} {version(n)}" for n in ("nbgrader", "pandas", "numpy", "ipython", "nbclient")]
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(", ".join(words))
    # Not at the top: it takes what is in this module.
    shown = importlib.import_module("two_builds").show if asked.beside else with_stock
    found = shown(asked)
    print(f"scores: {found or 'identical'}")
    if found:
        raise SystemExit(1)


def with_stock(asked: argparse.Namespace) -> list[Any]:
    """Print stock and sealed for each set; return every score that was not the same."""
    few, more = asked.stock
    print(f"stock between {few} and {more} submissions, sealed and sandboxed between", end=" ")
    print(
        f"{asked.submissions} and {_MORE * asked.submissions} with {asked.workers} workers,",
        end=" ",
    )
    print(f"{asked.rounds} rounds, medians\n")
    print("| set | stock ms | CPU ms | sealed ms | CPU ms | times as fast | first result s |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    found, ratios, spent = [], {}, 0.0
    for set_id in asked.sets:
        rounds = []
        for _ in range(asked.rounds):
            figures, other = side_by_side(set_id, asked)
            rounds.append(astuple(figures))
            found += other
        middle = Figures(*map(statistics.median, zip(*rounds, strict=True)))
        ratios[set_id] = middle.stock / middle.sealed
        spent += middle.sealed_cpu
        each = middle.stock, middle.stock_cpu, middle.sealed, middle.sealed_cpu
        shown = " | ".join(f"{x * 1000:.0f}" for x in each)
        print(f"| {set_id} | {shown} | {ratios[set_id]:.1f} | {middle.first:.1f} |", flush=True)
    ordered = sorted(ratios, key=lambda one: ratios[one])
    slowest, fastest = ordered[0], ordered[-1]
    print(f"\ntimes as fast: slowest {slowest} {ratios[slowest]:.1f}", end=", ")
    print(f"median {statistics.median(ratios.values()):.1f}", end=", ")
    print(f"fastest {fastest} {ratios[fastest]:.1f}")
    print(f"sealed processor time of one submission of each set together: {spent * 1000:.0f} ms")
    return found


if __name__ == "__main__":
    main()
