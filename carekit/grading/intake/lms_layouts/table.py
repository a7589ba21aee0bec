"""The table of hand-in layouts: where each says who, which attempt, when, and that it was late.

A pattern is matched against the whole name of a folder or of a file. Its named groups are where
things stand: ``name`` (a person in words), ``login`` (a person's id), ``number`` (the platform's
number), ``time`` and ``late`` (by the platform's clock), ``file`` (what the learner called it);
``set`` and ``tried`` (the learner's own time) are what `care hand-in` writes into a name;
``page`` is a text that was typed into the platform, ``note`` what it notes of an attempt.
``docs/hand-ins.md`` shows an example of each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from carekit.grading.intake.lms_layouts.own_files import PATTERN

RECEIVED = "received.csv"
"""The collector's own record of times, which lies beside what was handed in."""


class Number(Enum):
    """What a platform's number stands for."""

    NONE = "there is none"
    DRAWN = "drawn for each assignment: it tells two people apart and names nobody"
    USER = "the platform's number of the person, lms_user_id in the gradebook"


@dataclass(frozen=True)
class Layout:
    """One layout.

    ``named_as_id``: what stands there is the learner's id, not a name in words. ``squeezed``: the
    name has lost its spaces. ``anonymous``: what stands there names nobody. ``every``: a folder
    is read so only where all folders beside it can be. ``own`` are files that the platform adds.
    """

    name: str
    folder: re.Pattern[str] | None = None
    file: re.Pattern[str] | None = None
    number: Number = Number.NONE
    named_as_id: bool = False
    squeezed: bool = False
    anonymous: bool = False
    every: bool = False
    own: frozenset[str] = frozenset()


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.VERBOSE)


# Moodle puts this behind a person's name; older versions end a folder with one more underline.
_MOODLE = r"_(?P<number>\d+)_assignsubmission_[a-z]+"
_MOODLE_FOLDER, _MOODLE_FILE = _MOODLE + "_?", _MOODLE + "_(?P<file>.+)"
# What Moodle calls everybody while names are hidden, in the languages of its packs we know.
# In groups the group's name and a dash stand before it.
_SOMEBODY = "(?:.+-)?(?P<name>Participant|Participante|Teilnehmerin|Deelnemer|参与者|參與者)"
_GROUP = "(?P<group>(?:Group|Gruppe|Groupe|Grupo|Team|小组|小組|组|組)[^-]*)-"
# A name in Brightspace's download may stand close to the dash behind it.
_BRIGHTSPACE = r"\d+-\d+\ -\ (?P<name>.+?)\ ?-\ "
_BRIGHTSPACE_TIME = r"(?P<time>[A-Z][a-z]{2,8}\ \d{1,2},\ \d{4}\ \d{3,4}\ [AP]M)"
# In other languages it is written in other ways; with a year in it, and nothing like a file's end.
_BRIGHTSPACE_FOLDER_TIME = rf"(?:{_BRIGHTSPACE_TIME}|(?P<unread>(?=.*\d{{4}})(?=.*\d.*\D.*\d).+))"

LAYOUTS = (
    # Its time is the learner's clock: it puts tries into order and says nothing of when they came.
    Layout("care hand-in", file=_pattern(PATTERN), named_as_id=True, squeezed=True),
    Layout(
        "Moodle, names hidden",
        folder=_pattern(_SOMEBODY + _MOODLE_FOLDER),
        file=_pattern(_SOMEBODY + _MOODLE_FILE),
        number=Number.DRAWN,
        anonymous=True,
    ),
    Layout(
        "Moodle, in groups",
        folder=_pattern(_GROUP + "(?P<name>.+)" + _MOODLE_FOLDER),
        file=_pattern(_GROUP + "(?P<name>.+)" + _MOODLE_FILE),
        number=Number.DRAWN,
    ),
    Layout(
        "Moodle",
        folder=_pattern("(?P<name>.+)" + _MOODLE_FOLDER),
        file=_pattern("(?P<name>.+)" + _MOODLE_FILE),
        number=Number.DRAWN,
    ),
    Layout(
        "Canvas, names hidden",
        file=_pattern(
            r"(?P<late>LATE_)?(?P<name>anon_[A-Za-z0-9]+)_(?:\d+_(?P<file>.+)|(?P<page>\w+\.html))"
        ),
        anonymous=True,
    ),
    Layout(
        "Canvas",
        # Canvas takes every number between two underlines out of a name: the first is the user's.
        file=_pattern(
            r"(?P<name>.+?)(?P<late>_LATE)?_(?P<number>\d+)_"
            r"(?:\d+_(?P<file>.+)|(?P<page>(?:text|link)\.html))"
        ),
        number=Number.USER,
        squeezed=True,
    ),
    Layout(
        "Blackboard",
        # The set's title stands before the user's name, and both may hold underlines.
        file=_pattern(
            r"(?P<title_and_login>.+)_attempt_(?P<time>\d{4}(?:-\d\d){5})"
            r"(?:_(?P<file>.+)|(?P<note>\.txt))"
        ),
        named_as_id=True,
    ),
    Layout(
        "Brightspace",
        folder=_pattern(_BRIGHTSPACE + _BRIGHTSPACE_FOLDER_TIME),
        file=_pattern(_BRIGHTSPACE + f"(?:{_BRIGHTSPACE_TIME}\\ -\\ )?(?P<file>.+)"),
        own=frozenset({"index.html"}),
    ),
    Layout(
        "ILIAS",
        folder=_pattern(r"(?P<name>[^_]+(?:_[^_]+)+)_(?P<login>[^_]+)_\d+"),
        named_as_id=True,
        every=True,
        own=frozenset({"status.xlsx", "status.csv", "README.md"}),
    ),
)

NOTE = "attempt"
"""What a platform's note of an attempt is called among a person's files, with ``.txt``."""
LATE_FILE = _pattern(r"(?:Late\ Submission|Versp(?:ä|ae)tete\ Abgabe)\ -\ (?P<file>.+)")
"""How ILIAS marks a late file, within the person's folder."""
VERSION = _pattern(
    r"(?:Version|Versión|Versione|Versão|Versie|Wersja|版本|バージョン|버전)\ ?(?P<attempt>\d+)"
)
"""How Teams names an attempt: ``Submitted files/NAME/ASSIGNMENT/Version 2/…``."""
WORKING = frozenset({"working files", "工作文件", "工作檔案", "作業ファイル", "arbeitsdateien"})
"""Where Teams keeps what was not handed in, beside the folder of submitted files."""

TEAMS = Layout("Teams")
GITHUB = Layout("GitHub Classroom", named_as_id=True)
NBGRADER = Layout("nbgrader", named_as_id=True)
PERSON = Layout("one folder a person", named_as_id=True)
FLAT = Layout("one notebook a person", named_as_id=True)
"""What is told by how folders stand to each other and not by a name alone: see ``match_layout``."""
