"""What a reader can look up: the terms and words of a course, under every form they come in.

The browser is given all of it at once and finds a form by comparing strings: it needs neither a
rule of grammar nor a kernel that has time to answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from carekit.common.languages import ENGLISH, languages
from carekit.vocabulary.glossary import (
    Concept,
    Measure,
    Term,
    Word,
    listed_language,
    load_terms,
    load_words,
)

PINYIN = Path("course_data") / "pinyin.json"
# "follow up": the first word takes the ending.
_PARTICLES = {"up", "in", "out", "off", "on", "down", "over"}
_SIBILANT = re.compile(r"(s|x|z|ch|sh)$")
_SHORT = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
# British and American endings, both ways. A form that nobody writes does no harm.
_ACROSS = (
    (r"is(e|es|ed|ing|ation|ations|er|ers)\b", r"iz\1"),
    (r"iz(e|es|ed|ing|ation|ations|er|ers)\b", r"is\1"),
    (r"yse(s|d)?\b", r"yze\1"),
    (r"yze(s|d)?\b", r"yse\1"),
    (r"our(s|ed|ing|al|ite|ites)?\b", r"or\1"),
    (r"(behavi|col|fav|hon|lab|neighb)or(s|ed|ing|al|ite|ites)?\b", r"\1our\2"),
    (r"ell(ed|ing|ation|er)\b", r"el\1"),
    (r"(canc|lab|mod|trav)el(ed|ing|er)\b", r"\1ell\2"),
    (r"(cent|met|lit)re(s)?\b", r"\1er\2"),
    (r"(cent|met|lit)er(s)?\b", r"\1re\2"),
    (r"ogue(s)?\b", r"og\1"),
    (r"(catal|dial)og(s)?\b", r"\1ogue\2"),
)
# Shorter words ("of", "rate per") say too little of what a term means.
_LONG_WORD = 5
_BRACKETS = re.compile(r"\s*[（(]([^）)]*)[）)]\s*")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{3,}")
_SHORT_NAME = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True)
class Lexicon:
    """What can be looked up. ``forms`` leads from a form to the place of its entry.

    A form of a word's relative leads to ``"<entry>.<relative>"``. Forms are in lower case, with
    plain hyphens and single blanks.
    """

    entries: list[dict[str, object]] = field(default_factory=list)
    forms: dict[str, str] = field(default_factory=dict)


def inflected(phrase: str) -> list[str]:
    """Return the regular English forms of a word or phrase, without the phrase itself.

    >>> inflected("reply"), inflected("follow up"), inflected("plan")[-2:]
    (['replies', 'replied', 'replying'], ['follows up', 'followed up', 'following up'], ['planned', 'planning'])
    """  # noqa: E501 - a doctest's answer stands on one line
    first, _, last = phrase.rpartition(" ")
    if first and last in _PARTICLES:
        return [f"{form} {last}" for form in _endings(first)]
    before = f"{first} " if first else ""
    return [before + form for form in _endings(last)]


def spellings(form: str) -> list[str]:
    """Return other ways to write an English form: without its hyphen, and as across the ocean.

    >>> spellings("hold-out"), spellings("tide tables"), spellings("organisation")
    (['hold out', 'holdout'], ['tide-tables'], ['organization'])
    >>> spellings("high tide table")
    ['high-tide-table', 'high-tide table']
    """
    found = []
    if re.fullmatch(r"[a-z]+(-[a-z]+)+( [a-z]+)*", form):
        found += [form.replace("-", " "), form.replace("-", "")]
    elif re.fullmatch(r"[a-z]+( [a-z]+)+", form):
        before, _, last = form.rpartition(" ")
        found.append(form.replace(" ", "-"))
        # What describes the last word is often written with hyphens.
        found += [f"{before.replace(' ', '-')} {last}"] if " " in before else []
    for ours, theirs in _ACROSS:
        changed = re.sub(ours, theirs, form)
        if changed != form:
            found.append(changed)
    return found


def _endings(word: str) -> list[str]:
    if re.fullmatch(r"[A-Z]{2,}", word):
        return [] if word.endswith("S") else [word + "s"]
    # A word that has an ending already, or is none (a number), takes no other.
    if not re.fullmatch(r"[a-z-]{3,}", word) or re.search(r"[^s]s$|ing$", word):
        return []
    if word.endswith("y") and word[-2] not in "aeiou":
        return [word[:-1] + "ies", word[:-1] + "ied", word + "ing"]
    if word.endswith("e"):
        stem = word if word.endswith("ee") else word[:-1]
        return [word + "s", word + "d", stem + "ing"]
    plural = word + ("es" if _SIBILANT.search(word) else "s")
    forms = [plural, word + "ed", word + "ing"]
    if _SHORT.fullmatch(word):
        forms += [word + word[-1] + "ed", word + word[-1] + "ing"]
    return forms


def lexicon(root: Path, cards: Iterable[str] = ()) -> Lexicon:
    """Return everything that can be looked up in a course folder; nothing where it has no words.

    ``cards`` are the ids (``words/<id>``, ``terms/<id>``) that can be taken into the review.
    Raises ContentError when one of the word files is wrong.
    """
    terms = load_terms(root)
    words = load_words(root) if (root / "course_data" / "words.yml").is_file() else []
    pinyin = root / PINYIN
    read = json.loads(pinyin.read_text(encoding="utf-8")) if pinyin.is_file() else {}
    return _Maker(terms, words, read, frozenset(cards)).make()


def same_as(word: Word, terms: Iterable[Term]) -> Term | None:
    """Return the term that is the same word as one of the word list, or None."""
    forms, listed = {word.word, *word.forms}, listed_language()
    return next((term for term in terms if term.term[listed] in forms), None)


class _Maker:
    def __init__(
        self,
        terms: Mapping[str, Term],
        words: list[Word],
        pinyin: Mapping[str, str],
        cards: frozenset[str],
    ) -> None:
        self._words, self._pinyin, self._cards = words, pinyin, cards
        self._listed_in = listed_language()
        # Endings and spellings are rules of English; of another language nothing is derived.
        self._english = self._listed_in.primary == ENGLISH
        twins = {word.id: same_as(word, terms.values()) for word in words}
        self._twins = twins
        taken = {twin.id for twin in twins.values() if twin}
        self._terms = [term for term in terms.values() if term.id not in taken]
        self._made = Lexicon()

    def make(self) -> Lexicon:
        """Return the lexicon; whoever comes first keeps a form that two would have."""
        self._made.entries.extend(map(self._word, self._words))
        self._made.entries.extend(map(self._term, self._terms))
        words = [(word, str(at)) for at, word in enumerate(self._words)]
        terms = [(term, str(at)) for at, term in enumerate(self._terms, len(words))]
        for word, place in words:
            self._listed(word, place)
        # What has a meaning to show comes before what has only names.
        self._take_heads((term, place) for term, place in terms if term.means)
        for word, place in words:
            self._take(_pieces(word), place)
            for at, relative in enumerate(word.family):
                self._take([relative.word], f"{place}.{at}")
        self._take_heads(terms)
        for word, place in words:
            twin = self._twins[word.id]
            self._take([*_heads(twin), *_others(twin)] if twin else (), place)
        for term, place in terms:
            self._take(_others(term), place)
        self._derive()
        return self._made

    def _take_heads(self, terms: Iterable[tuple[Term, str]]) -> None:
        for term, place in terms:
            self._take(_heads(term), place)

    def _derive(self) -> None:
        """Take the forms that follow from a rule, after all that somebody has written down."""
        relatives = [one.word for word in self._words for one in word.family]
        heads = [word.word for word in self._words]
        names = [name for term in self._terms for name in (*_names(term), *_abbreviations(term))]
        for name in () if not self._english else (*heads, *relatives, *names):
            # A form belongs to whatever its plain form has led to.
            if place := self._made.forms.get(normal(name)):
                self._take(inflected(name), place)
        self._take_words_of_terms()
        self._take_ends_of_names()
        for form, place in list(self._made.forms.items()) if self._english else ():
            self._take(spellings(form), place)

    def _take_words_of_terms(self) -> None:
        """Let a word that stands in the name of one term only lead to that term."""
        owners: dict[str, set[str]] = {}
        for term in self._terms:
            name = term.term[self._listed_in]
            place = self._made.forms.get(normal(name))
            for word in normal(_BRACKETS.sub(" ", name)).split():
                if place and len(word) >= _LONG_WORD and word.isalpha():
                    owners.setdefault(word, set()).add(place)
        for word, places in owners.items():
            if len(places) == 1:
                self._take([word, *self._forms_of(word)], next(iter(places)))

    def _forms_of(self, word: str) -> list[str]:
        return inflected(word) if self._english else []

    def _take_ends_of_names(self) -> None:
        """Let what a Chinese name begins or ends with lead to it, where no other name holds it.

        Chinese has no blanks between words, and most words have two characters.
        """
        names = [
            (_BRACKETS.sub("", term.term[lang]), self._made.forms.get(normal(term.term[lang])))
            for term in self._terms
            for lang in languages()
            if not lang.facts.spaced
        ]
        for name, place in names:
            if not place or not _CHINESE.fullmatch(name):
                continue
            # Of three characters the last two are hardly ever a word.
            for part in (name[:2], *([name[-2:]] if len(name) > 3 else [])):
                if {found for other, found in names if part in other} == {place}:
                    self._take([part], place)

    def _listed(self, word: Word, place: str) -> None:
        """Take a word and its forms; those that its relative makes are the relative's."""
        own = {word.word, *self._forms_of(word.word)}
        for form in (word.word, *word.forms):
            owner = next(
                (
                    f"{place}.{at}"
                    for at, other in enumerate(word.family)
                    if form not in own
                    and form in (other.word, *self._forms_of(other.word))
                    # The singular of a word listed in the plural is no other word.
                    and word.word not in self._forms_of(other.word)
                ),
                place,
            )
            self._take([form], owner)

    def _take(self, forms: Iterable[str], place: str) -> None:
        for form in forms:
            known = normal(form)
            if known and not re.fullmatch(r"[a-z0-9]", known):
                self._made.forms.setdefault(known, place)

    def _word(self, word: Word) -> dict[str, object]:
        twin = self._twins[word.id]
        entry: dict[str, object] = {
            "id": f"words/{word.id}",
            "word": word.word,
            "pos": word.pos.by_lang(),
            "ipa": word.ipa.model_dump(),
            "gloss": word.gloss.by_lang(),
            "note": word.note.by_lang(),
            "family": [
                {"word": one.word, "pos": one.pos, "gloss": one.gloss.by_lang()}
                for one in word.family
            ],
            "hk": word.hk or (twin.hk if twin else None),
            "pinyin": self._read(word.gloss.by_lang()),
        }
        return self._slim(entry)

    def _term(self, term: Term) -> dict[str, object]:
        entry: dict[str, object] = {
            "id": f"terms/{term.id}",
            "term": term.term.by_lang(),
            "means": term.means.by_lang() if term.means else None,
            "hk": term.hk,
            "pinyin": self._read(term.term.by_lang()),
        }
        if isinstance(term, Concept):
            entry["also"] = {tag: names for tag, names in term.variants.items() if len(names) > 1}
            # The card shows it where a word of the list has its note: in small letters below.
            entry["note"] = term.example.by_lang() if term.example else None
            if term.pinyin:
                given = {script.title(): said for script, said in term.pinyin.items()}
                read = [lang for lang in languages() if lang.script in given]
                entry["pinyin"] = {str(lang): given[lang.script] for lang in read}
        return self._slim(entry)

    def _read(self, text: Mapping[str, str]) -> dict[str, str]:
        chinese = (str(lang) for lang in languages() if lang.facts.reading)
        return {lang: self._pinyin[text[lang]] for lang in chinese if text[lang] in self._pinyin}

    def _slim(self, entry: dict[str, object]) -> dict[str, object]:
        entry["card"] = entry["id"] in self._cards
        return {name: value for name, value in entry.items() if value}


