"""nbgrader's own feedback command, with this course's settings, makes pages that are as safe."""

import json
import shutil
from pathlib import Path

import pytest

from tests.attacks.ledger import LEDGER
from tests.attacks.pages import CARD, Acts
from tests.sandbox.sealedset import learner_notebook, source_notebook

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CHOSEN = {
    "1-arguments-raised",
    "1-arguments-shown",
    "arguments-shown-by-a-later-cell",
    "arguments-for-nbgraders-own-page",
    "pages-that-act",
    "script-in-markdown",
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory, nbgrader):
    """Return the page of each attack, and what its graded notebook holds."""
    root = tmp_path_factory.mktemp("stock")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    for name, text in (
        ("course_data/course.yml", CARD),
        ("source/a/a.ipynb", json.dumps(source_notebook())),
    ):
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text(text, encoding="utf-8")
    nbgrader("generate_assignment", "a", cwd=root, course=root)
    for attack in LEDGER:
        for name, data in attack.make().items() if attack.name in CHOSEN else ():
            path = root / "submitted" / attack.name / "a" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    nbgrader("autograde", "a", cwd=root, course=root)
    nbgrader("generate_feedback", "a", cwd=root, course=root)
    return {
        name: (
            (root / "feedback" / name / "a" / "a.html").read_text(encoding="utf-8"),
            (root / "autograded" / name / "a" / "a.ipynb").read_text(encoding="utf-8"),
        )
        for name in CHOSEN
    }


@pytest.mark.parametrize("name", sorted(CHOSEN))
def test_the_page_shows_nothing_of_a_hidden_test_and_cannot_act(pages, name):
    page, _ = pages[name]
    for secret in ("rows 500", "500 rows", "secret_rng", "hidden message", "BEGIN HIDDEN"):
        assert secret not in page
    acts = Acts()
    acts.feed(page)
    assert acts.found == []


def test_what_the_pages_leave_out_is_in_the_graded_notebooks(pages):
    for name in ("arguments-shown-by-a-later-cell", "arguments-for-nbgraders-own-page"):
        assert "rows 500" in pages[name][1]
        assert "secret_rng" in pages[name][1]


def test_an_honest_cell_above_the_first_hidden_test_is_on_the_page(pages):
    setup = next(c for c in learner_notebook()["cells"] if c["id"] == "setup")["source"]
    assert setup.split("\n")[0] in pages["script-in-markdown"][0]
