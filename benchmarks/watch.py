"""From a hand-in to its feedback page: ``python benchmarks/watch.py``.

`care class run INBOX --watch` runs in a course of its own. Then learners hand in what those of the
sample class did for one set, at moments drawn from a fixed seed within a minute, as a platform or
a shared folder would lay the files there. Printed is how long each waited, from the moment when the
last of its files was there until the command said that its feedback page is written: the median,
the 95th percentile and the longest. The first hand-in of a set pays for starting its processes.

    python benchmarks/watch.py --set follow-up --learners 24 --seconds 60
    python benchmarks/watch.py --endless      the worst case: one learner's cell never ends

A set has two processes: a cell that never ends holds one of them, and the others' work goes through
the second. The longest wait is then that of the learner of the cell: the limit of a cell.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from carekit.grading.sample_class.submissions import hand_in, load_class

ROOT = Path(__file__).resolve().parent.parent


def course(folder: Path) -> None:
    """Make a course in which nothing was graded yet."""
    for name in ("source", "release", "course_data", "content", "nbgrader_config.py"):
        (folder / name).symlink_to(ROOT / name)


class Watching:
    """The command while it watches, and when it said of whom that the page is written."""

    def __init__(self, folder: Path, inbox: Path, set_id: str) -> None:
        """Start it and wait until it watches."""
        command = [sys.executable, "-m", "carekit.cli", "class", "run", str(inbox)]
        command += ["--set", set_id, "--watch", "--json"]
        env = {**os.environ, "CAREKIT_ROOT": str(folder)}
        self.process = subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE)
        self.written: dict[str, float] = {}
        self.began = threading.Event()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        if not self.began.wait(120):
            raise SystemExit("the command does not begin to watch")

    def _read(self) -> None:
        for line in self.process.stdout or ():
            said = json.loads(line)
            if "watching" in said:
                self.began.set()
            elif "page" in said:
                self.written[said["learner"]] = time.monotonic()

    def end(self, people: list[str]) -> None:
        """Wait for everybody's page, two minutes at most, and end the command."""
        until = time.monotonic() + 120
        while set(people) - set(self.written) and time.monotonic() < until:
            time.sleep(0.1)
        self.process.send_signal(2)
        self.process.wait(60)


def measured(
    set_id: str, learners: int, seconds: float, seed: int, *, endless: bool
) -> dict[str, float]:
    """Return how many seconds each learner waited for the page."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, inbox, made = (Path(scratch, name) for name in ("course", "inbox", "made"))
        folder.mkdir()
        inbox.mkdir()
        course(folder)
        released = (ROOT / "release" / set_id / f"{set_id}.ipynb").read_bytes()
        handed = [one for one in load_class(ROOT, set_id).learners if not one.accident]
        if not endless:
            # In the sample class whoever writes a loop of this kind does not end it.
            handed = [one for one in handed if "while " not in str(one.answers)]
        works = [one.id for one in handed]
        hand_in(ROOT, load_class(ROOT, set_id).of(works), released, made)
        # More learners than the class has are the same ones under other names.
        work_of = {f"learner-{n:03}": works[n % len(works)] for n in range(learners)}
        people, draw = list(work_of), random.Random(seed)
        moments = sorted((draw.uniform(0, seconds), who) for who in people)
        watching = Watching(folder, inbox, set_id)
        began, came = time.monotonic(), {}
        for moment, who in moments:
            time.sleep(max(0.0, began + moment - time.monotonic()))
            shutil.copytree(made / work_of[who] / set_id, inbox / who / set_id)
            came[who] = time.monotonic()
        watching.end(people)
        missing = sorted(set(people) - set(watching.written))
        if missing:
            raise SystemExit(f"no page for {', '.join(missing)}")
        return {who: watching.written[who] - came[who] for who in people}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--set", default="follow-up")
    parser.add_argument("--learners", type=int, default=24)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--endless", action="store_true", help="with a cell that never ends")
    asked = parser.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"load {os.getloadavg()[0]:.1f} before it began\n")
    waited = measured(asked.set, asked.learners, asked.seconds, asked.seed, endless=asked.endless)
    each = sorted(waited.values())
    last = statistics.quantiles(each, n=20, method="inclusive")[-1]
    print(
        f"{asked.set}: {len(each)} hand-ins within {asked.seconds:g} s; from hand-in to page: "
        f"median {statistics.median(each):.2f} s, p95 {last:.2f} s, longest {each[-1]:.2f} s"
    )


if __name__ == "__main__":
    main()
