"""The learner's bundle: one zip file, the same bytes for the same course and date."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from carekit.authoring.build.bundle import members
from carekit.authoring.build.leaks import leaks
from carekit.authoring.build.made_files import Progress, made
from carekit.authoring.build.refusals import say
from carekit.common.course import card
from carekit.common.files import Fault, refuse, write_atomic

LAUNCHER = "care"


def handout(root: Path, out: Path, when: datetime, *, progress: Progress | None = None) -> Path:
    """Write the learner's bundle and return its path.

    ``out`` is a zip file to write, or a folder in which it becomes ``<course>-learner.zip``.
    Everything lies in one folder called as the course. The notebooks in it are what the texts make,
    so nothing that somebody did while trying the course is packed or in the way; ``when`` is the
    date of every file, and ``progress`` is called as by ``build``. Raises ContentError, and writes
    nothing, when something is missing, when ``source/`` holds other checks than the packed sets
    will be graded by, or when a solution, a hidden test, a grading scheme or a key would go with
    it.
    """
    built = made(root, progress=progress)
    _refuse_other_checks(root, built)
    packed = members(root, built)
    refuse(leaks(root, packed))
    name = card(root).id
    path = out if out.suffix == ".zip" else out / f"{name}-learner.zip"
    write_atomic(path, _packed(name, packed, when))
    return path


def _refuse_other_checks(root: Path, built: Mapping[str, bytes]) -> None:
    """Stop where learners would get a set that the checks in ``source/`` do not belong to."""
    says = say("other-cells")
    sources = {path: data for path, data in built.items() if path.startswith("source/")}
    refuse(
        [
            Fault(root / path, 1, "", says)
            for path, data in sources.items()
            if not (root / path).is_file() or _cells((root / path).read_bytes()) != _cells(data)
        ]
    )


def _cells(notebook: bytes) -> list[Any] | None:
    """Return what grading reads of a notebook; running it changes nothing of this."""
    try:
        cells = json.loads(notebook)["cells"]
        return [
            (one["cell_type"], "".join(one["source"]), one["metadata"].get("nbgrader"))
            for one in cells
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _packed(name: str, files: Mapping[str, bytes], when: datetime) -> bytes:
    at = when.astimezone(UTC)
    # A zip file's own date has no zone and counts in twos; this field holds the moment itself.
    moment = struct.pack("<HHBl", 0x5455, 5, 1, int(at.timestamp()))
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as bundle:
        for path, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{name}/{path}", at.timetuple()[:6])
            entry.extra = moment
            # Stated as on Unix wherever the bundle is made, or the launcher could not be started.
            entry.create_system = 3
            entry.external_attr = (0o100755 if path == LAUNCHER else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, data, compresslevel=9)
    return written.getvalue()
