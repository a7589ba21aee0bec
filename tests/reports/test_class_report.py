"""The class report: one page, three languages, no network, every figure from the scores table."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from types import SimpleNamespace

import pandas as pd
import pytest

from carekit.cli.report import besides_sets
from carekit.common.languages import ENGLISH, Text, languages
from carekit.reports import charts, class_report, page_words
from carekit.reports.class_report import Held, ReportedSet, report_parts
from carekit.reports.exam_gains import Estimate
from carekit.reports.exam_overview import Sittings
from carekit.reports.page_words import joined, words

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
OTHER = Text.model_validate({"en": "The other", "zh-Hans": "另一套", "zh-Hant": "另一組"})
ROWS = [
    ("<b>Amy</b>", "first", "one", 2.0, 2, False),
    ("<b>Amy</b>", "first", "two", 1.5, 4, False),
    ("<b>Amy</b>", "first", "essay", 0.0, 6, True),
    ("怡君", "first", "one", 1.0, 2, False),
    ("怡君", "first", "two", float("nan"), 4, False),
    ("怡君", "first", "essay", 0.0, 6, True),
    ("怡君", "second", "one", 2.0, 2, False),
]
SETS = [
    ReportedSet("first", TITLE, TASKS),
    ReportedSet("second", OTHER, {"one": TASKS["one"]}, missing=["<b>Amy</b>"], late=["怡君"]),
]


@pytest.fixture(scope="module")
def scores():
    columns = ["learner", "set", "task", "score", "max_score", "needs_manual"]
    return pd.DataFrame(ROWS, columns=columns)


@pytest.fixture(scope="module")
def page(scores):
    return page_of(scores)


def page_of(scores, held=(), sets=SETS, **more):
    when = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
    return "".join(report_parts(scores, title=TITLE, sets=sets, held=held, made_at=when, **more))


def matrix(page):
    table = re.search(r'<table class="matrix">.*?</table>', page, re.S)[0]
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', table, re.S)
    return {
        unescape(name): [re.sub(r"<[^>]+>", "", cell).split()[:1] for cell in cells.split("</td>")]
        for name, cells in rows
    }


def test_the_page_of_a_large_class_is_given_in_small_parts(scores, page):
    when = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
    sizes = []
    for number in (1, 30):
        many = [scores.assign(learner=scores["learner"] + f" {copy}") for copy in range(number)]
        parts = list(report_parts(pd.concat(many), title=TITLE, sets=SETS, made_at=when))
        sizes.append((max(map(len, parts)), sum(map(len, parts))))
    # Thirty times the learners: a longer page, and a number that is longer in a chart.
    (largest, whole), (largest_of_many, whole_of_many) = sizes
    assert whole_of_many > 2 * whole
    assert largest_of_many < 1.2 * largest
    parts = report_parts(scores, title=TITLE, sets=SETS, made_at=when)
    assert "".join(parts) == page


def test_figures_are_those_of_the_table(page):
    # Amy has 3.5 of 6 points; of 怡君 two tasks are scored, 3 of 4 points.
    assert re.findall(r"<b>([\d.%]+)</b>", page) == ["2", "3", "67%", "2"]


def test_a_share_is_out_of_what_was_handed_in_and_scored(page):
    found = matrix(page)
    assert found["<b>Amy</b>"][2] == ["58%"]
    assert found["怡君"][1:3] == [["2"], ["75%"]]


def test_an_absent_set_is_empty_and_an_unread_one_has_a_pencil(page):
    found = matrix(page)
    assert found["<b>Amy</b>"][0] == ["✎not"]  # "not read yet", for ears only
    assert found["<b>Amy</b>"][1] == ["not"]  # "not handed in", for ears only
    assert "/ 6" in page


def test_an_unread_task_is_neither_ranked_nor_part_of_a_share(page):
    ranked = page.split(words()["hardest"]["en"], 1)[1].split("</table>")[0]
    assert "Task two" in ranked
    assert "Task essay" not in ranked


def test_a_task_that_was_read_is_ranked(scores):
    read = scores.assign(needs_manual=False)
    ranked = page_of(read).split(words()["hardest"]["en"], 1)[1].split("</table>")[0]
    assert ranked.index("Task essay") < ranked.index("Task two") < ranked.index("Task one")


def test_one_set_is_drawn_by_task_and_several_by_set(scores):
    first = scores[scores["set"] == "first"]
    charts = "".join(re.findall(r"<svg.*?</svg>", page_of(first, sets=SETS[:1]), re.S))
    assert "Task one" in charts
    assert "Task essay" not in charts
    charts = "".join(re.findall(r"<svg.*?</svg>", page_of(scores), re.S))
    assert "The other" in charts


def test_what_needs_a_human_stands_apart_from_what_was_repaired(scores):
    held = [Held("怡君", REASON, OTHER, look=True), Held("<b>Amy</b>", REASON, TITLE, look=False)]
    page = page_of(scores, held)
    needs, repaired = page.split("<details>", 1)
    assert "It crashed." in needs
    assert needs.count("It crashed.") == 1
    assert "It crashed." in repaired.split("</details>")[0]
    assert "nothing to do: 1" in page


def test_work_that_nobody_could_score_counts_as_handed_in(scores):
    page = page_of(scores, sets=[replace(SETS[0], refused=["Cy"]), SETS[1]])
    assert re.findall(r"<b>([\d.%]+)</b>", page) == ["2", "4", "67%", "2"]


@pytest.mark.parametrize("lost", [{"score": float("nan")}, {"needs_manual": True}])
def test_where_nothing_has_a_score_yet_there_is_a_page_without_charts(scores, lost):
    page = page_of(scores.assign(**lost))
    assert "<svg" not in page
    assert "nan" not in re.sub(r"<style>.*?</style>", "", page, flags=re.S)
    assert "怡君" in page


def test_of_a_large_class_the_smallest_shares_are_shown_and_a_file_has_all(scores, monkeypatch):
    monkeypatch.setattr(class_report, "MOST_LEARNERS", 1)
    held = [Held(who, REASON, OTHER, look=look) for look in (True, False) for who in "ab"]
    shares = pd.DataFrame({"one": [0.25, 0.5]}, index=["<b>Amy</b>", "怡君"])
    page = page_of(scores, held, exams=Sittings(shares, {}, {}), points_file="all.csv")
    # Amy has 3.5 of 6 points, 怡君 3 of 4.
    assert "怡君" not in "".join(re.findall(r"<th scope=\"row\">(.*?)</th>", page))
    assert '<th scope="row">&lt;b&gt;Amy&lt;/b&gt;</th>' in page
    assert words()["some_only"]["en"].format(count=2, shown=1, file="all.csv") in unescape(page)
    assert page.count(words()["and_more"]["en"].format(count=1)) == 2
    monkeypatch.setattr(class_report, "MOST_LEARNERS", 2)
    assert "all.csv" not in page_of(scores, points_file="all.csv")
    all_of_it = class_report.everybodys_points(scores, ["first", "second"])
    assert all_of_it.fillna(-1).to_dict("list") == {
        "learner": ["<b>Amy</b>", "怡君"], "first": [3.5, 1.0], "second": [-1, 2.0]
    }  # fmt: skip


def test_a_list_of_very_many_names_says_how_many_it_leaves_out(monkeypatch):
    monkeypatch.setattr(page_words, "MOST_NAMES", 2)
    said = joined(["a", "b", "c", "d"])
    assert words()["and_more"]["en"].format(count=2) in said
    assert ">c<" not in said
    assert joined(["a", "b"]).count("more") == 0


def test_exams_and_their_gain_stand_by_learner_and_for_the_class(scores):
    shares = pd.DataFrame({"one": [0.25, 0.5], "two": [0.75, float("nan")]}, index=["Ann", "Bo"])
    exams = Sittings(shares, {("one", "two"): {"Ann": 2 / 3, "": 2 / 3}}, {})
    page = page_of(scores, exams=exams)
    [table] = re.findall(r'<table class="tests">(.*?)</table>', page, re.S)
    assert "gain, one to two" in table
    rows = [re.findall(r"<td>\n?(.*?)</td>", row, re.S) for row in table.split("<tr>")[2:]]
    assert rows == [["25%", "75%", "67%"], ["50%", "", ""], ["38%", "75%", "67%"]]
    assert words()["tests"]["en"] not in page_of(scores).split("</style>")[1]


def test_the_interval_of_a_gain_stands_below_the_class_unless_one_learner_sat_both(scores):
    shares = pd.DataFrame({"one": [0.25], "two": [0.75]}, index=["Ann"])
    pair, known = ("one", "two"), {"Ann": 2 / 3, "": 2 / 3}
    nothing = float("nan")
    for span, said in [
        ((0.1, 1.2), "10% … 120%"),
        ((-0.1, 0.3), "-10% … 30%"),
        ((nothing,) * 2, ""),
    ]:
        exams = Sittings(shares, {pair: known}, {}, spans={pair: Estimate(2 / 3, *span)})
        page = page_of(scores, exams=exams)
        [table] = re.findall(r'<table class="tests">(.*?)</table>', page, re.S)
        assert words()["gain_interval"]["en"] in table
        cell = re.findall(r"<td>\n?(.*?)</td>", table, re.S)[-1]
        assert re.sub("<[^>]*>", "", cell) == said


def test_practice_says_who_began_and_who_answered_all(scores):
    done = [
        SimpleNamespace(asked=4, answered=4, right=3),
        SimpleNamespace(asked=4, answered=2, right=1),
        SimpleNamespace(asked=4, answered=0, right=0),
    ]
    page = page_of(scores, practice=[(OTHER, done), (TITLE, done[2:])], records=3)
    [table] = re.findall(r'<table class="practice">(.*?)</table>', page, re.S)
    assert re.findall(r"<td>(\d+%?)</td>", table) == ["2", "1", "50%"]
    assert "A set" not in table
    assert "handed in: 3" in page


def test_who_was_absent_or_late_is_named(page):
    said = unescape(re.sub(r"<[^>]+>", " ", page.split("<h2>")[1]))
    assert re.search(r"Nothing handed in:.*<b>Amy</b>.*Handed in late:.*怡君", said, re.S)


def test_slips_are_listed_with_most_learners_first_and_code_as_code(scores):
    few = Text.model_validate({"en": "few", "zh-Hans": "少", "zh-Hant": "少"})
    many = Text.model_validate({"en": "look at `x < 1`", "zh-Hans": "多", "zh-Hant": "多"})
    slips = [(few, ["怡君"]), (many, ["怡君", "<b>Amy</b>"])]
    page = page_of(scores, sets=[replace(SETS[0], checks=slips), SETS[1]])
    found = page.split(words()["checks"]["en"], 1)[1]
    assert found.index("<code>x &lt; 1</code>") < found.index(">few<")
    assert words()["ideas_none"]["en"] in page


def test_a_long_list_is_folded_after_its_first_rows(scores):
    idea = Text.model_validate({"en": "idea", "zh-Hans": "想", "zh-Hant": "想"})
    page = page_of(scores, sets=[replace(SETS[0], ideas=[(idea, ["怡君"])] * 11), SETS[1]])
    assert "Show all 11" in page
    folded = page.split("Show all 11", 1)[1].split("</details>")[0]
    assert folded.count(">idea<") == 3


def test_every_language_stands_on_the_page(scores):
    page = unescape(page_of(scores, [Held("怡君", REASON, OTHER)]))
    for lang in languages():
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
        'aria-label="Histogram of the shares of 2 learners, from 58% to 75%; the median is 67%."'
        in page
    )
    assert "lowest is A set with" in page


def test_the_same_scores_make_the_same_bytes(page, scores):
    assert page == page_of(scores.sample(frac=1, random_state=4))


def test_a_lesson_has_the_name_of_its_concept_and_not_of_its_set(tea_once):
    besides = besides_sets(tea_once)
    lessons = [title["zh-Hans"] for title, _learners in besides.practice]
    assert "等待时间" in lessons
    # So the set is called.
    assert "等待" not in lessons


def test_the_report_says_how_many_checks_are_at_each_level_of_trust(scores):
    levels = {"sealed": ["a", "b"], "visiting": ["<i>c</i>"], "by hand": ["d"]}
    page = page_of(scores, sets=[replace(SETS[0], trust=levels), SETS[1]])
    for lang in languages():
        for key, count in (("trust_sealed", 2), ("trust_visiting", 1), ("trust_by_hand", 1)):
            assert words()[key][lang].format(count=count) in unescape(page)
    assert "&lt;i&gt;c&lt;/i&gt;" in page
    assert words()["trust_sealed"][ENGLISH].split(":")[0] not in page_of(scores)


def test_a_chart_counts_any_number_of_learners_in_whole_bins():
    # Altair itself draws no table of more than 5,000 rows.
    shares = pd.Series([0.0, *[55.5] * 6000, 99.9, 100.0])
    drawn = charts.histogram(shares, 100.0, "p", "q")
    bars = re.findall(r'aria-label="p: ([^;"]*); q: (\d+)"', drawn)
    assert dict(bars) == {"0 – 10": "1", "50 – 60": "6000", "90 – 100": "2"}
