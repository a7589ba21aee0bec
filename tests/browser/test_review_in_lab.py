"""Review and progress in JupyterLab: from a wrong answer in a quiz to a card that stays away."""

import json
import re
import shutil
from datetime import UTC, datetime, timedelta

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from carekit.common.languages import ENGLISH
from carekit.learner.event_log import Record
from carekit.learner.review_schedule import ADDED

from lab import Lab  # isort: skip

HERE = "real/notebooks/90-review-and-quiz.ipynb"
CELLS = (
    "from carekit import progress, quiz, reader, review\n\nreader()",
    'quiz("follow-up", "median-of-ten")',
    "progress()",
    "review()",
)


@pytest.fixture(scope="module")
def open_page(browser, server, desk, open_lab):
    """Return a page with a notebook that has a quiz, the progress and the review."""
    cells = [nbformat.v4.new_code_cell(cell, id=f"cell-{n}") for n, cell in enumerate(CELLS)]
    # Without a kernel's name JupyterLab would ask for one and wait.
    named = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=named), desk / HERE)
    lab = Lab(browser, server, open_lab.context)
    lab.open(HERE)
    yield lab
    lab.page.close()
    (desk / HERE).unlink()


@pytest.fixture
def real_record(desk):
    """Return the learner's record of the real course, empty."""
    folder = desk / "real" / "my-record"
    shutil.rmtree(folder, ignore_errors=True)
    yield Record(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def daily(open_page, real_record):  # noqa: ARG001 - the record must be empty before a cell runs
    """Return the open notebook, not run; at the end nothing may have complained or left here."""
    open_page.as_new()
    open_page.page.set_viewport_size({"width": 1100, "height": 3000})
    yield open_page
    assert open_page.complaints == []
    assert open_page.left == []


def run(daily):
    daily.run_all()
    cards = daily.page.locator(".care-review")
    expect(cards).to_be_visible()
    return cards


def added(record, days_ago, *words):
    """Write into the log that words were added some days ago."""
    then = Record(record.folder, clock=lambda: datetime.now(UTC) - timedelta(days=days_ago))
    for word in words:
        then.append(then.statement(ADDED, f"words/{word}", lang=ENGLISH))


def statements(record):
    return [json.loads(line) for line in record.path.read_text(encoding="utf-8").splitlines()]


def answer_right(cards):
    """Answer the meaning of the word on show; the question is called as the word."""
    name = cards.locator("form").get_attribute("data-question")
    cards.locator(f"input[value='{name}']").check()
    cards.get_by_role("button", name="Check").click()
    expect(cards.locator(".care-status")).to_contain_text("Right.")
    return name


def switch(daily, name):
    daily.page.locator(".care-reader").get_by_role("button", name=name, exact=True).click()


def settled(page):
    """Wait until nothing fades: axe would measure the colours in between."""
    page.evaluate("() => Promise.allSettled(document.getAnimations().map(a => a.finished))")


def test_a_wrong_answer_in_a_quiz_is_a_card_after_a_new_run(daily, real_record):
    cards = run(daily)
    expect(cards).to_contain_text("There is no card yet.")
    question = daily.page.locator(".care-quiz form")
    question.get_by_label("Your answer").fill("61.7")
    question.get_by_role("button", name="Check").click()
    expect(question.get_by_role("status")).to_contain_text("Not yet.")

    cards = run(daily)
    expect(cards.locator("form")).to_have_attribute("data-question", "median-of-ten")
    expect(cards.locator(".care-progress")).to_have_text("Left today: 1")
    row = daily.page.locator("[data-concept=follow-up]")
    expect(row.get_by_role("cell")).to_contain_text(["1 of 8", "0 of 8", "Not yet", "1", "Review"])

    cards.get_by_label("Your answer").fill("10.5")
    cards.get_by_role("button", name="Check").click()
    expect(cards.locator(".care-status")).to_contain_text("Right.")
    cards.get_by_role("button", name="Next", exact=True).click()
    expect(cards.locator(".care-rest")).to_contain_text("Done for today. Answers given: 1.")
    expect(cards.locator(".care-rest")).to_contain_text(
        re.compile(r"The next card comes on \w+day")
    )
    assert [said["result"]["success"] for said in statements(real_record)] == [False, True]


def test_the_keyboard_alone_adds_answers_and_goes_on(daily, real_record):
    cards, page = run(daily), daily.page
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    active = page.locator(".jp-Cell.jp-mod-active")
    cards.locator(".care-lang").last.focus()
    cell = active.get_attribute("data-windowed-list-index")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    first = cards.locator("form input").first
    expect(first).to_be_focused()
    expect(cards.locator(".care-notice")).to_have_text("Added: perks, input, validate.")
    names = []
    for press in ("Enter", "Tab+Enter"):
        name = cards.locator("form").get_attribute("data-question")
        names.append(name)
        page.keyboard.press("Space")
        while not cards.locator(f"input[value='{name}']").is_checked():
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(cards.locator(".care-status")).to_contain_text("Right.")
        expect(cards.get_by_role("button", name="Next", exact=True)).to_be_focused()
        for key in press.split("+"):
            page.keyboard.press(key)
        expect(cards.locator("form")).not_to_have_attribute("data-question", name)
        expect(first).to_be_focused()
    assert names == ["perks", "input"]
    verbs = [said["verb"]["id"].rsplit("/", 1)[-1] for said in statements(real_record)]
    assert verbs == ["add", "add", "add", "answered", "answered", "rated"]

    page.keyboard.type("a b d d x m y")
    for key in ("ArrowUp", "Delete", "Shift+Enter"):
        page.keyboard.press(key)
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    assert active.get_attribute("data-windowed-list-index") == cell


def test_a_wrong_word_brings_the_reason_and_comes_back(daily, real_record):
    added(real_record, 0, "perks", "input")
    cards = run(daily)
    name = cards.locator("form").get_attribute("data-question")
    cards.locator(f"input:not([value='{name}'])").first.check()
    cards.get_by_role("button", name="Check").click()
    expect(cards.locator(".care-note:visible")).to_contain_text(f"{name} means:")
    expect(cards.locator(".care-back")).to_have_text("You will see this card once more today.")
    expect(cards.get_by_role("button", name="Easy")).to_be_hidden()
    expect(cards.get_by_role("button", name="Check")).to_be_hidden()
    cards.get_by_role("button", name="Next", exact=True).click()
    expect(cards.locator("form")).not_to_have_attribute("data-question", name)
    answer_right(cards)
    cards.get_by_role("button", name="Next", exact=True).click()
    expect(cards.locator("form")).to_have_attribute("data-question", name)


def test_a_hint_is_remembered_with_the_answer(daily, real_record):
    added(real_record, 0, "perks")
    cards = run(daily)
    cards.get_by_role("button", name="Hint 1 of 1").click()
    expect(cards.get_by_role("listitem")).to_contain_text("Gold members have two perks")
    answer_right(cards)
    expect(cards.get_by_role("button", name="Easy")).to_be_hidden()
    assert statements(real_record)[-1]["result"]["extensions"] == {"hints": 1}


def test_words_that_were_reviewed_are_so_after_a_restart(daily, real_record):
    added(real_record, 0, "perks", "input")
    cards = run(daily)
    assert answer_right(cards) == "perks"
    daily.restart()
    cards = run(daily)
    expect(cards.locator("form")).to_have_attribute("data-question", "input")
    expect(cards.locator(".care-progress")).to_have_text("Left today: 1")
    expect(daily.page.locator(".care-words")).to_have_text(
        "Words in your review: 2 of 12. Due today: 1."
    )


def test_the_bar_switches_cards_and_table_and_keeps_what_is_ticked(daily, real_record):
    added(real_record, 0, "perks")
    cards = run(daily)
    cards.locator("input[value=perks]").check()
    switch(daily, "繁體")
    expect(cards.locator("legend")).to_contain_text("這個字在這門課裡是什麼意思？")
    expect(cards.locator(".care-word")).to_have_text("perks")
    expect(cards.get_by_label("額外福利；禮遇")).to_be_checked()
    row = daily.page.locator("[data-concept=follow-up]")
    expect(row.locator("th")).to_have_text("後續追蹤")
    expect(row.get_by_role("link", name="後續追蹤: 開始")).to_contain_text("開始")
    cards.get_by_role("button", name="檢查").click()
    expect(cards.locator(".care-status")).to_contain_text("答對了。")
    assert statements(real_record)[-1]["context"]["language"] == "zh-Hant"


def test_in_a_sentence_the_gap_is_said_and_the_words_stand_there_once(daily, real_record):
    added(real_record, 2, "components")
    cards = run(daily)
    answer_right(cards)
    cards.get_by_role("button", name="Next", exact=True).click()
    expect(cards.locator(".care-sentence")).to_contain_text("gap")
    group = cards.locator("fieldset").get_attribute("aria-describedby").split()
    assert cards.locator(".care-prompt").get_attribute("id") in group
    switch(daily, "EN + 繁體")
    expect(cards.locator("label").filter(has_text="components")).to_have_text("components")


def test_a_dead_kernel_is_told(daily, real_record):
    added(real_record, 0, "perks")
    cards = run(daily)
    answer_right(cards)
    daily.restart()
    cards.get_by_role("button", name="Next", exact=True).click()
    expect(cards.locator(".care-notice")).to_contain_text("run this cell again")


def test_the_next_step_opens_the_lesson_beside_this_notebook(real_lab, real_record):  # noqa: ARG001 - empty
    real_lab.open("real/notebooks/09-review.ipynb")
    real_lab.run_all()
    page = real_lab.page
    page.evaluate("() => { window.stillHere = true; }")
    page.get_by_role("link", name="follow-up: Start the lesson").first.click()
    tab = page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab").filter(has_text="02-follow-up.ipynb")
    expect(tab).to_be_visible()
    assert page.evaluate("() => window.stillHere")
    assert real_lab.complaints == []


def test_targets_are_large_and_a_narrow_window_cuts_nothing_off(open_page, real_lab, real_record):  # noqa: ARG001 - writes the notebook
    added(real_record, 2, "perks")
    # JupyterLab's own side bars leave no room in so narrow a window; Notebook 7 has none.
    real_lab.open(HERE, front="notebook")
    cards, page = run(real_lab), real_lab.page
    page.set_viewport_size({"width": 400, "height": 2000})
    for stop in cards.locator(":is(button:visible, .care-choice)").all():
        box = stop.bounding_box()
        assert min(box["height"], box["width"]) >= 24, stop
    for part in (".care-review", ".care-standing"):
        hangs_over = page.locator(part).evaluate(
            """root => { const edge = root.getBoundingClientRect().right + 0.5;
                const may = '.care-heard, .care-heard *, .care-frame *';
                const parts = root.querySelectorAll(`:not(${may})`);
                return [...parts].filter(node => node.getBoundingClientRect().right > edge)
                    .map(node => node.className || node.tagName); }"""
        )
        assert hangs_over == []
    # The table scrolls in its frame; a name is never squeezed to one letter a line.
    names = page.locator(".care-standing tbody th").evaluate_all(
        "all => all.map(node => node.clientWidth / parseFloat(getComputedStyle(node).fontSize))"
    )
    assert min(names) > 5


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_axe_finds_nothing_in_any_state_and_language(daily, real_record, theme):
    page = daily.page
    if theme == "Dark":
        daily.theme("Dark")

    def look(*parts):
        for language in ("English", "简体", "EN + 繁體"):
            switch(daily, language)
            settled(page)
            for part in parts:
                found = Axe().run(page, context=part)
                assert found.violations_count == 0, found.generate_report()
        switch(daily, "English")

    cards = run(daily)
    look(".care-review", ".care-standing")
    added(real_record, 2, "perks")
    record = Record(real_record.folder)
    record.answered("follow-up/gone", ["x"], score=0, right=False, lang=ENGLISH)
    cards = run(daily)
    cards.get_by_role("button", name="Hint").click()
    name = cards.locator("form").get_attribute("data-question")
    cards.locator(f"input:not([value='{name}'])").first.check()
    cards.get_by_role("button", name="Check").click()
    expect(cards.locator(".care-back")).not_to_be_empty()
    look(".care-review", ".care-standing")
    cards.get_by_role("button", name="Next", exact=True).click()
    expect(cards.locator(".care-sentence")).to_be_visible()
    look(".care-review")
    if theme == "Dark":
        daily.theme("Light")
