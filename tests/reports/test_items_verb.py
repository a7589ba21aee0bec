"""``care items``: exams as they were handed in, sets as the gradebook has them."""

import csv
import io
from types import SimpleNamespace

import pandas as pd
import pytest
from traitlets.config import Config
from typer.testing import CliRunner

from carekit.cli import app, console
from carekit.cli.items import _set
from carekit.common.files import ContentError
from carekit.common.languages import ENGLISH
from carekit.grading.course.folders import Settings
from carekit.grading.gradebook.writer import open_book
from carekit.learner.exam_attempt import log_file
from carekit.questions import load_banks
from carekit.reports.chosen_options import OptionCount, chances, option_counts, thirds_of
from carekit.reports.exam_results import form_of
from tests.reading_languages import ZH_HANS
from tests.reports.test_exam_results import begun, sit


@pytest.fixture
def care(course, monkeypatch):
    """Return a function that runs ``care items`` in the small course, on a wide terminal."""
    monkeypatch.setattr(console, "width", 200)
    monkeypatch.setenv("CAREKIT_ROOT", str(course))
    return lambda *words: CliRunner().invoke(app, ["items", *words, "--lang", "en"])


def test_thirds_are_by_the_sum_and_equals_stay_together():
    points = pd.DataFrame({"a": [0.0, 1, 2, 3, 4, 5, 5]}, index=list("abcdefg"))
    assert thirds_of(points) == {"a": 0, "b": 0, "c": 1, "d": 1, "e": 1, "f": 2, "g": 2}
    alike = pd.DataFrame({"a": [1.0, 1, 1]}, index=list("abc"))
    assert set(thirds_of(alike).values()) == {1}
    assert thirds_of(pd.DataFrame({"a": [1.0]}, index=["a"])) == {"a": 1}
    assert thirds_of(pd.DataFrame({"a": []}, dtype=float)) == {}


def test_an_exam_shows_each_question_the_whole_and_who_is_still_at_work(course, care):
    for learner, right in (("ada", 3), ("bo", 2), ("cy", 1), ("di", 0)):
        sit(course, learner, "form-a", right)
    sit(course, "eva", "form-a", 3, hand_in=False)
    done = care("form-a", "--out", str(course / "i.csv"))
    assert done.exit_code == 0, done.output
    first, second, third = form_of(course, "form-a").ids
    rows = {row["item"]: row for row in _csv(course / "i.csv") if not row["option"]}
    assert [rows[name]["facility"] for name in (first, second, third)] == [
        *("0.7500", "0.5000", "0.2500")
    ]
    # Hardest first.
    assert done.output.index(third) < done.output.index(second) < done.output.index(first)
    assert "form-a: not handed in by eva" in done.output
    assert "4 learners, 3 items: mean 50%, standard deviation 43%; alpha 0.75" in done.output
    assert (
        "4 learners are too few to judge a question by these figures; with 30 or more"
        in done.output
    )


def test_options_are_counted_by_third_with_the_key_marked(course, care):
    for learner, right in (("ada", 3), ("bo", 2), ("cy", 0)):
        sit(course, learner, "form-a", right)
    sat = begun(course)
    thirds = {"ada": 2, "bo": 1, "cy": 0}
    answers = {who: one.answers for who, one in sat.sittings.items()}
    counts = option_counts(sat.form.questions, answers, thirds)
    questions = {one.id: one for bank in load_banks(course).values() for one in bank.questions}
    for one in counts:
        assert isinstance(one, OptionCount)
        assert one.right == (one.option in questions[one.item].key)
        place = sat.form.ids.index(one.item)
        expected = (0, int(place < 2), 1) if one.right else (0, 0, 0)
        assert one.chosen == expected, one
    assert counts
    done = care("form-a", "--options", "--out", str(course / "i.csv"))
    assert "weakest third" in done.output
    written = [row for row in _csv(course / "i.csv") if row["option"]]
    assert [(row["item"], row["option"]) for row in written] == [
        (one.item, one.option) for one in counts
    ]


