"""Prose in three languages becomes Markdown that a reader bar can filter by language.

A language block becomes a ``div`` with a ``lang``; a heading becomes one Markdown heading that
holds every language, so that a table of contents lists it once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from carekit.authoring.build import folding, regions
from carekit.authoring.build.line_breaks import joined
from carekit.authoring.build.myst import SourceCell
from carekit.common.files import Fault
from carekit.common.languages import ENGLISH, language, languages
from carekit.vocabulary.glossary import Term

OPEN = re.compile(r":::\{([A-Za-z-]+)\}\s*(\S*)\s*")
# Markdown of an imported notebook, byte for byte. It stands in a fence longer than any in it, so
# that nothing inside can end it.
AS_WRITTEN = "as-written"
VERBATIM = re.compile(rf"(`{{3,}})\{{{AS_WRITTEN}\}}\s*(\S*)\s*")
# Not YAML: a title may well hold a colon.
SAID = re.compile(r"([A-Za-z][A-Za-z0-9-]*):\s+(.*\S)\s*")
QUOTED = re.compile(r"""^(["'])(.*)\1$""")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
HEADING = re.compile(r" {0,3}(#{1,6}(\s|$)|<h[1-6]\b)", re.IGNORECASE)
UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*")
TERM = re.compile(r"\[\[([^\]|\[\"']+)(?:\|([^\]]+))?\]\]")
MONEY = re.compile(r"(?<!\\)\$\d+")
FIGURE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
# Code is left as written: `df[[column]]` is no link.
CODE = re.compile(
    r"(^ {0,3}(?P<f>`{3,}|~{3,}).*?^ {0,3}(?P=f)|(?P<s>`+)(?!`).+?(?<!`)(?P=s)(?!`))", re.M | re.S
)
# What stands between the end of a sentence and the first word of the next.
OPENERS = re.compile(r"[*_“‘\"'(\[]+$")
SHORTENED = re.compile(r"[(“]?(e\.g|i\.e|vs|approx|cf|etc|No|Nos)\.")
SEPARATOR = '<span class="care-sep"> / </span>'
# A number that all languages share, as in "3 · Words": said once, whichever language is shown.
NUMBER = re.compile(r"\d+(\.\d+)*( · |\. )")


@dataclass(frozen=True)
class ProseBlock:
    """One ``:::`` block, or a mark line that stands between blocks (kind ``mark``)."""

    kind: str
    arg: str
    line: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the block's words without the blank lines around them."""
        return "\n".join(self.lines).strip("\n")


@dataclass(frozen=True)
class Words:
    """What prose may refer to: the glossary's terms and the figures (None: they failed)."""

    terms: Mapping[str, Term]
    figures: Mapping[str, str] | None


def render(path: Path, cell: SourceCell, words: Words, faults: list[Fault]) -> str:
    """Return a Markdown cell's source as the notebook shows it; mistakes go to ``faults``."""
    blocks = read_blocks(path, cell, faults)
    _triples(path, cell, [block for block in blocks if block.kind in languages()], blocks, faults)
    return "\n\n".join(_ProseWriter(path, cell, words, faults).write(block) for block in blocks)


def read_blocks(path: Path, cell: SourceCell, faults: list[Fault]) -> list[ProseBlock]:
    """Return the blocks of a Markdown cell in order; anything outside them is a fault."""
    blocks: list[ProseBlock] = []
    opened: ProseBlock | None = None
    inside: list[str] = []
    fence, ends = "", ":::"
    for line, words in enumerate(cell.source.split("\n"), cell.line):
        if opened is None:
            if head := OPEN.fullmatch(words):
                opened, inside, ends = ProseBlock(head[1], head[2], line, ()), [], ":::"
            elif head := VERBATIM.fullmatch(words):
                opened, inside, ends = ProseBlock(AS_WRITTEN, head[2], line, ()), [], head[1]
            elif regions.mark(words):
                blocks.append(ProseBlock("mark", "", line, (words.strip(),)))
            elif words.strip():
                said = words.strip()[:40]
                first = languages()[0]
                says = f"prose outside a block ({said!r}); put it between :::{{{first}}} and :::"
                faults.append(Fault(path, line, cell.name, says))
            continue
        if opened.kind != AS_WRITTEN and (fenced := FENCE.match(words)):
            fence = "" if fence and words.strip().startswith(fence) else fence or fenced[1]
        if words.rstrip() == ends and not fence:
            blocks.append(ProseBlock(opened.kind, opened.arg, opened.line, tuple(inside)))
            opened = None
        else:
            inside.append(words)
    if opened:
        says = f"{{{opened.kind}}} is not closed; add {ends} below it"
        if opened.kind != AS_WRITTEN:
            says = f":::{says}"
        faults.append(Fault(path, opened.line, cell.name, says))
    return blocks


def has_every_language(path: Path, cell: SourceCell) -> bool:
    """Return whether what a learner sees of a Markdown cell says something in every language."""
    visible = SourceCell(cell.name, cell.kind, "\n".join(regions.split(cell.source).visible), 1, 1)
    kinds = {block.kind for block in read_blocks(path, visible, []) if block.text}
    return AS_WRITTEN in kinds or kinds.issuperset(languages())


def _triples(
    path: Path,
    cell: SourceCell,
    said: list[ProseBlock],
    blocks: list[ProseBlock],
    faults: list[Fault],
) -> None:
    """Report blocks of a triple that are missing, out of order, empty or torn apart."""
    expected, langs = 0, languages()
    every = ", ".join(langs)
    last: ProseBlock | None = None
    for block in blocks:
        if block.kind == langs[expected]:
            expected, last = (expected + 1) % len(langs), block
        elif last is not None and expected:
            says = f":::{{{langs[expected]}}} must follow here; say it in {every}"
            faults.append(Fault(path, block.line, cell.name, says))
            return
        elif block.kind in langs:
            says = f":::{{{langs[0]}}} must come first; the order is {every}"
            faults.append(Fault(path, block.line, cell.name, says))
            return
    if last is not None and expected:
        says = f"no :::{{{langs[expected]}}} block after this one; say it in {every}"
        faults.append(Fault(path, last.line, cell.name, says))
    for block in said:
        if not block.text.strip():
            says = f":::{{{block.kind}}} is empty; write the words"
            faults.append(Fault(path, block.line, cell.name, says))


def begins_sentence(before: str) -> bool:
    """Return whether an English sentence begins behind a text that may hold Markdown.

    >>> begins_sentence("It went out. "), begins_sentence("- **"), begins_sentence("on time (e.g. ")
    (True, True, False)
    """
    said = OPENERS.sub("", before)
    line = said.rpartition("\n")[2]
    if not said.strip() or (
        re.fullmatch(r"\s*(>\s*)*([-*+]|\d+[.)])?\s*", line)
        and (
            # A list item and a new paragraph begin one; a line that goes on does not.
            line.strip() or said.endswith("\n\n")
        )
    ):
        return True
    end = re.search(r"(\S*?)([.!?…])[”’\")*_]*\s+$", said)
    return end is not None and not SHORTENED.fullmatch(end[1] + end[2])


def capitalized(name: str) -> str:
    """Return an English name as it begins a sentence; one that begins with a symbol stays.

    >>> capitalized("low tide"), capitalized("p value"), capitalized("UTC")
    ('Low tide', 'p value', 'UTC')
    """
    word = name.partition(" ")[0]
    return name[0].upper() + name[1:] if len(word) > 1 and word.islower() else name


class _ProseWriter:
    """Writes the blocks of one cell; keeps where it is for the messages."""

    def __init__(self, path: Path, cell: SourceCell, words: Words, faults: list[Fault]) -> None:
        self.path, self.cell, self.words, self.faults = path, cell, words, faults

    def write(self, block: ProseBlock) -> str:
        """Return one block as Markdown."""
        if block.kind == "mark":
            return block.text
        if block.kind == "heading":
            return self._heading(block)
        if block.kind == AS_WRITTEN:
            if block.arg not in languages():
                tags = ", ".join(languages())
                says = f"write one of {tags} behind it: the language it is written in"
                self._fault(block.line, f"{{{AS_WRITTEN}}} {says}")
            return "\n".join(block.lines)
        if block.kind not in (*languages(), "any"):
            known = ", ".join(("heading", *languages(), "any"))
            self._fault(block.line, f":::{{{block.kind}}} is not known; use one of {known}")
            return ""
        self._no_headings(block)
        lang = block.kind if block.kind in languages() else None
        text = self._filled(block, lang)
        if lang is None:
            return text
        if not language(lang).facts.spaced:
            text = joined(text)
        kind = "care-text care-fold" if block.arg == folding.BLOCK else "care-text"
        return f'<div {language(lang).marked} class="{kind}">\n\n{text}\n\n</div>'

    def _heading(self, block: ProseBlock) -> str:
        if block.arg not in list("123456"):
            self._fault(block.line, f"level {block.arg!r}; write :::{{heading}} 1 to 6")
            return ""
        title = {}
        for line, words in enumerate(block.lines, block.line + 1):
            said = SAID.fullmatch(words)
            if said and said[1] in languages() and said[1] not in title:
                title[said[1]] = QUOTED.sub(r"\2", said[2])
            elif words.strip():
                tags = ", ".join(languages())
                self._fault(
                    line, f"write one line each for {tags}, as in `{languages()[0]}: Words`"
                )
        if tuple(title) != languages():
            self._fault(block.line, f"a heading needs {', '.join(languages())}, in this order")
        if any("[[" in said for said in title.values()):
            self._fault(block.line, "a [[term]] in a heading; link it in the text below")
        first = NUMBER.match(title.get(languages()[0], ""))
        shared = first and all(said.startswith(first[0]) for said in title.values())
        number = first[0] if first and shared else ""
        spans = [
            f'<span {language(lang).marked} class="care-head">'
            f"{self._with_figures(said.removeprefix(number), block.line)}</span>"
            for lang, said in title.items()
        ]
        return f"{'#' * int(block.arg)} {number}{SEPARATOR.join(spans)}"

    def _no_headings(self, block: ProseBlock) -> None:
        text = CODE.sub(lambda code: re.sub(r"[^\n]", "`", code[0]), "\n".join(block.lines))
        before = ""
        for line, words in enumerate(text.split("\n"), block.line + 1):
            underlined = (
                UNDERLINE.fullmatch(words) and before.strip() and not before.startswith("|")
            )
            if HEADING.match(words) or underlined:
                says = "a heading inside a block would show once a language; use :::{heading} N"
                self._fault(line, says)
            before = words

    def _filled(self, block: ProseBlock, lang: str | None) -> str:
        """Return a block's text with links and figures put in; code keeps its brackets."""
        text, done, at = block.text, [], 0
        first = block.line + 1 + _leading_blank(block)
        for code in CODE.finditer(text):
            done.append(self._linked(text, at, code.start(), lang, first))
            done.append(self._with_figures(code[0], first + text.count("\n", 0, code.start())))
            at = code.end()
        done.append(self._linked(text, at, len(text), lang, first))
        return "".join(done)

    def _linked(self, text: str, start: int, end: int, lang: str | None, first: int) -> str:
        line = first + text.count("\n", 0, start)
        part = text[start:end]

        for money in MONEY.finditer(part):
            here = line + part.count("\n", 0, money.start())
            self._fault(here, f"{money[0]!r} would open a formula; write \\{money[0]}")

        def link(found: re.Match[str]) -> str:
            here = line + part.count("\n", 0, found.start())
            first = lang == ENGLISH and begins_sentence(text[:start] + whole[: found.start()])
            return self._term(found[1].strip(), found[2], lang, here, first=first)

        whole = self._with_figures(part, line)
        return TERM.sub(link, whole)

    def _term(
        self, name: str, shown: str | None, lang: str | None, line: int, *, first: bool
    ) -> str:
        term = self.words.terms.get(name)
        if term is None:
            self._fault(
                line, f"[[{name}]] is in neither glossary.yml nor terms.yml; add or correct it"
            )
            return ""
        if lang is None:
            self._fault(line, f"[[{name}]] in :::{{any}} has no language; move it into the triple")
            return ""
        title = f' title="{_attribute(term.means[lang])}"' if term.means else ""
        said = shown or term.term[lang]
        if first and not shown:
            said = capitalized(said)
        return f'<dfn class="care-term"{title}>{said}</dfn>'

    def _with_figures(self, text: str, line: int) -> str:
        def figure(found: re.Match[str]) -> str:
            if self.words.figures is None:
                # One mistake in their code is one fault, not one at every place that quotes them.
                return found[0]
            if found[1] in self.words.figures:
                return self.words.figures[found[1]]
            here = line + text.count("\n", 0, found.start())
            self._fault(here, f"{{{{{found[1]}}}}} is no figure; compute it as text under figures:")
            return ""

        return FIGURE.sub(figure, text)

    def _fault(self, line: int, says: str) -> None:
        self.faults.append(Fault(self.path, line, self.cell.name, says))


def _leading_blank(block: ProseBlock) -> int:
    return next((n for n, line in enumerate(block.lines) if line.strip()), 0)


def _attribute(words: str) -> str:
    # A bare `$` would open a formula and a bare `|` a table column, even inside an attribute.
    plain = words.replace("**", "").replace("`", "")
    return escape(plain).replace("$", "&#36;").replace("|", "&#124;")
