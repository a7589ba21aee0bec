"""Where a learner stands: states, parts of a set, dates, and points that were given back."""

import json
import os
import shutil
from datetime import UTC, datetime

import nbformat
import pytest
import yaml
from nbgrader.utils import compute_checksum

from carekit.common.course import learner_folder
from carekit.common.nbgrader_checksum import released_checksum
from carekit.labextension.due_dates import DUE_DATES, due_dates, keep_due_dates
from carekit.labextension.learner_standing import course_standing
from carekit.labextension.released_points import Points, feedback_page
from carekit.learner.event_log import Record
from carekit.learner.exam_attempt import HANDED_IN, STARTED
from carekit.learner.graded_answers import save
from carekit.learner.hand_in.package import hand_in

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
PAGE = '<p class="total" data-points="{}" data-most="20.0"><b>'


@pytest.fixture
def course(root, tmp_path):
    """Return a learner's copy of the real course, with one lesson, one set and one test."""
    copy = tmp_path / "copy"
    copy.mkdir()
    left = shutil.ignore_patterns("audio", "tables", "raw")
    shutil.copytree(root / "course_data", copy / "course_data", ignore=left)
    (copy / "notebooks").mkdir()
    for name in ("02-follow-up", "pre-test", "09-review"):
        shutil.copy(root / "notebooks" / f"{name}.ipynb", copy / "notebooks")
    shutil.copytree(root / "release" / "follow-up", copy / "release" / "follow-up")
    return copy


def standing(course, kind):
    names = {"lesson": "02-follow-up", "set": "follow-up/follow-up", "test": "pre-test"}
    pages = course_standing(course, NOW).pages
    return next(page for page in pages if page.path.endswith(f"{names[kind]}.ipynb"))


def record(course):
    return Record(learner_folder(course), clock=lambda: NOW)


def test_nothing_is_begun_in_a_fresh_copy_and_a_page_that_asks_nothing_has_no_state(course):
    whole = course_standing(course, NOW)
    states = [page.state for page in whole.pages]
    assert states == ["not-begun", "not-begun", "not-begun", ""]
    assert whole.review == 0
    assert not any(page.due or page.points or page.done for page in whole.pages)


def test_a_lesson_is_done_at_the_pass_mark_and_a_wrong_answer_is_due_in_the_review(course):
    text = (course / "course_data/quizzes/follow-up.yml").read_text(encoding="utf-8")
    questions = yaml.safe_load(text)["questions"]
    names = [one["id"] for one in questions if one.get("use", "practice") == "practice"]
    assert len(names) == 8
    for name in names[:5]:
        record(course).answered(f"follow-up/{name}", ["x"], score=1, right=True, lang="en")
    record(course).answered(f"follow-up/{names[5]}", ["x"], score=0, right=False, lang="en")
    stands = standing(course, "lesson")
    assert (stands.state, stands.done, stands.of) == ("under-way", 6, 8)
    assert course_standing(course, NOW).review == 1
    record(course).answered(f"follow-up/{names[6]}", ["x"], score=1, right=True, lang="en")
    assert standing(course, "lesson").state == "done"


def test_a_set_counts_changed_cells_and_saved_answers(course):
    path = course / "release" / "follow-up" / "follow-up.ipynb"
    assert (standing(course, "set").done, standing(course, "set").of) == (0, 6)
    save(path.parent, "which-are-solved", ["a"], "en", NOW)
    assert (standing(course, "set").state, standing(course, "set").done) == ("under-way", 1)
    opened = nbformat.read(path, 4)
    for cell in opened.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source += " "
    nbformat.write(opened, path)
    assert (standing(course, "set").state, standing(course, "set").done) == ("answered", 6)


def test_a_set_that_was_handed_in_says_when_until_its_points_are_there(course):
    folder = course / "release" / "follow-up"
    hand_in(course, folder, "follow-up", "ana", NOW)
    stands = standing(course, "set")
    assert (stands.state, stands.handed_in) == ("handed-in", NOW.isoformat())
    (folder / "follow-up.html").write_text(PAGE.format(20.0), encoding="utf-8")
    assert standing(course, "set").state == "done"


def test_the_checksum_is_nbgraders(root):
    seen = 0
    for path in sorted((root / "release").glob("*/*.ipynb")):
        for cell in nbformat.read(path, 4).cells:
            if "nbgrader" in cell.metadata:
                seen += 1
                assert released_checksum(cell) == compute_checksum(cell)
                cell.source += "x"
                assert released_checksum(cell) == compute_checksum(cell)
    assert seen > 100


def test_the_newest_feedback_page_gives_the_points_and_other_pages_say_nothing(course):
    folder = course / "release" / "follow-up"
    (folder / "feedback" / "2").mkdir(parents=True)
    (folder / "notes.html").write_text("<p>7 of 8</p>", encoding="utf-8")
    assert feedback_page(folder) is None
    for number, points in enumerate((11.5, 14.25)):
        page = folder / "feedback" / ("2" if number else "") / "follow-up.html"
        page.write_text(PAGE.format(points), encoding="utf-8")
        os.utime(page, (number, number))
    assert feedback_page(folder) == Points(14.25, 20)
    assert (standing(course, "set").state, standing(course, "set").points) == (
        "done",
        Points(14.25, 20),
    )


def test_a_test_is_done_when_it_is_handed_in_and_its_points_come_with_its_own_results(course):
    log = Record(course / "notebooks", clock=lambda: NOW, log="exam-pre-test.jsonl")
    started = log.statement(STARTED, "pre-test", lang="en")
    log.append(started)
    assert standing(course, "test").state == "under-way"
    log.append(log.statement(HANDED_IN, "pre-test", lang="en"))
    assert (standing(course, "test").state, standing(course, "test").points) == ("done", None)
    results = course / "notebooks" / "exam-pre-test.results.json"
    found = {"one": {"score": 1.0}, "two": {"score": 0.5}}
    results.write_text(json.dumps({"sitting": "another", "questions": found}), encoding="utf-8")
    assert standing(course, "test").points is None
    results.write_text(json.dumps({"sitting": started.id, "questions": found}), encoding="utf-8")
    assert standing(course, "test").points == Points(1.5, 2)


def test_dates_are_kept_for_learners_and_a_damaged_file_names_none(course):
    when = datetime(2026, 3, 9, 18, tzinfo=UTC)
    assert not keep_due_dates(course, {"follow-up": None})
    assert not (course / DUE_DATES).exists()
    assert keep_due_dates(course, {"follow-up": when, "feedback": None})
    assert not keep_due_dates(course, {"follow-up": when})
    assert due_dates(course) == {"follow-up": when}
    assert standing(course, "set").due == "2026-03-09T18:00:00+00:00"
    (course / DUE_DATES).write_text("{", encoding="utf-8")
    assert standing(course, "set").due == ""


def test_a_notebook_that_cannot_be_read_has_no_parts(course):
    (course / "release" / "follow-up" / "follow-up.ipynb").write_text("{", encoding="utf-8")
    stands = standing(course, "set")
    assert (stands.state, stands.of) == ("not-begun", 0)
