"""How long a result takes to be written into the gradebook: ``python benchmarks/gradebook.py``.

    python benchmarks/gradebook.py                      SQLite, in a folder of its own
    python benchmarks/gradebook.py --postgresql         beside it, a PostgreSQL server of its own
    python benchmarks/gradebook.py --db-url URL         a database of yours; it must be empty

Results of a whole class are written by the writer of `care grade`, in its batches: first of a new
class, then the same results again (a run that was cut off), then other points for everybody (a
regrading). No submission is read and no code is run. The set is one of the course, entered into the
gradebook by nbgrader itself before the clock runs. What the clock says holds for a machine that
does nothing else; processor time, of this process and of a server of its own, says more on others.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from postgresql_server import own_server

from carekit.common.durable_files import Disk
from carekit.grading.course.folders import Settings, read_settings, read_snapshot
from carekit.grading.gradebook.register_assignment import register
from carekit.grading.gradebook.writer import Writer
from carekit.grading.ledger_entry import LedgerEntry
from carekit.sandbox.submission.assignment import Snapshot

ROOT = Path(__file__).resolve().parent.parent
_DUE = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


def results(snapshot: Snapshot, number: int, seed: int) -> Iterator[LedgerEntry]:
    """Give a result for each learner: every cell full, part or nothing, by chance."""
    rng = random.Random(seed)
    for learner in range(number):
        books = {}
        for book in snapshot.books:
            cells: dict[str, Any] = {}
            for cell in book.cells:
                if not (cell.grade or cell.task):
                    continue
                share = rng.choice((0.0, 0.5, 1.0)) if cell.test else None
                score = None if share is None else share * cell.points
                cells[cell.id] = {
                    "score": score, "max_score": cell.points, "needs_manual": score is None,
                    "message": "", "outcome": "x",
                }  # fmt: skip
            books[book.name] = {"cells": cells, "untouched": []}
        received = _DUE - timedelta(minutes=rng.randrange(10_000))
        yield {
            "learner": f"learner-{learner:06d}", "name": f"Learner {learner}", "key": "",
            "submission": "", "source": "", "received": received.isoformat(), "late": False,
            "flags": [], "outcome": "graded", "notebooks": books,
        }  # fmt: skip


def written(settings: Settings, set_id: str, entries: Iterator[LedgerEntry]) -> float:
    """Write results in the batches of a run; return the seconds that the writer took."""
    writer = Writer.of(settings, set_id, Disk())
    together = settings.rules.settings.gradebook_together
    took = 0.0
    while batch := list(islice(entries, together)):
        began = time.perf_counter()
        writer.write(batch, set())
        took += time.perf_counter() - began
    return took


def measure(
    address: str, set_id: str, number: int, served: Callable[[], float]
) -> list[tuple[str, list[float]]]:
    """Return what was written, and the milliseconds a result took.

    They are those on the clock, of this process's processor and of the server's.
    """
    snapshot = read_snapshot(ROOT, set_id)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("course_data", "content", "source", "release", "nbgrader_config.py"):
            (Path(folder) / name).symlink_to(ROOT / name)
        url = address or f"sqlite:///{folder}/gradebook.db"
        settings = replace(read_settings(Path(folder)), db_url=url)
        register(settings, set_id, snapshot)
        rows = []
        for what, seed in (("a new class", 1), ("the same again", 1), ("other points", 2)):
            cpu, theirs = _cpu(), served()
            took = written(settings, set_id, results(snapshot, number, seed))
            found = (took, _cpu() - cpu, served() - theirs)
            rows.append((what, [one / number * 1000 for one in found]))
    return rows


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure each database in turn and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--set", default="follow-up")
    parser.add_argument("--results", type=int, default=2000)
    parser.add_argument("--postgresql", action="store_true", help="a server of its own as well")
    parser.add_argument("--db-url", help="an empty database to measure besides")
    asked = parser.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    cells = sum(c.grade or c.task for b in read_snapshot(ROOT, asked.set).books for c in b.cells)
    print(f"set {asked.set} ({cells} cells with points), {asked.results} results\n")
    print("| database | what is written | ms a result | a second | CPU ms | CPU ms of a server |")
    print("|---|---|---:|---:|---:|---:|")
    with ExitStack() as stack:
        kinds: list[tuple[str, str, Callable[[], float]]] = [("SQLite", "", lambda: 0.0)]
        if asked.postgresql:
            server = stack.enter_context(own_server())
            kinds.append(("PostgreSQL", server.address, server.cpu))
        if asked.db_url:
            kinds.append(("yours", asked.db_url, lambda: 0.0))
        for name, address, served in kinds:
            for what, (wall, cpu, theirs) in measure(address, asked.set, asked.results, served):
                figures = f"{wall:.2f} | {1000 / wall:.0f} | {cpu:.2f} | {theirs:.2f}"
                print(f"| {name} | {what} | {figures} |", flush=True)


if __name__ == "__main__":
    main()
