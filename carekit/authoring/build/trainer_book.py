"""The trainer's book: the guide and the notes of every lesson as pages to print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from carekit.authoring.build import figures, prose
from carekit.authoring.build.myst import Script, read_script
from carekit.authoring.build.refusals import say
from carekit.common.course import card
from carekit.common.files import ContentError, Fault, refuse, shown, write_atomic
from carekit.common.languages import Lang, languages
from carekit.vocabulary.glossary import load_terms

FOLDER = Path("content") / "trainer"
TEMPLATES = Path(__file__).parent / "templates"
_BLOCK = re.compile(
    r'<div lang="([A-Za-z0-9-]+)"(?: dir="rtl")? class="care-text">\n\n(.*?)\n\n</div>', re.DOTALL
)
_SPAN = re.compile(r'<span lang="([A-Za-z0-9-]+)"(?: dir="rtl")? class="care-head">(.*?)</span>')
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Chapter:
    """One text in one language: its name as a link, its title and its body as HTML."""

    id: str
    title: str
    html: str


def print_book(root: Path, out: Path, langs: Sequence[Lang] = ()) -> list[Path]:
    """Write ``trainer-<language>.html`` into ``out`` for each language and return the paths.

    Every page holds one language, all texts of ``content/trainer`` in the order of their names, and
    a page break before each. Raises ContentError that lists every mistake of every text; then
    nothing is written.
    """
    rendered = texts(root)
    made = []
    for lang in langs or languages():
        path = out / f"trainer-{lang.lower()}.html"
        write_atomic(path, page(root, rendered, lang))
        made.append(path)
    return made


def texts(root: Path) -> list[tuple[str, str]]:
    """Return name and Markdown, in every language, of each text, with its figures put in."""
    paths = sorted((root / FOLDER).glob("*.md"))
    if not paths:
        raise ContentError(say("no-notes", folder=shown(root / FOLDER)))
    terms = load_terms(root)
    faults: list[Fault] = []
    found = []
    for path in paths:
        script = read_script(path, faults)
        words = prose.Words(terms, figures.compute(script, root, faults))
        _refuse_code(script, faults)
        cells = [prose.render(path, cell, words, faults) for cell in script.cells]
        found.append((path.stem, "\n\n".join(cells)))
    refuse(sorted(set(faults), key=lambda fault: (str(fault.path), fault.line, fault.says)))
    return found


def _refuse_code(script: Script, faults: list[Fault]) -> None:
    says = "code is not run here; show it in a block of prose"
    faults += [
        Fault(script.path, cell.opened, cell.name, says)
        for cell in script.cells
        if cell.kind == "code"
    ]


def page(root: Path, rendered: Sequence[tuple[str, str]], lang: Lang) -> str:
    """Return the book in one language as one HTML page that asks nothing of the network."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("trainer.html.j2").render(
        lang=lang,
        title=card(root).title[lang],
        chapters=[_chapter(name, markdown, lang) for name, markdown in rendered],
    )


def _chapter(name: str, markdown: str, lang: Lang) -> Chapter:
    # nbconvert takes a second to import; only printing needs it.
    from nbconvert.filters import markdown2html

    said = in_one_language(markdown, lang)
    title = _TITLE.search(said)
    html = markdown2html(said)
    return Chapter(name, re.sub(r"<[^>]+>", "", title[1]) if title else escape(name), html)


def in_one_language(markdown: str, lang: Lang) -> str:
    """Return rendered Markdown with the words of one language only."""

    def block(found: re.Match[str]) -> str:
        return found[2] if found[1] == lang else ""

    alone = _SPAN.sub(block, markdown).replace(prose.SEPARATOR, "")
    return _BLOCK.sub(block, alone)
