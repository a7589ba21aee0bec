"""What the receipt inside a hand-in says of the files beside it, and which work a receipt is of.

``care hand-in`` and the button in a set pack a receipt with the files. Whoever changes a file
afterwards leaves the receipt behind; whoever changes the receipt too has another code than the copy
the learner keeps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from carekit.common.files import sha256
from carekit.grading.course.intake_limits import IntakeLimits
from carekit.grading.intake.archives import ArchiveEntry, UnreadableFile, entries, zip_entries
from carekit.grading.intake.lms_layouts import own_file
from carekit.learner.hand_in.receipt import INSIDE, MOST_BYTES, Receipt, parsed
from carekit.sandbox.submission.flags import Flag, flag

# Of the files that differ so many are named.
_FEW = 3


@dataclass(frozen=True)
class Held:
    """A place in an inbox that holds work of a receipt; ``changed`` are files that are not its."""

    name: str
    changed: tuple[str, ...]


def newest(packed: Sequence[ArchiveEntry], set_id: str) -> ArchiveEntry | None:
    """Return the newest of several files of one set that ``care hand-in`` made; None for others."""
    found = [(own_file(one.called), one) for one in packed]
    ours = [(own, one) for own, one in found if own and own.set_id == set_id]
    return max(ours, key=lambda pair: pair[0].order)[1] if len(ours) == len(packed) > 0 else None


def flags_of(listed: Sequence[ArchiveEntry], limits: IntakeLimits) -> list[Flag]:
    """Return what is to be said of a hand-in with a receipt in it; nothing where there is none."""
    inside = next((one for one in listed if one.parts[-1] == INSIDE), None)
    if inside is None:
        return []
    receipt = parsed(_read(inside, MOST_BYTES))
    if receipt is None or not receipt.sound:
        return [flag("receipt-damaged")]
    above = inside.parts[:-1]
    beside = [one for one in listed if one.parts[: len(above)] == above and one is not inside]
    changed = _changed(receipt, beside, len(above), limits)
    if not changed:
        return [flag("receipt-matches", receipt=receipt.code)]
    more = f" +{len(changed) - _FEW}" if len(changed) > _FEW else ""
    return [flag("receipt-changed", receipt=receipt.code, which=", ".join(changed[:_FEW]) + more)]


def without_receipt(listed: Iterable[ArchiveEntry]) -> list[ArchiveEntry]:
    """Return the files without the receipt among them: it is no part of the work."""
    return [one for one in listed if one.parts[-1] != INSIDE]


def _changed(
    receipt: Receipt, beside: Iterable[ArchiveEntry], depth: int, limits: IntakeLimits
) -> list[str]:
    """Return the names of files that are not the receipt's: changed, added, or gone."""
    there = {"/".join(one.parts[depth:]): one for one in beside}
    gone = receipt.files.keys() - there.keys()
    other = {name for name, one in there.items() if not _is(receipt, name, one, limits)}
    return sorted(gone | other)


def _is(receipt: Receipt, name: str, one: ArchiveEntry, limits: IntakeLimits) -> bool:
    wanted = receipt.files.get(name)
    return wanted is not None and sha256(_read(one, limits.total)) == wanted


def _read(one: ArchiveEntry, limit: int) -> bytes:
    """Return what is in a file, or nothing where it cannot or must not be read."""
    if one.fault:
        return b""
    try:
        return one.read(limit)
    except UnreadableFile:
        return b""


def held(receipt: Receipt, place: Path, limits: IntakeLimits) -> list[Held]:
    """Return where a folder or archive holds the work of a receipt, what is unchanged first.

    A place holds it where all its files are the same, or where a copy of the same receipt lies
    beside files that are not. Raises ContentError when ``place`` is neither a folder nor an
    archive.
    """
    found = [
        Held(name, tuple(changed))
        for name, listed in _boxes(place, limits)
        if (changed := _compared(receipt, listed, limits)) is not None
    ]
    return sorted(found, key=lambda one: (bool(one.changed), one.name))


def _compared(
    receipt: Receipt, listed: Sequence[ArchiveEntry], limits: IntakeLimits
) -> list[str] | None:
    """Return which files of a box are not the receipt's, or None where the box is of other work."""
    inside = next((one for one in listed if one.parts[-1] == INSIDE), None)
    depth = len(listed[0].parts) - 1
    if inside is not None:
        own = parsed(_read(inside, MOST_BYTES))
        if own is None or own.digest != receipt.digest:
            return None
        return _changed(receipt, without_receipt(listed), len(inside.parts) - 1, limits)
    there: Mapping[str, ArchiveEntry] = {"/".join(one.parts[depth:]): one for one in listed}
    # What an exchange or a platform lays beside the files is nothing of the learner's.
    same = all(name in there and _is(receipt, name, there[name], limits) for name in receipt.files)
    return [] if same else None


def _boxes(place: Path, limits: IntakeLimits) -> Iterator[tuple[str, list[ArchiveEntry]]]:
    """Give what lies together: each archive, and each folder with all that is below it."""
    listed = list(entries(place, limits))
    if not place.is_dir() and any(len(one.parts) == 1 for one in listed):
        yield place.name, listed
    for one in listed:
        if one.parts[-1].lower().endswith(".zip"):
            try:
                inner = zip_entries(_read(one, limits.total), one.name, limits)
            except UnreadableFile:
                continue
            if inner:
                yield one.name, inner
    folders = sorted({one.parts[:-1] for one in listed if one.parts[-1].endswith(".ipynb")})
    for folder in filter(None, folders):
        below = partial(_is_below, folder)
        inside = sorted(filter(below, listed), key=lambda one: len(one.parts))
        yield "/".join(folder), inside


def _is_below(folder: tuple[str, ...], one: ArchiveEntry) -> bool:
    return one.parts[: len(folder)] == folder
