"""A lesson of the second course, ``examples/market-stall``, read and answered in Spanish."""

import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lab import Lab  # isort: skip

STALL = Path(__file__).resolve().parents[2] / "examples" / "market-stall"


@pytest.fixture
def stall(browser, server, desk, open_lab):
    """Return a page with lesson 1 open, and the folder of its course."""
    folder = desk / "market-stall"
    for part in ("notebooks", "course_data"):
        shutil.copytree(STALL / part, folder / part)
    page = Lab(browser, server, open_lab.context)
    page.open("market-stall/notebooks/01-cold-chain.ipynb")
    page.as_new()
    yield page, folder
    assert (page.complaints, page.left) == ([], [])
    page.page.close()


def test_a_lesson_is_read_and_answered_in_spanish(stall):
    lab, folder = stall
    lab.run_all()
    page = lab.page
    page.evaluate("() => jupyterapp.shell.currentWidget.content.scrollToItem(0)")
    bar = page.locator(".care-reader")
    expect(bar.get_by_text("Read in")).to_be_visible()
    # The course has no glossary, so there is no field to look words up.
    expect(bar.locator("input:visible")).to_have_count(0)
    bar.get_by_role("button", name="Español", exact=True).click()
    expect(bar.get_by_text("Leer en")).to_be_visible()
    goal = page.locator(".jp-RenderedMarkdown").filter(has_text="Es mediodía")
    expect(goal.get_by_text("Es mediodía y el puesto está lleno")).to_be_visible()
    expect(goal.get_by_text("It is noon, and the stall is full.")).to_be_hidden()

    card = page.locator(".care-quiz").first
    card.scroll_into_view_if_needed()
    expect(card.get_by_text("¿Qué día hay que tirar la leche")).to_be_visible()
    card.get_by_label("solo el sábado").check()
    card.get_by_role("button", name="Comprobar").click()
    expect(card.locator(".care-status")).to_contain_text("Todavía no.")
    expect(card.get_by_text("La comida se calienta más despacio que el aire.").last).to_be_visible()
    card.get_by_role("button", name="Otra vez").click()
    card.get_by_label("solo el domingo").check()
    card.get_by_role("button", name="Comprobar").click()
    expect(card.locator(".care-status")).to_contain_text("Correcto.")

    [log] = (folder / "my-record").glob("*.jsonl")
    said = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [one["result"]["success"] for one in said] == [False, True]
    assert '"es"' in log.read_text(encoding="utf-8")
