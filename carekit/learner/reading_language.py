"""In which language somebody answered, from the languages that were kept with the answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

MOSTLY = 0.9
"""A share of answers; with less than it in one language nobody can say which one was read."""


def read_in(langs: Iterable[str]) -> str:
    """Return the language of nearly all answers, or "" where there is no such language.

    >>> read_in(["en"] * 9 + ["zh-Hans"]), read_in(["en"] * 8 + ["zh-Hans"] * 2), read_in([])
    ('en', '', '')
    """
    counted = Counter(langs)
    if not counted:
        return ""
    lang, times = counted.most_common(1)[0]
    return lang if times >= MOSTLY * counted.total() else ""
