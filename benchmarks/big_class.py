"""A class of ten thousand beside one of a thousand: ``python benchmarks/big_class.py 1000 10000``.

The sample class is graded once for every set (``care demo --all``, or take one that is there with
``--base``). Larger classes are made of it: each learner is one of the sample class under a new
name, with the same rows in the gradebook, lines in the ledger and files. Then each verb runs in a
process of its own, and its time, processor time and peak memory are printed.

    care report                          all sets, with exams and practice
    care feedback SET                    the pages of one set (--set)
    care regrade SET --dry-run           all but the worker: results come from the ledger

Grading itself is not in the last one: what a submission costs is what benchmarks/grading.py
measures, and it depends on no other. ``--only`` names the verbs to run, ``--in`` where there is
room: 10,000 learners take 3 GB and 400,000 names of files.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VERBS = ("report", "feedback", "regrade")
_ID = re.compile(rb'"id":"([0-9a-f-]{30})[0-9a-f]{6}"')
# The tables of work that was handed in, each with the column that names whose it is.
_TABLES = {
    "submitted_assignment": "student_id",
    "submitted_notebook": "assignment_id",
    "grade": "notebook_id",
    "comment": "notebook_id",
}


def make(base: Path, folder: Path, number: int) -> None:
    """Make a course with so many learners out of the graded sample class."""
    folder.mkdir(parents=True)
    for name in ("source", "release", "course_data", "nbgrader_config.py"):
        (folder / name).symlink_to((base / name).resolve())
    # The fonts, sentences and sets of a course are looked for beside it.
    (folder / "content").symlink_to(ROOT / "content")
    people = sorted(one.name for one in (base / "submitted").iterdir())
    names = [(people[n % len(people)], n // len(people)) for n in range(number)]
    _gradebook(base, folder, people, names)
    for path in sorted((base / ".care" / "grading").glob("*.jsonl")):
        _ledger(path, folder / ".care" / "grading" / path.name, names)
    for path in sorted((base / ".care" / "grading").glob("*.entered")):
        shutil.copy(path, folder / ".care" / "grading" / path.name)
    for who, copy in names:
        for part in ("submitted", "autograded"):
            _files(base / part / who, folder / part / called(who, copy), who, copy)


def called(who: str, copy: int) -> str:
    """Return the id of a learner's n-th copy."""
    return f"{who}-{copy:05d}"


def _files(source: Path, target: Path, who: str, copy: int) -> None:
    """Give a copy the same files; what names the learner is written anew."""
    for folder, _, names in os.walk(source):
        place = target / Path(folder).relative_to(source)
        place.mkdir(parents=True, exist_ok=True)
        for name in names:
            path = Path(folder) / name
            if path.suffix == ".jsonl":
                # Two learners with the same events would be told as a copy.
                data = _ID.sub(rb'"id":"\g<1>%06x"' % copy, path.read_bytes())
                (place / name).write_bytes(
                    data.replace(b'"%s"' % who.encode(), b'"%s"' % called(who, copy).encode())
                )
            else:
                os.link(path, place / name)


