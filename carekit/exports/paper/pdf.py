"""Pages as PDF, by a Chromium that is there."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_SECONDS = 120


def chromium() -> str | None:
    """Return the path of a Chromium, or None where there is none."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def as_pdf(program: str, page: Path) -> Path | None:
    """Print a page beside itself as PDF, and return the file, or None where Chromium made none."""
    made = page.with_suffix(".pdf")
    # Chromium refuses its sandbox to root; what it opens here is a page of our own.
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    command = [program, "--headless", "--disable-gpu", "--no-pdf-header-footer", *root]
    command += [f"--print-to-pdf={made}", page.resolve().as_uri()]
    made.unlink(missing_ok=True)
    try:
        subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - a fixed program
    except (OSError, subprocess.TimeoutExpired):
        return None
    return made if made.is_file() else None
