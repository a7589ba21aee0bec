"""What happened to a learner's work on a set, from what grading wrote down: for an appeal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from carekit.common.kit_words import texts
from carekit.common.languages import Text
from carekit.grading.course.folders import Settings
from carekit.grading.ledger_entry import LedgerEntry
from carekit.sandbox.submission.flags import told_to_learner

# Of a digest so many digits tell any two hand-ins apart, and can be read aloud.
_DIGITS = 16


@dataclass(frozen=True)
class Attempt:
    """One result in the ledger: what came in when, and what the checks gave for it.

    ``work`` and ``checks`` are digests of the files and of the set as it was then, "" for none.
    ``points`` are those of all cells that are scored without a person, of ``most``. ``flags`` are
    the sentences for the learner, because others may name other learners.
    """

    received: datetime | None
    late: bool
    outcome: str
    work: str
    checks: str
    points: float
    most: float
    flags: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class ChangedScore:
    """A score that a regrading changed; ``why`` is said in every language."""

    when: datetime
    who: str
    cell: str
    before: float | None
    after: float | None
    why: Text


@dataclass(frozen=True)
class History:
    """Everything that was written down, the oldest first."""

    attempts: tuple[Attempt, ...]
    changes: tuple[ChangedScore, ...]


def history_of(settings: Settings, set_id: str, learner: str) -> History:
    """Return a learner's results and changed scores of a set; lines that are damaged are left out.

    Of results for the same work by the same checks the last one stands for all.
    """
    found: dict[tuple[str, str, str], Attempt] = {}
    for line in _lines(settings.ledger(set_id)):
        if line.get("kind") == "result" and line.get("learner") == learner:
            one = _attempt(cast(LedgerEntry, line))
            key = (one.work, one.checks, one.outcome)
            found.pop(key, None)
            found[key] = one
    changes = tuple(_changes(settings.state / f"{set_id}.audit.jsonl", learner))
    return History(tuple(found.values()), changes)


def _attempt(entry: LedgerEntry) -> Attempt:
    cells = [cell for book in entry["notebooks"].values() for cell in book["cells"].values()]
    scored = [cell for cell in cells if cell["score"] is not None]
    return Attempt(
        received=_time(entry["received"]),
        late=entry["late"],
        outcome=entry["outcome"],
        work=entry["submission"][:_DIGITS],
        checks=entry["source"][:_DIGITS],
        points=sum(cell["score"] or 0.0 for cell in scored),
        most=sum(cell["max_score"] for cell in scored),
        flags=tuple(said for one in entry["flags"] if (said := told_to_learner(one))),
    )


def _changes(path: Path, learner: str) -> Iterator[ChangedScore]:
    said = texts("commands")
    for line in _lines(path):
        when = _time(str(line.get("when")))
        changed = line.get("changes") if line.get("kind") == "done" else None
        for one in changed if isinstance(changed, list) else ():
            if one["learner"] == learner and when is not None:
                yield ChangedScore(
                    when, str(line["who"]), one["cell"], one["before"], one["after"],
                    said[one["why"]],
                )  # fmt: skip


def _lines(path: Path) -> Iterator[dict[str, object]]:
    for line in path.read_bytes().split(b"\n") if path.is_file() else ():
        try:
            entry = json.loads(line)
        except ValueError:
            # A crash cut it off before anything was shown of it.
            continue
        if isinstance(entry, dict):
            yield entry


def _time(said: str) -> datetime | None:
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        return None
