"""Charts: the words of the reading language, alt text, and a look that follows the page."""

import json
import re

import altair as alt
import numpy as np
import pandas as pd
import pytest
import vl_convert

from carekit.common.course import remember_lang
from carekit.common.files import ContentError
from carekit.common.languages import ENGLISH, Text, languages
from carekit.widgets import chart as chart_module
from carekit.widgets.chart import VEGA_LITE, show
from carekit.widgets.chartspec import MOST_ROWS
from tests.reading_languages import ZH_HANT

ALT = {"en": "Six waits.", "zh-Hans": "六次等待。", "zh-Hant": "六次等候。"}
WORDS = {"wait": {"en": "wait", "zh-Hans": "等待", "zh-Hant": "等候"}}


@pytest.fixture
def shown(tea, monkeypatch):
    """Return a function that shows a chart and returns data and metadata of the output."""
    monkeypatch.setenv("CAREKIT_ROOT", str(tea))
    outputs = []
    monkeypatch.setattr(
        chart_module,
        "display",
        lambda data, metadata=None, **_: outputs.append((data, metadata)),
    )

    def draw(*args, **options):
        show(*args, **options)
        drawn, (companion, _) = outputs[-2:]
        draw.companion = companion
        return drawn

    return draw


def bars(rows=3, title="@wait"):
    data = pd.DataFrame({"x": range(rows), "who": ["@wait"] * rows})
    return alt.Chart(data).mark_bar().encode(alt.X("x:Q").title(title), alt.Color("who:N"))


@pytest.mark.parametrize("lang", list(languages()))
def test_titles_and_alt_text_stand_in_the_reading_language(shown, tea, lang):
    remember_lang(tea, lang)
    data, _ = shown(bars(), alt=ALT, words=WORDS)
    spec = data[VEGA_LITE]
    assert spec["encoding"]["x"]["title"] == WORDS["wait"][lang]
    assert spec["description"] == data["text/plain"] == ALT[lang]
    font = "Noto Sans CJK TC" if lang == ZH_HANT else "Noto Sans CJK SC"
    assert font in spec["config"]["axis"]["labelFont"]


def test_the_companion_holds_every_language_and_leaves_nothing_on_paper(shown):
    shown(bars(), alt=ALT, words=WORDS)
    companion = shown.companion
    assert (companion.alt, companion.texts[0]) == (ALT, WORDS["wait"])
    assert "Noto Sans CJK TC" in companion.fonts["zh-Hant"]
    data, _ = companion._repr_mimebundle_()
    assert (data["text/plain"], data["text/html"]) == ("", "")


def test_the_spec_is_one_that_jupyterlab_draws_by_itself_as_svg(shown):
    data, metadata = shown(bars(title="x"), alt=Text.model_validate(ALT))
    assert "/v5." in data[VEGA_LITE]["$schema"]
    assert metadata == {VEGA_LITE: {"embed_options": {"renderer": "svg", "actions": False}}}


def test_data_are_never_taken_for_words(shown):
    data, _ = shown(bars(), alt=ALT, words=WORDS)
    [rows] = data[VEGA_LITE]["datasets"].values()
    assert {row["who"] for row in rows} == {"@wait"}


def test_the_look_is_ours_where_the_chart_says_nothing(shown):
    chart = bars(title="x").configure_axis(labelColor="red")
    config = shown(chart, alt=ALT)[0][VEGA_LITE]["config"]
    assert config["axis"]["labelColor"] == "red"
    assert config["axis"]["titleColor"] == "currentColor"
    assert config["background"] == "transparent"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        pytest.param({"alt": {"en": "Six"}}, "alt has no words in zh-Hans, zh-Hant", id="alt"),
        pytest.param({"alt": ALT}, "no words for @wait", id="name without words"),
        pytest.param(
            {"alt": ALT, "words": {"wait": {"en": "wait", "zh-Hans": " ", "zh-Hant": "等"}}},
            "wait has no words in zh-Hans",
            id="words in two languages",
        ),
        pytest.param(
            {"alt": {**ALT, "zh-Hant": None}}, "alt has no words in zh-Hant", id="left empty"
        ),
        pytest.param(
            {"alt": "Six waits."}, "'Six waits.' names no words; give the text", id="a text"
        ),
    ],
)
def test_missing_words_are_named(shown, options, says):
    with pytest.raises(ContentError, match=says):
        shown(bars(), **options)


def test_too_many_rows_are_refused_before_they_reach_the_browser(shown):
    with pytest.raises(ContentError, match="more than 20,000 rows"):
        shown(bars(MOST_ROWS + 1, title="x"), alt=ALT)