def test_guessing_earns_one_of_so_many_options_where_one_is_right(course):
    form = form_of(course, "form-a")
    found = chances(form.questions)
    assert found
    for name, share in found.items():
        assert share == 1 / len(form.questions[name].offered)


def gradebook(folder):
    settings = Settings(folder, Config(), f"sqlite:///{folder}/gradebook.db", "sea")
    with open_book(settings.db_url, settings.course_id) as book:
        book.add_assignment("tides")
        book.add_notebook("n", "tides")
        for cell, most in (("code", 2), ("free", 0), ("essay", 4)):
            kind = "markdown" if cell == "essay" else "code"
            book.add_grade_cell(cell, "n", "tides", cell_type=kind, max_score=most)
        for who, code, essay in (("ana", 2, 3), ("bo", 1, None), ("cy", 0, 1)):
            book.add_student(who)
            book.add_submission("tides", who)
            grades = {g.name: g for g in book.find_submission_notebook("n", "tides", who).grades}
            grades["code"].auto_score, grades["code"].needs_manual_grade = code, False
            grades["essay"].manual_score = essay
            grades["essay"].needs_manual_grade = essay is None
        book.db.commit()


def test_a_set_counts_cells_with_points_and_takes_an_unread_answer_for_missing(
    tmp_path, monkeypatch
):
    gradebook(tmp_path)
    (tmp_path / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.db_url = 'sqlite:///{tmp_path}/gradebook.db'\n"
    )
    read = "carekit.grading.course.folders.read_snapshot"
    monkeypatch.setattr(read, lambda *_: SimpleNamespace(books=()))
    found = _set(tmp_path, "tides")
    figures = {one.item: one for one in found.figures}
    assert set(figures) == {"code", "essay"}
    assert (figures["code"].learners, figures["code"].facility.value) == (3, 0.5)
    assert (figures["essay"].learners, figures["essay"].facility.value) == (2, 0.5)
    assert (found.whole.learners, found.whole.left_out) == (2, 1)


def test_a_name_that_is_neither_an_exam_nor_a_set_is_refused(care):
    done = care("tide")
    assert isinstance(done.exception, ContentError)
    assert "tide" in str(done.exception)


def test_by_language_says_who_is_missing_and_keeps_answers_for_the_next_class(course, care):
    for number in range(4):
        lang = ENGLISH if number % 2 else ZH_HANS
        sit(course, f"l{number}", "form-a", 1 + number % 3, lang=lang)
    kept = course / "first.csv"
    done = care("form-a", "--by-language", "--keep", str(kept))
    assert done.exit_code == 0, done.output
    assert "form-a: learners who read zh-Hans: 2; other languages: 2" in _line(done)
    assert "No verdict. Learners still needed: 496" in done.output
    assert "l0" not in kept.read_text(encoding="utf-8")
    assert [row["language"] for row in _csv(kept)] == ["en", "en", "zh-Hans", "zh-Hans"]
    again = care("form-a", "--by-language", "--with", str(kept))
    assert "zh-Hans: 4; other languages: 4" in _line(again)
    assert "No verdict. Learners still needed: 492" in again.output
    # What was kept when the log came in holds the languages as well.
    for number in range(4):
        (course / "submitted" / f"l{number}" / "exams" / log_file("form-a")).unlink()
    assert "zh-Hans: 2; other languages: 2" in _line(care("form-a", "--by-language"))


def test_files_of_another_exam_and_two_names_are_refused(course, care):
    sit(course, "ada", "form-a", 1)
    (course / "other.csv").write_text("language,q\nen,1\n")
    done = care("form-a", "--by-language", "--with", str(course / "other.csv"))
    assert isinstance(done.exception, ContentError)
    assert "other.csv" in str(done.exception)
    two = care("form-a", "form-b", "--by-language", "--keep", str(course / "k.csv"))
    assert isinstance(two.exception, ContentError)
    assert not (course / "k.csv").exists()


def _line(done):
    return " ".join(done.output.split())


def _csv(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
