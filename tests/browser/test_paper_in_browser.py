"""A page exported from a notebook, and its print: every question in words, with no kernel near."""

import pytest
from conftest import HERE, KINDS, notebook
from playwright.sync_api import expect

from carekit.authoring.build.quiz_text import outputs
from carekit.questions import load_bank

BANK = HERE / "course" / "course_data" / "quizzes" / "tides.yml"


@pytest.fixture
def exported(tmp_path):
    """Return a page exported from a notebook that nobody has run."""
    import nbformat
    from nbconvert import HTMLExporter

    made = nbformat.reads(notebook(KINDS), as_version=4)
    cell = made.cells[0]
    found = outputs(HERE / "course", cell.source)
    cell.outputs = [nbformat.from_dict(one) for one in found]
    html, _ = HTMLExporter().from_notebook_node(made)
    path = tmp_path / "kinds.html"
    path.write_text(html, encoding="utf-8")
    return path


@pytest.mark.parametrize("media", ["screen", "print"])
def test_every_question_can_be_read_without_a_kernel(browser, exported, media):
    page = browser.new_page()
    # What the exporter would load from elsewhere is not there in a training room.
    page.route("http*://**", lambda route: route.abort())
    page.emulate_media(media=media)
    page.goto(exported.as_uri())
    asked = page.locator(".care-paper > ol > li")
    expect(asked).to_have_count(len(load_bank(BANK).questions))
    for number in range(asked.count()):
        for lang in ("en", "zh-Hans", "zh-Hant"):
            expect(asked.nth(number).locator(f"p[lang={lang}]").first).to_be_visible()
    broken = asked.evaluate_all("all => all.map(one => getComputedStyle(one).breakInside)")
    assert set(broken) == {"avoid"}
    expect(page.locator(".care-paper svg")).to_be_visible()
    page.close()
