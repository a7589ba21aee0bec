"""The call to stop that the grader sends to a learner's process, and when it may be heard."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator


class Interrupts:
    """Raises KeyboardInterrupt in the learner's code, and nowhere else.

    A call that comes while the process reads a question or sends an answer would leave half a
    message on the connection. It is kept instead, and raised when the learner's code runs next for
    the same check. A call that comes after its check was over has nothing to stop.
    """

    def __init__(self) -> None:
        """Begin with no call; ``check`` is the number of the check that asked last."""
        self.open = False
        self.check: int | None = None
        self.kept_for: int | None = None

    def arrive(self, _number: int, _frame: object) -> None:
        """Take a call to stop, as a handler of signals does. Raises KeyboardInterrupt."""
        if not self.open:
            self.kept_for = self.check
            return
        # What the learner's code makes of it is answered without another call.
        self.open = False
        raise KeyboardInterrupt(_WORDS)

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """Keep calls while the learner's code waits for a function of the check's.

        Raises KeyboardInterrupt at the end when one has come.
        """
        before, self.open = self.open, False
        try:
            yield
        finally:
            self.open = before
        if self.kept_for is not None and self.kept_for == self.check:
            self.kept_for = None
            raise KeyboardInterrupt(_WORDS)

    @contextlib.contextmanager
    def heard(self, check: int | None) -> Iterator[None]:
        """Let calls in while the learner's code runs; ``check`` is None for a learner's cell.

        Raises KeyboardInterrupt at once when a call for the same check has been kept.
        """
        kept, self.kept_for, self.check = self.kept_for, None, check
        if kept is not None and kept == check:
            raise KeyboardInterrupt(_WORDS)
        self.open = True
        try:
            yield
        finally:
            self.open = False


_WORDS = "this took longer than the time allowed"
