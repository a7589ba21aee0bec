"""HTML for print that several kinds share: words in every language, lists of options, a blank."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from carekit.common.languages import languages
from carekit.questions.shown_question import SeenPart

BLANK = "________"


def in_order(parts: Iterable[SeenPart], order: list[str]) -> list[SeenPart]:
    """Return parts in the order in which their ids are listed."""
    by_id = {part["id"]: part for part in parts}
    return [by_id[name] for name in order]


def listed(parts: Iterable[SeenPart], box: str) -> str:
    """Return a list of parts, each behind a sign that can be filled in with a pen."""
    lines = "".join(
        f'<li style="list-style: none">{box} <span style="display: inline-block; '
        f'vertical-align: top">{in_languages(part["say"], "span", "{}", "<br>")}</span></li>'
        for part in parts
    )
    return f"<ul>{lines}</ul>"


def in_languages(text: dict[str, str], tag: str, frame: str, between: str = "") -> str:
    """Return one element for each language, marked with it."""
    return between.join(
        f"<{tag} {lang.marked}>{frame.format(marked(text[lang]))}</{tag}>"
        for lang in languages()
        if lang in text
    )


def marked(said: str) -> str:
    """Return escaped words with `code` and **bold** as elements."""
    html = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(said))
    return re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", html)
