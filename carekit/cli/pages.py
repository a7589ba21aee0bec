"""``care handout --html``: the course as pages that open from a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from carekit.authoring.offline_pages.write_pages import Progress, write_pages
from carekit.cli.messages import Speech
from carekit.common.files import shown
from carekit.common.languages import Lang
from carekit.labextension.course_pages import course_pages


def run_pages(
    root: Path,
    out: Path | None,
    langs: Sequence[Lang],
    speak: Speech,
    console: Console,
    progress: Progress,
) -> None:
    """Write the pages, and say which one to open and which cells ended with an error."""
    order = [Path(page.path).stem for page in course_pages(root) if page.kind != "set"]
    folder = out or root / "dist" / "pages"
    written = write_pages(root, folder, langs, order=order, progress=progress)
    said = [
        speak("pages-raised", lesson=lesson, cells=", ".join(cells))
        for lesson, cells in written.raised.items()
    ]
    for line in (*said, speak("pages-written", page=shown(written.first))):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
