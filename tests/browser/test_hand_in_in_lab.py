"""A set in JupyterLab from opening to the receipt: answered, checked, handed in."""

import json
import re
import shutil
import zipfile

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import notebook
from lab import Lab
from playwright.sync_api import expect

SET = [
    ("markdown", "# Tides"),
    ("code", 'from carekit import hand_in, quiz\n\nquiz.graded("counting")'),
    ("markdown", "## Low water"),
    ("code", "1 / 0"),
    ("code", 'hand_in("tides")'),
]


@pytest.fixture(scope="module")
def folder(desk):
    """Return the folder of a set of the small course."""
    place = desk / "small" / "release" / "tides"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    (place / "tides.ipynb").write_text(notebook(SET), encoding="utf-8")
    return place


def test_a_set_is_answered_handed_in_by_a_button_and_a_receipt_is_there(
    browser, server, open_lab, folder
):
    lab = Lab(browser, server, open_lab.context)
    page = lab.page
    lab.open("small/release/tides/tides.ipynb")
    page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
    # The cell that raises stops Run All; the last one is run by itself.
    red = page.locator(".jp-RenderedText[data-mime-type*='stderr']")
    expect(red).to_have_count(1)
    page.evaluate("""async () => {
        const { content } = jupyterapp.shell.currentWidget;
        content.activeCellIndex = content.widgets.length - 1;
        await jupyterapp.commands.execute('notebook:run-cell');
    }""")
    card = page.locator(".care-hand-in")
    lab.card("first-in-line").get_by_label("Wei").check()
    lab.card("first-in-line").get_by_role("button", name="Save answer").click()
    expect(lab.card("first-in-line").locator(".care-saved")).to_contain_text("Saved at")

    card.get_by_label("Your name or id").fill("")
    card.get_by_role("button", name="Check and hand in").click()
    expect(card.get_by_role("status")).to_have_text("Type your name or id first.")
    card.get_by_label("Your name or id").fill("Ana Martin")
    page.keyboard.press("Enter")
    told = card.get_by_role("status")
    expect(told).to_contain_text("These cells stop with an error:", timeout=60_000)
    expect(told.get_by_role("listitem").first).to_have_text(
        "Low water: ZeroDivisionError: division by zero"
    )
    expect(told.get_by_role("listitem").last).to_have_text("Tides (2 of its questions)")
    for theme, language in (("Dark", "繁體"), ("Light", "English")):
        lab.theme(theme)
        card.get_by_role("button", name=language, exact=True).click()
        page.evaluate("() => Promise.all(document.getAnimations().map(a => a.finished))")
        found = Axe().run(page, context=".care-hand-in")
        assert found.violations_count == 0, found.generate_report()

    # It was saved by the card: what ran is in the file.
    kept = json.loads((folder / "tides.ipynb").read_bytes())
    assert any(cell.get("outputs") for cell in kept["cells"])
    card.get_by_role("button", name="Hand in all the same").click()
    expect(card.locator(".care-done")).to_contain_text("Handed in at")
    code = re.search(r"[0-9a-f]{4}(-[0-9a-f]{4}){2}", told.inner_text())
    with page.expect_download() as saved:
        card.get_by_role("button", name="Save the file").click()
    with zipfile.ZipFile(saved.value.path()) as packed:
        assert sorted(packed.namelist()) == ["answers.json", "hand-in.json", "tides.ipynb"]
        assert json.loads(packed.read("hand-in.json"))["digest"].startswith(
            code[0].replace("-", "")
        )
    expect(card.locator(".care-earlier").get_by_role("listitem")).to_contain_text(code[0])
    assert lab.left == []
    page.close()
