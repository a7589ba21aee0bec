"""When each set is due, as learners read it: a file of the course that ``care due`` writes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from carekit.common.files import write_atomic

DUE_DATES = Path("course_data") / "due-dates.json"
_DATES: TypeAdapter[dict[str, AwareDatetime]] = TypeAdapter(dict[str, AwareDatetime])


def due_dates(root: Path) -> dict[str, datetime]:
    """Return when each set of a course folder is due; sets without a date are left out.

    A file that is not there, or that somebody damaged, names no date: the learner goes on without.
    """
    try:
        return _DATES.validate_json((root / DUE_DATES).read_bytes())
    except (OSError, ValidationError):
        return {}


def keep_due_dates(root: Path, dates: Mapping[str, datetime | None]) -> bool:
    """Write the dates for learners; return whether the file is another one now.

    ``dates`` are the gradebook's, by set. Where there is none and never was, no file is made.
    ``care handout`` packs it with the other files of ``course_data/``.
    """
    told = {name: when.isoformat() for name, when in sorted(dates.items()) if when}
    path = root / DUE_DATES
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    before = path.read_text(encoding="utf-8") if path.is_file() else "{}\n"
    if text == before:
        return False
    write_atomic(path, text)
    return True
