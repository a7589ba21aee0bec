"""A whole run on a small course: what reaches the gradebook and what needs a person."""

import csv
import json
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carekit.common.durable_files import Disk
from carekit.common.files import ContentError
from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.intake.inbox import Inbox
from carekit.grading.intake.roster import Match, Signs, read_roster
from carekit.grading.run.one_process import OneProcess
from carekit.grading.run.run import Run
from carekit.sandbox.submission.flags import says

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import SET, as_bytes, book, contents, grade, hand_in, make_course


def run(root, *, grader=grade, disk=None, received=None, **more):
    settings = read_settings(root)
    snapshot = read_snapshot(root, SET)
    inbox = Inbox(root / "submitted", SET, [SET], received=received or {})
    engine = OneProcess(grader)
    return Run(settings, SET, snapshot, inbox, engine, disk=disk or Disk(), **more)()


@pytest.fixture
def course(tmp_path, tides):
    root = shutil.copytree(tides, tmp_path / "course")
    hand_in(root, "ana")
    hand_in(root, "bo", high="high = 3")
    hand_in(root, "cy", essay="")
    return root


def scores(root):
    return {(row[0], row[2]): row[4] for row in contents(root)[1]}


def test_scores_comments_and_notebooks_reach_nbgraders_own_places(course):
    report = run(course)
    assert report.graded == ["ana", "bo", "cy"]
    assert scores(course)["ana", "high-check"] == 2
    assert scores(course)["bo", "high-check"] == 0
    assert scores(course)["ana", "essay"] is None
    comments = {(who, cell): auto for who, cell, auto, _ in contents(course)[2]}
    assert comments["cy", "essay"] == "No response."
    assert comments["ana", "essay"] is None
    made = json.loads((course / "autograded" / "ana" / SET / f"{SET}.ipynb").read_text())
    marks = made["cells"][1]["metadata"]["nbgrader"]
    assert (marks["grade_id"], len(marks["checksum"])) == ("high", 32)


def test_an_essay_left_as_it_was_scores_nothing_and_waits_for_nobody(course):
    report = run(course)
    assert scores(course)["cy", "essay"] == 0
    assert report.to_read == [("ana", "essay"), ("bo", "essay")]


def test_nbgraders_own_program_reads_what_was_written(course, nbgrader):
    run(course)
    nbgrader("export", "--to", "grades.csv", cwd=course)
    with (course / "grades.csv").open() as file:
        assert {row["student_id"]: row["score"] for row in csv.DictReader(file)} == {
            "ana": "5.0",
            "bo": "0.0",
            "cy": "5.0",
        }


def test_unchanged_work_is_skipped_and_changed_work_graded_again(course):
    run(course)
    hand_in(course, "bo", high="high = 12")
    report = run(course)
    assert (report.graded, report.unchanged) == (["bo"], ["ana", "cy"])
    assert scores(course)["bo", "high-check"] == 2
    assert run(course, again=True).graded == ["ana", "bo", "cy"]


def test_only_the_named_learners_are_graded_and_nobody_else_is_called_missing(course):
    report = run(course, only=["bo"])
    assert (report.graded, report.missing) == (["bo"], [])


def test_a_person_is_told_who_has_not_handed_in(course):
    run(course)
    with closing(sqlite3.connect(course / "gradebook.db")) as db:
        db.execute("insert into student (id) values ('zoe')")
        db.commit()
    report = run(course)
    assert (report.missing, report.elsewhere) == (["zoe"], [])
    assert report.attention


def test_who_was_graded_from_another_inbox_is_not_called_missing(course):
    run(course)
    shutil.rmtree(course / "submitted" / "bo")
    report = run(course)
    assert (report.missing, report.elsewhere) == ([], ["bo"])


def mark(root, learner, cell, points, comment):
    with closing(sqlite3.connect(root / "gradebook.db")) as db:
        where = (
            "where cell_id in (select id from base_cell where name = ?) and notebook_id in "
            "(select n.id from submitted_notebook n join submitted_assignment s "
            "on n.assignment_id = s.id where s.student_id = ?)"
        )
        db.execute(
            f"update grade set manual_score=?, extra_credit=0.5, needs_manual_grade=0 {where}",
            (points, cell, learner),
        )
        db.execute(f"update comment set manual_comment = ? {where}", (comment, cell, learner))
        db.commit()


