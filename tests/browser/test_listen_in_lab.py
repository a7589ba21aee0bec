"""Listen in JupyterLab, and how the card looks: voices, clips, small windows, every language."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from looking import card, look, switch, used  # isort: skip


@pytest.fixture
def lab(page_of_words, desk):
    """Return the notebook with every cell run and the words loaded, on an empty record."""
    with used(page_of_words, desk) as ready:
        yield ready


VOICES = """names => {
    const voices = names.map(([name, lang, localService]) => ({ name, lang, localService }));
    globalThis.heard = [];
    Object.defineProperty(globalThis, 'speechSynthesis', { configurable: true, value: {
        getVoices: () => voices, cancel: () => {}, addEventListener: () => {},
        removeEventListener: () => {},
        speak: said => heard.push([said.text, said.said, said.rate]) } });
    globalThis.SpeechSynthesisUtterance = class {
        constructor(text) { this.text = text; }
        set voice(one) { this.said = one.name; }
    };
}"""


@pytest.mark.parametrize(
    ("voices", "labels", "heard"),
    [
        pytest.param([["Far", "en-US", False]], [], [], id="a voice from a server is none"),
        pytest.param(
            [["Sam", "en-GB", True], ["Sin-ji", "zh-HK", True]],
            [
                "British English, voice of this computer: Sam",
                "most likely Cantonese, voice of this computer: Sin-ji",
                "most likely Cantonese, voice of this computer: Sin-ji",
            ],
            [["ticket", "Sam", 0.8]],
            id="Cantonese is called so",
        ),
        pytest.param(
            [["Sin-ji", "zh_HK", True], ["Ting", "zh_CN", True], ["Mei", "zh-TW", True]],
            [
                "Mandarin (zh-CN), voice of this computer: Ting",
                "Mandarin (zh-TW), voice of this computer: Mei",
            ],
            [["工单", "Ting", 0.8]],
            id="Mandarin comes first",
        ),
    ],
)
def test_without_a_clip_a_voice_of_this_computer_speaks_and_says_whose_it_is(
    lab, voices, labels, heard
):
    lab.page.evaluate(VOICES, voices)
    found = look(lab, "ticket")
    hear = found.locator(".care-hear span:last-child:not(.care-run)")
    expect(found).to_have_attribute("data-sounds", "known")
    expect(hear).to_have_text(labels)
    if labels:
        found.locator(".care-hear").first.click()
    assert lab.page.evaluate("heard") == heard
    lab.page.evaluate("delete globalThis.speechSynthesis")


def test_a_clip_is_played_in_full_and_none_leaves_the_machine(lab):
    lab.page.evaluate(
        """() => { globalThis.played = [];
            globalThis.Audio = class extends Audio {
                play() { played.push(this); return super.play(); } }; }"""
    )
    found = look(lab, "perks")
    expect(found.locator(".care-hear")).to_have_text(
        ["▶American English", "▶British English", "▶Mandarin", "▶Mandarin"]
    )
    found.get_by_role("button", name="British English").click()
    lab.page.wait_for_function("() => played.length === 1 && played[0].ended")
    assert 0.4 < lab.page.evaluate("played[0].duration") < 1.5
    expect(found.get_by_role("status")).to_be_empty()


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_axe_finds_nothing_in_a_card_in_any_language(lab, theme):
    lab.theme(theme)
    for name in ("English", "简体", "繁體"):
        switch(lab, name)
        for said in ("validate", "follow-up", "zebra"):
            lab.page.locator(".care-look input").fill(said)
            lab.page.keyboard.press("Enter")
            if said != "zebra":
                expect(card(lab).locator(".care-hear")).not_to_have_count(0)
            # Nothing may be fading: axe would measure the colours in between.
            lab.page.evaluate(
                "() => Promise.allSettled(document.getAnimations().map(one => one.finished))"
            )
            found = Axe().run(lab.page, context=".care-entry, .care-reader")
            assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(
    ("width", "height"), [(400, 700), (550, 400)], ids=["400 px", "1100 px at 200 %"]
)
def test_the_card_stays_inside_a_small_window_and_its_targets_are_large(lab, width, height):
    lab.page.set_viewport_size({"width": width, "height": height})
    found = look(lab, "validate")
    expect(found.locator(".care-hear")).to_have_count(4)
    box = found.bounding_box()
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= height
    assert found.evaluate("node => node.scrollWidth <= node.clientWidth")
    for button in found.get_by_role("button").all():
        size = button.bounding_box()
        assert min(size["width"], size["height"]) >= 24


def test_less_motion_is_no_motion(lab):
    lab.page.emulate_media(reduced_motion="reduce")
    assert look(lab, "perks").evaluate("node => getComputedStyle(node).animationName") == "none"
    lab.page.emulate_media(reduced_motion="no-preference")
