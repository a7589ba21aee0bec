"""Words that are typed: which are accepted, and when two are the same."""

from __future__ import annotations

import unicodedata

from pydantic import Field

from carekit.questions.models import Entry


class AcceptedWords(Entry):
    """What may be typed, for readers of each language; case and width do not matter."""

    en: list[str] = Field(min_length=1)
    zh_hans: list[str] = Field(min_length=1, alias="zh-Hans")
    zh_hant: list[str] = Field(min_length=1, alias="zh-Hant")

    @property
    def every(self) -> list[str]:
        """Return what may be typed in any language: a reader may know only one of the words."""
        return [word for words in self.by_lang() for word in words]

    def by_lang(self) -> tuple[list[str], list[str], list[str]]:
        """Return the words of each language, in page order."""
        return self.en, self.zh_hans, self.zh_hant


def same_words(one: str, other: str) -> bool:
    """Return whether two typed texts are the same but for case, width of letters and spaces.

    Simplified and Traditional forms are different words here; an author lists both.

    >>> same_words(" ＦＣＲ ", "fcr"), same_words("跟进", "跟進")
    (True, False)
    """
    return _plain_words(one) == _plain_words(other)


def _plain_words(said: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", said).casefold().split())
