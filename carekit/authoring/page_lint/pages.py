"""Faults of the pages in a learner's bundle: dead links, pictures and headings without words."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import mistune

_IMG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_HREF = re.compile(r"""<a\b[^>]*\bhref\s*=\s*["']([^"']*)["']""", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*["'][^"']*\S[^"']*["']""", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
# What a front end makes of a cell's attachment is there wherever the notebook is.
_INSIDE = ("attachment", "data")


@dataclass(frozen=True)
class PageFault:
    """One fault of a page: path in the bundle, name of the cell ("" in a page), what is wrong."""

    page: str
    cell: str
    says: str

    def __str__(self) -> str:
        """Return the fault on one line."""
        place = f"{self.page}: {self.cell}" if self.cell else self.page
        return f"{place}: {self.says}"


def check_pages(files: Mapping[str, bytes]) -> list[PageFault]:
    """Return the faults of all notebooks and Markdown pages of a learner's bundle.

    ``files`` maps path in the bundle to bytes. A relative link must lead to one of them or to a
    folder that holds one; a picture needs a text that says what it shows; a link needs words;
    headings go down one level at a time, and the first is of level 1. These are success criteria
    1.1.1, 1.3.1, 2.4.4 and 2.4.6 of WCAG 2.2, as far as Markdown shows them.
    """
    found = []
    for page, content in sorted(files.items()):
        level = 0
        for cell, text in _texts(page, content):
            tokens = _markdown(text)
            for token in _walk(tokens if isinstance(tokens, list) else []):
                found += [PageFault(page, cell, says) for says in _faults(token, page, files)]
                if token["type"] == "heading":
                    now = int(token["attrs"]["level"])
                    if now > level + 1:
                        says = (
                            f"a heading of level {now} follows one of level {level}"
                            if level
                            else f"the first heading is of level {now}"
                        )
                        found.append(PageFault(page, cell, f"{says}; use level {level + 1}"))
                    level = now
    return found


_markdown = mistune.create_markdown(renderer="ast", plugins=["table"])


def _texts(page: str, content: bytes) -> Iterator[tuple[str, str]]:
    """Yield name and Markdown of each cell of a notebook, or the whole of a page."""
    if page.endswith(".ipynb"):
        for cell in json.loads(content)["cells"]:
            if cell["cell_type"] == "markdown":
                yield cell.get("id", ""), "".join(cell["source"])
    elif page.endswith(".md"):
        yield "", content.decode("utf-8")


def _walk(tokens: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for token in tokens:
        yield token
        yield from _walk(token.get("children") or [])


def _faults(token: dict[str, Any], page: str, files: Mapping[str, bytes]) -> Iterator[str]:
    kind, raw = token["type"], token.get("raw", "")
    if kind == "link":
        target = token["attrs"]["url"]
        if not _words(token):
            yield f"the link to {target} has no words; write where it leads"
        yield from _dead(target, page, files)
    elif kind == "image":
        if not _words(token):
            yield f"the picture {token['attrs']['url']} has no text that says what it shows"
        yield from _dead(token["attrs"]["url"], page, files)
    elif kind in ("block_html", "inline_html"):
        for picture in _IMG.findall(raw):
            if not _ALT.search(picture):
                yield f"{picture} has no alt text; write what the picture shows"
        for target in _HREF.findall(raw):
            yield from _dead(target, page, files)
    elif kind == "heading" and not _words(token):
        yield "a heading has no words"


def _words(token: dict[str, Any]) -> str:
    said = "".join(one.get("raw", "") for one in _walk(token.get("children") or []))
    return _TAG.sub("", said).strip()


def _dead(target: str, page: str, files: Mapping[str, bytes]) -> Iterator[str]:
    parts = urlsplit(target)
    if parts.scheme in _INSIDE or parts.netloc or parts.scheme in ("http", "https", "mailto"):
        return
    if not parts.path:
        return
    place = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
    if place in files or any(name.startswith(f"{place}/") for name in files):
        return
    yield f"the link to {target} leads to no file that a learner gets"
