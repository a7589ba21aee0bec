"""The words of course texts (MyST) and of release notebooks, with their lines."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from carekit.authoring.prose_lint.finding import Finding, TextInLanguages
from carekit.common.languages import Lang, language, languages

OPEN = re.compile(r":::\{([A-Za-z-]+)\}\s*(\S*)\s*")
SAID = re.compile(r"([A-Za-z][A-Za-z0-9-]*):\s+(.*\S)\s*")
# Keys of a language in the head of a cell stand deeper than the keys of the cell.
IN_HEAD = re.compile(r"(?:  ){1,2}([A-Za-z][A-Za-z0-9-]*): (.*\S)\s*")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
NUMBER = re.compile(r"\d[\d,_]*(?:\.\d+)?")
BLOCK = re.compile(r'<(div|span) lang="([A-Za-z0-9-]+)"[^>]*>(.*?)</\1>', re.DOTALL)
# A made notebook repeats what the course text says; only what building can spoil is read again.
MADE = frozenset({"wrong-script", "unfilled"})


def read_page(
    path: Path, gaps: list[Finding], *, known: frozenset[str] | None
) -> list[TextInLanguages]:
    """Return what a course text says; its numbers must be ``known`` or come from its own code.

    Where nothing is known (None), it may give any number.
    """
    lines = path.read_text(encoding="utf-8").split("\n")
    if known is not None:
        known = known.union(_code_numbers(lines))
    said: list[TextInLanguages] = []
    run: dict[Lang, tuple[int, str]] = {}
    for kind, start, body in _blocks(lines):
        if kind == "heading":
            said += _finished(path, run, known, gaps)
            said.append(_heading(path, start, body, known, gaps))
        elif kind == "any":
            said += _finished(path, run, known, gaps)
        else:
            lang = language(kind)
            if lang in run or lang == languages()[0]:
                said += _finished(path, run, known, gaps)
            run[lang] = (start + 1, "\n".join(body))
    return said + _finished(path, run, known, gaps) + _in_heads(path, lines, known)


def _in_heads(path: Path, lines: list[str], known: frozenset[str] | None) -> list[TextInLanguages]:
    """Return what the heads of code cells say: lines above folded cells, words of charts.

    The builder names what has no words in a language.
    """
    said: list[TextInLanguages] = []
    texts: dict[Lang, str] = {}
    where: dict[Lang, int] = {}
    for number, line in enumerate(lines, 1):
        match = IN_HEAD.fullmatch(line)
        if match and match[1] in languages():
            texts[language(match[1])] = match[2].strip("\"'")
            where[language(match[1])] = number
        elif texts:
            said.append(TextInLanguages(path, "head", dict(texts), dict(where), known=known))
            texts.clear()
            where.clear()
    return said


def _blocks(lines: list[str]) -> Iterator[tuple[str, int, list[str]]]:
    """Yield each language, heading or language-free block: kind, line of its head, body."""
    kind, start, fence = "", 0, ""
    body: list[str] = []
    for number, line in enumerate(lines, 1):
        fenced = FENCE.match(line)
        if not kind and not fence and (head := OPEN.fullmatch(line)):
            kind, start, body = head[1], number, []
        elif kind and not fence and line.rstrip() == ":::":
            if kind in {"heading", "any", *languages()}:
                yield kind, start, body
            kind = ""
        else:
            if fenced:
                closes = fence and fenced[1].startswith(fence) and not fenced[2].strip()
                fence = "" if closes else fence or fenced[1]
            body.append(line)


def _finished(
    path: Path,
    run: dict[Lang, tuple[int, str]],
    known: frozenset[str] | None,
    gaps: list[Finding],
) -> list[TextInLanguages]:
    """Return the blocks that have come together as one text, and start anew."""
    if not run:
        return []
    texts = {lang: body for lang, (_, body) in run.items()}
    lines = {lang: start for lang, (start, _) in run.items()}
    run.clear()
    said = TextInLanguages(path, "", texts, lines, known=known)
    _note_gaps(said, min(lines.values()), gaps)
    return [said]


def _heading(
    path: Path, start: int, body: list[str], known: frozenset[str] | None, gaps: list[Finding]
) -> TextInLanguages:
    texts, lines = {}, {}
    for number, line in enumerate(body, start + 1):
        if (match := SAID.fullmatch(line)) and match[1] in languages():
            texts[language(match[1])] = match[2].strip("\"'")
            lines[language(match[1])] = number
    said = TextInLanguages(path, "heading", texts, lines, heading=True, known=known)
    _note_gaps(said, start, gaps)
    return said


def _note_gaps(said: TextInLanguages, line: int, gaps: list[Finding]) -> None:
    first = next(iter(said.texts.values()), "").split("\n")[0]
    for lang in languages():
        if not said.texts.get(lang, "").strip():
            says = f"there are no words in {lang} beside these; write them"
            gaps.append(Finding(said.path, line, "missing-language", lang, first, first, says))


def _code_numbers(lines: list[str]) -> Iterator[str]:
    """Yield the numbers of the front matter and of the code cells, which a test runs."""
    front = bool(lines) and lines[0] == "---"
    fence = ""
    for line in lines[1:]:
        fenced = FENCE.match(line)
        if front:
            front = line != "---"
        elif not fence and fenced and fenced[2].startswith("{code-cell}"):
            fence = fenced[1]
        elif fence and fenced and fenced[1].startswith(fence):
            fence = ""
        elif not fence:
            continue
        for number in NUMBER.findall(line):
            yield number.replace(",", "").replace("_", "")


def read_notebook(path: Path, gaps: list[Finding]) -> list[TextInLanguages]:
    """Return what a made notebook says, one text per Markdown cell."""
    said = []
    for index, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"], 1):
        found = BLOCK.findall("".join(cell["source"])) if cell["cell_type"] == "markdown" else []
        blocks = [block for block in found if block[1] in languages()]
        if not blocks:
            continue
        counts = Counter(lang for _, lang, _ in blocks)
        name = cell.get("id", f"cell {index}")
        if len({counts[lang] for lang in languages()}) > 1:
            says = f"cell {name} has not the same number of blocks in every language; build again"
            fewest = min(languages(), key=lambda lang: counts[lang])
            gaps.append(Finding(path, 1, "missing-language", fewest, name, name, says))
        texts = {
            lang: "\n".join(body.strip() for _, tag, body in blocks if tag == lang)
            for lang in languages()
            if counts[lang]
        }
        said.append(TextInLanguages(path, name, texts, dict.fromkeys(texts, 1), only=MADE))
    return said
