"""What is known before an inbox is read, and what reading a file's name gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from carekit.grading.intake.lms_layouts.table import Layout
from carekit.grading.intake.person_names import squeezed


@dataclass(frozen=True)
class Box:
    """What is known before an inbox is read.

    ``others`` are the other sets of the course, ``words`` what a set is called besides its id, and
    ``means`` says which of those who are enrolled a name may mean.
    """

    set_id: str
    others: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    means: Callable[[str], frozenset[str]] = lambda _name: frozenset()

    def knows(self, name: str) -> bool:
        """Return whether a name is, or looks like, that of somebody who is enrolled."""
        return bool(self.means(name))

    def is_set(self, name: str) -> bool:
        """Return whether a folder is called like this set."""
        return squeezed(name) == squeezed(self.set_id)

    def is_other(self, name: str) -> bool:
        """Return whether a folder is called like another set of the course."""
        return name in self.others or squeezed(name) in self._squeezed

    @cached_property
    def _squeezed(self) -> frozenset[str]:
        return frozenset(map(squeezed, self.others))


@dataclass(frozen=True, slots=True)
class HandInReading:
    """Whose a file is, and what it is called among that person's files.

    ``names`` are what may name the person, the likeliest first; ``label`` is what a trainer sees in
    the folder. ``attempt`` sorts: a later one is greater; ``attempt_name`` is how the layout writes
    it. ``handed`` is the file's own name where it was called for its learner.
    """

    layout: Layout
    names: tuple[str, ...]
    parts: tuple[str, ...]
    label: str
    number: str = ""
    attempt: tuple[int, ...] = ()
    attempt_name: str = ""
    time: datetime | None = None
    late: bool = False
    handed: str = ""


LEFT: Literal["left"] = "left"
Found = HandInReading | Literal["left"] | None
"""A reading; LEFT for a file that is none of this set's; None for one of which nobody is known."""
