"""The files that a set brings, and whether a release is what its source makes."""

import json
import sys
from pathlib import Path

import pytest
from traitlets.config import Config

from carekit.common.files import ContentError
from carekit.grading.course import released
from carekit.grading.course.folders import read_snapshot

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import SET, as_bytes, book, make_course


def test_all_files_of_the_folder_are_the_sets_own_but_notebooks_and_what_is_left_out(tmp_path):
    folder = tmp_path / "source" / SET
    for name in ("a.csv", "more/b.csv", "answers.json", f"{SET}.ipynb", "keep.txt", "x.pyc"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())
    config = Config()
    config.CourseDirectory.ignore = ["*.pyc"]
    config.Autograde.exclude_overwriting = {SET: ["keep.txt"]}
    assert released.own_files(tmp_path, SET, config) == {
        "a.csv": b"a.csv",
        "more/b.csv": b"more/b.csv",
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(released, "OWN_MB", 0)
        with pytest.raises(ContentError, match=SET):
            released.own_files(tmp_path, SET, config)


class MadeAgainError(Exception):
    """Where nbgrader would be asked to make the learner's notebook."""


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Return a function that gives a course with a release, which may not be made again."""

    def again(*_):
        raise MadeAgainError

    monkeypatch.setattr(released, "_in_a_process_of_its_own", again)
    monkeypatch.setattr(released, "by_nbgrader", again)

    def of(change=None):
        root, release = make_course(tmp_path), book(secret=False)
        if change:
            change(release["cells"])
        path = root / "release" / SET / f"{SET}.ipynb"
        path.parent.mkdir(parents=True)
        # As nbgrader leaves it: without what is hidden in a check.
        path.write_bytes(as_bytes(release))
        return root

    return of


def source(name, text):
    def change(cells):
        next(cell for cell in cells if cell["id"] == name)["source"] = text

    return change


def test_a_release_that_its_source_makes_is_taken_as_it_is(course):
    cells = read_snapshot(course(), SET).books[0].cells
    assert [cell.id for cell in cells] == ["title", "high", "high-check", "low-check", "essay"]


@pytest.mark.parametrize(
    "change",
    [
        source("title", "# Other tides"),
        source("high", json.loads(as_bytes(book()))["cells"][1]["source"]),
        source("high-check", "assert high\n### BEGIN HIDDEN TESTS"),
        source("low-check", "assert high > 2"),
        lambda cells: cells.pop(),
        lambda cells: cells[3]["metadata"]["nbgrader"].update(points=9),
        lambda cells: cells[0].update(cell_type="raw"),
    ],
)
def test_any_other_release_is_made_again(course, change):
    root = course(change)
    with pytest.raises(MadeAgainError):
        read_snapshot(root, SET)
