"""A lesson in Voilà: the same cards and reader without cells, code or a notebook around them."""

import json
import re
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from lab import Lab
from playwright.sync_api import expect

VOILAS_OWN = {"all.min.css", "v4-shims.min.css", "latest.min.js"}
TRIED = re.compile(
    r"/voila/labextensions/(jupyterlab-jupytext|@jupyter-notebook|@jupyter/nbgrader)/"
)


def test_a_lesson_in_voila_answers_keeps_and_switches_its_language(
    browser, server, open_lab, record
):
    lab = Lab(browser, server, open_lab.context)
    page = lab.page
    page.goto(f"{server.url}/voila/render/small/lesson.ipynb?token={server.token}")
    card = lab.card("work-it-out")
    expect(card).to_be_visible(timeout=60_000)
    card.get_by_label("Your answer").fill("7")
    card.get_by_role("button", name="Check").click()
    expect(card.get_by_role("status")).to_contain_text("Right.")
    [said] = (record / "attempts.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(said)["result"]["success"] is True

    page.locator(".care-reader").get_by_role("button", name="繁體", exact=True).click()
    expect(card.get_by_role("button", name="檢查")).to_be_visible()
    expect(page.get_by_text("等候有")).to_be_visible()
    expect(page.get_by_text("A wait has")).to_be_hidden()
    found = Axe().run(page, context=".care-quiz")
    assert found.violations_count == 0, found.generate_report()
    page.close()
    # Voilà's own page asks the web for icons and for MathJax, and tries every JupyterLab extension;
    # all of it is kept from the web here, and the lesson does not need it.
    assert {urlsplit(url).path.split("/")[-1] for url in lab.left} <= VOILAS_OWN
    ours = [said for said in lab.complaints if "ERR_NAME_NOT_RESOLVED" not in said]
    assert [said for said in ours if not TRIED.search(said)] == []
