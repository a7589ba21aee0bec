"""The class report: one page, three languages, no network, every figure from the scores table."""

import re
from datetime import UTC, datetime
from html import unescape

import pandas as pd
import pytest

from carekit.lang import Lang, Text
from carekit.trainer.report import Held, class_report, words

TITLE = Text.model_validate({"en": "A set", "zh-Hans": "一套题", "zh-Hant": "一組題"})
TASKS = {
    name: Text.model_validate(
        {"en": f"Task {name}", "zh-Hans": f"题 {name}", "zh-Hant": f"題 {name}"}
    )
    for name in ("one", "two", "essay")
}
REASON = Text.model_validate(
    {"en": "It crashed.", "zh-Hans": "它崩溃了。", "zh-Hant": "它當掉了。"}
)
ROWS = [
    ("<b>Amy</b>", "one", 2.0, 2, False),
    ("<b>Amy</b>", "two", 1.5, 4, False),
    ("<b>Amy</b>", "essay", 0.0, 6, True),
    ("怡君", "one", 1.0, 2, False),
    ("怡君", "two", float("nan"), 4, False),
    ("怡君", "essay", 0.0, 6, True),
]


@pytest.fixture(scope="module")
def scores():
    return pd.DataFrame(ROWS, columns=["learner", "task", "score", "max_score", "needs_manual"])


@pytest.fixture(scope="module")
def page(scores):
    return page_of(scores)


def page_of(scores, held=()):
    return class_report(
        scores, title=TITLE, tasks=TASKS, held=held, made_at=datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
    )


def test_totals_mean_and_median_are_those_of_the_table(page):
    assert '<td class="total">3.5</td>' in page
    assert '<td class="total">1</td>' in page
    figures = re.findall(r"<b>([\d.]+)</b>", page)
    assert figures == ["2", "2.25", "2.25", "2"]


def test_an_unread_task_is_neither_drawn_nor_part_of_the_points_to_be_had(page):
    assert "(out of 6)" in page
    charts = "".join(re.findall(r"<svg.*?</svg>", page, re.S))
    assert "Task one" in charts
    assert "Task essay" not in charts


def test_a_task_that_was_read_is_drawn(scores):
    read = scores.assign(needs_manual=False)
    charts = "".join(re.findall(r"<svg.*?</svg>", page_of(read), re.S))
    assert "Task essay" in charts


def test_every_language_stands_on_the_page(scores):
    page = unescape(page_of(scores, [Held("怡君", REASON)]))
    for lang in Lang:
        assert words()["everybody"][lang] in page
        assert TASKS["two"][lang] in page
        assert REASON[lang] in page


def test_the_page_asks_nothing_of_the_network_and_runs_no_script(page):
    assert "<script" not in page
    links = set(re.findall(r"""(?:href|src)=["']?([^"' >]+)""", page))
    assert not {link for link in links if not link.startswith("#")}
    assert "default-src 'none'" in page


def test_a_name_that_is_markup_is_shown_and_not_obeyed(page):
    assert "<b>Amy</b>" not in page
    assert "&lt;b&gt;Amy&lt;/b&gt;" in page


def test_the_charts_say_in_words_what_they_show(page):
    assert (
        'aria-label="Histogram of 2 total scores, from 1 to 3.5 points; the median is 2.25."'
        in page
    )
    assert "lowest is Task two with 38%" in page


def test_the_same_scores_make_the_same_bytes(page, scores):
    assert page == page_of(scores.sample(frac=1, random_state=4))
