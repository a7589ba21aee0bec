"""What four platforms do with a grade file, written from their rules and without the kit.

Each takes the bytes of a file and returns what it would set, ``{person: {item: points}}``. It
raises RefusedError where the platform takes nothing of the file. The sources are in
``docs/grades.md``.
"""

import csv
import io
import re


class RefusedError(Exception):
    """The platform imports nothing of this file."""


def _rows(data):
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = data.decode(encoding)
    separator = "\t" if "\t" in text.splitlines()[0] else ","
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def _points(cell, most):
    if cell.strip() in ("", "-"):
        return None
    value = float(cell.replace(",", "."))
    if value > most:
        raise RefusedError(f"{cell} is above {most}")
    return value


def moodle(data, key, users, items):
    """``users`` are those of the site by the key; ``items`` the maximum by header."""
    head, *rows = _rows(data)
    found = {}
    for row in rows:
        named = dict(zip(head, row, strict=True))
        who = named[key]
        if who not in users:
            raise RefusedError(f"no user {who}")
        for item, most in items.items():
            if (points := _points(named[item], most)) is not None:
                found.setdefault(who, {})[item] = points
    return found


def canvas(data, users, items):
    """``users`` are numbers; ``items`` the maximum by the number of the assignment."""
    head, *rows = _rows(data)
    if "Student" not in head[0] or "ID" not in head[1] or len(head) < 4:
        raise RefusedError("Invalid header row")
    fixed = ("SIS User ID", "SIS Login ID", "Integration ID", "Root Account")
    place = 2
    for name in fixed:
        place += head[place] == name
    if "Section" not in head[place]:
        raise RefusedError("Invalid header row")
    columns = {}
    for column in range(place + 1, len(head)):
        match = re.fullmatch(r".+ \((\d+)\)", head[column])
        if match is None or match[1] not in items:
            raise RefusedError(f"{head[column]} would become a new assignment")
        columns[column] = match[1]
    found = {}
    for row in rows:
        if "Points Possible" in row[0] or not row[1].strip():
            continue
        if row[1] not in users:
            raise RefusedError(f"{row[0]} would become a new user")
        for column, item in columns.items():
            if row[column].upper() != "EX" and row[column].strip() not in ("", "-"):
                found.setdefault(row[1], {})[item] = round(float(row[column]), 2)
    return found


def brightspace(data, users, items):
    """``users`` are OrgDefinedIds; ``items`` the maximum by title."""
    head, *rows = _rows(data)
    if head[-1] != "End-of-Line Indicator" or any(row[-1] != "#" for row in rows):
        raise RefusedError("no end of line indicator")
    grades = {}
    for column, name in enumerate(head):
        if match := re.match(r"(.+?) Points Grade", name):
            grades[column] = match[1]
    found = {}
    for row in rows:
        who = row[head.index("OrgDefinedId")].removeprefix("#")
        if who not in users:
            raise RefusedError(f"no user {who}")
        for column, title in grades.items():
            if row[column].strip():
                found.setdefault(who, {})[title] = min(float(row[column]), items[title])
    return found


def blackboard(data, users, items):
    """``users`` are user names; ``items`` the maximum by the number of the column."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    lines = data.decode(encoding).splitlines()
    if "\t" not in lines[0] and not all(re.fullmatch(r'"[^"]*"(,"[^"]*")*', one) for one in lines):
        raise RefusedError("every field of a file with commas stands in quotation marks")
    head, *rows = _rows(data)
    grades = {
        column: match[1]
        for column, name in enumerate(head)
        if (match := re.search(r"\|(\d+)$", name))
    }
    if any(number not in items for number in grades.values()):
        raise RefusedError("a column that is not there")
    found = {}
    for row in rows:
        who = row[head.index("Username")]
        if who not in users:
            raise RefusedError(f"no user {who}")
        for column, number in grades.items():
            if row[column].strip():
                found.setdefault(who, {})[number] = float(row[column])
    return found
