"""Every kind of question in JupyterLab: by mouse, by keyboard alone, in every dress."""

import json
import re

import pytest
from answering import answer_everything_partly, check
from axe_playwright_python.sync_playwright import Axe
from lab import Lab
from playwright.sync_api import expect

SECRETS = ("stands highest.", "Down first", "nearest neighbour", "It costs hours", "No point lies")
SECRETS += ("when_wrong", "misconception", "tolerance", "r-manchao=", '"right": true')


@pytest.fixture(scope="module")
def open_kinds(browser, server, open_lab):
    """Return a page with a quiz of every kind, in the same browser as the other tests."""
    page = Lab(browser, server, open_lab.context)
    page.open("small/kinds.ipynb")
    yield page
    page.page.close()


@pytest.fixture
def kinds(open_kinds, record):  # noqa: ARG001 - the record must be empty before a cell runs
    """Return the quiz of every kind, run; at the end nothing may have complained or left here."""
    open_kinds.as_new()
    open_kinds.run_all()
    expect(open_kinds.page.locator(".care-quiz")).to_be_visible()
    yield open_kinds
    assert open_kinds.complaints == []
    assert open_kinds.left == []


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def statements(record):
    lines = (record / "attempts.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_pairs_by_mouse_bring_a_reason_for_each_and_two_of_the_same_are_asked_about(kinds, record):
    card = kinds.card("words-for-water")
    card.get_by_label("high water").select_option("r-manchao")
    card.get_by_label("low water").select_option("r-manchao")
    expect(check(card)).to_contain_text("is chosen more than once")
    assert not (record / "attempts.jsonl").exists()
    card.get_by_label("low water").select_option("r-ganchao")
    card.get_by_label("spring tide").select_option("r-xiaochao")
    expect(check(card)).to_contain_text("Partly right. One place is not right yet.")
    expect(card).to_contain_text("That is the smallest tide.")
    card.get_by_label("spring tide").select_option("r-dachao")
    expect(check(card)).to_contain_text("Right.")


def test_an_order_by_mouse_is_told_and_the_answer_is_shown_after_two_wrong_tries(kinds, record):
    card = kinds.card("one-day-at-sea")
    expect(check(card)).to_contain_text("Move something first.")
    card.get_by_role("button", name="Move down").first.click()
    expect(card.locator(".care-order [role=status]")).to_contain_text("is now number 2 of 4")
    shows = card.get_by_role("button", name="Show the answer")
    expect(check(card)).to_contain_text("not right yet")
    expect(shows).to_be_hidden()
    card.get_by_role("button", name="Move up").last.click()
    expect(check(card)).to_contain_text(re.compile("Not yet|Partly"))
    shows.click()
    expect(card.locator(".care-status")).to_contain_text("This is the answer.")
    order = card.get_by_role("listitem").evaluate_all("all => all.map(one => one.dataset.item)")
    assert order == ["highest", "falls", "lowest", "rises"]
    assert statements(record)[-1]["verb"]["id"].endswith("viewed")


def test_gaps_by_mouse_keep_what_is_typed_when_the_language_changes(kinds, record):
    card = kinds.card("what-pulls-the-sea")
    card.get_by_label("Gap 1").fill("月球")
    card.get_by_label("Gap 2").select_option("brighter")
    kinds.page.locator(".care-quiz").get_by_role("button", name="简体", exact=True).click()
    expect(card.get_by_label("第 1 空")).to_have_value("月球")
    expect(card.get_by_label("第 2 空")).to_have_value("brighter")
    kinds.page.locator(".care-quiz").get_by_role("button", name="English", exact=True).click()
    expect(check(card)).to_contain_text("The next try is worth 50%")
    card.get_by_label("Gap 2").select_option("closer")
    expect(check(card)).to_contain_text("Right.")
    first, second = (said["result"] for said in statements(record))
    assert first["score"]["scaled"] == 0.5
    assert second["extensions"] == {"attempt": 2, "credit": 0.5}


def test_a_judgement_by_mouse_is_worth_what_the_option_is_worth(kinds, record):
    card = kinds.card("boat-on-the-sand")
    expect(card.get_by_role("radio").nth(3)).to_have_value("leave")
    card.get_by_label("Call the harbour").check()
    card.get_by_label("Not sure").check()
    expect(check(card)).to_contain_text("Also acceptable.")
    expect(card).to_contain_text("Also acceptable: Safe, but others come for nothing.")
    [said] = statements(record)
    assert said["result"]["score"]["scaled"] == 0.5
    assert said["result"]["extensions"] == {"sure": False}


def test_the_picture_and_its_list_stay_in_step(kinds):
    card = kinds.card("where-is-high-water")
    spot = card.locator("[data-spot=crest]")
    card.locator("[data-spot=end]").click()
    expect(card.get_by_label("The end of the curve")).to_be_checked()
    card.get_by_label("The top of the curve").check()
    expect(spot).to_have_attribute("data-on", "true")
    expect(card.locator("[data-spot=end]")).to_have_attribute("data-on", "false")
    expect(check(card)).to_contain_text("Right.")
    expect(spot).to_have_attribute("data-is", "right")


def test_another_one_like_it_has_other_numbers_and_the_same_ones_after_a_restart(kinds):
    card = kinds.card("mean-level")
    first = card.locator(".care-ask").inner_text()
    card.get_by_label("Your answer").fill("0")
    expect(check(card)).to_contain_text("Not yet.")
    card.get_by_role("button", name="Another one like this").click()
    expect(card.locator(".care-ask")).not_to_have_text(first)
    expect(card.get_by_label("Your answer")).to_have_value("")
    expect(card.get_by_label("Your answer")).to_be_focused()
    second = card.locator(".care-ask").inner_text()
    card.get_by_label("Your answer").fill("1")
    expect(check(card)).to_contain_text("Not yet.")
    kinds.restart()
    kinds.run_all()
    expect(card.locator(".care-ask")).to_have_text(second)
    expect(card.get_by_label("Your answer")).to_have_value("1")


def test_the_keyboard_alone_answers_the_five_kinds(kinds):
    page = kinds.page
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    page.locator(".care-quiz .care-lang").last.focus()
    # A native list takes the first letters of an option.
    for word in ("高潮", "低潮", "大潮"):
        press(page, "Tab")
        choose(page, word)
    press(page, "Tab", "Tab", "Enter")
    expect(kinds.card("words-for-water").locator(".care-status")).to_contain_text("Right.")

    order = kinds.card("one-day-at-sea")
    for place, item in enumerate(("highest", "falls", "lowest", "rises"), 1):
        row = order.locator(f"[data-item={item}] select")
        while not row.evaluate("node => node === document.activeElement"):
            press(page, "Tab")
        page.keyboard.type(str(place))
        expect(row).to_be_focused()
        if place < 4:
            order.locator(".care-pick").first.focus()
    tab_to(page, order, "Check")
    expect(order.locator(".care-status")).to_contain_text("Right.")

    gaps = kinds.card("what-pulls-the-sea")
    press(page, "Tab")
    expect(gaps.get_by_label("Gap 1")).to_be_focused()
    page.keyboard.type("Moon")
    press(page, "Tab")
    page.keyboard.type("cl")
    tab_to(page, gaps, "Check")
    expect(gaps.locator(".care-status")).to_contain_text("Right.")

    for name, label in (
        ("boat-on-the-sand", "Wait for the next"),
        ("where-is-high-water", "The top of the curve"),
    ):
        card = kinds.card(name)
        while not card.get_by_role("radio").evaluate_all(
            "all => all.includes(document.activeElement)"
        ):
            press(page, "Tab")
        press(page, "Space")
        for _ in range(4):
            if card.get_by_label(label).is_checked():
                break
            press(page, "ArrowDown")
        expect(card.get_by_label(label)).to_be_checked()
        tab_to(page, card, "Check")
        expect(card.locator(".care-status")).to_contain_text("Right.")
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells


def test_a_word_is_typed_by_an_input_method_and_a_near_miss_is_told(kinds, record):
    page, card = kinds.page, kinds.card("name-of-the-pull")
    card.get_by_label("Your answer").focus()
    keys = page.context.new_cdp_session(page)
    keys.send("Input.imeSetComposition", {"text": "xi li", "selectionStart": 5, "selectionEnd": 5})
    code = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    keys.send("Input.dispatchKeyEvent", {"type": "keyDown", **code})
    keys.send("Input.insertText", {"text": "吸力"})
    expect(card.get_by_label("Your answer")).to_have_value("吸力")
    assert not (record / "attempts.jsonl").exists()
    press(page, "Enter")
    expect(card.locator(".care-status")).to_contain_text("Close, but not quite.")
    expect(card).to_contain_text("A magnet attracts as well.")
    card.get_by_role("button", name="Try again").click()
    page.keyboard.type("Gravety")
    press(page, "Enter")
    expect(card.locator(".care-status")).to_contain_text("Check how you typed it.")
    card.get_by_label("Your answer").fill("")
    press(page, "Enter")
    expect(card.locator(".care-status")).to_contain_text("Type your answer first.")
    page.keyboard.type("重力")
    press(page, "Enter")
    expect(card.locator(".care-status")).to_contain_text("Right.")
    assert [said["result"]["response"] for said in statements(record)] == [
        "吸力",
        "Gravety",
        "重力",
    ]


def choose(page, word):
    """Move down a closed native list until it shows a word."""
    for _ in range(6):
        press(page, "ArrowDown")
        if page.evaluate("() => document.activeElement.selectedOptions[0].text") == word:
            return
    raise AssertionError(f"{word} is not in the list")


def tab_to(page, card, name):
    button = card.get_by_role("button", name=name)
    for _ in range(12):
        if button.evaluate("node => node === document.activeElement"):
            break
        press(page, "Tab")
    expect(button).to_be_focused()
    press(page, "Enter")


def test_an_arrow_keeps_the_keyboard_on_itself_and_ends_softly(kinds):
    card = kinds.card("one-day-at-sea")
    item = card.get_by_role("listitem").first.get_attribute("data-item")
    down = card.locator(f"[data-item={item}] .care-arrow").last
    down.focus()
    for _ in range(5):
        press(kinds.page, "Enter")
        expect(down).to_be_focused()
    expect(card.get_by_role("listitem").last).to_have_attribute("data-item", item)
    expect(down).to_have_attribute("aria-disabled", "true")


def test_no_key_is_in_the_browser_before_an_answer(kinds):
    held = kinds.page.evaluate("""async () => {
        const cell = jupyterapp.shell.currentWidget.content.widgets[0];
        const shown = cell.outputArea.model.get(0).data;
        const view = shown['application/vnd.jupyter.widget-view+json'];
        const renderer = cell.outputArea.widgets
            .flatMap(output => [...output.children()])
            .map(child => child.renderer?.manager || child._manager?.promise)
            .find(Boolean);
        const all = (await (await renderer).get_state({drop_defaults: false})).state;
        // Models of earlier runs, with their answers, are still held; this card has none.
        const { _esm, _css, ...state } = all[view.model_id].state;
        return JSON.stringify([state, shown]) + document.body.innerHTML;
    }""")
    assert "words-for-water" in held
    for secret in SECRETS:
        assert secret not in held


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_axe_finds_nothing_in_any_kind(kinds, theme):
    answer_everything_partly(kinds.card)
    if theme == "Dark":
        kinds.theme("Dark")
    for language in ("English", "简体", "繁體"):
        bar = kinds.page.locator(".care-quiz")
        bar.get_by_role("button", name=language, exact=True).click()
        kinds.page.evaluate("() => Promise.all(document.getAnimations().map(a => a.finished))")
        found = Axe().run(kinds.page, context=".care-quiz")
        assert found.violations_count == 0, found.generate_report()
    if theme == "Dark":
        kinds.theme("Light")


@pytest.mark.parametrize(("width", "zoom"), [(400, 1), (1100, 2)])
def test_a_narrow_window_and_large_letters_need_no_sideways_scrolling(kinds, width, zoom):
    page = kinds.page
    answer_everything_partly(kinds.card)
    page.evaluate("() => jupyterapp.shell.collapseLeft()")
    page.set_viewport_size({"width": width // zoom, "height": 900 // zoom})
    for language in ("English", "繁體"):
        page.locator(".care-quiz").get_by_role("button", name=language, exact=True).click()
        wide = page.locator(".care-quiz").evaluate(
            """root => [root, ...root.querySelectorAll('*')].filter(node =>
                !node.closest('.care-heard') && !node.closest('svg') && (
                node.getBoundingClientRect().right > root.getBoundingClientRect().right + 1
                || node.scrollWidth > node.clientWidth + 1 && node.clientWidth
                   && getComputedStyle(node).display !== 'inline'))
                .map(node => node.className || node.tagName)"""
        )
        assert wide == []


def test_every_stop_is_visible_and_large_enough(kinds):
    page = kinds.page
    boxes = page.locator(
        ".care-quiz :is(button:visible, select, .care-choice, input[type=text])"
    ).evaluate_all("all => all.map(node => node.getBoundingClientRect().toJSON())")
    assert len(boxes) > 30
    assert all(box["height"] >= 24 and box["width"] >= 24 for box in boxes)
    page.locator(".care-quiz .care-lang").first.focus()
    for _ in range(14):
        press(page, "Tab")
        style, width = page.evaluate(
            "() => { const s = getComputedStyle(document.activeElement);"
            " return [s.outlineStyle, parseFloat(s.outlineWidth)]; }"
        )
        assert style != "none"
        assert width >= 2
