"""Messages on a socket: four bytes of length, then the body."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Mapping
from typing import Generic, TypeVar

from carekit.sandbox.link.encoder import BOUNDS, RefusedError, TooBigError
from carekit.sandbox.link.message_format import Buffers, pack, unpack

_LENGTH = struct.Struct("<I")
_MOST = BOUNDS.json_bytes + BOUNDS.buffer_bytes + 1024


Received = TypeVar("Received")
"""The form of the heads that arrive."""


class GoneError(Exception):
    """The other side has ended, or talks nonsense and is treated as if it had."""


class SlowError(Exception):
    """The other side has not answered before the deadline."""


class Wire(Generic[Received]):
    """One end of a connection, where messages of one kind arrive.

    ``most`` is the largest that it will read.
    """

    def __init__(self, sock: socket.socket, most: int = _MOST) -> None:
        """Take over a connected socket."""
        self.sock, self.most = sock, most

    def fileno(self) -> int:
        """Return the file descriptor, so that a wire can be polled."""
        return self.sock.fileno()

    def close(self) -> None:
        """Close this end."""
        self.sock.close()

    def send(self, head: Mapping[str, object], buffers: Buffers | None = None) -> None:
        """Send a message. Raises GoneError, TooBigError; SlowError past a deadline set before."""
        body = pack(head, buffers)
        if len(body) > _MOST:
            raise TooBigError
        try:
            self.sock.sendall(_LENGTH.pack(len(body)) + body)
        except TimeoutError:
            raise SlowError from None
        except OSError:
            raise GoneError from None

    def receive(self, deadline: float | None = None) -> tuple[Received, list[memoryview]]:
        """Return the next message.

        ``deadline`` is a time of ``time.monotonic``. Raises GoneError, RefusedError, SlowError.
        """
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size, deadline))
        if length > self.most:
            raise RefusedError("too long")
        return unpack(self._exactly(length, deadline))

    def _exactly(self, size: int, deadline: float | None) -> bytearray:
        data = bytearray(size)
        view = memoryview(data)
        while view:
            if deadline is not None:
                # Set before each read: a side that sends one byte a second is slow as well.
                left = deadline - time.monotonic()
                if left <= 0:
                    raise SlowError
                self.sock.settimeout(left)
            try:
                got = self.sock.recv_into(view)
            except TimeoutError:
                raise SlowError from None
            except OSError:
                raise GoneError from None
            if not got:
                raise GoneError
            view = view[got:]
        return data


def pair() -> tuple[socket.socket, socket.socket]:
    """Return two connected sockets."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)


Part = list[tuple[str, memoryview]]
"""Pieces of files by name, as many as one message takes."""


def in_parts(
    files: Mapping[str, bytes], most: int = BOUNDS.buffer_bytes // 2, many: int = 1000
) -> list[Part]:
    """Return files as messages take them: at most ``most`` bytes, and ``many`` pieces, in each.

    >>> [[(name, bytes(piece)) for name, piece in part] for part in in_parts({"a": b"1234"}, 3)]
    [[('a', b'123')], [('a', b'4')]]
    """
    parts: list[Part] = [[]]
    left = most
    for name, data in files.items():
        whole = memoryview(data)
        for start in range(0, max(len(whole), 1), most):
            piece = whole[start : start + most]
            if len(piece) > left or len(parts[-1]) == many:
                parts.append([])
                left = most
            parts[-1].append((name, piece))
            left -= len(piece)
    return parts
