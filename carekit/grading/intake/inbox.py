"""What was handed in, as submissions: one learner, one set of files, one time, what was repaired.

Nothing is unpacked or written here. Submissions are given one by one, so that a class of ten
thousand needs no more memory than a class of ten.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from carekit.grading.course.intake_limits import MB, IntakeLimits
from carekit.grading.intake.archives import ArchiveEntry, UnreadableFile, entries, odd, zip_entries
from carekit.grading.intake.collected_times import STAMP, other_clock
from carekit.grading.intake.extra_files import beside, take
from carekit.grading.intake.lms_layouts import Box
from carekit.grading.intake.match_learners import Attempt, Group, Owned, group
from carekit.grading.intake.pick_notebook import choose, readable
from carekit.grading.intake.receipts import flags_of, newest, without_receipt
from carekit.grading.intake.roster import Roster
from carekit.grading.intake.settled_names import Unknown
from carekit.grading.intake.which_set import CourseSets
from carekit.learner.hand_in.receipt import digest_of
from carekit.sandbox.submission.flags import Flag, flag, reason
from carekit.sandbox.submission.notebook_names import Candidate, notebook_stem, without_copy


@dataclass(frozen=True)
class Submission:
    """One learner's work: ``files`` by name (notebooks under the names the set gives them).

    ``received`` is the collector's time, never one that a learner's file claims. ``late`` is what
    a course platform said. ``refused`` is True when there is nothing to grade; ``flags`` say why.
    """

    learner: str
    name: str
    files: Mapping[str, bytes]
    received: datetime
    flags: tuple[Flag, ...] = ()
    late: bool = False
    refused: bool = False

    @property
    def hash(self) -> str:
        """Return a digest of the files and their names; the same work has the same one."""
        return digest_of(self.files)


@dataclass
class Inbox:
    """A folder or archive of submissions to one set.

    ``notebooks`` are the names (without ``.ipynb``) that the set has. ``roster`` is who is
    enrolled; ``names`` is what a person settled about hand-ins that it does not know. ``received``
    overrules the time of a learner's files (a record that the collector kept). ``sets`` tells a
    notebook of another set; ``shared`` says that work for other sets belongs here too, as in
    ``submitted/``: who handed in nothing else is then passed over, and elsewhere refused. After
    iterating, ``strays`` holds what belongs to nobody, and ``unknown`` the hand-ins whose owner
    somebody has to name.
    """

    path: Path
    set_id: str
    notebooks: Sequence[str]
    roster: Roster = field(default_factory=Roster)
    received: Mapping[str, datetime] = field(default_factory=dict)
    limits: IntakeLimits = field(default_factory=IntakeLimits)
    sets: CourseSets = field(default_factory=CourseSets)
    shared: bool = False
    mixed: bool = False
    only: Collection[str] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    strays: list[Flag] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    _listed: Owned | None = field(default=None, init=False, repr=False)

    def __iter__(self) -> Iterator[Submission]:
        """Give one submission for each learner, in the order of their ids.

        Raises ContentError when the path is neither a folder nor an archive.
        """
        self.strays.clear()
        # Who asked for the learners first does not wait for a second listing.
        owned, self._listed = self._listed or self._owned(), None
        self.strays.extend(flag("stray", found=entry.name) for entry in owned.strays)
        self.unknown[:] = owned.unknown
        for one in owned.groups:
            if self.only and one.learner not in self.only:
                continue
            try:
                submission = self._submission(one)
            except Exception as error:
                # Whatever one learner handed in must not keep the others from being read.
                told = flag("worker-error", why=reason(error))
                submission = _refuse(one, [*one.flags, told])
            if submission is not None:
                yield submission

    def learners(self) -> list[str]:
        """Return who handed something in, without reading the files."""
        self._listed = self._owned()
        return [one.learner for one in self._listed.groups]

    def whose(self, paths: Collection[str]) -> set[str]:
        """Return the learners to whom files of these paths below the inbox belong."""
        self._listed = self._listed or self._owned()
        return {
            one.learner
            for one in self._listed.groups
            if any(entry.path in paths for entry in one.entries)
        }

    def _owned(self) -> Owned:
        box = Box(self.set_id, self.sets.others, self.roster.words)
        return group(entries(self.path, self.limits), box, self.roster, self.names)

    def _submission(self, one: Group) -> Submission | None:
        """Return what a learner handed in; None for work of other sets that belongs here too."""
        flags = list(one.flags)
        if odd(one.learner):
            flags.append(flag("odd-learner", found=one.learner))
            return _refuse(one, flags)
        if one.clash:
            return _refuse(one, flags)
        refused: list[list[Flag]] = []
        for attempt in one.attempts:
            told: list[Flag] = []
            taken = self._attempt(attempt, told)
            if taken is None:
                continue
            files, wanted = taken
            if files:
                flags += [*_tries(one.attempts, attempt), *told]
                break
            refused.append(told)
        else:
            return _refuse(one, flags + refused[0]) if refused else None
        when = attempt.time or max(entry.time for entry in wanted)
        when = self.received.get(one.learner) or when
        flags += other_clock(attempt.entries, when)
        return Submission(one.learner, one.name, files, when, tuple(flags), late=one.late)

    def _attempt(
        self, attempt: Attempt, flags: list[Flag]
    ) -> tuple[dict[str, bytes], list[ArchiveEntry]] | None:
        """Return an attempt's files by name, and what they came from; None for another set's."""
        wanted = [entry for entry in attempt.entries if entry.parts != (STAMP,)]
        wanted = self._unzipped(wanted, flags)
        flags += flags_of(wanted, self.limits)
        wanted = without_receipt(wanted)
        books = [Candidate(e.parts, e.time.timestamp(), e) for e in wanted if _is_notebook(e)]
        box = Box(self.set_id, self.sets.others)
        ours = [one for one in books if not box.is_other(without_copy(one.stem))]
        files: dict[str, bytes] = {}
        picked, foreign = self._picked(ours or books, files, flags)
        if (self.mixed or (self.shared and not ours)) and books and foreign and not files:
            # Called like another set's notebook, and it is one: it was handed in for that set.
            return None
        flags += [flag("other-set", found=one.called, set=name) for one, name in foreign]
        if files:
            others = [e for e in wanted if not _is_notebook(e)]
            take(beside(others, picked, flags), files, self.limits, flags)
        return files, wanted

    def _picked(
        self, books: list[Candidate[ArchiveEntry]], files: dict[str, bytes], flags: list[Flag]
    ) -> tuple[list[ArchiveEntry], list[tuple[ArchiveEntry, str]]]:
        """Read the notebooks of this set into ``files``; also return which are of another set."""
        foreign: list[tuple[ArchiveEntry, str]] = []
        while True:
            said: list[Flag] = []
            picked = choose(books, self.notebooks, said, self._untouched)
            read = {name: self._notebook(entry, said) for name, entry in picked.items()}
            other = [
                (picked[name], found)
                for name, one in read.items()
                if one and (found := self.sets.other(one[1]))
            ]
            if not other:
                break
            foreign += other
            gone = [id(entry) for entry, _ in other]
            books = [one for one in books if id(one.source) not in gone]
        files.update({f"{name}.ipynb": one[0] for name, one in read.items() if one})
        # "No notebook at all" is not what is wrong where one of another set was handed in.
        flags += said if books or not foreign else []
        return list(picked.values()), foreign

    def _untouched(self, one: Candidate[ArchiveEntry]) -> bool:
        """Return whether a notebook is as it was released; what cannot be read says so later."""
        read = self._notebook(one.source, [])
        return read is not None and self.sets.untouched(read[1])

    def _unzipped(self, wanted: list[ArchiveEntry], flags: list[Flag]) -> list[ArchiveEntry]:
        """Look into a learner's own archive when there is no notebook beside it."""
        packed = [e for e in wanted if e.parts[-1].lower().endswith(".zip") and not e.fault]
        ours = newest(packed, self.set_id)
        if not packed or (len(packed) > 1 and ours is None) or any(map(_is_notebook, wanted)):
            return wanted
        box = ours or packed[0]
        try:
            raw = box.read(self.limits.notebook)
            if len(raw) > self.limits.notebook:
                raise UnreadableFile(flag("bomb", found=box.called))
            inner = zip_entries(raw, box.called, self.limits)
        except UnreadableFile as error:
            flags.append(error.flag)
            return wanted
        if ours is None:
            flags.append(flag("unzipped", found=box.called))
        elif len(packed) > 1:
            older = ", ".join(one.called for one in packed if one is not ours)
            flags.append(flag("attempts", used=ours.called, other=older))
        kept = [entry for entry in wanted if entry not in packed]
        # The times inside were written on the learner's computer; ours is the archive's.
        return kept + [
            ArchiveEntry(e.parts, e.size, box.time, e.read, e.fault) for e in inner if e.parts
        ]

    def _notebook(
        self, entry: ArchiveEntry, flags: list[Flag]
    ) -> tuple[bytes, Mapping[str, object]] | None:
        # A notebook gets the name the set gives it, so an odd one of its own does no harm.
        harmless = entry.fault and entry.fault.code == "left-out-name"
        if entry.fault and not (harmless and not {"", ".", ".."} & set(entry.parts)):
            flags.append(entry.fault)
            return None
        try:
            raw = entry.read(self.limits.notebook)
        except UnreadableFile as error:
            flags.append(error.flag)
            return None
        if len(raw) > self.limits.notebook:
            # Rounded up, so that it is seen to be more than the limit.
            mb, limit = math.ceil(10 * max(entry.size, len(raw)) / MB) / 10, self.limits.notebook
            flags.append(flag("too-large", found=entry.called, mb=f"{mb:g}", limit=limit // MB))
            return None
        return readable(raw, entry.called, self.limits.outputs, flags)


def _is_notebook(entry: ArchiveEntry) -> bool:
    return notebook_stem(entry.parts[-1]) is not None


def _tries(attempts: Sequence[Attempt], used: Attempt) -> list[Flag]:
    """Return what is to be said where there were several attempts."""
    others = ", ".join(one.name or "-" for one in attempts if one is not used)
    if not others:
        return []
    code = "attempts" if used is attempts[0] else "attempt-older"
    if not all(one.order for one in attempts):
        code = "attempts-undated"
    return [flag(code, used=used.name or "-", other=others)]


def _refuse(one: Group, flags: list[Flag]) -> Submission:
    faults = [entry.fault for entry in one.entries if entry.fault]
    flags += [fault for fault in faults if fault not in flags]
    told = next((attempt.time for attempt in one.attempts if attempt.time), None)
    seen = max((entry.time for entry in one.entries), default=datetime(1970, 1, 1, tzinfo=UTC))
    when = told or seen
    return Submission(one.learner, one.name, {}, when, tuple(flags), late=one.late, refused=True)
