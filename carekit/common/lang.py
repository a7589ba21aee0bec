"""One language: its tag, and what a page must know to show words in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic_core import CoreSchema, core_schema

from carekit.common.yaml_reader import parse

KNOWN = Path(__file__).with_name("languages.yml")


@dataclass(frozen=True)
class Language:
    """What is known of a language.

    ``tag`` is its BCP 47 tag, ``name`` and ``short`` what its own readers call it (short beside
    another language), ``direction`` "ltr" or "rtl". ``sans`` and ``serif`` are fonts in the order
    in which they are tried, ``voices`` tags of voices likewise, ``answers_to`` tags of browsers and
    operating systems that ask for it, ``locale`` the tag that dates are written by. ``fallback`` is
    the language that is shown where words are missing; after it, English. ``comma`` stands between
    the entries of a list, ``dash`` before what explains; ``spaced`` says whether words and
    sentences have blanks between them, ``reading`` names how its words are spelled out, if at all.
    ``script`` is that of a tag which names none. ``date`` is how a day is written out, ``menus``
    the pack in which JupyterLab has its own menus in the language, ``place`` the word of the
    look-up card for the place where it is spoken (a key of the kit's words for ``reader``).
    """

    tag: str
    name: str = ""
    short: str = ""
    direction: str = "ltr"
    sans: tuple[str, ...] = ()
    serif: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    answers_to: tuple[str, ...] = ()
    locale: str = ""
    fallback: str = ""
    comma: str = ", "
    dash: str = "–"
    spaced: bool = True
    reading: str = ""
    script: str = ""
    date: str = "{year}-{month:02}-{day:02}"
    menus: str = "en"
    place: str = ""


@cache
def known_languages() -> Mapping[str, Language]:
    """Return what the kit knows of languages, by tag; a course may say otherwise of its own."""
    entries, _ = parse(KNOWN.read_text(encoding="utf-8"))
    return {tag: _language(tag, entry) for tag, entry in entries.items()}


def _language(tag: str, entry: Mapping[str, Any]) -> Language:
    own: dict[str, Any] = {
        name: tuple(it) if isinstance(it, list) else it for name, it in entry.items()
    }
    return Language(tag, **own)


class Lang(str):
    """A language, named by its tag; it equals its tag, and ``facts`` says what is known of it."""

    _facts: Language | None

    def __new__(cls, tag: str, facts: Language | None = None) -> Lang:
        """Name a language; ``facts`` where a course says itself what is to be known of it."""
        made = super().__new__(cls, tag)
        made._facts = facts
        return made

    @property
    def facts(self) -> Language:
        """Return what is known of the language; of one that nobody knows, its tag."""
        return self._facts or known_languages().get(self) or Language(str(self))

    @property
    def label(self) -> str:
        """Return the language's name as its own readers write it."""
        return self.facts.name or str(self)

    @property
    def direction(self) -> str:
        """Return "ltr" or "rtl"."""
        return self.facts.direction

    @property
    def marked(self) -> str:
        """Return the attributes of an HTML element with words in the language.

        >>> Lang("en").marked, Lang("ar").marked
        ('lang="en"', 'lang="ar" dir="rtl"')
        """
        return f'lang="{self}"' + (' dir="rtl"' if self.direction == "rtl" else "")

    @property
    def fonts(self) -> str:
        """Return the fonts of the language as CSS names them, or "sans-serif" alone."""
        return css_fonts(self.facts.sans, "sans-serif")

    @property
    def primary(self) -> str:
        """Return the tag's first part, which names the language without script and region."""
        return self.split("-")[0].lower()

    @property
    def script(self) -> str:
        """Return the script that the tag names, or what is known of it, or "".

        >>> Lang("sr-Latn-RS").script, Lang("en-GB").script
        ('Latn', '')
        """
        parts = self.split("-")[1:]
        named = (part.title() for part in parts if len(part) == 4 and part.isalpha())
        return next(named, self.facts.script)

    @property
    def writing(self) -> str:
        """Return what rules of writing go by: the script, or the language where it has but one.

        >>> Lang("en-GB").writing, Lang("sr-Latn").writing
        ('en', 'Latn')
        """
        return self.script or self.primary

    def chain(self) -> list[str]:
        """Return the languages in which words are looked for: itself, then its fallbacks, English.

        >>> Lang("zh-HK").chain()[0], Lang("fr").chain()
        ('zh-HK', ['fr', 'en'])
        """
        found, lang = [str(self)], self
        while lang.facts.fallback and lang.facts.fallback not in found:
            lang = Lang(lang.facts.fallback)
            found.append(str(lang))
        return list(dict.fromkeys([*found, ENGLISH]))

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> CoreSchema:
        """Let a field of a model be a language; which ones a course has, ``languages`` knows."""
        text = core_schema.str_schema()
        return core_schema.no_info_after_validator_function(
            cls._of_course, text, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def _of_course(cls, tag: str) -> Lang:
        # Imported late: which languages a course has is read with models that have such fields.
        from carekit.common.languages import language

        return language(tag)


def css_fonts(names: Iterable[str], otherwise: str) -> str:
    """Return a list of fonts as CSS takes it, in the order in which they are tried.

    >>> css_fonts(["Noto Sans CJK SC"], "sans-serif")
    '"Noto Sans CJK SC", sans-serif'
    """
    return ", ".join([*(f'"{name}"' for name in names), otherwise])


ENGLISH = Lang("en")
"""The language in which the kit has every sentence, and logs are written."""


class Spoken:
    """Something that can be said in every language: ``one[lang]`` are its words."""

    def __getitem__(self, lang: str) -> str:
        """Return the words in one language."""
        raise NotImplementedError

    def __str__(self) -> str:
        """Return the words in English, as logs and tests read them."""
        return self[ENGLISH]


def in_lang(said: object, lang: str) -> object:
    """Return words in one language; anything that has none, such as a name, comes back as it is.

    >>> in_lang("mei-lin", ENGLISH), in_lang(3, ENGLISH)
    ('mei-lin', 3)
    """
    return said[lang] if isinstance(said, Spoken) else said
