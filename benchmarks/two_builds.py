"""The whole command `care grade` of two builds of the kit, in turn and in one run.

Made for ``benchmarks/grading.py --beside CHECKOUT``: the checkout has a ``.venv`` of its own, and
each build grades hand-ins of its own release of each set.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from grading import (
    ROOT,
    SEED,
    Scores,
    automatic,
    class_of,
    cpu_seconds,
    differences,
    put,
    slope,
)


def whole_command(
    build: Path, set_id: str, sizes: tuple[int, int]
) -> tuple[tuple[float, float], Scores]:
    """Return wall and CPU seconds of `care grade` for one submission, and everybody's scores.

    ``build`` is the checkout whose kit and whose release of the set are used; the seconds are the
    slope between two classes of the given sizes.
    """
    took = []
    for number in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for part in ("course_data", "content", "release"):
                (folder / part).symlink_to(build / part)
            shutil.copytree(build / "source" / set_id, folder / "source" / set_id)
            shutil.copy(build / "nbgrader_config.py", folder)
            released = (build / "release" / set_id / f"{set_id}.ipynb").read_bytes()
            for learner, files in class_of(set_id, number, released).items():
                put(folder / "submitted" / learner / set_id, files)
            env = {**os.environ, "CAREKIT_ROOT": str(folder), "CAREKIT_SEED": str(SEED)}
            words = [str(build / ".venv" / "bin" / "python"), "-m", "carekit.cli", "grade", set_id]
            began, cpu = time.perf_counter(), cpu_seconds()
            done = subprocess.run(
                words, cwd=folder, env=env, capture_output=True, text=True, check=False
            )
            took.append((time.perf_counter() - began, cpu_seconds() - cpu))
            # 3: everything is graded and something waits for a person.
            if done.returncode not in (0, 3):
                raise SystemExit(done.stdout + done.stderr)
            found = automatic(folder / "gradebook.db", set_id)
    return slope(took, sizes[1] - sizes[0]), found


def show(asked: argparse.Namespace) -> list[Any]:
    """Print what both builds take for each set; return every score that was not the same."""
    commit = ["git", "-C", str(asked.beside), "rev-parse", "--short", "HEAD"]
    # A copy without its history is called by its folder.
    told = subprocess.run(commit, capture_output=True, text=True, check=False)
    older = told.stdout.strip() or asked.beside.name
    sizes = asked.submissions // 4, asked.submissions
    print(f"\ncare grade of this build and of {older}, {sizes[0]} and {sizes[1]} submissions\n")
    print("| set | that build wall ms | CPU ms | this build wall ms | CPU ms | share of the CPU |")
    print("|---|---:|---:|---:|---:|---:|")
    found, sums = [], [0.0, 0.0]
    for set_id in asked.sets:
        rows = []
        for _ in range(asked.rounds):
            that, theirs = whole_command(asked.beside, set_id, sizes)
            this, ours = whole_command(ROOT, set_id, sizes)
            rows.append((*that, *this))
            found += differences(set_id, theirs, ours)
        middle = [statistics.median(column) for column in zip(*rows, strict=True)]
        sums = [sums[0] + middle[1], sums[1] + middle[3]]
        shown = " | ".join(f"{x * 1000:.0f}" for x in middle)
        print(f"| {set_id} | {shown} | {middle[3] / middle[1]:.2f} |", flush=True)
    print(f"\nprocessor time of these sets together, that build = 1: {sums[1] / sums[0]:.2f}")
    return found
