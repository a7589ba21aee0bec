"""Whose hand-in is it: the layouts' signs put beside the class list, and one group for each person.

Signs that mean exactly one person on the list are followed, and said where the name is written in
another way. Where a person made the list, nobody new is added to it in silence: what is left is
asked for (``whose.py``). Without such a list a new name is a new learner.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from carekit.grading.intake.archives import ArchiveEntry, odd
from carekit.grading.intake.lms_layouts import LEFT, Box, HandInReading, read_box
from carekit.grading.intake.lms_layouts.table import Number
from carekit.grading.intake.person_names import learner_id
from carekit.grading.intake.roster import Match, Roster, Signs
from carekit.grading.intake.settled_names import NOBODY, Unknown, key_of
from carekit.sandbox.submission.flags import Flag, flag

_MOST_GUESSES = 25


@dataclass(frozen=True)
class Attempt:
    """One of a person's tries: its files, what the layout calls it, and the platform's time."""

    name: str
    order: tuple[int, ...]
    time: datetime | None
    entries: list[ArchiveEntry] = field(default_factory=list)

    @property
    def newest(self) -> datetime:
        """Return the time of its newest file."""
        return max(entry.time for entry in self.entries)


@dataclass
class Group:
    """What one learner handed in, the newest attempt first.

    ``clash`` is True when another group has the same learner.
    """

    learner: str
    name: str
    attempts: list[Attempt]
    flags: list[Flag] = field(default_factory=list)
    late: bool = False
    clash: bool = False

    @property
    def entries(self) -> list[ArchiveEntry]:
        """Return the files of every attempt."""
        return [entry for attempt in self.attempts for entry in attempt.entries]


@dataclass(frozen=True)
class Owned:
    """Everything in an inbox by whose it is; ``strays`` are files that name nobody."""

    groups: list[Group]
    strays: list[ArchiveEntry]
    unknown: list[Unknown]


@dataclass
class _Owner:
    """One person as the inbox names them."""

    reading: HandInReading
    entries: list[tuple[HandInReading, ArchiveEntry]] = field(default_factory=list)

    @property
    def late(self) -> bool:
        return any(reading.late for reading, _ in self.entries)

    def attempts(self) -> list[Attempt]:
        found: dict[str, Attempt] = {}
        for reading, entry in self.entries:
            name = reading.attempt_name
            made = found.setdefault(name, Attempt(name, reading.attempt, reading.time))
            made.entries.append(entry)
        # Where a time cannot be read the clock of the files is all there is; the run says so.
        return sorted(found.values(), key=lambda one: (one.order, one.newest), reverse=True)


def group(
    files: Iterable[ArchiveEntry],
    box: Box,
    roster: Roster,
    names: Mapping[str, str],
) -> Owned:
    """Return the groups in the order of learners, the files of nobody, and who has to be asked for.

    ``names`` is what a person has settled: the learner's id for a hand-in as found.
    """
    listed = list(files)
    owners: dict[tuple[str, ...], _Owner] = {}
    strays = []
    found = read_box([entry.parts for entry in listed], replace(box, means=roster.means))
    for entry, reading in zip(listed, found, strict=True):
        if reading is None:
            strays.append(entry)
        elif reading != LEFT:
            key = (reading.names[0], reading.number)
            owner = owners.setdefault(key, _Owner(reading))
            owner.entries.append((reading, _renamed(entry, reading)))
    groups, unknown = _matched(list(owners.values()), roster, names)
    return Owned(groups, strays, unknown)


def _renamed(entry: ArchiveEntry, found: HandInReading) -> ArchiveEntry:
    fault = entry.fault
    if fault is None and any(odd(part) for part in found.parts):
        fault = flag("left-out-name", found="/".join(found.parts))
    return replace(entry, parts=found.parts, fault=fault, handed=found.handed)


def _matched(
    owners: list[_Owner], roster: Roster, names: Mapping[str, str]
) -> tuple[list[Group], list[Unknown]]:
    same = Counter(one.reading.label for one in owners)
    labels = {id(one): _label(one.reading, same) for one in owners}
    given = {id(one): _given(labels[id(one)], one.reading, same, names) for one in owners}
    matches = {id(one): _match(one, given[id(one)], same, roster) for one in owners}
    exact = {match.learner for match in matches.values() if match.learner and match.exact}
    alike = Counter(match.learner for match in matches.values() if match.learner)
    groups, unknown = _Groups(owners), []
    for owner in sorted(owners, key=lambda one: _rank(matches[id(one)], one)):
        match, label = matches[id(owner)], labels[id(owner)]
        if given[id(owner)] == NOBODY:
            continue
        if (
            match.learner
            and not match.exact
            and (match.learner in exact or alike[match.learner] > 1)
        ):
            # Somebody else is called exactly so, or is as much like it.
            match = Match(perhaps=(match.learner,))
        if match.learner:
            said = [] if match.exact else [flag("matched-name", found=label, learner=match.learner)]
            groups.add(owner, match.learner, said)
        elif roster.closed:
            unknown.append(Unknown(_numbered(owner.reading) or label, match.perhaps))
        else:
            groups.add(owner, *groups.new(owner))
    unknown = [_guessed(one, roster, number) for number, one in enumerate(unknown)]
    return groups.all(), sorted(unknown, key=lambda one: one.found)


def _guessed(one: Unknown, roster: Roster, number: int) -> Unknown:
    """Return it with whom the name looks like; a few only, for that takes the whole list."""
    if one.perhaps or number >= _MOST_GUESSES:
        return one
    return replace(one, perhaps=roster.looks_like(one.found))


def _rank(match: Match, owner: _Owner) -> tuple[bool, bool]:
    """Return the place of an owner: first those whom the list knows by exactly this id."""
    return (match.learner != owner.reading.names[0], not match.learner)


def _label(reading: HandInReading, same: Counter[str]) -> str:
    """Return what a person is called in the inbox, with the number where two are called alike."""
    if same[reading.label] > 1 and reading.number and not reading.label.endswith(reading.number):
        return f"{reading.label}_{reading.number}"
    return reading.label


def _numbered(reading: HandInReading) -> str:
    """Return the name with a number that tells two people apart, "" where there is none.

    A name that is asked for may be what the platform calls everybody, in a language of which we
    know no word; settled without its number it would be the next person's as well.
    """
    drawn = reading.layout.number is Number.DRAWN and reading.number
    if not drawn or reading.label.endswith(reading.number):
        return reading.label if drawn else ""
    return f"{reading.label}_{reading.number}"


def _given(label: str, reading: HandInReading, same: Counter[str], names: Mapping[str, str]) -> str:
    """Return what a person settled: for the name, and first for the name with its number."""
    sure = [label, f"{reading.label}_{reading.number}"] if reading.number else [label]
    alone = [reading.label] if same[reading.label] == 1 else []
    return next((names[key_of(one)] for one in (*sure, *alone) if key_of(one) in names), "")


def _match(owner: _Owner, given: str, same: Counter[str], roster: Roster) -> Match:
    if given:
        return Match(given)
    reading, layout = owner.reading, owner.reading.layout
    number = reading.number if layout.number is Number.USER else ""
    found = roster.match(Signs(reading.names, number, layout.anonymous, layout.squeezed))
    if found.learner and found.exact and layout.number is Number.DRAWN:
        # What stands before the dash is a group, or a part of a longer name: that is to be said.
        found = replace(found, exact=found.learner in roster.means(reading.names[0]))
    if found.learner and same[reading.label] > 1 and not number and roster.closed:
        # Two people of one name, told apart by a number that says nothing here.
        return Match(perhaps=(found.learner,))
    return found


class _Groups:
    """The groups made so far; no two of them have one learner, or both say so."""

    def __init__(self, owners: list[_Owner]) -> None:
        self.by_learner: dict[str, Group] = {}
        self.clashes: list[Group] = []
        self.numbers: dict[str, set[str]] = {}
        for owner in owners:
            key = learner_id(owner.reading.names[0])
            self.numbers.setdefault(key, set()).add(owner.reading.number)

    def new(self, owner: _Owner) -> tuple[str, list[Flag]]:
        """Return the id of somebody whom no list knows, and a flag where two are called so."""
        reading = owner.reading
        name, number = reading.names[0], reading.number
        if reading.layout.named_as_id or (reading.layout.anonymous and not number):
            return name, []
        slug = learner_id(name) or number
        if len(self.numbers[learner_id(name)]) == 1 and not reading.layout.anonymous:
            return slug, []
        learner = f"{slug}-{number}"
        told = [] if reading.layout.anonymous else [flag("same-name", name=name, learner=learner)]
        return learner, told

    def add(self, owner: _Owner, learner: str, said: list[Flag]) -> None:
        """Add what one person handed in."""
        made = Group(learner, owner.reading.names[0], owner.attempts(), said, owner.late)
        if owner.late:
            made.flags.append(flag("late-mark"))
        # Some disks do not tell capital from small letters; two people must not share a folder.
        if self.by_learner.setdefault(learner.casefold(), made) is not made:
            made.clash = True
            made.flags.append(flag("same-learner", found=owner.reading.label, learner=learner))
            self.clashes.append(made)

    def all(self) -> list[Group]:
        """Return the groups in the order of learners."""
        every = [*self.by_learner.values(), *self.clashes]
        return sorted(every, key=lambda one: (one.learner, one.clash))
