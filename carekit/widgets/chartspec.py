"""A chart as the browser gets it: strict JSON, and the values of its columns under their names."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

import altair as alt_air
import pandas as pd

from carekit.common.files import ContentError
from carekit.common.languages import Lang, Text

MOST_ROWS = 20_000
# Where a channel writes the values of its column: on an axis, over a small chart, or in a legend.
_GUIDES = {
    "x": "axis",
    "y": "axis",
    "row": "header",
    "column": "header",
    "facet": "header",
    "color": "legend",
    "fill": "legend",
    "stroke": "legend",
    "opacity": "legend",
    "shape": "legend",
    "size": "legend",
    "strokeDash": "legend",
    "strokeWidth": "legend",
}
_DISCRETE = ("nominal", "ordinal")


_TRANSFORMER = "missing-dates-as-null"


def _rows(data: object, max_rows: int = MOST_ROWS) -> Any:
    """Return a table's rows as Altair makes them, with None for a moment that is missing.

    Altair writes an empty text there, which a bar chart would count as one more value.
    """
    made = alt_air.default_data_transformer(data, max_rows=max_rows)
    if isinstance(data, pd.DataFrame) and isinstance(made, dict):
        moments = [str(name) for name in data.select_dtypes(["datetime", "datetimetz"])]
        for row in made.get("values", []):
            row.update({name: None for name in moments if row[name] == ""})
    return made


alt_air.data_transformers.register(_TRANSFORMER, _rows)


def strict(chart: alt_air.TopLevelMixin) -> dict[str, Any]:
    """Return a chart as data that is JSON in the strict sense: whatever is missing is null.

    Raises ContentError for more than 20,000 rows, and for a value that no JSON can hold.
    """
    try:
        with alt_air.data_transformers.enable(_TRANSFORMER, max_rows=MOST_ROWS):
            spec: dict[str, Any] = _plain(chart.to_dict())
    except alt_air.MaxRowsError:
        raise ContentError(
            f"show: more than {MOST_ROWS:,} rows in one chart; count or sample them first"
        ) from None
    try:
        json.dumps(spec, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise ContentError(
            f"show: the chart holds a value that a browser cannot read ({error}); "
            "use numbers, texts, dates and true or false"
        ) from None
    return spec


def _plain(node: object) -> Any:
    """Return a value with every kind of missing value as None.

    Altair does this for columns of numbers; in a column of texts pandas keeps NaN, which is no
    JSON, and which a browser would take for the word "nan".
    """
    if isinstance(node, dict):
        return {key: _plain(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_plain(value) for value in node]
    if node is None or node is pd.NA or node is pd.NaT:
        return None
    if hasattr(node, "dtype") and hasattr(node, "item"):
        return _plain(node.item())
    return None if isinstance(node, float) and not math.isfinite(node) else node


def name_values(
    spec: dict[str, object], names: Mapping[str, Mapping[str, Text]], missing: Text, lang: Lang
) -> list[Text]:
    """Let axes, headers and legends show the values of discrete columns under their names.

    ``names`` is column to value to name; a value without a name is shown as it stands, and a value
    that is missing as ``missing``. The data stay as they are, so a click on a legend still picks
    what the code calls it. Returns every name that may be on the chart. ``spec`` is changed.
    """
    used: list[Text] = []
    for channel, told in _channels(spec):
        guide = _GUIDES.get(channel)
        if guide is None or told.get("type") not in _DISCRETE or told.get(guide, {}) is None:
            continue
        called = names.get(told.get("field", ""), {})
        used += [missing, *called.values()]
        own = told.setdefault(guide, {})
        own.setdefault("labelExpr", _expression(called, missing, lang))
    return list(dict.fromkeys(used))


def _expression(called: Mapping[str, Text], missing: Text, lang: Lang) -> str:
    shown = {value: name[lang] for value, name in called.items() if name[lang] != value}
    known = json.dumps(shown, ensure_ascii=False)
    # In a header Vega-Lite writes a longer expression into the place of `datum.label`, without
    # brackets of its own.
    named = f"({known}[datum.value] || (datum.label))" if shown else "(datum.label)"
    return f"isValid(datum.value) ? {named} : {json.dumps(missing[lang], ensure_ascii=False)}"


def _channels(node: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every encoding of a chart and of the charts inside it: the channel and what it says."""
    if isinstance(node, list):
        for part in node:
            yield from _channels(part)
    elif isinstance(node, dict):
        for channel, told in (node.get("encoding") or {}).items():
            if isinstance(told, dict) and "field" in told:
                yield channel, told
        # A chart of small charts names its field beside the encoding.
        facet = node.get("facet")
        if isinstance(facet, dict):
            whole = [("facet", facet)] if "field" in facet else facet.items()
            yield from ((channel, told) for channel, told in whole if isinstance(told, dict))
        for key in ("layer", "hconcat", "vconcat", "concat", "spec"):
            yield from _channels(node.get(key))
