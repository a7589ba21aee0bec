"""A grade file as a platform exported it: its columns of people, its grades, its rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from carekit.common.files import ContentError, shown
from carekit.common.messages import in_backticks
from carekit.common.table_encoding import decoded
from carekit.grading.intake.person_names import folded
from carekit.reports.grade_export.platforms import Platform, Says
from carekit.reports.grade_export.refusals import say

_SEPARATORS = (",", ";", "\t")
# Canvas writes a row with the points of each grade above the learners.
_POINTS_POSSIBLE = "points possible"


@dataclass(frozen=True)
class Item:
    """A grade of the platform: its column, its whole header, its title, its points or None."""

    column: int
    header: str
    title: str
    most: float | None


@dataclass(frozen=True)
class PlatformFile:
    """What stands in a platform's file.

    ``people`` are the columns of identity with what they say; ``above`` are the rows between the
    header and the first person; ``rows`` are the people's, each as long as the header. ``key`` is
    the column by which the platform finds a person again.
    """

    path: Path
    platform: Platform
    encoding: str
    separator: str
    header: tuple[str, ...]
    people: Mapping[int, Says]
    items: tuple[Item, ...]
    above: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    key: int

    def item_of(self, header: str) -> Item:
        """Return the grade in the column with this header, whatever it looks like.

        Raises ContentError where no column has it, or a column of identity.
        """
        named = [one for one in self.items if header in (one.header.strip(), one.title)]
        if len(named) == 1:
            return named[0]
        plain = [column for column, one in enumerate(self.header) if one.strip() == header]
        if len(plain) != 1 or plain[0] in self.people:
            columns = in_backticks(one.header.strip() for one in self.items)
            told = {"file": shown(self.path), "column": header, "columns": columns}
            raise ContentError(say("no-such-column", **told))
        return Item(plain[0], self.header[plain[0]], header, None)

    def item_for(self, set_id: str, names: Sequence[str]) -> Item | None:
        """Return the grade that is called as a set is, or None where none or several are."""
        wanted = {folded(name) for name in (set_id, *names)}
        same = [one for one in self.items if folded(one.title) in wanted]
        if not same:
            held = [f" {name} " for name in wanted]
            same = [one for one in self.items if any(n in f" {folded(one.title)} " for n in held)]
        return same[0] if len(same) == 1 else None


def read_platform_file(path: Path, platform: Platform, key: str | None = None) -> PlatformFile:
    """Return what a platform's own grade file says.

    ``key`` is the header of the column that tells who a row is, for a file in a language that the
    table does not have. Raises ContentError for a file that cannot be read as text, does not say
    who is who, or has a row that is longer than its header.
    """
    found = decoded(path.read_bytes())
    if found is None:
        raise ContentError(say("not-text", file=shown(path)))
    text, encoding = found
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    lines = [
        (number, row)
        for number, row in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1
        )
        if any(cell.strip() for cell in row)
    ]
    header = tuple(lines[0][1]) if lines else ()
    known = {
        column: platform.people[name.strip().casefold()]
        for column, name in enumerate(header)
        if name.strip().casefold() in platform.people
    }
    if key is not None:
        column = next((n for n, name in enumerate(header) if name.strip() == key.strip()), None)
        if column is None:
            told = {"file": shown(path), "column": key, "columns": in_backticks(header)}
            raise ContentError(say("no-such-column", **told))
        known[column] = known.get(column, Says.LOGIN)
    elif not any(one is not Says.NOTHING for one in known.values()):
        columns = in_backticks(platform.people)
        told = {"file": shown(path), "platform": platform.name, "columns": columns}
        raise ContentError(say("not-of-platform", **told))
    rows = []
    for number, row in lines[1:]:
        if len(row) > len(header):
            lengths = {"cells": len(row), "columns": len(header)}
            raise ContentError(say("row-too-long", file=shown(path), row=number, **lengths))
        rows.append((*row, *[""] * (len(header) - len(row))))
    above = _above(rows, known)
    people = tuple(rows[len(above) :])
    points = next((row for row in above if _POINTS_POSSIBLE in row[0].casefold()), None)
    return PlatformFile(
        path=path,
        platform=platform,
        encoding=encoding,
        separator=separator,
        header=header,
        people=known,
        items=_items(header, known, platform, points),
        above=tuple(above),
        rows=people,
        key=_key(path, header, platform, people) if key is None else header.index(key),
    )


def _key(
    path: Path, header: Sequence[str], platform: Platform, rows: Sequence[Sequence[str]]
) -> int:
    """Return the column by which the platform finds people: the first that is never empty."""
    names = [name.strip().casefold() for name in header]
    there = [names.index(name) for name in platform.key if name in names]
    full = [one for one in there if all(row[one].strip("# ") for row in rows)]
    if not full:
        raise ContentError(say("no-key", file=shown(path), columns=in_backticks(platform.key)))
    return full[0]


def _above(rows: Sequence[tuple[str, ...]], people: Mapping[int, Says]) -> list[tuple[str, ...]]:
    """Return the rows that name nobody and stand before everybody, as Canvas writes two."""
    numbers = [column for column, one in people.items() if one is Says.NUMBER]
    if not numbers:
        return []
    found: list[tuple[str, ...]] = []
    for row in rows:
        if row[numbers[0]].strip():
            break
        found.append(row)
    return found


def _items(
    header: Sequence[str],
    people: Mapping[int, Says],
    platform: Platform,
    points: Sequence[str] | None,
) -> tuple[Item, ...]:
    found = []
    for column, name in enumerate(header):
        match = None if column in people else platform.item.fullmatch(name.strip())
        if match is None or (points is not None and "read only" in points[column].casefold()):
            continue
        said = match.groupdict().get("most") or (points[column] if points is not None else "")
        found.append(Item(column, name, match["title"], _number(said)))
    return tuple(found)


def _number(text: str) -> float | None:
    plain = text.strip().replace(",", ".")
    return float(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) and float(plain) > 0 else None
