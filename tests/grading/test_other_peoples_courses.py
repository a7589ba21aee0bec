"""A course that marks its solutions and checks in its own way, graded by both ways in."""

import json
import shutil

import pytest

from carekit.common.files import ContentError
from carekit.grading.check_lint.trivial_answers import reference
from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.gradebook.reader import scores
from carekit.grading.gradebook.register_assignment import register
from carekit.grading.intake.inbox import Inbox
from carekit.grading.run.one_process import OneProcess
from carekit.grading.run.run import Run
from carekit.sandbox.worker import Worker
from tests.sandbox.sealedset import check, marked, notebook

pytestmark = pytest.mark.slow

SET = "tides"
CONFIG = """
from pathlib import Path
c = get_config()
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.CourseDirectory.course_id = "sea"
c.ClearSolutions.begin_solution_delimeter = "BEGIN ANSWER"
c.ClearSolutions.end_solution_delimeter = "END ANSWER"
c.ClearSolutions.code_stub = {"python": "# Your turn\\nraise NotImplementedError"}
c.ClearSolutions.text_stub = "Say it here"
c.ClearHiddenTests.begin_test_delimeter = "BEGIN SECRET"
c.ClearHiddenTests.end_test_delimeter = "END SECRET"
c.Autograde.sanitize_preprocessors = ["carekit.grading.nbgrader_plugin.CanonicalCells"]
c.Autograde.autograde_preprocessors = [
    "carekit.grading.nbgrader_plugin.SealedExecute",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.GenerateFeedback.exporter_class = "carekit.grading.feedback.nbgrader_exporter.LearnersPage"
"""
# Our own templates, in the form that nbgrader reads.
TEMPLATES = """
python3:
  setup: "import math"
  dispatch: "type({{snippet}}).__name__"
  normalize: "str({{snippet}})"
  check: 'assert {{snippet}} == "{{value}}", "{{message}}"'
  success: "print('all well')"
  templates:
    default:
      - test: "{{snippet}}"
        fail: "another value is asked for"
"""
AREA = "def area(a, b):\n    # BEGIN ANSWER\n    return a * b\n    # END ANSWER"
AREA_CHECK = "assert area(2, 3) == 6\n# BEGIN SECRET\nassert area(41, 5) == 205\n# END SECRET"
TEACHER = "The moon pulls the water."
ANSWERS = {
    "area": "def area(a, b):\n    return b * a",
    "side": "side = 3 + 4",
    "double": "double = [n + n for n in range(5)]",
    "rows": "rows = open('data.csv').read().split()",
    "essay": TEACHER,
}


def source_book():
    task = marked("map", "markdown", "Draw a map.", task=True, locked=True, points=4)
    essay = marked("essay", "markdown", TEACHER, grade=True, solution=True, points=3)
    return notebook(
        marked("setup", "code", "import math", locked=True),
        marked("area", "code", AREA, solution=True),
        check("area-check", AREA_CHECK, 2),
        marked("side", "code", "side = 7", solution=True),
        check("side-check", "assert side == 7", 1),
        marked("double", "code", "double = [2 * n for n in range(5)]", solution=True),
        check("double-check", "### AUTOTEST double; sum(double)", 1),
        marked("rows", "code", "rows = open('data.csv').read().split()", solution=True),
        check("rows-check", "assert rows == ['12', '7']", 1),
        essay,
        task,
    )


def filled(released, **answers):
    made = json.loads(released)
    for cell in made["cells"]:
        cell["source"] = answers.get(cell["id"], cell["source"])
    return made


def without_answers(released):
    made = json.loads(released)
    made["cells"] = [cell for cell in made["cells"] if cell["id"] not in ANSWERS]
    return made


def hand_in(root, learner, made, data=None):
    folder = root / "submitted" / learner / SET
    folder.mkdir(parents=True)
    (folder / f"{SET}.ipynb").write_text(json.dumps(made))
    if data is not None:
        (folder / "data.csv").write_text(data)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("others") / "course"
    (root / "source" / SET).mkdir(parents=True)
    for name, text in (
        ("nbgrader_config.py", CONFIG),
        ("autotests.yml", TEMPLATES),
        (f"source/{SET}/{SET}.ipynb", json.dumps(source_book())),
        (f"source/{SET}/data.csv", "12\n7\n"),
    ):
        (root / name).write_text(text)
    return root


@pytest.fixture(scope="module")
def by_nbgrader(course, nbgrader):
    """Return the course after nbgrader's own commands, released, graded, with feedback."""
    nbgrader("generate_assignment", SET, cwd=course)
    released = (course / "release" / SET / f"{SET}.ipynb").read_text()
    right = filled(released, **ANSWERS)
    own = {"cell_type": "markdown", "id": "own", "metadata": {}, "source": "Here is my map."}
    right["cells"].append(own)
    hand_in(course, "right", right, "12\n7\n")
    hand_in(course, "blank", json.loads(released))
    hand_in(course, "deleted", without_answers(released))
    hand_in(course, "tampered", filled(released, rows="rows = ['1']"), "1\n")
    hand_in(course, "without-data", filled(released, **ANSWERS))
    changed = filled(released, **{**ANSWERS, "rows": ANSWERS["rows"]})
    hand_in(course, "changed-data", changed, "1\n2\n")
    nbgrader("autograde", SET, cwd=course)
    nbgrader("generate_feedback", SET, cwd=course)
    return course


