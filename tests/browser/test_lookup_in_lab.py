"""Look-up in JupyterLab: by mouse, by touch and by keyboard, in English and in Chinese."""

import json

import pytest
from playwright.sync_api import expect

from looking import block, card, look, place, switch, used  # isort: skip


@pytest.fixture
def lab(page_of_words, desk):
    """Return the notebook with every cell run and the words loaded, on an empty record."""
    with used(page_of_words, desk) as ready:
        yield ready


def test_a_double_click_opens_the_card_and_leaves_the_prose_alone(lab):
    lab.page.locator(".care-size").first.focus()
    lab.page.mouse.dblclick(*place(lab, "validated"))
    expect(card(lab)).to_have_accessible_name("validate transitive verb")
    for said in (
        "/ˈvælɪdeɪt/",
        "to show with evidence",
        "用证据证实有效",
        "以證據證實有效",
        "zhèng jù",
    ):
        expect(card(lab)).to_contain_text(said)
    expect(lab.page.locator(block("en"))).to_be_visible()
    assert lab.page.evaluate("String(getSelection()).trim()") == "validated"
    expect(card(lab)).to_be_focused()
    lab.page.keyboard.press("Escape")
    expect(card(lab)).to_have_count(0)


def test_a_double_click_on_the_learners_own_note_opens_its_editor_as_ever(lab):
    note = lab.page.get_by_role("paragraph").filter(has_text="My own notes about validation.")
    note.dblclick()
    expect(card(lab)).to_have_count(0)
    cell = lab.page.locator(".jp-MarkdownCell").nth(1)
    expect(cell.locator(".jp-RenderedMarkdown")).to_have_count(0)
    lab.page.keyboard.press("Shift+Enter")
    expect(note).to_be_visible()


@pytest.mark.parametrize(
    ("lang", "name", "said", "part", "found", "line"),
    [
        ("zh-Hans", "简体", "主动", 0.75, "proactive customer care", "主動式顧客服務"),
        ("zh-Hans", "简体", "服务，", 0.2, "proactive customer care", "zhǔdòng kèhù fúwù"),
        ("zh-Hans", "简体", "新客户", 0.5, "customer", "kè hù"),
        ("zh-Hant", "繁體", "意見回饋", 0.9, "feedback", "意见反馈"),
    ],
)
def test_in_chinese_the_longest_known_term_around_the_click_is_meant(
    lab, lang, name, said, part, found, line
):
    switch(lab, name)
    lab.page.mouse.dblclick(*place(lab, said, part, block(lang)))
    expect(card(lab)).to_have_accessible_name(found)
    expect(card(lab)).to_contain_text(line)


def test_a_character_that_is_a_term_alone_is_none_inside_another_word(lab):
    switch(lab, "简体")
    lab.page.mouse.dblclick(*place(lab, "行不", 0.2, block("zh-Hans")))
    expect(card(lab)).to_contain_text("词表里没有“银行”")


def test_dragging_over_a_phrase_opens_the_card_and_keeps_the_selection_for_copying(lab):
    page = lab.page
    page.mouse.move(*place(lab, "first response", 0.01))
    page.mouse.down()
    page.mouse.move(*place(lab, " time of", 0.6), steps=4)
    page.mouse.up()
    expect(card(lab)).to_have_accessible_name("first response time")
    assert page.evaluate("String(getSelection()).trim()") == "first response time"
    assert page.evaluate(
        "!document.querySelector('[role=dialog]').contains(document.activeElement)"
    )
    page.keyboard.press("Escape")
    expect(card(lab)).to_have_count(0)
    assert page.evaluate("String(getSelection()).trim()") == "first response time"


def test_a_long_selection_was_made_to_be_copied(lab):
    lab.page.mouse.move(*place(lab, "The answer came", 0.01))
    lab.page.mouse.down()
    lab.page.mouse.move(*place(lab, "as the plan said", 0.9), steps=4)
    lab.page.mouse.up()
    lab.page.locator(".care-size").first.focus()
    assert len(lab.page.evaluate("String(getSelection())")) > 40
    expect(card(lab)).to_have_count(0)


def test_an_unknown_word_is_said_to_be_one_and_offers_nothing(lab):
    lab.page.mouse.dblclick(*place(lab, "zebra"))
    expect(card(lab)).to_contain_text("“zebra” is not among the words of this course.")
    expect(card(lab).get_by_role("button")).to_have_count(1)
    for said in ("constructor", "__proto__"):
        expect(look(lab, said)).to_contain_text("is not among the words")


