"""Notebooks that lie side by side, each under the name of a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from carekit.grading.intake.lms_layouts.hand_in import Box
from carekit.grading.intake.person_names import folded


class FlatFiles:
    """The people whose notebooks lie in a folder under their names."""

    def __init__(self, people: Sequence[str], box: Box) -> None:
        """Keep the people's names as they are written, and the box that says whom a name means."""
        self.box = box
        self.written = {folded(who): who for who in people}

    def of(self, name: str) -> str:
        """Return which of them a name means, where it is exactly one; else ""."""
        if who := self.written.get(folded(name), ""):
            return who
        meant = self.by_meaning.get(self.box.means(name), []) if name else []
        return meant[0] if len(meant) == 1 else ""

    @cached_property
    def by_meaning(self) -> Mapping[frozenset[str], list[str]]:
        """Return their names by the learner that each may mean, where that is one."""
        found: dict[frozenset[str], list[str]] = {}
        for who in self.written.values():
            meant = self.box.means(who)
            if len(meant) == 1:
                found.setdefault(meant, []).append(who)
        return found
