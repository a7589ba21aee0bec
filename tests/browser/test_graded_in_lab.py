"""Questions that count and exams in JupyterLab: kept over reload, restart and a dead kernel."""

import json
import re
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import notebook
from lab import Lab
from playwright.sync_api import expect

GRADED = [("code", 'from carekit import quiz\n\nquiz.graded("counting")')]
EXAM = [("code", 'from carekit import exam\n\nexam("form-a")')]


@pytest.fixture(scope="module")
def page_of(browser, server, open_lab):
    """Return one page for both notebooks."""
    page = Lab(browser, server, open_lab.context)
    yield page
    page.page.close()


@pytest.fixture
def folder(desk):
    """Return the folder of the two notebooks, without answers."""
    place = desk / "small" / "counted"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    (place / "graded.ipynb").write_text(notebook(GRADED), encoding="utf-8")
    (place / "exam.ipynb").write_text(notebook(EXAM), encoding="utf-8")
    return place


def opened(lab, name):
    lab.complaints.clear()
    lab.open(f"small/counted/{name}.ipynb")
    lab.run_all()
    expect(lab.page.locator(".care-quiz")).to_be_visible()


def switch(lab, name):
    lab.page.locator(".care-quiz").get_by_role("button", name=name, exact=True).click()


def check_access(lab):
    lab.page.evaluate("() => Promise.all(document.getAnimations().map(a => a.finished))")
    found = Axe().run(lab.page, context=".care-quiz")
    assert found.violations_count == 0, found.generate_report()


def in_both_themes(lab):
    """Check each language in one theme, and one of them in both."""
    for theme, languages in (("Dark", ["简体"]), ("Light", ["繁體", "English"])):
        lab.theme(theme)
        for language in languages:
            switch(lab, language)
            check_access(lab)


def options(card):
    return card.get_by_role("radio").evaluate_all("all => all.map(one => one.value)")


def test_graded_answers_by_keyboard_survive_reload_and_restart(page_of, folder):
    lab = page_of
    opened(lab, "graded")
    page, card = lab.page, lab.card("first-in-line")
    page.locator(".care-quiz .care-lang").last.focus()
    # Each learner has an order of their own.
    place = options(card).index("wei")
    keys = ["ArrowDown"] * place if place else ["Space"]
    for key in ("Tab", *keys, "Enter"):
        page.keyboard.press(key)
    expect(card.get_by_label("Wei")).to_be_checked()
    expect(card.get_by_role("status")).to_have_text("Your answer is saved.")
    expect(card.locator(".care-saved")).to_have_text(
        re.compile(r"Saved at \d\d:\d\d\. You can change it until you hand in\.")
    )
    number = lab.card("how-many-left")
    number.get_by_label("Your answer").fill("a few")
    number.get_by_role("button", name="Save answer").click()
    expect(number.get_by_role("status")).to_contain_text("not a number")
    number.get_by_label("Your answer").fill("４ people")
    page.keyboard.press("Enter")
    expect(page.locator(".care-progress")).to_have_text("2 of 3 saved")
    number.get_by_label("Your answer").fill("5")
    expect(number.get_by_role("status")).to_have_text("Changed, and not saved yet.")
    lab.card("who-waits-twice").get_by_role("button", name="Save answer").click()
    expect(lab.card("who-waits-twice").get_by_role("status")).to_contain_text("Choose an answer")

    lab.restart()
    opened(lab, "graded")
    expect(card.get_by_label("Wei")).to_be_checked()
    expect(card.locator(".care-saved")).to_contain_text("Saved at")
    expect(number.get_by_label("Your answer")).to_have_value("４ people")
    kept = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
    assert {name: one["answer"] for name, one in kept["answers"].items()} == {
        "first-in-line": ["wei"],
        "how-many-left": ["４ people"],
    }
    held = page.evaluate("() => document.body.innerHTML")
    for secret in ("Before all others", "Count those behind", "counted-all"):
        assert secret not in held
    in_both_themes(lab)
    assert lab.complaints == []
    assert lab.left == []


def test_an_exam_goes_on_after_its_kernel_is_gone_and_is_handed_in_once(page_of, folder):
    lab = page_of
    opened(lab, "exam")
    page = lab.page
    card = page.locator(".care-exam")
    expect(card.get_by_role("listitem").nth(1)).to_have_text(
        "Time: 20 minutes from the moment you start."
    )
    check_access(lab)
    card.get_by_role("button", name="Start", exact=True).press("Enter")
    expect(card.get_by_role("timer")).to_have_text(re.compile(r"Time left: (20:00|19:\d\d)"))

    steps = card.get_by_role("navigation", name="Questions").get_by_role("button")
    expect(steps).to_have_count(3)
    page.keyboard.press("Tab")
    choices = page.locator("form[data-question='exam-anchor']")
    place = page.locator(".care-exam form").evaluate_all(
        "forms => forms.findIndex(form => form.dataset.question === 'exam-anchor')"
    )
    steps.nth(place).press("Enter")
    page.keyboard.press("Space")
    radios, (first, second, _) = choices.get_by_role("radio"), options(choices)
    expect(radios.nth(0)).to_be_checked()
    expect(choices.locator(".care-saved")).to_contain_text("Saved at")
    expect(steps.nth(place)).to_have_attribute("aria-label", re.compile("answered$"))
    expect(card.locator(".care-progress")).to_have_text("1 of 3 answered")

    # The kernel goes; what is answered now waits in the browser.
    lab.restart()
    radios.nth(1).check()
    expect(card.get_by_role("alert")).to_contain_text("Your answers are kept.")
    lab.run_all()
    steps.nth(place).click()
    expect(radios.nth(1)).to_be_checked()
    expect(choices.locator(".care-saved")).to_contain_text("Saved at")
    expect(card.get_by_role("timer")).to_have_text(re.compile(r"Time left: 1\d:\d\d"))
    in_both_themes(lab)
    expect(radios.nth(1)).to_be_checked()

    hand_in = card.get_by_role("button", name="Hand in", exact=True)
    hand_in.press("Enter")
    expect(card.get_by_role("alertdialog")).to_contain_text("Questions without an answer: 2.")
    page.keyboard.press("Escape")
    expect(card.get_by_role("alertdialog")).to_be_hidden()
    expect(hand_in).to_be_focused()
    page.keyboard.press("Enter")
    card.get_by_role("button", name="Hand in now").press("Enter")
    expect(card).to_contain_text("Your trainer will show the results.")
    expect(radios.nth(0)).to_be_disabled()
    check_access(lab)
    lines = (folder / "exam-form-a.jsonl").read_text(encoding="utf-8").splitlines()
    said = [json.loads(line) for line in lines]
    given = [one["context"].get("extensions", {}) for one in said]
    assert [one["response"] for one in given if "response" in one] == [[first], [second]]
    assert given[-1] == {"reason": "learner"}
    assert lab.complaints == []
    assert lab.left == []
