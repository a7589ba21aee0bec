"""Text without what is not language: code, links, figures and tags become words or vanish."""

from __future__ import annotations

import re
from collections.abc import Mapping

from carekit.common.languages import Lang
from carekit.vocabulary.glossary import Term

CODE = re.compile(r"(`+)(.+?)\1")
FIGURE = re.compile(r"\{\{\s*(\w+)\s*\}\}|(?<![{A-Za-z0-9_])\{(\w+)\}(?!\})")
TERM = re.compile(r"\[\[([a-z0-9-]+)(?:\|([^\]]+))?\]\]")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
GAP = re.compile(r"\(\(.*?\)\)")
TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->")
ADDRESS = re.compile(r"https?://[^\s）)」”]+|\S+@\S+\.\w+")
MATHS = re.compile(r"\$[^$\n]+\$")
# The house joins a date (2025年9月1日), while the spacing rule of Han and digits would part it.
DATE = re.compile(r"\d+年(\d+月(\d+日)?)?|\d+月\d+日")


def plain(text: str, lang: Lang, terms: Mapping[str, Term]) -> str:
    """Return a line as a reader hears it: term links said, code as `x`, figures filled."""
    text = CODE.sub("`x`", text)
    text = TERM.sub(lambda link: link[2] or _name(link[1], lang, terms), text)
    text = LINK.sub(r"\1", text)
    text = MATHS.sub("x", text)
    # A gap of a cloze is a word that is not there yet.
    text = GAP.sub("x" if lang.facts.spaced else "某", text)
    text = TAG.sub("", ADDRESS.sub("x", text))
    # A figure is a number; what stands in single braces may as well be a name.
    return FIGURE.sub(lambda figure: "8" if figure[1] else "某", text)


def without_code(text: str) -> str:
    """Return a text in which code, addresses, tags and the targets of links are blank."""
    for pattern in (CODE, MATHS, ADDRESS, GAP, TAG, FIGURE):
        text = pattern.sub(" ", text)
    text = TERM.sub(lambda link: link[2] or " ", text)
    return LINK.sub(r"\1", text)


def _name(name: str, lang: Lang, terms: Mapping[str, Term]) -> str:
    return terms[name].term[lang] if name in terms else name
