"""Several sets graded one after the other, with the next set's process already starting."""

from __future__ import annotations

import os
from collections.abc import Sequence

from carekit.grading.run.local_engine import LocalEngine
from carekit.grading.run.worker_process import Recipe
from carekit.sandbox.isolation.limits import STARTING, Limits


class Relay:
    """An engine for each recipe in turn, for the time of a ``with`` block.

    A worker is short of work and long on importing. One for each set, started while the set before
    is graded, keeps two processors busy, and every set's start is paid for once.
    """

    def __init__(
        self,
        recipes: Sequence[Recipe],
        *,
        cap: float = Limits().hang_seconds,
        starting: float = STARTING,
    ) -> None:
        """Prepare an engine of one process for each recipe; nothing is started yet.

        ``cap`` and ``starting`` are the seconds of a ``LocalEngine``.
        """
        self.engines = [LocalEngine(recipe, 1, cap=cap, starting=starting) for recipe in recipes]
        self.ahead = max(1, min(3, (os.cpu_count() or 1) // 2))
        self.begun = 0

    def __enter__(self) -> Relay:
        self.take(0)
        return self

    def take(self, number: int) -> LocalEngine:
        """Return the engine of a recipe, and start those that come after it."""
        for engine in self.engines[self.begun : number + 1 + self.ahead]:
            engine.begin()
            self.begun += 1
        return self.engines[number]

    def __exit__(self, *_: object) -> None:
        for engine in self.engines[: self.begun]:
            engine.close()
