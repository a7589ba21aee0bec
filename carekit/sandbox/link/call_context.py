"""What comes to the learner's process along with a question: seeds, an ``input``, a ``print``.

A check that seeds the random numbers, replaces ``input`` or records warnings means the learner's
code to meet that. Here it does, for the time of one question.
"""

from __future__ import annotations

import builtins
import functools
import random
import sys
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any
from unittest import mock

import numpy as np

from carekit.sandbox.link.borrowed_objects import borrowed
from carekit.sandbox.link.codec import Decoder, Encoder
from carekit.sandbox.link.left_behind import seeded
from carekit.sandbox.link.message_types import Answer, Generators, Question, Value
from carekit.sandbox.link.mirrored_names import meet_modules
from carekit.sandbox.link.true_types import ancestors, place

if TYPE_CHECKING:
    from carekit.sandbox.link.learner_end import Desk

_MOST_WARNINGS = 100


def set_chance(states: Generators) -> None:
    """Put the two generators that everybody shares into some states."""
    # What the check has seeded, the learner's cells have not.
    before = {*seeded}
    if "random" in states:
        kind, keys, left = states["random"]
        random.setstate((kind, tuple(keys), left))
    if "numpy" in states:
        kind, keys, *more = states["numpy"]
        np.random.set_state((kind, np.array(keys, dtype=np.uint32), *more))
    seeded.intersection_update(before)


def chance() -> Generators:
    """Return the states of the two generators that everybody shares, as plain data."""
    kind, keys, left = random.getstate()
    return {"random": [kind, [*keys], left], "numpy": _numpy_chance()}


def _numpy_chance() -> list[Any]:
    """Return the state of NumPy's shared generator; only its first kind can be put back by it."""
    own = np.random.get_state(legacy=False)
    kind, state = own["bit_generator"], own["state"]
    if kind != "MT19937":
        # Somebody has put another generator in its place (``np.random.set_bit_generator``).
        return [kind, repr(state)]
    return [kind, state["key"].tolist(), state["pos"], own["has_gauss"], own["gauss"]]


class CallContext:
    """What comes along with the questions of one desk, and the check's functions it was given."""

    def __init__(self, desk: Desk) -> None:
        """Serve a desk."""
        self.desk = desk
        self._made: dict[int, Value] = {}
        self._numbers: dict[int, int] = {}
        self._chance: Generators = {}

    @contextmanager
    def of(self, head: Question, about: Answer) -> Iterator[None]:
        """Let the learner's code meet what came along; ``about`` gets what is to be said of it."""
        with ExitStack() as stack:
            meet_modules(self.desk.names, head.get("modules", {}))
            for name, number in head.get("io", {}).items():
                own = self.callback({"h": number, "f": {}})
                stack.enter_context(mock.patch.object(builtins, name, own))
            if "stdin" in head:
                read = Decoder([], self.desk.back).value(head["stdin"])
                stack.enter_context(mock.patch.object(sys, "stdin", read))
            if "seeds" in head:
                set_chance(head["seeds"])
                self._chance |= head["seeds"]
            seen = None
            if head.get("warn"):
                seen = stack.enter_context(warnings.catch_warnings(record=True))
                warnings.simplefilter("always")
            try:
                yield
            finally:
                if head.get("drawn"):
                    now = chance()
                    about["drew"] = [
                        name for name in head["drawn"] if now[name] != self._chance[name]
                    ]
                if seen:
                    about["warned"] = [self._warning(one) for one in seen[:_MOST_WARNINGS]]

    def _warning(self, one: warnings.WarningMessage) -> list[Any]:
        base = next((x for x in ancestors(one.category) if place(x)[0] == "builtins"), Warning)
        enc = Encoder(self.desk.out)
        return [enc.value(one.category), base.__name__, str(one.message)[:2000]]

    def number(self, value: Value) -> int | None:
        """Return the number of a check's function, or None for any other value."""
        return self._numbers.get(id(value))

    def callback(self, tree: dict[str, Value]) -> Any:
        """Return what stands for a function of the check's: calling it asks the check."""
        number, about = tree["h"], tree.get("f")
        if number in self._made:
            return self._made[number]
        ask = functools.partial(self._ask, number)
        if about is None:
            made: Any = borrowed(ask, tree)
        else:

            def made(*args: object, **kwargs: object) -> Any:
                return ask(args, kwargs, {})

            for name, words in about.items():
                setattr(made, name, words)
        self._made[number] = made
        self._numbers[id(made)] = number
        return made

    def _ask(self, number: int, args: Value, kwargs: Value, more: dict[str, object]) -> Any:
        desk = self.desk
        enc = Encoder(desk.out)
        trees = [desk.shelf.write(enc, arg) for arg in args]
        named = {key: desk.shelf.write(enc, arg) for key, arg in kwargs.items()}
        with desk.interrupts.kept():
            desk.send({"cb": number, "a": trees, "k": named, **more, **desk.shown()}, enc)
            head, buffers = desk.wire.receive()
            while "op" in head:
                # The check's function asks the learner's code in turn.
                desk.answer(head, buffers)
                head, buffers = desk.wire.receive()
            desk.outputs.start()
        dec = Decoder(buffers, desk.back)
        if "exc" in head:
            told = head["exc"]
            kind = getattr(builtins, told["b"], RuntimeError)
            own = type(told["n"], (kind,), {"__module__": "__main__"}) if "own" in told else kind
            made = own(*dec.value(told["a"]))
            if "own" in told:
                made._carekit_own = told["own"]
            raise made
        return dec.value(head["v"])
