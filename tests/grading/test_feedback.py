"""Feedback pages: what a learner may know is there, and nothing else is, whatever they wrote."""

import json
import re
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from carekit.cli import app
from carekit.common.languages import ENGLISH
from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.feedback.nbgrader_exporter import LearnersPage
from carekit.grading.feedback.pages import FeedbackPages, write_feedback
from carekit.grading.feedback.render import number, words
from carekit.grading.intake.inbox import Inbox
from carekit.grading.run.one_process import OneProcess
from carekit.grading.run.run import Run
from carekit.labextension.released_points import Points, feedback_page
from tests.common.test_safe_html import ATTACKS, Acts

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import CARD, SET, as_bytes, book, grade, hand_in

CHECKS = """
set: tides
messages:
  - {id: high, says: {en: Think of the `moon`., zh-Hans: 想想月亮。, zh-Hant: 想想月亮吧。}}
"""
SECRET = "You have 3; 12 is right."


def grader(files):
    """Grade as the sealed worker does, with a message that holds the key in its second line."""
    result = grade(files)
    cells = result["notebooks"][SET]["cells"]
    if cells["high-check"]["outcome"] == "failed":
        cells["high-check"]["message"] = f"Think of the `moon`.\n{SECRET}\n想想月亮。"
    cells["low-check"]["message"] = SECRET
    cells["low-check"]["outcome"] = "failed" if cells["low-check"]["score"] == 0 else "passed"
    made = result["notebooks"][SET]["notebook"]["cells"]
    check = next(cell for cell in made if cell["id"] == "high-check")
    check["source"] = book()["cells"][2]["source"]
    check["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "hidden input 77\n"}]
    return result


@pytest.fixture
def course(tmp_path, tides):
    root = shutil.copytree(tides, tmp_path / "course")
    for name, data in (
        ("course_data/course.yml", CARD),
        (f"course_data/checks/{SET}.yml", CHECKS),
        (f"release/{SET}/{SET}.ipynb", as_bytes(book(secret=False)).decode()),
    ):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(data, encoding="utf-8")
    return root


def pages(root):
    settings = read_settings(root)
    inbox = Inbox(root / "submitted", SET, [SET])
    Run(settings, SET, read_snapshot(root, SET), inbox, OneProcess(grader))()
    paths = list(write_feedback(settings, SET))
    return {path.parts[-3]: path.read_text(encoding="utf-8") for path in paths}


def test_a_page_lies_where_nbgrader_puts_it_and_tells_points_in_three_languages(course):
    hand_in(course, "ana")
    page = pages(course)["ana"]
    assert (course / "feedback" / "ana" / SET / f"{SET}.html").is_file()
    for said in (
        "5 of 11 points",
        "5 分（满分 11）",
        "5 分（滿分 11）",
        "High water",
        "涨潮",
        "漲潮",
    ):
        assert said in page
    assert page.startswith("<!doctype html>")


def test_nbgraders_own_command_makes_the_very_same_page(course):
    hand_in(course, "bo", high="high = 3")
    page = pages(course)["bo"]
    about = {"student": "bo", "assignment": SET, "notebook": SET}
    about["db_url"] = f"sqlite:///{course / 'gradebook.db'}"
    graded = course / "autograded" / "bo" / SET / f"{SET}.ipynb"
    made, resources = LearnersPage().from_filename(str(graded), {"nbgrader": about})
    assert made == page
    assert resources["output_extension"] == ".html"
    # What nbgrader's autograde says of itself goes before the results of an earlier run.
    book = json.loads(graded.read_text())
    says = {"en": "It stood still.", "zh-Hans": "停了。", "zh-Hant": "停了。"}
    book["metadata"]["carekit"] = {"flags": [{"code": "cell-stopped", "says": says}]}
    check = next(cell for cell in book["cells"] if cell["id"] == "high-check")
    error = {"output_type": "error", "ename": "E", "traceback": [SECRET]}
    check["outputs"] = [{**error, "evalue": f"Think of the `moon`.\n{SECRET}"}]
    graded.write_text(json.dumps(book))
    made, _ = LearnersPage().from_filename(str(graded), {"nbgrader": about})
    assert "It stood still." in made
    assert "Think of the <code>moon</code>." in made
    assert SECRET not in made


def test_the_points_of_a_page_are_read_back_for_the_learners_panel(course):
    hand_in(course, "ana")
    page = pages(course)["ana"]
    told = re.search(r"<p class=\"total\".*?([\d.]+) (?:of|/) ([\d.]+)", page)
    read = feedback_page(course / "feedback" / "ana")
    assert read == Points(float(told[1]), float(told[2]))


def test_hidden_checks_keys_and_what_they_printed_are_on_no_page(course):
    hand_in(course, "ana")
    hand_in(course, "bo", high="high = 3")
    for page in pages(course).values():
        for secret in ("HIDDEN", "high == 12", SECRET, "hidden input", "The moon was"):
            assert secret not in page


def test_a_failed_hidden_check_says_the_authors_words_and_else_a_neutral_sentence(course):
    hand_in(course, "bo", high="high = 3")
    page = pages(course)["bo"]
    for said in ("Think of the <code>moon</code>.", "想想月亮。", "想想月亮吧。"):
        assert said in page
    assert words()["hidden"][ENGLISH] in page


def test_a_persons_marks_and_comments_are_shown_and_the_unmarked_is_named_so(course):
    hand_in(course, "ana")
    assert "Not graded yet" in pages(course)["ana"]
    with closing(sqlite3.connect(course / "gradebook.db")) as db:
        cell = "(select id from base_cell where name='essay' and type='GradeCell')"
        db.execute(
            "update grade set manual_score=4.5, extra_credit=1, needs_manual_grade=0 "
            f"where cell_id={cell}"
        )
        db.execute("update comment set manual_comment='Well <b>said</b> & done'")
        db.commit()
    page = pages(course)["ana"]
    assert "Not graded yet" not in page
    assert "10.5 of 11 points" in page
    assert "Well &lt;b&gt;said&lt;/b&gt; &amp; done" in page
    assert "Bonus 1" in page


def test_attacks_in_a_whole_page_stay_text(course):
    hand_in(course, "ana", high="high = 12 # " + "</pre><script>steal()</script>", essay=ATTACKS[0])
    hand_in(course, "<img src=x onerror=steal()>")
    made = pages(course)
    acts = Acts()
    acts.feed(made["ana"].replace("<link", ""))
    assert [one for one in acts.found if "charset" not in one] == []
    assert list(made) == ["ana"]


def test_the_policy_of_the_page_allows_its_own_style_and_nothing_else(course):
    hand_in(course, "ana")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', pages(course)["ana"])[1]
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert "unsafe" not in policy


def test_points_are_written_as_people_write_them():
    assert [number(x) for x in (0, 2, 1.5, 2 / 3, 10)] == ["0", "2", "1.5", "0.67", "10"]


def test_the_learners_own_cells_stand_where_they_wrote_them(course):
    path = hand_in(course, "ana")
    notebook = json.loads(path.read_text())
    mine = {"cell_type": "code", "id": "mine", "metadata": {}, "source": "my_try = 1"}
    notebook["cells"].insert(2, {**mine, "outputs": [], "execution_count": None})
    path.write_text(json.dumps(notebook))

    page = pages(course)["ana"]
    assert page.index("high = 12") < page.index("my_try = 1") < page.index("assert high")


def test_what_a_cell_shows_after_a_hidden_check_is_left_out_and_before_it_is_not(course):
    path = hand_in(course, "ana")
    notebook = json.loads(path.read_text())
    for at, said in ((99, "shown after"), (1, "shown before")):
        shown = [{"output_type": "stream", "name": "stdout", "text": said}]
        mine = {"cell_type": "code", "id": said[6:], "metadata": {}, "source": f"x = {at}"}
        notebook["cells"].insert(at, {**mine, "outputs": shown, "execution_count": None})
    path.write_text(json.dumps(notebook))

    page = pages(course)["ana"]
    assert "shown before" in page
    assert "shown after" not in page
    assert page.count(words()["withheld"][ENGLISH]) == 1


def test_a_learner_whose_page_cannot_be_made_is_told_and_the_others_get_theirs(course, monkeypatch):
    hand_in(course, "ana")
    hand_in(course, "bo")
    pages(course)
    whole = FeedbackPages.page

    def broken(self, paper, graded):
        if paper.learner == "ana":
            raise RuntimeError("planted")
        return whole(self, paper, graded)

    monkeypatch.setattr(FeedbackPages, "page", broken)
    failed = {}
    made = list(write_feedback(read_settings(course), SET, failed=failed.__setitem__))
    assert [path.parts[-3] for path in made] == ["bo"]
    assert failed == {"ana": "RuntimeError: planted"}
    # The command says so, and that a person has to look.
    monkeypatch.chdir(course)
    monkeypatch.setattr("carekit.cli.grade.graded_root", lambda: course)
    done = CliRunner().invoke(app, ["feedback", SET])
    assert done.exit_code == 3, done.output
    assert "ana: the page could not be made (RuntimeError: planted)" in " ".join(
        done.output.split()
    )
