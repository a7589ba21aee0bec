"""What WCAG 2.2 AA asks and no rule of axe measures: spacing, contrast, motion, names, focus."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

# The values that success criterion 1.4.12 names.
SPACED = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""
CUT = """root => [...root.querySelectorAll('*')].filter(node =>
    !node.closest('.care-heard') && !node.closest('svg') && node.clientWidth
    && getComputedStyle(node).display !== 'inline'
    && (node.scrollWidth > node.clientWidth + 1
        || getComputedStyle(node).overflowY !== 'visible'
           && node.scrollHeight > node.clientHeight + 1))
    .map(node => node.className || node.tagName)"""
MOVES = """() => [...document.querySelectorAll('.care, .care *')].filter(node => {
    const style = getComputedStyle(node);
    return style.animationName !== 'none'
        || style.transitionDuration.split(', ').some(time => parseFloat(time) > 0); }).length"""
# The name of a control holds the words that stand on it, so that it can be spoken to.
MISNAMED = """() => [...document.querySelectorAll('.care button[aria-label]')].filter(node =>
    node.innerText.trim() && !node.getAttribute('aria-label').includes(node.innerText.trim()))
    .map(node => node.innerText + ' / ' + node.getAttribute('aria-label'))"""
HIDDEN = """() => { const node = document.activeElement, box = node.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const own = top && (node.contains(top) || top.contains(node)
        || top.closest('label')?.control === node);
    return own ? null : node.outerHTML.slice(0, 90); }"""


@pytest.fixture
def media(lesson):
    """Return a function that sets what the reader's system asks for; it is taken back after."""
    yield lesson.page.emulate_media
    lesson.page.emulate_media(reduced_motion="null", forced_colors="null", contrast="null")


def answer_wrongly(lesson):
    card = lesson.card("work-it-out")
    card.get_by_label("Your answer").fill("27")
    card.get_by_role("button", name="Check").click()
    expect(card.get_by_role("status")).to_contain_text("Not yet.")
    return card


@pytest.mark.parametrize("language", ["English", "简体", "繁體"])
def test_wider_spacing_cuts_no_text_off(lesson, language):
    answer_wrongly(lesson)
    sheet = lesson.page.add_style_tag(content=SPACED)
    try:
        lesson.page.locator(".care-quiz").get_by_role("button", name=language, exact=True).click()
        expect(
            lesson.page.locator(".care-quiz").get_by_role("button", name=language)
        ).to_be_visible()
        for part in (".care-quiz", ".care-reader"):
            assert lesson.page.locator(part).evaluate(CUT) == []
    finally:
        sheet.evaluate("node => node.remove()")


def test_nothing_moves_for_who_asked_for_less_motion(lesson, media):
    assert lesson.page.evaluate(MOVES) > 0
    media(reduced_motion="reduce")
    assert lesson.page.evaluate(MOVES) == 0


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_more_contrast_is_given_on_request(lesson, media, theme):
    lesson.theme(theme)
    answer_wrongly(lesson)
    media(contrast="more")
    note = lesson.page.locator(".care-saved").last
    ink = "node => [node, node.closest('.care')].map(one => getComputedStyle(one).color)"
    faint, full = note.evaluate(ink)
    assert faint == full
    rules = {
        "runOnly": ["color-contrast-enhanced"],
        "rules": {"color-contrast-enhanced": {"enabled": True}},
    }
    found = Axe().run(lesson.page, context=".care-quiz", options=rules)
    assert found.violations_count == 0, found.generate_report()


def test_where_the_system_sets_the_colours_state_is_still_seen(lesson, media):
    media(forced_colors="active")
    pressed = lesson.page.locator(".care-quiz .care-lang[aria-pressed=true]")
    line = pressed.evaluate("node => getComputedStyle(node).textDecorationLine")
    assert line == "underline"
    card = lesson.card("which-is-the-middle")
    thick = "node => parseFloat(getComputedStyle(node).borderTopWidth)"
    option = card.locator(".care-option").first
    before = option.evaluate(thick)
    option.locator("input").check()
    assert option.evaluate(thick) > before


def test_right_and_wrong_are_told_by_words_and_a_sign_and_not_by_colour_alone(lesson):
    card = answer_wrongly(lesson)
    status = card.get_by_role("status")
    sign = status.locator("svg").bounding_box()
    assert sign["width"] > 8
    expect(status).to_have_text(re.compile(r"^\W*Not yet\."))


def test_the_name_of_each_control_holds_the_words_on_it(lesson):
    for language in ("English", "简体", "繁體"):
        lesson.page.locator(".care-quiz").get_by_role("button", name=language, exact=True).click()
        assert lesson.page.evaluate(MISNAMED) == []


def test_what_has_the_focus_is_never_under_something_else(lesson):
    page = lesson.page
    page.set_viewport_size({"width": 800, "height": 420})
    page.locator(".care-reader .care-lang").first.focus()
    for _ in range(5):
        assert page.evaluate(HIDDEN) is None
        page.keyboard.press("Tab")
    page.locator(".care-quiz .care-lang").first.focus()
    for _ in range(14):
        page.keyboard.press("Tab")
        assert page.evaluate(HIDDEN) is None


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_edges_and_signs_stand_out_three_to_one(lesson, theme):
    lesson.theme(theme)
    answer_wrongly(lesson)
    faint = lesson.page.locator(".care-quiz").evaluate(
        """root => {
        const paint = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
        const light = colour => {
            paint.fillStyle = colour; paint.fillRect(0, 0, 1, 1);
            const parts = [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3)
                .map(part => part / 255)
                .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]; };
        const paper = light(getComputedStyle(root).backgroundColor);
        const ratio = colour => { const pair = [light(colour), paper].sort((a, b) => b - a);
            return (pair[0] + 0.05) / (pair[1] + 0.05); };
        const edges = [...root.querySelectorAll('button, input[type=text], select')]
            .map(node => [node.className || node.tagName, getComputedStyle(node).borderTopColor]);
        const signs = [...root.querySelectorAll('.care-icon path')]
            .map(node => ['icon', getComputedStyle(node).stroke]);
        return [...edges, ...signs].filter(([, colour]) => ratio(colour) < 3)
            .map(([name, colour]) => `${name} ${colour} ${ratio(colour).toFixed(2)}`); }"""
    )
    assert faint == []
