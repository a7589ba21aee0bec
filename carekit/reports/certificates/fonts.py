"""Whether this computer can draw what a page says: without a font, signs would be boxes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path

import vl_convert

from carekit.common.files import ContentError, shown
from carekit.common.messages import Said
from carekit.reports.certificates.refusals import say

# Nobody assigned this one, so every font draws its box, or nothing, for it.
NOBODYS = "\U0010fffd"
# A font that is here has the last word: the first family is only the one that is tried first.
FAMILY = "serif"
FONTS = {".ttf", ".otf", ".ttc", ".otc"}
# Marks, controls and spaces have no picture of their own.
BARE = ("M", "C", "Z")


def add_fonts(folder: Path) -> None:
    """Let the page use the fonts in a folder. Raises ContentError where there is none."""
    if not any(path.suffix.lower() in FONTS for path in folder.rglob("*")):
        raise ContentError(say("no-font-file", folder=shown(folder)))
    vl_convert.register_font_directory(str(folder))
    _picture.cache_clear()


def missing(words: Iterable[str]) -> list[str]:
    """Return the characters of some words that no font here can draw, each once, in their order.

    Each is drawn by the very program that makes the page and compared with one that no font has.
    """
    box = _picture(NOBODYS)
    signs = dict.fromkeys(sign for word in words for sign in word if not sign.isascii())
    drawn = [sign for sign in signs if not unicodedata.category(sign).startswith(BARE)]
    return [sign for sign in drawn if _picture(sign) == box]


def need(words: Iterable[str]) -> None:
    """Raise ContentError that names the characters without a font and says what to install."""
    lacking = missing(words)
    if lacking:
        signs: Said | str = " ".join(lacking[:12])
        if len(lacking) > 12:
            signs = say("and-more", signs=signs, more=len(lacking) - 12)
        raise ContentError(say("no-font", signs=signs))


@cache
def _picture(sign: str) -> bytes:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24">'
        f'<text x="2" y="19" font-size="18" font-family="{FAMILY}">{escape(sign)}</text></svg>'
    )
    return vl_convert.svg_to_png(svg)
