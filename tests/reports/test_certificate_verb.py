"""The verb, from a learner's logs and a trainer's gradebook to a page in a folder of their own."""

import json
import os
import shutil
import sys
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carekit.authoring.build.bundle import members
from carekit.authoring.build.kit_files import ROOT_FILES
from carekit.common.languages import ENGLISH, languages
from carekit.grading.course.folders import read_settings
from carekit.grading.gradebook.writer import open_book
from carekit.learner.event_log import LOG, Record
from carekit.learner.exam_attempt import ExamAttempt, log_file
from carekit.reports.certificates.evidence import TaskPoints, set_points

MINI = Path(__file__).resolve().parents[1] / "authoring" / "mini"
CERTIFICATES = """
concepts: [high-water]
exam: {form: final, asked: 1}
claims: {en: Nothing more., zh-Hans: 仅此而已。, zh-Hant: 僅此而已。}
kinds:
  - id: completion
    title: {en: Completion, zh-Hans: 结业, zh-Hant: 結業}
    says: {en: who read, zh-Hans: 读完了, zh-Hant: 讀完了}
    rests_on: {en: Own record., zh-Hans: 本人记录。, zh-Hant: 本人紀錄。}
    columns: [quiz]
    criteria:
      - {id: lessons, needs: lessons, least: 1, says: &s {en: All, zh-Hans: 全部, zh-Hant: 全部}}
      - {id: quizzes, needs: quizzes, least: 1, says: *s}
      - {id: final, needs: sat, says: *s}
  - id: staff
    title: {en: Proficiency, zh-Hans: 能力, zh-Hant: 能力}
    says: {en: who can, zh-Hans: 能, zh-Hant: 能}
    rests_on: {en: Marks., zh-Hans: 评分。, zh-Hant: 評分。}
    columns: [set, exam]
    criteria:
      - {id: final, needs: exam, points: 1, says: *s}
      - {id: short, needs: tasks, tasks: [1], share: 0.7, says: *s}
      - {id: text, needs: tasks, tasks: [2], share: 0.75, sets: 1, says: *s}
"""
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def cell(name, kind, source, **graded):
    meta = {"nbgrader": {"grade": True, "grade_id": name, **graded}} if graded else {}
    return {"id": name, "cell_type": kind, "source": source, "metadata": meta}


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """A course of one concept with a set of two tasks, marked for four learners."""
    root = tmp_path_factory.mktemp("certificates") / "course"
    shutil.copytree(MINI, root)
    (root / "course_data" / "certificates.yml").write_text(CERTIFICATES, encoding="utf-8")
    exams = root / "course_data" / "exams"
    exams.mkdir()
    short = "id: brief\nforms: [brief]\nshort_of: final\nseed: 1\nanchors: [exam-pull]\n"
    (exams / "brief.yml").write_text(short)
    (exams / "final.yml").write_text("id: end\nforms: [final]\nseed: 1\nanchors: [exam-pull]\n")
    quizzes = root / "course_data" / "quizzes"
    (quizzes / "tides.yml").rename(quizzes / "high-water.yml")
    title = "## " + "".join(f'<span lang="{lang}">Task</span>' for lang in languages())
    cells = [
        cell("one", "markdown", title),
        cell("check", "code", "1", points=10),
        cell("two", "markdown", title),
        cell("letter", "markdown", "...", points=6),
    ]
    folder = root / "source" / "high-water"
    folder.mkdir(parents=True)
    (folder / "high-water.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    beside = str(Path(sys.executable).parent)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", os.pathsep.join([beside, os.environ["PATH"]]))
        _mark(f"sqlite:///{root / 'gradebook.db'}")
    return root


def _mark(url):
    marks = {
        "mei-1": ("Mei Lin", 7, 4.5, False),
        "mei-2": ("Mei Lin", 6.9, 4.5, False),
        "ada": ("Ada Ng", 10, 6, True),
        "bo": ("", 10, 4.4, False),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from nbgrader.api import Gradebook

        with Gradebook(url) as book:
            book.add_assignment("high-water")
            book.add_notebook("high-water", "high-water")
            where = ("high-water", "high-water")
            book.add_grade_cell("check", *where, max_score=10, cell_type="code")
            book.add_grade_cell("letter", *where, max_score=6, cell_type="markdown")
            for learner, (name, auto, text, waits) in marks.items():
                book.add_student(learner, first_name=name)
                book.add_submission("high-water", learner)
                check = book.find_grade("check", *where, learner)
                check.auto_score, check.needs_manual_grade = auto, False
                letter = book.find_grade("letter", *where, learner)
                letter.manual_score, letter.needs_manual_grade = text, waits
            book.db.commit()


@pytest.fixture
def course(marked, tmp_path):
    return shutil.copytree(marked, tmp_path / "course")


def practise(root, learner, *, right=True, actor="learner"):
    record = Record(root / "submitted" / learner / "my-record", actor=actor)
    about = {"score": float(right), "right": right, "lang": languages()[2]}
    record.answered("high-water/what-pulls", ["both"], **about)


def sit(root, learner, answer="the-near-one", *, hand_in=True, actor="learner", form="final"):
    folder = root / "submitted" / learner / "final"
    times = iter(NINE + timedelta(seconds=n) for n in range(100))
    record = Record(folder, actor=actor, clock=lambda: next(times), log=log_file(form))
    paper = ExamAttempt(form, ("exam-pull",), record)
    paper.start(ENGLISH)
    paper.answer("exam-pull", [answer], ENGLISH)
    if hand_in:
        paper.hand_in(ENGLISH)


@pytest.fixture
def care(course, monkeypatch, invoke):
    """The verb in the course's folder; gives its exit code and what it said."""
    monkeypatch.chdir(course)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words, lang="en"):
        monkeypatch.setenv("CAREKIT_LANG", lang)
        return invoke("certificate", *words)

    return run


