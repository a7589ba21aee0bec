"""What a check may ask Python itself about a learner's value, answered truly or not at all.

``type``, ``isinstance`` or ``globals`` look at the object at hand, and in the judge that is a
stand-in. Checks are given these names anew, and what is syntax (``x.__class__``) is rewritten
before it is compiled. The judge's libraries keep Python's own.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import sys
import types
from collections.abc import Collection, Iterator, MutableMapping
from typing import Any

import numpy as np
import pandas as pd

from carekit.sandbox.link.codec import Opaque
from carekit.sandbox.link.message_types import Value
from carekit.sandbox.link.named_tuples import KIND, NamedTuple
from carekit.sandbox.link.process_state import READ, read
from carekit.sandbox.link.proxies import (
    ErrorKind,
    Iteration,
    LearnerClass,
    is_learners,
)
from carekit.sandbox.link.refusals import refuse
from carekit.sandbox.link.shared_state import changes
from carekit.sandbox.link.true_types import place
from carekit.sandbox.syntax.name_analysis import CHANGES

CLASS_OF, PART_OF = "__class_of__", "__part_of__"
# Names of the shell that a learner's notebook runs in; a check has its own.
SHELL = {"In", "Out", "get_ipython", "_", "__", "___", "_i", "_ii", "_iii", "_ih", "_oh", "_dh"}


def class_of(value: Value) -> Any:
    """Return what ``type`` gives for a value, or for what it stands for."""
    if isinstance(value, NamedTuple):
        link, handle = getattr(type(value), KIND)
        return link.ask("thing", h=handle)
    if not is_learners(value):
        return value.__class__
    if type(value) is Opaque:
        refuse(f"the type of {value!r}")
    told = object.__getattribute__(value, "_carekit_kind")
    if told is not None:
        return told
    if type(value) is Iteration:
        refuse("the type of an iterator of the learner's")
    return value._carekit_link.ask("class", h=value._carekit_handle)


def judged_issubclass(kind: Value, kinds: Value) -> bool:
    """Return what ``issubclass`` gives for a class, or for what it stands for."""
    learners = type(kind) is LearnerClass or type(kind) is Opaque
    return _among(kind, kinds, sub=True) if learners else issubclass(kind, kinds)


def _among(value: Value, kinds: object, *, sub: bool) -> bool:
    if type(value) is Opaque:
        refuse(f"the type of {value!r}")
    if type(kinds) is types.UnionType:
        kinds = kinds.__args__
    if type(kinds) is tuple:
        return any(_among(value, kind, sub=sub) for kind in kinds)
    if type(kinds) is LearnerClass:
        # mypy knows no class but those that ``type`` makes; this one answers for itself.
        learners: Any = kinds
        return issubclass(value, learners) if sub else isinstance(value, learners)
    if not isinstance(kinds, type):
        raise TypeError("isinstance() arg 2 must be a type, a tuple of types, or a union")
    told = object.__getattribute__(value, "_carekit_kind")
    if told is not None and not sub:
        return issubclass(told, kinds)
    home, name = place(kinds)
    if home == "__main__":
        # A class of the check's own: nothing of the learner's can be of it.
        return False
    if type(value) is Iteration:
        refuse("the type of an iterator of the learner's")
    link = value._carekit_link
    return link.ask("is", h=value._carekit_handle, m=home, q=name, sub=sub) is True


def judged_callable(value: Value) -> bool:
    """Return whether a value, or what it stands for, can be called."""
    if type(value) is Opaque:
        refuse(f"whether {value!r} can be called")
    return "__call__" in value._carekit_has if is_learners(value) else callable(value)


class Globals(MutableMapping[str, Any]):
    """What ``globals()`` is for a check: its names and the learner's."""

    def __init__(self, names: Value) -> None:
        """Look names up in a check's namespace."""
        self._names = names

    def __getitem__(self, name: str) -> Any:
        return self._names[name]

    def __setitem__(self, name: str, value: object) -> None:
        self._names[name] = value

    def __delitem__(self, name: str) -> None:
        del self._names[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names.listed())

    def __len__(self) -> int:
        return len(self._names.listed())


