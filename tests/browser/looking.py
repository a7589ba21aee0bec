"""One notebook with prose, a quiz and the review, for the tests of look-up and listen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from lab import Lab
from playwright.sync_api import Locator, expect

HERE = "real/notebooks/91-look-up.ipynb"
PROSE = """\
<div lang="en" class="care-text">

A <dfn class="care-term" title="x">follow-up</dfn> was validated, and the
**first response** time of a zebra fell. The answer came at regular intervals, as the plan said,
and nobody had to ask for it a second time. It ends here.

</div>
<div lang="zh-Hans" class="care-text">

我们为新客户提供主动**客户**服务，银行不算。

</div>
<div lang="zh-Hant" class="care-text">

我們重視顧客的意見回饋。

</div>
"""
CELLS = (
    ("code", "from carekit import quiz, reader, review\n\nreader()"),
    ("markdown", PROSE),
    ("markdown", "My own notes about validation."),
    ("code", 'quiz("follow-up", "median-of-ten")'),
    ("code", "review()"),
)
# Where a piece of text stands on the page; `part` says where in it to click, from 0 to 1.
BOX = """([root, said]) => {
    const walker = document.createTreeWalker(document.querySelector(root), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(said);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + said.length);
        const { left, right, top, bottom } = range.getBoundingClientRect();
        return { left, right, y: (top + bottom) / 2 };
    }
}"""


@contextmanager
def opened(browser, server, desk: Path, context) -> Iterator[Lab]:
    """Write the notebook, open it in a page of its own, and take both away at the end."""
    make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}
    cells = [make[kind](said, id=f"cell-{n}") for n, (kind, said) in enumerate(CELLS)]
    # Without a kernel's name JupyterLab would ask for one and wait.
    named = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=named), desk / HERE)
    lab = Lab(browser, server, context)
    lab.open(HERE)
    yield lab
    lab.page.close()
    (desk / HERE).unlink()


@contextmanager
def used(lab: Lab, desk: Path) -> Iterator[Lab]:
    """Give the notebook, run, in English and on an empty record; complaints fail at the end."""
    record = desk / "real" / "my-record"
    shutil.rmtree(record, ignore_errors=True)
    page = lab.page
    lab.complaints.clear()
    lab.theme("Light")
    page.set_viewport_size({"width": 1100, "height": 1600})
    if not page.locator(".care-look").is_visible():
        # Loading the words takes a while; only a test that restarts the kernel clears them.
        lab.as_new()
        page.set_viewport_size({"width": 1100, "height": 1600})
        lab.run_all()
        expect(page.locator(".care-look")).to_be_visible()
    switch(lab, "English")
    yield lab
    page.keyboard.press("Escape")
    page.evaluate("getSelection().removeAllRanges()")
    shutil.rmtree(record, ignore_errors=True)
    assert lab.complaints == []
    assert lab.left == []


def switch(lab: Lab, name: str) -> None:
    """Choose a language in the reader bar."""
    lab.page.locator(".care-reader").get_by_role("button", name=name, exact=True).click()


def card(lab: Lab) -> Locator:
    """Return the card that is open."""
    return lab.page.get_by_role("dialog")


def place(lab: Lab, said: str, part: float = 0.5, root: str = ".care-text") -> tuple[float, float]:
    """Return a point on a piece of text inside ``root``, ``part`` of the way along it."""
    box = lab.page.evaluate(BOX, [root, said])
    return box["left"] + (box["right"] - box["left"]) * part, box["y"]


def block(lang: str) -> str:
    """Return the selector of the prose in one language."""
    return f".care-text[lang='{lang}']"


def look(lab: Lab, said: str) -> Locator:
    """Look a word up in the field of the reader bar."""
    lab.page.get_by_role("searchbox", name="Word or term").fill(said)
    lab.page.keyboard.press("Enter")
    expect(card(lab)).to_be_visible()
    return card(lab)
