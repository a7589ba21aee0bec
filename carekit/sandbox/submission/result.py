"""What grading a submission gives: the types of plain JSON data that cross processes and are kept.

They are dicts and not objects because they are written to files and sent as they are.
"""

from __future__ import annotations

from typing import NotRequired, Required, TypedDict

from carekit.common.notebook_format import Notebook, Output
from carekit.sandbox.messages import FlagRecord


class CellResult(TypedDict):
    """What became of one graded cell.

    ``score`` is None where a person gives it, ``needs_manual`` says that one has to look. The
    ``outcome`` is passed, partial, failed, error, stopped, invalid, unjudged, by hand (checks),
    manual, unanswered (answers) or unread; ``message`` is what a check says. ``trust`` is the level
    of trust at which the points were given; results from before there were levels have none.
    """

    score: float | None
    max_score: float
    needs_manual: bool
    outcome: str
    message: str
    trust: NotRequired[str]


class Verdict(TypedDict, total=False):
    """What came of a check: its points, what it says, and what the judge's process shows of it.

    ``changed`` says that the learner's code changed a value that a check had given to it.
    """

    outcome: Required[str]
    score: Required[float]
    message: Required[str]
    outputs: list[Output]
    changed: bool


class NotebookResult(TypedDict):
    """The results of a notebook's graded cells by grade id, and the notebook with its outputs."""

    cells: dict[str, CellResult]
    notebook: Notebook


class Circumstances(TypedDict, total=False):
    """How a submission was graded: the walls, the seed of what is drawn, limits, seconds taken."""

    level: str
    sealed: bool
    seed: int | None
    limits: dict[str, float]
    seconds: float
    versions: dict[str, str]


class AboutGrading(Circumstances, total=False):
    """What is the same for all submissions of a set, and whether this one could not be graded.

    ``snapshot`` is the digest of the checks.
    """

    snapshot: str
    failed: bool


class SubmissionResult(AboutGrading, total=False):
    """What became of a submission, by notebook; one that failed has no notebooks.

    ``submission`` is the digest of the work.
    """

    notebooks: Required[dict[str, NotebookResult]]
    flags: Required[list[FlagRecord]]
    submission: str
