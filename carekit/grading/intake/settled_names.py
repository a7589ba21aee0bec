"""Whose is it, settled by a person: the file with the columns ``as found`` and ``learner``.

What a run cannot match it writes into such a file, ready to fill in; ``care grade --who FILE``
reads it, and keeps what was settled for the next runs of this set.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from carekit.common.files import ContentError, Fault, nearest, refuse, shown, write_atomic
from carekit.common.messages import of_system
from carekit.common.spreadsheet import as_written, table
from carekit.grading.course.folders import Settings
from carekit.grading.intake.person_names import folded
from carekit.grading.refusals import say

COLUMNS = ("as found", "learner", "perhaps")
NOBODY = "-"
"""What stands for the learner where a hand-in is nobody's and is to be left out."""


@dataclass(frozen=True)
class Unknown:
    """A hand-in of which nobody is known: what it is called, and whom that may mean."""

    found: str
    perhaps: tuple[str, ...] = ()


def settled_file(settings: Settings, set_id: str) -> Path:
    """Return where it is kept what was settled for a set."""
    return settings.state / f"{set_id}.names.csv"


def ready_file(settings: Settings, set_id: str) -> Path:
    """Return where a run writes the file to fill in."""
    return settings.root / f"names-{set_id}.csv"


def read_names(path: Path, enrolled: Iterable[str] | None = None) -> dict[str, str]:
    """Return the learner for each hand-in as found; rows that are not filled in are left out.

    Where ``enrolled`` is given, a learner has to be one of them, or be called exactly like the
    hand-in: that is how somebody new is entered. Raises ContentError naming the line of every
    mistake.
    """
    known = None if enrolled is None else set(enrolled)
    names: dict[str, str] = {}
    lines: dict[str, int] = {}
    faults: list[Fault] = []
    for line, (found, learner, _) in _rows(path):
        if not learner:
            continue
        if names.setdefault(key_of(found), learner) != learner:
            says = say("named-twice", line=lines[key_of(found)])
            faults.append(Fault(path, line, found, says))
        elif known is not None and learner not in {*known, NOBODY, found}:
            near = nearest(learner, {one: one for one in known})
            says = say.meant("not-enrolled", near, learner=learner)
            faults.append(Fault(path, line, found, says))
        lines.setdefault(key_of(found), line)
    refuse(faults)
    return names


def key_of(found: str) -> str:
    """Return under what a hand-in is looked up: spaces, width and case are not what it is about."""
    return folded(found) or found


def _rows(path: Path) -> list[tuple[int, tuple[str, ...]]]:
    """Return the rows that say what was found, each with its line."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeError) as error:
        why = of_system(error) if isinstance(error, OSError) else say("not-utf-8")
        raise ContentError(say("names-unreadable", file=shown(path), why=why)) from None
    rows = csv.DictReader(io.StringIO(text, newline=""))
    if not set(COLUMNS[:2]) <= set(rows.fieldnames or ()):
        raise ContentError(Fault(path, 1, "", say("names-columns")))
    found = [
        (rows.line_num, tuple(as_written((row.get(name) or "").strip()) for name in COLUMNS))
        for row in rows
    ]
    return [(line, row) for line, row in found if row[0]]


def settled(settings: Settings, set_id: str) -> dict[str, str]:
    """Return what was settled for a set in earlier runs."""
    path = settled_file(settings, set_id)
    return read_names(path) if path.exists() else {}


def settle(settings: Settings, set_id: str, names: Mapping[str, str]) -> dict[str, str]:
    """Keep what was settled, over what was settled before, and return all of it."""
    kept = {**settled(settings, set_id), **names}
    rows = [(found, learner) for found, learner in sorted(kept.items())]
    write_atomic(settled_file(settings, set_id), table(COLUMNS[:2], rows))
    return kept


def offer(settings: Settings, set_id: str, unknown: Sequence[Unknown]) -> Path:
    """Write the file to fill in and return its path; what somebody wrote into it stays."""
    path, rows = ready_file(settings, set_id), dict[str, tuple[str, ...]]()
    if path.exists():
        try:
            rows = {row[0]: row for _, row in _rows(path)}
        except ContentError:
            # Somebody's file that is none of ours, or not readable now: theirs to mend or move.
            path = path.with_name(f"{path.stem}-new{path.suffix}")
    for one in unknown:
        rows.setdefault(one.found, (one.found, "", " or ".join(one.perhaps)))
    write_atomic(path, table(COLUMNS, rows.values()))
    return path
