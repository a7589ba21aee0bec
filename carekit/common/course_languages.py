"""Which languages a course has: the list ``languages`` of its card, read and checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from carekit.common.files import Document, Fault, fault_of, nearest, read_yaml, refuse
from carekit.common.lang import ENGLISH, Lang, Language, known_languages
from carekit.common.strict_model import StrictModel

CARD = "course_data/course.yml"
KIT_WORDS = Path(__file__).parents[1] / "words"
"""The kit's own words: a file for each language that it speaks."""

_Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-[a-z0-9]{5,8})*")
"""A BCP 47 tag as it is usually written: language, script, region, variants."""


class LanguageEntry(StrictModel):
    """One language of a course. Only the tag must be given where the kit knows the language.

    The fields are those of ``Language``; one that is left out stays as the kit knows it.
    """

    tag: _Word
    name: _Word | None = None
    short: _Word | None = None
    direction: Literal["ltr", "rtl"] | None = None
    sans: tuple[_Word, ...] | None = None
    serif: tuple[_Word, ...] | None = None
    voices: tuple[_Word, ...] | None = None
    answers_to: tuple[_Word, ...] | None = None
    locale: _Word | None = None
    fallback: _Word | None = None
    comma: str | None = Field(default=None, min_length=1)
    dash: str | None = Field(default=None, min_length=1)
    spaced: bool | None = None
    reading: Literal["pinyin"] | None = None
    script: _Word | None = None
    date: _Word | None = None
    menus: _Word | None = None
    place: _Word | None = None


LanguageList = Annotated[list[LanguageEntry | _Word], Field(min_length=1)]
"""What a card lists: entries, or bare tags of languages that the kit knows."""


def kit_languages() -> tuple[Lang, ...]:
    """Return the languages that the kit speaks, English first, the others by their tags."""
    tags = sorted(path.stem for path in KIT_WORDS.glob("*.yml"))
    return tuple(sorted(map(Lang, tags), key=lambda lang: lang != ENGLISH))


def read_languages(card: Path) -> tuple[Lang, ...]:
    """Return the languages that a card lists, in its order; those of the kit where it lists none.

    Raises ContentError that names file, line, entry and field of every mistake at once.
    """
    document = read_yaml(card)
    if not isinstance(document.data, dict) or "languages" not in document.data:
        return kit_languages()
    given = document.data["languages"]
    entries = [{"tag": one} if isinstance(one, str) else one for one in _list(given)]
    try:
        read = _ENTRIES.validate_python(entries if isinstance(given, list) else given)
    except ValidationError as error:
        said = error.errors(include_url=False)
        for one in said:
            one["loc"] = ("languages", *one["loc"])
        refuse([fault_of(document, one) for one in said])
        raise
    refuse([*_faults(document, read)])
    return tuple(Lang(one.tag, _facts(one)) for one in read)


def _list(given: object) -> Sequence[object]:
    return given if isinstance(given, list) else ()


_ENTRIES = TypeAdapter(Annotated[list[LanguageEntry], Field(min_length=1)])


def _facts(entry: LanguageEntry) -> Language:
    own = {name: value for name, value in entry if value is not None and name != "tag"}
    return replace(known_languages().get(entry.tag) or Language(entry.tag), **own)


def _faults(document: Document, entries: Sequence[LanguageEntry]) -> Iterator[Fault]:
    tags = [entry.tag for entry in entries]
    for number, entry in enumerate(entries):
        where = ("languages", number)
        for field, says in _mistakes(entry, tags[:number], tags):
            place = f"languages.{number + 1} ({entry.tag}).{field}"
            yield Fault(document.path, document.line((*where, field)), place, says)


def _mistakes(
    entry: LanguageEntry, before: Sequence[str], tags: Sequence[str]
) -> Iterator[tuple[str, str]]:
    known = known_languages()
    if entry.tag in before:
        yield "tag", "stands twice; keep one of the two entries"
    near = nearest(entry.tag.lower(), {tag.lower(): tag for tag in known})
    meant = f"; did you mean {near}?" if near else ""
    if not _TAG.fullmatch(entry.tag):
        remedy = meant or "; correct it"
        yield "tag", f"is no tag of a language such as en, pt-BR or sr-Latn{remedy}"
    elif entry.tag not in known and not entry.name:
        yield "tag", f"is no language that the kit knows{meant}; else give its own name in `name`"
    if entry.fallback == entry.tag:
        yield "fallback", "is the language itself; name another one or leave it out"
    elif entry.fallback and entry.fallback not in known and entry.fallback not in tags:
        yield "fallback", f"there is no language {entry.fallback!r}; correct the tag"
