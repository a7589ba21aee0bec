"""The texts that a set gives its learners, to tell from them what a learner added."""

from __future__ import annotations

from collections.abc import Iterable

# A text shorter than this may be somebody's answer and stand in a task by chance.
_SHORT = 20
# Far above what a person writes; a text past it is taken for the learner's own without a look.
MOST_READ = 500_000


def trimmed(source: str) -> str:
    """Return a source without the white space that editors add or take away."""
    return "\n".join(map(str.rstrip, source.strip().split("\n")))


class Given:
    """What a set gives; ``stubs`` are the texts that stand where an answer goes."""

    def __init__(self, texts: Iterable[str], stubs: Iterable[str]) -> None:
        """Read the texts."""
        listed = list(texts)
        self.stubs = frozenset(map(trimmed, stubs))
        self.texts = frozenset(map(trimmed, listed)) | self.stubs
        self.cells = frozenset(map(_letters, listed))
        self.lines = {_letters(line) for text in listed for line in text.split("\n")} | {""}

    def own(self, source: str) -> str:
        """Return the lines of a text that the set does not give; quoting or indenting adds none."""
        if len(source) > MOST_READ:
            return source
        if trimmed(source) in self.texts:
            return ""
        letters = _letters(source)
        if not letters:
            # A sign or a picture may be an answer, too.
            return source.strip()
        if letters in self.cells:
            return ""
        left = [line for line in source.split("\n") if not self._has(_letters(line))]
        if not left and len(letters) < _SHORT:
            return source.strip()
        return "\n".join(left).strip("\n")

    def _has(self, letters: str) -> bool:
        if letters in self.lines:
            return True
        return len(letters) >= _SHORT and any(letters in cell for cell in self.cells)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
