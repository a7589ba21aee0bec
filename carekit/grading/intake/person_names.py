"""Names as people and platforms write them: what two spellings of one name have in common."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_BETWEEN = re.compile(r"[\W_]+")
_HAS_DIGIT = re.compile(r"\d")
# Letters of scripts that need no spaces between words.
_HAN = "[\u2e80-\ud7ff\uf900-\ufaff]"
_CLOSE = re.compile(rf"(?<={_HAN})(?=[a-zA-Z]?\d{{4}})|(?<=\d{{4}})(?={_HAN})")
# A student number has at least so many digits; "2" behind a name is none.
_NUMBER_DIGITS = 4
# How platforms that write plain letters only spell those of German.
_SPELLED = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa"}


def folded(name: str) -> str:
    """Return a name in small letters of usual width, its words separated by one space.

    >>> folded("Ana  MARTIN"), folded("２０２３０１０１"), folded("o_brien-zoë")
    ('ana martin', '20230101', 'o brien zoë')
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    return _BETWEEN.sub(" ", unicodedata.normalize("NFC", plain)).strip()


def squeezed(name: str) -> str:
    """Return a folded name without its spaces.

    >>> squeezed("陈 怡君")
    '陈怡君'
    """
    return folded(name).replace(" ", "")


def bare_letters(name: str) -> tuple[str, ...]:
    """Return a folded name as those write it who have plain letters only.

    >>> bare_letters("Zoë Müller")
    ('zoe mueller', 'zoe muller')
    """
    plain = folded(name)
    spelled = "".join(_SPELLED.get(letter, letter) for letter in plain)
    return tuple(sorted({_without_marks(spelled), _without_marks(plain)}))


def _without_marks(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    kept = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", kept)


def in_any_order(name: str) -> tuple[str, ...]:
    """Return the words of a name in one order, whatever order they came in.

    >>> in_any_order("Martin, Ana") == in_any_order("ana martin")
    True
    """
    return tuple(sorted(folded(name).split()))


def run_together(name: str) -> list[str]:
    """Return a name without spaces, once for each word that may come first.

    >>> run_together("Ana Martin")
    ['anamartin', 'martinana']
    """
    words = folded(name).split()
    return ["".join(words[n:] + words[:n]) for n in range(len(words))]


def number_apart(name: str) -> str:
    """Return a name with a space beside a student number that stands close to it.

    >>> number_apart("20230101陈怡君"), number_apart("陈怡君s1234567"), number_apart("ana2023")
    ('20230101 陈怡君', '陈怡君 s1234567', 'ana2023')
    """
    return _CLOSE.sub(" ", name)


def learner_id(name: str) -> str:
    """Return a person's name as an id: one word, small letters of any script.

    >>> learner_id("Deniz Aydın "), learner_id("陳 怡君"), learner_id("O'Brien, Zoë")
    ('deniz-aydın', '陳-怡君', 'o-brien-zoë')
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[^\w@.]+", "-", plain).strip("-._")


def is_number(word: str) -> bool:
    """Return whether a word may be a student number.

    >>> is_number("20230101"), is_number("s1234567"), is_number("2"), is_number("ana")
    (True, True, False, False)
    """
    digits = len(_HAS_DIGIT.findall(word))
    return digits >= _NUMBER_DIGITS and digits >= len(word) - 2


def without_words(name: str, words: Sequence[str]) -> str:
    """Return a name without the words of a set that stand before or behind it.

    >>> without_words("tides_bo", ["tides"]), without_words("Ana 20 tides", ["tides"])
    ('bo', 'Ana 20')
    >>> without_words("tides", ["tides"]), without_words("riptides", ["tides"])
    ('', 'riptides')
    >>> without_words("陈怡君tides", ["tides"]), without_words("潮汐ana", ["潮汐"])
    ('陈怡君', 'ana')
    """
    for word in words:
        marks = r"[-_ .]*".join(map(re.escape, re.split(r"[-_ .]+", word)))
        if re.fullmatch(marks, name, re.IGNORECASE):
            return ""
        before = rf"^{marks}(?:[-_ .]+|(?<={_HAN})(?=\w)|(?={_HAN}))"
        cut = rf"{before}|(?:[-_ .]+|(?<={_HAN})|(?<=\w)(?={_HAN})){marks}$"
        name = re.sub(cut, "", name, flags=re.IGNORECASE)
    return name
