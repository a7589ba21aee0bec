"""Names that are made from words: of cells, sets, questions and options."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from carekit.authoring.build.cell_name import LONGEST_NAME

_FROM_WORDS = 40


def slug(words: str, longest: int = _FROM_WORDS) -> str:
    """Return words as a name of small letters, digits and single hyphens; empty where none is left.

    >>> slug("Part A: the Squares (2 points)"), slug("Größe_2"), slug("第一題")
    ('part-a-the-squares-2-points', 'grosse-2', '')
    """
    plain = unicodedata.normalize("NFKD", words.replace("ß", "ss")).encode("ascii", "ignore")
    return re.sub(r"[^a-z0-9]+", "-", plain.decode().lower()).strip("-")[:longest].strip("-")


def free(name: str, taken: Container[str]) -> str:
    """Return a name that is not taken: the name itself, or with the first free number behind it.

    >>> free("sum", {"sum", "sum-2"}), free("sum", set())
    ('sum-3', 'sum')
    """
    if name not in taken:
        return name
    number = 2
    while f"{name[: LONGEST_NAME - 5]}-{number}" in taken:
        number += 1
    return f"{name[: LONGEST_NAME - 5]}-{number}"
