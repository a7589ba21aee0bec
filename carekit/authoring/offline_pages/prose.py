"""The Markdown of a lesson as HTML in one language, with links that work in a folder of pages."""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

from carekit.authoring.build import prose
from carekit.common.languages import Lang, Text

_BLOCK = re.compile(
    r'<div lang="([A-Za-z0-9-]+)"(?: dir="rtl")? class="care-text(?: care-fold)?">\n\n.*?\n\n'
    r"</div>",
    re.DOTALL,
)
_SPAN = re.compile(r'<span lang="([A-Za-z0-9-]+)"(?: dir="rtl")? class="care-head">.*?</span>')
_ANCHOR = re.compile(r'<a class="anchor-link".*?</a>', re.DOTALL)
_HEADING_ID = re.compile(r'(<h[1-6]) id="[^"]*"')
_LINK = re.compile(r'<a href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_PICTURE = re.compile(r'<img\b[^>]*?\bsrc="([^"]*)"[^>]*>')
_ALT = re.compile(r'\balt="([^"]*)"')
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL | re.IGNORECASE)
_EMPTY_HEAD = re.compile(r"<th>\s*</th>")
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True)
class Folder:
    """What a page may link to: the names of the pages, and the folder its notebook lies in."""

    pages: Collection[str]
    notebooks: Path
    words: Mapping[str, Text]
    lang: Lang


def in_one_language(markdown: str, lang: Lang) -> str:
    """Return rendered Markdown with the words of one language only, marked as such."""

    def own(found: re.Match[str]) -> str:
        return found[0] if found[1] == lang else ""

    return _BLOCK.sub(own, _SPAN.sub(own, markdown).replace(prose.SEPARATOR, ""))


def html_of(
    markdown: str, folder: Folder, attachments: Mapping[str, Mapping[str, str]] | None = None
) -> str:
    """Return Markdown as HTML in one language, with pictures inside and links to other pages."""
    from nbconvert.filters import markdown2html

    html = markdown2html(in_one_language(markdown, folder.lang))
    html = _HEADING_ID.sub(r"\1", _ANCHOR.sub("", html))
    html = _PICTURE.sub(lambda found: _picture(found, folder, attachments or {}), html)
    return tidy(_LINK.sub(lambda found: _link(found, folder), html), folder)


def tidy(html: str, folder: Folder) -> str:
    """Return HTML of a cell without scripts, and with tables that a narrow window can scroll."""
    name = escape(folder.words["table"][folder.lang])
    box = f'<div class="page-scroll" tabindex="0" role="region" aria-label="{name}">'
    html = _EMPTY_HEAD.sub("<td></td>", _SCRIPT.sub("", html))
    return _TABLE.sub(lambda found: f"{box}{found[0]}</div>", html)


def _link(found: re.Match[str], folder: Folder) -> str:
    target, rest, words = unescape(found[1]), found[2], found[3]
    path, _, anchor = target.partition("#")
    if _OUTSIDE.match(target):
        return found[0]
    if path.endswith(".ipynb") and Path(path).stem in folder.pages and "release" not in path:
        return f'<a href="{escape(Path(path).stem)}.html"{rest}>{words}</a>'
    if not path and anchor:
        return f"<span>{words}</span>"
    title = escape(folder.words["elsewhere"][folder.lang])
    return f'<span class="page-elsewhere" title="{title}">{words}</span>'


def _picture(
    found: re.Match[str], folder: Folder, attachments: Mapping[str, Mapping[str, str]]
) -> str:
    source = unescape(found[1])
    if source.startswith("data:"):
        return found[0]
    if data := _data_of(source, folder, attachments):
        return found[0].replace(f'src="{found[1]}"', f'src="{data}"')
    # A picture of the network is not asked for; its words stand in its place.
    alt = _ALT.search(found[0])
    return f'<em class="page-elsewhere">{alt[1] if alt else ""}</em>'


def _data_of(
    source: str, folder: Folder, attachments: Mapping[str, Mapping[str, str]]
) -> str | None:
    if source.startswith("attachment:"):
        for media, content in attachments.get(source.removeprefix("attachment:"), {}).items():
            plain = "svg" in media
            coded = base64.b64encode(content.encode()).decode() if plain else content
            return f"data:{media};base64,{coded}"
    path = folder.notebooks / source
    if _OUTSIDE.match(source) or not path.is_file():
        return None
    media = mimetypes.guess_type(path.name)[0] or "image/png"
    return f"data:{media};base64,{base64.b64encode(path.read_bytes()).decode()}"
