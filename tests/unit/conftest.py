"""A small course about cups: what the tables need, and nothing of the real course."""

import shutil
from pathlib import Path

import pytest

from carekit.tables import make

CUPS = Path(__file__).parent / "cups"


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
