"""Questions in plain HTML for print and preview: every language, every option, no key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from carekit.common.interface_text import words_for_browser
from carekit.common.languages import Lang
from carekit.questions import gaps_in
from carekit.questions.pictures import POINT

_BOXES = {"single": "○", "multiple": "☐", "judgement": "○", "hotspot": "○", "ordering": "___"}
_BLANK = "________"
_TONES = {
    "ink": 'fill="none" stroke="#222" stroke-width="2"',
    "faint": 'fill="none" stroke="#767676"',
    "accent": 'fill="none" stroke="#0b6a6e" stroke-width="3"',
    "fill": 'fill="#0b6a6e"',
    "soft": 'fill="#cfe3e3"',
}


def on_paper(questions: list[dict[str, Any]]) -> str:
    """Return questions, as they are sent to the browser, as one HTML fragment."""
    # A question that runs over the edge of a page is hard to answer.
    keep = 'style="break-inside: avoid"'
    items = "".join(f"<li {keep}>{_question(question)}</li>" for question in questions)
    note = languages(words_for_browser("quiz")["run-to-answer"], "p", "<em>{}</em>")
    return f'<div class="care-paper"><ol>{items}</ol>{note}</div>'


def _question(question: dict[str, Any]) -> str:
    ask = languages(question["ask"], "p", "<strong>{}</strong>")
    draw = _BODIES.get(question["kind"], _options)
    return ask + draw(question)


def _options(question: dict[str, Any]) -> str:
    return _list(_ordered(question["choices"], question["order"]), _BOXES[question["kind"]])


def _ordered(parts: Iterable[dict[str, Any]], order: list[str]) -> list[dict[str, Any]]:
    by_id = {part["id"]: part for part in parts}
    return [by_id[name] for name in order]


def _list(parts: Iterable[dict[str, Any]], box: str) -> str:
    lines = "".join(
        f'<li style="list-style: none">{box} <span style="display: inline-block; '
        f'vertical-align: top">{languages(part["say"], "span", "{}", "<br>")}</span></li>'
        for part in parts
    )
    return f"<ul>{lines}</ul>"


def _numeric(question: dict[str, Any]) -> str:
    return f"<p>{_BLANK} {languages(question.get('unit', {}), 'span', '{}', ' ')}</p>"


def _matching(question: dict[str, Any]) -> str:
    left = _list(question["left"], "___")
    letters = (chr(ord("A") + place) for place in range(26))
    right = "".join(
        f"<li>{next(letters)}. {languages(part['say'], 'span', '{}', '<br>')}</li>"
        for part in _ordered(question["right"], question["order"])
    )
    return f'{left}<ul style="list-style: none">{right}</ul>'


def _ordering(question: dict[str, Any]) -> str:
    return _list(_ordered(question["items"], question["order"]), "___")


def _cloze(question: dict[str, Any]) -> str:
    places = {gap["id"]: place for place, gap in enumerate(question["gaps"], 1)}
    text = {}
    for lang, said in question["text"].items():
        for name in gaps_in(said):
            said = said.replace(f"(({name}))", f"({places[name]}) {_BLANK}")
        text[lang] = said
    lists = "".join(
        f"<p>({places[gap['id']]})</p>{_list(_ordered(gap['choices'], gap['order']), '○')}"
        for gap in question["gaps"]
        if "choices" in gap
    )
    return languages(text, "p", "{}") + lists


def _hotspot(question: dict[str, Any]) -> str:
    return picture_svg(question["picture"], question["order"]) + _options(question)


def picture_svg(picture: dict[str, Any], order: list[str]) -> str:
    """Return a picture and its numbered places as one SVG element, in fixed colours for paper."""
    shapes = "".join(_shape(element) for element in picture["elements"])
    spots = "".join(_spot(picture["spots"][name], place) for place, name in enumerate(order, 1))
    alt = escape(" / ".join(picture["alt"].values()), quote=True)
    size = f'viewBox="0 0 {picture["width"]:g} {picture["height"]:g}"'
    return (
        f'<svg {size} role="img" aria-label="{alt}" style="max-width: 32em; background: #fff">'
        f"{shapes}{spots}</svg>"
    )


def _shape(element: dict[str, Any]) -> str:
    said = "".join(f' {name}="{value}"' for name, value in element["attributes"].items())
    tone = _TONES[element["class"].removeprefix("care-")]
    if element["tag"] != "text":
        return f"<{element['tag']}{said} {tone}/>"
    words = list(dict.fromkeys(element["say"].values()))
    return f'<text{said} fill="#222" font-size="13">{escape(" / ".join(words))}</text>'


def _spot(at: list[float], place: int) -> str:
    x, y, *size = at
    line = 'fill="none" stroke="#b02a1c" stroke-dasharray="4 3"'
    number = f'<text x="{x + 4:g}" y="{y + 14:g}" fill="#b02a1c" font-size="13">{place}</text>'
    if not size:
        number = number.replace(f'x="{x + 4:g}" y="{y + 14:g}"', f'x="{x:g}" y="{y - POINT - 3:g}"')
        return f'<circle cx="{x:g}" cy="{y:g}" r="{POINT:g}" {line}/>{number}'
    width, height = size
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" {line}/>{number}'


_BODIES: dict[str, Callable[[dict[str, Any]], str]] = {
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "cloze": _cloze,
    "hotspot": _hotspot,
}


def languages(text: dict[str, str], tag: str, frame: str, between: str = "") -> str:
    """Return one element for each language, marked with it."""
    return between.join(
        f'<{tag} lang="{lang}">{frame.format(marked(text[lang]))}</{tag}>'
        for lang in Lang
        if lang in text
    )


def marked(said: str) -> str:
    """Return escaped words with `code` and **bold** as elements."""
    html = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(said))
    return re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", html)
