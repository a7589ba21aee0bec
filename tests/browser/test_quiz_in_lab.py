"""The quiz card in JupyterLab: by mouse, by keyboard, in three languages, after a restart."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect


def switch(lab, name, inside=".care-quiz"):
    lab.page.locator(inside).get_by_role("button", name=name, exact=True).click()


def prose(page, words):
    return page.locator(".care-text").get_by_text(words)


def statements(record):
    lines = (record / "attempts.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_answers_by_mouse_bring_feedback_per_option_and_are_saved(lesson, record):
    card = lesson.card("what-moves")
    card.get_by_label("The mean").check()
    card.get_by_label("The median").check()
    card.get_by_role("button", name="Check").click()
    expect(card.get_by_role("status")).to_contain_text("Not yet. One more belongs here.")
    expect(card).to_contain_text("Right: Every value counts in it.")
    expect(card).to_contain_text("Not this one: The middle stays where it is.")
    expect(card.locator(".care-saved")).to_have_text(re.compile(r"Saved at \d\d:\d\d"))

    card.get_by_role("button", name="Try again").click()
    expect(card.get_by_role("status")).to_be_empty()
    expect(card.get_by_role("checkbox").first).to_be_focused()
    card.get_by_label("The mean").check()
    card.get_by_label("The longest wait").check()
    card.get_by_role("button", name="Check").click()
    expect(card.get_by_role("status")).to_contain_text("Right.")
    expect(lesson.page.locator(".care-progress")).to_have_text("1 of 3 right")
    assert [said["result"]["success"] for said in statements(record)] == [False, True]


def test_nothing_ticked_is_asked_for_and_is_no_attempt(lesson, record):
    card = lesson.card("which-is-the-middle")
    card.get_by_role("button", name="Check").click()
    expect(card.get_by_role("status")).to_have_text("Choose an answer first.")
    assert not (record / "attempts.jsonl").exists()


def test_a_verdict_below_the_fold_is_brought_into_view(lesson):
    page = lesson.page
    page.set_viewport_size({"width": 1100, "height": 500})
    card = lesson.card("what-moves")
    card.get_by_label("The mean").check()
    check = card.get_by_role("button", name="Check")
    status = card.get_by_role("status")
    # The button at the very bottom: what it brings would come below the fold.
    check.evaluate("node => node.scrollIntoView({ block: 'end' })")
    check.click()
    expect(status).to_contain_text("Partly right.")
    expect(status).to_be_in_viewport(ratio=0.95)


def test_hints_come_one_by_one(lesson):
    card = lesson.card("which-is-the-middle")
    card.get_by_role("button", name="Hint 1 of 2").click()
    expect(card.get_by_role("listitem")).to_have_text(["Sort them first."])
    card.get_by_role("button", name="Hint 2 of 2").click()
    expect(card.get_by_role("listitem")).to_have_count(2)
    expect(card.get_by_role("button", name="No more hints")).to_have_attribute(
        "aria-disabled", "true"
    )


def test_the_keyboard_alone_answers_every_kind_and_no_key_reaches_jupyterlab(lesson):
    page = lesson.page
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    active = page.locator(".jp-Cell.jp-mod-active")
    page.locator(".care-quiz .care-lang").last.focus()
    cell = active.get_attribute("data-windowed-list-index")

    middle = lesson.card("which-is-the-middle")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    # The order of the options is each learner's own.
    for _ in range(2):
        if not middle.get_by_label("7, from median()").is_checked():
            page.keyboard.press("ArrowDown")
    expect(middle.get_by_label("7, from median()")).to_be_checked()
    page.keyboard.press("Enter")
    expect(middle.get_by_role("status")).to_contain_text("Right.")

    several = lesson.card("what-moves")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(several.get_by_role("checkbox").first).to_be_focused()
    for place in range(3):
        if place:
            page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.value") != "median-moves":
            page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(several.get_by_role("status")).to_contain_text("Right.")

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    number = lesson.card("work-it-out")
    expect(number.get_by_label("Your answer")).to_be_focused()
    # In command mode these keys insert, delete, split and merge cells.
    page.keyboard.type("a b d d x m y 2 7")
    for key in ("ArrowUp", "ArrowDown", "Control+a", "Delete"):
        page.keyboard.press(key)
    page.keyboard.type("７")
    page.keyboard.press("Shift+Enter")
    expect(number.get_by_role("status")).to_contain_text("Right.")
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    assert active.get_attribute("data-windowed-list-index") == cell


def test_every_stop_of_the_keyboard_is_visible_and_large_enough(lesson):
    page = lesson.page
    stops = page.locator(".care-quiz :is(button:visible, .care-choice, input[type=text])")
    for stop in stops.all():
        box = stop.bounding_box()
        assert box["height"] >= 24, stop
        assert box["width"] >= 24, stop
    page.locator(".care-quiz .care-lang").first.focus()
    for _ in range(6):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "() => { const s = getComputedStyle(document.activeElement);"
            " return [s.outlineStyle, parseFloat(s.outlineWidth)]; }"
        )
        assert outline[0] != "none"
        assert outline[1] >= 2


def test_a_switch_of_language_reaches_text_and_widgets_and_keeps_what_is_ticked(lesson, record):
    page = lesson.page
    card = lesson.card("which-is-the-middle")
    card.get_by_label("7, from median()").check()
    switch(lesson, "繁體")
    expect(card.locator("legend")).to_have_text(re.compile("哪個數在中間？"))
    expect(card.get_by_label("7，由 median() 得出")).to_be_checked()
    expect(card.get_by_role("button", name="檢查")).to_be_visible()
    expect(prose(page, "等候有")).to_be_visible()
    expect(prose(page, "A wait has")).to_be_hidden()
    expect(page.locator(".care-reader").get_by_text("閱讀語言")).to_be_visible()
    for bar in (".care-reader", ".care-quiz"):
        pressed = page.locator(bar).get_by_role("button", name="繁體", exact=True)
        expect(pressed).to_have_attribute("aria-pressed", "true")
    card.get_by_role("button", name="檢查").click()
    expect(card.get_by_role("status")).to_contain_text("答對了。")
    assert json.loads((record / "settings.json").read_text(encoding="utf-8")) == {"lang": "zh-Hant"}
    [said] = statements(record)
    assert said["context"] == {"language": "zh-Hant"}

    unmarked = page.locator(".care-quiz").evaluate(
        """root => [...root.querySelectorAll('*')].flatMap(node => [...node.childNodes])
            .filter(node => node.nodeType === 3 && /\\p{Script=Han}/u.test(node.data))
            .filter(node => !node.parentElement.closest('[lang^=zh]')).map(node => node.data)"""
    )
    assert unmarked == []


def test_side_by_side_shows_two_languages_and_one_of_them_is_enough_again(lesson):
    page = lesson.page
    switch(lesson, "EN + 简体", ".care-reader")
    english, chinese = prose(page, "A wait has"), prose(page, "等待有")
    expect(english).to_be_visible()
    expect(chinese).to_be_visible()
    expect(prose(page, "等候有")).to_be_hidden()
    assert english.bounding_box()["y"] == pytest.approx(chinese.bounding_box()["y"], abs=12)
    assert english.bounding_box()["x"] < chinese.bounding_box()["x"]
    expect(lesson.card("work-it-out").locator(".care-unit")).to_have_text("minutes分钟")
    switch(lesson, "简体")
    expect(english).to_be_hidden()


def test_a_switch_leaves_the_button_where_it_was_pressed(lesson):
    page = lesson.page
    page.set_viewport_size({"width": 1100, "height": 500})
    # Chromium holds the place by itself; Safari does not.
    page.add_style_tag(content="* { overflow-anchor: none !important; }")
    button = page.locator(".care-quiz").get_by_role("button", name="简体", exact=True)
    button.scroll_into_view_if_needed()
    before = button.bounding_box()["y"]
    height = prose(page, "A wait has").locator("..").bounding_box()["height"]
    button.click()
    assert prose(page, "等待有").locator("..").bounding_box()["height"] < height - 20
    expect(prose(page, "A wait has")).to_have_count(1)
    expect(lesson.card("work-it-out").get_by_role("button", name="检查")).to_have_count(1)
    assert button.bounding_box()["y"] == pytest.approx(before, abs=3)


def test_the_size_of_the_text_grows_and_comes_back(lesson):
    page = lesson.page
    words = prose(page, "A wait has")
    size = "node => parseFloat(getComputedStyle(node).fontSize)"
    normal = words.evaluate(size)
    switch(lesson, "A+: larger text", ".care-reader")
    assert words.evaluate(size) > normal
    assert page.locator(".care-ask").first.evaluate(size) > normal
    switch(lesson, "A: normal text size", ".care-reader")
    assert words.evaluate(size) == normal


def test_after_a_restart_the_last_answer_is_shown_again(lesson):
    card = lesson.card("work-it-out")
    card.get_by_label("Your answer").fill("27 minutes")
    card.get_by_role("button", name="Check").click()
    expect(card.get_by_role("status")).to_contain_text("Not yet.")
    switch(lesson, "简体")
    expect(card.get_by_role("status")).to_contain_text("还不对。")

    lesson.restart()
    lesson.run_all()
    expect(card.get_by_label("你的答案")).to_have_value("27 minutes")
    expect(card).to_contain_text("那是平均数。")
    expect(card.locator(".care-saved")).to_have_text(re.compile(r"\d\d:\d\d 已保存"))


def test_a_dead_kernel_is_told_and_the_answer_stays(lesson):
    card = lesson.card("work-it-out")
    lesson.restart()
    card.get_by_label("Your answer").fill("7")
    card.get_by_role("button", name="Check").click()
    expect(card.get_by_role("status")).to_contain_text("run this cell again")
    expect(card.get_by_label("Your answer")).to_have_value("7")


def test_where_nothing_can_be_saved_the_card_says_so_and_still_judges(lesson, record):
    record.write_text("a file where the folder should be", encoding="utf-8")
    card = lesson.card("work-it-out")
    card.get_by_label("Your answer").fill("7")
    card.get_by_role("button", name="Check").click()
    expect(card.get_by_role("status")).to_contain_text("Right.")
    expect(card.get_by_role("alert")).to_contain_text("Not being saved:")
    record.unlink()


def test_nothing_in_the_browser_tells_the_key_before_an_answer(lesson):
    held = lesson.page.evaluate("() => document.body.innerHTML")
    assert "Sort" not in held
    for secret in ("pulls the mean up", "As many waits lie below", "Halfway between"):
        assert secret not in held


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_axe_finds_nothing_in_the_widgets(lesson, theme):
    if theme == "Dark":
        lesson.theme("Dark")
    for question, label in (("which-is-the-middle", "14, from mean()"), ("what-moves", "The mean")):
        card = lesson.card(question)
        card.get_by_label(label).check()
        card.get_by_role("button", name="Check").click()
        expect(card.get_by_role("status")).to_contain_text(re.compile(r"Not yet|Partly"))
    lesson.card("which-is-the-middle").get_by_role("button", name="Hint").click()
    wrong = lesson.card("work-it-out")
    wrong.get_by_label("Your answer").fill("7 hours")
    wrong.get_by_role("button", name="Check").click()
    expect(wrong.get_by_role("status")).to_contain_text("not the unit")
    for language in ("English", "简体", "繁體", "EN + 繁體"):
        switch(lesson, language, ".care-reader")
        # Colours fade for a moment; axe would measure the mixture.
        lesson.page.evaluate("() => Promise.all(document.getAnimations().map(a => a.finished))")
        for part in (".care-quiz", ".care-reader", ".jp-RenderedVegaCommon5"):
            found = Axe().run(lesson.page, context=part)
            assert found.violations_count == 0, found.generate_report()
    if theme == "Dark":
        lesson.theme("Light")