@pytest.fixture(scope="module")
def by_care(by_nbgrader, tmp_path_factory):
    """Return the same course graded by our own run, and what the run says."""
    root = tmp_path_factory.mktemp("ours") / "course"
    for name in ("source", "release", "submitted", "nbgrader_config.py", "autotests.yml"):
        copied = shutil.copytree if (by_nbgrader / name).is_dir() else shutil.copy
        (root).mkdir(exist_ok=True)
        copied(by_nbgrader / name, root / name)
    settings, snapshot = read_settings(root), read_snapshot(root, SET)
    with Worker(snapshot, seed=1) as worker:
        report = Run(
            settings, SET, snapshot, Inbox(root / "submitted", SET, [SET]), OneProcess(worker.grade)
        )()
    return root, report


def table_of(root):
    table = scores(f"sqlite:///{root / 'gradebook.db'}", SET)
    return {
        who: dict(zip(rows["cell"], rows["score"], strict=True))
        for who, rows in table.groupby("learner")
    }


def waiting_in(root):
    table = scores(f"sqlite:///{root / 'gradebook.db'}", SET)
    table = table[table["needs_manual"].astype(bool)]
    return {(who, cell) for who, cell in zip(table["learner"], table["cell"], strict=True)}


CODE = ("area-check", "side-check", "double-check", "rows-check")
DUE = {
    "right": (2, 1, 1, 1),
    "blank": (0, 0, 0, 0),
    "deleted": (0, 0, 0, 0),
    "tampered": (0, 0, 0, 0),
    "without-data": (2, 1, 1, 1),
    "changed-data": (2, 1, 1, 1),
}


def test_both_ways_in_give_what_is_due(by_nbgrader, by_care):
    for root in (by_nbgrader, by_care[0]):
        table = table_of(root)
        found = {who: tuple(rows[cell] for cell in CODE) for who, rows in table.items()}
        assert found == DUE


def test_texts_and_tasks_reach_whoever_marks_by_both_ways(by_nbgrader, by_care):
    filled_in = ("right", "without-data", "changed-data")
    due = {(who, "essay") for who in filled_in} | {(who, "map") for who in DUE}
    assert waiting_in(by_nbgrader) == waiting_in(by_care[0]) == due
    assert set(by_care[1].to_read) == due


def test_what_was_changed_in_the_sets_own_files_is_said(by_care):
    place = by_care[0] / ".care" / "grading" / f"{SET}.jsonl"
    entries = [json.loads(line) for line in place.read_text().splitlines() if '"learner"' in line]
    said = {one["learner"]: {flag["code"] for flag in one["flags"]} for one in entries}
    assert "file-restored" in said["changed-data"]
    assert "file-restored" not in said["right"]


def test_nothing_hidden_is_in_what_learners_receive_or_stands_for_an_answer(by_nbgrader, by_care):
    for root in (by_nbgrader, by_care[0]):
        for who in ("blank", "deleted"):
            text = (root / "autograded" / who / SET / f"{SET}.ipynb").read_text()
            assert "return a * b" not in text
            assert "side = 7" not in text
            assert TEACHER not in text
            assert "Say it here" in text
    pages = {path.parts[-3]: path.read_text() for path in by_nbgrader.glob("feedback/*/*/*.html")}
    assert set(pages) == set(DUE)
    for who, page in pages.items():
        assert "205" not in page
        assert "return a * b" not in page
        assert (TEACHER in page) == (who in ("right", "without-data", "changed-data"))


def test_checks_from_templates_are_made_once_and_kept(by_care, monkeypatch):
    def never(*_):
        raise AssertionError("made again")

    monkeypatch.setattr("carekit.grading.course.released._in_a_process_of_its_own", never)
    snapshot = read_snapshot(by_care[0], SET)
    cell = next(one for one in snapshot.books[0].cells if one.id == "double-check")
    assert "AUTOTEST" not in cell.source
    assert 'assert str(double) == "[0, 2, 4, 6, 8]"' in cell.source


def test_a_header_for_all_notebooks_is_found_from_every_folder(by_care, tmp_path, monkeypatch):
    root = shutil.copytree(by_care[0], tmp_path / "course")
    shutil.rmtree(root / "release")
    (root / "source" / "header.ipynb").write_text(
        json.dumps(notebook(marked("hello", "markdown", "Sea and moon", locked=True)))
    )
    with (root / "nbgrader_config.py").open("a") as file:
        file.write('c.IncludeHeaderFooter.header = "source/header.ipynb"\n')
    monkeypatch.chdir(tmp_path)
    snapshot = read_snapshot(root, SET)
    cells = snapshot.books[0].cells
    assert (cells[0].source, cells[1].id) == ("Sea and moon", "setup")
    # Lint fills in the reference solution, and the instructor's notebook has no such cell.
    full = reference(root / "source" / SET, snapshot.books[0])
    assert (full[cells[0].id], full["rows"]) == ("Sea and moon", ANSWERS["rows"])
    (root / "gradebook.db").unlink()
    assert register(read_settings(root), SET, snapshot)


def test_notebooks_that_an_old_nbgrader_marked_are_refused_with_the_command(tmp_path):
    root = tmp_path / "course"
    (root / "source" / SET).mkdir(parents=True)
    old = source_book()
    for cell in old["cells"]:
        cell["metadata"]["nbgrader"]["schema_version"] = 1
        cell["source"] = cell["source"].replace("### AUTOTEST", "# ")
    (root / "source" / SET / f"{SET}.ipynb").write_text(json.dumps(old))
    with pytest.raises(ContentError, match=f"run `nbgrader update source/{SET}`"):
        read_snapshot(root, SET)
