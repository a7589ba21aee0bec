"""The course folder is an ordinary nbgrader course: its own commands work with no option."""

import shutil

import pytest

from carekit.grading.check_lint.trivial_answers import quiz_answers
from carekit.grading.course.folders import read_snapshot
from carekit.grading.gradebook.reader import scores
from carekit.grading.sample_class.submissions import load_class, submission, ticked
from carekit.learner.graded_answers import FILE

SET = "follow-up"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def course(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    shutil.copy(root / "nbgrader_config.py", folder)
    shutil.copytree(root / "source" / SET, folder / "source" / SET)
    return folder


def test_from_release_to_grades_with_nbgraders_own_commands(course, root, released, nbgrader):
    nbgrader("generate_assignment", SET, cwd=course)
    assert (course / "release" / SET / f"{SET}.ipynb").read_bytes() == released

    sample = load_class(root, SET)
    mine = course / "submitted" / "amara-okafor" / SET / f"{SET}.ipynb"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(submission(root, sample, sample.learners[0], released))
    mine.with_name(FILE).write_text(ticked(root, sample, sample.learners[0]), encoding="utf-8")
    nbgrader("autograde", SET, cwd=course)
    table = scores(f"sqlite:///{course / 'gradebook.db'}", SET)
    assert table.loc[table["kind"] == "auto", "score"].sum() == 14
    assert table.loc[table["needs_manual"], "cell"].tolist() == ["letter-answer"]

    nbgrader("generate_feedback", SET, cwd=course)
    page = course / "feedback" / "amara-okafor" / SET / f"{SET}.html"
    assert "sla-on-target-check" in page.read_text("utf-8")


def test_validate_passes_the_reference(course, root, nbgrader):
    right = quiz_answers(read_snapshot(root, SET).books)
    (course / "source" / SET / FILE).write_bytes(right[FILE])
    said = nbgrader("validate", f"source/{SET}/{SET}.ipynb", cwd=course)
    assert "Success! Your notebook passes all the tests." in said


def test_validate_says_of_the_release_that_every_check_still_fails(course, released, nbgrader):
    (course / "fresh.ipynb").write_bytes(released)
    said = nbgrader("validate", "fresh.ipynb", cwd=course)
    # Twelve checks, and the letter that is not written.
    assert "VALIDATION FAILED ON 13 CELL(S)" in said
    assert "Task 2: " in said
