"""The two files by which nbgrader's exchange brings a feedback page to its learner.

``nbgrader submit`` writes ``submission_secret.txt`` and ``timestamp.txt`` into what it hands in,
and keeps a copy of the first at home. ``nbgrader release_feedback`` reads both beside the page and
stops for the whole class where one is missing; ``fetch_feedback`` finds the page by the secret.
"""

from __future__ import annotations

import re
import secrets
import warnings
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from carekit.common.durable_files import Disk
from carekit.grading.course.folders import Settings
from carekit.grading.course.intake_limits import IntakeLimits
from carekit.grading.intake.archives import UnreadableFile, folder_entries
from carekit.grading.intake.collected_times import STAMP

SECRET = "submission_secret.txt"  # noqa: S105 - the name of a file
_MOST = 1000
# nbgrader writes no other letters; whatever else stands there is not its own, and it could not be
# read in every locale.
_PLAIN = re.compile(rb"[\x20-\x7e]{1,1000}")
Draw = Callable[[], str]
DRAW: Draw = partial(secrets.token_hex, 64)


def handed_in(settings: Settings, learner: str, set_id: str) -> dict[str, bytes]:
    """Return the exchange's files in ``submitted/``, by name; none where it was not used.

    What is no regular file, or no text of nbgrader's, is left out.
    """
    return _files(settings.root / "submitted" / learner / set_id)


def _files(folder: Path) -> dict[str, bytes]:
    if not (folder / SECRET).exists():
        return {}
    found: dict[str, bytes] = {}
    for entry in folder_entries(folder, IntakeLimits(depth=1)):
        if entry.name in (STAMP, SECRET) and entry.fault is None:
            try:
                data = entry.read(_MOST)
            except UnreadableFile:
                continue
            if _PLAIN.fullmatch(data) and (entry.name == SECRET or _is_time(data)):
                found[entry.name] = data
    return found


def _is_time(data: bytes) -> bool:
    """Return whether nbgrader can read a time; where it cannot, its commands end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from nbgrader.utils import parse_utc

        try:
            return parse_utc(data.decode("ascii").strip()) is not None
        except (ValueError, OverflowError, TypeError):
            return False


def beside_page(
    settings: Settings,
    learner: str,
    set_id: str,
    received: str | None,
    draw: Draw = DRAW,
) -> dict[str, bytes]:
    """Return both files as they belong beside a learner's page, by name.

    The work that was graded says which; where nothing came through the exchange, a secret is drawn
    that nobody knows, so that the pages of the others can be released. ``received`` is the time in
    the ledger, where there is one.
    """
    page = settings.root / "feedback" / learner / set_id
    found = {
        **_files(page),
        **handed_in(settings, learner, set_id),
        **_files(settings.autograded(learner, set_id)),
    }
    at = datetime.fromisoformat(received or "1970-01-01T00:00+00:00").astimezone(UTC)
    found.setdefault(SECRET, draw().encode())
    found.setdefault(STAMP, f"{at:%Y-%m-%d %H:%M:%S.%f} UTC".encode())
    return found


def put_beside(folder: Path, files: Mapping[str, bytes], disk: Disk) -> None:
    """Write the files into the folder of a page, those that are not there as they ought to be."""
    for name, data in files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != data:
            disk.replace(path, data)
