"""What an answer's own error tells of how the work came here: read from what the cell showed.

An answer may have worked at its learner's desk and fail here: cells were run in another order, a
file was left at home, there was more memory. Then points are lost that a sentence can explain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from carekit.sandbox.isolation.course_paths import CourseFiles
from carekit.sandbox.notebook_plan import Shown
from carekit.sandbox.submission.read_notebook import Flags, flag
from carekit.sandbox.submission.unplaced_text import Placed
from carekit.sandbox.syntax.name_analysis import Parser, bound, loaded

_CODES = {
    "FileNotFoundError": "file-not-there",
    # A sandbox without a file system of its own says so of what lies outside the learner's folder.
    "PermissionError": "file-not-there",
    "MemoryError": "memory-used-up",
    "ModuleNotFoundError": "module-not-there",
    "ImportError": "module-not-there",
    "StdinNotImplementedError": "asks-a-person",
}
# What IPython keeps of earlier cells; at home it depends on what was run, and in which order.
_SHOWN_BEFORE = re.compile(r"_{1,3}|_\d+|Out|In|_i\d*|_ii|_iii|_oh|_ih")
_MAY_BE_SHOWN_BEFORE = re.compile(rf"\b(?:{_SHOWN_BEFORE.pattern})\b")
_UNKNOWN = re.compile(r"name '(\w+)' is not defined")
_MODULE = re.compile(r"No module named '([\w.]+)'")
_IN_MODULE = re.compile(r"cannot import name '(\w+)' from '([\w.]+)'")
_PATH = re.compile(r"\[Errno (?:2|13)\] [^:]*: (?:PosixPath\()?(?:'(.*)'|\"(.*)\")", re.DOTALL)
# In an error's words a backslash stands twice, in code once or twice.
_BACKSLASHES = re.compile(r"\\+")
_ABSOLUTE = re.compile(r"[\\/]|[A-Za-z]:[\\/]")


def about_errors(
    name: str,
    placed: Sequence[Placed],
    shown: Sequence[Shown],
    course: Callable[[], CourseFiles] = CourseFiles,
) -> Flags:
    """Return a flag for each answer of a notebook that failed for such a reason.

    ``course`` gives the files of the course; it is called where a file was not found. Nothing is
    said where every check gave its points.
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
    written = [
        _BACKSLASHES.sub(r"\\", item.source)
        for item in placed
        if item.kind == "code" and not (item.cell and (item.cell.test or item.cell.locked))
    ]
    cell = ""
    own: set[str] = set()
    for at, (item, seen) in enumerate(zip(placed, shown, strict=True)):
        # A cell of the learner's own has no name; the one above it tells where it stands.
        cell = item.cell.id if item.cell is not None else cell
        check = item.cell is not None and item.cell.test
        errors = [out for out in seen.outputs if out.get("output_type") == "error"]
        codes: set[str] = set()
        missing: dict[str, str] = {}
        for out in errors:
            said = str(out.get("evalue"))
            code = _code(str(out.get("ename")), said, read, at + 1)
            named = _named(code, said, written)
            if code == "file-not-there" and (meant := course().meant(_path(said))):
                code, named = "course-path", meant
            codes.add(code)
            missing[code] = missing.get(code) or named
        written_here = not check and not (item.cell and item.cell.locked)
        # Most cells hold no such word anywhere; only the others are worth parsing.
        if written_here and _MAY_BE_SHOWN_BEFORE.search(item.source):
            reads, binds = read.of(at)
            if any(map(_SHOWN_BEFORE.fullmatch, reads - binds - own)):
                codes.add("last-value")
            own |= binds
        if check:
            # Where a function fails in a check, the reason is one of those that no answer shows.
            codes &= {"module-not-there", "asks-a-person", "file-not-there", "course-path"}
        new = (flag(code, name, cell, missing.get(code, "")) for code in sorted(codes - {""}))
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

    def binds(self, at: int, name: str) -> bool:
        """Return whether a cell binds a name; only a cell that may hold the word is parsed."""
        source = self.placed[at].source
        # Python takes some letters beyond ASCII for others, so there the word can look different.
        return (name in source or not source.isascii()) and name in self.of(at)[1]


def _code(error: str, words: str, names: _Names, later: int) -> str:
    """Return the code of an error, "" where there is none; ``later`` is the next cell's place."""
    unknown = _UNKNOWN.search(words) if error == "NameError" else None
    if error == "PermissionError" and not _ABSOLUTE.match(_path(words)):
        # In the learner's own folder it is no question of where a file lies.
        return ""
    if unknown is None:
        return _CODES.get(error, "")
    made_later = any(names.binds(at, unknown[1]) for at in range(later, len(names.placed)))
    return "made-later" if made_later else ""


def _named(code: str, words: str, written: Sequence[str]) -> str:
    """Return what an error says is missing, as far as the learner's own code has it, else "".

    An error's words may hold anything: what no learner wrote down is not repeated.
    """
    if code == "module-not-there":
        module, inside = _MODULE.search(words), _IN_MODULE.search(words)
        if module is not None:
            return module[1] if _stands(module[1], written) else ""
        if inside is not None and all(_stands(one, written) for one in inside.groups()):
            return f"{inside[2]}.{inside[1]}"
    if code != "file-not-there":
        return ""
    path = _path(words)
    # A path that was put together is not in the code as a whole; its last part may be.
    last = re.split(r"[\\/]", path)[-1]
    return next((one for one in (path, last) if one and _stands(one, written)), "")


def _path(words: str) -> str:
    """Return the path that an error says is not there, with single backslashes, else ""."""
    found = _PATH.search(words)
    return _BACKSLASHES.sub(r"\\", found[1] or found[2] or "") if found else ""


def _stands(name: str, written: Sequence[str]) -> bool:
    whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    return any(whole.search(source) for source in written)
