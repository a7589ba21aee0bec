"""What `pip install` would bring: the package whole, and enough to grade a course of nbgrader's."""

import json
import zipfile
from pathlib import Path

import pytest

from carekit.authoring.build.kit_files import ROOT_FILES
from tests.sandbox.sealedset import check, marked, notebook

SET = "waves"
LENGTH = "def length(a, b):\n    ### BEGIN SOLUTION\n    return b - a\n    ### END SOLUTION"
CHECK = "assert length(1, 4) == 3\n### BEGIN HIDDEN TESTS\nassert length(-2, 5) == 7\n"
HIDDEN = CHECK + "### END HIDDEN TESTS"


def test_the_wheel_holds_every_file_of_the_package_and_the_mark_that_it_has_types(root, wheel):
    with zipfile.ZipFile(wheel) as opened:
        packed = {name for name in opened.namelist() if name.startswith("carekit/")}
    there = (path for path in (root / "carekit").rglob("*") if path.is_file())
    kept = {path.relative_to(root).as_posix() for path in there if "__pycache__" not in path.parts}
    assert packed == kept
    assert "carekit/py.typed" in packed


def test_the_wheel_holds_what_a_learners_bundle_needs_beside_the_package(root, wheel):
    with zipfile.ZipFile(wheel) as opened:
        beside = {
            Path(name).name: opened.read(name)
            for name in opened.namelist()
            if "/extra_metadata/" in name
        }
    assert beside == {name: (root / name).read_bytes() for name in ROOT_FILES}


def source():
    essay = marked("why", "markdown", "The moon.", grade=True, solution=True, points=3)
    return notebook(
        marked("intro", "markdown", "# Waves", locked=True),
        marked("length", "code", LENGTH, solution=True),
        check("length-check", HIDDEN, 2),
        essay,
    )


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Return a folder that holds nothing but what nbgrader's quickstart makes, and hand-ins.

    Its setting puts a header on every notebook that is released.
    """
    root = tmp_path_factory.mktemp("elsewhere") / "sea"
    answers = {
        "ann": "def length(a, b):\n    return b - a",
        "ben": "def length(a, b):\n    return 3",
    }
    header = notebook({"cell_type": "markdown", "id": "who", "metadata": {}, "source": "Name:"})
    files = {f"source/{SET}/first.ipynb": source(), "source/header.ipynb": header}
    for who, answer in answers.items():
        made = source()
        for cell in made["cells"]:
            cell["source"] = {"length": answer, "why": f"{who} thinks"}.get(
                cell["id"], cell["source"].replace(HIDDEN, "assert length(1, 4) == 3")
            )
        files[f"submitted/{who}/{SET}/first.ipynb"] = made
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(json.dumps(data))
    setting = 'c = get_config()\nc.IncludeHeaderFooter.header = "source/header.ipynb"\n'
    (root / "nbgrader_config.py").write_text(setting)
    return root


@pytest.mark.slow
def test_an_installed_wheel_grades_a_course_that_has_nothing_of_ours(care, course):
    said, code = care("grade", SET, "--json", cwd=course)
    report = json.loads(said)
    assert code == 3
    assert report["graded"] == ["ann", "ben"]
    waiting = [(one["learner"], one["cell"]) for one in report["to_read"]]
    assert waiting == [("ann", "why"), ("ben", "why")]

    said, code = care("feedback", SET, cwd=course)
    assert (said.strip(), code) == ("2 pages in feedback", 0)
    pages = {
        who: (course / f"feedback/{who}/{SET}/first.html").read_text() for who in ("ann", "ben")
    }
    assert "ann thinks" in pages["ann"]
    assert not any("length(-2, 5)" in page or "The moon." in page for page in pages.values())

    for words, page in ((("report",), "report"), (("report", SET), f"report-{SET}")):
        said, code = care(*words, cwd=course)
        assert code == 0, said
        # Headings of the notebook are the tasks; ben has no points and ann two.
        assert "Waves" in (course / "dist" / f"{page}.html").read_text()

    said, code = care("regrade", SET, "--dry-run", cwd=course / "source")
    assert code == 0, said
    assert "2 scored again, scores changed for 0 learners" in said

    said, code = care("lint", SET, cwd=course)
    assert code == 1
    assert "length-check: gives 2 points to answers memorised" in said
    assert "the budget" not in said

    said, code = care("due", cwd=course)
    assert (SET in said, code) == (True, 0)


@pytest.mark.slow
def test_a_folder_without_a_course_is_told_what_to_do(care, tmp_path):
    said, code = care("grade", SET, cwd=tmp_path)
    assert code == 1
    assert "neither source/SET/ with a notebook" in said


@pytest.mark.slow
def test_a_set_that_is_not_there_is_named_with_those_that_are(care, course):
    said, code = care("grade", "wave", cwd=course)
    assert code == 1
    assert "did you mean waves?" in said
