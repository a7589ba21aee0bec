"""The folders around a learner's notebook, so that paths which worked at home work here.

At home a set lies in ``release/SET`` of the course, or somebody put the notebook elsewhere in it.
From each of these the course's data are reached by a relative path; here links stand in those
places. They lead to what the room shows of the data anyway, for reading only.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

DATA = "course_data"
"""The folder of a course's data."""
UP = "../../"
"""What leads from a learner's folder to the course."""


def at_home(base: Path) -> Path:
    """Make a notebook's folder in ``base`` and go there; return it.

    The course's data are one, two and three folders up.
    """
    folder = base / "release" / "set"
    folder.mkdir(parents=True)
    data = _data()
    if data is not None:
        for above in (folder.parent, base, base.parent):
            (above / DATA).symlink_to(data)
    os.chdir(folder)
    return folder


def reach_course(folder: Path, handed_in: Iterable[str]) -> None:
    """Let the data be reached beside the notebook too, unless such a folder was handed in."""
    data = _data()
    taken = any(name.split("/")[0] == DATA for name in handed_in)
    if data is not None and not taken:
        (folder / DATA).symlink_to(data)


def _data() -> str | None:
    root = os.environ.get("CAREKIT_ROOT")
    return f"{root}/{DATA}" if root else None
