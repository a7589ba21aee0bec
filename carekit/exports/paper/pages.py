"""A form of a test as a page to print, its answer sheet, and its key, in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, cast

from carekit.common.kit_words import texts
from carekit.common.lang import css_fonts
from carekit.common.languages import Lang, languages
from carekit.exports.paper.answer_sheet import Blank, blanks
from carekit.exports.selection import Selection
from carekit.exports.wording import html_of
from carekit.questions import Item, realised, shuffled, variant_of
from carekit.questions.kinds import KINDS
from carekit.questions.shown_question import Seen
from carekit.questions.variants import VARIANTS
from carekit.questions.views.browser import for_browser

_STYLE = """
@page { size: A4; margin: 18mm; }
body { font-family: FONTS; font-size: 11pt; line-height: 1.4; max-width: 174mm; margin: auto; }
header { border-bottom: 1px solid; margin-bottom: 6mm; }
header p span { display: inline-block; border-bottom: 1px solid; width: 60mm; }
.question { break-inside: avoid; margin-bottom: 5mm; }
.question ul { counter-reset: option; padding-inline-start: 5mm; }
.numbered li { counter-increment: option; }
.numbered li::before { content: counter(option) "  "; }
.lettered ul:first-of-type li { counter-increment: option; }
.lettered ul:first-of-type li::before { content: counter(option, lower-alpha) "  "; }
section.sheet { break-before: page; }
table { border-collapse: collapse; width: 100%; }
td, th { border: 1px solid #888; padding: 1.5mm 2mm; text-align: start; vertical-align: top; }
.mark { display: inline-block; border: 1px solid; border-radius: 50%; width: 6mm; height: 6mm;
  line-height: 6mm; text-align: center; margin-inline-end: 2mm; }
.line { display: inline-block; border-bottom: 1px solid; min-width: 30mm; height: 5mm; }
svg { max-width: 120mm; }
"""
# What stands before the parts of a list, so that the answer sheet can name them.
_LISTS = dict.fromkeys(("single", "multiple", "judgement", "hotspot", "cloze"), " numbered")
_LISTS |= dict.fromkeys(("matching", "ordering"), " lettered")


@dataclass(frozen=True)
class Form:
    """One form of a test: its letter, and its questions as they are shown there."""

    letter: str
    questions: tuple[tuple[str, Item, Seen], ...]


def form_of(selection: Selection, letter: str) -> Form:
    """Return a form: the same questions, in an order, with options and drawn numbers of its own.

    The same selection and letter give the same form. Raises NotDrawn where numbers cannot be drawn.
    """
    by_name = {f"{concept}/{one.id}": one for concept, one in selection.questions}
    seed = f"{selection.name}/{letter}"
    shown = []
    for name in shuffled(sorted(by_name), seed):
        question = by_name[name]
        draw = (ord(letter) - ord("A")) % VARIANTS
        if question.draw:
            question = variant_of(question, draw)
        question = realised(question, seed)
        shown.append((name, question, for_browser(question, f"{seed}/{name}")))
    return Form(letter, tuple(shown))


def test_page(title: str, form: Form, lang: Lang) -> str:
    """Return the questions of a form and its answer sheet, without anything of the key."""
    said = _said(lang)
    items = "".join(_question(seen, lang) for _, _, seen in form.questions)
    rows = "".join(
        f"<tr><td>{number}</td><td>{_to_fill(blanks(one, seen))}</td></tr>"
        for number, (_, one, seen) in enumerate(form.questions, 1)
    )
    head = _head(title, form, said)
    sheet = (
        f'<section class="sheet">{head}<h2>{said["paper-sheet"]}</h2>'
        f"<table><tr><th>{said['paper-number']}</th><th>{said['paper-answer']}</th></tr>{rows}</table>"
        "</section>"
    )
    return _page(title, lang, f"{head}<ol>{items}</ol>{sheet}")


def key_page(title: str, form: Form, lang: Lang) -> str:
    """Return the key of a form: what is right in each place, and the question's id."""
    said = _said(lang)
    rows = "".join(
        f"<tr><td>{number}</td><td>{'<br>'.join(_right(blank) for blank in blanks(one, seen))}</td>"
        f"<td>{html_of(one.ask[lang])}<br><small>{escape(name)}</small></td></tr>"
        for number, (name, one, seen) in enumerate(form.questions, 1)
    )
    heads = "".join(f"<th>{said[f'paper-{key}']}</th>" for key in ("number", "answer", "question"))
    letter = said["paper-form"].format(form=form.letter)
    return _page(
        title,
        lang,
        f"<h1>{escape(title)}, {letter}</h1><h2>{said['paper-key']}</h2>"
        f"<table><tr>{heads}</tr>{rows}</table>",
    )


def _said(lang: Lang) -> dict[str, str]:
    return {key: text[lang] for key, text in texts("exports").items()}


def _head(title: str, form: Form, said: Mapping[str, str]) -> str:
    fields = " ".join(f"{said[f'paper-{key}']} <span>&nbsp;</span>" for key in ("name", "date"))
    letter = said["paper-form"].format(form=form.letter)
    return f"<header><h1>{escape(title)}, {letter}</h1><p>{fields}</p></header>"


def _question(seen: Seen, lang: Lang) -> str:
    here = _only(seen, lang)
    numbered = _LISTS.get(seen["kind"], "")
    ask = f"<p><strong>{html_of(seen['ask'][lang])}</strong></p>"
    unit = f"<p>________ {html_of(seen['unit'][lang])}</p>" if "unit" in seen else ""
    drawn = unit or KINDS[seen["kind"]].on_paper(here)
    return f'<li class="question{numbered}">{ask}{drawn}</li>'


def _only(seen: Seen, lang: Lang) -> Seen:
    """Return a question with its words in one language alone."""
    return cast(Seen, _filtered(seen, lang, frozenset(map(str, languages()))))


def _filtered(node: Any, lang: Lang, tags: frozenset[str]) -> Any:
    if isinstance(node, dict):
        if node.keys() == tags:
            return {str(lang): node[lang]}
        return {key: _filtered(inside, lang, tags) for key, inside in node.items()}
    if isinstance(node, list):
        return [_filtered(inside, lang, tags) for inside in node]
    return node


def _to_fill(several: Sequence[Blank]) -> str:
    """Return circles to mark, or a line to write on, for each of several blanks."""
    line = '<span class="line"></span>'
    most = max(one.options for one in several)
    circles = [f'<span class="mark">{number}</span>' for number in range(1, most + 1)]
    return " ".join(f"{one.label} {''.join(circles[: one.options]) or line}" for one in several)


def _right(blank: Blank) -> str:
    return f"{blank.label} <b>{escape(blank.right)}</b>".strip()


def _page(title: str, lang: Lang, body: str) -> str:
    fonts: Sequence[str] = lang.facts.sans
    style = _STYLE.replace("FONTS", css_fonts(fonts, "sans-serif"))
    return (
        f'<!DOCTYPE html>\n<html {lang.marked}><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body>{body}</body></html>\n"
    )
