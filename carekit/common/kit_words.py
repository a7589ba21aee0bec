"""The kit's own words: one file for each language, with a section for each room.

``carekit/words/en.yml`` has every sentence of the kit by its key; the file of another language has
the same keys. So who translates the kit writes one file, and reads English beside it. What belongs
to a sentence and is in no language, such as whether a person should look at a flag, stands in a
file beside the module that reads it.

A course may bring such a file itself, for a language that the kit does not speak or to say some
sentences otherwise: ``course_data/kit_words/TAG.yml``. A sentence that a language lacks is said in
its fallback, at last in English; ``lacking`` counts them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from carekit.common.course_languages import KIT_WORDS
from carekit.common.files import ContentError, Fault, read_yaml
from carekit.common.languages import ENGLISH, CourseLanguages, Lang, Text, languages_at_hand

OF_COURSE = Path("course_data") / "kit_words"
Model = TypeVar("Model", bound=BaseModel)
Where = tuple[str, ...]
"""The place of a sentence: its section, its part where the section has parts, and its key."""
_GAP = re.compile(r"{(\w*)[^}]*}")


def texts(section: str) -> dict[str, Text]:
    """Return the words of a section without parts, by key, for the course at hand."""
    said: dict[str, Text] = _section(section, languages_at_hand())
    return said


def parts(section: str) -> dict[str, dict[str, Text]]:
    """Return the words of a section with parts, by part and key, for the course at hand."""
    said: dict[str, dict[str, Text]] = _section(section, languages_at_hand())
    return said


def with_words(section: str, model: type[Model], facts: Path | None = None) -> Model:
    """Return a section as a model, with what a file says of its entries besides.

    Raises ContentError for a file that cannot be read, ValidationError where words are missing.
    """
    return cast(Model, _with_words(section, model, facts, languages_at_hand()))


@lru_cache(maxsize=64)
def _with_words(
    section: str, model: type[BaseModel], facts: Path | None, here: CourseLanguages
) -> BaseModel:
    said = _section(section, here)
    return model.model_validate(_joined(read_yaml(facts).data, said) if facts else said)


@lru_cache(maxsize=256)
def _section(section: str, here: CourseLanguages) -> Any:
    """Return the words of a section as texts, at their keys."""
    found: dict[str, Any] = {}
    spoken = _spoken(here)
    for where in sentences(ENGLISH):
        if where[0] == section:
            node = found
            for step in where[1:-1]:
                node = node.setdefault(step, {})
            said = {
                str(lang): next(
                    _beside(lang, other, own[where]) for other, own in chain if where in own
                )
                for lang, chain in spoken
            }
            node[where[-1]] = Text(said, here.langs)
    return found


@lru_cache(maxsize=16)
def _spoken(
    here: CourseLanguages,
) -> tuple[tuple[Lang, tuple[tuple[Lang, Mapping[Where, str]], ...]], ...]:
    """Return by language where a sentence is looked for: in the language, then in its fallbacks."""
    langs = dict.fromkeys((*here.langs, ENGLISH))
    known = {str(lang): lang for lang in langs}
    return tuple(
        (lang, tuple((known.get(tag, Lang(tag)), words_of(tag, here)) for tag in lang.chain()))
        for lang in langs
    )


def _beside(lang: Lang, other: Lang, words: str) -> str:
    """Return the words of a fallback as they are shown among those of a language.

    Where the two run in opposite directions, the words are kept apart from what stands around
    them; else "0 of 5 points." would be read as ".of 5 points 0". The marks are Unicode's, because
    the words go to pages, cards, drawings and terminals.
    """
    if other.direction == lang.direction:
        return words
    mark = "\N{RIGHT-TO-LEFT ISOLATE}" if other.direction == "rtl" else "\N{LEFT-TO-RIGHT ISOLATE}"
    return f"{mark}{words}\N{POP DIRECTIONAL ISOLATE}"


def words_of(tag: str, here: CourseLanguages) -> Mapping[Where, str]:
    """Return what can be said in one language in a course: the kit's words, and over them its own.

    A sentence of the course's whose gaps are not those of the English one is left out: it could not
    be filled in. ``course_faults`` names it.
    """
    own = course_file(tag, here)
    if own is None:
        return sentences(tag)
    english = sentences(ENGLISH)
    try:
        said = _sentences(own, own.stat().st_mtime_ns)
    except ContentError:
        # Whoever reads a lesson is no help here; `care check-text` tells the author.
        return sentences(tag)
    usable = {
        where: words
        for where, words in said.items()
        if where in english and gaps(words) == gaps(english[where])
    }
    return {**sentences(tag), **usable}


def course_file(tag: str, here: CourseLanguages) -> Path | None:
    """Return the file in which a course brings the kit's words in a language, or None."""
    path = here.root / OF_COURSE / f"{tag}.yml" if here.root else None
    return path if path and path.is_file() else None


