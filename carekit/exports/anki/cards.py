"""What stands on each card of a deck, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path

from carekit.common.kit_words import texts
from carekit.common.languages import ENGLISH, Lang, Text
from carekit.exports.anki.wrong_answers import WrongAnswer, wrong_answers
from carekit.exports.loss_report import LossReport
from carekit.exports.picture import draw
from carekit.exports.wording import html_of
from carekit.questions import load_banks
from carekit.questions.kinds.hotspot.model import Hotspot
from carekit.questions.models import Item
from carekit.vocabulary.audio_clips import ENGLISH_CLIPS, clips_of
from carekit.vocabulary.glossary import Concept, Measure, Term, Word, load_glossary, load_words

_LARGEST = (600, 400)


@dataclass(frozen=True)
class Card:
    """One card: an id that stays, both sides as HTML, tags, and the files that it plays or shows.

    ``files`` are bytes by the name that the card calls them; the name holds a digest, because Anki
    keeps a changed file of an old name under a third name.
    """

    id: str
    front: str
    back: str
    tags: tuple[str, ...]
    files: Mapping[str, bytes]


def cards_of(root: Path, lang: Lang, report: LossReport) -> Iterator[Card]:
    """Yield the cards of a course in one language: concepts, measures, words, wrong answers.

    Wrong answers are those of practice questions alone: what is graded or asked in an exam is in
    no deck. Raises ContentError where a file of the course cannot be read.
    """
    glossary, clips = load_glossary(root), clips_of(root)
    for concept in glossary.concepts:
        yield _term(concept, "concept", _concept(concept, lang), lang, clips)
    for measure in glossary.measures:
        yield _term(measure, "measure", _measure(measure, lang), lang, clips)
    if (root / "course_data" / "words.yml").is_file():
        for word in load_words(root):
            yield _word(word, lang, clips)
    ask = texts("exports")["anki-wrong"][lang]
    for name, bank in load_banks(root).items():
        ideas = {idea.id: idea.says for idea in bank.misconceptions}
        for question in bank.questions:
            if question.use != "practice":
                continue
            if question.draw:
                report.meets("draws", f"{name}/{question.id}")
                continue
            for wrong in wrong_answers(question):
                yield _wrong(name, question, wrong, ideas, lang, ask)


Clips = Mapping[str, Mapping[str, Path]]


def _term(term: Term, kind: str, back: list[str], lang: Lang, clips: Clips) -> Card:
    sound, files = _clip(clips, f"terms/{term.id}")
    english = "" if lang == ENGLISH else f'<p lang="en">{escape(term.term[ENGLISH])} {sound}</p>'
    beside = sound if lang == ENGLISH else ""
    front = f"<h3>{html_of(term.term[lang])} {beside}</h3>"
    return _card(f"terms/{term.id}", front, english + "".join(back), lang, (kind,), files)


def _concept(concept: Concept, lang: Lang) -> list[str]:
    said = [concept.definition, *([concept.example] if concept.example else [])]
    return [f"<p>{html_of(text[lang])}</p>" for text in said]


def _measure(measure: Measure, lang: Lang) -> list[str]:
    means = [measure.means] if measure.means else []
    said = [*means, measure.formula, measure.unit]
    edges = "".join(f"<li>{html_of(edge[lang])}</li>" for edge in measure.edges)
    paragraphs = [f"<p>{html_of(text[lang])}</p>" for text in said]
    return [*paragraphs, f"<p>{escape(measure.range)}</p>", f"<ul>{edges}</ul>"]


def _word(word: Word, lang: Lang, clips: Clips) -> Card:
    sound, files = _clip(clips, f"words/{word.id}")
    spoken = f"/{escape(word.ipa.us)}/ {html_of(word.pos[lang])} {sound}"
    front = f'<h3 lang="en">{escape(word.word)}</h3><p>{spoken}</p>'
    examples = "".join(
        f"<li>{_in_english(example, lang)}{html_of(example[lang])}</li>"
        for example in word.examples
    )
    back = f"<p><b>{html_of(word.gloss[lang])}</b></p><p>{html_of(word.note[lang])}</p>"
    tags = ("word", *word.concepts)
    return _card(f"words/{word.id}", front, f"{back}<ul>{examples}</ul>", lang, tags, files)


def _in_english(text: Text, lang: Lang) -> str:
    return "" if lang == ENGLISH else f'<span lang="en">{html_of(text[ENGLISH])}</span><br>'


def _wrong(
    concept: str,
    question: Item,
    wrong: WrongAnswer,
    ideas: Mapping[str, Text],
    lang: Lang,
    ask: str,
) -> Card:
    picture, files = _picture(question, lang)
    front = (
        f"<p>{html_of(question.ask[lang])}</p>{picture}"
        f"<blockquote>{html_of(wrong.says[lang])}</blockquote><p><b>{escape(ask)}</b></p>"
    )
    idea = ideas.get(wrong.idea)
    behind = f"<p><i>{html_of(idea[lang])}</i></p>" if idea else ""
    back = f"<p>{html_of(wrong.why[lang])}</p>{behind}"
    tags = ("wrong-answer", concept, f"idea-{wrong.idea}")
    return _card(f"{concept}/{question.id}/{wrong.name}", front, back, lang, tags, files)


def _picture(question: Item, lang: Lang) -> tuple[str, dict[str, bytes]]:
    """Return the picture of a question with its alternative text, and its file; or nothing."""
    if not isinstance(question, Hotspot):
        return "", {}
    png = draw(question, [choice.id for choice in question.choices], _LARGEST).png
    name = f"carekit-{question.id}-{_digest(png)}.png"
    alt = escape(question.picture.alt[lang], quote=True)
    return f'<img src="{name}" alt="{alt}">', {name: png}


def _clip(clips: Clips, of: str) -> tuple[str, dict[str, bytes]]:
    """Return the sound of a word as Anki plays it, and its file; or nothing."""
    there = clips.get(of, {})
    path = next((there[spoken] for spoken in ENGLISH_CLIPS if spoken in there), None)
    if path is None:
        return "", {}
    sound = path.read_bytes()
    name = f"carekit-{of.replace('/', '-')}-{_digest(sound)}.mp3"
    return f"[sound:{name}]", {name: sound}


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:8]


def _card(
    name: str, front: str, back: str, lang: Lang, tags: tuple[str, ...], files: dict[str, bytes]
) -> Card:
    front, back = (f"<div {lang.marked}>{side}</div>" for side in (front, back))
    return Card(name, front, back, (*tags, str(lang)), files)
