"""Gain by question: a published interval, who sat what first, and the section of the report."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from carekit.common.languages import Text, languages
from carekit.reports.analyzed_items import AnalyzedItems, item_words
from carekit.reports.chosen_options import OptionCount
from carekit.reports.class_report import ReportedSet, report_parts
from carekit.reports.exam_overview import Sittings, sittings
from carekit.reports.item_analysis import FEWEST, analyze
from carekit.reports.item_gains import item_gains, paired_change
from carekit.reports.page_words import words
from tests.reports.test_exam_results import sit

DAY = datetime(2026, 1, 5, tzinfo=UTC)


def test_the_interval_is_that_of_bonett_and_price_worked_by_hand():
    # Bentur's 21 children, as in Fagerland, Lydersen and Laake (2014): 1 lost and 7 gained.
    before = np.array([1.0] + [0.0] * 7 + [1.0] + [0.0] * 12)
    after = np.array([0.0] + [1.0] * 7 + [1.0] + [0.0] * 12)
    found = paired_change(before, after)
    assert found.value == pytest.approx(6 / 21)
    # (8 - 2) / 23 and 1.96 * sqrt((10 / 23 - (6 / 23) ** 2) / 23).
    assert (found.low, found.high) == pytest.approx((0.0134, 0.5084), abs=5e-5)


def test_the_interval_holds_the_true_change_as_often_as_it_promises():
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(2000):
        before, after = (rng.random(20) < 0.4).astype(float), (rng.random(20) < 0.7).astype(float)
        found = paired_change(before, after)
        held += found.low <= 0.3 <= found.high
    # 1900 are expected; three standard errors below are 1871.
    assert held >= 1871


def table(rows, first):
    columns = ["learner", "question", "score", "started"]
    return pd.DataFrame(
        [(who, name, got, DAY + timedelta(hours=first.get(who, 0))) for who, name, got in rows],
        columns=columns,
    )


def test_only_shared_questions_and_learners_count_in_the_order_they_were_sat():
    one = table([("ada", "x", 0.0), ("bo", "x", 1.0), ("ada", "y", 1.0), ("cy", "x", 1.0)], {})
    two = table([("ada", "x", 1.0), ("bo", "x", 0.0), ("ada", "z", 1.0)], {"ada": 1, "bo": -1})
    [found] = item_gains(one, two)
    # Bo sat the second form first: 0 before, 1 after.
    assert (found.item, found.learners) == ("x", 2)
    assert (found.before, found.after, found.change.value) == (0.0, 1.0, 1.0)


def test_a_class_that_sat_two_forms_has_its_items_and_gains(course):
    for who, before, after in (("ada", 1, 3), ("bo", 0, 2)):
        sit(course, who, "form-a", before)
        sit(course, who, "form-b", after)
    found = sittings(course, course / "submitted")
    assert [one.name for one in found.items] == ["form-a", "form-b"]
    assert [one.whole.learners for one in found.items] == [2, 2]
    [gains] = found.item_gains.values()
    shared = {one.item for one in found.items[0].figures} & {
        one.item for one in found.items[1].figures
    }
    assert {one.item for one in gains} == shared


@pytest.fixture(scope="module")
def page():
    """Return a report of twelve learners with two questions and one test's gain."""
    said = {lang: f"Why, {lang}?" for lang in map(str, languages())}
    points = pd.DataFrame({"q-tide": [1.0, 0.0] * 6, "check": [1.0] * 5 + [0.0] * 7})
    figures, whole = analyze(points, {"q-tide": 1.0, "check": 1.0}, {"q-tide": 0.25})
    counts = [OptionCount("q-tide", "a", right=True, chosen=(1, 2, 3))]
    items = AnalyzedItems("tides", figures, whole, counts)
    gains = item_gains(
        table([("ada", "q-tide", 0.0)], {}), table([("ada", "q-tide", 1.0)], {"ada": 1})
    )
    exams = Sittings(pd.DataFrame(), {}, {}, item_gains={("pre", "post"): gains})
    title = Text.model_validate(said)
    strong = Text.model_validate({lang: f"Why is it **high**, {lang}?" for lang in said})
    columns = ["learner", "set", "task", "score", "max_score", "needs_manual"]
    scores = pd.DataFrame([("Amy", "tides", "one", 1.0, 2, False)], columns=columns)
    sets = [ReportedSet("tides", title, {"one": title})]
    asked = {"q-tide": SimpleNamespace(ask=strong)}
    parts = report_parts(
        scores,
        title=title,
        sets=sets,
        items=[(title, items)],
        questions=asked,
        exams=exams,
        made_at=DAY,
    )
    return "".join(parts)


def test_the_report_shows_items_hardest_first_with_no_verdict_on_a_small_class(page):
    section = page.split(f">{words()['items']['en']}<", 1)[1]
    assert section.index("<code>check</code>") < section.index("<code>q-tide</code>")
    few = re.search(r'<p class="few">(.*?)</p>', section, re.S)[1]
    assert "12 learners are too few" in few
    assert str(FEWEST) in few
    assert words()["item_weak"]["en"] not in section
    assert ">Why is it high, en?<" in section
    assert "**" not in section
    cells = re.findall(r"<td[^>]*>(.*?)</td>", section.split("<code>q-tide</code>", 1)[1], re.S)
    shown = [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in cells]
    assert shown[:2] == ["12", "50% ( 25% … 75% )".replace("( ", "(").replace(" )", ")")]


def test_the_report_shows_options_by_third_and_the_gain_by_question(page):
    options = page.split(words()["options_from"]["en"], 1)[1].split("</table>")[0]
    assert re.findall(r'<td class="n">(\d+)</td>', options) == ["1", "2", "3"]
    gains = page.split("Gain by question, pre to post", 1)[1]
    assert ">0%</td>" in gains
    assert ">100%</td>" in gains


def test_every_question_has_its_words(course):
    from carekit.questions import load_banks

    found = item_words(load_banks(course))
    assert found
    assert all(one.ask["en"] for one in found.values())
