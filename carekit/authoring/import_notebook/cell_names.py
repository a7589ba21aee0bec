"""Names for the cells of an imported notebook: its grade ids where they will do, else words."""

from __future__ import annotations

import re
from typing import Any

from carekit.authoring.build.cell_name import LONGEST_NAME, NAME
from carekit.authoring.slug import free, slug

_HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)


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
