"""Values as messages: the walkers with every type that may cross, and the bytes they become."""

from __future__ import annotations

from carekit.sandbox.link import (  # noqa: F401 - they register their types
    frames,
    generic_types,
    library_dicts,
    library_nans,
    odd_arrays,
    scalars,
)
from carekit.sandbox.link.encoder import (
    BOUNDS,
    Bounds,
    Decoder,
    Encoder,
    Opaque,
    RefusedError,
    TooBigError,
)
from carekit.sandbox.link.message_format import pack, unpack

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
