"""After a check was corrected: who changes and why; marks by hand stay; nothing is forgotten."""

import json
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carekit.common.files import ContentError
from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.intake.inbox import Inbox
from carekit.grading.regrade.checks_changed import Regrade, same
from carekit.grading.run.one_process import OneProcess
from carekit.grading.run.run import Run

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import SET, as_bytes, book, contents, grade, hand_in, make_course

NOW = datetime(2025, 5, 1, tzinfo=UTC)


def kinder(files):
    """Grade with the corrected check: 3 counts too."""
    result = grade(files)
    answer = json.loads(files[f"{SET}.ipynb"])["cells"][1]["source"]
    if answer == "high = 3":
        cell = result["notebooks"][SET]["cells"]["high-check"]
        cell |= {"score": 2.0, "outcome": "passed"}
    return result


@pytest.fixture
def course(tmp_path, tides):
    """Return a graded course whose check was corrected afterwards."""
    root = shutil.copytree(tides, tmp_path / "course")
    hand_in(root, "ana")
    hand_in(root, "bo", high="high = 3")
    hand_in(root, "cy", high="high = 3")
    settings = read_settings(root)
    inbox = Inbox(root / "submitted", SET, [SET])
    Run(settings, SET, read_snapshot(root, SET), inbox, OneProcess(grade))()
    changed = book()
    changed["cells"][2]["source"] = changed["cells"][2]["source"].replace("== 12", "in (3, 12)")
    (root / "source" / SET / f"{SET}.ipynb").write_bytes(as_bytes(changed))
    return root


def regrade(root, *, grader=kinder, **more):
    inbox = Inbox(root / "submitted", SET, [SET])
    snapshot = read_snapshot(root, SET)
    made = Regrade(read_settings(root), SET, snapshot, inbox, OneProcess(grader), **more)
    made.clock = lambda: NOW
    return made()


def rows(result):
    return [(one.learner, one.cell, one.before, one.after, one.why) for one in result.changes]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        # Points that were added up in another order are no change that anybody has to look at.
        (0.1 + 0.2, 0.3, True),
        (2.0, 2.0 + 1e-6, False),
        (0.0, 1.0, False),
        (None, None, True),
        (None, 0.0, False),
        (0.0, None, False),
    ],
)
def test_a_score_counts_as_changed_where_its_points_are_others(one, other, alike):
    assert same(one, other) is alike


WANTED = [
    ("bo", "tides/high-check", 0.0, 2.0, "check-changed"),
    ("cy", "tides/high-check", 0.0, 2.0, "check-changed"),
]


def audit(root):
    path = root / ".care" / "grading" / f"{SET}.audit.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_a_dry_run_tells_everything_and_changes_nothing(course):
    before = contents(course)
    files = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    result = regrade(course, dry=True)
    assert rows(result) == WANTED
    assert result.checks_changed == ("tides/high-check",)
    assert contents(course) == before
    assert {path: path.read_bytes() for path in course.rglob("*") if path.is_file()} == files


def test_the_real_run_changes_what_the_dry_run_said_and_keeps_a_record(course):
    assert rows(regrade(course)) == WANTED
    scores = {(r[0], r[2]): r[4] for r in contents(course)[1]}
    assert (scores["bo", "high-check"], scores["cy", "high-check"]) == (2.0, 2.0)
    begin, done = audit(course)
    assert (begin["kind"], done["kind"], begin["when"]) == ("begin", "done", NOW.isoformat())
    assert begin["before"]["bo"]["tides/high-check"] == 0.0
    assert [one["learner"] for one in done["changes"]] == ["bo", "cy"]
    assert begin["who"]


def test_a_second_regrading_changes_nothing_and_is_recorded_too(course):
    regrade(course)
    assert rows(regrade(course)) == []
    assert len(audit(course)) == 4


def test_a_mark_given_by_hand_stays_and_is_named(course):
    with closing(sqlite3.connect(course / "gradebook.db")) as db:
        db.execute("update grade set manual_score=1.5, needs_manual_grade=0 where auto_score=0")
        db.commit()
    result = regrade(course)
    assert {one.by_hand for one in result.changes} == {1.5}
    marks = {(r[0], r[2]): r[5] for r in contents(course)[1]}
    assert marks["bo", "high-check"] == 1.5


def test_one_that_broke_off_is_finished_with_the_scores_from_before(course):
    done = []

    def breaks(files):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(1)
        return kinder(files)

    first = regrade(course, grader=breaks)
    assert first.report.stopped
    assert [line["kind"] for line in audit(course)] == ["begin"]
    assert rows(regrade(course)) == WANTED
    assert [line["kind"] for line in audit(course)] == ["begin", "done"]


def test_new_work_and_chance_are_not_blamed_on_the_check(course):
    hand_in(course, "ana", high="high = 3")
    hand_in(course, "dee")
    why = {(one.learner, one.why) for one in regrade(course, dry=True).changes}
    assert ("dee", "newly-graded") in why
    assert ("ana", "work-changed") in why

    def luck(files):
        result = kinder(files)
        result["notebooks"][SET]["cells"]["low-check"]["score"] = 1.0
        return result

    why = {one.why for one in regrade(course, grader=luck, dry=True).changes if one.learner == "bo"}
    assert why == {"check-changed", "by-chance"}


def drawing(seed):
    """Return an engine whose check of the low water is a matter of luck: of the seed alone."""

    def luck(files):
        result = {**kinder(files), "seed": seed}
        result["notebooks"][SET]["cells"]["low-check"]["score"] = float(seed % 3)
        return result

    return OneProcess(luck)


def test_unchanged_work_shows_the_correction_only_and_changed_work_gets_a_fresh_draw(course):
    settings, snapshot = read_settings(course), read_snapshot(course, SET)
    inbox = Inbox(course / "submitted", SET, [SET])
    Run(settings, SET, snapshot, inbox, drawing(7), again=True)()
    asked = []

    def engine_for(seed):
        asked.append(seed)
        return drawing(seed)

    hand_in(course, "ana", high="high = 12 # changed")
    made = Regrade(settings, SET, snapshot, inbox, drawing(8), engine_for, dry=True)
    result = made()
    assert asked == [7]
    assert rows(result) == [
        ("ana", "tides/high-check", 2.0, 0.0, "work-changed"),
        ("ana", "tides/low-check", 1.0, 2.0, "work-changed"),
    ]


def test_who_has_scores_but_no_work_any_more_is_named(course):
    shutil.rmtree(course / "submitted" / "cy")
    assert regrade(course, dry=True).not_found == ("cy",)


def test_a_set_that_was_never_graded_is_refused_in_one_sentence(tmp_path):
    root = make_course(tmp_path / "new")
    with pytest.raises(ContentError, match="nothing in this set has been graded yet"):
        regrade(root, dry=True)
