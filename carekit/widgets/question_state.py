"""Where a learner stands with one question: which variant, which try, whether it was shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carekit.learner.event_log import ANSWERED, LogStatement

VARIANT = "variant"
ATTEMPT = "attempt"
CREDIT = "credit"
SURE = "sure"
SHOWN = "http://id.tincanapi.com/verb/viewed"


@dataclass
class QuestionTries:
    """The tries at one variant of a question; a new variant begins anew."""

    variant: int = 0
    tries: int = 0
    wrong: int = 0
    shown: bool = False
    last: LogStatement | None = None

    def hear(self, said: LogStatement) -> None:
        """Take in one line of the log about this question."""
        variant = _variant(said)
        if variant != self.variant:
            self.begin(variant)
        if said.verb.id == SHOWN:
            self.shown = True
        elif said.verb.id == ANSWERED and said.result:
            self.tried(said.result.success)
            self.last = said

    def begin(self, variant: int) -> None:
        """Begin a variant: no try, nothing shown, no answer."""
        self.variant, self.tries, self.wrong, self.shown, self.last = variant, 0, 0, False, None

    def tried(self, right: bool) -> None:  # noqa: FBT001 - it is the whole message
        """Count one try."""
        self.tries += 1
        self.wrong += not right

    def worth(self, credit: Sequence[float]) -> float:
        """Return what the next try is worth at most: nothing once the answer was shown."""
        return 0.0 if self.shown else credit[min(self.tries, len(credit) - 1)]


def _variant(said: LogStatement) -> int:
    extensions: Mapping[str, Any] = said.result.extensions if said.result else {}
    found = extensions.get(VARIANT, 0)
    # The log is a file that people can edit.
    return found if isinstance(found, int) and found >= 0 else 0


def sittings(statements: Iterable[LogStatement], names: Iterable[str]) -> dict[str, QuestionTries]:
    """Return where the learner stands with each named question, from the lines of the log."""
    found = {name: QuestionTries() for name in names}
    for said in statements:
        if said.object.id in found:
            found[said.object.id].hear(said)
    return found
