"""Which answers are the same, which are alike, and the order in which a marker reads them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import sha256

ALIKE = 0.5
"""From this share of common trigrams on, two answers are read one after the other."""
MOST = 500
"""Among more answers than these only equal ones are put together: every pair is compared."""
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[.,:/](?=\d)|[-−](?=\d)|%")


@cache
def _one_script() -> Callable[[str], str] | None:
    """Return what writes Traditional Chinese as Simplified, or None where OpenCC is not there."""
    try:
        import opencc
    except ImportError:
        return None
    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def folds_chinese() -> bool:
    """Return whether answers in Simplified and Traditional Chinese can be compared here."""
    return _one_script() is not None


def folded(text: str, *, code: bool = False) -> str:
    """Return what is left of an answer when its form does not count.

    Width, case, spaces, punctuation and, where OpenCC is installed, the script of Chinese are
    evened out. A sign that belongs to a number stays, as do all signs of code.

    >>> folded("Ｗｅ  lost 1.5%!") == folded("we lost 1.5%"), folded("1.5") == folded("15")
    (True, False)
    """
    if code:
        return "\n".join(line.rstrip() for line in text.strip().split("\n"))
    even = unicodedata.normalize("NFKC", text).casefold()
    convert = _one_script()
    even = convert(even) if convert else even
    kept = {found.start() for found in _BETWEEN_DIGITS.finditer(even)}
    letters = (
        letter
        for at, letter in enumerate(even)
        if at in kept or unicodedata.category(letter)[0] not in "PZC"
    )
    return "".join(letters)


def trigrams(text: str) -> frozenset[str]:
    """Return every three characters that follow each other in a folded text.

    >>> sorted(trigrams("abcd")), sorted(trigrams("ab"))
    (['abc', 'bcd'], ['ab'])
    """
    if len(text) <= 3:
        return frozenset([text] if text else [])
    return frozenset(text[at : at + 3] for at in range(len(text) - 2))


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of trigrams that two answers have in common, from 0 to 1 (Jaccard 1901)."""
    return len(one & other) / len(one | other) if one or other else 1.0


def place(seed: int, task: str, name: str) -> str:
    """Return what an answer is sorted by: the same in every run, another for each task and seed."""
    return sha256(f"{seed}\0{task}\0{name}".encode("utf-8", "surrogatepass")).hexdigest()


def in_order(texts: Mapping[str, str], seed: int, task: str) -> list[list[str]]:
    """Return names of answers in groups of what is alike, in a pseudo-random order.

    ``texts`` are folded answers by name. An answer is in a group when it is alike to any other in
    it. In a group each answer is followed by the one that is most like it.
    """
    names = sorted(texts, key=lambda name: place(seed, task, name))
    grams = {name: trigrams(texts[name]) for name in names}
    group_of = {name: name for name in names}
    if len(names) <= MOST:
        for at, one in enumerate(names):
            for other in names[at + 1 :]:
                if group_of[one] != group_of[other] and _near(grams[one], grams[other]):
                    old, new = group_of[other], group_of[one]
                    group_of = {who: new if of == old else of for who, of in group_of.items()}
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(group_of[name], []).append(name)
    return [_chained(group, grams) for group in groups.values()]


def _near(one: frozenset[str], other: frozenset[str]) -> bool:
    # Sets of very different sizes cannot have so much in common.
    fewer, more = sorted((len(one), len(other)))
    return fewer >= ALIKE * more and alike(one, other) >= ALIKE


def _chained(names: Sequence[str], grams: Mapping[str, frozenset[str]]) -> list[str]:
    left, chain = list(names[1:]), [names[0]]
    while left:
        last = grams[chain[-1]]
        nearest = max(left, key=lambda name: alike(last, grams[name]))
        left.remove(nearest)
        chain.append(nearest)
    return chain
