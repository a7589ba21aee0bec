"""What the sealed worker says to a trainer, and the walls of a machine as data."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Required, TypedDict

from carekit.common.kit_words import with_words
from carekit.common.languages import Text
from carekit.common.strict_model import StrictModel
from carekit.sandbox.isolation.sandbox import NO_WALLS, probe

# What a flag names comes from outside; it may be long, and it may steer a terminal.
_LONGEST = 80


class FlagRecord(TypedDict, total=False):
    """A flag as it stands in a result, in the ledger and in a graded notebook.

    The worker's own flags say where (``notebook``, ``cell``) and what they speak of (``named``);
    those of grading have ``params``, which fill the gaps of their sentence. ``look`` says whether a
    person should look, ``says`` is the sentence, in every language by its name.
    """

    code: Required[str]
    notebook: str
    cell: str
    named: str
    params: dict[str, str]
    look: bool
    says: dict[str, str] | str


class FlagWords(StrictModel):
    """One kind of flag: whether a human should look, and what is said.

    ``limits`` are the fields of ``Limits`` that may have cut off such a submission.
    ``named`` is said in place of ``says`` where it is known what a flag speaks of (its field
    ``named``).
    ``learner`` is what the learner's own feedback page says of it: true for the same sentence, or
    one that speaks to the learner; a flag without it is for the trainer only.
    """

    look: bool
    limits: tuple[str, ...] = ()
    says: Text
    named: Text | None = None
    learner: bool | Text = False

    def sentence(self, item: FlagRecord) -> Text:
        """Return what is said of a flag, with its places for ``{cell}`` and ``{named}``."""
        return self.named if self.named is not None and item.get("named") else self.says


class SealedWords(StrictModel):
    """``flags.yml`` and its words."""

    flags: dict[str, FlagWords]
    walls: dict[str, Text]


def words() -> SealedWords:
    """Return everything the worker says, in all languages."""
    return with_words("sandbox", SealedWords, Path(__file__).with_name("flags.yml"))


def printable(text: str) -> str:
    """Return some text on one line, without control or direction marks, at most 80 characters."""
    kept = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return kept if len(kept) <= _LONGEST else kept[: _LONGEST - 1] + "…"


def cut_off_by(flags: Iterable[FlagRecord]) -> set[str]:
    """Return the fields of ``Limits`` that may have cut off a submission with these flags."""
    known = words().flags
    return {name for one in flags if one["code"] in known for name in known[one["code"]].limits}


@dataclass(frozen=True)
class Wall:
    """One wall between a learner's code and the machine: is it here, and what does it do."""

    name: str
    present: bool
    says: Text


def walls() -> list[Wall]:
    """Return the walls of this machine, strongest first, found by trying them."""
    found = probe() if sys.platform == "linux" else NO_WALLS
    spaces, calls = bool(found.get("namespaces")), bool(found.get("seccomp"))
    locked = int(found.get("landlock") or 0)
    present = {
        "seal": True,
        "namespaces": spaces,
        "files": spaces or locked > 0,
        "network": spaces or calls,
        "calls": calls,
        "survivors": sys.platform == "linux",
        "processes": bool(found.get("counted")),
    }
    return [Wall(name, here, words().walls[name]) for name, here in present.items()]
