"""What `care demo` prints and draws from the graded sample class."""

import dataclasses
import re
import shutil
from datetime import UTC, datetime

import pytest
from rich.console import Console

from carekit.cli.demo import class_table, count, set_table
from carekit.cli.messages import Speech
from carekit.cli.report import report_of
from carekit.common.course import card
from carekit.common.files import ContentError
from carekit.common.languages import ENGLISH
from carekit.grading.sample_class.demo import demo

ENGLISH = Speech(ENGLISH)


@pytest.fixture(scope="module")
def one_set(graded):
    return dataclasses.replace(graded, sets=(graded.set("follow-up"),))


@pytest.fixture(scope="module")
def unread_set(graded):
    return dataclasses.replace(graded, sets=(graded.set("touch-points"),))


def rows_of(table):
    console = Console(record=True, width=200, file=None)
    with console.capture() as captured:
        console.print(table)
    rows = [re.split(r"\s*│\s*", line)[1:-1] for line in captured.get().splitlines() if "│" in line]
    return {row[0]: row[1:] for row in rows}


def test_every_person_has_a_line_with_every_set_and_a_share(graded):
    rows = rows_of(class_table(graded, ENGLISH))
    assert set(rows) == set(graded.names.values())
    assert {len(row) for row in rows.values()} == {len(graded.sets) + 1}
    assert rows["李娜"][-1] == "100%"


def test_a_demo_says_how_long_it_took_by_its_clock(graded):
    assert graded.seconds == 42


def test_the_class_table_tells_unread_refused_and_absent_apart(graded):
    rows = rows_of(class_table(graded, ENGLISH))
    column = [one.id for one in graded.sets].index
    assert rows["Amara Okafor"][column("follow-up")] == "18.5"
    assert rows["Amara Okafor"][column("feedback")] == "✎ 14"
    assert rows["Jonas Weber"][column("feedback")] == "—"
    assert rows["Goran Petrov"][column("feedback")] == ""


def test_nine_sets_fit_into_a_terminal_of_80_columns(graded):
    more = [dataclasses.replace(one, id=f"{one.id}-again") for one in graded.sets[:4]]
    nine = dataclasses.replace(graded, sets=(*graded.sets, *more))
    console = Console(width=80, file=None)
    with console.capture() as captured:
        console.print(class_table(nine, ENGLISH))
    page = captured.get()
    assert "…" not in page
    assert [name for name in graded.names.values() if name not in page] == []
    assert "9 touch-points-again" in " ".join(page.split())


def test_every_learner_of_one_set_has_a_line_with_six_tasks_and_a_total(graded, one_set):
    rows = rows_of(set_table(one_set, ENGLISH))
    assert set(graded.names.values()) <= set(rows)
    assert {len(rows[name]) for name in graded.names.values()} == {7}
    assert rows["Amara Okafor"] == ["3", "2", "1", "4", "4", "4.5", "18.5"]


def test_a_written_answer_that_waits_is_a_pencil_and_no_zero(unread_set):
    rows = rows_of(set_table(unread_set, ENGLISH))
    assert rows["李娜"][-2:] == ["✎", "14"]


def test_an_untouched_notebook_is_a_zero_and_no_dash(one_set):
    assert rows_of(set_table(one_set, ENGLISH))["Goran Petrov"][-1] == "0"


def test_what_could_not_be_scored_is_a_dash_and_no_zero(one_set):
    one = one_set.sets[0]
    lost = one.scores.copy()
    lost.loc[lost["task"] == "sla", "score"] = float("nan")
    gone = dataclasses.replace(one_set, sets=(dataclasses.replace(one, scores=lost),))
    table = set_table(gone, ENGLISH)
    column = [task.id for task in one.tasks].index("sla") + 1
    assert set(table.columns[column].cells) == {"—"}


def test_the_report_has_the_figures_of_the_class(graded):
    page = report_of(graded, card(graded.folder).title, datetime(2026, 1, 5, tzinfo=UTC))
    figures = re.findall(r"<b>([\d.%]+)</b>", page)
    assert int(figures[0]) == 24
    # The terminal and the page count the same thing, and both count work that nobody could score.
    assert count(graded, ENGLISH).startswith(f"{figures[1]} submissions, ")
    scored = sum(one.scores["learner"].nunique() for one in graded.sets)
    refused = sum(len(one.refused) for one in graded.sets)
    assert refused
    assert int(figures[1]) == scored + refused
    assert f", {refused} of them without a score," in count(graded, ENGLISH)
    assert int(figures[3]) == sum(len(one.to_read) for one in graded.sets)
    for one in graded.sets:
        assert one.title["zh-Hant"] in page
        for reason in one.reasons:
            assert graded.names[reason.learner] in page
        for slip in one.slips:
            assert slip.says["zh-Hans"].split("`")[0].replace('"', "&#34;") in page


def test_the_report_of_one_set_shows_its_tasks_at_once(one_set):
    page = report_of(one_set, None, datetime(2026, 1, 5, tzinfo=UTC))
    assert "<details open>" in page
    assert '<table class="matrix">' not in page
    assert one_set.sets[0].title["en"] in re.search(r"<h1>(.*?)</h1>", page)[1]


def test_a_course_without_a_sample_class_says_where_to_describe_one(root, tmp_path):
    shutil.copytree(root / "course_data", tmp_path / "course_data", ignore=_only_the_card)
    with pytest.raises(ContentError, match=r"no sample class.*content/sample_class/<set>\.yml"):
        demo(tmp_path, tmp_path / "demo")
    assert not (tmp_path / "demo").exists()


def _only_the_card(_, names):
    return [name for name in names if name != "course.yml"]