def _ledger(source: Path, target: Path, names: list[tuple[str, int]]) -> None:
    last: dict[str, dict[str, Any]] = {}
    for line in source.read_bytes().splitlines():
        entry = json.loads(line)
        if entry["kind"] == "result":
            last[entry["learner"]] = entry
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8") as file:
        keys = {}
        for who, copy in names:
            if who in last:
                entry = {**last[who], "learner": called(who, copy)}
                keys[entry["learner"]] = entry["key"]
                file.write(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n")
        file.write(json.dumps({"version": 1, "kind": "written", "keys": keys}) + "\n")


def _gradebook(base: Path, folder: Path, people: list[str], names: list[tuple[str, int]]) -> None:
    """Write the rows of everybody; nobody of the sample class itself is in it."""
    path = folder / "gradebook.db"
    with (
        closing(sqlite3.connect(base / "gradebook.db")) as old,
        closing(sqlite3.connect(path)) as db,
    ):
        old.backup(db)
        db.execute("pragma synchronous = off")
        db.execute("attach database ? as base", [str(base / "gradebook.db")])
        for table in (*reversed(_TABLES), "student"):
            db.execute(f"delete from main.{table}")
        for start in range(0, len(names), len(people)):
            some = names[start : start + len(people)]
            _copy_rows(db, some[0][1], [who for who, _ in some])
        db.commit()


def _copy_rows(db: sqlite3.Connection, copy: int, mine: list[str]) -> None:
    """Add the rows of one more copy of some learners; every key ends in the copy's number."""
    marks = ",".join("?" * len(mine))
    about = f"id || '-{copy:05d}', first_name, last_name, email, lms_user_id"
    db.execute(f"insert into student select {about} from base.student where id in ({marks})", mine)
    submissions = f"select id from base.submitted_assignment where student_id in ({marks})"
    books = f"select id from base.submitted_notebook where assignment_id in ({submissions})"
    theirs = {
        "submitted_assignment": f"student_id in ({marks})",
        "submitted_notebook": f"assignment_id in ({submissions})",
        "grade": f"notebook_id in ({books})",
        "comment": f"notebook_id in ({books})",
    }
    for table, above in _TABLES.items():
        values = []
        for _, column, *_ in db.execute(f"pragma base.table_info({table})").fetchall():
            if column == "student_id":
                values.append(f"student_id || '-{copy:05d}'")
            elif column in ("id", above):
                values.append(f"substr({column}, 1, 26) || '{copy:06x}'")
            else:
                values.append(column)
        chosen = f"select {', '.join(values)} from base.{table} where {theirs[table]}"
        db.execute(f"insert into main.{table} {chosen}", mine)


def commands(set_id: str) -> dict[str, list[str]]:
    """Return what is run for each verb."""
    care = [sys.executable, "-m", "carekit.cli"]
    return {
        "report": [*care, "report"],
        "feedback": [*care, "feedback", set_id],
        "regrade": [sys.executable, __file__, "--as-recorded", set_id],
    }


def regrade_as_recorded(root: Path, set_id: str) -> None:
    """Do what ``care regrade SET --dry-run`` does, with the results that the ledger has."""
    from carekit.grading.course.folders import read_settings, read_snapshot
    from carekit.grading.intake.course_inbox import course_inbox
    from carekit.grading.regrade.checks_changed import Regrade
    from carekit.grading.run.ledger import Ledger
    from carekit.grading.run.local_engine import Job

    settings, snapshot = read_settings(root), read_snapshot(root, set_id)
    ledger = Ledger.load(settings.ledger(set_id))

    class Recorded:
        def run(self, jobs: Iterator[Job]) -> Iterator[tuple[str, Any]]:
            for job in jobs:
                entry, made = ledger.last(job.learner), settings.autograded(job.learner, set_id)
                books = {
                    name: {"cells": book["cells"], "notebook": _json(made / f"{name}.ipynb")}
                    for name, book in (entry["notebooks"] if entry else {}).items()
                }
                yield job.learner, {"flags": [], "notebooks": books}

    inbox = course_inbox(settings, set_id, snapshot, root / "submitted")
    found = Regrade(settings, set_id, snapshot, inbox, Recorded(), dry=True)()  # type: ignore[arg-type]
    if not found.looked_at:
        raise SystemExit("nothing was looked at")
    print(f"{found.looked_at} looked at, {len(found.changes)} changes")


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def measure(folder: Path, command: list[str]) -> tuple[float, float, float]:
    """Run one command; return seconds on the clock, of the processor, and the peak in MB."""
    env = {**os.environ, "CAREKIT_ROOT": str(folder), "CAREKIT_LANG": "en"}
    began = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        took = time.perf_counter() - began
        code = os.waitstatus_to_exitcode(status)
        if code not in (0, 3):
            said.seek(0)
            raise SystemExit(f"{command} ended with {code}: {said.read().decode()[-2000:]}")
    return took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    """Make the classes, run the verbs, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 10000])
    parser.add_argument("--base", type=Path, help="a folder that `care demo --all` made")
    parser.add_argument("--in", dest="place", type=Path, help="where there is room")
    parser.add_argument("--set", default="value-proposition", help="whose pages are written")
    parser.add_argument("--only", action="append", choices=VERBS)
    parser.add_argument("--as-recorded", metavar="SET", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.as_recorded:
        return regrade_as_recorded(Path.cwd(), asked.as_recorded)
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"load {os.getloadavg()[0]:.1f} before it began\n", flush=True)
    print("| verb | learners | s | CPU s | peak MB |\n|---|---:|---:|---:|---:|", flush=True)
    found: dict[str, list[tuple[float, float, float]]] = {}
    with tempfile.TemporaryDirectory(dir=asked.place, prefix="big-class-") as scratch:
        base = asked.base
        if base is None:
            base = Path(scratch, "base")
            words = [sys.executable, "-m", "carekit.cli", "demo", "--all", "--out", str(base)]
            subprocess.run(words, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        for size in asked.sizes:
            folder = Path(scratch, f"class-{size}")
            make(base, folder, size)
            for verb in asked.only or VERBS:
                row = measure(folder, commands(asked.set)[verb])
                found.setdefault(verb, []).append(row)
                figures = f"{row[0]:.1f} | {row[1]:.1f} | {row[2]:.0f}"
                print(f"| {verb} | {size} | {figures} |", flush=True)
            shutil.rmtree(folder)
    if len(asked.sizes) == 2:
        few, many = asked.sizes
        for verb, (first, last) in found.items():
            times = f"{last[0] / first[0]:.2f} (CPU {last[1] / first[1]:.2f}) times as long"
            print(f"{verb}: {many / few:g} times the class took {times}")
    return None


if __name__ == "__main__":
    main()
