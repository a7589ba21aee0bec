"""One set graded twice: by nbgrader's own commands and by the run of ``care grade``."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from carekit.common.files import ContentError
from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.gradebook.reader import scores
from carekit.grading.intake.course_inbox import course_inbox
from carekit.grading.parity.variants import Files
from carekit.grading.run.choose_trust import Chooser
from carekit.grading.run.ledger import Ledger
from carekit.grading.run.run import Run
from carekit.grading.run.worker_spec import engine_of, level_for, sealed
from carekit.sandbox.messages import FlagRecord

LONGEST = 1800
"""Seconds that one command of stock nbgrader may take for all hand-ins of a set."""
SEED = 1
"""What hidden checks draw is the same in every comparison."""


_SAID = re.compile(r"ERROR|^[\w.]*(Error|Exception|NoSuchKernel|Timeout\w*)\b")
"""What of nbgrader's words tells why it stopped."""


@dataclass(frozen=True)
class Mark:
    """What a grader says of one graded cell: points (None for none yet), and if a person must look.

    ``why`` is the outcome and the message of a check, where the grader gives one.
    """

    points: float | None
    waits: bool
    most: float
    why: str = ""


Marks = dict[tuple[str, str, str], Mark]
"""By hand-in, notebook and cell."""


@dataclass
class Graded:
    """What came of one grader: its marks, why it refused the set ("" where it did not), flags."""

    marks: Marks = field(default_factory=dict)
    refused: str = ""
    flags: dict[str, list[str]] = field(default_factory=dict)


def release_by_stock(root: Path, set_id: str) -> str:
    """Have nbgrader release a set; return "" or its words where it refuses."""
    return _stock(root, "generate_assignment", set_id)


def hand_in(root: Path, set_id: str, made: Mapping[str, Files]) -> None:
    """Write hand-ins to where nbgrader collects them."""
    for learner, files in made.items():
        for name, data in files.items():
            path = root / "submitted" / learner / set_id / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def by_stock(root: Path, set_id: str) -> Graded:
    """Return what ``nbgrader autograde`` gives; it runs all code of the hand-ins without walls.

    A hand-in that nbgrader cannot grade has no marks.
    """
    words = _stock(root, "autograde", set_id)
    return Graded(_marks_in(root, set_id), flags={"": [words]} if words else {})


def by_care(root: Path, set_id: str, workers: int) -> Graded:
    """Return what ``care grade`` gives for the same hand-ins, behind this machine's walls."""
    try:
        settings = read_settings(root)
        used, level = settings.rules.settings, level_for(settings, unsandboxed=False)
        choose = Chooser(root, set_id, used.limits(), level, used.lowest_trust)
        snapshot = choose(read_snapshot(root, set_id))
        recipe = sealed(root, snapshot, level, limits=used.limits(), seed=SEED)
        engine = engine_of(recipe, workers, used)
        box = course_inbox(settings, set_id, snapshot, root / "submitted")
        Run(settings, set_id, snapshot, box, engine)()
    except (ContentError, RuntimeError) as error:
        return Graded(refused=str(error))
    marks, flags = _marks_in(root, set_id), {}
    for learner, entry in Ledger.load(settings.ledger(set_id)).results():
        flags[learner] = [_words(one) for one in entry["flags"]]
        for book, held in entry["notebooks"].items():
            for cell, one in held["cells"].items():
                if (place := (learner, book, cell)) in marks:
                    said = one["message"].strip()
                    why = f"{one['outcome']}: {said}" if said else one["outcome"]
                    marks[place] = replace(marks[place], why=why)
    return Graded(marks, flags=flags)


def _words(flag: FlagRecord) -> str:
    where = f"{flag['cell']}: " if flag.get("cell") else ""
    says = flag.get("says", "")
    return where + (says if isinstance(says, str) else says.get("en", flag["code"]))


def _marks_in(root: Path, set_id: str) -> Marks:
    with suppress(ContentError):
        table = scores(read_settings(root).db_url, set_id)
        return {
            (row.learner, row.notebook, row.cell): Mark(
                None if row.score != row.score else float(row.score),
                bool(row.needs_manual),
                float(row.max_score),
            )
            for row in table.itertuples()
        }
    return {}


def _stock(root: Path, verb: str, set_id: str) -> str:
    """Run a command of nbgrader's in a course; return "" or what it said of its errors."""
    beside = str(Path(sys.executable).parent)
    path = os.pathsep.join([beside, os.environ.get("PATH", "")])
    done = subprocess.run(  # noqa: S603 - the caller was told that this runs what it finds
        [sys.executable, "-m", "nbgrader", verb, set_id],
        cwd=root,
        env={**os.environ, "PATH": path, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        errors="replace",
        timeout=LONGEST,
        check=False,
    )
    said = [line for line in done.stderr.splitlines() if _SAID.search(line)]
    return "\n".join(said or done.stderr.splitlines()[-3:]) if done.returncode else ""
