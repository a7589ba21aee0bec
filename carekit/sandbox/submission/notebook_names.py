"""Which of several files is the notebook that a set asks for, told by their names.

The hand-ins that arrive, the sealed worker and the stock commands all ask here, so that a file is
the same notebook wherever it is graded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

# What browsers, editors, sync services and course platforms add to a name that exists already.
_SURE_COPY = r"[-_ ]*(?:copy|kopie|copie|copia|副本)[-_ ]?\d*|[-_ ]?\(\d+\)"
_SURE_MARK = re.compile(rf"(?:{_SURE_COPY})+$", re.IGNORECASE)
_COPY_MARK = re.compile(rf"(?:{_SURE_COPY}|-\d{{1,2}})+$", re.IGNORECASE)
_NOTEBOOK = re.compile(
    r"(?P<stem>.+?)(?P<base>\.ipynb)(?P<copy>[-_ ]?\(\d+\))?(?P<more>(\.json|\.txt)*)",
    re.IGNORECASE | re.DOTALL,
)


Source = TypeVar("Source")
"""Where a file is read from; only who asks knows what that is."""


@dataclass(frozen=True)
class Candidate(Generic[Source]):
    """A notebook that was handed in: its name in parts, its rank, and where to read it.

    Of several that are equally near to the wanted name, the one of the highest ``rank`` is taken.
    """

    parts: tuple[str, ...]
    rank: float
    source: Source

    @property
    def stem(self) -> str:
        """Return the file's name without ending."""
        return notebook_stem(self.parts[-1]) or self.parts[-1]

    @property
    def name(self) -> str:
        """Return the name with its folders."""
        return "/".join(self.parts)

    def exactly(self, name: str) -> bool:
        """Return whether the file is called just as the set calls it, in whatever folder."""
        return self.parts[-1] == f"{name}.ipynb"

    def nearly(self, name: str) -> bool:
        """Return whether the file is called so but for what programs add, and its letters' case."""
        return without_copy(self.stem) == _plain(name)


def assigned(
    candidates: Sequence[Candidate[Source]],
    wanted: Sequence[str],
    untouched: Callable[[Candidate[Source]], bool] = lambda _one: False,
) -> tuple[dict[str, Candidate[Source]], list[Candidate[Source]]]:
    """Return the candidate for each wanted notebook, by name, and those that are left.

    One that is ``untouched`` since it was released gives way to another that is filled.
    """
    left = sorted(candidates, key=lambda one: (len(one.parts), one.name))
    found: dict[str, Candidate[Source]] = {}
    for same in (Candidate.exactly, Candidate.nearly):
        for name in wanted:
            matches = [one for one in left if same(one, name)]
            if matches and name not in found:
                found[name] = _best(matches)
                left.remove(found[name])
    missing = [name for name in wanted if name not in found]
    # One notebook of another name for the one that is missing: it can only be meant for it.
    if len(missing) == 1 and left and (len(left) == 1 or len(wanted) == 1):
        found[missing[0]] = _best(left)
        left.remove(found[missing[0]])
    for name in found if left else ():
        others = [one for one in left if len(wanted) == 1 or one.nearly(name)]
        if others and untouched(found[name]):
            filled = [one for one in others if not untouched(one)]
            near = [one for one in filled if one.nearly(name)]
            if filled:
                left.append(found[name])
                found[name] = _best(near or filled)
                left.remove(found[name])
    return found, left


def notebook_stem(name: str) -> str | None:
    """Return a notebook's name without its ending, or None for another file.

    Some browsers add an ending to what they download, and a number before it.

    >>> notebook_stem("a.ipynb"), notebook_stem("a.ipynb.json"), notebook_stem("a.json")
    ('a', 'a', None)
    >>> notebook_stem("a.ipynb (1).json"), notebook_stem("a.ipynb.txt.txt")
    ('a', 'a')
    """
    found = _NOTEBOOK.fullmatch(name)
    return found["stem"] if found else None


def copy_mark(stem: str, *, sure: bool = False) -> str:
    """Return what marks a file's name as that of a copy, or "".

    ``sure`` leaves out a bare number, which may be a part of the name.

    >>> copy_mark("Work (1)"), copy_mark("ana-2"), copy_mark("ana-2", sure=True), copy_mark("(1)")
    (' (1)', '-2', '', '')
    """
    found = (_SURE_MARK if sure else _COPY_MARK).search(stem)
    return found[0] if found and found.start() else ""


def without_copy(stem: str) -> str:
    """Return a file's name in small letters, without what marks it as a copy.

    >>> without_copy("Work (1)"), without_copy("work - Copy")
    ('work', 'work')
    """
    return _plain(stem.removesuffix(copy_mark(stem)))


def _plain(stem: str) -> str:
    return re.sub(r"[-_ .]+", "-", stem.casefold()).strip("-")


def _best(matches: list[Candidate[Source]]) -> Candidate[Source]:
    """Return the one at the top rather than in a folder, then the one of the highest rank."""
    return min(matches, key=lambda one: (len(one.parts), -one.rank, one.name))
