"""Pages for learners and trainers outside JupyterLab, in a window as narrow as a phone's."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from carekit.common.languages import Text, languages
from carekit.grading.feedback.render import Page, render
from carekit.reports.class_report import ReportedSet, report_parts

TITLE = Text.model_validate(
    {
        "en": "Closed, but is it solved? (3 points)",
        "zh-Hans": "关闭了，就解决了吗？（3 分）",
        "zh-Hant": "結案了，就解決了嗎？（3 分）",
    }
)


def feedback_page():
    """Return a feedback page whose written answer waits for its mark."""
    task = {"id": "letter", "title": TITLE, "score": 0.0, "max_score": 16, "waiting": True}
    page = Page("mei-lin", "Mei-Lin", TITLE, 0.0, 6, unfinished=True, penalty=0.0, tasks=[task])
    return render(page)


def report_page():
    """Return a class report with charts."""
    columns = ["learner", "set", "task", "score", "max_score", "needs_manual"]
    rows = [("Amy", "first", "one", 2.0, 2, False), ("怡君", "first", "one", 1.0, 2, False)]
    sets = [ReportedSet("first", TITLE, {"one": TITLE})]
    when = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
    scores = pd.DataFrame(rows, columns=columns)
    return "".join(report_parts(scores, title=TITLE, sets=sets, held=(), made_at=when))


@pytest.mark.parametrize("made", [feedback_page, report_page])
def test_a_page_as_wide_as_a_phone_needs_no_sideways_scrolling(browser, made):
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.set_content(made())
    for lang in languages():
        page.locator(f"label[for=pick-{lang}]").click()
        assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.close()


@pytest.mark.parametrize("width", [390, 1000])
def test_the_letters_of_a_chart_stay_near_the_size_of_the_page_s(browser, width):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_content(report_page())
    text = page.locator(".charts.in[lang=en] svg text").first
    tall = text.evaluate("one => one.getBoundingClientRect().height")
    assert 10 <= tall <= 21
    page.close()
