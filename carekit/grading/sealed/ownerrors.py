"""What an answer's own error tells of how the work came here: read from what the cell showed.

An answer may have worked at its learner's desk and fail here: cells were run in another order, a
file was left at home, there was more memory. Then points are lost that a sentence can explain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from carekit.grading.sealed.canonical import Placed
from carekit.grading.sealed.names import bound, parsed
from carekit.grading.sealed.reading import Flags, flag
from carekit.grading.sealed.session import Shown

_CODES = {"FileNotFoundError": "file-not-there", "MemoryError": "memory-used-up"}
_UNKNOWN = re.compile(r"name '(\w+)' is not defined")


def about_errors(name: str, placed: Sequence[Placed], shown: Sequence[Shown]) -> Flags:
    """Return a flag for each answer of a notebook that failed for such a reason.

    Nothing is said where every check gave its points.
    """
    full = [
        seen.verdict["score"] >= item.cell.points
        for item, seen in zip(placed, shown, strict=True)
        if item.cell is not None and seen.verdict is not None
    ]
    found: Flags = []
    if all(full):
        return found
    for at, (item, seen) in enumerate(zip(placed, shown, strict=True)):
        if item.cell is None or item.cell.test:
            continue
        errors = [out for out in seen.outputs if out.get("output_type") == "error"]
        codes = {_code(str(out.get("ename")), str(out.get("evalue")), placed[at + 1 :])
                 for out in errors}  # fmt: skip
        found += [flag(code, name, item.cell.id) for code in sorted(codes - {""})]
    return found


def _code(error: str, words: str, later: Sequence[Placed]) -> str:
    unknown = _UNKNOWN.search(words) if error == "NameError" else None
    if unknown is None:
        return _CODES.get(error, "")
    trees = (parsed(item.source) for item in later if item.kind == "code")
    made_later = any(tree is not None and unknown[1] in bound(tree) for tree in trees)
    return "made-later" if made_later else ""
