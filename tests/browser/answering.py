"""Answers to the questions of the small course's bank, one of each kind, given on their cards."""

import re
from pathlib import Path

from playwright.sync_api import expect

from carekit.questions import load_bank

BANK = Path(__file__).parent / "course" / "course_data" / "quizzes" / "tides.yml"
# One question of each kind.
KINDS = [one.id for one in load_bank(BANK).questions]


def check(card):
    """Have a card's answer judged; return the line that says how it is."""
    card.get_by_role("button", name="Check").click()
    return card.locator(".care-status")


def answer_everything_partly(card):
    """Give each kind an answer that brings reasons, so that every part of a card is on show.

    ``card`` returns the card of a question by its id.
    """
    pairs = card("words-for-water")
    pairs.get_by_label("high water").select_option("r-manchao")
    pairs.get_by_label("spring tide").select_option("r-xiaochao")
    order = card("one-day-at-sea")
    order.get_by_role("button", name="Move down").first.click()
    gaps = card("what-pulls-the-sea")
    gaps.get_by_label("Gap 1").fill("ＷＩＮＤ")
    gaps.get_by_label("Gap 2").select_option("closer")
    card("boat-on-the-sand").get_by_label("Call the harbour").check()
    card("where-is-high-water").locator("[data-spot=end]").click()
    card("which-is-a-tide").get_by_label("Ripples").check()
    card("what-pulls").get_by_label("The moon").check()
    for name in KINDS:
        for field in card(name).get_by_role("textbox").all():
            if not field.input_value():
                field.fill("12")
        expect(check(card(name))).to_contain_text(re.compile(r"Not yet|Partly|Also acceptable"))
