"""What makes a score last: appending, replacing, committing and copying.

Everything durable goes through ``Disk``, so that a test can let the power fail at any one of these
operations and look at what is left.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

from carekit.files import write_atomic

# Enough random letters that no file of a learner's is ever taken for one of our drafts.
_DRAFT = ".{name}.????????"


class Disk:
    """The operations after which something is safe. Each raises OSError and then did nothing."""

    def append(self, path: Path, line: bytes) -> int:
        """Add one line to a file, see it onto the disk, and return where it begins."""
        path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        handle = os.open(path, flags, 0o644)
        try:
            size = os.lseek(handle, 0, os.SEEK_END)
            whole = self._own_line(handle, size) + line.rstrip(b"\n") + b"\n"
            try:
                if os.write(handle, whole) != len(whole):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
                os.fsync(handle)
            except OSError:
                # A line that is not all there is taken back: the disk may be full.
                os.ftruncate(handle, size)
                raise
            return size + len(whole) - len(line.rstrip(b"\n")) - 1
        finally:
            os.close(handle)

    @staticmethod
    def _own_line(handle: int, size: int) -> bytes:
        if not size:
            return b""
        os.lseek(handle, size - 1, os.SEEK_SET)
        # A crash left half a line; joining ours to it would lose both.
        return b"" if os.read(handle, 1) == b"\n" else b"\n"

    def replace(self, path: Path, data: bytes) -> None:
        """Write a file whole or not at all; drafts that a crash left beside it are removed."""
        if path.parent.is_dir():
            for draft in path.parent.glob(_DRAFT.format(name=path.name)):
                draft.unlink(missing_ok=True)
        write_atomic(path, data)

    def replace_all(self, files: Sequence[tuple[Path, bytes]]) -> None:
        """Write several files, each whole or not at all; all of them last when this returns."""
        if len(files) < 2:
            for path, data in files:
                self.replace(path, data)
            return
        # Side by side they wait for the disk once; one after the other, once each.
        with ThreadPoolExecutor(min(16, len(files))) as hands:
            for _ in hands.map(lambda file: self.replace(*file), files):
                pass

    def commit(self, session: Any) -> None:
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
