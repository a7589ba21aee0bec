"""How a value is, so that one can see later whether it has changed."""

from __future__ import annotations

import pandas as pd

from carekit.sandbox.link.codec import Encoder, pack
from carekit.sandbox.link.frame_cache import untouched
from carekit.sandbox.link.message_types import Value


def mark_of(value: Value) -> Value:
    """Return a mark of a value that can change: its bytes, or a shallow copy of a frame."""
    if type(value) in (pd.DataFrame, pd.Series):
        # While a shallow copy lives, pandas changes the other only after copying its data.
        kept = value.copy(deep=False)
        if untouched(value, kept):
            return kept
    return _bytes_of(value)


def is_marked(value: Value, mark: Value) -> bool:
    """Return whether a value still is as it was when ``mark_of`` gave its mark."""
    return _bytes_of(value) == mark if type(mark) is bytes else untouched(value, mark)


def _bytes_of(value: Value) -> bytes:
    enc = Encoder()
    tree = enc.value(value)
    return pack({"v": tree}, enc.buffers)
