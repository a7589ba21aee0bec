"""Which files of a submission are laid out: its folder bounds their names, its disk their size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from carekit.sandbox.isolation.limits import NAME_BYTES, Limits
from carekit.sandbox.submission.notebook_names import notebook_stem
from carekit.sandbox.submission.read_notebook import Flags, flag

# What a disk of memory gives out at once, and the folders and links that lie on it already.
_PAGE, _FOLDERS = 4096, 16


def fitting_files(
    submission: Mapping[str, bytes], own: Mapping[str, bytes], limits: Limits, flags: Flags
) -> dict[str, bytes]:
    """Return the files whose names stay inside the folder, and which its disk holds.

    ``own`` are the set's files, which lie there too. Where not all find room, the largest do not.
    """
    disk = DiskRoom.of(limits)
    for name, data in own.items():
        disk.takes(name, len(data))
    kept: dict[str, bytes] = {}
    for name, data in sorted(submission.items(), key=lambda item: (len(item[1]), item[0])):
        path = PurePosixPath(name.replace("\\", "/"))
        odd = path.is_absolute() or ".." in path.parts or "\0" in name
        long = any(len(part.encode("utf-8", "surrogatepass")) > NAME_BYTES for part in path.parts)
        # A notebook is read and not laid out; of a set's own file it is the set's that is laid out.
        room = (
            is_notebook(name) or str(path) in own or (not long and disk.takes(str(path), len(data)))
        )
        if odd or long or not room:
            flags.append(flag("file-left-out", "", name))
            continue
        kept[str(path)] = data
    return {name: kept[name] for name in sorted(kept)}


@dataclass
class DiskRoom:
    """What is left of a submission's disk: bytes in whole pages, and files with folders."""

    bytes: int
    files: int
    folders: set[PurePosixPath] = field(default_factory=set)

    @classmethod
    def of(cls, limits: Limits) -> DiskRoom:
        """Return the disk that a submission has, with nothing of it on it yet."""
        return cls(limits.disk_mb * 2**20 - _FOLDERS * _PAGE, limits.files - _FOLDERS)

    def takes(self, name: str, size: int) -> bool:
        """Give a file its place; returns False where there is not enough left."""
        new = {*PurePosixPath(name).parents} - self.folders
        pages = -(-size // _PAGE) * _PAGE
        if pages > self.bytes or 1 + len(new) > self.files:
            return False
        self.bytes, self.files = self.bytes - pages, self.files - 1 - len(new)
        self.folders |= new
        return True


def is_notebook(name: str) -> bool:
    """Return whether a file is called like a notebook."""
    return notebook_stem(PurePosixPath(name).name) is not None
