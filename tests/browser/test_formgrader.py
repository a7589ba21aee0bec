"""nbgrader's own formgrader, on this course as it is."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from lab import Server
from playwright.sync_api import expect

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def trainer(tmp_path_factory):
    """Return a server on a trainer's copy of the course."""
    course = tmp_path_factory.mktemp("trainer")
    for name in ("source", "release", "course_data"):
        shutil.copytree(ROOT / name, course / name)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    # As `care start` does: nbgrader makes the gradebook with a command beside this Python.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    running = Server(course, tmp_path_factory.mktemp("jupyter-trainer"), PATH=path)
    yield running
    running.stop()


def test_formgrader_lists_the_set(trainer, browser):
    page = browser.new_context().new_page()
    page.goto(f"{trainer.url}/formgrader/manage_assignments?token={trainer.token}")
    expect(page.get_by_text("follow-up", exact=True)).to_be_visible()
    page.close()
