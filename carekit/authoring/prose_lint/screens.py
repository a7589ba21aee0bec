"""Random screens of the course's texts, so that anybody can read a sample and count mistakes."""

from __future__ import annotations

import random
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from carekit.authoring.prose_lint.finding import TextInLanguages
from carekit.authoring.prose_lint.sources import read_course
from carekit.common.files import shown
from carekit.common.languages import Lang, languages

COLUMNS = 84
ROWS = 15


@dataclass(frozen=True)
class Screen:
    """What one look at a text shows: at most ``ROWS`` rows of ``COLUMNS`` columns.

    ``line`` is the line of the file in which the first row stands.
    """

    path: Path
    line: int
    lang: Lang
    rows: tuple[str, ...]

    def __str__(self) -> str:
        """Return the place, in the form editors turn into a link, and the rows."""
        return "\n".join((f"{shown(self.path)}:{self.line}: {self.lang}", *self.rows))


def draw_screens(root: Path, count: int, seed: int) -> dict[Lang, list[Screen]]:
    """Return ``count`` screens of each language of a course folder, in the order of the files.

    The same seed draws the same screens of the same texts. Where a language has fewer screens, all
    of them come back. Raises ContentError for a file that cannot be read.
    """
    texts = [said for said in read_course(root)[0] if not said.only]
    drawn = {}
    for lang in languages():
        every = list(_screens(texts, lang))
        chance = random.Random(f"{seed} {lang}")  # noqa: S311 - a sample, not a secret
        chosen = chance.sample(range(len(every)), min(count, len(every)))
        drawn[lang] = [every[at] for at in sorted(chosen)]
    return drawn


def _screens(texts: Iterable[TextInLanguages], lang: Lang) -> Iterator[Screen]:
    """Yield the texts of one language cut into screens; no screen shows two files."""
    for path, of_file in groupby(texts, key=lambda said: said.path):
        rows = [
            (line, row)
            for said in of_file
            if lang in said.texts
            for line, text in said.by_line(lang)
            if text.strip()
            for row in wrapped(text.rstrip())
        ]
        for start in range(0, len(rows), ROWS):
            part = rows[start : start + ROWS]
            yield Screen(path, part[0][0], lang, tuple(row for _, row in part))


def wrapped(text: str) -> list[str]:
    """Return a line as rows of at most ``COLUMNS`` columns; a Chinese character takes two.

    English is broken between words.
    """
    if all(_width(sign) == 1 for sign in text):
        return textwrap.wrap(text, COLUMNS) or [text]
    rows, row, used = [], "", 0
    for sign in text:
        if used + _width(sign) > COLUMNS:
            rows.append(row)
            row, used = "", 0
        row, used = row + sign, used + _width(sign)
    return [*rows, row]


def _width(sign: str) -> int:
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1
