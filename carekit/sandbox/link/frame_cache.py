"""A frame that both sides have already is named, not sent again.

pandas copies a frame's data before it changes them while somebody else holds them, so comparing
addresses tells at once whether a frame is still the one that was sent.
"""

from __future__ import annotations

import copy
import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from carekit.sandbox.link.codec import Decoder, Encoder, RefusedError
from carekit.sandbox.link.message_types import Tag, Value

_KEPT = 32
# Bytes of one frame that is kept as it is sent; a larger one is written for each submission.
_MOST_KEPT = 2_000_000
# To read a frame takes longer than to find it again, but for the smallest of all.
_WORTH = 10


def _address(values: object) -> Any:
    """Return where a block's values lie, or None where they may change unseen."""
    array = values if type(values) is np.ndarray else getattr(values, "_ndarray", None)
    if array is None:
        parts = getattr(values, "_data", None), getattr(values, "_mask", None)
        if not all(type(part) is np.ndarray for part in parts):
            return None
        return tuple(map(_address, parts))
    if array.dtype.kind == "O" and not isinstance(getattr(values, "dtype", None), pd.StringDtype):
        # A list inside a cell can change without pandas noticing.
        return None
    return array.__array_interface__["data"][0], array.shape, array.strides


def untouched(frame: Value, shadow: Value) -> bool:
    """Return whether a frame or series still has the data and labels of its shallow copy."""
    if type(frame) is not type(shadow) or frame._attrs or shadow._attrs:
        # What a table says of itself can change in place, unseen.
        return False
    blocks, kept = frame._mgr.blocks, shadow._mgr.blocks
    if len(blocks) != len(kept):
        return False
    for block, other in zip(blocks, kept, strict=True):
        here = _address(block.values)
        if here is None or here != _address(other.values):
            return False
    axes = list(zip(frame.axes, shadow.axes, strict=True))
    return all(axis.is_(other) and _same(axis.names, other.names) for axis, other in axes) and (
        type(frame) is not pd.Series or frame.name is shadow.name
    )


def _same(names: Value, others: Value) -> bool:
    # By identity: a label may be an object of the learner's, whose ``==`` nobody has asked for.
    return len(names) == len(others) and all(map(operator.is_, names, others))


def replace_content(old: Value, new: Value) -> bool:
    """Give a list, dict, set, array or frame the content of another one of its type.

    Returns whether it could be done; what holds the old object then sees the new content.
    """
    if type(old) is not type(new):
        return False
    if isinstance(old, (list, bytearray)):
        old[:] = new
    elif isinstance(old, (dict, set)):
        old.clear()
        old.update(new)
    elif isinstance(old, np.ndarray) and old.shape == new.shape and old.dtype == new.dtype:
        old[...] = new
    elif isinstance(old, (pd.DataFrame, pd.Series)):
        type(old).__init__(old, copy.copy(new))
    else:
        return False
    return True


@dataclass(frozen=True)
class _Written:
    """A frame as it is sent: the frame, a shallow copy of it, its tree, buffers and parts."""

    frame: Any
    shadow: Any
    tree: Tag
    buffers: list[Any]
    parts: int


class WrittenFrames:
    """Frames that were made into messages before there was anybody to send them to.

    A process that forks writes them once for its children. What a child changes in a frame is seen
    as in ``Shelf``, and the frame is then written anew.
    """

    def __init__(self, values: Iterable[object] = ()) -> None:
        """Write the frames among some values, but for those that hold objects of any kind."""
        self._by_id: dict[int, _Written] = {}
        for value in values:
            if _is_frame(value) and not _holds_objects(value):
                self._write(value)

    def _write(self, frame: Value) -> None:
        enc, shadow = Encoder(), frame.copy(deep=False)
        tree = enc.value(frame)
        small = sum(map(len, enc.buffers)) <= _MOST_KEPT
        if small and not enc.lost and untouched(frame, shadow):
            buffers = [bytes(one) for one in enc.buffers]
            self._by_id[id(frame)] = _Written(frame, shadow, tree, buffers, enc.parts)

    def into(self, enc: Encoder, frame: object) -> Tag | None:
        """Put a frame into a message and return its tree; None where it has to be written."""
        known = self._by_id.get(id(frame))
        if known is None or known.frame is not frame or enc.buffers:
            # Its tree names the first buffers of a message.
            return None
        if not untouched(frame, known.shadow):
            return None
        enc.count(known.parts)
        for data in known.buffers:
            enc.buffer(data)
        return known.tree


def _is_frame(value: Value) -> bool:
    return (type(value) is pd.DataFrame or type(value) is pd.Series) and value.size >= _WORTH


