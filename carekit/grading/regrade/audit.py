"""The audit file of a set: every scoring again, and one that broke off and can go on."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Required, TypedDict

from carekit.common.durable_files import Disk
from carekit.common.files import json_line
from carekit.grading.course.folders import Settings
from carekit.grading.gradebook.cell_scores import Scores


class Begun(TypedDict, total=False):
    """What is noted when a regrading begins, so that one that broke off can go on.

    ``before`` are the scores, ``changed`` says of each check why it counts as changed, ``sources``
    are digests of the learners' work. Where a key was corrected, ``old`` are the texts of the
    checks and ``entered`` says what the gradebook had.
    """

    before: Required[Scores]
    changed: Required[dict[str, str]]
    sources: Required[dict[str, str]]
    old: dict[str, str]
    entered: object


@dataclass
class Audit:
    """The audit file of a set: who scored again, when, every score before, every change."""

    settings: Settings
    set_id: str
    source: str
    disk: Disk
    clock: Callable[[], datetime]

    @property
    def path(self) -> Path:
        """Return the file."""
        return self.settings.state / f"{self.set_id}.audit.jsonl"

    def log(self, kind: str, what: Mapping[str, object]) -> None:
        """Add a line; it is on the disk when this returns."""
        line = {
            "kind": kind,
            "when": self.clock().isoformat(timespec="seconds"),
            "who": getpass.getuser(),
            "set": self.set_id,
            "source": self.source,
            **what,
        }
        self.disk.append(self.path, json_line(line))

    def unfinished(self) -> Begun | None:
        """Return the line of a regrading that broke off, or None."""
        begun = None
        if self.path.exists():
            for line in self.path.read_bytes().splitlines():
                try:
                    entry = json.loads(line)
                except ValueError:
                    continue
                begun = entry if entry["kind"] == "begin" else None
        return begun
