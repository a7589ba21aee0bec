"""What came of a grading run: by learner, what was graded and what needs a person."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from carekit.grading.intake.settled_names import Unknown
from carekit.sandbox.messages import FlagRecord


@dataclass(frozen=True)
class Step:
    """What just happened: whose submission, and graded, unchanged, refused or failed."""

    learner: str
    outcome: str
    flags: tuple[FlagRecord, ...] = ()


@dataclass
class RunReport:
    """What came of a run, and what needs a person.

    ``flagged``: learners with flags somebody should look at, also from earlier runs; ``to_read``:
    learner and cell of every answer that waits for a mark; ``missing``: enrolled learners without a
    submission; ``elsewhere``: learners who are not in this inbox and were graded from another;
    ``outdated``: learners whose scores come from earlier checks; ``cut_off``: learners whose work
    was cut off by a limit that is another one now; ``strays``: files that belong to nobody;
    ``unknown``: hand-ins whose owner has to be named (``care grade --who``); nothing was graded or
    entered for them. ``matched``: flags of learners whose hand-in had another name, or was one of
    several attempts. ``trust``: the checks of the set by their level of trust.
    """

    set_id: str
    graded: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    flagged: dict[str, list[FlagRecord]] = field(default_factory=dict)
    to_read: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    cut_off: list[str] = field(default_factory=list)
    strays: list[FlagRecord] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    matched: dict[str, list[FlagRecord]] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    trust: dict[str, list[str]] = field(default_factory=dict)
    seconds: float = 0.0
    stopped: bool = False

    @property
    def attention(self) -> bool:
        """Return whether a person has something to do."""
        waiting = self.to_read or self.missing or self.outdated or self.cut_off or self.unknown
        return bool(self.flagged or self.refused or self.failed or self.strays or waiting)

    def followed_by(self, later: RunReport) -> RunReport:
        """Return the report of this run and a later one together, with the later word on each.

        What the later run says of a learner takes the place of what this one said.
        """
        anew = {*later.graded, *later.unchanged, *later.refused, *later.failed}

        def names(before: list[str], after: list[str]) -> list[str]:
            return sorted({who for who in before if who not in anew} | set(after))

        def by_name(
            before: dict[str, list[FlagRecord]], after: dict[str, list[FlagRecord]]
        ) -> dict[str, list[FlagRecord]]:
            return {**{who: said for who, said in before.items() if who not in anew}, **after}

        levels = dict(self.levels)
        for level, number in later.levels.items():
            levels[level] = levels.get(level, 0) + number
        return replace(
            later,
            graded=names(self.graded, later.graded),
            unchanged=names(self.unchanged, later.unchanged),
            refused=names(self.refused, later.refused),
            failed=names(self.failed, later.failed),
            missing=names(self.missing, later.missing),
            elsewhere=names(self.elsewhere, later.elsewhere),
            outdated=names(self.outdated, later.outdated),
            cut_off=names(self.cut_off, later.cut_off),
            flagged=by_name(self.flagged, later.flagged),
            matched=by_name(self.matched, later.matched),
            to_read=[one for one in self.to_read if one[0] not in anew] + later.to_read,
            strays=[one for one in self.strays if one not in later.strays] + later.strays,
            unknown=[one for one in self.unknown if one not in later.unknown] + later.unknown,
            levels=levels,
            seconds=self.seconds + later.seconds,
            stopped=self.stopped or later.stopped,
        )
