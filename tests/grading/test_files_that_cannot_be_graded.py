"""A tiny set and files that break: the class goes on, and each failure has its sentence."""

import shutil

import nbformat
import pandas as pd
import pytest

from carekit.common.files import ContentError
from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.course.tasks import read_tasks
from carekit.grading.feedback.pages import write_feedback
from carekit.grading.gradebook.reader import scores
from carekit.grading.intake.inbox import Inbox
from carekit.grading.run.one_process import OneProcess
from carekit.grading.run.run import Run
from carekit.grading.sample_class.accidents import Accident, happen
from carekit.sandbox.submission.flags import says
from carekit.sandbox.worker import Worker

SET = "sums"
TITLE = (
    '## <span lang="en">Add &amp; see</span>'
    '<span lang="zh-Hans">加法</span><span lang="zh-Hant">相加</span>'
)


def cell(kind, name, source, **flags):
    make = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
    meta = {"grade": False, "locked": False, "solution": False, "task": False, **flags}
    meta |= {"grade_id": name, "schema_version": 3}
    return make(source, id=name, metadata={"nbgrader": meta} if flags else {})


def tiny():
    solution = "### BEGIN SOLUTION\nx = 2\n### END SOLUTION"
    notebook = nbformat.v4.new_notebook(
        cells=[
            cell("markdown", "adding", TITLE),
            cell("code", "answer", solution, solution=True),
            cell("code", "check", "assert x == 2", grade=True, locked=True, points=2),
        ]
    )
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    }
    return notebook


CARD = f"""
id: sums
title: {{en: Sums, zh-Hans: 加法, zh-Hant: 加法}}
first_notebook: sums.ipynb
sets:
  - {{id: {SET}, title: {{en: Sums, zh-Hans: 加法, zh-Hant: 加法}}}}
"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Return a course folder and the report of grading one good file and two broken ones."""
    root = tmp_path_factory.mktemp("course")
    for name, text in (
        (f"source/{SET}/{SET}.ipynb", nbformat.writes(tiny())),
        (f"release/{SET}/{SET}.ipynb", nbformat.writes(tiny())),
        ("course_data/course.yml", CARD),
    ):
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text(text, encoding="utf-8")
    good, dead = tiny(), tiny()
    good.cells[1].source = "x = 2"
    dead.cells[1].source = "import os\nos._exit(1)"
    texts = {"good": nbformat.writes(good), "dead": nbformat.writes(dead)}
    texts["half"] = texts["good"][: len(texts["good"]) // 2]
    inbox = root / "handed in"
    inbox.mkdir()
    for learner, text in texts.items():
        (inbox / f"{learner}.ipynb").write_text(text, encoding="utf-8")
    settings, snapshot, told = read_settings(root), read_snapshot(root, SET), []
    with Worker(snapshot) as worker:
        box, engine = Inbox(inbox, SET, [SET]), OneProcess(worker.grade)
        report = Run(settings, SET, snapshot, box, engine, tell=told.append)()
    return root, report, told


def test_the_good_file_is_scored_between_the_broken_ones(graded):
    root, report, _ = graded
    assert (report.graded, report.refused, report.failed) == (["dead", "good"], ["half"], [])
    table = scores(f"sqlite:///{root / 'gradebook.db'}", SET).set_index("learner")["score"]
    assert table["good"] == 2
    assert table["dead"] == 0
    assert "half" not in table.index or pd.isna(table["half"])


def test_each_failure_has_a_reason_in_a_sentence(graded):
    _, report, _ = graded
    assert set(report.flagged) == {"dead", "half"}
    assert "ended by itself" in says(report.flagged["dead"][0])
    assert says(report.flagged["half"][0], "zh-Hans").startswith("文件 half.ipynb 不完整")


def test_progress_is_told_once_for_each_file(graded):
    *_, told = graded
    assert sorted((one.learner, one.outcome) for one in told) == [
        ("dead", "graded"),
        ("good", "graded"),
        ("half", "refused"),
    ]


def test_feedback_pages_are_written_for_those_who_have_a_score(graded):
    root, *_ = graded
    pages = [path.relative_to(root).as_posix() for path in write_feedback(read_settings(root), SET)]
    assert pages == [f"feedback/{who}/{SET}/{SET}.html" for who in ("dead", "good")]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("sumz", "no such set in this course; did you mean sums? The sets are: sums"),
        ("nothing-like-it", "no such set in this course. The sets are: sums"),
    ],
)
def test_a_set_that_the_course_does_not_have_is_named_with_those_it_has(graded, asked, said):
    root, *_ = graded
    with pytest.raises(ContentError) as caught:
        read_snapshot(root, asked)
    assert str(caught.value) == f"{asked}: {said}"


def test_a_set_that_is_not_built_is_named_with_the_remedy(graded, tmp_path):
    root, *_ = graded
    shutil.copytree(root / "course_data", tmp_path / "course_data")
    with pytest.raises(ContentError, match="no notebook of this set; run `care build` first"):
        read_snapshot(tmp_path, SET)


def test_tasks_are_read_from_the_headings(graded):
    root, *_ = graded
    (task,) = read_tasks(root / "source" / SET / f"{SET}.ipynb")
    assert (task.id, task.cells, task.max_score) == ("adding", ["check"], 2.0)
    assert task.title.by_lang() == {"en": "Add & see", "zh-Hans": "加法", "zh-Hant": "相加"}


def test_a_heading_without_a_language_and_a_check_without_a_heading_are_named(tmp_path):
    path = tmp_path / "sums.ipynb"
    notebook = tiny()
    notebook.cells[0].source = '## <span lang="en">Add</span>'
    nbformat.write(notebook, path)
    with pytest.raises(ContentError, match="adding: the heading has no zh-Hans, zh-Hant"):
        read_tasks(path)
    del notebook.cells[0]
    nbformat.write(notebook, path)
    with pytest.raises(ContentError, match="check: there is no task heading above it"):
        read_tasks(path)


@pytest.mark.parametrize("wrong", [{"do": "delete-cell"}, {"do": "old-format", "cell": "check"}])
def test_an_accident_names_a_cell_exactly_where_one_is_meant(wrong):
    with pytest.raises(ValueError, match="need a cell"):
        Accident.model_validate(wrong)


def test_accidents_do_what_they_say():
    twice, bare, old, less = tiny(), tiny(), tiny(), tiny()
    happen(twice, Accident(do="copy-cell", cell="check"))
    assert [c.id for c in twice.cells] == ["adding", "answer", "check", "check-copy"]
    assert twice.cells[3].metadata == twice.cells[2].metadata
    happen(bare, Accident(do="strip-metadata"))
    assert all(not c.metadata for c in bare.cells)
    assert set(bare.metadata) == {"kernelspec"}
    happen(old, Accident(do="old-format"))
    assert (old.nbformat_minor, [c.get("id") for c in old.cells]) == (4, [None, None, None])
    happen(less, Accident(do="delete-cell", cell="check"))
    assert [c.id for c in less.cells] == ["adding", "answer"]
