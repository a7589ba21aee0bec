"""A picture and its places, in the browser, on paper and in words."""

from __future__ import annotations

from html import escape

from carekit.common.languages import Lang, languages
from carekit.questions import options
from carekit.questions.kinds.hotspot.model import Hotspot, ShownHotspot
from carekit.questions.kinds.hotspot.picture import POINT, elements
from carekit.questions.shown_question import Seen, SeenPicture, SvgElement

_TONES = {
    "ink": 'fill="none" stroke="#222" stroke-width="2"',
    "faint": 'fill="none" stroke="#767676"',
    "accent": 'fill="none" stroke="#0b6a6e" stroke-width="3"',
    "fill": 'fill="#0b6a6e"',
    "soft": 'fill="#cfe3e3"',
}
# Where a picture has to be and nobody looks at it.
_BLANK = {"width": 1000, "height": 1000, "draw": [{"box": [0, 0, 1, 1]}]}


def for_browser(question: ShownHotspot, seed: str) -> Seen:
    """Return the options, the picture as SVG elements, and where each option lies in it."""
    picture: SeenPicture = {
        "width": question.picture.width,
        "height": question.picture.height,
        "alt": question.picture.alt.by_lang(),
        "elements": elements(question.picture),
        "spots": {spot.id: spot.at for spot in sorted(question.choices, key=lambda one: one.id)},
    }
    return {**options.for_browser(question, seed), "picture": picture}


def in_words(seen: Seen, lang: Lang) -> list[str]:
    """Return what the picture shows, and the options."""
    return [seen["picture"]["alt"][lang], *options.in_words(seen, lang)]


def on_paper(seen: Seen) -> str:
    """Return the picture with numbered places, and the options in the same order."""
    return _picture(seen["picture"], seen["order"]) + options.to_circle(seen)


def drawing(question: Hotspot) -> str:
    """Return the picture with its places numbered in the order of the bank."""
    seen = for_browser(question, "")
    return _picture(seen["picture"], [spot.id for spot in question.choices])


def blank(key: dict[str, object]) -> None:
    """Put a picture into a key."""
    key["picture"] = {**_BLANK, "alt": dict.fromkeys(languages(), "-")}


def _picture(picture: SeenPicture, order: list[str]) -> str:
    """Return a picture and its numbered places as one SVG element, in fixed colours for paper."""
    shapes = "".join(_shape(element) for element in picture["elements"])
    spots = "".join(_spot(picture["spots"][name], place) for place, name in enumerate(order, 1))
    alt = escape(" / ".join(picture["alt"].values()), quote=True)
    size = f'viewBox="0 0 {picture["width"]:g} {picture["height"]:g}"'
    return (
        f'<svg {size} role="img" aria-label="{alt}" style="max-width: 32em; background: #fff">'
        f"{shapes}{spots}</svg>"
    )


def _shape(element: SvgElement) -> str:
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
