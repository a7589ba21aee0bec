"""What every question of a Moodle file is written with: its languages, its report, its elements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from xml.etree.ElementTree import Element, SubElement

from carekit.common.languages import Lang, Text
from carekit.exports.loss_report import LossReport
from carekit.exports.wording import bare, html_of, once, side_by_side

_LONGEST_MATCH = 255
# The few tags under which Moodle has a language pack of another name than ours.
_PACKS = {"nb": "no"}


def pack(lang: Lang) -> str:
    """Return the name of Moodle's language pack for a language, as its multilang filter knows it.

    >>> pack(Lang("en")), pack(Lang("nb"))
    ('en', 'no')
    """
    named = lang.facts.locale if lang.script and lang.facts.locale else str(lang)
    return _PACKS.get(named, named.lower().replace("-", "_"))


@dataclass(frozen=True)
class Sheet:
    """One question on its way: its name, the languages that it is written in, the report."""

    name: str
    langs: Sequence[Lang]
    report: LossReport

    def meets(self, limit: str) -> None:
        """Note that this question meets a limit."""
        self.report.meets(limit, self.name)

    def say(self, text: Text) -> str:
        """Return words as HTML, in all languages of the sheet as multilang spans."""
        said = once(text, self.langs)
        if len(said) == 1:
            return html_of(next(iter(said.values())))
        packs = {str(lang): pack(lang) for lang in self.langs}
        return "".join(
            f'<span lang="{packs[tag]}" class="multilang">{html_of(words)}</span>'
            for tag, words in said.items()
        )

    def match(self, text: Text) -> str:
        """Return words for a list to choose from, which holds no more than 255 signs.

        Raises ValueError where they do not fit in any form.
        """
        said = once(text, self.langs)
        spans = "".join(
            f'<span lang="{pack(lang)}" class="multilang">{escape(bare(said[lang]))}</span>'
            for lang in self.langs
            if lang in said and len(said) > 1
        )
        words = spans or escape(bare(next(iter(said.values()))))
        if len(words) > _LONGEST_MATCH:
            self.meets("match-long")
            words = side_by_side(text, self.langs)
        if len(words) > _LONGEST_MATCH:
            raise ValueError(
                "a match has more than 255 signs, which Moodle cannot keep; "
                "shorten it, or write each language to a file of its own"
            )
        return words

    def paragraphs(self, *texts: Text) -> str:
        """Return a paragraph of HTML for each text."""
        return "".join(f"<p>{self.say(text)}</p>" for text in texts)

    def listed(self, texts: Sequence[Text]) -> str:
        """Return a list of HTML with an entry for each text."""
        return f"<ul>{''.join(f'<li>{self.say(text)}</li>' for text in texts)}</ul>"


def put(parent: Element, tag: str, text: str) -> Element:
    """Add an element that holds text alone, and return it."""
    made = SubElement(parent, tag)
    made.text = text
    return made


def put_text(parent: Element, tag: str, html: str, **attributes: str) -> Element:
    """Add an element with a ``text`` of HTML in it, and return it."""
    made = SubElement(parent, tag, {"format": "html", **attributes})
    put(made, "text", html)
    return made


def put_answer(parent: Element, said: str, share: str, why: str, *, html: bool = False) -> Element:
    """Add an answer that is worth ``share`` percent, with its feedback; return it."""
    made = SubElement(
        parent, "answer", {"fraction": share, "format": "html" if html else "moodle_auto_format"}
    )
    put(made, "text", said)
    if why:
        put_text(made, "feedback", why)
    return made
