"""A set made ready to be graded: its snapshot with a level of trust for each check, its recipe."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from carekit.grading.course.folders import Settings, read_snapshot
from carekit.grading.run.choose_trust import Chooser
from carekit.grading.run.worker_spec import SealedRecipe, level_for, sealed
from carekit.sandbox.submission.assignment import Snapshot


@dataclass(frozen=True)
class PreparedSet:
    """A set as a run needs it."""

    set_id: str
    snapshot: Snapshot
    recipe: SealedRecipe


def prepare_set(
    settings: Settings, root: Path, set_id: str, *, unsandboxed: bool, seed: int | None = None
) -> PreparedSet:
    """Return a set ready to be graded; what its hidden checks draw is fixed by ``seed``.

    Raises ContentError when the set is not built, or when walls of the sandbox are missing and
    ``unsandboxed`` does not accept that.
    """
    snapshot, used = read_snapshot(root, set_id), settings.rules.settings
    level = level_for(settings, unsandboxed=unsandboxed)
    snapshot = Chooser(root, set_id, used.limits(), level, used.lowest_trust)(snapshot)
    recipe = sealed(root, snapshot, level, limits=used.limits(), seed=seed)
    return PreparedSet(set_id, snapshot, recipe)