def _holds_objects(frame: Value) -> bool:
    """Return whether a frame may hold something that is not written alike for everybody."""
    labels = [level for axis in frame.axes for level in getattr(axis, "levels", [axis])]
    kinds = [one.dtype for one in (*frame._mgr.blocks, *labels)]
    kinds += [kind.categories.dtype for kind in kinds if isinstance(kind, pd.CategoricalDtype)]
    named = [name for axis in frame.axes for name in axis.names]
    named += [frame.name] if type(frame) is pd.Series else []
    return any(kind == "object" for kind in kinds) or not {*map(type, named)} <= {type(None), str}


class Shelf:
    """What one side has sent and got: both sides forget in the same order."""

    def __init__(self, written: WrittenFrames | None = None) -> None:
        """Start with nothing shared; some frames may be written already."""
        self.written = written or WrittenFrames()
        self._sent: dict[int, tuple[Value, Value, int]] = {}
        self._got: dict[int, Value] = {}
        self._waiting: list[tuple[Value, int]] = []
        self._next = 0

    def write(
        self, enc: Encoder, value: object, numbered: Callable[[object], int] = lambda _part: 0
    ) -> Any:
        """Return the tree of a value; frames sent before and not changed since are named only.

        That holds for a frame and for those in a dict or list of frames. ``numbered`` gives the
        number of a value, or of a part, that the other side is to keep as one object, else 0.
        """
        waiting, foreign = len(self._waiting), enc.foreign
        inside: object = None

        def tag(enc: Encoder, part: Value, depth: int) -> Any:
            nonlocal inside
            number = 0 if part is inside else numbered(part)
            if number:
                around, inside = inside, part
                try:
                    return {"t": "one", "r": number, "v": enc.tree(part, depth)}
                finally:
                    inside = around
            if not _is_frame(part):
                return foreign(enc, part, depth) if foreign else None
            enc.foreign = foreign
            try:
                return self._tag(enc, part, depth)
            finally:
                enc.foreign = tag

        enc.foreign = tag
        try:
            tree = enc.value(value)
        finally:
            enc.foreign = foreign
        if type(tree) is dict and tree["t"] == "?":
            # Too big as a whole, so none of the frames in it is on its way.
            del self._waiting[waiting:]
        return tree

    def _tag(self, enc: Encoder, frame: object, depth: int) -> Any:
        known = self._sent.get(id(frame))
        if known and known[0] is frame and untouched(frame, known[1]):
            return {"t": "ref", "r": known[2]}
        tree = self.written.into(enc, frame) or enc.tree(frame, depth)
        if tree["t"] == "?":
            return tree
        self._next += 1
        self._waiting.append((frame, self._next))
        return {"t": "def", "r": self._next, "v": tree}

    def sent(self) -> None:
        """Remember what the last message held, now that it is on its way."""
        for value, number in self._waiting:
            self._sent[id(value)] = value, value.copy(deep=False), number
        for old in list(self._sent)[: max(0, len(self._sent) - _KEPT // 2)]:
            del self._sent[old]
        self._waiting.clear()

    def forget(self) -> None:
        """Drop what a message that never left would have held."""
        self._waiting.clear()

    def read(self, dec: Decoder, tree: dict[str, object], depth: int) -> Any:
        """Return a frame that was sent now or before. Raises RefusedError."""
        number = dec.plain(tree, "r", int)
        if tree["t"] == "def":
            value = dec.tree(tree.get("v"), depth)
            if type(value) not in (pd.DataFrame, pd.Series):
                raise RefusedError("no frame")
            self._got[number] = value
            for old in list(self._got)[: max(0, len(self._got) - _KEPT)]:
                del self._got[old]
        if number not in self._got:
            raise RefusedError("no such frame")
        # A shallow copy: whoever changes it leaves the kept one as it is.
        return self._got[number].copy(deep=False)


class OneObject:
    """Arrays and tables of the learner's that a check is given more than once, each one object."""

    def __init__(self) -> None:
        """Start with none."""
        self.check = 0
        self._known: dict[int, Value] = {}

    def of(self, check: int, number: int, value: object) -> object:
        """Return the object that a check has got under a number, now with the content of ``value``.

        What cannot take that content is given as it is, under the number from then on.
        """
        if check != self.check:
            self.check = check
            self._known.clear()
        if type(value) not in (np.ndarray, pd.DataFrame, pd.Series):
            return value
        old = self._known.get(number)
        if old is not None and _writeable(old) and replace_content(old, value):
            return old
        self._known[number] = value
        return value


def _writeable(value: object) -> bool:
    return type(value) is not np.ndarray or bool(value.flags.writeable)
