"""How a sound clip gets from the kernel's disk to the browser."""

from __future__ import annotations

import base64
import mimetypes
from pathlib import Path


def as_data_url(path: Path) -> str:
    """Return a clip as a data URL: the browser has no other way to a file of the kernel."""
    kind = mimetypes.guess_type(path.name)[0] or "audio/mpeg"
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode('ascii')}"
