"""Every kind of question, counting, in JupyterLab: answered by keyboard, kept, and shown again."""

import json
import shutil

import pytest
from conftest import HERE, notebook
from lab import Lab
from playwright.sync_api import expect
from test_graded_in_lab import in_both_themes
from test_kinds_in_lab import KINDS, SECRETS

CELLS = [("code", 'from carekit import quiz\n\nquiz.graded("tides")')]


@pytest.fixture
def folder(desk):
    """Return the folder of a notebook in a course whose tides count."""
    course = desk / "counted-kinds"
    shutil.rmtree(course, ignore_errors=True)
    shutil.copytree(HERE / "course", course)
    bank = course / "course_data" / "quizzes" / "tides.yml"
    text = bank.read_text(encoding="utf-8")
    for name in KINDS:
        text = text.replace(f"- id: {name}\n", f"- id: {name}\n    use: graded\n")
    bank.write_text(text, encoding="utf-8")
    place = course / "work"
    place.mkdir()
    (place / "kinds.ipynb").write_text(notebook(CELLS), encoding="utf-8")
    return place


def run(lab):
    lab.complaints.clear()
    lab.open("counted-kinds/work/kinds.ipynb")
    lab.run_all()
    expect(lab.page.locator(".care-graded")).to_be_visible()


def press(field, *keys):
    field.focus()
    for key in keys:
        field.press(key)


def answer_by_keyboard(lab):
    """Answer each question with keys alone, saving each."""
    lab.card("mean-level").get_by_label("Your answer").press_sequentially("12")
    press(lab.card("words-for-water").get_by_label("high water"), "ArrowDown")
    press(lab.card("words-for-water").get_by_label("spring tide"), "ArrowDown", "ArrowDown")
    press(lab.card("one-day-at-sea").get_by_role("button", name="Move down").first, "Enter")
    lab.card("what-pulls-the-sea").get_by_label("Gap 1").press_sequentially("月亮")
    press(lab.card("what-pulls-the-sea").get_by_label("Gap 2"), "ArrowDown")
    for name in ("boat-on-the-sand", "where-is-high-water", "which-is-a-tide"):
        press(lab.card(name).get_by_role("radio").first, "Space")
    press(lab.card("what-pulls").get_by_role("checkbox").first, "Space")
    for name in KINDS:
        press(lab.card(name).get_by_role("button", name="Save answer"), "Enter")
        expect(lab.card(name).get_by_role("status").last).to_have_text("Your answer is saved.")


def shown(lab):
    """Return what each card holds, in the form in which answers are kept."""
    order = lab.card("one-day-at-sea").locator("li.care-item")
    taken = lab.page.locator(".care-graded input:checked")
    return {
        "order": order.evaluate_all("all => all.map(one => one.dataset.item)"),
        "taken": sorted(taken.evaluate_all("all => all.map(one => one.value)")),
        "picked": lab.page.locator(
            ".care-graded .care-pair select, .care-graded .care-cloze select"
        ).evaluate_all("all => all.map(one => one.value)"),
        "typed": lab.page.locator(".care-graded input[type=text]").evaluate_all(
            "all => all.map(one => one.value)"
        ),
    }


def test_every_kind_counts_by_keyboard_and_comes_back_after_a_restart(
    browser, server, open_lab, folder
):
    lab = Lab(browser, server, open_lab.context)
    run(lab)
    expect(lab.page.locator(".care-twin")).to_be_hidden()
    answer_by_keyboard(lab)
    expect(lab.page.locator(".care-progress")).to_have_text("8 of 8 saved")
    before = shown(lab)
    kept = json.loads((folder / "answers.json").read_text(encoding="utf-8"))["answers"]
    assert kept.keys() == set(KINDS)
    assert kept["one-day-at-sea"]["answer"] == before["order"]
    assert kept["what-pulls-the-sea"]["answer"][0] == "body=月亮"
    assert [name for name, one in kept.items() if "variant" in one] == ["mean-level"]
    held = lab.page.evaluate("() => document.body.innerHTML")
    assert [secret for secret in SECRETS if secret in held] == []
    in_both_themes(lab)

    lab.restart()
    run(lab)
    expect(lab.page.locator(".care-progress")).to_have_text("8 of 8 saved")
    assert shown(lab) == before
    # A place that is clicked in the picture is the same answer as one of the list.
    spots = lab.card("where-is-high-water")
    spots.locator("[data-spot=end]").click()
    expect(spots.get_by_label("The end of the curve")).to_be_checked()
    expect(spots.get_by_role("status").last).to_have_text("Changed, and not saved yet.")
    assert lab.complaints == []
    assert lab.left == []
    lab.page.close()
