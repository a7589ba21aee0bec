"""The table of platforms: how each writes its own grade file, and what it takes back.

The file that a platform exports is filled in and goes back to it: it alone has the platform's own
names for people and for columns. ``docs/grades.md`` says where each rule comes from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Says(Enum):
    """What a column of a platform's file says of a person."""

    NUMBER = "the platform's number of the person, lms_user_id in the gradebook"
    LOGIN = "what the person signs in with"
    EMAIL = "an e-mail address"
    NAME = "the whole name"
    FIRST = "the first name"
    LAST = "the last name"
    NOTHING = "nothing that tells who it is, but the platform wants it back"


@dataclass(frozen=True)
class Platform:
    """One platform.

    ``people`` are its columns of identity by their header, in small letters; the first that is
    there and never empty is ``key``, by which the platform finds a person when it reads the file.
    ``item`` matches the header of a grade, with the groups ``title`` and, where the header says it,
    ``most``; ``scale`` are the points of a grade whose file does not say them, None for the set's
    own. ``adds`` says that a column it does not know becomes a new grade; ``new`` is the header of
    one. ``last`` is a column that ends every row, and what stands in it. ``quoted``: every field
    stands in quotation marks.
    """

    name: str
    people: Mapping[str, Says]
    item: re.Pattern[str]
    key: tuple[str, ...] = ()
    scale: float | None = None
    adds: bool = False
    new: str = "{title}"
    last: tuple[str, str] | None = None
    quoted: bool = False


MOODLE = Platform(
    "moodle",
    {
        "username": Says.LOGIN,
        "id number": Says.LOGIN,
        "email address": Says.EMAIL,
        "first name": Says.FIRST,
        "last name": Says.LAST,
        "surname": Says.LAST,
    },
    re.compile(r"(?:[^:]+: ?)?(?P<title>.+?) \((?:Real|Percentage)\)"),
    key=("id number", "username", "email address"),
    scale=100.0,
    adds=True,
)
CANVAS = Platform(
    "canvas",
    {
        "student": Says.NAME,
        "id": Says.NUMBER,
        "sis user id": Says.LOGIN,
        "sis login id": Says.LOGIN,
        "integration id": Says.NOTHING,
        "root account": Says.NOTHING,
        "section": Says.NOTHING,
    },
    re.compile(r"(?P<title>.+) \(\d+\)"),
    key=("id",),
)
BRIGHTSPACE = Platform(
    "brightspace",
    {
        "orgdefinedid": Says.LOGIN,
        "username": Says.LOGIN,
        "last name": Says.LAST,
        "first name": Says.FIRST,
        "email": Says.EMAIL,
    },
    re.compile(
        r"(?P<title>.+?) (?:Points|Numeric) Grade"
        r"(?: <(?:[^>]*?MaxPoints:(?P<most>\d+(?:\.\d+)?))?[^>]*>)?"
    ),
    key=("orgdefinedid", "username"),
    adds=True,
    new="{title} Points Grade <Numeric MaxPoints:{most}>",
    last=("End-of-Line Indicator", "#"),
)
BLACKBOARD = Platform(
    "blackboard",
    {
        "last name": Says.LAST,
        "first name": Says.FIRST,
        "username": Says.LOGIN,
        "student id": Says.LOGIN,
    },
    re.compile(r"(?P<title>.+?) \[Total Pts: (?:up to )?(?P<most>\d+(?:\.\d+)?)[^\]]*\] ?\|\d+"),
    key=("username",),
    quoted=True,
)
PLATFORMS = {one.name: one for one in (MOODLE, CANVAS, BRIGHTSPACE, BLACKBOARD)}
