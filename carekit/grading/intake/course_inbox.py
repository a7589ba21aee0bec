"""A course's inbox: what was handed in, beside the class list, the sets and what was settled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from carekit.common.course import set_titles
from carekit.grading.course.folders import Settings
from carekit.grading.intake.inbox import Inbox
from carekit.grading.intake.roster import read_roster
from carekit.grading.intake.settled_names import read_names, settle, settled
from carekit.grading.intake.which_set import CourseSets
from carekit.sandbox.submission.assignment import Snapshot


def course_inbox(
    settings: Settings,
    set_id: str,
    snapshot: Snapshot,
    place: Path,
    received: Mapping[str, datetime] | None = None,
    who: Path | None = None,
) -> Inbox:
    """Return the inbox at ``place`` for one set of a course.

    ``who`` is a file that says whose hand-ins are; what stands in it is kept for later runs of the
    set. Raises ContentError naming every mistake in that file.
    """
    roster = read_roster(settings, (set_id, *_titles(settings.root, set_id)))
    names = settled(settings, set_id)
    if who is not None:
        names = settle(settings, set_id, read_names(who, roster.learners))
    return Inbox(
        place,
        set_id,
        [book.name for book in snapshot.books],
        roster,
        received or {},
        settings.rules.settings.intake(),
        sets=CourseSets.of(settings.root, set_id, snapshot),
        shared=place.resolve() == (settings.root / "submitted").resolve(),
        names=names,
    )


def _titles(root: Path, set_id: str) -> tuple[str, ...]:
    title = set_titles(root).get(set_id)
    return tuple(title.by_lang().values()) if title else ()