def normal(form: str) -> str:
    """Return a form as it is compared: lower case, plain hyphen and apostrophe, single blanks."""
    plain = form.replace("‑", "-").replace("’", "'")
    return " ".join(plain.lower().split())


def _names(term: Term) -> list[str]:
    """Return the names of a term in the language of the word list."""
    listed = listed_language()
    names = [term.term[listed], *term.also]
    if isinstance(term, Concept):
        names += next((said for tag, said in term.variants.items() if tag == listed), [])
        names += [term.source.printed[listed].lower()] if term.source else []
    return [_BRACKETS.sub(" ", name).strip() for name in names]


def _heads(term: Term) -> Iterator[str]:
    """Yield the house names of a term, as they stand and without what is in brackets."""
    for lang in languages():
        yield term.term[lang]
        yield _BRACKETS.sub(" ", term.term[lang]).strip()


def _others(term: Term) -> Iterator[str]:
    """Yield the other names of a term: the short one, and those of other places and times."""
    names = [term.term[lang] for lang in languages()] + ([term.hk] if term.hk else [])
    names += term.also
    if isinstance(term, Concept):
        names += [name for tag in term.variants.values() for name in tag]
        names += [term.source.printed[lang] for lang in languages()] if term.source else []
    if isinstance(term, Measure) and term.short:
        names.append(term.short)
    for name in names:
        yield _BRACKETS.sub(" ", name).strip()
        # "percentage point (pp)" has a short name, "line (of a table)" has none.
        yield from (short for short in _BRACKETS.findall(name) if _SHORT_NAME.fullmatch(short))


def _abbreviations(term: Term) -> list[str]:
    """Return the short names of a term that are written in capital letters, such as "SLA"."""
    return [name for name in _others(term) if re.fullmatch(r"[A-Z]{2,}", name)]


def _pieces(word: Word) -> Iterator[str]:
    """Yield the Chinese words that a gloss is made of."""
    for lang in (one for one in languages() if not one.facts.spaced):
        for piece in re.split(r"[；，、]", word.gloss[lang]):
            yield _BRACKETS.sub("", piece)
            yield re.sub(r"[（）]", "", piece)
