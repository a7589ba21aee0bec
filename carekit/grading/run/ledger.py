"""Every result of a set, one JSON line each, on the disk before anybody sees it.

The gradebook is written from here in batches. Lines are only added: a later line for a learner
takes the place of an earlier one, and a line ``written`` says which results the gradebook has.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from carekit.common.durable_files import Disk
from carekit.common.files import json_line, sha256
from carekit.grading.ledger_entry import LedgerEntry
from carekit.sandbox.messages import FlagRecord

VERSION = 1


def key_of(learner: str, submission: str, source: str) -> str:
    """Return the key of a grading: the same learner, work and checks give the same one."""
    return sha256(f"{learner}\0{submission}\0{source}".encode("utf-8", "surrogatepass"))


@dataclass
class Place:
    """Where the last result of a learner stands in the file, and what it is a result of.

    ``submission`` and ``source`` are the digests of the work and of the checks; ``graded`` is False
    for work that has no points; ``written`` says that the gradebook has this result; ``limits`` are
    those that it was graded under.
    """

    key: str
    submission: str
    source: str
    start: int
    length: int
    graded: bool
    flags: tuple[FlagRecord, ...] = ()
    limits: Mapping[str, float] = field(default_factory=dict)
    written: bool = False


@dataclass
class Ledger:
    """The ledger of one set; open it with ``load``."""

    path: Path
    disk: Disk = field(default_factory=Disk)
    places: dict[str, Place] = field(default_factory=dict)
    # The digest of the work that the gradebook has, where the last result is of another one.
    before: dict[str, str] = field(default_factory=dict)
    damaged: int = 0
    # A million results of one class share the few limits that there were.
    _limits: dict[str, Mapping[str, float]] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path, disk: Disk | None = None) -> Ledger:
        """Return the ledger in a file; a line that a crash cut off is passed over and counted."""
        ledger = cls(path, disk or Disk())
        if path.exists():
            with path.open("rb") as file:
                start = 0
                for line in file:
                    ledger._note(line, start)
                    start += len(line)
        return ledger

    def _note(self, line: bytes, start: int) -> None:
        entry = _parsed(line)
        if entry is None:
            self.damaged += bool(line.strip())
        elif entry["kind"] == "result":
            self._place(cast(LedgerEntry, entry), start, len(line.rstrip(b"\n")))
        elif entry["kind"] == "written":
            for learner, key in entry["keys"].items():
                if learner in self.places and self.places[learner].key == key:
                    self.places[learner].written = True

    def _place(self, entry: LedgerEntry, start: int, length: int) -> None:
        learner, graded = entry["learner"], entry["outcome"] == "graded"
        old, limits = self.places.get(learner), entry.get("limits") or {}
        if old and old.written:
            self.before[learner] = old.submission
        self.places[learner] = Place(
            entry["key"],
            entry["submission"],
            entry["source"],
            start,
            length,
            graded,
            tuple(entry["flags"]),
            self._limits.setdefault(repr(limits), limits),
        )

    def add(self, *entries: LedgerEntry) -> None:
        """Append results; when this returns, they are on the disk."""
        lines = [json_line({"version": VERSION, "kind": "result", **entry}) for entry in entries]
        start = self.disk.append(self.path, b"\n".join(lines))
        for entry, line in zip(entries, lines, strict=True):
            self._place(entry, start, len(line))
            start += len(line) + 1

    def mark_written(self, entries: Iterable[LedgerEntry]) -> None:
        """Note that the gradebook has these results."""
        keys = {entry["learner"]: entry["key"] for entry in entries}
        self.disk.append(
            self.path, json_line({"version": VERSION, "kind": "written", "keys": keys})
        )
        for learner, key in keys.items():
            if self.places[learner].key == key:
                self.places[learner].written = True

    def has(self, learner: str, submission: str) -> bool:
        """Return whether the learner's last result is of this very work, and has points."""
        place = self.places.get(learner)
        return place is not None and place.graded and place.submission == submission

    def replaced(self, learner: str) -> bool:
        """Return whether the gradebook's scores of a learner belong to other work than the last."""
        return self.before.get(learner, self.places[learner].submission) != (
            self.places[learner].submission
        )

    def last(self, learner: str) -> LedgerEntry | None:
        """Return the last result of a learner, read from the file, or None."""
        place = self.places.get(learner)
        if place is None:
            return None
        with self.path.open("rb") as file:
            file.seek(place.start)
            return cast("LedgerEntry | None", _parsed(file.read(place.length)))

    def results(self) -> Iterator[tuple[str, LedgerEntry]]:
        """Give every learner's last result, where it has points, in the order of learners."""
        if not self.places:
            return
        with self.path.open("rb") as file:
            for learner, place in sorted(self.places.items(), key=lambda pair: pair[0]):
                file.seek(place.start)
                entry = _parsed(file.read(place.length)) if place.graded else None
                if entry is not None:
                    yield learner, cast(LedgerEntry, entry)

    def unwritten(self) -> Iterator[LedgerEntry]:
        """Give the results that the gradebook may not have, in the order of learners."""
        for learner in sorted(self.places):
            if self.places[learner].graded and not self.places[learner].written:
                found = self.last(learner)
                if found is not None:
                    yield found


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and "kind" in entry else None
