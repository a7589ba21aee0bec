"""Every kind of question, counting and in an exam: answered by keyboard, kept, shown again."""

import json
import shutil

from answering import KINDS
from conftest import HERE, notebook
from lab import Lab
from playwright.sync_api import expect
from test_graded_in_lab import check_access, in_both_themes
from test_kinds_in_lab import SECRETS

GRADED = [("code", 'from carekit import quiz\n\nquiz.graded("tides")')]
EXAM = [("code", 'from carekit import exam\n\nexam("whole")')]
PARTS = f"parts: [{{concept: tides, count: {len(KINDS)}}}]"
FORM = f"id: whole\nforms: [whole]\nseed: 4\n{PARTS}\n"


def folder_of(desk, use, cells):
    """Return the folder of a notebook in a course whose tides are all of one use."""
    course = desk / f"tides-{use}"
    shutil.copytree(HERE / "course", course)
    bank = course / "course_data" / "quizzes" / "tides.yml"
    text = bank.read_text(encoding="utf-8")
    for name in KINDS:
        text = text.replace(f"- id: {name}\n", f"- id: {name}\n    use: {use}\n")
    bank.write_text(text, encoding="utf-8")
    place = course / "work"
    place.mkdir()
    (place / "kinds.ipynb").write_text(notebook(cells), encoding="utf-8")
    return place


def run(lab, folder):
    lab.complaints.clear()
    lab.open(f"{folder.parent.name}/work/kinds.ipynb")
    lab.run_all()
    expect(lab.page.locator(".care-quiz")).to_be_visible()


def press(field, *keys):
    field.focus()
    for key in keys:
        field.press(key)


def fill_by_keyboard(card, name):
    """Answer one question with keys alone."""
    if name == "words-for-water":
        press(card.get_by_label("high water"), "ArrowDown")
        press(card.get_by_label("spring tide"), "ArrowDown", "ArrowDown")
    elif name == "one-day-at-sea":
        press(card.get_by_role("button", name="Move down").first, "Enter")
    elif name == "what-pulls-the-sea":
        card.get_by_label("Gap 1").press_sequentially("月亮")
        press(card.get_by_label("Gap 2"), "ArrowDown")
    elif name == "what-pulls":
        press(card.get_by_role("checkbox").first, "Space")
    elif card.get_by_role("textbox").count():
        card.get_by_label("Your answer").press_sequentially("12")
    else:
        press(card.get_by_role("radio").first, "Space")


def answer_by_keyboard(lab):
    """Answer each question with keys alone, saving each."""
    for name in KINDS:
        card = lab.card(name)
        fill_by_keyboard(card, name)
        press(card.get_by_role("button", name="Save answer"), "Enter")
        expect(card.get_by_role("status").last).to_have_text("Your answer is saved.")


def steps(lab):
    return lab.page.get_by_role("navigation", name="Questions").get_by_role("button")


def places(lab):
    """Return the questions of an exam in the order in which they are asked."""
    forms = lab.page.locator(".care-exam form")
    return forms.evaluate_all("all => all.map(one => one.dataset.question)")


def shown(lab):
    """Return what each card holds, in the form in which answers are kept."""
    order = lab.card("one-day-at-sea").locator("li.care-item")
    taken = lab.page.locator(".care-quiz input:checked")
    return {
        "order": order.evaluate_all("all => all.map(one => one.dataset.item)"),
        "taken": sorted(taken.evaluate_all("all => all.map(one => one.value)")),
        "picked": lab.page.locator(
            ".care-quiz .care-pair select, .care-quiz .care-cloze select"
        ).evaluate_all("all => all.map(one => one.value)"),
        "typed": lab.page.locator(".care-quiz input[type=text]").evaluate_all(
            "all => all.map(one => one.value)"
        ),
    }


def test_every_kind_counts_by_keyboard_and_comes_back_after_a_restart(
    browser, server, open_lab, desk
):
    folder = folder_of(desk, "graded", GRADED)
    lab = Lab(browser, server, open_lab.context)
    run(lab, folder)
    expect(lab.page.locator(".care-twin")).to_be_hidden()
    answer_by_keyboard(lab)
    expect(lab.page.locator(".care-progress")).to_have_text(f"{len(KINDS)} of {len(KINDS)} saved")
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
    run(lab, folder)
    expect(lab.page.locator(".care-progress")).to_have_text(f"{len(KINDS)} of {len(KINDS)} saved")
    assert shown(lab) == before
    # A place that is clicked in the picture is the same answer as one of the list.
    spots = lab.card("where-is-high-water")
    spots.locator("[data-spot=end]").click()
    expect(spots.get_by_label("The end of the curve")).to_be_checked()
    expect(spots.get_by_role("status").last).to_have_text("Changed, and not saved yet.")
    assert lab.complaints == []
    assert lab.left == []
    lab.page.close()


def test_every_kind_is_answered_by_keyboard_in_an_exam_and_comes_back_after_a_restart(
    browser, server, open_lab, desk
):
    folder = folder_of(desk, "exam", EXAM)
    (folder.parent / "course_data" / "exams" / "whole.yml").write_text(FORM, encoding="utf-8")
    lab = Lab(browser, server, open_lab.context)
    run(lab, folder)
    lab.page.get_by_role("button", name="Start", exact=True).press("Enter")
    expect(steps(lab)).to_have_count(len(KINDS))
    assert sorted(places(lab)) == sorted(KINDS)
    for place, name in enumerate(places(lab)):
        steps(lab).nth(place).press("Enter")
        card = lab.card(name)
        expect(card).to_be_visible()
        check_access(lab)
        fill_by_keyboard(card, name)
        press(steps(lab).nth(place), "Enter")
        expect(card.locator(".care-saved")).to_contain_text("Saved at")
    expect(lab.page.locator(".care-progress")).to_have_text(
        f"{len(KINDS)} of {len(KINDS)} answered"
    )
    before = shown(lab)
    held = lab.page.evaluate("() => document.body.innerHTML")
    assert [secret for secret in SECRETS if secret in held] == []

    lab.restart()
    run(lab, folder)
    expect(lab.page.locator(".care-progress")).to_have_text(
        f"{len(KINDS)} of {len(KINDS)} answered"
    )
    assert shown(lab) == before
    lines = (folder / "exam-whole.jsonl").read_text(encoding="utf-8").splitlines()
    given = [json.loads(line) for line in lines]
    answers = {
        one["object"]["id"].rsplit("/", 1)[-1]: one["context"]["extensions"]["response"]
        for one in given
        if "response" in one["context"].get("extensions", {})
    }
    assert answers.keys() == set(KINDS)
    assert answers["one-day-at-sea"] == before["order"]
    assert lab.complaints == []
    assert lab.left == []
    lab.page.close()
