"""What `care demo` prints and draws from the graded sample class."""

import dataclasses
import re
from datetime import UTC, datetime

import pytest
from rich.console import Console

from carekit.cli.demo import report_of, scores_table, shown_scores
from carekit.lang import Lang


@pytest.fixture(scope="module")
def printed(graded):
    console = Console(record=True, width=160, file=None)
    with console.capture() as captured:
        console.print(scores_table(graded, Lang.EN))
    rows = [re.split(r"\s*│\s*", line)[1:-1] for line in captured.get().splitlines() if "│" in line]
    return {row[0]: row[1:] for row in rows}


def test_every_learner_has_a_line_with_six_tasks_and_a_total(graded, printed):
    assert set(graded.names.values()) <= set(printed)
    assert {len(printed[name]) for name in graded.names.values()} == {7}


def test_a_written_answer_is_a_pencil_and_no_zero(graded, printed):
    assert printed[graded.names["amara-okafor"]] == ["3", "2", "1", "4", "4", "✎", "14"]


def test_an_untouched_notebook_is_a_zero_and_no_dash(graded, printed):
    assert printed[graded.names["goran-petrov"]][-1] == "0"


def test_what_could_not_be_scored_is_a_dash_and_no_zero(graded):
    lost = graded.scores.copy()
    lost.loc[lost["task"] == "sla", "score"] = float("nan")
    table = scores_table(dataclasses.replace(graded, scores=lost), Lang.EN)
    column = [task.id for task in graded.tasks].index("sla") + 1
    assert set(table.columns[column].cells) == {"—"}


def test_a_check_nbgrader_could_not_score_is_no_answer_to_read(graded):
    waiting = shown_scores(graded).query("needs_manual")
    assert set(waiting["task"]) == {"letter"}
    assert list(waiting["learner"]) == graded.to_read


def test_the_report_has_the_figures_of_the_table(graded):
    page = report_of(graded, datetime(2026, 1, 5, tzinfo=UTC))
    shown = shown_scores(graded)
    totals = shown.groupby("learner")["score"].sum(min_count=1).dropna()
    figures = re.findall(r"<b>([\d.]+)</b>", page)
    assert float(figures[1]) == pytest.approx(totals.mean(), abs=0.006)
    assert float(figures[2]) == pytest.approx(totals.median(), abs=0.006)
    assert int(figures[3]) == len(graded.to_read)
    for learner, reason in graded.held:
        assert graded.names[learner] in page
        assert reason.zh_hant in page
