"""``care appeal``: what was handed in, what came of it and what changed, on one page."""

import json
import re
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carekit.common.languages import languages
from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.feedback.appeal import write_appeal
from carekit.grading.feedback.history import history_of
from carekit.grading.feedback.pages import write_feedback
from carekit.grading.gradebook.writer import open_book
from carekit.grading.intake.inbox import Inbox
from carekit.grading.regrade.checks_changed import Regrade
from carekit.grading.run.one_process import OneProcess
from carekit.grading.run.run import Run

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import SET, as_bytes, book, grade, hand_in

NOW = datetime(2025, 5, 1, 9, 30, tzinfo=UTC)


def run(root):
    box = Inbox(root / "submitted", SET, [SET])
    Run(read_settings(root), SET, read_snapshot(root, SET), box, OneProcess(grade))()


@pytest.fixture
def course(tmp_path, tides, monkeypatch):
    root = shutil.copytree(tides, tmp_path / "course")
    monkeypatch.setenv("CAREKIT_ROOT", str(root))
    hand_in(root, "ana", high="high = 3")
    hand_in(root, "bo")
    run(root)
    return root


def again_with(root, change):
    """Correct the check that nobody sees, and score again."""
    changed = book()
    changed["cells"][2]["source"] = change(changed["cells"][2]["source"])
    (root / "source" / SET / f"{SET}.ipynb").write_bytes(as_bytes(changed))

    def kinder(files):
        result = grade(files)
        result["notebooks"][SET]["cells"]["high-check"] |= {"score": 2.0, "outcome": "passed"}
        return result

    box, snapshot = Inbox(root / "submitted", SET, [SET]), read_snapshot(root, SET)
    made = Regrade(read_settings(root), SET, snapshot, box, OneProcess(kinder))
    made.clock = lambda: NOW
    made()


def test_every_hand_in_and_every_changed_score_is_told_the_oldest_first(course):
    (course / "submitted" / "ana" / SET / f"{SET}.ipynb").write_bytes(b"{")
    run(course)
    hand_in(course, "ana", high="high = 3", essay="Sun and moon.")
    run(course)
    run(course)
    again_with(course, lambda text: text.replace("== 12", "in (3, 12)"))
    found = history_of(read_settings(course), SET, "ana")
    assert [(one.outcome, one.points, one.most) for one in found.attempts] == [
        ("graded", 0.0, 5.0),
        ("refused", 0.0, 0.0),
        ("graded", 0.0, 5.0),
        ("graded", 2.0, 5.0),
    ]
    first, refused, second, corrected = found.attempts
    assert first.work != second.work == corrected.work
    assert first.checks == second.checks != corrected.checks
    assert refused.work == ""
    assert refused.flags
    assert [(one.when, one.cell, one.before, one.after) for one in found.changes] == [
        (NOW, f"{SET}/high-check", 0.0, 2.0)
    ]
    assert history_of(read_settings(course), SET, "bo").changes == ()
    assert len(history_of(read_settings(course), SET, "bo").attempts) == 2


def test_a_line_that_a_crash_cut_off_costs_no_other(course):
    ledger = course / ".care" / "grading" / f"{SET}.jsonl"
    ledger.write_bytes(ledger.read_bytes() + b'{"kind": "result", "lea')
    assert len(history_of(read_settings(course), SET, "ana").attempts) == 1


def test_the_page_shows_marks_and_history_and_nothing_hidden(course, invoke):
    again_with(course, lambda text: text.replace("== 12", "in (3, 12)"))
    settings = read_settings(course)
    with open_book(settings.db_url, settings.course_id) as gradebook:
        mark = gradebook.find_grade("essay", SET, SET, "ana")
        mark.manual_score, mark.needs_manual_grade = 4.5, False
        gradebook.find_comment("essay", SET, SET, "ana").manual_comment = "Name the sun as well."
        gradebook.db.commit()
    assert invoke("appeal", "ana", SET, "--lang", "en")[0] == 0
    page = (course / "dist" / "appeals" / f"appeal-ana-{SET}.html").read_text("utf-8")
    history = page[page.index('id="history"') :]
    attempts = history_of(settings, SET, "ana").attempts
    assert all(one.work in history and one.checks in history for one in attempts)
    assert "2025-05-01 09:30" in history
    assert "Name the sun as well." in page
    assert "in (3, 12)" not in page
    assert "<script" not in page
    for lang in languages():
        assert re.search(f'<span class="in" lang="{lang}"[^>]*>[^<]+</span>', history)
    # What learners get says nothing of it.
    (made,) = write_feedback(settings, SET, ["ana"])
    assert 'id="history"' not in made.read_text("utf-8")


def test_who_has_nothing_graded_is_told(course, invoke):
    code, told = invoke("appeal", "cy", SET, "--lang", "en")
    assert (code, "nothing graded" in told) == (1, True)
    assert write_appeal(read_settings(course), SET, "cy", course / "dist") == []


def test_results_are_those_of_the_ledger(course):
    lines = (course / ".care" / "grading" / f"{SET}.jsonl").read_text("utf-8").splitlines()
    work = [one["submission"] for one in map(json.loads, lines) if one.get("learner") == "ana"]
    (found,) = history_of(read_settings(course), SET, "ana").attempts
    assert work[0].startswith(found.work)
