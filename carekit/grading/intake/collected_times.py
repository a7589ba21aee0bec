"""When work came in, by the collector's clock and by the clock of a learner's process."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

from carekit.common.files import ContentError, Fault, refuse
from carekit.common.untrusted_files import read_file
from carekit.grading.course.intake_limits import IntakeLimits
from carekit.grading.intake.archives import ArchiveEntry, UnreadableFile, folder_entries
from carekit.grading.intake.lms_layouts import RECEIVED
from carekit.grading.refusals import say
from carekit.sandbox.submission.flags import Flag, flag

STAMP = "timestamp.txt"
"""What a learner's own nbgrader writes beside what it hands in; it decides nothing."""
CLOCKS_AGREE = timedelta(minutes=5)
"""Clocks of two computers are never the same; more than this is no accident."""


def collected(folder: Path, limits: IntakeLimits) -> datetime | None:
    """Return when the work in ``submitted/LEARNER/SET`` came in, by the collector's clock.

    None where nothing is there. Raises ContentError naming every mistake in the collector's record.
    """
    learner, record = folder.parent.name, folder.parents[1] / RECEIVED
    if (kept := received_times(record, folder.name).get(learner)) or not folder.is_dir():
        return kept
    found = (one.time for one in folder_entries(folder, limits) if one.parts != (STAMP,))
    return max(found, default=None)


def other_clock(entries: Iterable[ArchiveEntry], when: datetime) -> list[Flag]:
    """Return a flag where the time that a learner's process wrote is not the one we saw."""
    for entry in entries:
        claimed = _claimed(entry) if entry.parts == (STAMP,) and not entry.fault else None
        if claimed and abs(claimed - when) > CLOCKS_AGREE:
            said, kept = (f"{t:%Y-%m-%d %H:%M} UTC" for t in (claimed, when))
            return [flag("clock-differs", said=said, kept=kept)]
    return []


def _claimed(entry: ArchiveEntry) -> datetime | None:
    try:
        text = entry.read(200).decode("utf-8").strip().removesuffix("UTC").strip()
        claimed = datetime.fromisoformat(text)
    except (UnreadableFile, ValueError):
        return None
    return claimed if claimed.tzinfo else claimed.replace(tzinfo=UTC)


def received_times(path: Path, set_id: str) -> dict[str, datetime]:
    """Return when each learner's work for a set came in, from the collector's own record.

    The file has a header ``learner,received`` and ISO times; a time without a zone is UTC. A third
    column ``set`` says of which set a line is; one that names none is of every set that no other
    line of the learner's names. A file that is not there is an empty record. Raises ContentError
    naming the line of every mistake.
    """
    if not path.exists():
        return {}
    every: dict[str, datetime] = {}
    times: dict[str, datetime] = {}
    faults = []
    rows = csv.DictReader(StringIO(read_file(path).decode("utf-8-sig"), newline=""))
    if rows.fieldnames is None or not {"learner", "received"} <= set(rows.fieldnames):
        raise ContentError(Fault(path, 1, "", say("times-columns")))
    for row in rows:
        try:
            when = datetime.fromisoformat((row["received"] or "").strip())
        except ValueError:
            where = row["learner"] or "received"
            faults.append(Fault(path, rows.line_num, where, say("no-time")))
            continue
        named = (row.get("set") or "").strip()
        if named in ("", set_id):
            kept = times if named else every
            kept[row["learner"]] = when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    refuse(faults)
    return every | times
