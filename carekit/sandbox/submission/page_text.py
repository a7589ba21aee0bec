"""Whether a page shows every word of a text cell, and the cell as a page that does.

Whoever marks reads a rendered page, and Markdown can hold words that a page leaves out: comments,
hidden elements, white letters, definitions of links, descriptions of pictures. Only what is known
to show its words is left as it was written; everything else is shown as text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from carekit.common.notebook_format import Attachments

# Without one of these a text has nothing but words in it, and no parser need look at it.
_MARKUP = re.compile(r"[<&]|\]\s*[:(\[]|[`~]{3}|[$\\|]")
# Characters of Markdown; what is longer than a person writes is shown as text without a look.
_LONGEST = 20_000
_MOST_RENDERED = 300_000
# Formulas that begin; each without an end is sought through all that follows it.
_MOST_FORMULAS = 200

_TAGS = {
    *("a", "abbr", "b", "big", "blockquote", "br", "caption", "center", "cite", "code", "dd"),
    *("del", "details", "dfn", "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5"),
    *("h6", "hr", "i", "img", "input", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s"),
    *("samp", "small", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody"),
    *("td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var"),
}
_SMALLER = {"small", "sub", "sup"}
_VOID = {"br", "hr", "img", "input"}
_ATTRIBUTES = {"align", "colspan", "dir", "lang", "open", "rowspan", "scope", "start", "valign"}
_OF_PICTURES = {"src", "alt", "title", "width", "height"}
# What the Markdown of a notebook itself makes of a list with boxes to tick.
_OF_BOXES = {"type", "disabled", "checked", "class"}
_CLASSES = {
    *("care-text", "care-fold", "care-head", "care-sep", "care-term", "dataframe"),
    *("task-list-item", "task-list-item-checkbox"),
}
_STYLES = {
    "text-align": re.compile(r"left|right|center|justify"),
    "font-weight": re.compile(r"normal|bold|\d00"),
    "font-style": re.compile(r"normal|italic"),
    "text-decoration": re.compile(r"underline|line-through"),
}
_COLOURS = {
    *("black", "blue", "brown", "chocolate", "crimson", "darkblue", "darkgreen", "darkorange"),
    *("darkred", "dimgray", "firebrick", "gray", "green", "grey", "indigo", "magenta", "maroon"),
    *("navy", "olive", "orange", "orangered", "purple", "red", "teal", "tomato", "violet"),
}
_SMALL_PICTURE = 32
# The longest address that is taken for one, and not for a place to write in.
_ADDRESS = re.compile(
    r"(https?://|mailto:|attachment:|#|\.{0,2}/)?[^\s]{0,200}|data:image/[a-z+]+;base64,\S*"
)
# Letters that MathJax reads and does not draw.
_UNDRAWN = re.compile(
    r"(?<!\\)%|\\(?:[hv]?phantom|color|textcolor|label|tag|cssId|class|style|href|require|smash"
    r"|(?:re)?newcommand|newenvironment|def|let|rlap|llap|scriptscriptstyle|tiny|if)\b"
)
_MATH = re.compile(r"\$\$.+?\$\$|\$.+?\$|\\[(\[].+?\\[)\]]|\\begin\{.+?\\end\{", re.DOTALL)
# What is left of a page without its tags has this sign only where a browser may hide what follows.
_WHOLE_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
# The name that Jupyter gives a picture that was pasted is nobody's answer.
_PASTED = r"(?:[\w.-]+\.\w{3,4}|image|)"
# Signs that a page draws in another way than by their letters.
_DRAWN = (
    (re.compile(rf"!\[{_PASTED}\](?=\()"), "]"),
    (re.compile(r"^[\s>*+-]*\d{1,9}[.)](?=\s)", re.MULTILINE), ""),
    (re.compile(r"\[[ xX]\](?=\s)"), ""),
    (re.compile(r"^[\s>*+-]*(?:```+|~~~+)[ \t]*[\w+#.-]{0,20}[ \t]*$", re.MULTILINE), ""),
    (re.compile(r"<[^<>]*>"), " "),
    (re.compile(r"\]\([^()\s]{0,200}\)"), "] "),
    (re.compile(r"\]\(attachment:[^()]{0,200}\)"), "] "),
    (re.compile(r"^[ >]*\[[^\]\s]{1,30}\]:\s*\S{1,200}[ \t]*$", re.MULTILINE), " "),
    (re.compile(r"\]\[[^\[\]\s]{0,30}\]"), "] "),
    (re.compile(r"data:image/[a-z+]+;base64,[A-Za-z0-9+/=]+"), " "),
)
_PIECE = re.compile(r"[A-Za-z0-9]+|[^\W_]")


class PageCheck:
    """Looks at the text cells of one submission, up to a bound for all of them together."""

    def __init__(self) -> None:
        """Begin with everything that may be rendered."""
        self.left = _MOST_RENDERED

    def shown(self, kind: str, source: str, attachments: Attachments) -> str | None:
        """Return Markdown that shows every word of a cell, or None where the cell does so itself.

        ``kind`` is "markdown" or "raw"; a page takes the text of a raw cell for HTML.
        """
        if kind == "raw":
            return as_text(source) if re.search(r"[<&]", source) else None
        if not _MARKUP.search(source):
            return None
        self.left -= len(source)
        try:
            return self._shown(source, attachments)
        except Exception:
            # What no parser of pages takes costs nobody their points: it is shown as it was typed.
            return _typed(source, attachments)

    def _shown(self, source: str, attachments: Attachments) -> str | None:
        page = self._rendered(source, attachments)
        seen = _Seen()
        if page is not None:
            seen.feed(page)
            seen.close()
            seen.acts |= "<" in _WHOLE_TAG.sub("", page)
        if page is None or seen.acts:
            return _typed(source, attachments)
        if _shown_twice(source) or _whole(source, seen):
            return None
        return f"{source}\n\n{as_text(source)}"

    def _rendered(self, source: str, attachments: Attachments) -> str | None:
        """Return the cell as formgrader's page has it, or None where it is not worth the wait."""
        from carekit.common.safe_html import heavy

        many = source.count("\\begin{") > _MOST_FORMULAS
        if self.left < 0 or len(source) > _LONGEST or many or heavy(source):
            return None
        from nbconvert.filters.markdown_mistune import InvalidNotebook, MarkdownWithMath

        try:
            return str(MarkdownWithMath(renderer=_renderer(attachments)).render(source))
        except (InvalidNotebook, RecursionError, ValueError, StopIteration):
            # A picture that is not there, say: formgrader's page would fail on it.
            return None


