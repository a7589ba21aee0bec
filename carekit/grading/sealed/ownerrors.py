"""What an answer's own error tells of how the work came here: read from what the cell showed.

An answer may have worked at its learner's desk and fail here: cells were run in another order, a
file was left at home, there was more memory. Then points are lost that a sentence can explain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from carekit.grading.sealed.canonical import Placed
from carekit.grading.sealed.names import bound, loaded, parsed
from carekit.grading.sealed.reading import Flags, flag
from carekit.grading.sealed.session import Shown

_CODES = {
    "FileNotFoundError": "file-not-there",
    "MemoryError": "memory-used-up",
    "ModuleNotFoundError": "module-not-there",
    "ImportError": "module-not-there",
    "StdinNotImplementedError": "asks-a-person",
}
# What IPython keeps of earlier cells; at home it depends on what was run, and in which order.
_SHOWN_BEFORE = re.compile(r"_{1,3}|_\d+|Out|In|_i\d*|_ii|_iii|_oh|_ih")
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
    cell = ""
    own: set[str] = set()
    for at, (item, seen) in enumerate(zip(placed, shown, strict=True)):
        # A cell of the learner's own has no name; the one above it tells where it stands.
        cell = item.cell.id if item.cell is not None else cell
        check = item.cell is not None and item.cell.test
        errors = [out for out in seen.outputs if out.get("output_type") == "error"]
        codes = {_code(str(out.get("ename")), str(out.get("evalue")), placed[at + 1 :])
                 for out in errors}  # fmt: skip
        tree = parsed(item.source) if item.kind == "code" and not check else None
        if tree is not None and not (item.cell and item.cell.locked):
            reads = loaded(tree) - bound(tree) - own
            codes |= {"last-value" for name_read in reads if _SHOWN_BEFORE.fullmatch(name_read)}
            own |= bound(tree)
        if check:
            # Where a function fails in a check, the reason is one of those that no answer shows.
            codes &= {"module-not-there", "asks-a-person", "file-not-there"}
        new = (flag(code, name, cell) for code in sorted(codes - {""}))
        found += [one for one in new if one not in found]
    return found


def _code(error: str, words: str, later: Sequence[Placed]) -> str:
    unknown = _UNKNOWN.search(words) if error == "NameError" else None
    if unknown is None:
        return _CODES.get(error, "")
    trees = (parsed(item.source) for item in later if item.kind == "code")
    made_later = any(tree is not None and unknown[1] in bound(tree) for tree in trees)
    return "made-later" if made_later else ""
