"""Messages as bytes: a length, a JSON head with trees in it, and raw buffers; never a pickle.

Knows no type but JSON's, so that whoever only passes messages on needs no pandas.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any

from carekit.sandbox.link.encoder import BOUNDS, Bounds, RefusedError, TooBigError
from carekit.sandbox.link.refusals import too_large

Buffers = Sequence[bytes | bytearray | memoryview]
_SIZES = struct.Struct("<II")
# Made once: ``json.dumps`` makes a new one for every message.
_JSON = json.JSONEncoder(separators=(",", ":"), check_circular=False)


def pack(
    head: Mapping[str, object], buffers: Buffers | None = None, bounds: Bounds = BOUNDS
) -> bytes:
    """Return a message body: sizes, JSON, buffers. Raises TooBigError past the bounds."""
    lengths = [len(buffer) for buffer in buffers or ()]
    text = _JSON.encode([head, lengths]).encode()
    if len(text) > bounds.json_bytes:
        raise TooBigError(too_large(len(text), bounds.json_bytes, "bytes as text"))
    if sum(lengths) > bounds.buffer_bytes:
        raise TooBigError(too_large(sum(lengths), bounds.buffer_bytes, "MB"))
    return b"".join([_SIZES.pack(len(text), sum(lengths)), text, *(buffers or ())])


def unpack(body: bytearray, bounds: Bounds = BOUNDS) -> tuple[Any, list[memoryview]]:
    """Return a message's head and buffers; the buffers are writable views into ``body``.

    Raises RefusedError for anything that ``pack`` cannot have made.
    """
    if len(body) < _SIZES.size:
        raise RefusedError("too short")
    text_size, rest = _SIZES.unpack_from(body)
    start = _SIZES.size + text_size
    if text_size > bounds.json_bytes or start + rest != len(body) or rest > bounds.buffer_bytes:
        raise RefusedError("sizes")
    view, buffers = memoryview(body), []
    try:
        head, lengths = json.loads(str(view[_SIZES.size : start], "utf-8"))
    except (ValueError, TypeError, RecursionError):
        raise RefusedError("no JSON") from None
    if type(head) is not dict or type(lengths) is not list or set(map(type, lengths)) - {int}:
        raise RefusedError("no head")
    if min(lengths, default=0) < 0 or sum(lengths) != rest:
        raise RefusedError("lengths")
    for length in lengths:
        buffers.append(view[start : start + length])
        start += length
    return head, buffers