def _typed(source: str, attachments: Attachments) -> str:
    """Return Markdown that shows a source as it was typed, with its pictures below."""
    pictures = [name for name in attachments if re.fullmatch(r"[\w.-]+", name)]
    return "\n\n".join([as_text(source), *(f"![{name}](attachment:{name})" for name in pictures)])


def _renderer(attachments: Attachments) -> Any:
    from nbconvert.filters.markdown_mistune import IPythonRenderer

    class Plain(IPythonRenderer):
        """The renderer of formgrader's page, without colours for code."""

        def block_code(self, code: str, *_info: object, **_named: object) -> str:
            return f"<pre><code>{html.escape(code)}</code></pre>"

    return Plain(
        escape=False, attachments=attachments, exclude_anchor_links=True, embed_images=False
    )


class _Seen(HTMLParser):
    """The words that a page shows; ``acts`` where it holds anything that could hide some."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.acts = False
        self.text: list[str] = []
        self.aside: list[str] = []
        self.small = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = [(name, value or "") for name, value in attrs]
        self.acts |= tag not in _TAGS or not all(_harmless(tag, *one) for one in named)
        self.small += tag in _SMALLER
        self.acts |= self.small > 2
        for name, value in named:
            if name in ("alt", "title") or (name in ("href", "src") and not _is_address(value)):
                self.aside.append(value)
            self.acts |= (
                name == "class" and tag == "input" and dict(named).get("type") != "checkbox"
            )

    def handle_endtag(self, tag: str) -> None:
        self.small -= tag in _SMALLER

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, _data: str) -> None:
        self.acts = True

    def handle_decl(self, _decl: str) -> None:
        self.acts = True

    def unknown_decl(self, _data: str) -> None:
        self.acts = True

    def handle_pi(self, _data: str) -> None:
        self.acts = True


def _harmless(tag: str, name: str, value: str) -> bool:
    """Return whether an attribute leaves the words of its element where everybody sees them."""
    if name == "style":
        return all(map(_plain_style, filter(None, map(str.strip, value.split(";")))))
    if name == "color":
        return tag == "font" and _dark(value)
    if name == "class":
        return set(value.split()) <= _CLASSES
    if name in ("href", "title"):
        return tag in ("a", "abbr", "img") and not re.match(r"\s*(javascript|vbscript):", value)
    if tag == "img" and name in ("width", "height"):
        return value.rstrip("px%").isdecimal() and int(value.rstrip("px%")) >= _SMALL_PICTURE
    return (
        name in _ATTRIBUTES
        or (tag == "img" and name in _OF_PICTURES)
        or (tag == "input" and name in _OF_BOXES)
    )


def _plain_style(declaration: str) -> bool:
    name, _, value = (part.strip().lower() for part in declaration.partition(":"))
    if name == "color":
        return _dark(value)
    return name in _STYLES and bool(_STYLES[name].fullmatch(value))


def _dark(colour: str) -> bool:
    """Return whether a colour is one that is read on white."""
    colour = colour.strip().lower()
    if re.fullmatch(r"#[0-9a-f]{3}", colour):
        colour = "#" + "".join(2 * letter for letter in colour[1:])
    if re.fullmatch(r"#[0-9a-f]{6}", colour):
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue < 190
    return colour in _COLOURS


def _is_address(value: str) -> bool:
    return bool(_ADDRESS.fullmatch(value))


def _shown_twice(source: str) -> bool:
    """Return whether a cell has its text below it already: a notebook may be put in order twice."""
    signs = len(source) - len(source.rstrip("`"))
    first = source[: max(0, (len(source) - 4 - 2 * signs) // 2)]
    return bool(first) and source == f"{first}\n\n{as_text(first)}"


def _whole(source: str, seen: _Seen) -> bool:
    """Return whether all words of a source stand on its page."""
    text = "".join(seen.text)
    letters = _letters(text)
    if any(_UNDRAWN.search(found[0]) for found in _MATH.finditer(text)):
        # "It cost $5, 10 % less than the $6 of last year" loses its middle.
        return False
    aside = [one for one in seen.aside if not re.fullmatch(_PASTED, one)]
    if any(_letters(one) not in letters for one in aside):
        return False
    left = html.unescape(source)
    for signs, instead in _DRAWN:
        left = signs.sub(instead, left)
    return all(piece.casefold() in letters for piece in _pieces(left))


def _pieces(text: str) -> Iterator[str]:
    return (found[0] for found in _PIECE.finditer(text))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def as_text(source: str) -> str:
    """Return Markdown that shows a source as it was typed."""
    longest = max(map(len, re.findall("`+", source)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{source}\n{fence}"
