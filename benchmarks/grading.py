"""Stock ``nbgrader autograde`` and the sealed worker on one class, side by side, in one run.

    python benchmarks/grading.py --submissions 60 --stock 6 --rounds 2

Both grade the same honest submissions of one set, notebooks and answers files, with one seed for
everybody; the scores must be the same to the point, or the run fails. Stock is the whole command as
a trainer types it. Sealed is the engine of `care grade` and everything from reading the files to
the graded notebooks on disk. Start-up is counted separately: until the first submission begins,
and until its result is there.

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
from importlib.metadata import version
from pathlib import Path
from typing import Any

from whole_run import show

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
    set_id: str, learners: dict[str, dict[str, bytes]]
) -> tuple[float, float, dict[str, Any]]:
    """Return wall and CPU seconds of stock autograde, and everybody's scores."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        course(folder, set_id, learners)
        began, cpu = time.perf_counter(), _cpu()
        nbgrader(folder, "autograde", set_id)
        took = time.perf_counter() - began, _cpu() - cpu
        table = stock_scores(f"sqlite:///{folder / 'gradebook.db'}", set_id)
    table = table[table["kind"] == "auto"]
    found = {
        who: rows.set_index("cell")["score"].to_dict() for who, rows in table.groupby("learner")
    }
    return *took, found


def sealed(
    set_id: str, snapshot: Snapshot, learners: dict[str, dict[str, bytes]], workers: int
) -> tuple[float, tuple[float, float], float, dict[str, Any]]:
    """Return seconds of grading, of start-up twice, CPU in all, and everybody's scores.

    Start-up is until the first submission begins, and until its result is there.
    """
    with tempfile.TemporaryDirectory() as name:
        for learner, files in learners.items():
            put(Path(name) / learner, files)
        recipe = recipe_of(ROOT, snapshot, best_level(probe()), seed=SEED)
        engine, given = engine_of(recipe, workers), []

        def jobs() -> Iterator[Job]:
            # Each process has one before it is there; the next is taken at the first result.
            for learner in learners:
                given.append(time.perf_counter())
                folder = Path(name) / learner
                yield Job(learner, {path.name: path.read_bytes() for path in folder.iterdir()})

        cpu, began = _cpu(), time.perf_counter()
        found, own = {}, 0.0
        for learner, result in engine.run(jobs()):
            own = own or result["seconds"]
            book = result["notebooks"][set_id]
            graded = json.dumps(book["notebook"])
            (Path(name) / learner / "graded.ipynb").write_text(graded, "utf-8")
            cells = book["cells"].items()
            found[learner] = {k: v["score"] for k, v in cells if v["outcome"] not in _BY_HAND}
        ended = time.perf_counter()
        started = given[workers] if len(given) > workers else began
        up = started - began - own, started - began
        return ended - started, up, _cpu() - cpu, found


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Make the class, run both in turn, compare, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--set", default="follow-up")
    parser.add_argument("--submissions", type=int, default=60)
    parser.add_argument("--stock", type=int, default=6, help="how many of them stock grades")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--quiz-only", type=int, metavar="N")
    parser.add_argument("--cluster", action="store_true", help="compare with a local Dask cluster")
    parser.add_argument("--flat", type=int, nargs=2, metavar=("FEW", "MANY"))
    asked = parser.parse_args()
    if asked.flat or asked.quiz_only:
        show(asked.flat or [asked.quiz_only])
        return
    name = f"{asked.set}.ipynb"
    released = (ROOT / "release" / asked.set / name).read_bytes()
    source = (ROOT / "source" / asked.set / name).read_bytes()
    snapshot = Snapshot.from_notebooks({name: source}, {name: released})
    learners = class_of(asked.set, asked.submissions, released)
    if asked.cluster:
        recipe = recipe_of(ROOT, snapshot, best_level(probe()), seed=SEED)
        # Not at the top: a cluster needs a package that nothing else here does.
        compared = importlib.import_module("cluster").show
        raise SystemExit(not compared(recipe, learners, asked.workers, asked.rounds))
    few = dict(list(learners.items())[: asked.stock])
    rows, differences = [], []
    for number in range(asked.rounds):
        wall, cpu, theirs = stock(asked.set, few)
        # What starting costs is not a submission's: as many as there are processes, and no more.
        ready = dict(list(learners.items())[: asked.workers])
        idle = sealed(asked.set, snapshot, ready, asked.workers)[2]
        took, begin, used, ours = sealed(asked.set, snapshot, learners, asked.workers)
        rows.append(
            (
                wall / len(few),
                cpu / len(few),
                took / (len(learners) - 1),
                (used - idle) / (len(learners) - len(ready)),
                *begin,
            )
        )
        print(
            f"round {number + 1}: " + "  ".join(f"{x * 1000:.0f} ms" for x in rows[-1]), flush=True
        )
        differences += [
            (who, cell, score, ours[who].get(cell))
            for who, scores in theirs.items()
            for cell, score in scores.items()
            if score != ours[who].get(cell)
        ]
    _print(asked, rows, differences)
    if differences:
        raise SystemExit(1)


def _print(asked: Any, rows: list[Any], differences: list[Any]) -> None:
    middle = [statistics.median(column) for column in zip(*rows, strict=True)]
    words = [f"{n} {version(n)}" for n in ("nbgrader", "pandas", "numpy", "ipython", "nbclient")]
    print(f"\n{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(", ".join(words))
    print(f"set {asked.set}: stock on {asked.stock}, sealed and sandboxed on {asked.submissions} ")
    print(f"submissions with {asked.workers} workers, {asked.rounds} rounds in turn, medians\n")
    print("| per submission | wall ms | CPU ms |\n|---|---|---|")
    print(f"| nbgrader autograde | {middle[0] * 1000:.0f} | {middle[1] * 1000:.0f} |")
    print(f"| sealed worker | {middle[2] * 1000:.0f} | {middle[3] * 1000:.0f} |")
    ratios = [row[0] / row[2] for row in rows]
    print(f"| ratio | {middle[0] / middle[2]:.1f} | {middle[1] / middle[3]:.1f} |\n")
    print(f"wall ratio by round: {', '.join(f'{ratio:.1f}' for ratio in ratios)}")
    print(f"start-up of the workers: {middle[4]:.1f} s, first result after {middle[5]:.1f} s")
    print(f"scores: {differences or 'identical'}")


if __name__ == "__main__":
    main()
