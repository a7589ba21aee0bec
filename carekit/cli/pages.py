"""``care handout --html``: the course as pages that open from a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from carekit.authoring.offline_pages.write_pages import Progress, write_pages
from carekit.cli.messages import Speech
from carekit.common.files import shown
from carekit.common.languages import Lang


def run_pages(
    root: Path,
    out: Path | None,
    langs: Sequence[Lang],
    speak: Speech,
    console: Console,
    progress: Progress,
) -> None:
    """Write the pages, and say which one to open and which cells ended with an error."""
    written = write_pages(root, out or root / "dist" / "pages", langs, progress=progress)
    said = [
        speak("pages-raised", lesson=lesson, cells=", ".join(cells))
        for lesson, cells in written.raised.items()
    ]
    for line in (*said, speak("pages-written", page=shown(written.first))):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
