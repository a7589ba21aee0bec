"""``care class run``: what has arrived is graded in every set, and what comes while it watches."""

import csv
import io
import json
import shutil
import sys
from pathlib import Path

import pytest

from carekit.cli.class_run import _Told, keep_grading
from carekit.cli.messages import speech
from carekit.common.course import card
from carekit.common.languages import ENGLISH
from carekit.grading.class_run.arrivals import Arrivals, look
from carekit.grading.class_run.class_run import ClassRun, SetDone, sets_to_grade
from carekit.grading.course.folders import read_settings
from carekit.grading.gradebook.writer import open_book
from carekit.grading.run.ledger import Ledger
from carekit.grading.run.run_report import RunReport

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import SET, as_bytes, book, make_course


def winds(answers=None, *, secret=True):
    """Return the notebook of the second set: the first one's with cells and words of its own."""
    notebook = book(answers, secret=secret)
    for cell in notebook["cells"]:
        cell["source"] = cell["source"].replace("high", "wind").replace("# Tides", "# Winds")
        cell["id"] = f"wind-{cell['id']}"
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["grade_id"] = cell["id"]
    return notebook


def test_a_file_is_given_when_two_looks_see_it_alike():
    arrivals = Arrivals({"old": (1, 5)})
    assert arrivals.whole({"old": (1, 5), "a/n": (2, 1)}) == []
    assert arrivals.whole({"old": (1, 5), "a/n": (3, 9)}) == []
    assert arrivals.whole({"old": (1, 5), "a/n": (3, 9)}) == ["a/n"]
    assert arrivals.whole({"old": (1, 5), "a/n": (3, 9)}) == []
    assert arrivals.whole({"old": (4, 5), "a/n": (3, 9)}) == []
    assert arrivals.whole({"old": (4, 5), "a/n": (3, 9)}) == ["old"]


def test_the_files_of_a_folder_are_waited_for_together_and_others_are_not():
    arrivals = Arrivals({})
    arrivals.whole({"a/n": (1, 1), "b/n": (1, 1)})
    assert arrivals.whole({"a/n": (1, 1), "a/answers": (2, 1), "b/n": (1, 1)}) == ["b/n"]
    assert arrivals.whole({"a/n": (1, 1), "a/answers": (2, 1), "b/n": (1, 1)}) == [
        "a/answers",
        "a/n",
    ]


def test_a_file_that_was_taken_away_may_come_again():
    arrivals = Arrivals({"a": (1, 1)})
    assert arrivals.whole({}) == []
    arrivals.whole({"a": (1, 1)})
    assert arrivals.whole({"a": (1, 1)}) == ["a"]


