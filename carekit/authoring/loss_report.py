"""What an import kept, and what it could not keep: printed, and written beside the course."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from carekit.common.files import ContentError, shown, write_atomic

FOLDER = "import-reports"


@dataclass(frozen=True)
class Loss:
    """One thing that is not as it was: where it stood, what became of it, what to do about it."""

    where: str
    says: str
    todo: str = ""

    def line(self) -> str:
        """Return the loss as one line."""
        return f"{self.where}: {self.says}" + (f"; {self.todo}" if self.todo else "")


@dataclass
class LossReport:
    """What came of one import.

    ``source`` is the file that was read, ``made`` the set or the bank, ``kept`` says what came
    along, and ``left_out`` holds in full, by their place, whatever has no place in the new form.
    ``look`` says that a person has to look, because something a learner meets is not as it was.
    """

    source: str
    made: str
    kept: list[str] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    look: bool = False

    @property
    def path(self) -> Path:
        """Return where the report is written, in the course folder."""
        return Path(FOLDER) / f"{self.made}.md"

    def lines(self) -> list[str]:
        """Return the report for a terminal, a line for each thing kept and each thing lost."""
        told = [f"{self.source} → {self.made}", *(f"  kept: {said}" for said in self.kept)]
        told += [f"  changed: {loss.line()}" for loss in self.losses]
        told += [f"  left out: {where}, kept in full in {self.path}" for where in self.left_out]
        return told if len(told) > 1 + len(self.kept) else [*told, "  changed: nothing"]

    def page(self) -> str:
        """Return the report as a Markdown page."""
        parts = [f"# Imported: {self.made}", f"From `{self.source}`.", "## Kept"]
        parts.append("\n".join(f"- {said}" for said in self.kept))
        parts.append("## Changed or lost")
        parts.append("\n".join(f"- {loss.line()}" for loss in self.losses) or "Nothing.")
        if self.left_out:
            parts.append("## Left out, in full")
            for where, text in self.left_out.items():
                fence = "`" * max(3, longest_run(text) + 1)
                parts.append(f"{where}:\n\n{fence}\n{text}\n{fence}")
        return "\n\n".join(parts) + "\n"


def write_new(root: Path, files: Mapping[Path, bytes | str], option: str) -> None:
    """Write files that an import made, by their path in the course.

    Raises ContentError, and writes nothing, where one is there; ``option`` chooses another name.
    """
    for path in files:
        if (root / path).exists():
            says = f"is there already, and nothing is written over; move it, or use {option}"
            raise ContentError(f"{shown(root / path)}: {says}")
    for path, content in files.items():
        write_atomic(root / path, content)


def longest_run(text: str) -> int:
    """Return how many backticks follow one another at most: a fence around a text needs more.

    >>> longest_run("a ``` b ` c"), longest_run("none")
    (3, 0)
    """
    longest = run = 0
    for sign in text:
        run = run + 1 if sign == "`" else 0
        longest = max(longest, run)
    return longest
