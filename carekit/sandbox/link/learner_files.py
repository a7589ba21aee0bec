"""The files in the learner's folder: which have changed, and which the check has changed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from carekit.sandbox.link.folder_listing import below

FILE_BYTES = 16 * 2**20
"""Bytes of new files that one check may see of what the learner's code wrote."""


class DeskFiles:
    """The files below one folder, and how each was when the check was told of it."""

    def __init__(self, root: Path) -> None:
        """Know of no file yet."""
        self.root = root
        self._seen: dict[str, tuple[int, int]] = {}

    def changed(self) -> dict[str, Any]:
        """Return under ``new`` the bytes of files not told of yet, under ``gone`` lost names."""
        found, left, there = {}, FILE_BYTES, set()
        for name, about in sorted(below(self.root), key=lambda one: one[0].split("/")):
            mark = (about.st_mtime_ns, about.st_size)
            there.add(name)
            if not stat.S_ISREG(about.st_mode) or self._seen.get(name) == mark:
                continue
            left -= about.st_size
            if left < 0:
                break
            self._seen[name] = mark
            with os.fdopen(os.open(self.root / name, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
                found[name] = file.read()
        gone = [name for name in self._seen if name not in there] if left >= 0 else []
        for name in gone:
            del self._seen[name]
        return {"new": found, "gone": gone}

    def lay(self, new: Mapping[str, bytes], gone: Iterable[str]) -> None:
        """Write some files, and delete others."""
        for name, data in new.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            about = path.lstat()
            self._seen[name] = about.st_mtime_ns, about.st_size
        for name in gone:
            self._seen.pop(name, None)
            (self.root / name).unlink(missing_ok=True)
