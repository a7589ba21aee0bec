"""What an answer's own error tells of how the work came here: read from what the cell showed.

An answer may have worked at its learner's desk and fail here: cells were run in another order, a
file was left at home, there was more memory. Then points are lost that a sentence can explain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from carekit.grading.sealed.canonical import Placed
from carekit.grading.sealed.names import Parser, bound, loaded
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
    read = _Names(placed)
    cell = ""
    own: set[str] = set()
    for at, (item, seen) in enumerate(zip(placed, shown, strict=True)):
        # A cell of the learner's own has no name; the one above it tells where it stands.
        cell = item.cell.id if item.cell is not None else cell
        check = item.cell is not None and item.cell.test
        errors = [out for out in seen.outputs if out.get("output_type") == "error"]
        codes = {
            _code(str(out.get("ename")), str(out.get("evalue")), read, at + 1) for out in errors
        }
        if not check and not (item.cell and item.cell.locked):
            reads, binds = read.of(at)
            if any(map(_SHOWN_BEFORE.fullmatch, reads - binds - own)):
                codes.add("last-value")
            own |= binds
        if check:
            # Where a function fails in a check, the reason is one of those that no answer shows.
            codes &= {"module-not-there", "asks-a-person", "file-not-there"}
        new = (flag(code, name, cell) for code in sorted(codes - {""}))
        found += [one for one in new if one not in found]
    return found


class _Names:
    """The names that the cells of a notebook read and bind, each cell looked at once, if at all."""

    def __init__(self, placed: Sequence[Placed]) -> None:
        self.placed = placed
        self._parser = Parser()
        self._known: dict[int, tuple[set[str], set[str]]] = {}

    def of(self, at: int) -> tuple[set[str], set[str]]:
        """Return what a cell reads and binds: nothing where it is no Python or nobody looked."""
        if at not in self._known:
            item = self.placed[at]
            tree = self._parser.parsed(item.source) if item.kind == "code" else None
            self._known[at] = (set(), set()) if tree is None else (loaded(tree), bound(tree))
        return self._known[at]


def _code(error: str, words: str, names: _Names, later: int) -> str:
    """Return the code of an error, "" where there is none; ``later`` is the next cell's place."""
    unknown = _UNKNOWN.search(words) if error == "NameError" else None
    if unknown is None:
        return _CODES.get(error, "")
    made_later = any(unknown[1] in names.of(at)[1] for at in range(later, len(names.placed)))
    return "made-later" if made_later else ""
