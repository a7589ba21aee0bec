"""Every score says at which level of trust it was given."""

import json
import sys
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from carekit.cli.messages import speech
from carekit.cli.progress_table import tell
from carekit.common.languages import languages
from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.feedback.grading_words import words_in_notebook
from carekit.grading.feedback.pages import write_feedback
from carekit.grading.feedback.render import words
from carekit.grading.gradebook.reader import scores
from carekit.grading.intake.inbox import Inbox
from carekit.grading.regrade.checks_changed import Regrade
from carekit.grading.run.ledger import Ledger
from carekit.grading.run.one_process import OneProcess
from carekit.grading.run.run import Run

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import CARD, SET, as_bytes, book, grade, hand_in, make_course


def named(level):
    """Return the instructor's notebook whose first check names its level."""
    made = book()
    made["cells"][2]["metadata"]["carekit"] = {"trust": level}
    return made


@pytest.fixture
def course(tmp_path):
    root = make_course(tmp_path)
    for name, data in (
        ("course_data/course.yml", CARD.encode()),
        (f"release/{SET}/{SET}.ipynb", as_bytes(book(secret=False))),
        (f"source/{SET}/{SET}.ipynb", as_bytes(named("visiting"))),
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    hand_in(root, "ana")
    return root


def run(root, **more):
    settings = read_settings(root)
    inbox = Inbox(root / "submitted", SET, [SET])

    def by_level(files):
        result = grade(files)
        for cell in read_snapshot(root, SET).books[0].cells:
            if cell.test:
                got = result["notebooks"][SET]["cells"][cell.id]
                got["trust"] = cell.trust or "sealed"
                if cell.trust == "by hand":
                    got |= {"score": 0.0, "needs_manual": True, "outcome": "by hand"}
        return result

    snapshot = read_snapshot(root, SET)
    return more.pop("kind", Run)(settings, SET, snapshot, inbox, OneProcess(by_level), **more)


def test_the_ledger_the_run_and_the_page_say_the_level_of_each_check(course):
    report = run(course)()
    assert report.trust == {"sealed": ["low-check"], "visiting": ["high-check"]}
    entry = Ledger.load(read_settings(course).ledger(SET)).last("ana")
    cells = entry["notebooks"][SET]["cells"]
    assert (cells["high-check"]["trust"], cells["low-check"]["trust"]) == ("visiting", "sealed")
    said = StringIO()
    tell(Console(file=said, width=100), report, speech("en"))
    assert "Checks that are not judged sealed" in said.getvalue()
    assert "high-check" in said.getvalue()
    (page,) = write_feedback(read_settings(course), SET)
    html = page.read_text(encoding="utf-8")
    for key in ("trust_visiting", "trust_sealed"):
        assert all(words()[key][lang] in html for lang in languages())


def test_a_run_whose_checks_are_all_sealed_says_nothing_of_levels(course):
    (course / f"source/{SET}/{SET}.ipynb").write_bytes(as_bytes(named("sealed")))
    said = StringIO()
    tell(Console(file=said, width=100), run(course)(), speech("en"))
    assert "sealed" not in said.getvalue()


def test_a_check_by_hand_waits_for_a_person_in_the_run_and_the_gradebook(course):
    (course / f"source/{SET}/{SET}.ipynb").write_bytes(as_bytes(named("by hand")))
    report = run(course)()
    assert ("ana", "high-check") in report.to_read
    found = scores(read_settings(course).db_url, SET).set_index("cell")
    assert found.loc["high-check", "needs_manual"]


def test_a_score_that_another_level_changes_is_told_as_that(course):
    run(course)()
    (course / f"source/{SET}/{SET}.ipynb").write_bytes(as_bytes(named("by hand")))
    result = run(course, kind=Regrade, dry=True)()
    (change,) = result.changes
    assert (change.cell, change.trust, change.why) == (
        f"{SET}/high-check", "by hand", "trust-changed",
    )  # fmt: skip


def test_a_notebook_that_nbgrader_graded_says_its_checks_levels():
    made = named("visiting")
    graded = {**made, "metadata": {"carekit": {"flags": []}}}
    for cell in graded["cells"]:
        cell.setdefault("outputs", [])
    assert words_in_notebook(json.loads(json.dumps(graded))).trust["high-check"] == "visiting"
