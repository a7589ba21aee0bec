"""How a value is, so that one can see later whether it has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from carekit.sandbox.link.codec import Encoder, pack
from carekit.sandbox.link.frame_cache import untouched
from carekit.sandbox.link.message_types import Tag, Value

Foreign = Callable[[Encoder, Value, int], Tag | None]
_FRAMES = (pd.DataFrame, pd.Series)


@dataclass(frozen=True)
class _Mark:
    """The bytes of a value without its frames, and a shallow copy of each frame in it.

    A frame of which a shallow copy could not tell that it changed has None, and is in the bytes.
    """

    rest: bytes
    frames: list[Value]


def mark_of(value: Value) -> Value:
    """Return a mark of a value that can change: shallow copies of its frames, and other bytes."""
    if type(value) in _FRAMES:
        kept = _shallow(value)
        return _Mark(_bytes_of(value), [None]) if kept is None else kept
    frames: list[Value] = []

    def keep(_enc: Encoder, part: Value, _depth: int) -> Tag | None:
        if type(part) not in _FRAMES:
            return None
        frames.append(_shallow(part))
        return None if frames[-1] is None else {"t": "kept", "r": len(frames)}

    return _Mark(_bytes_of(value, keep), frames)


def is_marked(value: Value, mark: Value) -> bool:
    """Return whether a value still is as it was when ``mark_of`` gave its mark."""
    if type(mark) is not _Mark:
        return untouched(value, mark)
    if type(value) in _FRAMES:
        return _bytes_of(value) == mark.rest
    met = 0

    def same(_enc: Encoder, part: Value, _depth: int) -> Tag | None:
        nonlocal met
        if type(part) not in _FRAMES:
            return None
        met += 1
        kept = mark.frames[met - 1] if met <= len(mark.frames) else None
        if kept is None:
            return None
        # Another frame with the same content is no change of what holds it.
        alike = untouched(part, kept) or _bytes_of(part) == _bytes_of(kept)
        return {"t": "kept", "r": met} if alike else None

    return _bytes_of(value, same) == mark.rest


def _shallow(frame: Value) -> Value:
    """Return a shallow copy of a frame, or None where that could not tell of a change.

    While a shallow copy lives, pandas changes the other only after copying its data.
    """
    kept = frame.copy(deep=False)
    return kept if untouched(frame, kept) else None


def _bytes_of(value: Value, foreign: Foreign | None = None) -> bytes:
    enc = Encoder(foreign)
    tree = enc.value(value)
    return pack({"v": tree}, enc.buffers)
