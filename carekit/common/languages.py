"""The languages of a course, and a text that exists in all of them.

``course_data/course.yml`` lists them; a course that lists none, and one of nbgrader's own without
a card, has those that the kit speaks. Nothing has to be set: the card is the nearest one above the
file that is read, else that of the process (``CAREKIT_ROOT``, which worker processes get, else the
nearest one above the folder it runs in), and is read again when it has changed.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, cast

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, SchemaValidator, core_schema

from carekit.common.course_languages import CARD, kit_languages, read_languages
from carekit.common.files import ContentError, file_being_read
from carekit.common.lang import ENGLISH, Lang, Spoken, in_lang

__all__ = [
    "ENGLISH",
    "CourseLanguages",
    "Lang",
    "Spoken",
    "Text",
    "Words",
    "as_lang",
    "by_lang",
    "in_each",
    "in_lang",
    "json_schema",
    "language",
    "languages",
    "languages_at_hand",
    "languages_of",
]

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


@dataclass(frozen=True, eq=False)
class CourseLanguages:
    """The languages of one course, in page order, and its folder; None for what has no card."""

    langs: tuple[Lang, ...]
    root: Path | None = None


_READ: dict[Path, tuple[int, CourseLanguages]] = {}
"""What each card said, with the time at which it had been changed last."""
_ABOVE: dict[Path, Path] = {}
"""The card above a folder."""


def languages() -> tuple[Lang, ...]:
    """Return the languages of the course at hand, in page order; there is one at least.

    Where its card cannot be used they are those that the kit speaks: who reads the course is told
    of the mistake, and what tells it needs a language.
    """
    return languages_at_hand().langs


def languages_at_hand() -> CourseLanguages:
    """Return the languages of the course at hand with its folder, as ``languages`` does."""
    try:
        return _at_hand()
    except ContentError:
        return _of_kit()


def languages_of(root: Path) -> CourseLanguages:
    """Return the languages of a course folder; without a card there, those of the kit.

    Raises ContentError where its card cannot be used.
    """
    return (_of_card(root / CARD) if (root / CARD).is_file() else None) or _of_kit()


def _at_hand() -> CourseLanguages:
    """Return the same, or raise ContentError where the card cannot be used."""
    reading = file_being_read()
    if reading:
        if reading.course is None:
            reading.course = _of_card(_above(reading.path.absolute().parent)) or _of_process()
        return cast(CourseLanguages, reading.course)
    return _of_process()


def _of_process() -> CourseLanguages:
    named = os.environ.get("CAREKIT_ROOT")
    try:
        return _of_card(Path(named) / CARD if named else _above(Path.cwd())) or _of_kit()
    except FileNotFoundError:
        # The folder that this process runs in has been taken away.
        return _of_kit()


def _above(folder: Path) -> Path | None:
    """Return the nearest card above a folder, or None where there is none."""
    if (known := _ABOVE.get(folder)) and known.is_file():
        return known
    for above in (folder, *folder.parents):
        if (path := above / CARD).is_file():
            _ABOVE[folder] = path
            return path
    return None


def _of_card(path: Path | None) -> CourseLanguages | None:
    """Return what a card says; of one that a sealed process may no longer see, what it said."""
    if path is None:
        return None
    last = _READ.get(path)
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        return last[1] if last else None
    if last is None or last[0] != stamp:
        found = CourseLanguages(read_languages(path), path.parents[1])
        last = _READ[path] = (stamp, found)
    return last[1]


@cache
def _of_kit() -> CourseLanguages:
    return CourseLanguages(kit_languages())


def language(tag: str) -> Lang:
    """Return the course's language of a tag, or English, which the kit always speaks.

    Raises ValueError for any other.
    """
    if found := next((lang for lang in languages() if lang == tag), None):
        return found
    if tag == ENGLISH:
        return ENGLISH
    known = ", ".join(languages())
    raise ValueError(f"{tag!r} is no language of this course; its languages are {known}")


def by_lang(said: Spoken) -> dict[str, str]:
    """Return something that is said in every language keyed by the course's tags, in page order."""
    return {str(lang): said[lang] for lang in languages()}


def as_lang(tag: str | None) -> Lang | None:
    """Return the course's language that a tag asks for, or None where it asks for none of them.

    A language answers to its own tag, to those that its entry names, and to any that say more:
    what says most decides, a script before a region. Region tags are what browsers and operating
    systems send.

    >>> as_lang("en_GB.UTF-8"), as_lang("fr")
    ('en', None)
    """
    asked = (tag or "").split(".")[0].replace("_", "-").lower()
    parts = asked.split("-")
    best, found = 0, None
    for lang in languages():
        for form in (lang, *lang.facts.answers_to):
            wanted = form.lower().split("-")
            if wanted[0] == parts[0] and set(wanted) <= set(parts):
                weight = sum(3 if len(part) == 4 else 2 for part in wanted)
                weight += form.lower() == asked and form is lang
                if weight > best:
                    best, found = weight, lang
    return found or next((lang for lang in languages() if lang.primary == parts[0]), None)


class Text(Spoken):
    """Words for one thing in every language of a course; none may be missing or empty.

    A language that it has no words in, such as that of a command in a course without English, gets
    those of the language's fallbacks, then English, then the first there are.
    """

    __slots__ = ("_said", "_shown")

    def __init__(self, said: Mapping[str, str], shown: tuple[Lang, ...]) -> None:
        """Keep words by tag; ``shown`` are the languages of the course, in page order."""
        self._said, self._shown = dict(said), shown

    @classmethod
    def model_validate(cls, said: object) -> Text:
        """Return a text of the course at hand, as its files have it: words by tag.

        Raises ValidationError that names each language that is missing, empty or none of the
        course's; ContentError where the course's card cannot be used.
        """
        if isinstance(said, Text):
            return said
        langs = _at_hand().langs
        return cls(_words_in(langs).validate_python(said), langs)

    def __getitem__(self, lang: str) -> str:
        """Return the words in one language."""
        if (said := self._said.get(lang)) is not None:
            return said
        asked = lang if isinstance(lang, Lang) else Lang(lang)
        there = (self._said[tag] for tag in asked.chain() if tag in self._said)
        return next(there, next(iter(self._said.values())))

    def by_lang(self) -> dict[str, str]:
        """Return the words keyed by language tag, in page order."""
        return {str(lang): self[lang] for lang in self._shown}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self.by_lang() == other.by_lang()

    def __hash__(self) -> int:
        return hash(tuple(self.by_lang().items()))

    def __repr__(self) -> str:
        return f"Text({self.by_lang()})"

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
        return json_schema({"type": "string", "minLength": 1})


@cache
def _words_in(langs: tuple[Lang, ...]) -> SchemaValidator:
    return in_each(langs, core_schema.str_schema(strip_whitespace=True, min_length=1))


def in_each(langs: Sequence[str], one: CoreSchema) -> SchemaValidator:
    """Return what checks that something is given in each of some languages, and in no other."""
    fields = {str(lang): core_schema.typed_dict_field(one, required=True) for lang in langs}
    return SchemaValidator(core_schema.typed_dict_schema(fields, extra_behavior="forbid"))


def json_schema(one: dict[str, object]) -> dict[str, object]:
    """Return the JSON Schema of something that is given in each language of the course at hand."""
    tags = [str(lang) for lang in languages()]
    return {
        "type": "object",
        "properties": dict.fromkeys(tags, one),
        "required": tags,
        "additionalProperties": False,
    }
