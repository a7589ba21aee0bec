"""Numbers that a course's card lets its texts and questions give as they stand."""

import json
from itertools import count

import pytest

from tests.authoring.small_course import LESSON, page, reader_of

CARD = """
id: tea
title: {en: Tea, zh-Hans: 茶, zh-Hant: 茶}
first_notebook: notebooks/01-tea.ipynb
"""
WAIT = page(en="We waited 61.7 minutes.", hans="我们等了 61.7 分钟。", hant="我們等了 61.7 分鐘。")


@pytest.fixture
def with_numbers(tmp_path):
    """Return a function that reads a text beside a card that says which numbers are stated."""
    # A card is read once, so each gets a course of its own.
    places = (tmp_path / str(number) for number in count())

    def read(stated, text, name):
        place = next(places)
        course = reader_of(place)
        (place / "course_data" / "course.yml").write_text(CARD + stated, encoding="utf-8")
        return {(one.lang, one.string) for one in course(text, name)}

    return read


def test_a_number_that_a_rule_sets_is_said_once_in_the_card(with_numbers):
    everywhere = {(lang, "61.7") for lang in ("en", "zh-Hans", "zh-Hant")}
    assert with_numbers("", WAIT, LESSON) == everywhere
    assert with_numbers("numbers: {rules: [61.7]}", WAIT, LESSON) == set()
    assert with_numbers("numbers: {rules: [61]}", WAIT, LESSON) == everywhere


def test_a_question_that_tells_a_case_gives_its_numbers_and_its_feedback_repeats_them(with_numbers):
    def said(text):
        return json.dumps(dict.fromkeys(("en", "zh-Hans", "zh-Hant"), text))

    bank = f"""
questions:
  - id: one
    ask: {said("It had 61.7 for 45, 1,046 times.")}
    choices:
      - {{id: right, say: {said("44")}, why: {said("1,046 61.7 45 44 99")}}}
  - id: two
    ask: {said("And now?")}
    why: {said("61.7")}
"""
    name = "course_data/quizzes/tea.yml"
    loose = {one for _, one in with_numbers("numbers: {cases: true}", bank, name)}
    # 99 is told nowhere, and what question one tells is not told in question two.
    assert loose == {"99", "61.7"}
    assert len(with_numbers("numbers: {cases: true}", bank, name)) == 6
    assert {one for _, one in with_numbers("", bank, name)} == {
        "61.7",
        "45,",
        "1,046",
        "44",
        "99",
        "45",
    }
