"""How a text reads: the length of English sentences, and numbers that nothing computes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carekit.authoring.prose_lint.finding import Finding, TextInLanguages
from carekit.authoring.prose_lint.strip_markup import plain, without_code
from carekit.common.languages import ENGLISH
from carekit.vocabulary.glossary import Term

LONGEST = 28  # words
SENTENCE = re.compile(r"(?<=[.!?])[\"”’)*_]*\s+|\s*\|\s*")
WORD = re.compile(r"[A-Za-z0-9]+(?:[’'.,:/-][A-Za-z0-9]+)*%?")
SMALL = 12  # counting the parts of a text up to a dozen is no claim about data
NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\d\w]*[A-Za-z])")
# Numbers that are names or clock times, not results: years, ISO 10002, 17:30, 2025-09-01, §2.1,
# § 3-501.14, 852/2004.
NAMES = re.compile(
    r"\b\d+/(?:19|20)\d\d\b|\b(?:19|20)\d\d(?:-\d\d){0,2}(?!\d)"
    r"|(?:(?:GB/T|ISO|GB|CNS)\s*(?:/TS)?\s*)\d+(?:-\d+)*(?::\d+)?"
    r"|\d{1,2}:\d\d|§\s*[\d.-]+|\d+\s*[月日号號时時点點]|第\s*\d+\s*[个個章节節课課题題天步行列部页頁条條]"
    r"|\b[A-Z][A-Za-z]*[- ]?\d+\b"
    r"|(?i:\b(?:lesson|article|artículo|part|task|question|chapter|section|step)s?\s+\d+)"
    r"|^\s*\d+[.)]\s|\d{1,2} (?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December)|(?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December) \d{1,2}|\d+\s*(?:words|字)"
    r"|\d+(?:\.\d+)?(?:(?:, | or |、| ?或 ?| and )\d+(?:\.\d+)?)*\s*(?:points?\b|分(?![钟鐘]))"
)
UNFILLED = re.compile(r"\{\{\s*\w+\s*\}\}|\[\[[a-z0-9-]+(?:\|[^\]]*)?\]\]")


def long_sentences(said: TextInLanguages, terms: Mapping[str, Term]) -> Iterator[Finding]:
    """Yield English sentences that a B1 reader would have to read twice."""
    if ENGLISH not in said.texts:
        return
    for line, paragraph in said.paragraphs(ENGLISH):
        for sentence in SENTENCE.split(plain(paragraph, ENGLISH, terms)):
            length = len(WORD.findall(sentence))
            if length > LONGEST:
                says = f"{length} words; cut it into sentences of at most {LONGEST}"
                start = " ".join(sentence.split()[:8])
                yield said.finding(ENGLISH, line, "long-sentence", start, says)


def loose_numbers(said: TextInLanguages) -> Iterator[Finding]:
    """Yield numbers in prose about data that neither a cell nor a key holds.

    Not claims, and free: small whole numbers, dates and clock times, points, names like P90.
    """
    if said.known is None:
        return
    for lang in said.texts:
        for line, raw in said.by_line(lang):
            text = NAMES.sub(" ", without_code(raw))
            for number in NUMBER.finditer(text):
                value = number[0].replace(",", "").rstrip(".")
                share = text[number.end() :].lstrip().startswith(("%", "％"))
                small = value.isdigit() and int(value) <= SMALL and not share
                if not small and value not in said.known:
                    says = (
                        "compute it under figures: and write {{name}}, so that it cannot go stale"
                    )
                    yield said.finding(lang, line, "loose-number", number[0], says)


def unfilled(said: TextInLanguages) -> Iterator[Finding]:
    """Yield placeholders and term links that building should have replaced in a made notebook."""
    for lang, text in said.texts.items() if said.only else ():
        for mark in UNFILLED.findall(text):
            says = "building left this as it was; build again"
            yield said.finding(lang, said.lines[lang], "unfilled", mark, says)
