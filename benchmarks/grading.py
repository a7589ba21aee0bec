"""Stock ``nbgrader autograde`` and the sealed worker on one class, side by side, in one run.

    python benchmarks/grading.py --submissions 60 --stock 6 --rounds 2

Both grade the same honest submissions of one set; the scores must be the same to the point, or the
run fails. Stock is the whole command as a trainer types it. Sealed is everything from reading the
files to the graded notebooks on disk and one batch of scores, with start-up counted separately.
"""

from __future__ import annotations

import argparse
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
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from carekit.gradebook import scores as stock_scores
from carekit.grading.sample import load_class, submission
from carekit.grading.sealed.snapshot import Snapshot
from carekit.grading.sealed.worker import Worker

ROOT = Path(__file__).resolve().parent.parent
_WORKER: list[Worker] = []


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


def class_of(set_id: str, number: int, released: bytes) -> dict[str, bytes]:
    """Return a class by learner id, the same one for the same number."""
    rng = random.Random(20_240_601)
    sample = load_class(ROOT, set_id)
    model = next(learner for learner in sample.learners if not learner.accident)
    made = {}
    for place in range(number):
        answers = sample.answers if place % 4 == 0 else variations(sample.answers, rng)
        plain = sample.model_copy(update={"answers": answers})
        one = model.model_copy(update={"answers": {}})
        made[f"learner-{place:04d}"] = submission(ROOT, plain, one, released)
    return made


def course(folder: Path, set_id: str, learners: dict[str, bytes]) -> None:
    """Make an nbgrader course with a class's submissions."""
    shutil.copytree(ROOT / "source" / set_id, folder / "source" / set_id)
    # The course's own settings, without what would put the sealed worker into stock nbgrader.
    lines = (ROOT / "nbgrader_config.py").read_text("utf-8").split("c.Autograde.", 1)[0]
    (folder / "nbgrader_config.py").write_text(lines, "utf-8")
    nbgrader(folder, "generate_assignment", set_id)
    for learner, data in learners.items():
        path = folder / "submitted" / learner / set_id / f"{set_id}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(data)


def nbgrader(folder: Path, *words: str) -> None:
    """Run one nbgrader command."""
    beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "CAREKIT_ROOT": str(ROOT), "PATH": beside, "CAREKIT_SEED": "7"}
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=folder, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)


def stock(set_id: str, learners: dict[str, bytes]) -> tuple[float, float, dict[str, Any]]:
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


def start(snapshot: dict[str, Any]) -> None:
    """Give this process its worker."""
    _WORKER.append(Worker(Snapshot.from_json(snapshot), course=ROOT, seed=7))


def grade(job: tuple[str, str, str]) -> tuple[str, dict[str, float]]:
    """Grade one submission from its file; write the graded notebook; return the scores."""
    learner, path, out = job
    result = _WORKER[0].grade({Path(path).name: Path(path).read_bytes()})
    made = result["notebooks"][Path(path).stem]
    Path(out).write_text(json.dumps(made["notebook"]), "utf-8")
    tests = {k: v["score"] for k, v in made["cells"].items() if v["outcome"] not in _BY_HAND}
    return learner, tests


_BY_HAND = ("manual", "unanswered")


def finish(_: int) -> float:
    """End this process's worker; return the CPU seconds its processes took."""
    while _WORKER:
        _WORKER.pop().close()
    return _cpu() + sum(resource.getrusage(resource.RUSAGE_SELF)[:2])


def sealed(
    set_id: str, snapshot: Snapshot, learners: dict[str, bytes], workers: int
) -> tuple[float, float, float, dict[str, Any]]:
    """Return seconds of grading, start-up, CPU in all, and everybody's scores."""
    with tempfile.TemporaryDirectory() as name:
        jobs = []
        for learner, data in learners.items():
            folder = Path(name) / learner
            folder.mkdir()
            (folder / f"{set_id}.ipynb").write_bytes(data)
            jobs.append((learner, str(folder / f"{set_id}.ipynb"), str(folder / "graded.ipynb")))
        cpu, began = _cpu(), time.perf_counter()
        pools = [
            ProcessPoolExecutor(1, get_context("spawn"), start, (snapshot.as_json(),))
            for _ in range(workers)
        ]
        for ready in [pool.submit(os.getpid) for pool in pools]:
            ready.result()
        started = time.perf_counter()
        waiting = [pools[n % workers].submit(grade, job) for n, job in enumerate(jobs)]
        found = dict(one.result() for one in waiting)
        (Path(name) / "scores.json").write_text(json.dumps(found), "utf-8")
        ended = time.perf_counter()
        for pool in pools:
            pool.submit(finish, 0).result()
            pool.shutdown()
        return ended - started, started - began, _cpu() - cpu, found


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
    asked = parser.parse_args()
    name = f"{asked.set}.ipynb"
    released = (ROOT / "release" / asked.set / name).read_bytes()
    source = (ROOT / "source" / asked.set / name).read_bytes()
    snapshot = Snapshot.from_notebooks({name: source}, {name: released})
    learners = class_of(asked.set, asked.submissions, released)
    few = dict(list(learners.items())[: asked.stock])
    rows, differences = [], []
    for number in range(asked.rounds):
        wall, cpu, theirs = stock(asked.set, few)
        idle = sealed(asked.set, snapshot, {}, asked.workers)[2]
        took, begin, used, ours = sealed(asked.set, snapshot, learners, asked.workers)
        rows.append(
            (
                wall / len(few),
                cpu / len(few),
                took / len(learners),
                (used - idle) / len(learners),
                begin,
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
    print(f"start-up of the workers: {middle[4]:.1f} s, not in the table")
    print(f"scores: {differences or 'identical'}")


if __name__ == "__main__":
    main()
