"""Altair charts, drawn by the notebook's own Vega-Lite: offline, with Han glyphs and alt text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import altair as alt_air
import traitlets
from IPython.display import display

from carekit.common.chart_words import file_of
from carekit.common.course import find_root, reading_lang
from carekit.common.files import ContentError
from carekit.common.lang import css_fonts
from carekit.common.languages import Lang, Text, languages
from carekit.tables.value_names import value_names
from carekit.widgets.assets import drawn_by
from carekit.widgets.assets import words as words_of
from carekit.widgets.base import MimeBundle, Widget
from carekit.widgets.chartspec import name_values, strict

VEGA_LITE = "application/vnd.vegalite.v5+json"
Said = Text | Mapping[str, str]
# What is never taken for words.
DATA = ("datasets", "values")


def show(
    chart: alt_air.TopLevelMixin, alt: Said | str, *, words: Mapping[str, Said] | None = None
) -> None:
    """Display a chart with ``alt`` as what a screen reader says of it.

    ``alt`` is the text, or ``"TOPIC/CELL"``: the alt text in that cell's head in a lesson, and with
    it the words in all heads of the lesson, as ``notebooks/words/TOPIC.json`` has them.
    ``words`` gives titles and labels in all languages: wherever the chart says ``"@name"``, the
    words under ``name`` stand in the reading language, and so do the values of a column that
    ``course_data/value_names.yml`` names. Raises ContentError for a name without words, a language
    that is missing, a value that is no JSON, or more than 20,000 rows.
    """
    root = find_root()
    lang = reading_lang(root)
    plain = strict(chart)
    if isinstance(alt, str):
        alt, of_lesson = _of_lesson(root, alt)
        # Words of the lesson's other charts stay away: one of them may read as a label here.
        mine = {name: of_lesson[name] for name in _named(plain) & set(of_lesson)}
        words = {**mine, **(words or {})}
    told = _text("alt", alt)
    texts = {name: _text(name, text) for name, text in (words or {}).items()}
    spec = _worded(plain, {f"@{name}": text[lang] for name, text in texts.items()})
    named = name_values(spec, value_names(root), words_of("chart")["missing"], lang)
    spec["description"] = told[lang]
    spec["config"] = _look(lang, spec.get("config", {}))
    options = {"renderer": "svg", "actions": False}
    display(
        {VEGA_LITE: spec, "text/plain": told[lang]},
        metadata={VEGA_LITE: {"embed_options": options}},
        raw=True,
    )
    display(ChartWords(root, told, [*texts.values(), *named]))


class ChartWords(Widget):
    """What a chart says in all languages; it follows the reading language without Python."""

    _esm = drawn_by("chart", "js")
    _css = drawn_by("chart", "css")
    texts: traitlets.List[dict[str, str]] = traitlets.List().tag(sync=True)
    alt = traitlets.Dict().tag(sync=True)
    fonts = traitlets.Dict().tag(sync=True)

    def __init__(self, root: Path, alt: Text, texts: list[Text]) -> None:
        """Speak for the chart that was displayed just before."""
        super().__init__(
            root,
            alt=alt.by_lang(),
            texts=[text.by_lang() for text in texts],
            fonts={lang: _font(lang) for lang in languages()},
        )

    def _repr_mimebundle_(self, **kwargs: object) -> MimeBundle | None:
        """Return a view that is empty wherever widgets are not alive."""
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is not None:
            bundle[0].update({"text/plain": "", "text/html": ""})
        return bundle


def _of_lesson(root: Path, name: str) -> tuple[Said, Mapping[str, Said]]:
    """Return what the lesson's text says of a chart: its alt text and the words by name."""
    topic, _, cell = name.partition("/")
    path = root / file_of(topic)
    if not cell or not path.is_file():
        says = "give the text in every language, or TOPIC/CELL of a lesson with alt: in that head"
        raise ContentError(f"show: {name!r} names no words; {says}")
    said = json.loads(path.read_text(encoding="utf-8"))
    if cell not in said["alt"]:
        raise ContentError(f"show: no alt: for {name!r}; known: {', '.join(said['alt'])}")
    return said["alt"][cell], said["words"]


def _text(name: str, said: object) -> Text:
    if isinstance(said, Text):
        return said
    if not isinstance(said, Mapping):
        tags = ", ".join(lang for lang in languages())
        raise ContentError(f"show: {name} is {said!r}; give the words in {tags}")
    words = {lang: said.get(lang) for lang in languages()}
    missing = [tag for tag, one in words.items() if not isinstance(one, str) or not one.strip()]
    if missing:
        raise ContentError(f"show: {name} has no words in {', '.join(missing)}; add them")
    return Text.model_validate(dict(said))


def _named(node: object) -> set[str]:
    """Return every name behind an ``@`` in a chart; its data are left out."""
    if isinstance(node, dict):
        parts = [part for key, part in node.items() if key not in DATA]
        return set().union(*map(_named, parts))
    if isinstance(node, list):
        return set().union(*map(_named, node))
    return {node[1:]} if isinstance(node, str) and node.startswith("@") else set()


def _worded(node: object, said: dict[str, str]) -> Any:
    """Return the chart with every ``@name`` replaced; the data are left as they are."""
    if isinstance(node, dict):
        return {key: value if key in DATA else _worded(value, said) for key, value in node.items()}
    if isinstance(node, list):
        return [_worded(value, said) for value in node]
    if isinstance(node, str) and node.startswith("@"):
        if node not in said:
            raise ContentError(f"show: no words for {node}; give words={{{node[1:]!r}: ...}}")
        return said[node]
    return node


def _look(lang: Lang, own: dict[str, object]) -> dict[str, Any]:
    """Return the chart's configuration on top of ours.

    ``currentColor`` makes lines and letters follow the page, so that they are readable in the
    light and in the dark theme alike, also when the theme changes after drawing.
    """
    ink = "currentColor"
    font = _font(lang)
    words = {"labelFont": font, "titleFont": font, "labelColor": ink, "titleColor": ink}
    sizes = {"labelFontSize": 12, "titleFontSize": 13, "titleFontWeight": 600}
    ours = {
        "background": "transparent",
        "font": font,
        "view": {"stroke": None},
        "axis": {
            **words,
            **sizes,
            "domainColor": ink,
            "tickColor": ink,
            "gridColor": ink,
            "gridOpacity": 0.15,
            "labelLimit": 320,
            "titlePadding": 10,
        },
        "legend": {**words, **sizes, "labelLimit": 320, "symbolStrokeWidth": 2},
        "header": {**words, **sizes, "labelLimit": 320},
        "title": {
            "font": font,
            "subtitleFont": font,
            "color": ink,
            "subtitleColor": ink,
            "fontSize": 15,
            "anchor": "start",
        },
        "text": {"font": font, "color": ink},
        "rule": {"color": ink},
    }
    return _merged(ours, own)


def _font(lang: Lang) -> str:
    """Return a font list as CSS wants it: letters of the system, then Han glyphs of one script."""
    with_fonts = (one.facts.sans for one in (lang, *languages()) if one.facts.sans)
    # Where the language names no fonts, those of the next one: a chart may show its words as well.
    return f'-apple-system, "Segoe UI", {css_fonts(next(with_fonts, ()), "sans-serif")}'


def _merged(ours: dict[str, Any], own: dict[str, object]) -> dict[str, Any]:
    both = dict(ours)
    for key, value in own.items():
        known = both.get(key)
        if isinstance(value, dict) and isinstance(known, dict):
            value = _merged(known, value)
        both[key] = value
    return both
