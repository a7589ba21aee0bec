"""The languages of a course, and a text that exists in all of them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from carekit.common.strict_model import StrictModel

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Lang(StrEnum):
    """One language, named by its BCP 47 tag; the order is the order on the page."""

    EN = "en"
    ZH_HANS = "zh-Hans"
    ZH_HANT = "zh-Hant"

    @property
    def label(self) -> str:
        """Return the language's name as its own readers write it."""
        return {"en": "English", "zh-Hans": "简体", "zh-Hant": "繁體"}[self.value]


def as_lang(tag: str | None) -> Lang | None:
    """Return the language a tag asks for, or None where it asks for none of ours.

    Region tags are accepted, because that is what browsers and operating systems
    send: ``zh-TW`` and ``zh-HK`` read Traditional, any other ``zh`` reads Simplified.

    >>> as_lang("zh_TW.UTF-8"), as_lang("zh-CN"), as_lang("en-GB"), as_lang("fr")
    (<Lang.ZH_HANT: 'zh-Hant'>, <Lang.ZH_HANS: 'zh-Hans'>, <Lang.EN: 'en'>, None)
    """
    parts = (tag or "").split(".")[0].replace("_", "-").lower().split("-")
    if parts[0] == "en":
        return Lang.EN
    if parts[0] != "zh":
        return None
    if "hans" in parts:
        return Lang.ZH_HANS
    return Lang.ZH_HANT if {"hant", "tw", "hk", "mo"} & set(parts) else Lang.ZH_HANS


class Spoken:
    """Something that can be said in every language: ``one[lang]`` are its words."""

    def __getitem__(self, lang: Lang) -> str:
        """Return the words in one language."""
        raise NotImplementedError

    def by_lang(self) -> dict[str, str]:
        """Return the words keyed by language tag, in page order."""
        return {lang.value: self[lang] for lang in Lang}

    def __str__(self) -> str:
        """Return the words in English, as logs and tests read them."""
        return self[Lang.EN]


class Text(StrictModel):
    """Words for one thing in every language; none may be missing or empty."""

    model_config = ConfigDict(populate_by_name=True)

    en: Words
    zh_hans: Words = Field(alias="zh-Hans")
    zh_hant: Words = Field(alias="zh-Hant")

    def __getitem__(self, lang: Lang | str) -> str:
        """Return the words in one language."""
        words: str = getattr(self, Lang(lang).value.replace("-", "_").lower())
        return words

    def by_lang(self) -> dict[str, str]:
        """Return the words keyed by language tag, in page order."""
        return {lang.value: self[lang] for lang in Lang}


def in_lang(said: object, lang: Lang) -> object:
    """Return words in one language; anything that has none, such as a name, comes back as it is.

    >>> in_lang(Text.model_validate({"en": "yes", "zh-Hans": "有", "zh-Hant": "有"}), Lang.ZH_HANS)
    '有'
    >>> in_lang("mei-lin", Lang.EN), in_lang(3, Lang.EN)
    ('mei-lin', 3)
    """
    return said[lang] if isinstance(said, (Spoken, Text)) else said
