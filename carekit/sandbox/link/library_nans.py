"""The NaN that NumPy has one of, and that of ``math``: each crosses as itself.

NaN is not equal to itself, so ``[1, np.nan] == [1, np.nan]`` is true because Python looks for one
and the same object before it asks whether two are equal.
"""

from __future__ import annotations

import math

import numpy as np

from carekit.sandbox.link.encoder import Decoder, RefusedError, crosses_as_itself, reads
from carekit.sandbox.link.message_types import Tag

_NANS = {"numpy": np.nan, "math": math.nan}
for _name, _nan in _NANS.items():
    crosses_as_itself(_nan, _name)


@reads("nan")
def _read_nan(dec: Decoder, tree: Tag, _depth: int) -> float:
    found = _NANS.get(dec.plain(tree, "n", str))
    if found is None:
        raise RefusedError("no such NaN")
    return found
