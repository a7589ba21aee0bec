"""What a target cannot hold of a bank and what was done instead, printed and as a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_FEW = 6


@dataclass(frozen=True)
class Limit:
    """One thing that a target cannot hold: what it is, and what an export does instead.

    ``scores``: some answer is worth something else there than here.
    """

    says: str
    done: str
    scores: bool = False


@dataclass
class LossReport:
    """What came of one export: which limits its questions meet, and what was left out.

    ``limits`` is the table of the target; ``met`` names, for each limit that is met, the questions
    that meet it, and ``left_out`` says of each question that is not in the file why not.
    """

    target: str
    source: str
    limits: Mapping[str, Limit]
    kept: list[str] = field(default_factory=list)
    met: dict[str, list[str]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)

    def meets(self, limit: str, question: str) -> None:
        """Note that a question meets a limit. Raises KeyError for one that is not in the table."""
        self.limits[limit]
        there = self.met.setdefault(limit, [])
        if question not in there:
            there.append(question)

    @property
    def look(self) -> bool:
        """Return whether a person has to look: something is left out, or scored otherwise."""
        return bool(self.left_out) or any(self.limits[limit].scores for limit in self.met)

    def lines(self) -> list[str]:
        """Return the report for a terminal, a line for each limit and each question left out."""
        told = [f"{self.source} → {self.target}", *(f"  kept: {said}" for said in self.kept)]
        for limit, questions in self.met.items():
            told.append(f"  {self._kind(limit)}: {self._says(limit)} ({_few(questions)})")
        told += [f"  left out: {name}: {why}" for name, why in self.left_out.items()]
        return told

    def page(self) -> str:
        """Return the report as a Markdown page, with the names of all questions."""
        parts = [f"# Exported for {self.target}: {self.source}", "## Kept"]
        parts.append("\n".join(f"- {said}" for said in self.kept))
        parts.append("## Changed")
        changed = [
            f"- **{limit}** ({self._kind(limit)}): {self._says(limit)}. {', '.join(questions)}"
            for limit, questions in self.met.items()
        ]
        parts.append("\n".join(changed) or "Nothing.")
        parts.append("## Left out")
        lost = [f"- **{name}**: {why}" for name, why in self.left_out.items()]
        parts.append("\n".join(lost) or "Nothing.")
        return "\n\n".join(parts) + "\n"

    def _kind(self, limit: str) -> str:
        return "scored otherwise" if self.limits[limit].scores else "changed"

    def _says(self, limit: str) -> str:
        return f"{self.limits[limit].says}; {self.limits[limit].done}"


def _few(names: list[str]) -> str:
    more = len(names) - _FEW
    return ", ".join(names[:_FEW]) + (f" and {more} more" if more > 0 else "")
