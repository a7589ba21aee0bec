"""Functions and classes of a learner's as data: what of them can truly be said from afar."""

from __future__ import annotations

import dis
import inspect
import types
from typing import Any

import numpy as np

from carekit.sandbox.link.encoder import PLAIN, Encoder, opaque
from carekit.sandbox.link.generic_types import GENERIC
from carekit.sandbox.link.message_types import Value
from carekit.sandbox.link.scalars import is_known
from carekit.sandbox.link.true_types import ancestors, ids, is_one, place, type_name

FUNCTIONS = {
    id(types.FunctionType): "function",
    id(types.BuiltinFunctionType): "builtin",
    id(types.MethodType): "method",
    id(np.ufunc): "ufunc",
}
"""What each class of functions is called, by the identity of the class."""
_CODE = types.FunctionType
_HOLDERS, _CLASSES, _PLAIN = ids(list, tuple, dict, set, frozenset), ids(type), ids(*PLAIN)
_READS = {"LOAD_GLOBAL", "LOAD_NAME"}
_FUNCTIONS = ids(_CODE)
_OF_FILES = ids(OSError)
_WRITTEN = ids(_CODE, type)
_MOST = 1000
# Python's own attribute: a class of the learner's may answer with anything.
_arguments = BaseException.__dict__["args"].__get__


def described_function(value: Value, kind: str, enc: Encoder, depth: int) -> dict[str, Any]:
    """Return what a function is called, says of itself and takes; ``p`` is None where unknown.

    ``d`` says whether it has attributes of its own, ``w`` whether it wraps another one.
    """
    about: dict[str, Any] = {"k": kind, "p": None, "d": False, "w": False}
    code = value.__func__ if kind == "method" else value
    if kind != "ufunc" and type(code) not in (_CODE, types.BuiltinFunctionType):
        return {**about, "n": "function", "doc": None}
    doc, module = code.__doc__, getattr(code, "__module__", None)
    about["n"], about["doc"] = code.__name__[:80], doc[:5000] if type(doc) is str else None
    about["q"] = getattr(code, "__qualname__", code.__name__)[:200]
    about["m"] = module[:200] if type(module) is str else ""
    if type(code) is _CODE:
        own = code.__dict__
        about["d"], about["w"] = bool(own), "__wrapped__" in own
        plain = "__signature__" not in own and _unwraps(code)
        about |= signature_rows(value, enc, depth) if plain else {}
    elif kind != "ufunc":
        about |= signature_rows(value, enc, depth)
    return about


def _unwraps(code: object) -> bool:
    """Return whether a function, and all that it wraps, are plain functions."""
    for _ in range(20):
        if type(code) is not _CODE:
            return False
        if "__wrapped__" not in code.__dict__:
            return True
        code = code.__dict__["__wrapped__"]
    return False


def signature_rows(value: Value, enc: Encoder, depth: int) -> dict[str, Any]:
    """Return the parameters and the return annotation of what can be called, as far as known."""
    try:
        found = inspect.signature(value)
    except (TypeError, ValueError, AttributeError):
        return {}
    empty = inspect.Signature.empty

    def given(part: object) -> list[Any]:
        return [] if part is empty else [_data(part, enc, depth)]

    rows = [
        [x.name, int(x.kind), given(x.default), given(x.annotation)]
        for x in found.parameters.values()
    ]
    return {"p": rows, "r": given(found.return_annotation)}


def _data(value: Value, enc: Encoder, depth: int) -> Any:
    """Return the tree of a value that is data through and through, else an opaque one."""
    if id(type(value)) in GENERIC:
        return enc.tree(value, depth + 1)
    items: Any = (value,)
    if is_one(value, _HOLDERS):
        whole = id(type(value)) in _HOLDERS and len(value) <= _MOST
        items = (None, object()) if not whole else _parts(value)
    fine = all(
        (id(type(x)) in _PLAIN and not (type(x) is str and len(x) > _MOST))
        or (is_one(x, _CLASSES) and is_known(x))
        for x in items
    )
    return enc.tree(value, depth + 1) if fine else opaque(value)


def _parts(value: Value) -> list[Any]:
    return [*value.keys(), *value.values()] if type(value) is dict else [*value]


def described_class(kind: type) -> dict[str, Any]:
    """Return what a class is called, and for an exception the built-in one it derives from."""
    line = ancestors(kind)
    raised = any(one is BaseException for one in line)
    base = next((one for one in line if raised and place(one)[0] == "builtins"), None)
    home, qualified = place(kind)
    doc = type.__dict__["__dict__"].__get__(kind).get("__doc__")
    return {
        "n": type_name(kind)[:80],
        "q": qualified[:200],
        "m": home[:200],
        "doc": doc[:5000] if type(doc) is str else None,
        "b": None if base is None else type_name(base),
    }


def variables_read(names: dict[str, object]) -> set[str]:
    """Return the global names that functions and methods written in a namespace read."""
    found: set[str] = set()
    waiting = [value for value in names.values() if is_one(value, _WRITTEN)]
    for value in waiting:
        if is_one(value, _CLASSES):
            held = type.__dict__["__dict__"].__get__(value)
            waiting += [one for one in held.values() if id(type(one)) in _FUNCTIONS]
        elif _held(value, "__globals__") is names:
            codes = [_held(value, "__code__")]
            for code in codes:
                # The names of attributes stand beside those of variables in the code itself.
                steps = dis.get_instructions(code)
                found |= {one.argval for one in steps if one.opname in _READS}
                codes += [one for one in code.co_consts if type(one) is types.CodeType]
    return found


def made_of(error: BaseException) -> list[Any]:
    """Return what an exception is made of again; the file's name is no part of its ``args``."""
    args = [*_arguments(error)]
    if is_one(error, _OF_FILES) and len(args) == 2:
        # Python's own attribute: a class of the learner's may answer with anything.
        name = OSError.filename.__get__(error)
        return [*args, name] if type(name) is str else args
    return args


def _held(value: object, name: str) -> Any:
    return _CODE.__dict__[name].__get__(value)
