import math
import os
import shutil
import sys
import warnings
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from carekit.common.files import ContentError
from carekit.grading.gradebook import reader


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """Return a gradebook file with one set and three learners."""
    path = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    # nbgrader calls the command alembic when it makes a gradebook.
    beside = str(Path(sys.executable).parent)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", os.pathsep.join([beside, os.environ["PATH"]]))
        _fill(f"sqlite:///{path}")
    return path


@pytest.fixture
def book(marked, tmp_path):
    """Return the address of a gradebook of the test's own."""
    shutil.copy(marked, tmp_path / "gradebook.db")
    return f"sqlite:///{tmp_path / 'gradebook.db'}"


def _fill(url):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from nbgrader.api import Gradebook

        with Gradebook(url) as opened:
            opened.add_assignment("sums")
            opened.add_notebook("sums", "sums")
            for cell, kind, points in [
                ("add-check", "code", 2),
                ("divide-check", "code", 3),
                ("letter", "markdown", 5),
            ]:
                opened.add_grade_cell(cell, "sums", "sums", max_score=points, cell_type=kind)
            for learner in ("ada", "ben", "cleo"):
                opened.add_student(learner)
                opened.add_submission("sums", learner)
            _mark(opened, "ada", {"add-check": (2, None), "divide-check": (1.5, None)})
            _mark(opened, "ada", {"letter": (None, None)}, waits=True)
            _mark(opened, "ben", {"add-check": (0, 2), "letter": (None, 4)})
            opened.find_grade("letter", "sums", "sums", "ben").extra_credit = 0.5
            opened.db.commit()


def _date(url, *, due, **handed_in):
    """Write a due hour of one day and the hour of each learner's work, bare as nbgrader does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from nbgrader.api import Gradebook

        def at(hour):
            return datetime(2026, 3, 1, hour, tzinfo=UTC).replace(tzinfo=None)

        with Gradebook(url) as opened:
            opened.find_assignment("sums").duedate = at(due)
            for learner, hour in handed_in.items():
                opened.find_submission("sums", learner).timestamp = at(hour)
            opened.db.commit()


def _mark(opened, learner, marks, *, waits=False):
    for cell, (auto, manual) in marks.items():
        grade = opened.find_grade(cell, "sums", "sums", learner)
        grade.auto_score, grade.manual_score = auto, manual
        grade.needs_manual_grade = waits
    opened.db.commit()


def row(table, learner, cell):
    return table[(table["learner"] == learner) & (table["cell"] == cell)].iloc[0]


def test_there_is_one_row_for_each_learner_and_cell_with_the_promised_columns(book):
    table = reader.scores(book, "sums")
    assert table.shape == (9, len(reader.COLUMNS))
    assert {name: str(kind) for name, kind in table.dtypes.items()} == reader.COLUMNS
    assert list(table["learner"]) == sorted(table["learner"])
    assert set(table["kind"]) == {"auto", "manual"}


def test_the_score_is_the_manual_one_where_there_is_one_plus_extra_credit(book):
    table = reader.scores(book, "sums")
    assert row(table, "ada", "divide-check").score == 1.5
    assert row(table, "ben", "add-check").score == 2
    assert row(table, "ben", "letter").score == 4.5


def test_what_was_not_scored_is_no_zero(book):
    table = reader.scores(book, "sums")
    assert math.isnan(row(table, "ben", "divide-check").score)
    assert math.isnan(row(table, "cleo", "letter").score)
    assert row(table, "ben", "divide-check").needs_manual


def test_tasks_sum_their_cells_and_say_when_someone_must_look(book):
    cells = reader.scores(book, "sums")
    tasks = reader.by_task(cells, {"add-check": "sums", "divide-check": "sums"})
    expected = pd.DataFrame(
        {
            "learner": ["ada", "ada", "ben", "ben", "cleo", "cleo"],
            "task": ["letter", "sums"] * 3,
            "score": [math.nan, 3.5, 4.5, 2.0, math.nan, math.nan],
            "max_score": [5.0, 5.0] * 3,
            "needs_manual": [True, False, False, True, True, True],
        }
    )
    pd.testing.assert_frame_equal(tasks, expected, check_dtype=False)


def test_totals_keep_automatic_and_manual_points_apart(book):
    table = reader.totals(reader.scores(book, "sums")).set_index("learner")
    assert table.loc["ada", ["auto", "score", "max_score", "unread"]].tolist() == [3.5, 3.5, 10, 1]
    assert table.loc["ben", ["auto", "manual", "score", "unread"]].tolist() == [2, 4.5, 6.5, 1]
    assert math.isnan(table.loc["cleo", "score"])
    assert table.loc["cleo", "unread"] == 3


def test_names_are_written_and_read(book):
    reader.enrol(book, {"ada": "Ada Byron", "dov": "Dov Levi"})
    table = reader.scores(book, "sums")
    assert row(table, "ada", "letter")["name"] == "Ada Byron"
    assert row(table, "ben", "letter")["name"] == ""


def test_everybody_is_listed_with_or_without_a_name(book):
    reader.enrol(book, {"ada": "Ada Byron"})
    everybody = reader.learners(book)
    assert everybody["ada"] == "Ada Byron"
    assert everybody["ben"] == ""
    assert "ben" not in reader.names(book)


def test_who_was_late_is_known_where_a_set_has_a_due_date(book):
    assert reader.late(book, "sums") == []
    _date(book, due=12, ada=11, ben=13)
    assert reader.late(book, "sums") == ["ben"]
    with pytest.raises(ContentError, match="no set products"):
        reader.late(book, "products")


def test_a_set_that_was_never_released_is_named(book):
    with pytest.raises(ContentError, match="the gradebook has no set products"):
        reader.scores(book, "products")


def test_a_gradebook_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(ContentError, match="no gradebook"):
        reader.scores(f"sqlite:///{tmp_path / 'gradebook.db'}", "sums")
    assert list(tmp_path.iterdir()) == []
