"""How arrays with named fields, masked arrays and paths are written and read."""

from __future__ import annotations

import pathlib
from typing import Any

import numpy as np

from carekit.sandbox.link.encoder import Decoder, Encoder, RefusedError, opaque, reads, writes

_MOST = 200
_LONGEST = 4096
PATHS: tuple[type, ...] = (pathlib.PosixPath, pathlib.PurePosixPath)


def fields_tree(enc: Encoder, array: np.ndarray, depth: int) -> Any:
    """Return the tree of an array whose items have named fields, field by field."""
    names = array.dtype.names or ()
    if len(names) > _MOST:
        return opaque(array)
    parts = [[name, enc.tree(np.ascontiguousarray(array[name]), depth)] for name in names]
    if any(part[1].get("t") == "?" for part in parts):
        return opaque(array)
    return {"t": "nf", "s": list(array.shape), "v": parts}


@reads("nf")
def _read_fields(dec: Decoder, tree: dict[str, object], depth: int) -> np.ndarray:
    parts, shape = dec.plain(tree, "v", list), tuple(dec.items(tree.get("s"), depth))
    if len(parts) > _MOST or len(shape) > 8 or {*map(type, shape)} - {int}:
        raise RefusedError("fields")
    found = {dec.plain({"n": name}, "n", str): dec.tree(part, depth) for name, part in parts}
    if any(
        type(one) is not np.ndarray or one.shape[: len(shape)] != shape for one in found.values()
    ):
        raise RefusedError("shape of a field")
    form = [(name, one.dtype, one.shape[len(shape) :]) for name, one in found.items()]
    array = np.empty(shape, dtype=form)
    for name, one in found.items():
        array[name] = one
    return array


@writes(np.ma.MaskedArray)
def _masked(enc: Encoder, value: object, depth: int) -> Any:
    if type(value) is not np.ma.MaskedArray or value.dtype.names:
        # What derives from it may do more than hide some values.
        return opaque(value)
    mask = None if value.mask is np.ma.nomask else np.ma.getmaskarray(value)
    data, fill = enc.tree(np.asarray(value.data), depth), enc.tree(value.fill_value, depth)
    return {"t": "nm", "v": data, "m": enc.tree(mask, depth), "f": fill}


@reads("nm")
def _read_masked(dec: Decoder, tree: dict[str, object], depth: int) -> Any:
    data, mask = dec.tree(tree.get("v"), depth), dec.tree(tree.get("m"), depth)
    if type(data) is not np.ndarray:
        raise RefusedError("data")
    if mask is None:
        return np.ma.MaskedArray(data, fill_value=dec.tree(tree.get("f"), depth))
    if type(mask) is not np.ndarray or mask.dtype != bool or mask.shape != data.shape:
        raise RefusedError("mask")
    return np.ma.MaskedArray(data, mask.copy(), fill_value=dec.tree(tree.get("f"), depth))


@writes(*PATHS)
def _path(_enc: Encoder, value: pathlib.PurePath, _depth: int) -> Any:
    text = pathlib.PurePath.__str__(value)
    if type(value) not in PATHS or len(text) > _LONGEST:
        return opaque(value)
    return {"t": "pp", "v": text, "p": type(value) is pathlib.PurePosixPath}


@reads("pp")
def _read_path(dec: Decoder, tree: dict[str, object], _depth: int) -> pathlib.PurePath:
    text = dec.plain(tree, "v", str)
    if len(text) > _LONGEST:
        raise RefusedError("path")
    return pathlib.PurePosixPath(text) if tree.get("p") is True else pathlib.Path(text)
