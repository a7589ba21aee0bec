"""What a reader looks up says what a term means, and leaves the sources to the lessons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from carekit.authoring.prose_lint.finding import Finding, TextInLanguages

# The entries of the word files, and their parts that a reader who looks a term up gets to see.
LOOKED_UP = re.compile(
    r"(?:concepts|measures|terms|words)\.[^.]+\.(?:definition|means|example|gloss|note)"
)
FILES = {"glossary.yml", "terms.yml", "words.yml"}
SOURCE = {
    "en": re.compile(
        r"(?i)\b(?:chinese|english|old|older|source|original) (?:text|title|print|word list)s?\b"
        r"|\b(?:old )?(?:glossary|word note|dictionar(?:y|ies))\b"
    ),
    "Hans": re.compile(r"原文|旧稿|旧注释|旧标题|旧词表|译者|词典"),
    "Hant": re.compile(r"原文|舊稿|舊註解|舊標題|舊詞彙表|譯者|字典"),
}


def talk_of_sources(said: TextInLanguages) -> Iterator[Finding]:
    """Yield what a definition, an example or a note of the word files says about a source text."""
    if said.path.name not in FILES or not LOOKED_UP.fullmatch(said.place):
        return
    for lang in said.texts:
        for line, text in said.by_line(lang) if lang.writing in SOURCE else ():
            for hit in SOURCE[lang.writing].finditer(text):
                says = "say what the term means here; compare the sources in a lesson"
                yield said.finding(lang, line, "talk-of-sources", hit[0], says)
