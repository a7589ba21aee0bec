"""JupyterLab and Chromium for the browser tests; every test in this folder is marked `browser`."""

import json
import shutil
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from lab import Lab, Server, chromium  # noqa: E402
from looking import opened  # noqa: E402

CHART = """\
import altair as alt

slider = alt.param(value=2, bind=alt.binding_range(min=1, max=3, step=1, name="@minutes"))
choice = alt.param(value="a", bind=alt.binding_select(options=["a", "b", "c"], name="letter "))
rows = [{"m": m, "who": who} for m in (5, 7, 30) for who in ("上午", "晚上")]
bars = alt.Chart(alt.InlineData(rows)).mark_bar().encode(
    alt.X("m:O").title("@minutes"), alt.Y("count()"), alt.Color("who:N").title("@when")
).add_params(slider, choice)
words = {
    "minutes": {"en": "minutes", "zh-Hans": "分钟", "zh-Hant": "分鐘"},
    "when": {"en": "when", "zh-Hans": "时段", "zh-Hant": "時段"},
}
show(bars, alt={"en": "Six waits.", "zh-Hans": "六次等待。", "zh-Hant": "六次等候。"}, words=words)
"""
# Two cores are shared with a kernel, a server and whatever else the machine does.
expect.set_options(timeout=20_000)

CELLS = [
    ("code", "from carekit import quiz, reader, show\n\nreader()"),
    (
        "markdown",
        '## <span lang="en" class="care-head">Waiting</span><span class="care-sep"> / </span>'
        '<span lang="zh-Hans" class="care-head">等待</span><span class="care-sep"> / </span>'
        '<span lang="zh-Hant" class="care-head">等候</span>\n\n'
        '<div lang="en" class="care-text">\n\nA wait has **two** ends.\n\n'
        "It begins when a person asks.\n\nIt is over when somebody answers.\n\n"
        "What happens in between is seen from one side only.\n\n</div>\n"
        '<div lang="zh-Hans" class="care-text">\n\n等待有**两**头。\n\n</div>\n'
        '<div lang="zh-Hant" class="care-text">\n\n等候有**兩**端。\n\n</div>\n\n'
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
    ),
    ("code", 'quiz("waiting")'),
    ("code", CHART),
]

KINDS = [("code", 'from carekit import quiz\n\nquiz("tides", confidence=True)')]


def pytest_collection_modifyitems(items):
    """Mark what lies in this folder; the rule about a missing Chromium hangs on the mark."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def notebook(cells):
    """Return a notebook's text."""
    extra = {"code": {"outputs": [], "execution_count": None}, "markdown": {}}
    made = [
        {"id": f"cell-{n}", "cell_type": kind, "metadata": {}, "source": said, **extra[kind]}
        for n, (kind, said) in enumerate(cells)
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return json.dumps({"cells": made, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture(scope="session")
def desk(tmp_path_factory):
    """Return the folder JupyterLab shows: a small course of these tests, and the real one."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(HERE / "course", folder / "small")
    (folder / "small" / "lesson.ipynb").write_text(notebook(CELLS), encoding="utf-8")
    (folder / "small" / "kinds.ipynb").write_text(notebook(KINDS), encoding="utf-8")
    shutil.copytree(HERE.parents[1] / "notebooks", folder / "real" / "notebooks")
    (folder / "real" / "course_data").symlink_to(HERE.parents[1] / "course_data")
    return folder


@pytest.fixture(scope="session")
def server(desk, tmp_path_factory):
    """Return a running JupyterLab; a notebook finds its course as it does for a learner."""
    running = Server(desk, tmp_path_factory.mktemp("jupyter"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser():
    """Return the browser of all tests."""
    with sync_playwright() as playwright:
        with_window = chromium(playwright)
        yield with_window
        with_window.close()


@pytest.fixture(scope="session")
def open_lab(browser, server):
    """Return JupyterLab with the small course's lesson open."""
    page = Lab(browser, server)
    page.open("small/lesson.ipynb")
    assert page.complaints == []
    return page


@pytest.fixture
def record(desk):
    """Return the learner's folder of the small course, empty."""
    folder = desk / "small" / "my-record"
    shutil.rmtree(folder, ignore_errors=True)
    return folder


@pytest.fixture
def lab(open_lab, record):  # noqa: ARG001 - the record must be empty before a cell runs
    """Return the open lesson, not run; at the end nothing may have complained or left here."""
    open_lab.as_new()
    yield open_lab
    assert open_lab.complaints == []
    assert open_lab.left == []


@pytest.fixture
def real_lab(browser, server, open_lab):
    """Return a page of its own for one of the course's notebooks."""
    page = Lab(browser, server, open_lab.context)
    yield page
    page.page.close()


@pytest.fixture(scope="module")
def page_of_words(browser, server, desk, open_lab):
    """Return a page with a notebook that has a reader bar, prose, a quiz and the review."""
    with opened(browser, server, desk, open_lab.context) as lab:
        yield lab


@pytest.fixture
def lesson(lab):
    """Return the open lesson with every cell run."""
    lab.run_all()
    expect(lab.page.locator(".care-quiz")).to_be_visible()
    return lab
