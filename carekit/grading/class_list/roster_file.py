"""A class list as somebody exported or typed it: its columns understood, its rows as people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from carekit.common.files import ContentError, Fault, refuse, shown
from carekit.common.languages import Lang, as_lang, languages
from carekit.common.messages import in_backticks, listed
from carekit.common.spreadsheet import as_written
from carekit.common.table_encoding import decoded
from carekit.grading.class_list.columns import Layout, Says, layout_of
from carekit.grading.class_list.refusals import say
from carekit.grading.intake.archives import odd

_SEPARATORS = (",", ";", "\t")
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
# So many of the names that an id may have are enough for an error.
_FEW = 4


@dataclass(frozen=True)
class Person:
    """One learner of a class list; what the list does not say is ""."""

    learner: str
    first: str = ""
    last: str = ""
    email: str = ""
    number: str = ""
    group: str = ""
    track: str = ""
    language: str = ""

    @property
    def name(self) -> str:
        """Return the whole name, or ""."""
        return " ".join(filter(None, (self.first, self.last)))


@dataclass(frozen=True)
class ReadColumn:
    """A column of the file: its header, what it was taken for or None, and its first value."""

    header: str
    says: Says | None
    example: str
    is_id: bool = False


@dataclass(frozen=True)
class RosterFile:
    """What a class list says: in which form, from which columns, and of whom."""

    path: Path
    layout: str
    encoding: str
    columns: tuple[ReadColumn, ...]
    people: tuple[Person, ...]


def read_roster_file(
    path: Path, named: Mapping[str, Says] = {}, encoding: str | None = None
) -> RosterFile:
    """Return what a class list says.

    ``named`` says by its header what a column is where its name does not tell; ``encoding`` is
    found out where nobody names it. Raises ContentError
    for a file that is no table, has no column for the id, or has rows that cannot be one learner
    each; every mistake is named with its line.
    """
    encoding, text = _decoded(path, encoding)
    lines = list(_rows(text))
    if not lines:
        raise ContentError(say("empty", file=shown(path)))
    header = [cell.strip() for cell in lines[0][1]]
    words = [word.casefold() for word in header]
    layout = layout_of(words)
    meanings = _meanings(path, header, layout, named)
    rows = [(line, row) for line, row in lines[1:] if not _is_nobody(row, layout)]
    key = _id_column(path, header, layout, meanings, rows)
    if not rows:
        raise ContentError(say("nobody", file=shown(path)))
    people = _people(path, rows, header, meanings, key)
    first = rows[0][1] if rows else []
    columns = tuple(
        ReadColumn(name, meanings.get(place), _cell(first, place), place == key)
        for place, name in enumerate(header)
    )
    return RosterFile(path, layout.name, encoding, columns, tuple(people))


def _decoded(path: Path, encoding: str | None) -> tuple[str, str]:
    data = path.read_bytes()
    if encoding is not None:
        try:
            return encoding, data.decode(encoding).removeprefix(_MARK)
        except (LookupError, UnicodeDecodeError) as error:
            told = {"file": shown(path), "encoding": encoding, "why": error}
            raise ContentError(say("not-in-encoding", **told)) from None
    found = decoded(data)
    if found is None:
        raise ContentError(say("not-text", file=shown(path)))
    text, encoding = found
    return encoding, text


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for row in reader:
        if any(cell.strip() for cell in row):
            yield reader.line_num, row


def _meanings(
    path: Path, header: Sequence[str], layout: Layout, named: Mapping[str, Says]
) -> dict[int, Says]:
    """Return by its place what each column says, as far as that is known."""
    strange = [name for name in named if name not in header]
    if strange:
        told = {"file": shown(path), "column": strange[0], "columns": in_backticks(header)}
        raise ContentError(say("no-such-column", **told))
    found = {
        place: named[name] if name in named else layout.columns.get(name.casefold())
        for place, name in enumerate(header)
    }
    return {place: says for place, says in found.items() if says is not None}


def _is_nobody(row: Sequence[str], layout: Layout) -> bool:
    return any(cell.strip().casefold() in layout.nobody for cell in row)


def _id_column(
    path: Path,
    header: Sequence[str],
    layout: Layout,
    meanings: Mapping[int, Says],
    rows: Sequence[tuple[int, Sequence[str]]],
) -> int:
    """Return the column of the ids: the best that has a value in every row, else the fullest."""
    words = [word.casefold() for word in header]
    places = [words.index(word) for word in layout.id if word in words]
    places = [*(n for n, says in meanings.items() if says == "code" and n not in places), *places]
    places.sort(key=lambda n: layout.id.index(words[n]) if words[n] in layout.id else -1)
    if not places:
        told = {
            "file": shown(path),
            "columns": in_backticks(header),
            "ids": listed(layout.id[:_FEW]),
        }
        raise ContentError(say("no-id", **told))
    return max(places, key=lambda n: sum(bool(_cell(row, n)) for _, row in rows))


def _people(
    path: Path,
    rows: Sequence[tuple[int, Sequence[str]]],
    header: Sequence[str],
    meanings: Mapping[int, Says],
    key: int,
) -> list[Person]:
    faults: list[Fault] = []
    lines: dict[str, int] = {}
    people: list[Person] = []
    for line, row in rows:
        if len(row) > len(header):
            lengths = {"cells": len(row), "columns": len(header)}
            faults.append(Fault(path, line, header[key], say("row-too-long", **lengths)))
            continue
        one = _person(row, meanings, key)
        if not one.learner:
            faults.append(Fault(path, line, header[key], say("row-without-id")))
        elif odd(one.learner):
            faults.append(Fault(path, line, header[key], say("odd-id", learner=one.learner)))
        elif one.learner in lines:
            told = {"learner": one.learner, "line": lines[one.learner]}
            faults.append(Fault(path, line, header[key], say("id-twice", **told)))
        elif one.language and _language(one.language) is None:
            known = {"language": one.language, "languages": listed(languages())}
            place = next(n for n, says in meanings.items() if says == "language")
            faults.append(Fault(path, line, header[place], say("no-such-language", **known)))
        else:
            lines[one.learner] = line
            people.append(_with_language(one))
    refuse(faults)
    return people


def _person(row: Sequence[str], meanings: Mapping[int, Says], key: int) -> Person:
    said: dict[str, str] = {}
    for place, says in meanings.items():
        if says != "code" and (value := _cell(row, place)):
            said.setdefault(says, value)
    first, last = _names(said.pop("name", ""), said.pop("first", ""), said.pop("last", ""))
    known = {one.name for one in fields(Person)}
    rest = {name: value for name, value in said.items() if name in known}
    return Person(_cell(row, key), first, last, **rest)


def _names(whole: str, first: str, last: str) -> tuple[str, str]:
    """Return the first and the last name as the gradebook keeps them.

    A name in Chinese characters is kept whole in the first field, the family name before the given
    one: nbgrader joins the two fields with a space, given name first.

    >>> _names("Martin, Ana", "", ""), _names("", "怡君", "陳"), _names("Ana Martin", "", "")
    (('Ana', 'Martin'), ('陳怡君', ''), ('Ana Martin', ''))
    """
    if whole and not (first or last):
        family, comma, given = whole.partition(", ")
        return (given.strip(), family.strip()) if comma and given.strip() else (whole, "")
    if first and last and not (first + last).isascii() and _is_han(first + last):
        return last + first, ""
    return first, last


def _is_han(text: str) -> bool:
    return all("\u3400" <= letter <= "\u9fff" for letter in text)


def _cell(row: Sequence[str], place: int) -> str:
    """Return a cell without what platforms and spreadsheets put before a value."""
    return as_written(row[place].strip()).removeprefix("#").strip() if place < len(row) else ""


def _language(said: str) -> Lang | None:
    """Return the language that a cell names, by its tag or by its own name."""
    wanted = said.casefold()
    own = (one for one in languages() if wanted in (one.facts.name.casefold(), one.facts.short))
    return next(own, None) or as_lang(said)


def _with_language(one: Person) -> Person:
    return replace(one, language=str(_language(one.language) or "")) if one.language else one
