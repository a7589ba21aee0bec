"""Charts: the words of the reading language, alt text, and a look that follows the page."""

import altair as alt
import pandas as pd
import pytest

from carekit.course import remember_lang
from carekit.files import ContentError
from carekit.lang import Lang, Text
from carekit.widgets import chart as chart_module
from carekit.widgets.chart import MOST_ROWS, VEGA_LITE, show

ALT = {"en": "Six waits.", "zh-Hans": "六次等待。", "zh-Hant": "六次等候。"}
WORDS = {"wait": {"en": "wait", "zh-Hans": "等待", "zh-Hant": "等候"}}


@pytest.fixture
def shown(root, monkeypatch):
    """Return a function that shows a chart and returns data and metadata of the output."""
    monkeypatch.setenv("CAREKIT_ROOT", str(root))
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


@pytest.mark.parametrize("lang", list(Lang))
def test_titles_and_alt_text_stand_in_the_reading_language(shown, root, lang):
    remember_lang(root, lang)
    data, _ = shown(bars(), alt=ALT, words=WORDS)
    spec = data[VEGA_LITE]
    assert spec["encoding"]["x"]["title"] == WORDS["wait"][lang]
    assert spec["description"] == data["text/plain"] == ALT[lang]
    font = "Noto Sans CJK TC" if lang is Lang.ZH_HANT else "Noto Sans CJK SC"
    assert font in spec["config"]["axis"]["labelFont"]


def test_the_companion_holds_every_language_and_leaves_nothing_on_paper(shown):
    shown(bars(), alt=ALT, words=WORDS)
    companion = shown.companion
    assert (companion.alt, companion.texts) == (ALT, [WORDS["wait"]])
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
    ],
)
def test_missing_words_are_named(shown, options, says):
    with pytest.raises(ContentError, match=says):
        shown(bars(), **options)


def test_too_many_rows_are_refused_before_they_reach_the_browser(shown):
    with pytest.raises(ContentError, match="more than 20,000 rows"):
        shown(bars(MOST_ROWS + 1, title="x"), alt=ALT)
