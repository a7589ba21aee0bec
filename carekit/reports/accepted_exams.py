"""Which sitting of an exam counts: the first one that came in complete, kept in the course.

A log is the learner's file, and it can be changed for as long as it lies in ``submitted/``, also
after the results were given back. So the first complete one is written down in
``.care/exams/<form>.jsonl``, which is only ever added to, and every verb that says something of an
exam reads it here: ``care exam``, ``care report`` and ``care certificate`` cannot disagree.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from sys import intern
from typing import Any, TypedDict, Unpack

from carekit.common.files import ContentError, append_line, readable, sha256, shown
from carekit.common.locking import locked
from carekit.common.messages import Joined
from carekit.common.untrusted_files import folders, named, odd_name
from carekit.learner.event_log import NOBODY, LogStatement, handed_in
from carekit.learner.exam_attempt import FormStatements, log_file, results, sitting
from carekit.questions import Bank, load_banks
from carekit.questions.exam_forms import blueprints, lengths
from carekit.reports.exam_notices import Notice, others_numbers, say, twins
from carekit.reports.exam_results import Form, form_of

STATE = Path(".care") / "exams"
VERSION = 1


@dataclass(frozen=True)
class SatForm:
    """One form as a class sat it: what counts of each learner, and what has to be said of it."""

    form: Form
    sittings: Mapping[str, FormStatements]
    notices: tuple[Notice, ...] = ()


@dataclass
class AcceptedSittings:
    """The sittings of one form that count, by learner; the file is only ever added to."""

    path: Path
    sittings: dict[str, tuple[str, datetime, FormStatements]] = field(default_factory=dict)

    @classmethod
    def load(cls, root: Path, form: str) -> AcceptedSittings:
        """Return what the course has kept of a form; a line that cannot be read is passed over."""
        kept = cls(root / STATE / f"{form}.jsonl")
        if kept.path.is_file():
            for line in kept.path.read_bytes().split(b"\n"):
                try:
                    entry = json.loads(line)
                    known = entry["digest"], datetime.fromisoformat(entry["taken"]), _read(entry)
                except (ValueError, KeyError, TypeError, AttributeError):
                    continue
                kept.sittings[entry["learner"]] = known
        return kept

    def add(self, learner: str, form: Form, stands: FormStatements, now: datetime) -> None:
        """Keep a sitting as the one that counts. Raises OSError when it is not on the disk."""
        digest, points = digest_of(stands), results(stands, form.questions, form.ids)
        line = {
            "version": VERSION,
            "learner": learner,
            "form": form.name,
            "digest": digest,
            "score": sum(one["score"] for one in points.values()),
            "of": len(form.ids),
            "taken": now.isoformat(),
            **_kept(stands),
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        append_line(self.path, json.dumps(line, sort_keys=True).encode("ascii") + b"\n")
        # As it will be read the next time; a class of ten thousand is held at once.
        self.sittings[learner] = digest, now, _read(json.loads(json.dumps(_kept(stands))))


def _plain(stands: FormStatements) -> dict[str, Any]:
    return {
        "sitting": stands.id,
        "started": stands.started.isoformat() if stands.started else "",
        "handed_in": stands.handed_in.isoformat() if stands.handed_in else "",
        "answers": {name: list(one) for name, one in stands.answers.items()},
        "saved": {name: one.isoformat() for name, one in stands.saved.items()},
        "variants": dict(stands.variants),
    }


def _kept(stands: FormStatements) -> dict[str, Any]:
    # Languages came later than the first digests, and they count for no score.
    return {**_plain(stands), "languages": dict(stands.languages)}


def _read(entry: Mapping[str, Any]) -> FormStatements:
    started, ended = (datetime.fromisoformat(entry[name]) for name in ("started", "handed_in"))
    # The same few words stand in the sittings of a whole class.
    return FormStatements(
        started,
        entry["sitting"],
        (started, ended),
        {intern(name): tuple(map(intern, one)) for name, one in entry["answers"].items()},
        {intern(name): datetime.fromisoformat(one) for name, one in entry["saved"].items()},
        {intern(name): variant for name, variant in entry["variants"].items()},
        ended,
        # Lines of earlier versions have none.
        {intern(name): intern(lang) for name, lang in entry.get("languages", {}).items()},
    )


def digest_of(stands: FormStatements) -> str:
    """Return a digest of all that counts in a sitting; lines written after its end change nothing.

    >>> digest_of(FormStatements()) == digest_of(FormStatements(times=(datetime(2026, 1, 5),)))
    True
    """
    return sha256(json.dumps(_plain(stands), sort_keys=True).encode("ascii"))


# --- A class.


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Counting(TypedDict, total=False):
    """How sittings are counted: see ``sat_by``."""

    banks: Mapping[str, Bank] | None
    accept: Collection[str]
    clock: Callable[[], datetime]


def sat_in_any_length(
    root: Path, folder: Path, name: str, **more: Unpack[Counting]
) -> list[SatForm]:
    """Return what ``begun_in_any_length`` does. Raises ContentError also where nobody began."""
    found = begun_in_any_length(root, folder, name, **more)
    if not found:
        files = ", ".join(log_file(one) for one in lengths(blueprints(root), name))
        raise ContentError(say("no-logs", folder=shown(folder), files=files))
    return found


def begun_in_any_length(
    root: Path, folder: Path, name: str, **more: Unpack[Counting]
) -> list[SatForm]:
    """Return a form and its short ones as everybody sat them who has a folder in ``folder``."""
    return sat_by(root, name, {one.name: one for one in folders(folder)}, **more)


def sat_by(
    root: Path,
    name: str,
    places: Mapping[str, Path],
    *,
    banks: Mapping[str, Bank] | None = None,
    accept: Collection[str] = (),
    clock: Callable[[], datetime] = _utc_now,
) -> list[SatForm]:
    """Return a form and its short ones as the learners sat them whose logs lie in ``places``.

    The logs may lie anywhere in a learner's folder. What is complete for the first time is kept
    from now on; of a learner in ``accept``, what lies there today takes its place. Who began
    several lengths is counted with the one that was kept first, else with the first of them. Forms
    that nobody began are left out. A learner whose log cannot be used gets a notice, and the others
    are counted all the same. Raises ContentError for an unknown form.
    """
    names = lengths(blueprints(root), name)
    there = {one: _Class.look(root, one, places) for one in names}
    begun = [one for one in names if there[one].begun]
    if not begun:
        return []
    banks = load_banks(root) if banks is None else banks
    found, seen = [], set[str]()
    with locked(root / STATE / f"{name}.lock"):
        for one in begun:
            there[one].kept = AcceptedSittings.load(root, one)
        kept = {
            who: min(mine, key=lambda one: there[one].kept.sittings[who][1])
            for who in places
            if (mine := [one for one in begun if who in there[one].kept.sittings])
        }
        for one in begun:
            mine = [who for who in there[one].begun if kept.get(who, one) == one]
            sat = there[one].count(
                form_of(root, one, banks),
                [who for who in mine if who not in seen],
                [who for who in there[one].begun if kept.get(who, one) != one],
                set(accept),
                clock(),
            )
            seen |= set(sat.sittings)
            if sat.sittings or sat.notices:
                found.append(sat)
    return found


@dataclass
class _Class:
    """The logs of one form by learner, while it is found out which of them count."""

    name: str
    logs: Mapping[str, Sequence[Path]]
    kept: AcceptedSittings
    named: set[str] = field(default_factory=set)

    @classmethod
    def look(cls, root: Path, name: str, places: Mapping[str, Path]) -> _Class:
        kept = AcceptedSittings.load(root, name)
        logs = {who: named(folder, log_file(name)) for who, folder in sorted(places.items())}
        return cls(name, {w: p for w, p in logs.items() if p or w in kept.sittings}, kept)

    @property
    def begun(self) -> list[str]:
        return list(self.logs)

    def count(
        self,
        form: Form,
        learners: Sequence[str],
        elsewhere: Sequence[str],
        accept: Collection[str],
        now: datetime,
    ) -> SatForm:
        found: dict[str, FormStatements] = {}
        said = [Notice(who, "other-length", {"form": form.name}) for who in elsewhere]
        for who in learners:
            if why := odd_name(who):
                said.append(Notice(readable(who), "not-read", {"form": form.name, "why": why}))
                continue
            try:
                stands = self._one(who, form, said, now, anew=who in accept)
            except ContentError as error:
                said.append(Notice(who, "not-read", {"form": form.name, "why": Joined(error.args)}))
                stands = None
            except Exception as error:
                # One learner's log, whatever is in it, must not cost the class its results.
                what = f"{type(error).__name__}: {error}"
                said.append(Notice(who, "not-read", {"form": form.name, "why": what}))
                stands = None
            if stands is None and who in self.kept.sittings:
                stands = self.kept.sittings[who][2]
            if stands is not None:
                found[who] = stands
        said += twins(form.name, {w: s for w, s in found.items() if s.handed_in})
        said += others_numbers(form, found, self.named)
        return SatForm(form, found, tuple(sorted(said, key=lambda one: one.learner)))

    def _one(
        self, who: str, form: Form, said: list[Notice], now: datetime, *, anew: bool
    ) -> FormStatements | None:
        paths, kept = self.logs[who], self.kept.sittings.get(who)
        if len(paths) > 1:
            listed = ", ".join(path.parent.name for path in paths)
            said.append(Notice(who, "two-logs", {"form": form.name, "where": listed}))
            return None
        if not paths:
            return kept and kept[2]
        mine, others = own(handed_in(paths[0]).statements, who)
        if others:
            said.append(Notice(who, "others", {"form": form.name, "count": str(others)}))
        if {one.actor.name for one in mine} == {who}:
            self.named.add(who)
        stands = sitting(mine, form.name)
        complete = stands.handed_in is not None
        if kept and not (anew and complete):
            if complete and digest_of(stands) != kept[0]:
                at = f"{kept[1].astimezone():%Y-%m-%d %H:%M}"
                said.append(Notice(who, "changed", {"form": form.name, "at": at}))
            return kept[2]
        if complete and not (kept and digest_of(stands) == kept[0]):
            self.kept.add(who, form, stands, now)
        return self.kept.sittings[who][2] if complete else stands


def own(statements: Iterable[LogStatement], learner: str) -> tuple[list[LogStatement], int]:
    """Return a learner's statements and how many name somebody else."""
    said = list(statements)
    kept = [one for one in said if one.actor.name in (learner, NOBODY)]
    return kept, len(said) - len(kept)
