"""The cards that can be reviewed: practice questions as they are, and words in several guises."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from carekit.common.languages import Text, languages
from carekit.questions import Bank, Choice, Item, Single, load_bank, realised, shuffled
from carekit.vocabulary.audio_clips import ENGLISH_CLIPS, clips_of
from carekit.vocabulary.glossary import (
    Term,
    Word,
    listed_language,
    load_glossary,
    load_terms,
    load_words,
)

WORDS = "words"
TERMS = "terms"
GAP = "____"
CHOICES = 4
_CLASS = re.compile(r"noun|verb|adjective|adverb")


@dataclass(frozen=True)
class Drawn:
    """A card as it is asked now.

    ``concept`` is where a question comes from; a card for a word has ``word`` and ``kind``
    instead, and one of ``sentence`` (with a gap, in the language of the list) and ``clip`` where
    its kind needs it. A card for a term has ``term`` and ``kind``.
    """

    card: str
    question: Item
    concept: str = ""
    word: Word | None = None
    term: Term | None = None
    kind: str = ""
    sentence: str = ""
    clip: Path | None = None


class Deck:
    """All cards of a course folder; a question file is read when a card of it is asked for."""

    def __init__(self, root: Path) -> None:
        """Read the word list and the names of the concepts, where the course has them."""
        self._root = root
        there = {path.name for path in (root / "course_data").glob("*.yml")}
        words = load_words(root) if "words.yml" in there else []
        concepts = load_glossary(root).concepts
        self.words: Mapping[str, Word] = {word.id: word for word in words}
        self.concepts: Mapping[str, Text] = {concept.id: concept.term for concept in concepts}
        terms = load_terms(root)
        # Without a meaning there is nothing to ask for.
        self._means = {name: one.means for name, one in terms.items() if one.means}
        self.terms: Mapping[str, Term] = {name: terms[name] for name in self._means}
        self._clips = clips_of(root)

    def __contains__(self, card: object) -> bool:
        """Return whether a card can be asked: a practice question, or a word in one guise."""
        match str(card).split("/"):
            case [concept, question]:
                return self._question(concept, question) is not None
            case ["words", word, kind]:
                return word in self.words and kind in self._kinds(self.words[word])
            case ["terms", term, "meaning"]:
                return term in self.terms and len(self.terms) > 1
        return False

    @property
    def things(self) -> frozenset[str]:
        """Return what can be taken into the review: ``words/<id>`` and ``terms/<id>``."""
        words = {f"{WORDS}/{name}" for name, word in self.words.items() if self._kinds(word)}
        terms = {f"{TERMS}/{name}" for name in self.terms if f"{TERMS}/{name}/meaning" in self}
        return frozenset(words | terms)

    def draw(self, card: str, said: Mapping[str, Text], seed: str) -> Drawn:
        """Return a card ready to be asked; ``said`` are the words around it.

        The same ``seed`` gives the same numbers and options. Raises KeyError for a card that is
        not in the deck.
        """
        if card not in self:
            raise KeyError(card)
        first, second, *kind = card.split("/")
        if first == TERMS:
            return self._term(card, self.terms[second], said, seed)
        if kind:
            return self._word(card, self.words[second], kind[0], said, seed)
        question = self._question(first, second)
        if question is None:
            raise KeyError(card)
        return Drawn(card, realised(question, seed), concept=first)

    def varies(self, card: str) -> bool:
        """Return whether a card is a question whose numbers are drawn anew each time."""
        question = self._question(*card.split("/")) if card.count("/") == 1 else None
        return bool(question and question.draw)

    def not_in(self, cards: frozenset[str]) -> list[str]:
        """Return the words, in the order of the list, of which none of ``cards`` is one."""
        there = words_of(cards)
        return [
            name for name, word in self.words.items() if name not in there and self._kinds(word)
        ]

    def _question(self, concept: str, name: str) -> Item | None:
        path = self._root / "course_data" / "quizzes" / f"{concept}.yml"
        # A name out of the log must not lead anywhere but to a file of this folder.
        if not re.fullmatch(r"[a-z0-9-]+", concept) or not path.is_file():
            return None
        stat = path.stat()
        return _practice(path, stat.st_mtime_ns, stat.st_size).get(name)

    def _kinds(self, word: Word) -> list[str]:
        """Return the guises of a word that can be asked; each needs a second word to choose."""
        if len(self.words) < 2:
            return []
        there = {"meaning": True, "cloze": any(_gaps(word)), "listen": bool(self._clip(word))}
        return [kind for kind, can in there.items() if can]

    def _clip(self, word: Word) -> Path | None:
        found = self._clips.get(f"{WORDS}/{word.id}", {})
        return next((found[spoken] for spoken in ENGLISH_CLIPS if spoken in found), None)

    def _term(self, card: str, term: Term, said: Mapping[str, Text], seed: str) -> Drawn:
        others = shuffled([other for other in self.terms.values() if other.id != term.id], seed)
        asked = _term_meaning(term, others, self._means, said)
        return Drawn(card, asked, term=term, kind="meaning")

    def _word(self, card: str, word: Word, kind: str, said: Mapping[str, Text], seed: str) -> Drawn:
        others = shuffled([other for other in self.words.values() if other.id != word.id], seed)
        drawn = partial(Drawn, card, word=word, kind=kind)
        if kind == "meaning":
            return drawn(_meaning(word, others, said))
        if kind == "listen":
            return drawn(_listen(word, others, said), clip=self._clip(word))
        gap = shuffled(list(_gaps(word)), seed)[0]
        return drawn(_cloze(word, gap, others, said), sentence=gap.sentence)


def words_of(cards: Iterable[str]) -> set[str]:
    """Return the ids of the words that some cards ask for."""
    parts = (card.split("/") for card in cards)
    return {name for first, name, *kind in parts if first == WORDS and kind}


@lru_cache(maxsize=32)
def _practice(path: Path, _changed: int, _size: int) -> dict[str, Item]:
    """Return a file's practice questions by id, read again only when the file has changed."""
    bank: Bank = load_bank(path)
    return {question.id: question for question in bank.questions if question.use == "practice"}


