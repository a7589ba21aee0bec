"""Grades go home: what a class has, filled into the file that its platform exported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from carekit.common.files import ContentError, shown
from carekit.common.languages import ENGLISH, Text
from carekit.common.messages import in_backticks, listed
from carekit.common.spreadsheet import table
from carekit.grading.course.folders import Settings
from carekit.grading.gradebook.final_grades import FinalGrade, final_grades
from carekit.grading.intake.roster import read_roster
from carekit.reports.grade_export.fill_in import Column, Filled, column_for, fill_in
from carekit.reports.grade_export.match_rows import match_rows
from carekit.reports.grade_export.platform_file import Item, PlatformFile, read_platform_file
from carekit.reports.grade_export.platforms import PLATFORMS
from carekit.reports.grade_export.refusals import say

PLAIN_COLUMNS = ("learner", "name", "email", "number", "set", "points", "max", "penalty", "unread")


@dataclass(frozen=True)
class Asked:
    """What to export: the platform, its file, the sets with their titles, and choices.

    ``columns`` names the platform's column of a set; ``key`` the column that tells who a row is.
    ``unread_too`` exports also grades that may grow, because a person has not read all of them.
    """

    platform: str
    file: Path
    titles: Mapping[str, Text | None]
    columns: Mapping[str, str]
    key: str | None = None
    unread_too: bool = False


@dataclass(frozen=True)
class Exported:
    """What became of it: the filled file, its columns, and what a person has to look at.

    ``no_column`` are sets with grades for which the file has no column; ``by_name`` and ``nobody``
    are as in ``Matched``.
    """

    filled: Filled
    columns: tuple[Column, ...]
    no_column: tuple[str, ...]
    by_name: tuple[str, ...]
    nobody: tuple[str, ...]


def export(settings: Settings, asked: Asked) -> Exported:
    """Return a platform's file with the grades of the class.

    Raises ContentError where the file or a choice cannot be used, or nothing is graded.
    """
    file = read_platform_file(asked.file, PLATFORMS[asked.platform], asked.key)
    grades = {
        (one.learner, set_id): one
        for set_id in asked.titles
        for one in final_grades(settings, set_id)
        # A set without points, a questionnaire for instance, has nothing to scale.
        if one.most > 0
    }
    most = {set_id: one.most for (_, set_id), one in grades.items()}
    if not most:
        raise ContentError(say("nothing-graded", sets=listed(asked.titles)))
    matched = match_rows(file, read_roster(settings))
    columns, no_column = _columns(file, asked, most)
    filled = fill_in(file, matched, columns, grades, unread_too=asked.unread_too)
    return Exported(filled, columns, no_column, matched.by_name, matched.nobody)


def _columns(
    file: PlatformFile, asked: Asked, most: Mapping[str, float]
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    found, missing = [], []
    for set_id, points in most.items():
        item = _item(file, asked, set_id)
        if item is None and not file.platform.adds:
            missing.append(set_id)
            continue
        title = asked.titles[set_id]
        found.append(column_for(file, set_id, title[ENGLISH] if title else set_id, item, points))
    if not found:
        columns = in_backticks(one.header.strip() for one in file.items)
        told = {"file": shown(asked.file), "sets": listed(missing), "columns": columns}
        raise ContentError(say("no-column-for-any", **told))
    return tuple(found), tuple(missing)


def _item(file: PlatformFile, asked: Asked, set_id: str) -> Item | None:
    if named := asked.columns.get(set_id):
        return file.item_of(named)
    title = asked.titles[set_id]
    return file.item_for(set_id, tuple(title.by_lang().values()) if title else ())


def plain_table(settings: Settings, set_ids: Sequence[str]) -> tuple[bytes, int]:
    """Return a CSV of every learner and set with PLAIN_COLUMNS, and how many grades it has.

    Points have the late penalty taken off; they are empty where nothing was handed in. Every
    enrolled learner has a row for each set. Raises ContentError where nothing is graded.
    """
    rows = list(_plain_rows(settings, set_ids))
    graded = sum(row[PLAIN_COLUMNS.index("points")] != "" for row in rows)
    if not graded:
        raise ContentError(say("nothing-graded", sets=listed(set_ids)))
    return table(PLAIN_COLUMNS, rows), graded


def _plain_rows(settings: Settings, set_ids: Sequence[str]) -> Iterator[tuple[object, ...]]:
    people = read_roster(settings).people
    for set_id in set_ids:
        grades: dict[str, FinalGrade] = {one.learner: one for one in final_grades(settings, set_id)}
        for person in people:
            one = grades.get(person.learner)
            told = (one.points, one.most, one.penalty, one.unread) if one else ("", "", "", "")
            yield (person.learner, person.name, person.email, person.number, set_id, *told)
