"""Seconds until the first result of `care grade`: ``python benchmarks/first_result.py``.

For each set one learner of the sample class hands in, in a course whose gradebook knows the set
and that has graded it before: what its first grading of all chooses and keeps is there.
The clock runs from the start of the command, imports and all, until the result stands in the
ledger, on the disk. Beside it the processor time of the whole command with this one submission,
which depends less on what else the machine does.

    python benchmarks/first_result.py --base dist/demo      a folder that `care demo --all` made
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grading import cpu_seconds

from carekit.common.course import card

ROOT = Path(__file__).resolve().parent.parent
WHO = "amara-okafor"


def course(base: Path, folder: Path, set_id: str) -> None:
    """Make a course in which one learner handed in one set and nothing is graded."""
    for name in ("source", "release", "course_data", "nbgrader_config.py"):
        (folder / name).symlink_to((base / name).resolve())
    (folder / "content").symlink_to(ROOT / "content")
    shutil.copy(base / "gradebook.db", folder)
    state = folder / ".care" / "grading"
    state.mkdir(parents=True)
    # The levels of trust of the set's checks are chosen by its first grading of all.
    for end in ("entered", "trust.json"):
        if (base / ".care" / "grading" / f"{set_id}.{end}").is_file():
            shutil.copy(base / ".care" / "grading" / f"{set_id}.{end}", state)
    shutil.copytree(base / "submitted" / WHO / set_id, folder / "submitted" / WHO / set_id)


def until_first(folder: Path, set_id: str) -> tuple[float, float]:
    """Run the command; return seconds until the first result, and processor seconds in all."""
    env = {**os.environ, "CAREKIT_ROOT": str(folder)}
    ledger = folder / ".care" / "grading" / f"{set_id}.jsonl"
    before, began = cpu_seconds(), time.perf_counter()
    command = [sys.executable, "-m", "carekit.cli", "grade", set_id, "--json"]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=said, stderr=said)
        first = 0.0
        while process.poll() is None:
            if not first and ledger.exists() and ledger.stat().st_size:
                first = time.perf_counter() - began
            # Looked at two hundred times a second: nothing outside is told of the first result.
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.005)
        if process.returncode not in (0, 3) or not first:
            said.seek(0)
            raise SystemExit(f"{set_id}: {process.returncode}: {said.read().decode()[-1500:]}")
    return first, cpu_seconds() - before


def main() -> None:
    """Measure every set and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--base", type=Path, help="a folder that `care demo --all` made")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--set", action="append", help="only this set; may repeat")
    asked = parser.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"load {os.getloadavg()[0]:.1f} before it began\n")
    print("| set | first result s | CPU s of the command |\n|---|---:|---:|")
    with tempfile.TemporaryDirectory() as scratch:
        base = asked.base
        if base is None:
            base = Path(scratch, "base")
            words = [sys.executable, "-m", "carekit.cli", "demo", "--all", "--out", str(base)]
            subprocess.run(words, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        for set_id in asked.set or [one.id for one in card(ROOT).sets]:
            rows = []
            for number in range(asked.rounds):
                folder = Path(scratch, f"{set_id}-{number}")
                folder.mkdir()
                course(base, folder, set_id)
                rows.append(until_first(folder, set_id))
            first, cpu = (statistics.median(one) for one in zip(*rows, strict=True))
            print(f"| {set_id} | {first:.1f} | {cpu:.1f} |", flush=True)


if __name__ == "__main__":
    main()
