"""Which of a learner's lists and arrays a check has been given before, whole or as a part.

What crosses is a copy, so two names of one list become two lists. The learner's process therefore
says when it hands out something a second time: only then can it matter to a check which asks for
identity, or which changes a value in place.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterator

import numpy as np
import pandas as pd

from carekit.sandbox.link.message_types import Value
from carekit.sandbox.link.true_types import ids

_HOLDERS = ids(list, tuple, set, frozenset)
_FIXED = ids(tuple, frozenset)
_DICTS, _ARRAYS = ids(dict, Counter, OrderedDict, defaultdict), ids(np.ndarray)
_FRAMES = ids(pd.DataFrame, pd.Series)
_ALL = _HOLDERS | _DICTS | _ARRAYS | _FRAMES | ids(bytearray)
_MOST = 200_000


class HandedOut:
    """What was handed out, or taken in, during one check.

    ``again`` is 0 where nothing was handed out twice, 1 where only what cannot change was, else 2.
    """

    def __init__(self) -> None:
        """Look at nothing until a check asks for it."""
        self.check = 0
        self.on, self.again = False, 0
        # The check that is to get each array and table as one object, and their numbers.
        self.one = 0
        self._numbers: dict[int, tuple[int, Value]] = {}
        self._known: dict[int, Value] = {}
        self._arrays: list[np.ndarray] = []

    def begin(self, check: int) -> None:
        """Forget what another check was given."""
        if check != self.check:
            self.check, self.again = check, 0
            self._known.clear()
            self._arrays.clear()

    def number(self, value: Value) -> int:
        """Return the number under which the check gets an array or a table, 0 for anything else."""
        if not self.one or id(type(value)) not in _ARRAYS | _FRAMES:
            return 0
        # Kept alive with its number, or something new could get its place in memory.
        return self._numbers.setdefault(id(value), (len(self._numbers) + 1, value))[0]

    def share(self, check: int) -> None:
        """Begin a check that gets each array and table as one object; 0 for one that does not."""
        self.one = check
        self._numbers.clear()

    def saw(self, value: Value) -> None:
        """Note one value that is handed out, its parts aside."""
        kind = id(type(value))
        if not self.on or kind not in _ALL or (kind in _FIXED and not len(value)):
            return
        if self._is_known(value):
            self.again = max(self.again, 1 if kind in _FIXED else 2)
        self._keep(value)

    def _is_known(self, value: Value) -> bool:
        if id(value) in self._known:
            return True
        if id(type(value)) not in _ARRAYS:
            return False
        return any(np.may_share_memory(value, one) for one in self._arrays)

    def _keep(self, value: Value) -> None:
        # Kept alive, or something new could get its place in memory.
        if len(self._known) >= _MOST:
            self.again = 2
            return
        self._known[id(value)] = value
        if id(type(value)) in _ARRAYS:
            self._arrays.append(value)

    def given(self, value: Value) -> None:
        """Note an argument that came from the check, with all its parts."""
        for one in parts(value):
            self._keep(one)


def parts(value: Value) -> Iterator[Value]:
    """Give a value and what it holds, as far as these are lists, dicts, arrays or tables."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        kind = id(type(one))
        if kind in _ALL and not (kind in _FIXED and not len(one)):
            yield one
        if kind in _HOLDERS:
            waiting += one
        elif kind in _DICTS:
            waiting += one.values()
