"""When a typed text is one of the listed ones, and when it is one typing mistake away."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from typing import Literal

SHORTEST = 5
"""Below this number of letters one wrong letter makes another word: form, from, firm."""


def same_text(typed: str, listed: Iterable[str], fold: Collection[str]) -> bool:
    """Return whether a text is one of the listed ones, but for what is folded.

    Spaces around the text never matter, several in a row are one, and signs that cannot be seen
    are left out: they come with text that is copied from a page.

    >>> fold = ("case", "width", "edges")
    >>> same_text(" “ＦＣＲ” ", ["fcr"], fold), same_text("C", ["C#"], fold)
    (True, False)
    >>> same_text("Fcr", ["FCR"], ("width",)), same_text("跟进", ["跟進"], fold)
    (False, False)
    """
    forms = _forms(typed, fold)
    return any(folded(one, fold) in forms for one in listed)


def one_mistake_away(typed: str, listed: Iterable[str], fold: Collection[str]) -> bool:
    """Return whether a text is a listed one with one letter too many, too few, wrong or swapped.

    Listed texts with fewer than five letters are left out, and so is a mistake in a figure: 2023 is
    not a way to write 2024.

    >>> fold = ("case", "width", "edges")
    >>> [one_mistake_away(said, ["gravity"], fold) for said in ("gravitty", "gravtiy", "craving")]
    [True, True, False]
    """
    long = [text for text in (folded(one, fold) for one in listed) if _letters(text) >= SHORTEST]
    return any(_one_apart(form, text) for text in long for form in _forms(typed, fold))


def folded(said: str, fold: Collection[str]) -> str:
    """Return a text in the form in which texts are compared; what stands at its ends is kept."""
    form: Literal["NFC", "NFKC"] = "NFKC" if "width" in fold else "NFC"
    text = unicodedata.normalize(form, said)
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    if "case" in fold:
        # Folding may take a letter apart again.
        text = unicodedata.normalize(form, text.casefold())
    return " ".join(text.split())


def _forms(typed: str, fold: Collection[str]) -> set[str]:
    """Return a typed text as it is and, where that is folded, without punctuation at its ends."""
    text = folded(typed, fold)
    return {text, _bare(text)} if "edges" in fold else {text}


def _bare(text: str) -> str:
    inside = [place for place, sign in enumerate(text) if not _edge(sign)]
    return text[inside[0] : inside[-1] + 1] if inside else text


def _edge(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign).startswith("P")


def _letters(text: str) -> int:
    return sum(sign.isalpha() for sign in text)


def _one_apart(one: str, other: str) -> bool:
    """Return whether the Damerau-Levenshtein distance of two texts is 1, figures left alone."""
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    if any(sign.isdigit() for sign in one + other):
        return False
    swapped = len(one) == len(other) == 2 and one == other[::-1]
    return swapped or max(len(one), len(other)) == 1
