"""What was handed in, as submissions: one learner, one set of files, one time, what was repaired.

Nothing is unpacked or written here. Submissions are given one by one, so that a class of ten
thousand needs no more memory than a class of ten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from carekit.files import sha256
from carekit.grading.beside import beside
from carekit.grading.entries import MB, Entry, Limits, Unreadable, entries, odd, zip_entries
from carekit.grading.flags import Flag, flag
from carekit.grading.notebooks import Candidate, choose, readable
from carekit.grading.owners import Group, group

STAMP = "timestamp.txt"
# Clocks of two computers are never the same; more than this is no accident.
_CLOCKS_AGREE = timedelta(minutes=5)


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


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return a digest of files and their names."""
    listed = (f"{name}\0{sha256(data)}\n" for name, data in sorted(files.items()))
    return sha256("".join(listed).encode("utf-8", "surrogatepass"))


@dataclass
class Inbox:
    """A folder or archive of submissions to one set.

    ``notebooks`` are the names (without ``.ipynb``) that the set has. ``known`` gives the learner's
    id for a name or a platform's number that the gradebook knows. ``received`` overrules the time
    of a learner's files (a record that the collector kept). After iterating, ``strays`` holds what
    belongs to nobody.
    """

    path: Path
    set_id: str
    notebooks: Sequence[str]
    known: Mapping[str, str] = field(default_factory=dict)
    received: Mapping[str, datetime] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    strays: list[Flag] = field(default_factory=list)

    def __iter__(self) -> Iterator[Submission]:
        """Give one submission for each learner, in the order of their ids.

        Raises ContentError when the path is neither a folder nor an archive.
        """
        self.strays.clear()
        groups, strays = group(entries(self.path, self.limits), self.set_id, self.known)
        self.strays.extend(flag("stray", found=entry.name) for entry in strays)
        for one in groups:
            yield self._submission(one)

    def learners(self) -> list[str]:
        """Return who handed something in, without reading the files."""
        groups, _ = group(entries(self.path, self.limits), self.set_id, self.known)
        return [one.learner for one in groups]

    def _submission(self, one: Group) -> Submission:
        files, flags = {}, list(one.flags)
        if odd(one.learner):
            flags.append(flag("odd-learner", found=one.learner))
            return _refuse(one, flags)
        if one.clash:
            return _refuse(one, flags)
        wanted = [entry for entry in one.entries if entry.parts != (STAMP,)]
        wanted = self._unzipped(wanted, flags)
        candidates = [Candidate(e.parts, e.time, e) for e in wanted if _is_notebook(e)]
        picked = choose(candidates, self.notebooks, flags)
        for name, chosen in picked.items():
            data = self._notebook(chosen, flags)
            if data is not None:
                files[f"{name}.ipynb"] = data
        if not files:
            return _refuse(one, flags)
        others = [e for e in wanted if not _is_notebook(e)]
        self._extras(beside(others, list(picked.values()), flags), files, flags)
        when = self.received.get(one.learner) or max(entry.time for entry in wanted)
        self._compare_clocks(one, when, flags)
        return Submission(one.learner, one.name, files, when, tuple(flags), late=one.late)

    def _unzipped(self, wanted: list[Entry], flags: list[Flag]) -> list[Entry]:
        """Look into a learner's own archive when there is no notebook beside it."""
        packed = [e for e in wanted if e.parts[-1].lower().endswith(".zip") and not e.fault]
        if len(packed) != 1 or any(_is_notebook(entry) for entry in wanted):
            return wanted
        try:
            raw = packed[0].read(self.limits.notebook)
            if len(raw) > self.limits.notebook:
                raise Unreadable(flag("bomb", found=packed[0].called))
            inner = zip_entries(raw, packed[0].called, self.limits)
        except Unreadable as error:
            flags.append(error.flag)
            return wanted
        flags.append(flag("unzipped", found=packed[0].called))
        kept = [entry for entry in wanted if entry is not packed[0]]
        # The times inside were written on the learner's computer; ours is the archive's.
        return kept + [
            Entry(e.parts, e.size, packed[0].time, e.read, e.fault) for e in inner if e.parts
        ]

    def _notebook(self, entry: Entry, flags: list[Flag]) -> bytes | None:
        # A notebook gets the name the set gives it, so an odd one of its own does no harm.
        harmless = entry.fault and entry.fault.code == "left-out-name"
        if entry.fault and not (harmless and not {"", ".", ".."} & set(entry.parts)):
            flags.append(entry.fault)
            return None
        try:
            raw = entry.read(self.limits.notebook)
        except Unreadable as error:
            flags.append(error.flag)
            return None
        if len(raw) > self.limits.notebook:
            mb, limit = max(entry.size, len(raw)) // MB, self.limits.notebook // MB
            flags.append(flag("too-large", found=entry.called, mb=mb, limit=limit))
            return None
        return readable(raw, entry.called, self.limits.outputs, flags)

    def _extras(self, others: list[Entry], files: dict[str, bytes], flags: list[Flag]) -> None:
        if len(others) > self.limits.extras:
            flags.append(flag("left-out-many", limit=self.limits.extras))
        room = self.limits.total
        for entry in others[: self.limits.extras]:
            if entry.fault:
                flags.append(entry.fault)
                continue
            limit = min(self.limits.extra, room)
            try:
                data = entry.read(limit)
            except Unreadable as error:
                flags.append(error.flag)
                continue
            if len(data) > limit:
                flags.append(flag("left-out-large", found=entry.name, limit=f"{limit / MB:g}"))
            else:
                files[entry.name] = data
                room -= len(data)

    def _compare_clocks(self, one: Group, when: datetime, flags: list[Flag]) -> None:
        """Say so when the time a learner's process wrote is not the time we saw."""
        stamps = [e for e in one.entries if e.parts == (STAMP,) and not e.fault]
        claimed = _claimed(stamps[0]) if stamps else None
        if claimed and abs(claimed - when) > _CLOCKS_AGREE:
            said, kept = (f"{t:%Y-%m-%d %H:%M} UTC" for t in (claimed, when))
            flags.append(flag("clock-differs", said=said, kept=kept))


def _is_notebook(entry: Entry) -> bool:
    return entry.parts[-1].lower().endswith(".ipynb")


def _refuse(one: Group, flags: list[Flag]) -> Submission:
    faults = [entry.fault for entry in one.entries if entry.fault]
    flags += [fault for fault in faults if fault not in flags]
    when = max((entry.time for entry in one.entries), default=datetime(1970, 1, 1, tzinfo=UTC))
    return Submission(one.learner, one.name, {}, when, tuple(flags), late=one.late, refused=True)


def _claimed(entry: Entry) -> datetime | None:
    try:
        text = entry.read(200).decode("utf-8").strip().removesuffix("UTC").strip()
        claimed = datetime.fromisoformat(text)
    except (Unreadable, ValueError):
        return None
    return claimed if claimed.tzinfo else claimed.replace(tzinfo=UTC)
