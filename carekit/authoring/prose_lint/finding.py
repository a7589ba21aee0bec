"""What the editor reads and what it finds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from carekit.common.files import shown
from carekit.common.languages import Lang

LISTED = re.compile(r"\s*([-*+]|\d+[.)]|\||>|<)(\s|$|\S)")


@dataclass(frozen=True)
class Finding:
    """One mistake in one string: where it stands, the rule, the piece of text, and the remedy."""

    path: Path
    line: int
    rule: str
    lang: str
    string: str
    context: str
    suggestion: str

    def __str__(self) -> str:
        """Return the finding on one line, in the form editors turn into a link."""
        rule = f"{self.rule} {self.lang}".strip()
        return f"{shown(self.path)}:{self.line}: {rule}: {self.string!r}: {self.suggestion}"


@dataclass(frozen=True)
class TextInLanguages:
    """One thing said in the course's languages, with the line on which each language begins.

    ``known`` holds the numbers that code or a key computes nearby; None where a text may give any.
    ``files`` names the file of a language that does not stand in ``path``.
    """

    path: Path
    place: str
    texts: Mapping[Lang, str]
    lines: Mapping[Lang, int]
    heading: bool = False
    known: frozenset[str] | None = None
    only: frozenset[str] = field(default_factory=frozenset)
    files: Mapping[Lang, Path] = field(default_factory=dict)

    def by_line(self, lang: Lang) -> Iterator[tuple[int, str]]:
        """Yield the lines of one language with their numbers, fenced code left out."""
        fenced = False
        for number, line in enumerate(self.texts[lang].split("\n"), self.lines[lang]):
            if line.lstrip().startswith(("```", "~~~")):
                fenced = not fenced
            elif not fenced:
                yield number, line

    def paragraphs(self, lang: Lang) -> Iterator[tuple[int, str]]:
        """Yield running text with its first line; an entry of a list or table stands alone."""
        start = 0
        parts: list[str] = []
        for number, line in [*self.by_line(lang), (0, "")]:
            ends = not line.strip() or LISTED.match(line)
            if parts and ends:
                yield start, " ".join(parts)
                parts = []
            if line.strip():
                start = start if parts else number
                parts.append(line.strip())

    def finding(self, lang: Lang, line: int, rule: str, string: str, suggestion: str) -> Finding:
        """Return a finding about one language of this text."""
        path = self.files.get(lang, self.path)
        return Finding(path, line, rule, lang, string, self.texts.get(lang, ""), suggestion)
