"""Files that somebody handed in: no link, ordinary files only, with a limit, never written.

Everything below ``submitted/`` was put there by somebody else. This is the one way to read it: a
link may lead anywhere, a pipe never ends, a file may be larger than the memory, and what is
written there could be written through a link to any file of the trainer's.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from carekit.common.files import ContentError, shown
from carekit.common.messages import Said, of_system, say

FOLDER = "submitted"
# A log of thousands of answers has a few megabytes.
MOST_BYTES = 32 * 2**20
_DEEPEST = 12
_MOST_FILES = 100_000

Why = Literal["link", "special", "too-large", "unreadable"]


class NotTaken(ContentError):  # noqa: N818 - it says what became of the file
    """A handed-in file was not read; ``why`` is the reason as a word."""

    def __init__(
        self, path: Path, why: Why, *, detail: Said | str = "", most: int = MOST_BYTES
    ) -> None:
        """Keep the path and the reason, and say what to do about it."""
        self.path, self.why, self.detail = path, why, detail
        file, limit = f"{shown(path.parent)}/{path.name}", f"{most / 2**20:g}"
        super().__init__(say(f"is-{why}", file=file, detail=detail, limit=limit))


def read_file(path: Path, most: int = MOST_BYTES) -> bytes:
    """Return the bytes of an ordinary file. Raises NotTaken, also for more than ``most`` bytes."""
    data = read_start(path, most)
    if len(data) > most:
        raise NotTaken(path, "too-large", most=most)
    return data


def read_start(path: Path, most: int) -> bytes:
    """Return at most ``most + 1`` bytes of an ordinary file. Raises NotTaken."""
    # Between listing and reading a file may be exchanged for a link or a pipe: ask again, open.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        if path.is_symlink():
            raise NotTaken(path, "link")
        handle = os.open(path, flags | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise NotTaken(path, "special")
            return file.read(most + 1)
    except OSError as error:
        raise NotTaken(path, "unreadable", detail=of_system(error)) from None


def odd_name(folder: str) -> Said | None:
    """Return why a folder's name cannot be a learner's id, or nothing where it can be one."""
    if folder.isprintable():
        return None
    return say("odd-name")


def folders(among: Path) -> list[Path]:
    """Return the folders right below a folder in the order of names; links are left out."""
    if not among.is_dir():
        return []
    return sorted(one for one in among.iterdir() if one.is_dir() and not one.is_symlink())


def named(folder: Path, name: str) -> list[Path]:
    """Return everything of one name below a folder, in order; no link to a folder is followed.

    What is found need not be an ordinary file: ``read_file`` says so.
    """
    if folder.is_symlink():
        return []
    return sorted(path for path in _below(folder) if path.name == name)


def _below(folder: Path) -> Iterator[Path]:
    count = 0
    for here, inner, files in os.walk(folder, followlinks=False):
        place = Path(here)
        if len(place.relative_to(folder).parts) >= _DEEPEST:
            inner.clear()
        for name in files:
            count += 1
            if count > _MOST_FILES:
                return
            yield place / name
