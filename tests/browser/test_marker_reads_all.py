"""What a learner hid in Markdown, on the page that whoever marks reads, in a browser."""

import json

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter

from tests.sandbox.test_nothing_unread import fill, put, released_book, repaired
from tests.sandbox.unseen import HIDDEN, WORDS


@pytest.fixture
def sheet(browser):
    """Return a page that asks nothing of the network."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.route("**/*", lambda route: route.abort())
    yield page
    page.close()


def rendered(cells):
    """Return cells as the page of nbgrader's formgrader renders them."""
    book = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    made = nbformat.reads(json.dumps(book), as_version=4)
    return HTMLExporter(template_name="classic").from_notebook_node(made)[0]


def test_everything_hidden_is_read_in_the_answer_and_beside_it(sheet):
    for name, text in HIDDEN.items():
        made = released_book()
        fill(made, "letter", text)
        put(made, "letter", f"Below. {text}")
        placed = [one for one in repaired(made)[1] if one.kind == "markdown"]
        cells = [{"cell_type": "markdown", "metadata": {}, "source": one.source} for one in placed]
        sheet.set_content(rendered(cells), wait_until="commit")
        read = sheet.locator("body").inner_text()
        bare = WORDS.replace(",", "") if name == "an unknown element" else WORDS
        assert read.count(bare) >= 2, name
        # What follows in the notebook was not swallowed.
        assert "That was all." in read, name


def test_without_the_grader_a_comment_hides_what_is_in_it(sheet):
    cell = {"cell_type": "markdown", "metadata": {}, "source": HIDDEN["a comment"]}
    sheet.set_content(rendered([cell]), wait_until="commit")
    assert WORDS not in sheet.locator("body").inner_text()
