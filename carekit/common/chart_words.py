"""Where the words of a lesson's charts lie, so that the builder writes what a chart reads.

An author writes them in the heads of the lesson's cells; the builder puts them into one file for
each lesson, and ``show(chart, "TOPIC/CELL")`` finds them there.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

FOLDER = PurePosixPath("notebooks") / "words"
NUMBER = re.compile(r"^\d+-")


def topic_of(lesson: str) -> str:
    """Return what a lesson's charts are called by: its file's name without the number of its place.

    >>> topic_of("02-follow-up")
    'follow-up'
    """
    return NUMBER.sub("", lesson)


def file_of(topic: str) -> str:
    """Return the path in the course of the file with the words of a lesson's charts."""
    return (FOLDER / f"{topic}.json").as_posix()
