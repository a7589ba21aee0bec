"""What makes a score last: appending, replacing, committing and copying.

Everything durable goes through ``Disk``, so that a test can let the power fail at any one of these
operations and look at what is left.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Protocol

from carekit.common.files import append_line, write_atomic

# Enough letters that no file of a learner's is ever taken for one of our drafts.
_DRAFT = re.compile(r"\.[A-Za-z0-9_]{8}")
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
# From here on it costs less to ask for the whole disk than for each file.
_MANY = 8
_LINUX = sys.platform == "linux"


class Session(Protocol):
    """A database session, as far as a disk is concerned."""

    def commit(self) -> None:
        """Make what was written last."""


class Disk:
    """The operations after which something is safe. Each raises OSError and then did nothing."""

    def append(self, path: Path, line: bytes) -> int:
        """Add one line to a file, see it onto the disk, and return where it begins."""
        path.parent.mkdir(parents=True, exist_ok=True)
        return append_line(path, line, alone=True)

    def replace(self, path: Path, data: bytes) -> None:
        """Write a file whole or not at all; drafts that a crash left beside it are removed."""
        _clear(path)
        write_atomic(path, data)

    def replace_all(self, files: Sequence[tuple[Path, bytes]]) -> None:
        """Write several files, each whole or not at all; all of them last when this returns.

        Only one process at a time may write these files.
        """
        if len(files) < _MANY:
            for path, data in files:
                self.replace(path, data)
            return
        drafts = [path.with_name(f".{path.name}.unplaced") for path, _ in files]
        try:
            for draft, (path, data) in zip(drafts, files, strict=True):
                _clear(path)
                self.draft(draft, data)
            self.settle(drafts)
        except OSError:
            for draft in drafts:
                draft.unlink(missing_ok=True)
            raise
        for draft, (path, _) in zip(drafts, files, strict=True):
            self.appear(draft, path)

    def draft(self, path: Path, data: bytes) -> None:
        """Write a file that nobody looks for yet; it need not last."""
        with os.fdopen(os.open(path, _NEW, 0o644), "wb") as file:
            file.write(data)

    def settle(self, drafts: Sequence[Path]) -> None:
        """See drafts that lie on one disk onto it, all at once where the system can do that."""
        if _everything_lasts(drafts[0].parent):
            return
        for draft in drafts:
            handle = os.open(draft, os.O_RDWR | getattr(os, "O_BINARY", 0))
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def appear(self, draft: Path, path: Path) -> None:
        """Give a draft its name, in place of what had it; the ledger's next line makes it last."""
        draft.replace(path)

    def commit(self, session: Session) -> None:
        """Commit a database session."""
        session.commit()

    def copy_database(self, source: Path, target: Path) -> None:
        """Copy a SQLite database that others may be using; the copy appears whole."""
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}.draft")
        draft.unlink(missing_ok=True)
        try:
            with closing(sqlite3.connect(source)) as book, closing(sqlite3.connect(draft)) as copy:
                book.backup(copy)
            draft.replace(target)
        except sqlite3.Error as error:
            draft.unlink(missing_ok=True)
            raise OSError(errno.EIO, f"no copy of the gradebook: {error}", str(target)) from None


def _clear(path: Path) -> None:
    """Make a file's folder, or remove the drafts that a crash left in it."""
    folder, before = path.parent, f".{path.name}"
    try:
        names = os.listdir(folder)  # noqa: PTH208 - ten times as fast, for every submission
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        return
    for name in names:
        if name.startswith(before) and _DRAFT.fullmatch(name[len(before) :]):
            (folder / name).unlink(missing_ok=True)


def _everything_lasts(folder: Path) -> bool:
    """See all of a file system onto the disk; False where the system has no such call."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None) if _LINUX else None
    if call is None:
        return False
    handle = os.open(folder, os.O_RDONLY)
    try:
        if call(handle) == 0:
            return True
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(handle)
