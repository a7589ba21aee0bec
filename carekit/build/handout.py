"""The learner's bundle: one zip file, the same bytes for the same course."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from carekit.build.bundle import members
from carekit.build.leaks import leaks
from carekit.build.plan import build
from carekit.course import card
from carekit.files import Fault, refuse, write_atomic

# The earliest time a zip file can state; the true one would change the bytes at every run.
LONG_AGO = (1980, 1, 1, 0, 0, 0)
LAUNCHER = "care"


def handout(root: Path, out: Path) -> Path:
    """Write the learner's bundle and return its path.

    ``out`` is a zip file to write, or a folder in which it becomes ``<course>-learner.zip``.
    Everything lies in one folder called as the course. Raises ContentError, and writes nothing,
    when a made file is out of step with its text, when something is missing, or when a solution, a
    hidden test, a marking scheme or a key would go with it.
    """
    _refuse_stale(root)
    refuse(leaks(root))
    name = card(root).id
    path = out if out.suffix == ".zip" else out / f"{name}-learner.zip"
    write_atomic(path, _packed(name, members(root)))
    return path


def _refuse_stale(root: Path) -> None:
    report = build(root, check=True)
    says = "is not what its text makes; run `./care build`"
    faults = [Fault(root / path, 1, "", says) for path in report.stale]
    says = "is made by no text; remove it or move it elsewhere"
    faults += [Fault(root / path, 1, "", says) for path in report.stray]
    refuse(faults)


def _packed(name: str, files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as bundle:
        for path, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{name}/{path}", LONG_AGO)
            # Stated as on Unix wherever the bundle is made, or the launcher could not be started.
            entry.create_system = 3
            entry.external_attr = (0o100755 if path == LAUNCHER else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, data, compresslevel=9)
    return written.getvalue()
