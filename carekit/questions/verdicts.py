"""What is said of an answer: the verdict, its notes, and why a typed text could not be read."""

from __future__ import annotations

from dataclasses import dataclass

from carekit.common.languages import Text


@dataclass(frozen=True)
class Note:
    """Feedback on one part of an answer; ``option`` is None where it is on the whole answer.

    ``credit`` is set where a part that is not right is worth something all the same.
    """

    option: str | None
    right: bool
    says: Text
    credit: float = 0.0


@dataclass(frozen=True)
class Verdict:
    """What an answer is worth (``score`` 0..1), why, and which wrong ideas it points to.

    ``missed`` counts the parts of the key that are not in the answer. Options that were not taken
    are never named, so that a second try is still a try. ``remark`` is the key of a sentence in
    the widgets' words that the card says in place of "not yet" or "partly right".
    """

    score: float
    right: bool
    notes: tuple[Note, ...]
    misconceptions: tuple[str, ...] = ()
    missed: int = 0
    remark: str | None = None


class NotRead(ValueError):  # noqa: N818 - it says what became of what was typed
    """What was typed cannot be read as an answer; it is to be corrected and counts as no try.

    ``reason`` is the key of a sentence in the widgets' words, ``found`` the part that could not
    be read. The words for the learner belong to whoever shows them.
    """

    def __init__(self, reason: str, found: str = "") -> None:
        """Keep the reason apart from the part that could not be read."""
        super().__init__(f"{reason}: {found!r}" if found else reason)
        self.reason = reason
        self.found = found