def row(root, learner, cell):
    return next(r for r in contents(root)[1] if (r[0], r[2]) == (learner, cell))


def test_marks_comments_and_extra_credit_given_by_a_person_stay(course):
    run(course)
    mark(course, "ana", "essay", 4, "good")
    assert ("ana", "essay") not in run(course, again=True).to_read
    assert row(course, "ana", "essay")[4:8] == (None, 4.0, 0.5, 0)
    hand_in(course, "ana", essay="The sun.")
    report = run(course)
    assert ("ana", "essay") in report.to_read
    assert row(course, "ana", "essay")[4:8] == (None, 4.0, 0.5, 1)
    assert ("ana", "essay", None, "good") in contents(course)[2]


def test_one_that_cannot_be_graded_keeps_its_sentence_and_is_tried_again(course):
    hand_in(course, "dee", high="raise")
    (course / "submitted" / "eve" / SET).mkdir(parents=True)
    (course / "submitted" / "eve" / SET / f"{SET}.ipynb").write_text("{ half")
    for _ in range(2):
        report = run(course)
        assert (report.failed, report.refused) == (["dee"], ["eve"])
        assert says(report.flagged["dee"][0]).startswith("This submission could not be graded")
        assert ("dee", "high-check") not in scores(course)
    hand_in(course, "dee")
    assert run(course).graded == ["dee"]


def test_a_flag_is_still_there_when_the_work_is_not_graded_again(course):
    hand_in(course, "bo", high="while True: pass")
    run(course)
    report = run(course)
    assert report.unchanged == ["ana", "bo", "cy"]
    assert [one["code"] for one in report.flagged["bo"]] == ["process-ended"]


def test_a_score_that_is_no_number_in_range_gives_no_points_and_is_flagged(course):
    def faulty(files):
        result = grade(files)
        result["notebooks"][SET]["cells"]["high-check"]["score"] = 7.0
        return result

    report = run(course, grader=faulty)
    assert [one["code"] for one in report.flagged["ana"]] == ["bad-score"]
    assert row(course, "ana", "high-check")[4:8] == (0.0, None, None, 1)


def test_a_notebook_that_was_not_handed_in_counts_nothing_as_nbgrader_counts(course):
    def half(files):
        return {**grade(files), "notebooks": {}}

    run(course, grader=half)
    assert set(scores(course).values()) == {0.0}


LATE = 'c.LateSubmissionPlugin.penalty_method = "zero"\n'


def due(root, when):
    with closing(sqlite3.connect(root / "gradebook.db")) as db:
        db.execute("update assignment set duedate = ?", (when,))
        db.commit()


def test_a_penalty_follows_the_collectors_clock_and_nbgraders_plugin(tmp_path, tides):
    root = make_course(shutil.copytree(tides, tmp_path / "course"), LATE)
    for who in ("ana", "bo"):
        folder = hand_in(root, who).parent
        (folder / "timestamp.txt").write_text("2025-01-01 00:00:00 UTC")
    times = {"ana": datetime(2025, 2, 1, tzinfo=UTC), "bo": datetime(2025, 4, 1, tzinfo=UTC)}
    run(root, received=times)
    due(root, "2025-03-01 00:00:00.000000")
    report = run(root, received=times, again=True)
    penalties = {r[0]: r[8] for r in contents(root)[1]}
    assert penalties == {"ana": None, "bo": 5.0}
    assert [one["code"] for one in report.flagged["bo"]] == ["clock-differs"]


def test_new_checks_do_not_change_old_scores_in_silence(course):
    run(course)
    changed = book()
    changed["cells"][2]["source"] = "assert True"
    (course / "source" / SET / f"{SET}.ipynb").write_bytes(as_bytes(changed))
    hand_in(course, "dee")
    report = run(course)
    assert (report.graded, report.outdated) == (["dee"], ["ana", "bo", "cy"])
    assert run(course, again=True).outdated == []


@pytest.mark.parametrize(
    ("change", "named"),
    [("c.Carekit.cell_seconds = 99.0", ["bo"]), ("c.Carekit.open_files = 99", [])],
)
def test_work_that_a_limit_cut_off_is_named_once_the_limit_is_another(course, change, named):
    hand_in(course, "bo", high="high = 12\nwhile True: pass")
    assert run(course).cut_off == []
    assert run(course).cut_off == []
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(change + "\n")
    report = run(course)
    assert (report.graded, report.cut_off) == ([], named)
    run(course, again=True)
    assert run(course).cut_off == []


