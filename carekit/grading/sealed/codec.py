"""Values as messages: the walkers with every type that may cross, and the bytes they become."""

from __future__ import annotations

from carekit.grading.sealed import scalars, tables  # noqa: F401 - they register their types
from carekit.grading.sealed.forms import (
    BOUNDS,
    Bounds,
    Decoder,
    Encoder,
    Opaque,
    RefusedError,
    TooBigError,
)
from carekit.grading.sealed.packing import pack, unpack

__all__ = [
    "BOUNDS",
    "Bounds",
    "Decoder",
    "Encoder",
    "Opaque",
    "RefusedError",
    "TooBigError",
    "pack",
    "unpack",
]
