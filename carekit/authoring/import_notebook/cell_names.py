"""Names for the cells of an imported notebook: its grade ids where they will do, else words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from typing import Any

from carekit.authoring.build.cell_name import LONGEST_NAME, NAME

_HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
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


def heading(source: str) -> str:
    r"""Return the first heading of a Markdown text without its signs, or nothing.

    >>> heading("words\n\n## The **first** part"), heading("words")
    ('The first part', '')
    """
    found = _HEADING.search(source)
    return re.sub(r"[*_`$]", "", found[1]) if found else ""


def name_cells(cells: list[Any]) -> list[str]:
    """Return a name for each cell of a notebook, all different.

    A grade id that may be a name is kept as it is, so that scores keep theirs.
    """
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in cells]
    taken = {one for one in ids if _may_be_a_name(one)}
    names: list[str] = []
    for number, (cell, one) in enumerate(zip(cells, ids, strict=True), 1):
        if _may_be_a_name(one) and one not in names:
            names.append(str(one))
            continue
        kind = "code" if cell.cell_type == "code" else "text"
        words = str(one or "") or ("" if kind == "code" else heading(cell.source))
        name = free(slug(words) or f"{kind}-{number}", taken)
        taken.add(name)
        names.append(name)
    return names


def _may_be_a_name(said: object) -> bool:
    return isinstance(said, str) and len(said) <= LONGEST_NAME and bool(NAME.fullmatch(said))
