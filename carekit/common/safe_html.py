"""A learner's words and outputs as HTML that can do nothing: no script, no style, no address."""

from __future__ import annotations

import base64
import html
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import mistune
import nh3
from markupsafe import Markup, escape

_TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del"),
    *("details", "dfn", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i"),
    *("img", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strong"),
    *("sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"),
    "var",
}
_ATTRIBUTES = {"lang", "dir", "title", "colspan", "rowspan", "scope", "start", "align", "open"}
_OUR_CLASSES = {"care-text", "care-fold", "care-head", "care-sep", "care-term", "dataframe"}
_PICTURE = re.compile(r"^data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+$")
_LINK = re.compile(r"^(https?://|mailto:)", re.IGNORECASE)
# Colours and cursor movements that a terminal would obey.
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[@-_]")
# With these, what stands between the tags goes too.
_WITH_CONTENT = re.compile(r"<(style|script|title|template|noscript)\b", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)\b([^<>]*)>")
# Possessive, so that a text of nothing but letters after "<" is read once.
_ANY_TAG = re.compile(r"</?([A-Za-z][^\s/<>]*+)[^<>]*+(>|(?=<)|\Z)")
_VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
_MOST = 20_000
# What people and programs write stays far below; a parser is kept busy by what is far above.
_DEEPEST, _LOOSE, _WORDS = 100, 500, 200
# Markdown can be made slower to read than HTML, letter by letter.
_COST = 3

_markdown = mistune.create_markdown(
    escape=False, plugins=["table", "strikethrough"], hard_wrap=False
)


def _harmless(_tag: str, name: str, value: str) -> str | None:
    """Return the value of an attribute that an element may have, or None for a value it may not."""
    if name == "href":
        return value if _LINK.match(value.strip()) else None
    if name == "src":
        return value if _PICTURE.match(value) else None
    if name == "class":
        # A class of the page itself could hide a score or show a false one.
        return value if set(value.split()) <= _OUR_CLASSES else None
    return value


_cleaner = nh3.Cleaner(
    tags=_TAGS,
    # What is between the tags stays; ``_without_contents`` took out what is no text.
    clean_content_tags=set(),
    attributes={"*": _ATTRIBUTES | {"class"}, "a": {"href"}, "img": {"alt", "src"}},
    attribute_filter=_harmless,
    url_schemes={"http", "https", "mailto", "data"},
    link_rel=None,
)


def clean(text: str) -> str:
    """Return HTML with everything that acts, loads or styles taken out; the words stay."""
    # Half a letter has no form in UTF-8; a page shows it as a question mark.
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return _cleaner.clean(_ANY_TAG.sub(_known, _without_contents(whole)))


def _known(found: re.Match[str]) -> str:
    """Return a tag that a page may hold, in place of any other a comment, which is then left out.

    nh3 takes out formulas and pictures with all their words, and what stands in a tag that never
    ends; so the first lose their tags here, and the other becomes text.
    """
    if not found[2]:
        # A value in quotes may hold a "<" and go on.
        quoted = found[0].count('"') % 2 or found[0].count("'") % 2
        at_end = found.end() == len(found.string)
        return found[0] if quoted and not at_end else html.escape(found[0])
    return found[0] if found[1].lower() in _TAGS else "<!---->"


def _without_contents(text: str) -> str:
    """Return HTML without the elements whose content is no text; linear, whatever was written."""
    low, kept, at, open_ended = text.lower(), [], 0, set()
    while found := _WITH_CONTENT.search(text, at):
        name = found[1].lower()
        end = -1 if name in open_ended else low.find(f"</{name}", found.end())
        if end < 0:
            open_ended.add(name)
            kept.append(text[at : found.end()])
            at = found.end()
            continue
        kept.append(text[at : found.start()])
        closed = text.find(">", end)
        at = closed + 1 if closed >= 0 else len(text)
    return "".join([*kept, text[at:]])


def heavy(text: str) -> bool:
    """Return whether HTML is built to keep a parser busy: nested without end, or no tags at all."""
    opened: Counter[str] = Counter()
    depth = tags = 0
    for found in _TAG.finditer(text):
        tags += 1
        name = found[2].lower()
        if len(found[3].split(None, _WORDS)) > _WORDS:
            return True
        if found[1] and opened[name]:
            opened[name] -= 1
            depth -= 1
        elif not found[1] and name not in _VOID:
            opened[name] += 1
            depth += 1
        if depth > _DEEPEST:
            return True
    return text.count("<") - tags > _LOOSE or text.count("&") > 10 * _LOOSE


@lru_cache(maxsize=2_000)
def markdown(source: str) -> str:
    """Return Markdown as safe HTML; what every learner has is made once.

    What is too long or built to keep a parser busy is shown as it was written.
    """
    if len(source) <= _MOST and not heavy(source):
        try:
            made = str(_markdown(source))
        except RecursionError:
            made = ""
        if made and not heavy(made):
            return clean(made)
    return as_written(source) if source.strip() else ""


def as_written(source: str) -> str:
    """Return text as a page shows what it does not render."""
    return f"<pre>{plain(source, 5 * _MOST)}</pre>"


@dataclass
class Allowance:
    """How much of one learner's own a page still renders; after that it shows it as it stands.

    One cell cannot keep a page waiting for long; thousands of them could.
    """

    left: int = 15 * _MOST

    def markdown(self, source: str) -> str:
        """Return a cell's Markdown as safe HTML."""
        self.left -= _COST * len(source)
        return markdown(source) if self.left >= 0 else as_written(source)

    def output(self, item: Mapping[str, object]) -> str:
        """Return one output of a cell as safe HTML."""
        data = item.get("data")
        if isinstance(data, dict):
            self.left -= sum(len(joined(data.get(kind))) for kind in ("text/html", "text/markdown"))
            if self.left < 0:
                rich = {"text/html", "text/markdown", "image/svg+xml"}
                item = {**item, "data": {k: v for k, v in data.items() if k not in rich}}
        return output(item)


@lru_cache(maxsize=500)
def _clean_output(text: str) -> str:
    return clean(text)


def plain(text: str, most: int = _MOST) -> str:
    """Return text for a page: escaped, without terminal codes, cut where it never ends."""
    text = _ANSI.sub("", text)
    more = len(text) - most
    return html.escape(text[:most]) + (f"\n… (+{more})" if more > 0 else "")


def joined(text: object) -> str:
    """Return a notebook's text, which may be kept as a list of lines."""
    if isinstance(text, list):
        return "".join(part for part in text if isinstance(part, str))
    return text if isinstance(text, str) else ""


def output(item: Mapping[str, object]) -> str:
    """Return one output of a cell as safe HTML."""
    kind = item.get("output_type")
    if kind == "stream":
        name = "err" if item.get("name") == "stderr" else "out"
        return f'<pre class="{name}">{plain(joined(item.get("text")))}</pre>'
    if kind == "error":
        trace = item.get("traceback")
        told = [f"{item.get('ename')}: {item.get('evalue')}"]
        lines = trace if isinstance(trace, list) and trace else told
        return f'<pre class="err">{plain(chr(10).join(map(str, lines)))}</pre>'
    data = item.get("data")
    return _shown(data) if isinstance(data, dict) else ""


def _shown(data: Mapping[str, object]) -> str:
    for kind in ("image/png", "image/jpeg"):
        if kind in data:
            picture = re.sub(r"[^A-Za-z0-9+/=]", "", joined(data[kind]))
            return f'<img alt="" src="data:{kind};base64,{picture}">'
    if "image/svg+xml" in data:
        # As a picture an SVG runs no script and loads nothing.
        packed = base64.b64encode(joined(data["image/svg+xml"]).encode("utf-8", "replace")).decode()
        return f'<img alt="" src="data:image/svg+xml;base64,{packed}">'
    page = joined(data.get("text/html"))
    if page and len(page) <= 10 * _MOST and not heavy(page):
        return f'<div class="wide">{_clean_output(page)}</div>'
    if "text/markdown" in data:
        return markdown(joined(data["text/markdown"]))
    return f'<pre class="out">{plain(joined(data.get("text/plain")))}</pre>'


def coded(words: str) -> Markup:
    """Return a sentence as HTML in which words between two backticks are code.

    >>> str(coded("a < `b`")), str(coded("one ` alone"))
    ('a &lt; <code>b</code>', 'one ` alone')
    """
    parts = re.split(r"`([^`]+)`", words)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if odd % 2 else escape(part)
        for odd, part in enumerate(parts)
    )
