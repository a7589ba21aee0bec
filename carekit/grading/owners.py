"""Whose file is it: the ways in which course platforms and people name what was handed in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from carekit.grading.entries import Entry, odd
from carekit.grading.flags import Flag, flag

RECEIVED = "received.csv"
_MOODLE = re.compile(r"^(?P<name>.+)_(?P<id>\d+)_assignsubmission_[a-z]+(?:_(?P<file>.+)|_?)$")
_CANVAS = re.compile(
    r"^(?P<name>[^_]+)_(?P<late>LATE_)?(?P<id>\d+)_(?P<upload>\d+)_(?P<file>.+)$", re.IGNORECASE
)


@dataclass(frozen=True)
class Owner:
    """One person as the inbox names them: a name, or a name and the platform's number."""

    name: str
    number: str = ""


@dataclass
class Group:
    """What one learner handed in. ``clash`` is True when another group has the same learner."""

    learner: str
    name: str
    entries: list[Entry] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    late: bool = False
    clash: bool = False


@dataclass(frozen=True)
class Found:
    """Whose file it is, what it is called among that person's files, and a mark of lateness.

    ``handed`` is its own name where it was called for its learner.
    """

    owner: Owner | None
    parts: tuple[str, ...] = ()
    late: bool = False
    handed: str = ""


Rule = Callable[[tuple[str, ...], str], Found | None]
"""Return whose file it is; an owner of None for a file of another set; None for a stray."""


def group(
    files: Iterable[Entry], set_id: str, known: Mapping[str, str]
) -> tuple[list[Group], list[Entry]]:
    """Return the groups in the order of learners, and the files that belong to nobody.

    ``known`` gives a learner's id for a name or a number that the gradebook knows.
    """
    listed = _without_wrapper(list(files), set_id)
    rule = _rule(listed, set_id)
    owned: dict[Owner, list[Entry]] = {}
    late: set[Owner] = set()
    strays = []
    for entry in listed:
        found = rule(entry.parts, set_id)
        if found is None:
            strays.append(entry)
        elif found.owner is not None:
            owned.setdefault(found.owner, []).append(_renamed(entry, found))
            late |= {found.owner} if found.late else set()
    return _named(owned, late, known), strays


def _renamed(entry: Entry, found: Found) -> Entry:
    fault = entry.fault
    if fault is None and any(odd(part) for part in found.parts):
        fault = flag("left-out-name", found="/".join(found.parts))
    return replace(entry, parts=found.parts, fault=fault, handed=found.handed)


def _without_wrapper(listed: list[Entry], set_id: str) -> list[Entry]:
    """Drop the one folder around everything that packing a folder adds."""
    while listed:
        tops = {entry.parts[0] for entry in listed}
        inside = [entry.parts[1:] for entry in listed]
        if len(tops) > 1 or not all(inside) or not _of_several(inside, set_id):
            return listed
        listed = [replace(entry, parts=entry.parts[1:]) for entry in listed]
    return listed


def _of_several(inside: list[tuple[str, ...]], set_id: str) -> bool:
    """Return whether what lies in a folder are several people's things, not one person's."""
    if any(parts[0] == set_id and len(parts) > 1 for parts in inside):
        return False
    lone = [p[0] for p in inside if len(p) == 1 and p[0].lower().endswith(".ipynb")]
    return (
        any(_MOODLE.match(parts[0]) for parts in inside)
        or any(len(parts) == 1 and _CANVAS.match(parts[0]) for parts in inside)
        or any(len(parts) > 2 and parts[1] == set_id for parts in inside)
        or (len(lone) > 1 and len(lone) == len(inside) and f"{set_id}.ipynb" not in lone)
    )


def _rule(listed: list[Entry], set_id: str) -> Rule:
    """Return how this inbox names its people."""
    names = [entry.parts for entry in listed]
    if any(len(parts) > 2 and parts[1] == set_id for parts in names):
        return _collected
    if any(_MOODLE.match(parts[0]) for parts in names):
        return _moodle
    if any(len(parts) == 1 and _CANVAS.match(parts[0]) for parts in names):
        return _canvas
    return _plain


