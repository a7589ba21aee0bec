"""How much one submission may use."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TypedDict, cast

PER_CELL = 4.0
"""How many times as long as one cell a submission may run, where nobody says more."""
HANG_MARGIN = 60.0
"""Seconds by which a process may outlast its submission: above it the grader itself hangs."""
STARTING = 120.0
"""Seconds that a grading process may take until it is ready."""
LONGEST = 7 * 24 * 3600.0
"""Seconds: no limit is longer, so that every clock and the kernel can count it."""
NAME_BYTES = 200
"""Bytes of UTF-8 that a file's or a folder's name may have: fewer than any disk takes."""
_CELL = 15.0


class LimitValues(TypedDict):
    """The fields of ``Limits`` as plain data."""

    cell_seconds: float
    total_seconds: float
    memory_mb: int
    disk_mb: int
    files: int
    open_files: int
    processes: int
    output_bytes: int
    shown_bytes: int
    notebook_bytes: int
    start_seconds: float


@dataclass(frozen=True)
class Limits:
    """Limits of one submission, and ``start_seconds`` for the processes that grade it.

    Seconds are wall clock, megabytes are 2**20 bytes.

    ``memory_mb`` is what each process, and what all together, may take on top of what the warm
    parent already has. A trainer sets them as ``c.Carekit.*``
    (``carekit.grading.course.configuration``).
    """

    cell_seconds: float = _CELL
    total_seconds: float = PER_CELL * _CELL
    memory_mb: int = 1024
    disk_mb: int = 64
    files: int = 4096
    open_files: int = 256
    processes: int = 48
    output_bytes: int = 1_000_000
    shown_bytes: int = 16_000_000
    notebook_bytes: int = 64 * 2**20
    start_seconds: float = STARTING

    @property
    def hang_seconds(self) -> float:
        """Return after how many seconds a process without a result must be hanging."""
        return self.total_seconds + HANG_MARGIN

    @property
    def try_seconds(self) -> float:
        """Return how long a warm parent may take to be ready: it may have to be started twice."""
        return self.start_seconds / 2

    def as_dict(self) -> dict[str, float]:
        """Return the limits as plain data, as it is kept with results."""
        return asdict(self)

    def values(self) -> LimitValues:
        """Return the limits as plain data from which ``Limits(**values)`` makes them again."""
        return cast("LimitValues", asdict(self))