def test_a_chart_reads_its_words_from_the_file_that_the_builder_made(shown, tea):
    other = dict.fromkeys(ALT, "not in this chart")
    said = {"alt": {"draw": ALT}, "words": {**WORDS, "other": other}}
    path = tea / "notebooks" / "words" / "waiting.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(said), encoding="utf-8")
    spec = shown(bars(), "waiting/draw")[0][VEGA_LITE]
    assert spec["description"] == ALT["en"]
    assert spec["encoding"]["x"]["title"] == "wait"
    # Only its own words: another chart's might read as a label of this one.
    assert WORDS["wait"] in shown.companion.texts
    assert other not in shown.companion.texts
    with pytest.raises(ContentError, match="no alt: for 'waiting/drew'; known: draw"):
        shown(bars(), "waiting/drew")


def letters(spec):
    """Return the words that a browser would draw of a chart."""
    svg = vl_convert.vegalite_to_svg(spec, vl_version="5.21")
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


WITH_GAPS = pd.DataFrame(
    {
        "channel": ["email", np.nan, "phone", None, pd.NA, "fax"],
        "count": [1.0, 2.0, np.nan, 4.0, np.inf, 6.0],
        "at": [pd.Timestamp("2025-01-01"), pd.NaT, *[pd.Timestamp("2025-01-03")] * 4],
    }
)
KINDS = {
    "a column of texts": WITH_GAPS,
    "a column of the text type": WITH_GAPS.astype({"channel": "str"}),
    "a column of categories": WITH_GAPS.astype({"channel": "category"}),
    "rows without a table": alt.InlineData(
        [
            {"channel": np.nan, "count": 2},
            {"channel": "email", "count": 1},
            {"channel": "email", "count": np.float64("nan")},
        ]
    ),
}


@pytest.mark.parametrize("data", KINDS.values(), ids=KINDS)
def test_what_is_missing_leaves_as_null_and_is_called_so(shown, tea, data):
    remember_lang(tea, ENGLISH)
    chart = alt.Chart(data).mark_bar().encode(alt.Y("channel:N"), alt.X("count:Q"))
    spec = shown(chart, alt=ALT)[0][VEGA_LITE]
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    drawn = letters(spec)
    assert {"email", "(missing)"} <= set(drawn)
    assert not {"nan", "NaN", "null", "None", "<NA>"} & set(drawn)


@pytest.mark.parametrize("zone", [None, "Asia/Taipei"])
def test_a_missing_date_is_missing_and_an_empty_text_stays_one(shown, zone):
    table = pd.DataFrame({"at": pd.to_datetime(["2025-01-01", None]), "note": ["", None]})
    table["at"] = table["at"].dt.tz_localize(zone)
    spec = shown(alt.Chart(table).mark_bar().encode(x="at:O", y="note:N"), alt=ALT)[0][VEGA_LITE]
    (rows,) = spec["datasets"].values()
    assert [(row["at"] is None, row["note"]) for row in rows] == [(False, ""), (True, None)]
    assert "(missing)" in letters(spec)


def test_a_value_that_no_browser_reads_is_named(shown):
    chart = alt.Chart(alt.InlineData([{"x": {1, 2}}])).mark_bar().encode(x="x:N")
    with pytest.raises(ContentError, match="a value that a browser cannot read"):
        shown(chart, alt=ALT)


@pytest.mark.parametrize("lang", list(languages()))
def test_legend_axis_and_header_name_the_values_and_the_data_stay(shown, tea, lang):
    remember_lang(tea, lang)
    data = pd.DataFrame({"channel": ["email", "phone", "fax"], "count": [1, 2, 3]})
    base = alt.Chart(data).mark_bar()
    pick = alt.selection_point(fields=["channel"], bind="legend")
    one = base.encode(x="count:Q", color="channel:N").add_params(pick)
    two = base.encode(x="count:Q", y="channel:N")
    three = base.encode(x="count:Q").facet(row="channel:N")
    for chart in (one, one + two, two, three):
        spec = shown(chart, alt=ALT)[0][VEGA_LITE]
        phone = {"en": "phone", "zh-Hans": "电话", "zh-Hant": "電話"}[lang]
        # A value without a name is shown as it stands.
        assert {phone, "fax"} <= set(letters(spec))
        [rows] = spec["datasets"].values()
        assert {row["channel"] for row in rows} == {"email", "phone", "fax"}
    assert {"en": "phone", "zh-Hans": "电话", "zh-Hant": "電話"} in shown.companion.texts


def test_a_legend_that_an_author_left_out_or_worded_stays_as_it_is(shown):
    base = alt.Chart(WITH_GAPS).mark_bar()
    none = shown(base.encode(color=alt.Color("channel:N").legend(None)), alt=ALT)
    own = alt.Color("channel:N").legend(labelExpr="'own'")
    kept = shown(base.encode(color=own), alt=ALT)
    assert none[0][VEGA_LITE]["encoding"]["color"]["legend"] is None
    assert kept[0][VEGA_LITE]["encoding"]["color"]["legend"] == {"labelExpr": "'own'"}
