"""Fixtures of every room: two small courses, neither the real one, and a clock."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carekit.learner.event_log import Record
from carekit.tables import make

CUPS = Path(__file__).parent / "tables" / "cups"
SMALL = Path(__file__).parent / "browser" / "course"


@pytest.fixture
def cups(tmp_path):
    """Return the folder of a course of cups whose tables are made."""
    course = tmp_path / "cups"
    (course / "course_data").mkdir(parents=True)
    (course / "notebooks").mkdir()
    (course / "course_data" / "course.yml").write_text("id: cups\n")
    shutil.copy(CUPS / "tables.yml", course / "course_data")
    shutil.copytree(CUPS / "recipes", course / "content" / "recipes")
    make.run(course)
    return course


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Return a copy of the small course that the browser tests use as well."""
    folder = tmp_path / "course"
    shutil.copytree(SMALL, folder)
    monkeypatch.setenv("CAREKIT_ROOT", str(folder))
    return folder


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Return the folder a notebook runs in, beside the course."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def record(tmp_path):
    """Return the record the widgets of a test write to."""
    return Record(tmp_path / "record")


class Clock:
    """A clock that a test sets."""

    def __init__(self):
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self):
        return self.now

    def after(self, **time):
        self.now += timedelta(**time)


@pytest.fixture
def clock():
    """Return a clock that stands at nine."""
    return Clock()
