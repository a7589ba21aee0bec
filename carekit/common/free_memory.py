"""Memory that is free is given back to the system between the large steps of a command."""

from __future__ import annotations

import ctypes
import gc
import sys


def give_back() -> None:
    """Collect what nothing refers to, and have the C library give back what is free.

    The GNU library keeps freed memory that lies below some that is in use, though whole pages of it
    are free; a command that reads one set of a large class after another would grow with each.
    Elsewhere only Python's own rubbish is collected.
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