def test_a_word_inside_a_question_is_looked_up_where_it_stands(lab):
    lab.page.mouse.dblclick(*place(lab, "median", root=".care-quiz form"))
    expect(card(lab)).to_have_accessible_name("median")


def test_the_keyboard_alone_reaches_a_term_opens_walks_and_gives_the_focus_back(lab):
    page = lab.page
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    term = page.locator(f"{block('en')} .care-term")
    expect(term).to_have_role("button")
    page.get_by_role("button", name="Look up").focus()
    for _ in range(8):
        page.keyboard.press("Tab")
        if term.evaluate("node => node === document.activeElement"):
            break
    expect(term).to_be_focused()
    page.keyboard.press("Enter")
    expect(card(lab)).to_have_accessible_name("follow-up")
    expect(card(lab)).to_be_focused()
    expect(card(lab).get_by_role("button", name="American English")).to_be_visible()
    names = []
    for _ in range(6):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.innerText.replace(/\\s+/g, ' ').trim()"))
    hear = ["▶ American English", "▶ Mandarin", "▶ Mandarin"]
    assert names == [*hear, "Add to my review", "×", hear[0]]
    page.keyboard.type("bax")
    page.keyboard.press("Escape")
    expect(card(lab)).to_have_count(0)
    expect(term).to_be_focused()
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells


def test_alt_l_looks_the_selection_up_and_without_one_leads_to_the_field(lab):
    lab.page.keyboard.press("Alt+l")
    expect(lab.page.get_by_role("searchbox")).to_be_focused()
    lab.page.evaluate(
        """root => { const text = document.querySelector(root).querySelector('p').lastChild;
            const at = text.data.indexOf('intervals');
            getSelection().setBaseAndExtent(text, at, text, at + 9); }""",
        block("en"),
    )
    lab.page.keyboard.press("Alt+l")
    expect(card(lab)).to_have_accessible_name("intervals noun, plural of interval")


def test_a_long_press_on_a_touch_screen_opens_the_card_and_a_swipe_does_not(lab):
    x, y = place(lab, "validated")
    touch = lab.page.context.new_cdp_session(lab.page)

    def finger(kind, *points):
        told = {"type": kind, "touchPoints": [{"x": x + dx, "y": y} for dx in points]}
        touch.send("Input.dispatchTouchEvent", told)

    finger("touchStart", 0)
    finger("touchMove", 60)
    finger("touchEnd")
    expect(card(lab)).to_have_count(0)
    finger("touchStart", 0)
    expect(card(lab)).to_have_accessible_name("validate transitive verb")
    finger("touchEnd")
    expect(card(lab)).to_be_visible()


def test_a_relative_is_shown_with_its_family(lab):
    found = look(lab, "Invalidated")
    expect(found).to_have_accessible_name("invalidate verb")
    expect(found).to_contain_text("Related to validate")
    expect(found).to_contain_text("证明无效")


def test_a_word_is_added_once_and_waits_in_the_review(lab, desk):
    found = look(lab, "loyalties")
    found.get_by_role("button", name="Add to my review").click()
    expect(found.get_by_role("status")).to_have_text("Added. The first card is due today.")
    expect(found.get_by_role("button", name="In your review")).to_be_disabled()
    lab.page.keyboard.press("Escape")
    expect(look(lab, "loyalty").get_by_role("button", name="In your review")).to_be_disabled()
    lab.page.keyboard.press("Escape")
    found = look(lab, "SLA attainment")
    found.get_by_role("button", name="Add to my review").click()
    expect(found.get_by_role("button", name="In your review")).to_be_disabled()
    log = (desk / "real" / "my-record" / "attempts.jsonl").read_text(encoding="utf-8")
    names = [json.loads(line)["object"]["id"] for line in log.splitlines()]
    assert names == ["words/loyalty", "terms/sla-attainment"]
    lab.run_all()
    cards = lab.page.locator(".care-review")
    expect(cards.locator(".care-progress")).to_have_text("Left today: 2")
    expect(cards.locator("form")).to_have_attribute("data-question", "loyalty")
    cards.locator("input[value='loyalty']").check()
    cards.get_by_role("button", name="Check").click()
    cards.get_by_role("button", name="Next", exact=True).click()
    expect(cards.locator(".care-prompt")).to_have_text("SLA attainment")


def test_after_a_restart_of_the_kernel_words_are_still_found(lab):
    lab.restart()
    found = look(lab, "yardsticks")
    expect(found).to_contain_text("a standard that other things are measured by")
    found.get_by_role("button", name="Add to my review").click()
    expect(found.get_by_role("status")).to_contain_text("Python has not replied yet.")
    lab.page.keyboard.press("Escape")
    lab.as_new()