def test_a_cell_added_after_grading_is_refused_in_nbgraders_words(course):
    run(course)
    changed = book()
    extra = json.loads(json.dumps(changed["cells"][2]).replace("high-check", "new-check"))
    changed["cells"].append(extra)
    (course / "source" / SET / f"{SET}.ipynb").write_bytes(as_bytes(changed))
    with pytest.raises(ContentError, match="nbgrader refuses it"):
        run(course)


def test_the_gradebook_is_copied_before_a_run_changes_it_and_five_copies_are_kept(course):
    for number in range(8):
        hand_in(course, "ana", high=f"high = {number}")
        run(course)
    copies = sorted((course / ".care" / "grading" / "backups").glob("*.db"))
    assert len(copies) == 5
    before = len(copies)
    run(course)
    assert len(list((course / ".care" / "grading" / "backups").glob("*.db"))) == before
    with closing(sqlite3.connect(copies[-1])) as db:
        assert db.execute("select count(*) from student").fetchone() == (3,)


def test_names_and_numbers_that_the_gradebook_knows_lead_to_the_learner(course):
    run(course)
    with closing(sqlite3.connect(course / "gradebook.db")) as db:
        db.execute(
            "update student set first_name='Ana', last_name='Silva', lms_user_id='501' "
            "where id='ana'"
        )
        db.execute("update student set first_name='Bo Li' where id in ('bo', 'cy')")
        db.commit()
    roster = read_roster(read_settings(course))
    assert roster.match(Signs(("Ana Silva",))) == Match("ana")
    assert roster.match(Signs(("somebody",), "501")).learner == "ana"
    assert roster.match(Signs(("Bo Li",))) == Match(perhaps=("bo", "cy"))


def test_ctrl_c_keeps_what_is_done_and_the_next_run_goes_on(course):
    done = []

    def interrupted(files):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(1)
        return grade(files)

    first = run(course, grader=interrupted)
    assert (first.stopped, first.graded) == (True, ["ana", "bo"])
    second = run(course)
    assert (second.graded, second.unchanged) == (["cy"], ["ana", "bo"])


def test_the_step_is_told_only_when_the_result_is_on_the_disk(course):
    path = course / ".care" / "grading" / f"{SET}.jsonl"
    heard = []

    def tell(step):
        lines = path.read_text().splitlines()
        assert any(json.loads(line).get("learner") == step.learner for line in lines)
        heard.append(step.learner)

    run(course, tell=tell)
    assert heard == ["ana", "bo", "cy"]


def test_the_order_of_results_changes_nothing(course):
    class Backwards(OneProcess):
        def run(self, jobs):
            return reversed(list(super().run(jobs)))

    other = course.parent / "other"
    shutil.copytree(course, other)
    run(course)
    settings = read_settings(other)
    inbox = Inbox(other / "submitted", SET, [SET])
    report = Run(settings, SET, read_snapshot(other, SET), inbox, Backwards(grade))()
    assert report.graded == ["ana", "bo", "cy"]
    assert contents(other) == contents(course)
    assert (other / "autograded" / "bo").exists()


def test_one_hand_in_that_breaks_the_reading_is_told_and_the_others_are_graded(course, monkeypatch):
    whole = Inbox._submission

    def broken(self, group):
        if group.learner == "ana":
            raise RuntimeError("planted")
        return whole(self, group)

    monkeypatch.setattr(Inbox, "_submission", broken)
    report = run(course)
    assert (report.graded, report.refused) == (["bo", "cy"], ["ana"])
    assert "RuntimeError: planted" in says(report.flagged["ana"][0])
    monkeypatch.undo()
    assert run(course).graded == ["ana"]


def test_half_a_letter_in_an_error_leaves_a_ledger_that_every_tool_reads(course):
    def half(files):
        result = grade(files)
        result["notebooks"][SET]["cells"]["high-check"]["message"] = "陈 \ud800"
        return result

    run(course, grader=half)
    lines = (course / ".care" / "grading" / f"{SET}.jsonl").read_text("utf-8").splitlines()
    first = json.loads(lines[0])
    assert first["notebooks"][SET]["cells"]["high-check"]["message"] == "陈 \ud800"