@dataclass(frozen=True)
class _Gap:
    """An example of a word with a gap in its place, and the form that was there."""

    sentence: str
    form: str
    example: Text


def _gaps(word: Word) -> Iterator[_Gap]:
    # `invalidates` is a form of `validate` for looking up, but means the contrary.
    forms = sorted((form for form in word.forms if form[:4] == word.word[:4]), key=len)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, reversed(forms)))})\b", re.IGNORECASE)
    listed = listed_language()
    for example in word.examples if forms else ():
        if found := pattern.search(example[listed]):
            yield _Gap(pattern.sub(GAP, example[listed]), found[0].lower(), example)


def _meaning(word: Word, others: Sequence[Word], said: Mapping[str, Text]) -> Single:
    wrong = [
        _choice(other, other.gloss, _fill(said["meaning-wrong"], word=word, other=other))
        for other in others[: CHOICES - 1]
    ]
    right = _choice(word, word.gloss, word.note, right=True)
    hint = _same(word.examples[0][listed_language()])
    return _single(word, said["ask-meaning"], [right, *wrong], hint)


def _term_meaning(
    term: Term, others: Sequence[Term], means: Mapping[str, Text], said: Mapping[str, Text]
) -> Single:
    wrong = [
        Choice(
            id=other.id,
            say=means[other.id],
            why=_told(said["term-wrong"], other=other.term, term=term.term, means=means[term.id]),
        )
        for other in others[: CHOICES - 1]
    ]
    right = Choice(id=term.id, right=True, say=means[term.id], why=said["term-right"])
    return Single(
        id=term.id,
        kind="single",
        bloom="remember",
        ask=said["ask-meaning"],
        choices=[right, *wrong],
    )


def _cloze(word: Word, gap: _Gap, others: Sequence[Word], said: Mapping[str, Text]) -> Single:
    same = [other for other in others if not _occurs(other, gap.sentence)]
    # A word of another class would be ruled out by grammar alone.
    same.sort(key=lambda other: _class(other) != _class(word))
    wrong = [
        _choice(other, _same(other.word), _fill(said["word-wrong"], word=word, other=other))
        for other in same[: CHOICES - 1]
    ]
    listed, in_each = listed_language(), gap.example.by_lang()
    whole = {
        lang: said if lang == listed else f"{in_each[listed]} {said}"
        for lang, said in in_each.items()
    }
    right = _choice(word, _same(gap.form), Text.model_validate(whole), right=True)
    cue = {**in_each, listed: word.gloss[listed]}
    ask = _fill(said["ask-cloze"], cue=Text.model_validate(cue))
    return _single(word, ask, [right, *wrong], _fill(said["begins"], letter=_same(word.word[0])))


def _listen(word: Word, others: Sequence[Word], said: Mapping[str, Text]) -> Single:
    wrong = [
        _choice(other, _same(other.word), _fill(said["word-wrong"], word=word, other=other))
        for other in others[: CHOICES - 1]
    ]
    right = _choice(word, _same(word.word), word.gloss, right=True)
    return _single(word, said["ask-listen"], [right, *wrong], word.gloss)


def _single(word: Word, ask: Text, choices: list[Choice], hint: Text) -> Single:
    return Single(
        id=word.id, kind="single", bloom="remember", ask=ask, hints=[hint], choices=choices
    )


def _choice(word: Word, say: Text, why: Text, *, right: bool = False) -> Choice:
    return Choice(id=word.id, right=right, say=say, why=why)


def _class(word: Word) -> str:
    said = word.pos[listed_language()]
    found = _CLASS.search(said)
    return found[0] if found else said


def _occurs(word: Word, sentence: str) -> bool:
    return any(re.search(rf"\b{re.escape(form)}\b", sentence, re.IGNORECASE) for form in word.forms)


def _same(said: str) -> Text:
    """Return words that read the same in every language."""
    return Text.model_validate(dict.fromkeys(languages(), said))


def _told(text: Text, **parts: Text) -> Text:
    """Return a text with {name} filled in, each language in its own words."""
    told = {
        lang: text[lang].format(**{name: part[lang] for name, part in parts.items()})
        for lang in languages()
    }
    return Text.model_validate(told)


def _fill(text: Text, **parts: Text | Word) -> Text:
    """Return a text with {name} and, for a word, {name_gloss} filled in."""
    filled = {}
    for lang in languages():
        values = {}
        for name, part in parts.items():
            values[name] = part.word if isinstance(part, Word) else part[lang]
            if isinstance(part, Word):
                values[f"{name}_gloss"] = part.gloss[lang]
        filled[lang] = text[lang].format(**values)
    return Text.model_validate(filled)
