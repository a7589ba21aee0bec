"""Punctuation and spacing: AutoCorrect between Han and Latin, and the house's own marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from carekit.authoring.prose_lint.chinese_tools import spaced
from carekit.authoring.prose_lint.finding import Finding, TextInLanguages
from carekit.authoring.prose_lint.strip_markup import DATE, plain
from carekit.common.languages import Lang
from carekit.vocabulary.glossary import Term

HAN = r"[\u3400-\u9fff]"
FULL = "，。：；？！（）"
RULED = re.compile(r"[|\s:-]*")  # the line between a table's head and its rows

# What AutoCorrect does not know: the house marks of each language (pattern, what to do).
CHINESE = (
    (re.compile(rf"(?<={HAN})[,;:?!](?!\d)|[,;:?!](?={HAN})"), "a full-width mark beside Han"),
    (re.compile(rf"(?<={HAN})\.(?![\w.])"), "end a Chinese sentence with 。"),
    (re.compile(rf"(?<={HAN})\(|\)(?={HAN})"), "full-width brackets （） beside Han"),
    (re.compile(rf"(?<={HAN})[\"']|[\"'](?={HAN})"), "the quotation marks of this language"),
    (re.compile(r"\.{3,}|。{2,}|(?<!…)…(?!…)(?! [+−\d∞a-z])"), "an ellipsis is ……"),
    (re.compile(r"(?<! )--|--(?![a-z])|─+|(?<!—)—(?!—)"), "a Chinese dash is ——; a range takes –"),
    (re.compile(r"[\d某]\s+[%℃]"), "no space before % or ℃"),
    (re.compile(r"\d+ 年 \d+ 月|\d+ 月 \d+ 日|\d 月 \d"), "a date is joined: 2025年9月1日"),
    (re.compile(r"\S {2,}\S"), "one space, not two"),
)
QUOTES = {
    "Hans": (re.compile(r"[「」『』]"), "mainland quotation marks are “ ” and ‘ ’"),
    "Hant": (
        re.compile(r"[“”‘]|’(?![a-z])"),
        "Taiwan quotation marks are 「 」 and 『 』",
    ),
}
PLAIN = (
    (re.compile(rf"(?<!{HAN})[，。：；？！（）](?!{HAN})"), "a half-width mark in English"),
    (re.compile(r"(?<=[A-Za-z]) +[,.;:?!](?!\w)"), "no space before a mark"),
    (re.compile(r"(?<=[a-z])[,;:?!](?=[A-Za-z])"), "a space after the mark"),
    (re.compile(r"[\d某]\s+%"), "no space before %"),
    (
        re.compile(
            r"(?<![\w.])[\d某][\d.,]*(?:min|sec|hrs?|km|kg|ml|cm|pp|[KMG]B"
            r"|(?:minute|hour|day|week|month)s?)\b"
        ),
        "a space before the unit",
    ),
    (re.compile(r"\S {2,}\S"), "one space, not two"),
)


def marks(said: TextInLanguages, terms: Mapping[str, Term]) -> Iterator[Finding]:
    """Yield misplaced marks and spaces, line by line; code, links and figures are not looked at."""
    for lang in said.texts:
        for line, raw in said.by_line(lang):
            text = plain(raw, lang, terms).strip()
            if RULED.fullmatch(text):
                continue
            if text.startswith("|"):
                # The columns of a table are padded at will.
                text = re.sub(r" {2,}", " ", text)
            for rule, string, says in _faults(lang, text):
                yield said.finding(lang, line, rule, string, says)
    yield from _headings(said)


def _faults(lang: Lang, text: str) -> Iterator[tuple[str, str, str]]:
    if lang.writing in QUOTES:
        yield from _matches((*CHINESE, QUOTES[lang.writing]), text)
        yield from _spacing(text)
    elif lang.primary == "en":
        yield from _matches(PLAIN, text)


def _matches(
    patterns: tuple[tuple[re.Pattern[str], str], ...], text: str
) -> Iterator[tuple[str, str, str]]:
    for pattern, says in patterns:
        for hit in pattern.finditer(text):
            yield "punctuation", _around(text, hit.start(), hit.end()), says


def _spacing(text: str) -> Iterator[tuple[str, str, str]]:
    text = DATE.sub("某日", text)
    right = spaced()(text)
    if right == text:
        return
    for tag, a, b, c, d in SequenceMatcher(None, text, right, autojunk=False).get_opcodes():
        was, becomes = text[a:b], right[c:d]
        if tag == "equal" or (was in FULL and becomes not in FULL and was and becomes):
            continue
        says = f"write {_around(right, c, d)!r}"
        yield "spacing", _around(text, a, b), says


def _around(text: str, start: int, end: int) -> str:
    """Return a piece of text with enough neighbors to be found again."""
    return text[max(0, start - 4) : end + 4].strip()


def _headings(said: TextInLanguages) -> Iterator[Finding]:
    for lang, text in said.texts.items() if said.heading else ():
        if text.rstrip().endswith((".", "。")) and not text.rstrip().endswith("..."):
            says = "a heading ends without a full stop"
            yield said.finding(lang, said.lines[lang], "punctuation", text, says)
