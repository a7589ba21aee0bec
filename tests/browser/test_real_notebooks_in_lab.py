"""The course's own notebooks in JupyterLab: they run, they switch, they complain of nothing."""

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from lab import Lab, WholePages
from playwright.sync_api import expect

from carekit.questions import load_banks

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


def one_of_each_kind(path):
    """Return the first question of each kind that a notebook asks, by kind."""
    kinds = {q.id: q.kind for bank in load_banks(NOTEBOOKS.parent).values() for q in bank.questions}
    found = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        for name in re.findall(r'"([a-z0-9-]+)"', "".join(cell["source"])):
            if cell["cell_type"] == "code" and name in kinds:
                found.setdefault(kinds[name], name)
    return found


def answer(card, kind):
    """Give some answer and have it checked."""
    if kind == "ordering":
        card.get_by_role("button", name="Move down").first.click()
    else:
        for field in card.locator("input[type=text]").all():
            field.fill("1")
        for place, menu in enumerate(card.locator("select").all()):
            menu.select_option(index=place % (menu.locator("option").count() - 1) + 1)
        if kind in ("single", "multiple", "judgement", "hotspot"):
            card.locator("input[type=radio], input[type=checkbox]").first.check()
    card.get_by_role("button", name="Check").click()
    expect(card.locator(".care-status")).to_have_text(
        re.compile(r"Right|Not yet|Partly|Also acceptable|Not the best")
    )


@pytest.fixture(scope="module")
def whole_server(desk, tmp_path_factory):
    """Return a JupyterLab whose pages are whole: a window as tall as a lesson is slow to draw."""
    running = WholePages(desk, tmp_path_factory.mktemp("whole"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def whole_page(browser, whole_server):
    """Return one page for all notebooks; loading JupyterLab takes longer than running a lesson."""
    page = Lab(browser, whole_server)
    yield page
    page.page.close()


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_runs_switches_language_and_complains_of_nothing(whole_page, path):
    whole_page.open(f"real/notebooks/{path.name}")
    whole_page.run_all()
    page = whole_page.page
    expect(page.locator(".care-quiz")).to_have_count(calls(path, "quiz") + calls(path, "exam"))
    expect(page.locator(".jp-RenderedVegaCommon5 svg")).to_have_count(calls(path, "show"))
    for name, others in OTHERS.items():
        page.locator(".care-reader").get_by_role("button", name=name, exact=True).click()
        for lang in others:
            hidden = page.locator(f".jp-RenderedMarkdown [lang='{lang}']:visible")
            expect(hidden).to_have_count(0)
    if calls(path, "quiz"):
        page.locator(".care-reader").get_by_role("button", name="English", exact=True).click()
        for kind, question in one_of_each_kind(path).items():
            answer(whole_page.card(question), kind)
    part = ".care-quiz" if calls(path, "quiz") else ".care-reader"
    found = Axe().run(page, context=part)
    assert found.violations_count == 0, found.generate_report()
    assert whole_page.complaints == []
    assert whole_page.left == []
