"""The sealed worker as an engine's processes make it, and whether this machine's walls will do."""

from __future__ import annotations

import socket
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from carekit.common.files import ContentError
from carekit.common.messages import Joined
from carekit.grading.course.configuration import Carekit
from carekit.grading.course.folders import Settings
from carekit.grading.refusals import say
from carekit.grading.run.local_engine import Engine, LocalEngine, OneStation
from carekit.grading.run.one_process import OneProcess
from carekit.grading.run.processors import stay_on
from carekit.grading.run.worker_process import Grade
from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.isolation.sandbox import Level, best_level, probe
from carekit.sandbox.messages import walls
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.submission.snapshot_json import SnapshotJson
from carekit.sandbox.submission.trust import VISITING

if TYPE_CHECKING:
    from carekit.sandbox.processes.start import Pair
    from carekit.sandbox.worker import Worker

_STRENGTH = [Level.NONE, Level.LANDLOCK, Level.NAMESPACES]


class _Opened(AbstractContextManager[Grade]):
    """A worker that gives its ``grade`` for the time of a ``with`` block."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker

    def __enter__(self) -> Grade:
        return self.worker.grade

    def __exit__(self, *_: object) -> None:
        self.worker.close()


class _Shared:
    """One pair of warm parents for all processes of an engine."""

    def __init__(self, recipe: SealedRecipe, begun: Pair | None = None) -> None:
        from carekit.sandbox.processes.start import Parents

        self.recipe = recipe
        self.connections: Sequence[socket.socket] = [parent.control for parent in begun or ()]
        self.parents = Parents(
            Snapshot.from_json(recipe.snapshot),
            recipe.limits,
            Level(recipe.level),
            Path(recipe.course),
            recipe.seed,
            begun,
        )

    def __enter__(self) -> _Shared:
        return self

    def __exit__(self, *_: object) -> None:
        self.parents.close()

    def recipe_for_one(self, processor: int | None = None) -> tuple[SealedRecipe, list[int]]:
        """Return the recipe of one more process, and the descriptors it must inherit.

        That process and those that it works with stay on the processor of that number.
        """
        try:
            learner, judge = (seat.detach() for seat in self.parents.seats(processor))
        except OSError:
            # A process without seats starts parents of its own, and says why where it cannot.
            return self.recipe, []
        seats = (learner, judge)
        return replace(self.recipe, seats=seats, processor=processor), [learner, judge]


@dataclass(frozen=True)
class SealedRecipe:
    """What a process needs to make a sealed worker: plain data, so that it crosses machines.

    ``seats`` are descriptors of connections to warm parents that are started already, and
    ``processor`` the number of the one on which the process stays (None: on any); both only on the
    machine where the parents are.
    """

    snapshot: SnapshotJson
    limits: Limits
    level: str
    course: str
    seed: int | None = None
    seats: tuple[int, int] | None = None
    processor: int | None = None

    def share(self) -> _Shared:
        """Return a context manager that holds what the processes of one machine can share."""
        return _Shared(self)

    def with_handles(self, handles: Sequence[int]) -> SealedRecipe:
        """Return the recipe with seats at the descriptors that a process has received."""
        learner, judge = handles
        return replace(self, seats=(learner, judge))

    def open(self) -> _Opened:
        """Return a context manager that gives the worker's ``grade``."""
        from carekit.sandbox.worker import Worker

        stay_on(self.processor)
        seats = None
        if self.seats is not None:
            learner, judge = (socket.socket(fileno=seat) for seat in self.seats)
            seats = learner, judge

        return _Opened(
            Worker(
                Snapshot.from_json(self.snapshot),
                limits=self.limits,
                level=Level(self.level),
                course=Path(self.course) if self.course else None,
                seed=self.seed,
                seats=seats,
            )
        )


def sealed(
    root: Path,
    snapshot: Snapshot,
    level: Level,
    *,
    limits: Limits | None = None,
    seed: int | None = None,
) -> SealedRecipe:
    """Return the recipe for the checks of one set; ``limits`` are those of the settings in use."""
    return SealedRecipe(
        snapshot.as_json(), limits or Limits(), level.value, str(root.resolve()), seed
    )


def engine_of(
    recipe: SealedRecipe, workers: int, rules: Carekit | None = None, begun: Pair | None = None
) -> Engine:
    """Return the engine for a set: processes, or none where nothing of a learner's is run.

    ``rules`` say how long a process is waited for; by default as long as the recipe's limits ask.
    ``begun`` are warm parents that import already; they are told of the set here, or ended.
    """
    from carekit.sandbox.worker import Worker, runs_nothing

    snapshot = Snapshot.from_json(recipe.snapshot)
    if not runs_nothing(snapshot):
        used = rules or Carekit()
        cap = (rules or recipe.limits).hang_seconds + _visits_last(snapshot, recipe.limits)
        engine = LocalEngine(recipe, workers, cap=cap, starting=used.start_seconds)
        engine.offered = _Shared(recipe, begun) if begun else None
        return engine
    for parent in begun or ():
        parent.close()
    level, seed = Level(recipe.level), recipe.seed
    worker = Worker(snapshot, limits=recipe.limits, level=level, seed=seed)
    return OneProcess(worker.grade, plain=True)


def one_by_one(recipe: SealedRecipe, rules: Carekit) -> AbstractContextManager[Grade]:
    """Return a context manager that gives the ``Grade`` of whoever has one submission at a time.

    Code runs in a process that is ended where it hangs, as those of an engine are.
    """
    from carekit.sandbox.worker import runs_nothing

    snapshot = Snapshot.from_json(recipe.snapshot)
    if runs_nothing(snapshot):
        return recipe.open()
    cap = rules.hang_seconds + _visits_last(snapshot, recipe.limits)
    return OneStation(recipe, cap, rules.start_seconds)


def _visits_last(snapshot: Snapshot, limits: Limits) -> float:
    """Return how many seconds the visiting checks of a submission may take besides the rest."""
    visited = (any(cell.trust == VISITING for cell in book.cells) for book in snapshot.books)
    return sum(visited) * limits.total_seconds


def level_here() -> Level:
    """Return the strongest level that this machine gives, found by trying it."""
    return best_level(probe()) if sys.platform == "linux" else Level.NONE


def level_for(settings: Settings, *, unsandboxed: bool, minimum: Level | None = None) -> Level:
    """Return the level to grade at: the best there is, if that is enough.

    Enough is ``minimum``, else the setting ``minimum_level``;
    ``unsandboxed`` accepts whatever there is. Raises ContentError that names the missing walls.
    """
    here = level_here()
    wanted = minimum or Level(settings.rules.settings.minimum_level)
    if unsandboxed or _STRENGTH.index(here) >= _STRENGTH.index(wanted):
        return here
    gone = Joined(tuple(say("wall", says=wall.says) for wall in walls() if not wall.present))
    levels = {"here": here.value, "wanted": wanted.value}
    raise ContentError(say("walls-missing", walls=gone, **levels))
