"""Drawn numbers: one seed, one question, in every language; expressions that stay arithmetic."""

from pathlib import Path
from statistics import mean, median

import numpy as np
import pytest

from carekit.common.languages import ENGLISH, Text, languages
from carekit.learner.event_log import ANSWERED, Record, Result, Score
from carekit.questions import NotDrawn, Numeric, load_bank, realised, seed_of, shuffled
from carekit.questions.expressions import UnreadableExpression, names_in, percentile, value_of
from carekit.questions.judging import judge, solution
from carekit.questions.models import Rule
from carekit.questions.views.key_only import key_of, question_of
from carekit.widgets.question_state import QuestionTries

BANK = Path(__file__).resolve().parents[1] / "browser" / "course" / "course_data" / "quizzes"


@pytest.fixture(scope="module")
def drawn():
    """Return the question of the tides bank whose numbers are drawn."""
    [question] = [one for one in load_bank(BANK / "tides.yml").questions if one.draw]
    return question


def test_one_seed_gives_one_question_on_every_machine(drawn):
    first, again = (realised(drawn, seed_of("ada", "tides/mean-level", 2)) for _ in range(2))
    assert first == again
    # A figure from the day this was written: another Python must not draw another question.
    assert realised(drawn, "a").ask["en"].startswith("Levels of 20, 40, 45 cm.")


def test_learner_question_and_variant_all_change_the_seed(drawn):
    seeds = [("ada", "a/b", 0), ("bo", "a/b", 0), ("ada", "a/c", 0), ("ada", "a/b", 1)]
    asked = {realised(drawn, seed_of(*seed)).ask["en"] for seed in seeds}
    assert len(asked) == 4


@pytest.mark.parametrize("seed", range(20))
def test_answer_slips_and_texts_come_from_the_same_draw(drawn, seed):
    question = realised(drawn, str(seed))
    assert isinstance(question, Numeric)
    levels = [float(one) for one in question.ask["en"][10:].split(" cm")[0].split(", ")]
    assert question.answer == pytest.approx(round(mean(levels), 1))
    assert question.slips[0].value == median(levels)
    assert f"{question.answer:g}" in question.why["zh-Hant"]
    assert judge(question, solution(question)).right
    for lang in languages():
        assert "{{" not in question.ask[lang]


def test_lists_are_written_as_each_language_lists_things(drawn):
    question = realised(drawn, "a")
    assert "20、40、45" in question.ask["zh-Hans"]


def test_a_draw_that_cannot_be_used_is_put_back(drawn):
    picky = drawn.model_copy(update={"only_if": "max(levels) == 60"})
    for seed in "abcdef":
        assert "60" in realised(picky, seed).ask["en"]
    with pytest.raises(NotDrawn, match="no usable numbers in 60 draws"):
        realised(drawn.model_copy(update={"only_if": "max(levels) > 60"}), "a")


def test_a_draw_in_which_two_options_read_the_same_is_put_back():
    [single, *_] = [one for one in load_bank(BANK / "tides.yml").questions if one.kind == "single"]
    words = dict.fromkeys(languages(), "{{n}} hours"), dict.fromkeys(languages(), "2 hours")
    first, second, *_ = single.choices
    both = [
        one.model_copy(update={"say": Text.model_validate(say)})
        for one, say in zip((first, second), words, strict=True)
    ]
    drawn = {"draw": {"n": Rule(one_of=[1, 2])}, "choices": both}
    for seed in "abcdefgh":
        made = realised(single.model_copy(update=drawn), seed)
        assert [one.say["en"] for one in made.choices] == ["1 hours", "2 hours"]
    with pytest.raises(NotDrawn, match=r"two options read the same \(2 hours, 2 hours\)"):
        realised(single.model_copy(update=drawn | {"draw": {"n": Rule(one_of=[2])}}), "a")


def test_a_question_without_drawn_numbers_comes_back_as_it_is():
    fixed = load_bank(BANK / "tides.yml").questions[0]
    assert realised(fixed, "a") is fixed


def test_an_order_depends_on_the_seed_alone_and_loses_nothing():
    assert shuffled("abcdef", "x") == shuffled("abcdef", "x")
    assert sorted(shuffled("abcdef", "x")) == list("abcdef")
    firsts = [shuffled("abc", str(seed))[0] for seed in range(300)]
    assert all(70 < firsts.count(one) < 130 for one in "abc")


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("2 + 3 * a", 17),
        ("(a - 1) / 4", 1),
        ("-a // 2 % 3", 0),
        ("round(mean(many), 1)", 5.3),
        ("median(many) + min(many) + max(many)", 16),
        ("sorted(many)[0] + many[-1]", 12),
        ("len(many) == 3 and not a > 9", True),
        ("sum([a, 2]) in [7] or a < 0", True),
        ("percentile(many, 50)", 4),
        ("abs(-a)", 5),
    ],
)
def test_an_expression_comes_to_what_arithmetic_says(said, value):
    assert names_in(said) <= {"a", "many"}
    assert value_of(said, {"a": 5, "many": [4, 3, 9]}) == value


@pytest.mark.parametrize(
    "said",
    [
        "__import__('os')",
        "a.real",
        "(lambda: 1)()",
        "[x for x in many]",
        "'a' * 9",
        "2 ** 99999",
        "f'{a}'",
        "a if b else c",
        "max(many, key=len)",
        "many[0:2]",
        "print(a)",
        "x := 3",
        "True",
        "1 +",
        "a" * 300,
    ],
)
def test_whatever_is_not_arithmetic_is_refused_before_it_is_run(said):
    with pytest.raises(UnreadableExpression):
        names_in(said)


@pytest.mark.parametrize("share", [0, 10, 25, 50, 90, 99, 100])
def test_percentiles_are_those_of_numpy(share):
    row = [3, 17, 4, 90, 22, 5]
    assert percentile(row, share) == pytest.approx(np.percentile(row, share))


def test_whichever_variant_comes_next_it_begins_without_the_tries_of_the_last():
    record, sat = Record(Path("unused")), QuestionTries()
    for variant in (3, 3, 1):
        wrong = Result(
            response="x", score=Score(scaled=0), success=False, extensions={"variant": variant}
        )
        sat.hear(record.statement(ANSWERED, "a/q", lang=ENGLISH, result=wrong))
    assert (sat.variant, sat.tries, sat.wrong) == (1, 1, 1)


def test_an_argument_with_a_name_is_refused_with_what_to_write_in_its_place():
    with pytest.raises(UnreadableExpression, match="names an argument; give values only"):
        names_in("round(a, ndigits=b)")


def test_the_key_of_a_question_with_options_holds_nothing_of_the_draw(drawn):
    [single, *_] = [one for one in load_bank(BANK / "tides.yml").questions if one.kind == "single"]
    rules = {"draw": {"n": Rule(one_of=[1, 2])}, "derive": {"m": "n + 1"}, "only_if": "n > 0"}
    assert key_of(single.model_copy(update=rules)) == key_of(single)
    # What is typed as a number hangs on the draw.
    assert {"draw", "derive"} & key_of(drawn).keys() == {"draw", "derive"}
    assert worth_of(single.model_copy(update=rules)) == worth_of(single) == 1.0


def worth_of(question):
    """Return the share of the credit that the right answer gets by the question's key."""
    return judge(question_of(key_of(question)), solution(question)).score
