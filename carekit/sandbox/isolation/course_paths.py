r"""Paths that lead to the course's data on one computer only, and the path that leads there on all.

A learner may write where the data lie at home: ``/home/ann/course_data/x.csv``,
``C:\Users\ann\course_data\x.csv``, or a relative path with backslashes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from carekit.sandbox.isolation.home_folders import DATA, UP

# Keys of questions lie there; a learner's process does not see this folder.
CLOSED = "quizzes"
_SIGNS = re.compile(r"[\\/]+")


@dataclass(frozen=True)
class CourseFiles:
    """The files of a course that learners read: ``names`` are relative to ``folder``."""

    folder: str = ""
    names: tuple[str, ...] = ()

    @classmethod
    def of(cls, course: Path | None) -> CourseFiles:
        """Return the files of the course at a path, which has none where nobody names it."""
        folder = course.resolve() / DATA if course else None
        if folder is None or not folder.is_dir():
            return cls()
        files = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
        names = tuple(name.as_posix() for name in files if name.parts[0] != CLOSED)
        return cls(str(folder), names)

    def meant(self, path: str) -> str:
        r"""Return the path from a learner's folder to the course's file that a path speaks of.

        Returns "" where it speaks of none, or of more than one, or is a path that leads there.

        >>> files = CourseFiles("/c/course_data", ("tables/a.csv", "raw/b.csv", "b.csv"))
        >>> files.meant("C:\\\\Ann\\\\course_data\\\\tables\\\\a.csv")
        '../../course_data/tables/a.csv'
        >>> files.meant("/home/ann/b.csv"), files.meant("../../course_data/tables/a.csv")
        ('', '')
        """
        if path.startswith(f"{self.folder}/"):
            return ""
        said = [part.casefold() for part in _SIGNS.split(path)]
        at = max((n for n, part in enumerate(said) if part == DATA), default=None)
        found = [name for name in self.names if at is not None and _same(name, said[at + 1 :])]
        found = found or [name for name in self.names if _same(name.rpartition("/")[2], said[-1:])]
        right = f"{UP}{DATA}/{found[0]}" if len(found) == 1 else ""
        return "" if path == right else right


def _same(name: str, said: list[str]) -> bool:
    return name.casefold() == "/".join(said)
