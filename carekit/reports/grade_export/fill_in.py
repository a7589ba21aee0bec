"""Fills a platform's file in: its people and columns stay as they are, only grades are written."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from carekit.grading.gradebook.final_grades import FinalGrade
from carekit.reports.grade_export.match_rows import Matched
from carekit.reports.grade_export.platform_file import Item, PlatformFile

_PLACES = Decimal("0.01")
# How Canvas marks who need not do an assignment; a grade would take that away.
_EXCUSED = "ex"


@dataclass(frozen=True)
class Column:
    """One set's column: its header, the points it has on the platform, what was there before.

    ``scale`` are the points of a full grade there; ``place`` is None for a column that is new.
    """

    set_id: str
    header: str
    scale: float
    place: int | None


@dataclass
class Filled:
    """The file to import, and what it cannot say.

    By set and learner: ``unread`` (a person still has to read, nothing is written), ``excused``
    (the platform excuses them, which stays), ``above`` (more than the platform's maximum). The
    counts are of grades: ``written``, ``changed`` from another one that stood there, ``rounded``
    to two decimals. ``not_in_file`` have a grade and no row.
    """

    data: bytes
    written: int = 0
    changed: int = 0
    rounded: int = 0
    unread: dict[str, list[str]] = field(default_factory=dict)
    excused: dict[str, list[str]] = field(default_factory=dict)
    above: dict[str, list[str]] = field(default_factory=dict)
    not_in_file: tuple[str, ...] = ()


def column_for(
    file: PlatformFile, set_id: str, title: str, item: Item | None, most: float
) -> Column:
    """Return the column of a set whose own points are ``most``; ``item`` None makes a new one."""
    platform = file.platform
    if item is None:
        scale = platform.scale or most
        header = platform.new.format(title=title, most=_plain(Decimal(repr(scale))))
        return Column(set_id, header, scale, None)
    return Column(set_id, item.header, item.most or platform.scale or most, item.column)


def fill_in(
    file: PlatformFile,
    matched: Matched,
    columns: Sequence[Column],
    grades: Mapping[tuple[str, str], FinalGrade],
    *,
    unread_too: bool = False,
) -> Filled:
    """Return the file with the grades of a class, by learner and set.

    Only the columns of identity and those of the sets are in it, and only the rows that get a
    grade: what is not in a file, no platform changes. A grade is scaled to the platform's points
    and rounded half up to two decimals. ``unread_too`` writes also grades that may still grow.
    """
    filled = Filled(b"")
    people = list(file.people)
    rows: list[list[str]] = []
    for place, learner in matched.learners.items():
        row = file.rows[place]
        cells = [
            _cell(filled, one, row, grades.get((learner, one.set_id)), unread_too=unread_too)
            for one in columns
        ]
        if any(given for _, given in cells):
            rows.append([*(row[n] for n in people), *(text for text, _ in cells)])
    head = [*(file.header[n] for n in people), *(one.header for one in columns)]
    above = [
        [
            *(row[n] for n in people),
            *(row[one.place] if one.place is not None else "" for one in columns),
        ]
        for row in file.above
    ]
    filled.data = _written(file, head, [*above, *rows])
    graded = {who for who, set_id in grades if set_id in {one.set_id for one in columns}}
    filled.not_in_file = tuple(sorted(graded - set(matched.learners.values())))
    return filled


def _cell(
    filled: Filled,
    column: Column,
    row: Sequence[str],
    grade: FinalGrade | None,
    *,
    unread_too: bool,
) -> tuple[str, bool]:
    """Return what a cell says, and whether it is a grade of ours."""
    before = row[column.place].strip() if column.place is not None else ""
    if grade is None:
        return before, False
    for what, where in (
        (before.casefold() == _EXCUSED, filled.excused),
        (grade.unread > 0 and not unread_too, filled.unread),
    ):
        if what:
            where.setdefault(column.set_id, []).append(grade.learner)
            return before, False
    exact = Decimal(repr(grade.points)) * Decimal(repr(column.scale)) / Decimal(repr(grade.most))
    points = exact.quantize(_PLACES, ROUND_HALF_UP)
    if points > Decimal(repr(column.scale)):
        filled.above.setdefault(column.set_id, []).append(grade.learner)
    filled.written += 1
    filled.rounded += points != exact
    filled.changed += _differs(before, points)
    return _plain(points), True


def _differs(before: str, points: Decimal) -> bool:
    try:
        return Decimal(before.replace(",", ".")) != points
    except ArithmeticError:
        # Nothing stood there, or no number.
        return False


def _plain(number: Decimal) -> str:
    """Return a number without zeros that say nothing.

    >>> _plain(Decimal("17.50")), _plain(Decimal("10.00")), _plain(Decimal("0"))
    ('17.5', '10', '0')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _written(file: PlatformFile, head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(
        text,
        delimiter=file.separator,
        quoting=csv.QUOTE_ALL if file.platform.quoted else csv.QUOTE_MINIMAL,
        lineterminator="\r\n",
    )
    last = file.platform.last
    writer.writerow([*head, last[0]] if last else head)
    writer.writerows([*row, last[1]] if last else row for row in rows)
    return text.getvalue().encode(file.encoding)
