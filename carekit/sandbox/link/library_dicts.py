"""How the dicts of Python's own library are written and read: they are more than their content."""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict
from typing import Any

from carekit.sandbox.link.encoder import Decoder, Encoder, RefusedError, reads, writes
from carekit.sandbox.link.scalars import dict_tree, read_dict
from carekit.sandbox.link.true_types import ancestors

_DICTS = {kind.__name__: kind for kind in (Counter, OrderedDict, defaultdict)}
_factory_of = vars(defaultdict)["default_factory"].__get__


@writes(Counter, OrderedDict, defaultdict)
def _library_dict(enc: Encoder, value: dict[object, object], depth: int) -> Any:
    kind = next(kind for kind in _DICTS.values() if kind in ancestors(type(value)))
    tree = {**dict_tree(enc, value, depth), "t": "ld", "n": kind.__name__}
    if kind is defaultdict:
        # What a missing key gives: None, a class, or a function that stays where it is.
        tree["f"] = enc.tree(_factory_of(value), depth)
    return tree


@reads("ld")
def _read_library_dict(dec: Decoder, tree: dict[str, object], depth: int) -> Any:
    kind = _DICTS.get(dec.plain(tree, "n", str))
    if kind is None:
        raise RefusedError("kind of dict")
    held = read_dict(dec, tree, depth)
    if kind is not defaultdict:
        return kind(held)
    factory = dec.tree(tree.get("f"), depth)
    if not (factory is None or callable(factory)):
        raise RefusedError("no function")
    return defaultdict(factory, held)