def _space(frame: types.FrameType, space: object, own: object) -> tuple[Any, Any]:
    """Return the namespaces for ``exec`` and ``eval``: those given, or the caller's."""
    if space is None:
        return frame.f_globals, (frame.f_locals if own is None else own)
    space = space._names if type(space) is Globals else space
    own = own._names if type(own) is Globals else own
    return space, (space if own is None else own)


def guarded(names: Value) -> dict[str, Any]:
    """Return Python's built-in names for one check's namespace."""

    def judged_globals() -> Globals:
        return Globals(names)

    def judged_locals() -> Any:
        here = sys._getframe(1).f_locals
        return Globals(names) if here is names else here

    def judged_vars(*given: object) -> Any:
        here = sys._getframe(1).f_locals
        if given:
            return vars(*given)
        return Globals(names) if here is names else here

    def judged_dir(*given: object) -> Any:
        here: Any = sys._getframe(1).f_locals
        if not given:
            return sorted(names.listed() if here is names else here)
        return dir(*given)

    def judged_setattr(target: object, name: str, value: object, /) -> None:
        setattr(changes(names, target, name), name, value)

    def judged_delattr(target: object, name: str, /) -> None:
        delattr(changes(names, target, name), name)

    def judged_isinstance(value: object, kinds: Value) -> bool:
        """Return what ``isinstance`` gives for a value, or for what it stands for."""
        if is_learners(value):
            return _among(value, kinds, sub=False)
        found = isinstance(value, kinds)
        # A list of the learner's may have been of a class that derives from list.
        if not found:
            names.denied.append(kinds)
        return found

    def judged_exec(
        code: Value, space: object = None, own: object = None, /, **more: Value
    ) -> None:
        exec(code, *_space(sys._getframe(1), space, own), **more)  # noqa: S102 - the trainer's

    def judged_eval(code: Value, space: object = None, own: object = None, /) -> Any:
        return eval(code, *_space(sys._getframe(1), space, own))  # noqa: S307 - the trainer's

    return {
        **vars(builtins),
        "exec": judged_exec,
        "eval": judged_eval,
        "setattr": judged_setattr,
        "delattr": judged_delattr,
        "isinstance": judged_isinstance,
        "issubclass": judged_issubclass,
        "callable": judged_callable,
        "globals": judged_globals,
        "locals": judged_locals,
        "vars": judged_vars,
        "dir": judged_dir,
    }


_NAMESPACES = {"f_globals", "f_locals", "__globals__", "user_ns"}
_OF_ERRORS = {"__cause__", "__context__", "__suppress_context__", "__traceback__"}
# What NumPy and pandas keep of a value beside its content does not cross with it.
_BESIDE = {"base", "flags", "strides", "ctypes", "__array_interface__"}
_LOOKED_THROUGH = {*_NAMESPACES, *_OF_ERRORS, *READ, *_BESIDE, "modules"}


def part_of(names: Value, value: object, wanted: str) -> Any:
    """Return an attribute through which a check could see names, modules or an error's cause."""
    if value is sys and wanted == "modules":
        refuse("which modules are loaded")
    raised = names.link.raised if names.link is not None else []
    if wanted in _OF_ERRORS and any(one is value for one in raised):
        chain = names.link.chains.get(id(value), {})
        if wanted not in chain:
            refuse(f"{wanted} of the learner's exception")
        return chain[wanted]
    if wanted in READ and (stands := read(value, wanted)) is not None:
        return stands
    if wanted in _BESIDE and isinstance(value, (np.ndarray, pd.DataFrame, pd.Series)):
        refuse(f"{wanted} of an array or a table")
    found = getattr(value, wanted)
    return Globals(names) if found is names else found