def test_a_look_sees_every_file_but_those_that_nobody_handed_in(tmp_path):
    for name in ("ana/tides/tides.ipynb", ".git/config", "ana/.tides.ipynb.swp", "bo.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("12", encoding="utf-8")
    seen = look(tmp_path)
    assert sorted(seen) == ["ana/tides/tides.ipynb", "bo.ipynb"]
    assert {size for _, size in seen.values()} == {2}
    assert list(look(tmp_path / "bo.ipynb")) == ["bo.ipynb"]
    assert look(tmp_path / "nothing") == {}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a course of two sets, of which nothing was graded."""
    root = make_course(tmp_path_factory.mktemp("class-run") / "course")
    path = root / "source" / "winds" / "winds.ipynb"
    path.parent.mkdir()
    path.write_bytes(as_bytes(winds()))
    return root


@pytest.fixture
def course(made, tmp_path, monkeypatch):
    root = shutil.copytree(made, tmp_path / "course")
    monkeypatch.setenv("CAREKIT_ROOT", str(root))
    card.cache_clear()
    yield root
    card.cache_clear()


def put(path, answer="high = 12"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_bytes(book({"high": answer, "essay": "The moon."}, secret=False)))


def points(root, set_id):
    """Return what the gradebook has of each learner who was graded."""
    settings = read_settings(root)
    with open_book(settings.db_url, settings.course_id) as gradebook:
        return {one.student.id: one.score for one in gradebook.assignment_submissions(set_id)}


def test_what_arrives_while_it_watches_is_graded_when_it_is_whole(course, tmp_path, capsys):
    inbox, settings = tmp_path / "inbox", read_settings(course)
    put(inbox / "ana" / SET / f"{SET}.ipynb")
    told = _Told(course, speech(ENGLISH), as_json=True)
    steps = []
    half = as_bytes(book({"high": "high = 12"}, secret=False))

    def looks():
        yield look(inbox)
        put(inbox / "bo" / SET / f"{SET}.ipynb", "high = 11")
        cut = inbox / "cy" / SET / f"{SET}.ipynb"
        cut.parent.mkdir(parents=True)
        cut.write_bytes(half[:100])
        yield look(inbox)
        cut.write_bytes(half)
        yield look(inbox)
        told.done(work.finished(None))
        steps.append(set(points(course, SET)))
        yield look(inbox)
        told.done(work.finished(None))
        steps.append(set(points(course, SET)))
        put(inbox / "bo" / SET / f"{SET}.ipynb", "high = 12")
        yield from (look(inbox), look(inbox), look(inbox))

    with ClassRun(
        settings, course, inbox, sets_to_grade(course, ()), 1, unsandboxed=True, tell=told.step
    ) as work:
        before = look(inbox)
        told.done(work.everything())
        assert set(points(course, SET)) == {"ana"}
        keep_grading(work, told, before, looks())
        assert list(work.queue.sets) == [SET]
    assert not work.queue.sets
    assert steps == [{"ana", "bo"}, {"ana", "bo", "cy"}]
    assert points(course, SET) == {"ana": 5.0, "bo": 5.0, "cy": 5.0}
    assert not [
        place for place in Ledger.load(settings.ledger(SET)).places.values() if not place.graded
    ]
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    came = [one["learner"] for one in lines if one.get("outcome") == "graded"]
    assert came == ["ana", "bo", "cy", "bo"]
    pages = [Path(one["page"]) for one in lines if "page" in one]
    assert [page.parts[-3] for page in pages] == came
    assert all(page.is_file() for page in pages)
    # One copy of the gradebook a day, and not one for each hand-in.
    assert len(list((course / ".care" / "grading" / "backups").glob("*.db"))) <= 1


def test_the_later_word_on_a_learner_takes_the_place_of_the_earlier():
    flag = {"code": "slow", "params": {}}
    first = RunReport(
        "a", graded=["ana", "bo"], failed=["cy"], missing=["di"], flagged={"bo": [flag]},
        to_read=[("ana", "essay"), ("bo", "essay")], levels={"namespaces": 2}, seconds=1.0,
    )  # fmt: skip
    later = RunReport("a", graded=["cy", "di"], refused=["bo"], levels={"namespaces": 2})
    both = SetDone("a", first, (), {"ana": "no room"}).followed_by(
        SetDone("a", later, (Path("feedback/ana/a/a.html"),))
    )
    assert both.report.graded == ["ana", "cy", "di"]
    assert (both.report.failed, both.report.missing) == ([], [])
    assert both.report.refused == ["bo"]
    assert both.report.flagged == {}
    assert both.report.to_read == [("ana", "essay")]
    assert (both.report.levels, both.report.seconds) == ({"namespaces": 4}, 1.0)
    assert both.no_page == {}
    assert len(both.pages) == 1


def test_one_inbox_holds_work_for_every_set_and_each_is_graded_once(course, tmp_path, invoke):
    inbox = tmp_path / "inbox"
    put(inbox / "ana.ipynb")
    (inbox / "bo.ipynb").write_bytes(as_bytes(winds({"high": "high = 12"}, secret=False)))
    (inbox / "cy.ipynb").write_bytes(b"{")
    code, told = invoke("class", "run", str(inbox), "--unsandboxed", "--workers", "1")
    assert code == 3
    assert points(course, SET) == {"ana": 5.0}
    assert points(course, "winds") == {"bo": 5.0}
    for page in ("ana/tides/tides.html", "bo/winds/winds.html"):
        assert (course / "feedback" / page).is_file()
    assert "Ana" not in told
    assert (course / "dist" / "report.html").is_file()
    assert "cy" in told
    code, again = invoke("class", "run", str(inbox), "--unsandboxed", "--workers", "1")
    assert code == 3
    assert "ana: tides graded" in told
    assert "ana: tides graded" not in again


def test_an_inbox_that_is_not_there_says_what_to_do(course, invoke, tmp_path):
    code, told = invoke("class", "run")
    assert (code, "submitted/" in told) == (1, True)
    code, told = invoke("class", "run", str(tmp_path / "nowhere"))
    assert (code, "nothing there yet" in told) == (1, True)
    assert not (course / "submitted").exists()


PEOPLE = [f"w{n:02}" for n in range(24)]


def test_a_day_from_the_list_of_names_to_grades_for_the_platform(course, tmp_path, invoke):
    languages = ("en", "简体", "zh-Hant")
    rows = [f"{who},Person {who},{who}@sea.org,{languages[n % 3]}" for n, who in enumerate(PEOPLE)]
    listed = tmp_path / "list.csv"
    listed.write_text("\n".join(["id,name,email,language", *rows]), encoding="gb18030")
    assert invoke("class", "add", str(listed))[0] == 0
    assert invoke("due", SET, "2026-12-01 18:00 UTC", "--lang", "en")[0] == 0
    inbox = tmp_path / "inbox"
    for who in PEOPLE[:22]:
        put(inbox / who / SET / f"{SET}.ipynb", "high = 12" if who != "w05" else "high = 3")
    (inbox / "w20" / SET / f"{SET}.ipynb").write_bytes(b'{"cells": [')
    (inbox / "Somebody else" / SET).mkdir(parents=True)
    put(inbox / "Somebody else" / SET / f"{SET}.ipynb")
    (inbox / "received.csv").write_text(
        f"learner,set,received\nw03,{SET},2026-12-02T09:00:00+00:00\n", encoding="utf-8"
    )
    code, told = invoke("class", "run", str(inbox), "--unsandboxed", "--workers", "1")
    assert code == 3
    assert "w20" in told
    names = course / f"names-{SET}.csv"
    text = names.read_text("utf-8-sig").replace("Somebody else,,", "Somebody else,w22,")
    names.write_text(text, encoding="utf-8")
    with_names = ("--who", str(names), "--unsandboxed", "--workers", "1")
    assert invoke("grade", SET, str(inbox), *with_names)[0] == 3
    mark_all(course, 4.5)
    out = tmp_path / "class.csv"
    assert invoke("class", "--set", SET, "--out", str(out))[0] == 0
    rows = {row["learner"]: row for row in csv.DictReader(io.StringIO(out.read_text("utf-8-sig")))}
    assert {who for who, row in rows.items() if row["points"]} == set(PEOPLE) - {"w20", "w23"}
    assert {who for who, row in rows.items() if row["late"] == "1"} == {"w03"}
    assert {who for who, row in rows.items() if row["refused"] == "1"} == {"w20"}
    assert [rows[who]["language"] for who in PEOPLE[:3]] == ["en", "zh-Hans", "zh-Hant"]
    moodle = tmp_path / "moodle.csv"
    lines = ["First name,Last name,Email address,tides (Real)"]
    moodle.write_text(
        "\n".join([*lines, *(f"Person,{who},{who}@sea.org,-" for who in PEOPLE)]), encoding="utf-8"
    )
    code, told = invoke("export", "grades", str(moodle), "--for", "moodle", "--lang", "en")
    assert code in (0, 3), told
    filled = course / "dist" / "grades-moodle.csv"
    grades = {
        row["Email address"].split("@")[0]: row["tides (Real)"]
        for row in csv.DictReader(io.StringIO(filled.read_text("utf-8-sig")))
    }
    assert grades["w00"] == f"{100 * 9.5 / 11:.2f}"
    assert grades["w05"] == f"{100 * 7.5 / 11:.2f}"
    assert grades["w22"] == grades["w00"]
    assert "w20" not in grades or grades["w20"] in ("", "-")


def mark_all(root, mark):
    """Give every written answer a mark, as a person does in formgrader."""
    settings = read_settings(root)
    with open_book(settings.db_url, settings.course_id) as gradebook:
        for submission in gradebook.assignment_submissions(SET):
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    if grade.needs_manual_grade:
                        grade.manual_score, grade.needs_manual_grade = mark, False
        gradebook.db.commit()
