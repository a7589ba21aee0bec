"""The files of a check and of the learner's code, which lie in two folders, kept alike."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path

from carekit.sandbox.link.codec import Encoder
from carekit.sandbox.link.folder_listing import below
from carekit.sandbox.link.judge_end import Link
from carekit.sandbox.link.refusals import note

_MOST = 16_000_000


class FileSync:
    """What a check reads and writes in its own folder, so that the learner's code meets it."""

    def __init__(self, link: Link, folder: Path) -> None:
        """Keep two folders alike; what lies there now is known to both."""
        self.link, self.folder = link, folder
        self._known = self._marks()

    def _marks(self) -> dict[str, tuple[int, int]]:
        return {
            name: (about.st_mtime_ns, about.st_size)
            for name, about in below(self.folder)
            if stat.S_ISREG(about.st_mode)
        }

    def lay_out(self, files: Iterable[tuple[object, object]], mode: str = "wb") -> None:
        """Write files by their names, and none outside of the folder."""
        for name, data in files:
            if type(name) is not str or type(data) is not bytes:
                continue
            path = (self.folder / name).resolve()
            if path.is_relative_to(self.folder):
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open(mode) as file:
                    file.write(data)

    def take(self) -> None:
        """Do here what the learner's code has done to its files."""
        found = self.link.ask("files")
        if type(found) is not dict:
            return
        new = found.get("new")
        self.lay_out(new.items() if type(new) is dict else ())
        gone = found.get("gone")
        for name in gone if type(gone) is list else ():
            path = (self.folder / str(name)).resolve()
            if path.is_relative_to(self.folder) and path.is_file():
                path.unlink()
        self._known = self._marks()

    def give(self) -> None:
        """Let the learner's code find what the check has written since."""
        now = self._marks()
        if now == self._known:
            return
        new = [name for name, mark in now.items() if self._known.get(name) != mark]
        gone = [name for name in self._known if name not in now]
        self._known = now
        if sum(now[name][1] for name in new) > _MOST:
            note("a large file of the check's own to be read by the learner's code")
            return
        enc = Encoder()
        tree = enc.value({name: (self.folder / name).read_bytes() for name in new})
        self.link.ask("lay", enc, new=tree, gone=gone)
