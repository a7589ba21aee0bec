"""Pictures that belong to a Markdown cell of an imported set, kept as files beside its text."""

from __future__ import annotations

import base64
from pathlib import Path

from carekit.authoring.build.myst import SourceCell
from carekit.common.files import Fault

FOLDER = "attachments"


def is_text(media_type: str) -> bool:
    """Return whether a notebook holds a media type as text and not as base64.

    >>> is_text("image/svg+xml"), is_text("text/plain"), is_text("image/png")
    (True, True, False)
    """
    return media_type.startswith("text/") or media_type.endswith(("+xml", "json"))


def read(path: Path, cell: SourceCell, faults: list[Fault]) -> dict[str, dict[str, str]]:
    """Return a cell's attachments as a notebook holds them: name to media type to content.

    ``path`` is the set's text; the files are named from its folder. One that cannot be read is
    added to ``faults``.
    """
    kept: dict[str, dict[str, str]] = {}
    for name, files in cell.attachments.items():
        for media_type, file in files.items():
            try:
                data = (path.parent / str(file)).read_bytes()
                text = data.decode("utf-8") if is_text(media_type) else ""
            except (OSError, UnicodeDecodeError) as error:
                why = error.strerror if isinstance(error, OSError) else "not UTF-8"
                says = f"attachments.{name}: {file} cannot be read ({why}); put it there"
                faults.append(Fault(path, cell.opened, cell.name, says))
                continue
            said = text if is_text(media_type) else base64.b64encode(data).decode("ascii")
            kept.setdefault(name, {})[media_type] = said
    return kept
