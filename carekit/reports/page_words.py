"""The words of the class report, and pieces of HTML with words in every language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from carekit.common.kit_words import texts
from carekit.common.languages import Lang, Text, languages

MOST_NAMES = 100
"""How many names one list holds; of the others it says how many there are."""
_PLAIN = Markup('<span class="in" lang="{}">{}</span>')
_TURNED = Markup('<span class="in" lang="{}" dir="rtl">{}</span>')


def words() -> dict[str, Text]:
    """Return the words of the trainer's pages by their key."""
    return texts("class-report")


def joined(names: Sequence[str]) -> Markup:
    """Return names as HTML, with what stands between two of them in every language."""
    between = _in_each(words()["listed"])
    then = Markup('<span class="then">{}</span></span><wbr><span class="name">').format(between)
    if not names:
        return Markup("")
    left = len(names) - MOST_NAMES
    shown = names if left <= 0 else [*names[:MOST_NAMES], _and_more(left)]
    return Markup('<span class="name">{}</span>').format(then.join(shown))


def _and_more(count: int) -> Markup:
    said = words()["and_more"]
    return _in_each({lang: said[lang].format(count=count) for lang in languages()})


def _in_each(said: Text | Mapping[Lang, str]) -> Markup:
    """Return words as HTML, in every language of the course."""
    return Markup("").join(
        (_TURNED if lang.direction == "rtl" else _PLAIN).format(lang, said[lang])
        for lang in languages()
    )
