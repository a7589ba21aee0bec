"""Altair charts, drawn by the notebook's own Vega-Lite: offline, with Han glyphs and alt text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt_air
from IPython.display import display

from carekit.course import find_root, reading_lang
from carekit.files import ContentError
from carekit.lang import Lang, Text

VEGA_LITE = "application/vnd.vegalite.v5+json"
MOST_ROWS = 20_000
Said = Text | Mapping[str, str]

_FONTS = {
    Lang.EN: ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei"),
    Lang.ZH_HANS: ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei"),
    Lang.ZH_HANT: ("Noto Sans CJK TC", "PingFang TC", "Microsoft JhengHei"),
}


def show(
    chart: alt_air.TopLevelMixin, alt: Said, *, words: Mapping[str, Said] | None = None
) -> None:
    """Display a chart with ``alt`` as what a screen reader says of it.

    ``words`` gives titles and labels in all languages: wherever the chart says ``"@name"``, the
    words under ``name`` stand in the reading language. Raises ContentError for a name without
    words, a language that is missing, or more than 20,000 rows.
    """
    lang = reading_lang(find_root())
    told = _text("alt", alt)[lang]
    said = {f"@{name}": _text(name, text)[lang] for name, text in (words or {}).items()}
    spec = _worded(_spec(chart), said)
    spec["description"] = told
    spec["config"] = _look(lang, spec.get("config", {}))
    options = {"renderer": "svg", "actions": False}
    display(
        {VEGA_LITE: spec, "text/plain": told},
        metadata={VEGA_LITE: {"embed_options": options}},
        raw=True,
    )


def _text(name: str, said: Said) -> Text:
    if isinstance(said, Text):
        return said
    missing = [lang.value for lang in Lang if not said.get(lang.value, "").strip()]
    if missing:
        raise ContentError(f"show: {name} has no words in {', '.join(missing)}; add them")
    return Text.model_validate(dict(said))


def _spec(chart: alt_air.TopLevelMixin) -> dict[str, Any]:
    try:
        with alt_air.data_transformers.enable("default", max_rows=MOST_ROWS):
            return chart.to_dict()
    except alt_air.MaxRowsError:
        raise ContentError(
            f"show: more than {MOST_ROWS:,} rows in one chart; count or sample them first"
        ) from None


def _worded(node: Any, said: dict[str, str]) -> Any:
    """Return the chart with every ``@name`` replaced; the data are left as they are."""
    if isinstance(node, dict):
        return {
            key: value if key in ("datasets", "values") else _worded(value, said)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_worded(value, said) for value in node]
    if isinstance(node, str) and node.startswith("@"):
        if node not in said:
            raise ContentError(f"show: no words for {node}; give words={{{node[1:]!r}: ...}}")
        return said[node]
    return node


def _look(lang: Lang, own: dict[str, Any]) -> dict[str, Any]:
    """Return the chart's configuration on top of ours.

    ``currentColor`` makes lines and letters follow the page, so that they are readable in the
    light and in the dark theme alike, also when the theme changes after drawing.
    """
    ink = "currentColor"
    font = ", ".join(["system-ui", "-apple-system", *_quoted(_FONTS[lang]), "sans-serif"])
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


def _quoted(names: tuple[str, ...]) -> list[str]:
    return [f'"{name}"' for name in names]


def _merged(ours: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    both = dict(ours)
    for key, value in own.items():
        known = both.get(key)
        deep = isinstance(value, dict) and isinstance(known, dict)
        both[key] = _merged(known, value) if deep else value
    return both
