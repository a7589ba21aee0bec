"""A class list beside the gradebook: who is new, who is written otherwise, who is not on it.

What nbgrader has a place for goes into its gradebook: id, names, e-mail and the platform's number.
Group, track and language are kept beside it, in ``.care/class-list.csv``. Nobody is removed, and a
cell that the list leaves empty takes nothing away.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from carekit.common.files import write_atomic
from carekit.common.locking import locked
from carekit.common.spreadsheet import as_written, table
from carekit.grading.class_list.roster_file import Person
from carekit.grading.course.folders import Settings
from carekit.grading.gradebook.bulk_rows import add_rows, change_rows
from carekit.grading.gradebook.late_penalty import Lateness
from carekit.grading.gradebook.student_rows import student_rows
from carekit.grading.gradebook.writer import Writer

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

BESIDE = ("group", "track", "language")
"""What the gradebook has no place for."""
_COLUMNS = {"first": "first_name", "last": "last_name", "email": "email", "number": "lms_user_id"}


@dataclass(frozen=True)
class Change:
    """What a list says otherwise than the class: by field, what was and what will be."""

    learner: str
    fields: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Twin:
    """Somebody on a list who is perhaps in the class already, under another id, and why."""

    person: Person
    learner: str
    same: str


@dataclass(frozen=True)
class Enrollment:
    """A list beside the class; ``absent`` are learners of the class who are not on the list.

    ``twins`` are not added until somebody says that they are new.
    """

    new: tuple[Person, ...]
    twins: tuple[Twin, ...]
    changed: tuple[Change, ...]
    same: int
    absent: tuple[str, ...]
    after: tuple[Person, ...]


def class_of(settings: Settings) -> list[Person]:
    """Return everybody on the class list, in the order of their ids."""
    beside = _beside(settings)
    return [Person(*row, **beside.get(row.learner, {})) for row in student_rows(settings)]


def compare(
    people: Sequence[Person], known: Sequence[Person], certain: Collection[str] = ()
) -> Enrollment:
    """Return what adding a list to a class does; ``certain`` are ids of learners surely new."""
    before = {one.learner: one for one in known}
    listed = {one.learner for one in people}
    strangers = [one for one in people if one.learner not in before]
    owners = _signs(known)
    twins = [
        twin for one in strangers if one.learner not in certain and (twin := _twin(one, owners))
    ]
    waiting = {twin.person.learner for twin in twins}
    new = [one for one in strangers if one.learner not in waiting]
    changes, after = [], []
    for one in people:
        if one.learner in waiting:
            continue
        old = before.get(one.learner, one)
        said = {name: getattr(one, name) or getattr(old, name) for name in (*_COLUMNS, *BESIDE)}
        after.append(replace(old, **said))
        other = {
            name: (getattr(old, name), value)
            for name, value in said.items()
            if getattr(old, name) != value
        }
        if other:
            changes.append(Change(one.learner, other))
    absent = tuple(one.learner for one in known if one.learner not in listed)
    same = len(after) - len(new) - len(changes)
    return Enrollment(tuple(new), tuple(twins), tuple(changes), same, absent, tuple(after))


_SIGNS = ("email", "number", "name")


def _signs(people: Sequence[Person]) -> dict[tuple[str, str], str]:
    """Return whose each e-mail, number and name is; an id can be an e-mail as well."""
    found: dict[tuple[str, str], str] = {}
    for one in people:
        for sign in _SIGNS:
            found.setdefault((sign, str(getattr(one, sign)).casefold()), one.learner)
        found.setdefault(("email", one.learner.casefold()), one.learner)
    return {key: learner for key, learner in found.items() if key[1]}


def _twin(one: Person, owners: Mapping[tuple[str, str], str]) -> Twin | None:
    """Return who in the class has the same e-mail, number or name as somebody new."""
    said = [(sign, str(getattr(one, sign)).casefold()) for sign in _SIGNS]
    for key in (("email", one.learner.casefold()), *said):
        if key in owners:
            return Twin(one, owners[key], key[0])
    return None


def enroll(
    settings: Settings, people: Sequence[Person], certain: Collection[str] = ()
) -> Enrollment:
    """Write a list into the class and return what it did; ``certain`` as ``compare`` takes them.

    Raises ContentError when the gradebook cannot be written; then nothing was.
    """
    with locked(settings.state / "class-list.lock"):
        found = compare(people, class_of(settings), certain)
        new = {one.learner for one in found.new}
        touched = new | {one.learner for one in found.changed}
        written = [one for one in found.after if one.learner in touched]
        if written:
            _writer(settings).change(lambda book: _write(book, written, new))
            _keep_beside(settings, written)
        return found


def _writer(settings: Settings) -> Writer:
    kept = settings.rules.settings.backups
    late = Lateness(settings.config)
    return Writer(settings.db_url, settings.course_id, "", settings.state, late, backups=kept)


def _write(book: Gradebook, people: Sequence[Person], new: set[str]) -> None:
    from nbgrader import api

    rows = [
        {"id": one.learner, **{column: getattr(one, name) for name, column in _COLUMNS.items()}}
        for one in people
    ]
    student = api.Student.__table__
    add_rows(book.db, student, [row for row in rows if row["id"] in new])
    change_rows(book.db, student, [row for row in rows if row["id"] not in new])


def _file(settings: Settings) -> Path:
    return settings.root / ".care" / "class-list.csv"


def _beside(settings: Settings) -> dict[str, dict[str, str]]:
    path = _file(settings)
    if not path.is_file():
        return {}
    rows = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    return {
        as_written(row["learner"]): {name: as_written(row.get(name) or "") for name in BESIDE}
        for row in rows
        if row.get("learner")
    }


def _keep_beside(settings: Settings, people: Iterable[Person]) -> None:
    kept = _beside(settings)
    for one in people:
        kept[one.learner] = {name: getattr(one, name) for name in BESIDE}
    rows = [(who, *(said[name] for name in BESIDE)) for who, said in sorted(kept.items())]
    if any(any(row[1:]) for row in rows):
        write_atomic(_file(settings), table(("learner", *BESIDE), rows))