def _collected(parts: tuple[str, ...], set_id: str) -> Found | None:
    """Return the owner of ``<learner>/<set>/…``, the folders that nbgrader collects into."""
    if len(parts) > 2:
        return Found(Owner(parts[0]), parts[2:]) if parts[1] == set_id else Found(None)
    if len(parts) == 2 and parts[1].lower().endswith(".ipynb"):
        return Found(Owner(parts[0]), parts[1:])
    return Found(None) if parts == (RECEIVED,) else None


def _moodle(parts: tuple[str, ...], _set: str) -> Found | None:
    found = _MOODLE.match(parts[0])
    if not found or (len(parts) == 1 and not found["file"]):
        return None
    rest = parts[1:] if len(parts) > 1 else (found["file"],)
    return Found(Owner(found["name"].strip(), found["id"]), rest)


def _canvas(parts: tuple[str, ...], _set: str) -> Found | None:
    found = _CANVAS.match(parts[0]) if len(parts) == 1 else None
    if not found:
        return None
    return Found(Owner(found["name"], found["id"]), (found["file"],), late=bool(found["late"]))


def _plain(parts: tuple[str, ...], set_id: str) -> Found | None:
    """Return the owner of ``<learner>.ipynb``, or of anything in a folder named by learner."""
    if len(parts) > 1:
        return Found(Owner(parts[0]), parts[1:])
    stem, dot, ending = parts[0].rpartition(".")
    if not dot or ending.lower() not in ("ipynb", "zip"):
        return Found(None) if parts == (RECEIVED,) else None
    marks = re.escape(set_id)
    who = re.sub(rf"^{marks}[-_ ]+|[-_ ]+{marks}$", "", stem, flags=re.IGNORECASE)
    # The file is named for its learner, as it should be: that is no wrong file name.
    file = f"{set_id}.ipynb" if ending.lower() == "ipynb" else parts[0]
    return Found(Owner(who), (file,), handed=parts[0])


def learner_id(name: str) -> str:
    """Return a person's name as an id: one word, small letters of any script.

    >>> learner_id("Deniz Aydın "), learner_id("陳 怡君"), learner_id("O'Brien, Zoë")
    ('deniz-aydın', '陳-怡君', 'o-brien-zoë')
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[^\w@.]+", "-", folded).strip("-._")


def _named(
    owned: Mapping[Owner, list[Entry]], late: set[Owner], known: Mapping[str, str]
) -> list[Group]:
    people: dict[str, set[str]] = {}
    for owner in owned:
        people.setdefault(learner_id(owner.name), set()).add(owner.number)
    groups: dict[str, Group] = {}
    clashes = []
    # Whom the gradebook knows by exactly this name goes before those who only look alike.
    ranked = sorted(owned.items(), key=lambda item: known.get(item[0].name) != item[0].name)
    for owner, files in ranked:
        one = _group(owner, files, people, known)
        if owner in late:
            one.late = True
            one.flags.append(flag("late-mark"))
        # Some disks do not tell capital from small letters; two people must not share a folder.
        if groups.setdefault(one.learner.casefold(), one) is not one:
            one.clash = True
            one.flags.append(flag("same-learner", found=owner.name, learner=one.learner))
            clashes.append(one)
    return sorted([*groups.values(), *clashes], key=lambda one: (one.learner, one.clash))


def _group(
    owner: Owner, files: list[Entry], people: Mapping[str, set[str]], known: Mapping[str, str]
) -> Group:
    told = (known.get(owner.number) if owner.number else None) or known.get(owner.name)
    if told or not owner.number:
        return Group(told or owner.name, owner.name, files)
    learner = learner_id(owner.name) or owner.number
    if len(people[learner_id(owner.name)]) == 1:
        return Group(learner, owner.name, files)
    learner = f"{learner}-{owner.number}"
    same = flag("same-name", name=owner.name, learner=learner)
    return Group(learner, owner.name, files, [same])
