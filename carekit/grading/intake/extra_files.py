"""What belongs beside a notebook: files of its own folder, and its answers under their own name.

A notebook that lay in a sub-folder is graded as if it lay at the top, so what lay beside it has to
come along; a browser or a course platform that knows a file already gives it a number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from carekit.grading.course.intake_limits import MB, IntakeLimits
from carekit.grading.intake.archives import ArchiveEntry, UnreadableFile
from carekit.learner.graded_answers import FILE
from carekit.sandbox.submission.flags import Flag, flag
from carekit.sandbox.submission.notebook_names import without_copy

_STEM, _ENDING = FILE.rsplit(".", 1)


def beside(
    others: Sequence[ArchiveEntry], notebooks: Sequence[ArchiveEntry], flags: list[Flag]
) -> list[ArchiveEntry]:
    """Return the files that are no notebooks as they lie around the notebooks that are graded."""
    return _answers(_at_the_top(others, notebooks), flags)


def take(
    others: Sequence[ArchiveEntry], files: dict[str, bytes], limits: IntakeLimits, flags: list[Flag]
) -> None:
    """Read what lies beside a notebook into ``files``, as much as is accepted; says what is not."""
    if len(others) > limits.extras:
        flags.append(flag("left-out-many", limit=limits.extras))
    room = limits.total
    # Where there are too many, the answers of a quiz are the last to be done without.
    for entry in sorted(others, key=lambda one: one.parts != (FILE,))[: limits.extras]:
        if entry.fault:
            flags.append(entry.fault)
            continue
        if entry.name in files or _in_the_way(entry.name, files):
            flags.append(flag("name-clash", found=entry.name))
            continue
        limit = min(limits.extra, room)
        try:
            data = entry.read(limit)
        except UnreadableFile as error:
            flags.append(error.flag)
            continue
        if len(data) > limit:
            flags.append(flag("left-out-large", found=entry.name, limit=f"{limit / MB:g}"))
        else:
            files[entry.name] = data
            room -= len(data)


def _in_the_way(name: str, files: Mapping[str, bytes]) -> bool:
    """Return whether one name would have to be a file and a folder at once."""
    above = name.split("/")[:-1]
    folders = {"/".join(above[: n + 1]) for n in range(len(above))}
    return not folders.isdisjoint(files) or any(one.startswith(f"{name}/") for one in files)


def _at_the_top(
    others: Sequence[ArchiveEntry], notebooks: Sequence[ArchiveEntry]
) -> list[ArchiveEntry]:
    """Take files out of the folder that a notebook was taken out of, where the place is free."""
    folders = sorted({one.parts[:-1] for one in notebooks if len(one.parts) > 1})
    taken = {one.parts for one in others}
    placed = []
    for one in others:
        inside = [folder for folder in folders if one.parts[: len(folder)] == folder]
        parts = one.parts[len(inside[-1]) :] if inside else one.parts
        moves = parts != one.parts and parts not in taken
        taken.add(parts)
        placed.append(replace(one, parts=parts) if moves else one)
    return placed


def _answers(others: list[ArchiveEntry], flags: list[Flag]) -> list[ArchiveEntry]:
    """Give the answers file its name where only a copy of it was handed in."""
    found = [one for one in others if _is_answers(one)]
    exact = [one for one in found if one.parts == (FILE,)]
    if not found or found == exact:
        return others
    used = exact[0] if exact else max(found, key=lambda one: (one.time, one.name))
    spare = ", ".join(one.called for one in found if one is not used)
    if spare:
        flags.append(flag("answers-several", used=used.called, other=spare))
    else:
        flags.append(flag("answers-renamed", found=used.called, wanted=FILE))
    if exact:
        return others
    return [replace(one, parts=(FILE,)) if one is used else one for one in others]


def _is_answers(one: ArchiveEntry) -> bool:
    if len(one.parts) != 1 or one.fault:
        return False
    # Some browsers add an ending to what they download.
    stem, dot, ending = one.parts[0].lower().removesuffix(".txt").rpartition(".")
    # A hidden file of that name is some program's draft.
    hidden = stem.startswith(".")
    return bool(dot) and not hidden and ending == _ENDING and without_copy(stem) == _STEM
