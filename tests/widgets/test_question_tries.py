"""Where a learner stands with a question: tries, variants, and what the next try is worth."""

from pathlib import Path

import pytest

from carekit.common.languages import ENGLISH, Text, languages
from carekit.learner.event_log import ANSWERED, Record, Result, Score
from carekit.questions.verdicts import Note, NotRead, Verdict
from carekit.widgets import card_states
from carekit.widgets.question_state import SHOWN, QuestionTries, sittings

RECORD = Record(Path("unused"))


def answered(name="c/q", *, right=False, **extensions):
    result = Result(
        response="x", score=Score(scaled=float(right)), success=right, extensions=extensions
    )
    return RECORD.statement(ANSWERED, name, lang=ENGLISH, result=result)


def told(*statements):
    return sittings(statements, ["c/q"])["c/q"]


def test_before_any_answer_there_is_no_try():
    assert told() == QuestionTries(variant=0, tries=0, wrong=0, shown=False, last=None)
    assert sittings([answered("c/other")], ["c/q"]) == {"c/q": QuestionTries()}


def test_every_answer_is_a_try_and_the_last_one_is_kept():
    last = answered(right=True)
    found = told(answered(), answered(), last)
    assert (found.tries, found.wrong, found.last) == (3, 2, last)


def test_another_variant_begins_anew_and_what_is_no_number_is_the_first():
    found = told(answered(), answered(variant=2), answered(variant=2))
    assert (found.variant, found.tries, found.wrong) == (2, 2, 2)
    for odd in ("2", -1, 1.5, None):
        assert told(answered(variant=odd)).variant == 0
    assert told(answered(variant=0), answered(variant=2), answered()).tries == 1


def test_an_answer_that_was_shown_makes_the_next_try_worth_nothing():
    shown = RECORD.statement(SHOWN, "c/q", lang=ENGLISH)
    found = told(answered(), shown)
    assert (found.shown, found.tries, found.worth([1.0, 0.5])) == (True, 1, 0.0)
    assert not told(answered(variant=1), shown, answered(variant=1)).shown


@pytest.mark.parametrize(("tries", "worth"), [(0, 1.0), (1, 0.5), (2, 0.25), (3, 0.25), (9, 0.25)])
def test_a_later_try_is_worth_what_the_author_says_and_then_as_much_as_the_last(tries, worth):
    found = QuestionTries(tries=tries)
    assert found.worth([1.0, 0.5, 0.25]) == worth
    assert found.worth([1.0]) == 1.0


def text(word):
    return Text.model_validate(dict.fromkeys(languages(), word))


def test_a_card_shows_what_came_of_an_answer_and_nothing_that_is_not_there():
    verdict = Verdict(
        0.5, right=False, notes=(Note("a", right=False, says=text("w"), credit=0.5),), missed=1
    )
    state = card_states.judged(3, ["a"], verdict=verdict)
    assert (state["turn"], state["answer"], state["score"]) == (3, ["a"], 0.5)
    assert (state["right"], state["missed"], state["saved"]) == (False, 1, None)
    assert state["notes"][0] == {
        "option": "a",
        "right": False,
        "credit": 0.5,
        "says": {"en": "w", "zh-Hans": "w", "zh-Hant": "w"},
    }
    assert "remark" not in state
    close = Verdict(0.0, right=False, notes=(), remark="close")
    assert card_states.judged(1, [], verdict=close)["remark"] == "close"
    saved = answered()
    assert card_states.judged(1, [], verdict=close, saved=saved)["saved"] == (
        saved.timestamp.isoformat()
    )
    assert card_states.kept(1, ["a"])["saved"] is None
    unread = card_states.unread(2, ["ten"], NotRead("words", "ten"))
    assert (unread["turn"], unread["answer"]) == (2, ["ten"])
    assert unread["fault"]["says"] == "words"
