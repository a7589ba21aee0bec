"""What lies below a folder that a learner's code writes to."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


def below(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Give everything below a folder: its path from there, with ``/``, and what it is itself.

    A link is given and not followed; what may not be looked into is left out. Raises OSError where
    something is gone again before it was looked at.
    """
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        with contextlib.suppress(PermissionError), os.scandir(folder / inside) as entries:
            for entry in entries:
                name = inside + entry.name
                yield name, entry.stat(follow_symlinks=False)
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{name}/")
