"""Which processor a grading process stays on, with all that it works with."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress


def own_processor(workers: int, taken: Iterable[int | None]) -> int | None:
    """Return the number of the processor for one more of so many processes; None: any will do.

    A grading process and the two that it works with take turns: one waits while another works. Left
    alone, the kernel wakes each on a processor that is free, whose cache holds nothing of it and
    which has to be called from its sleep. Where there are as many grading processes as processors,
    each gets its own, the one that the fewest of those ``taken`` are on. Where there are fewer, all
    are free to use what is left.
    """
    if sys.platform != "linux":
        return None
    usable = sorted(os.sched_getaffinity(0))
    if workers < len(usable):
        return None
    count = Counter(taken)
    return min(usable, key=lambda one: count[one])


def stay_on(processor: int | None) -> None:
    """Keep this process, and all that it starts, on a processor; None leaves it where it is."""
    if processor is not None and sys.platform == "linux":
        # A machine may lose a processor in between; to stay is faster and nothing else.
        with suppress(OSError):
            os.sched_setaffinity(0, {processor})