class KeptBuiltins:
    """Python's built-in names as they are now, to be looked at and put back later."""

    def __init__(self) -> None:
        """Remember them."""
        self._now = vars(builtins)
        self._kept = dict(self._now)

    def replaced(self, but: Collection[str] = ()) -> list[str]:
        """Return the names that are gone or stand for something else now; new ones do no harm.

        Those in ``but`` may stand for something else.
        What does the work here may itself be gone, so all are put in place while it is done.
        """
        if self._now == self._kept:
            return []
        found = {**self._now}
        self.restore()
        try:
            gone = object()
            other = [n for n, kept in self._kept.items() if found.get(n, gone) is not kept]
            return [n for n in other if n not in but or n not in found]
        finally:
            self._now.update(found)

    def restore(self) -> None:
        """Put them back."""
        # Methods of a dict only: no built-in name can be trusted to be there.
        self._now.update(self._kept)


_ADDS = {"append", "insert", "extend", "remove"}


class _Asked(ast.NodeTransformer):
    """Rewrites what looks at an object at hand and is no call that could be replaced."""

    def __init__(self, own: set[str]) -> None:
        self.own = own

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load):
            wanted = ast.copy_location(ast.Constant(node.attr), node)
            node.value = _call(node, CHANGES, [node.value, wanted])
            return node
        if node.attr == "__class__":
            return _call(node, CLASS_OF, [node.value])
        if node.attr in _LOOKED_THROUGH:
            wanted = ast.copy_location(ast.Constant(node.attr), node)
            return _call(node, PART_OF, [node.value, wanted])
        return node

    def visit_ImportFrom(self, node: ast.ImportFrom) -> Any:
        """Let a name that is imported from a module be what an attribute of it would be."""
        found: list[ast.stmt] = [node]
        for one in node.names if node.module and not node.level else ():
            if one.name in READ:
                # ``__import__`` gives the innermost module only where a name in it is asked for.
                words: list[ast.expr] = [ast.Constant(node.module), *[ast.Constant(None)] * 2]
                home = _call(node, "__import__", [*words, ast.List([ast.Constant("")], ast.Load())])
                target = ast.Name(one.asname or one.name, ast.Store())
                stands = _call(node, PART_OF, [home, ast.Constant(one.name)])
                found.append(ast.copy_location(ast.Assign([target], stands), node))
        return found

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if _adds_to_path(node):
            # For the check's own imports; nothing is asked.
            node.args = [self.visit(one) for one in node.args]
            return node
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("setattr", "delattr"):
            # As pytest's ``monkeypatch`` does; which attribute, the second argument says.
            if len(node.args) > 1:
                node.args[0] = _call(node, CHANGES, node.args[:2])
            return node
        asks = isinstance(node.func, ast.Name) and node.func.id == "type"
        if asks and "type" not in self.own and len(node.args) == 1 and not node.keywords:
            return _call(node, CLASS_OF, node.args)
        return node


def _adds_to_path(node: ast.Call) -> bool:
    """Return whether a call is one such as ``sys.path.append(folder)``."""
    place = node.func.value if isinstance(node.func, ast.Attribute) else None
    adds = isinstance(node.func, ast.Attribute) and node.func.attr in _ADDS
    return adds and isinstance(place, ast.Attribute) and ast.unparse(place) == "sys.path"


def _call(node: ast.expr | ast.stmt, name: str, values: list[ast.expr]) -> ast.Call:
    called = ast.copy_location(ast.Name(name, ast.Load()), node)
    return ast.copy_location(ast.Call(called, values, []), node)


def rewritten(tree: ast.Module, own: set[str]) -> ast.Module:
    """Return a check's syntax with such questions turned into calls; ``own`` are names it binds."""
    made: ast.Module = _Asked(own).visit(tree)
    return made


def guard_inspect() -> None:
    """Let ``inspect`` refuse the source and the members of stand-ins, for this whole process."""

    def guard(name: str, what: str) -> None:
        true = getattr(inspect, name)

        def asked(thing: object, *args: object, **kwargs: object) -> Any:
            if is_learners(thing) or ErrorKind in (type(thing), type(type(thing))):
                refuse(f"{what} of the learner's")
            return true(thing, *args, **kwargs)

        asked.__name__ = asked.__qualname__ = name
        setattr(inspect, name, asked)

    # Whatever a check calls, it ends in one of these; the words are for who wrote the check.
    for name in ("getfile", "findsource", "getmodule", "getcomments"):
        guard(name, "the source text of a value")
    guard("getmro", "the classes above a class")
