"""The date of what is packed: that of the course's last change, where something knows it."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from carekit.cli.messages import say
from carekit.common.files import ContentError

NAMED = "SOURCE_DATE_EPOCH"


def dated(root: Path) -> datetime:
    """Return the date for the files of a bundle.

    It is the one that SOURCE_DATE_EPOCH names (seconds since 1970, as for any build that can be
    repeated), else that of the last commit where nothing was changed since, else now. Raises
    ContentError when SOURCE_DATE_EPOCH is no number of seconds from 1980 on.
    """
    if named := os.environ.get(NAMED):
        return _named(named)
    if _git(root, "status", "--porcelain", "--untracked-files=no") == "":
        told = _git(root, "log", "-1", "--format=%ct")
        if told:
            return datetime.fromtimestamp(int(told), UTC)
    return datetime.now(UTC)


def _named(said: str) -> datetime:
    try:
        when = datetime.fromtimestamp(int(said), UTC)
    except (ValueError, OverflowError, OSError):
        when = datetime.min.replace(tzinfo=UTC)
    # The first year that a zip file can hold, and the last.
    if not 1980 <= when.year < 2108:
        raise ContentError(say("odd-epoch", name=NAMED, value=said))
    return when


def _git(root: Path, *words: str) -> str | None:
    """Return what git says of a folder, or None where there is no git or no repository."""
    command = ["git", "-C", str(root), *words]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    return ran.stdout.strip()
