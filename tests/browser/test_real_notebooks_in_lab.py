"""The course's own notebooks in JupyterLab: they run, they switch, they complain of nothing."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
OTHERS = {
    "English": ("zh-Hans", "zh-Hant"),
    "简体": ("en", "zh-Hant"),
    "繁體": ("en", "zh-Hans"),
}


def calls(path, name):
    """Return how many cells of a notebook call one of our functions."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return sum(f"{name}(" in source for source in code)


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_runs_switches_language_and_complains_of_nothing(real_lab, path):
    # Tall, because JupyterLab draws only the cells that can be seen.
    real_lab.page.set_viewport_size({"width": 1100, "height": 20_000})
    real_lab.open(f"real/notebooks/{path.name}")
    real_lab.run_all()
    page = real_lab.page
    expect(page.locator(".care-quiz")).to_have_count(calls(path, "quiz"))
    expect(page.locator(".jp-RenderedVegaCommon5 svg")).to_have_count(calls(path, "show"))
    for name, others in OTHERS.items():
        page.locator(".care-reader").get_by_role("button", name=name, exact=True).click()
        for lang in others:
            hidden = page.locator(f".jp-RenderedMarkdown [lang='{lang}']:visible")
            expect(hidden).to_have_count(0)
    part = ".care-quiz" if calls(path, "quiz") else ".care-reader"
    found = Axe().run(page, context=part)
    assert found.violations_count == 0, found.generate_report()
    assert real_lab.complaints == []
    assert real_lab.left == []
