"""What the grading tests share: small courses, of which a test takes a copy, and their verbs."""

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import SET as TIDES
from small_course import make_course


@pytest.fixture(scope="session")
def tides(tmp_path_factory):
    """Return a small course whose gradebook knows its set, to be copied: a gradebook takes time."""
    from carekit.grading.course.folders import read_settings, read_snapshot
    from carekit.grading.gradebook.register_assignment import register

    root = make_course(tmp_path_factory.mktemp("tides"))
    register(read_settings(root), TIDES, read_snapshot(root, TIDES))
    return root


@pytest.fixture(scope="session")
def quiz_class(tmp_path_factory):
    """Return the folder of a course whose three learners handed in a quiz, practice and an exam."""
    from tests.grading.quiz_class import make

    root = tmp_path_factory.mktemp("quiz-class") / "course"
    make(root)
    return root


@pytest.fixture
def verbs(tmp_path, monkeypatch, invoke):
    """Return a function that copies a course and gives the copy and the verbs in it."""

    def of(course):
        root = shutil.copytree(course, tmp_path / "course")
        monkeypatch.setenv("CAREKIT_ROOT", str(root))
        monkeypatch.setenv("CAREKIT_LANG", "en")
        monkeypatch.setenv("COLUMNS", "400")
        return root, invoke

    return of
