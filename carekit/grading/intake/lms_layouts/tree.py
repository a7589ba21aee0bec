"""The names of an inbox as a tree of folders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from carekit.sandbox.submission.notebook_names import notebook_stem

# Nothing below says whose a file is, and a hostile archive can nest without end.
_DEEPEST = 64


@dataclass(eq=False, slots=True)
class Folder:
    """What lies in a folder: files by name, with their places in the list that was read."""

    folders: dict[str, Folder] = field(default_factory=dict)
    files: dict[str, list[int]] = field(default_factory=dict)

    def all(self) -> Iterator[int]:
        """Give the places of every file below."""
        for places in self.files.values():
            yield from places
        for folder in self.folders.values():
            yield from folder.all()

    def notebooks(self) -> list[str]:
        """Return the stems of the notebooks that lie directly in it."""
        return [stem for name in self.files if (stem := notebook_stem(name)) is not None]


def tree_of(paths: Iterable[tuple[str, ...]]) -> Folder:
    """Return the tree of some files' names."""
    top = Folder()
    for place, parts in enumerate(paths):
        here = top
        for part in parts[:-1][:_DEEPEST]:
            here = here.folders.setdefault(part, Folder())
        here.files.setdefault(parts[-1], []).append(place)
    return top
