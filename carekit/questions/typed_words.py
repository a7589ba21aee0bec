"""Words that are typed: which are accepted, and when two are the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, SchemaValidator, core_schema

from carekit.common.languages import in_each, json_schema, languages


class AcceptedWords:
    """What may be typed, for readers of each language; case and width do not matter."""

    def __init__(self, said: Mapping[str, Sequence[str]]) -> None:
        """Keep the words of each language, in page order."""
        self._said = {tag: list(words) for tag, words in said.items()}

    @classmethod
    def model_validate(cls, said: object) -> AcceptedWords:
        """Return accepted words as a bank has them: a list for each language of the course.

        Raises ValidationError for a language that is missing, has no words or is none of these.
        """
        if isinstance(said, AcceptedWords):
            return said
        return cls(_lists_in(tuple(map(str, languages()))).validate_python(said))

    @property
    def every(self) -> list[str]:
        """Return what may be typed in any language: a reader may know only one of the words."""
        return [word for words in self._said.values() for word in words]

    def by_lang(self) -> dict[str, list[str]]:
        """Return the words of each language, in page order."""
        return self._said

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AcceptedWords) and self._said == other._said

    def __hash__(self) -> int:
        return hash(tuple(self.every))

    def __repr__(self) -> str:
        return f"AcceptedWords({self._said})"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        written = core_schema.plain_serializer_function_ser_schema(cls.by_lang)
        read = cls.model_validate
        return core_schema.no_info_plain_validator_function(read, serialization=written)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, object]:
        return json_schema({"type": "array", "items": {"type": "string"}, "minItems": 1})


@cache
def _lists_in(tags: tuple[str, ...]) -> SchemaValidator:
    return in_each(tags, core_schema.list_schema(core_schema.str_schema(), min_length=1))


def same_words(one: str, other: str) -> bool:
    """Return whether two typed texts are the same but for case, width of letters and spaces.

    Simplified and Traditional forms are different words here; an author lists both.

    >>> same_words(" ＦＣＲ ", "fcr"), same_words("跟进", "跟進")
    (True, False)
    """
    return _plain_words(one) == _plain_words(other)


def _plain_words(said: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", said).casefold().split())
