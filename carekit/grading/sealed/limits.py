"""How much one submission may use."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Limits:
    """Limits of one submission; seconds are wall clock, megabytes are 2**20 bytes.

    ``memory_mb`` is what each process may take on top of what the warm parent already has.
    """

    cell_seconds: float = 15.0
    total_seconds: float = 60.0
    memory_mb: int = 1024
    disk_mb: int = 64
    files: int = 4096
    open_files: int = 256
    processes: int = 48
    output_bytes: int = 1_000_000
    notebook_bytes: int = 100_000_000

    def as_dict(self) -> dict[str, Any]:
        """Return the limits as plain data."""
        return asdict(self)
