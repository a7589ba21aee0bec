"""The course's words: concepts, measures, house terms, facts and the word list, each said once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from carekit.common.course import Slug
from carekit.common.files import Fault, read_model, read_yaml, refuse
from carekit.common.languages import ENGLISH, Lang, Text, Words, languages
from carekit.common.strict_model import StrictModel

TOOLTIP = 120  # characters; a longer text does not fit the pop-up at the largest font

Locale = Literal["en", "zh-CN", "zh-TW", "zh-HK"]
# A place where something is taught: "02-first-topic#read-and-compare" or "glossary#first-topic".
Place = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+#[a-z0-9-]+$")]


class Strict(StrictModel):
    """A record of one of the word files: unknown fields are refused, nothing changes later."""

    model_config = ConfigDict(populate_by_name=True)


class Term(Strict):
    """One idea under its house name; ``[[id]]`` in a text shows it, ``means`` is the tooltip.

    ``also`` are other words that lead to it in the look-up, in the language of the word list.
    """

    id: Slug
    term: Text
    hk: Words | None = None
    means: Text | None = None
    also: list[Words] = Field(default=[])


class Forbidden(Strict):
    """A form the house does not print in one language.

    ``form`` is plain text; for English it matches whole words in any case. ``unless`` is a regular
    expression: where one of its matches covers the form, the form stands.
    """

    form: Words
    why: Words
    unless: Words | None = None
    instead: Words | None = None


class HouseTerm(Term):
    """A term of everyday use in the course, with the forms it replaces."""

    forbidden: dict[Lang, list[Forbidden]] = Field(default_factory=dict)


class HouseTerms(Strict):
    """The whole of ``terms.yml``."""

    terms: list[HouseTerm] = Field(default=[])


class SourceTerm(Strict):
    """A concept's title as the source glossaries print it, and what is the matter with it.

    ``adds`` says what only the second source text holds; the definition leaves it out.
    """

    printed: Text
    pinyin: Words
    note: Text
    adds: Text | None = None


class Concept(Term):
    """One of the course's concepts.

    ``definition`` and ``example`` are for whoever looks it up. A course that follows a source says
    in ``source`` how that prints the concept; with ``source.adds`` the definition carries every
    fact of the source texts.
    """

    source: SourceTerm | None = None
    variants: dict[Locale, list[Words]] = Field(default={})
    pinyin: dict[Literal["hans", "hant"], Words] = Field(default={})
    definition: Text
    example: Text | None = None
    related: list[Slug] = Field(default=[])


class Worked(Strict):
    """A sum with invented numbers that shows the formula at work; a test computes it again."""

    sum: Words
    gives: float


class Measure(Term):
    """A number the course computes: how, in which unit and range, and where it misleads."""

    short: Words | None = None
    formula: Text
    unit: Text
    range: Words
    edges: list[Text] = Field(min_length=1)
    worked: Worked
    source: Words | Text  # plain words: a citation that reads the same in every language
    related: list[Slug] = Field(min_length=1)


class Glossary(Strict):
    """The whole of ``glossary.yml``."""

    concepts: list[Concept] = Field(default=[])
    measures: list[Measure] = Field(default=[])


class Fact(Strict):
    """One statement of the source texts: which text makes it and where the course teaches it.

    ``carried`` quotes, per language, the words of the glossary that hold the fact: those of the
    concept's definition, or of its ``source.adds`` for what only the second text (zh) says.
    """

    id: Slug
    concept: Slug
    source: Literal["both", "en", "zh"]
    says: Text
    carried: Text
    taught: list[Place]


class Facts(Strict):
    """The whole of ``facts.yml``."""

    facts: list[Fact] = Field(min_length=1)


class Sound(Strict):
    """How a word is said, in IPA without slashes."""

    uk: Words
    us: Words


class Relative(Strict):
    """A word of the same family."""

    word: Words
    pos: Words
    gloss: Text


class Word(Strict):
    """One word of the word list: sound, sense in its sentence, family, forms, our own examples."""

    id: Slug
    word: Words
    pos: Text
    ipa: Sound
    gloss: Text
    hk: Words | None = None
    note: Text
    family: list[Relative]
    forms: list[Words] = Field(min_length=1)
    concepts: list[Slug] = Field(min_length=1)
    examples: list[Text] = Field(min_length=2)


class WordList(Strict):
    """The whole of ``words.yml``."""

    words: list[Word] = Field(min_length=1)


def concept_names(root: Path) -> dict[str, Text]:
    """Return the name of each concept by its id; nothing where the course has no glossary."""
    return {concept.id: concept.term for concept in load_glossary(root).concepts}


def load_glossary(root: Path) -> Glossary:
    """Return the concepts and measures of a course folder, cross-checked; a course may have none.

    Raises ContentError for a repeated id, a related id that no file knows, or a long tooltip.
    """
    return _all(root)[0]


def load_house_terms(root: Path) -> list[HouseTerm]:
    """Return the house terms of a course folder, cross-checked like the glossary."""
    return _all(root)[1].terms


def load_terms(root: Path) -> Mapping[str, Term]:
    """Return every id that ``[[id]]`` may name: concepts, measures and house terms."""
    glossary, house = _all(root)
    return {term.id: term for term in (*glossary.concepts, *glossary.measures, *house.terms)}


def listed_language() -> Lang:
    """Return the language of the words of the list, by which a card of the look-up is headed.

    It is English in a course that has it, else the course's first language.
    """
    langs = languages()
    return next((lang for lang in langs if lang == ENGLISH), langs[0])


def load_words(root: Path) -> list[Word]:
    """Return the word list of a course folder; raises ContentError for a bad entry."""
    path = root / "course_data" / "words.yml"
    words = read_model(path, WordList).words
    concepts = {concept.id for concept in load_glossary(root).concepts}
    faults = _twice(path, "words", (word.id for word in words), {})
    for index, word in enumerate(words):
        for name in set(word.concepts) - concepts:
            says = f"there is no concept {name!r} in glossary.yml; correct the id"
            faults.append(_fault(path, ("words", index, "concepts"), says))
    refuse(faults)
    return words


def load_facts(root: Path) -> list[Fact]:
    """Return the facts of the source texts.

    Raises ContentError for a repeated id, an unknown concept, a fact that is taught nowhere, or a
    quotation that the glossary does not hold. Whether a lesson cell exists is checked by the
    caller, who has the lessons (a learner's copy has none).
    """
    path = root / "course_data" / "facts.yml"
    facts = read_model(path, Facts).facts
    concepts = {concept.id: concept for concept in load_glossary(root).concepts}
    faults = _twice(path, "facts", (fact.id for fact in facts), {})
    for index, fact in enumerate(facts):
        faults += _fact_faults(path, index, fact, concepts)
    refuse(faults)
    return facts


def _fact_faults(
    path: Path, index: int, fact: Fact, concepts: Mapping[str, Concept]
) -> list[Fault]:
    where = ("facts", index)
    concept = concepts.get(fact.concept)
    if concept is None:
        says = f"there is no concept {fact.concept!r} in glossary.yml; correct the id"
        return [_fault(path, (*where, "concept"), says)]
    faults = []
    if not fact.taught:
        says = "is taught nowhere; name the glossary entry or lesson cell that says it"
        faults.append(_fault(path, (*where, "taught"), says))
    adds = concept.source.adds if concept.source else None
    held, part = concept.definition, "definition"
    if fact.source == "zh" and adds:
        held, part = adds, "source.adds"
    for lang in languages():
        if fact.carried[lang] not in held[lang]:
            says = f"the {lang} {part} does not hold these words; quote it exactly"
            faults.append(_fault(path, (*where, "carried", lang), says))
    return faults


def _all(root: Path) -> tuple[Glossary, HouseTerms]:
    """Return both files that define terms, read again only when one of them has changed."""
    paths = tuple(root / "course_data" / name for name in ("glossary.yml", "terms.yml"))
    stamps = tuple(path.stat().st_mtime_ns if path.is_file() else 0 for path in paths)
    return _read(paths, stamps)


@lru_cache(maxsize=8)
def _read(paths: tuple[Path, ...], _stamps: tuple[int, ...]) -> tuple[Glossary, HouseTerms]:
    """Return both files, refusing what only shows when they are together."""
    glossary_path, house_path = paths
    glossary = read_model(glossary_path, Glossary) if glossary_path.is_file() else Glossary()
    house = read_model(house_path, HouseTerms) if house_path.is_file() else HouseTerms()
    seen: dict[str, str] = {}
    faults: list[Fault] = []
    parts: tuple[tuple[Path, str, Iterable[Term]], ...] = (
        (glossary_path, "concepts", glossary.concepts),
        (glossary_path, "measures", glossary.measures),
        (house_path, "terms", house.terms),
    )
    for path, part, terms in parts:
        faults += _twice(path, part, (term.id for term in terms), seen)
    for path, part, terms in parts:
        for index, term in enumerate(terms):
            faults += _term_faults(path, (part, index), term, seen)
    refuse(faults)
    return glossary, house


def _term_faults(
    path: Path, where: tuple[str | int, ...], term: Term, known: Mapping[str, str]
) -> list[Fault]:
    faults = []
    for name in getattr(term, "related", []):
        if name not in known:
            says = f"there is no term {name!r} in glossary.yml or terms.yml; correct the id"
            faults.append(_fault(path, (*where, "related"), says))
    for lang, means in term.means.by_lang().items() if term.means else ():
        if (length := len(means)) > TOOLTIP:
            says = f"{length} characters; a tooltip has room for {TOOLTIP}"
            faults.append(_fault(path, (*where, "means", lang), says))
    return faults


def _twice(path: Path, part: str, ids: Iterable[str], seen: dict[str, str]) -> list[Fault]:
    faults = []
    for index, name in enumerate(ids):
        if name in seen:
            says = f"the id stands already in {seen[name]}; give one of the two another id"
            faults.append(_fault(path, (part, index, "id"), says))
        seen.setdefault(name, path.name)
    return faults


def _fault(path: Path, where: tuple[str | int, ...], says: str) -> Fault:
    # Read again only for the line number: a faultless file, the usual case, is read once.
    document = read_yaml(path)
    return Fault(path, document.line(where), document.place(where), says)