def register(root):
    path = root / ".care" / "certificates.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_completion_is_earned_by_the_learners_own_record_and_a_test_that_was_handed_in(
    course, care
):
    practise(course, "mei-1")
    sit(course, "mei-1", "the-big-one")
    code, said = care("mei-1", "--trainer", "Rosa")
    assert code == 0, said
    pdf = course / "dist" / "certificates" / "mei-1-completion.pdf"
    assert pdf.read_bytes().startswith(b"%PDF-")
    [line] = register(course)
    assert line["code"] in said
    assert line["certificate"]["name"] == "Mei Lin"
    assert line["certificate"]["langs"] == ["en", "zh-Hant"]
    assert line["certificate"]["scores"] == [{"concept": "high-water", "quiz": [1, 1]}]
    assert care("--verify", line["code"])[0] == 0
    code, said = care("--verify", str(pdf))
    assert code == 0
    assert "Mei Lin" in said
    pdf.write_bytes(pdf.read_bytes() + b"\n")
    assert care("--verify", str(pdf))[0] == 3


def test_the_short_form_of_the_test_counts_and_a_copy_of_it_is_found(course, care):
    practise(course, "mei-1")
    sit(course, "mei-1", form="brief")
    assert care("mei-1")[0] == 0
    there = course / "submitted" / "bo" / "final"
    shutil.copytree(course / "submitted" / "mei-1" / "final", there)
    code, said = care("mei-1")
    assert code == 1
    assert "so one is a copy" in said


def test_what_is_missing_is_said_in_the_readers_language_and_nothing_is_made(course, care):
    said = {lang: care("mei-1", lang=lang) for lang in ("en", "zh-Hans", "zh-Hant")}
    assert {code for code, _ in said.values()} == {3}
    assert "No certificate was made" in said["en"][1]
    assert "Not at the end yet: high water." in said["en"][1]
    assert "没有收到作答过的测验。" in said["zh-Hans"][1]
    assert "還沒學完：滿潮。" in said["zh-Hant"][1]
    assert not (course / "dist").exists()
    assert not (course / ".care").exists()


@pytest.mark.parametrize("case", ["wrong", "open", "theirs"])
def test_completion_is_not_earned_by_less(course, care, case):
    practise(course, "mei-1", right=case != "wrong", actor="ben" if case == "theirs" else "mei-1")
    sit(course, "mei-1", hand_in=case != "open")
    code, said = care("mei-1")
    assert code == 3
    assert ("1 lines of the log name another learner" in said) is (case == "theirs")


def test_proficiency_rests_on_the_trainers_marks_and_not_on_the_learners_log(course, care):
    sit(course, "mei-1")
    code, said = care("mei-1", "--kind", "staff", "--lang", "zh-Hans")
    assert code == 0, said
    [line] = register(course)
    expected = [{"concept": "high-water", "set": [11.5, 16.0], "exam": [1.0, 1]}]
    assert line["certificate"]["scores"] == expected
    assert line["certificate"]["langs"] == ["en", "zh-Hans"]


def test_no_line_that_a_learner_writes_earns_proficiency(course, care):
    practise(course, "bo")
    sit(course, "bo", "the-big-one")
    log = course / "submitted" / "bo" / "final" / log_file("final")
    forged = log.read_text(encoding="utf-8").replace('"result":null', '"result":{"score":1}')
    log.write_text(forged, encoding="utf-8")
    results = {"version": 1, "questions": {"exam-pull": {"score": 1.0, "right": True}}}
    (log.parent / "exam-final.results.json").write_text(json.dumps(results), encoding="utf-8")
    assert care("bo", "--kind", "staff")[0] == 3


@pytest.mark.parametrize(
    ("learner", "lacks"),
    [("mei-2", "0.1 points."), ("bo", "Too low: high water."), ("ada", "still has to look")],
)
def test_marks_just_below_the_line_and_texts_that_wait_are_not_enough(course, care, learner, lacks):
    sit(course, learner)
    code, said = care(learner, "--kind", "staff")
    assert code == 3
    assert lacks in said