def sentences(tag: str) -> Mapping[Where, str]:
    """Return the kit's own sentences in a language, by place; none where it does not speak it.

    Raises ContentError for a file that cannot be read.
    """
    path = KIT_WORDS / f"{tag}.yml"
    return _sentences(path, 0) if path.is_file() else {}


@lru_cache(maxsize=32)
def _sentences(path: Path, _stamp: int) -> Mapping[Where, str]:
    return dict(_leaves(read_yaml(path).data, ()))


def _leaves(node: object, where: Where) -> Iterator[tuple[Where, str]]:
    if isinstance(node, dict):
        for key, inside in node.items():
            yield from _leaves(inside, (*where, str(key)))
    elif isinstance(node, str) and node.strip():
        yield where, node.strip()


def gaps(words: str) -> frozenset[str]:
    """Return the names of what is filled into a sentence.

    >>> sorted(gaps("{set}: {count} of {all}"))
    ['all', 'count', 'set']
    """
    return frozenset(_GAP.findall(words))


def _joined(facts: Any, said: Any) -> Any:
    if not (isinstance(facts, dict) and isinstance(said, dict)):
        return said
    return facts | {key: _joined(facts.get(key), words) for key, words in said.items()}


@dataclass(frozen=True)
class Lacking:
    """How many of the kit's sentences a language lacks, of how many, and what is said instead."""

    lang: Lang
    count: int
    of: int
    instead: tuple[str, ...]


def lacking(here: CourseLanguages) -> list[Lacking]:
    """Return what each language of a course lacks of the kit's words; nothing where it has all."""
    english = sentences(ENGLISH)
    found = []
    for lang in here.langs:
        own = words_of(lang, here)
        missing = [where for where in english if where not in own]
        if missing:
            tags = [tag for tag in lang.chain()[1:] if words_of(tag, here)]
            found.append(Lacking(lang, len(missing), len(english), tuple(tags)))
    return found


def course_faults(here: CourseLanguages) -> Iterator[Fault]:
    """Yield what is wrong in the files in which a course brings words of the kit.

    Raises ContentError for a file that cannot be read.
    """
    english = sentences(ENGLISH)
    for path in sorted((here.root / OF_COURSE).glob("*.yml")) if here.root else ():
        document = read_yaml(path)
        if path.stem not in here.langs:
            tags = ", ".join(here.langs)
            yield Fault(path, 1, "", f"{path.stem} is no language of this course ({tags})")
        for where, words in _leaves(document.data, ()):
            if says := _mistake(where, words, english):
                yield Fault(path, document.line(where), ".".join(where), says)


def _mistake(where: Where, words: str, english: Mapping[Where, str]) -> str:
    if where not in english:
        return "the kit has no such sentence; see carekit/words/en.yml for those it has"
    wanted = gaps(english[where])
    if gaps(words) == wanted:
        return ""
    names = ", ".join(sorted(f"{{{name}}}" for name in wanted)) or "none"
    return f"must have the same gaps as the English sentence: {names}"
