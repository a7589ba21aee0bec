"""What a run notes of a submission: the types of a line in a set's ledger, which is plain JSON."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from carekit.sandbox.messages import FlagRecord
from carekit.sandbox.submission.result import CellResult, Circumstances


class EntryHead(Circumstances):
    """What is known of a submission before it is graded; nothing of the circumstances is.

    ``submission`` and ``source`` are digests of the work ("" for none) and of the checks, ``key``
    one of both and the learner; ``received`` is a time in UTC. ``intake`` is what was accepted of
    the hand-in, ``hang_seconds`` how long its grading could take.
    """

    learner: str
    name: str
    key: str
    submission: str
    source: str
    received: str
    late: bool
    flags: list[FlagRecord]
    intake: NotRequired[dict[str, int]]
    hang_seconds: NotRequired[float]


class NotebookEntry(TypedDict):
    """A notebook's results by grade id, and the answers that nobody touched."""

    cells: dict[str, CellResult]
    untouched: list[str]


class LedgerEntry(EntryHead):
    """One result. ``outcome`` is graded, failed, or refused where there is nothing to grade."""

    outcome: str
    notebooks: dict[str, NotebookEntry]