def test_two_learners_of_one_name_get_two_certificates_that_tell_them_apart(course, care):
    for learner in ("mei-1", "mei-2"):
        practise(course, learner)
        sit(course, learner)
        assert care(learner)[0] == 0
    one, two = register(course)
    assert one["certificate"]["name"] == two["certificate"]["name"] == "Mei Lin"
    assert one["code"] != two["code"]
    assert [line["certificate"]["learner"] for line in (one, two)] == ["mei-1", "mei-2"]
    assert len(list((course / "dist" / "certificates").glob("*.pdf"))) == 2


def test_a_log_that_is_a_copy_of_another_learners_is_refused(course, care):
    practise(course, "mei-1")
    sit(course, "mei-1")
    shutil.copytree(course / "submitted" / "mei-1", course / "submitted" / "mei-2")
    code, said = care("mei-2")
    assert code == 1
    assert "one is a copy; ask both learners" in said


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("mei-3", "did you mean mei-2?"),
        ("ADA", "did you mean ada?"),
        ("ada ng", "did you mean ada?"),
        ("zhou", "did you mean zoe?"),
        ("xxxxxxxx", "mei-2"),
    ],
)
def test_a_learner_nobody_knows_is_a_slip_of_the_pen_and_told_with_the_nearest_one(
    course, care, typed, told
):
    practise(course, "zoe")
    code, said = care(typed, "--kind", "staff")
    assert code == 1
    assert f"{typed}: no such learner in the gradebook or in submitted/" in said
    assert (told in said) is (typed != "xxxxxxxx")
    assert care("zoe")[0] == 3


def test_where_there_is_nobody_at_all_the_next_step_is_told(course, care):
    (course / "gradebook.db").unlink()
    code, said = care("ada")
    assert code == 1
    assert "the gradebook and submitted/ are empty. Grade a set or collect hand-ins first" in said


def test_a_record_that_is_named_needs_no_gradebook(course, care, tmp_path):
    practise(course, "zoe")
    elsewhere = (course / "submitted" / "zoe").rename(tmp_path / "zoe")
    assert care("zoe")[0] == 1
    assert care("zoe", "--record", str(elsewhere))[0] == 3


def test_an_id_that_leaves_the_folder_gets_nothing(care):
    code, said = care("../mei-1")
    assert code == 1
    assert "not a learner's id" in said
    assert care("--verify", "hello")[0] == 1
    assert care()[0] == 1


def test_the_same_certificate_again_has_the_same_code(course, care):
    practise(course, "mei-1")
    sit(course, "mei-1")
    assert [care("mei-1")[0] for _ in range(2)] == [0, 0]
    assert len({line["code"] for line in register(course)}) == 1


def test_neither_the_secret_nor_the_register_is_in_what_learners_get(course, care):
    practise(course, "mei-1")
    sit(course, "mei-1")
    assert care("mei-1")[0] == 0
    secret = (course / ".care" / "certificates.key").read_text(encoding="ascii").strip()
    [line] = register(course)
    (course / "carekit").mkdir(exist_ok=True)
    for name in (*ROOT_FILES, "carekit/__init__.py"):
        (course / name).write_text(f"# {name}\n", encoding="utf-8")
    for made in ("notebooks/01-high-water.ipynb", "release/tides/tides.ipynb"):
        (course / made).parent.mkdir(parents=True, exist_ok=True)
        (course / made).write_text("{}", encoding="utf-8")
    given = members(course)
    assert "course_data/certificates.yml" in given
    assert not [path for path in given if path.startswith((".care", "dist", "submitted"))]
    for data in given.values():
        assert secret.encode() not in data
        assert line["code"].encode() not in data
    printed = (course / "dist" / "certificates" / "mei-1-completion.pdf").read_bytes()
    assert secret.encode() not in printed
    assert bytes.fromhex(secret) not in printed


@pytest.mark.parametrize(("given", "counted"), [(10.5, 10), (10, 10), (3, 3), (-0.5, 0)])
def test_more_than_the_most_of_a_task_or_less_than_nothing_moves_no_other_task(
    course, given, counted
):
    settings = read_settings(course)
    with open_book(settings.db_url, settings.course_id) as book:
        book.find_grade("check", "high-water", "high-water", "mei-1").manual_score = given
        book.db.commit()
    check, letter = set_points(settings, "high-water", "mei-1")
    assert check == TaskPoints(counted, 10, waits=False)
    assert letter == TaskPoints(4.5, 6, waits=False)


def test_two_logs_of_one_learner_are_named_and_neither_is_taken(course, care):
    practise(course, "mei-1")
    sit(course, "mei-1")
    mine = course / "submitted" / "mei-1"
    shutil.copytree(mine / "my-record", mine / "old")
    code, said = care("mei-1")
    assert (code, said.count(f"/{LOG}")) == (1, 2), said
