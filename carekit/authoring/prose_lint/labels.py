"""Buttons and headings that a page names, and that no interface has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from carekit.authoring.prose_lint.finding import Finding, TextInLanguages
from carekit.common.languages import ENGLISH, Lang, languages

# What a page tells its reader to press or to read first; a key such as Shift + Enter is no label.
NAMED = {
    "en": re.compile(r"\b(?:[Pp]ress|[Rr]ead) (?:\*\*([A-Z][^*+]+)\*\*|“([^”+]+)”)"),
    "Hans": re.compile(r"(?:按(?:一次|一下|下)?|先看)(?:“([^”+]+)”|\*\*([^*+]+)\*\*)"),
    "Hant": re.compile(r"(?:按(?:一次|一下|下)?|先看)(?:「([^」+]+)」|\*\*([^*+]+)\*\*)"),
}


def unknown_labels(texts: Iterable[TextInLanguages], root: Path) -> Iterator[Finding]:
    """Yield the labels that pages below ``content/`` name and no message of the kit begins with.

    Nothing is judged in a course folder that holds no messages of the kit.
    """
    every = [said for said in texts if not said.only]
    shown: dict[Lang, set[str]] = {lang: set() for lang in (*languages(), ENGLISH)}
    for said in every:
        if said.path.is_relative_to(root / "carekit"):
            for lang, text in said.texts.items():
                shown[lang].add(text.strip())
    for said in every:
        if said.path.is_relative_to(root / "content") and any(shown.values()):
            yield from _unknown(said, shown)


def _unknown(said: TextInLanguages, shown: dict[Lang, set[str]]) -> Iterator[Finding]:
    for lang in said.texts:
        for line, text in said.by_line(lang) if lang.writing in NAMED else ():
            for hit in NAMED[lang.writing].finditer(text):
                label = hit[1] or hit[2]
                if not any(known.startswith(label) for known in shown[lang]):
                    says = "no button or heading is called so; write its name as it is shown"
                    yield said.finding(lang, line, "unknown-label", label, says)
