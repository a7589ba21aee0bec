"""Gaps, pairs, variants and lengths: what is taken, and where it ends."""

import pytest

from carekit.common.languages import languages
from carekit.questions import Bank
from carekit.questions.judging import closed, judge, refuse
from carekit.questions.kinds.multiple.judging import score as several
from carekit.questions.validation import long_texts, width
from carekit.questions.variants import VARIANTS, variant_for, variant_of
from carekit.questions.views.browser import for_browser
from carekit.questions.views.without_key import Asked
from tests.questions.bank_samples import ITEM, OPTION, QUESTIONS, accepted, chosen, text

WORDS = {"en": ["a"], "zh-Hans": ["b"], "zh-Hant": ["c"]}
TYPED = {"accept": WORDS, "why": text("w"), "when_wrong": text("w"), "misconception": "m"}
TAKEN = {"choices": [{"id": "r", "right": True, **OPTION}, {"id": "w", **OPTION}]}


def without(entry, *names):
    return {name: value for name, value in entry.items() if name not in names}


@pytest.mark.parametrize(
    ("gap", "said", "fine"),
    [
        (TYPED, "((g))", True),
        (TAKEN, "((g))", True),
        ({}, "((g))", False),
        ({**TYPED, **TAKEN}, "((g))", False),
        (without(TYPED, "why"), "((g))", False),
        (without(TYPED, "when_wrong"), "((g))", False),
        (without(TYPED, "misconception"), "((g))", False),
        ({**TAKEN, "why": text("w")}, "((g))", False),
        ({**TAKEN, "misconception": "m"}, "((g))", False),
        ({"choices": TAKEN["choices"][:1]}, "((g))", False),
        ({"choices": TAKEN["choices"][1:]}, "((g))", False),
        ({**TYPED, "accept": {**WORDS, "en": []}}, "((g))", False),
        ({**TYPED, "accept": {**WORDS, "zh-Hans": []}}, "((g))", False),
        ({**TYPED, "accept": {**WORDS, "zh-Hant": []}}, "((g))", False),
        (TYPED, "((g)) and ((g))", False),
        (TYPED, "nothing", False),
        (TYPED, "((g)) and ((h))", False),
        (None, "nothing", False),
    ],
)
def test_a_gap_is_filled_in_one_way_and_stands_once_in_the_text(gap, said, fine):
    gaps = [] if gap is None else [{"id": "g", **gap}]
    entry = {**ITEM, "kind": "cloze", "text": text(said), "gaps": gaps}
    ideas = [{"id": "m", "says": text("m")}]
    assert accepted(Bank, concept="c", misconceptions=ideas, questions=[entry]) is fine


@pytest.mark.parametrize(
    ("fields", "fine"),
    [
        ({"answer": 7, "tolerance": 0}, True),
        ({"answer": 7.5, "tolerance": 0.5}, True),
        ({"answer": 7, "tolerance": -0.5}, False),
        ({"answer": 7, "tolerance": float("inf")}, False),
        ({"answer": float("inf"), "tolerance": 0}, False),
        ({"answer": True, "tolerance": 0}, False),
        ({"answer": "7", "tolerance": 0}, False),
        ({"answer": "= 7 + 1", "tolerance": 0}, True),
        ({"answer": "= 7 **", "tolerance": 0}, False),
    ],
)
def test_a_number_asked_for_is_finite_and_its_tolerance_not_below_nothing(fields, fine):
    entry = {**ITEM, "kind": "numeric", "why": text("w"), **fields}
    assert accepted(Bank, concept="c", misconceptions=[], questions=[entry]) is fine
    assert not accepted(Bank, concept="c", misconceptions=[], questions=[])


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        (["crest"], None),
        ([], "nothing is not on offer"),
        (["sky"], "sky is not on offer"),
        (["crest", "end"], "one option can be taken, not 2"),
    ],
)
def test_one_place_is_taken_and_an_answer_without_any_is_none(answer, refused):
    question = QUESTIONS["where-is-high-water"]
    if refused is None:
        refuse(question, answer)
        return
    with pytest.raises(ValueError, match=refused):
        refuse(question, answer)


@pytest.mark.parametrize(
    ("name", "answer", "fine"),
    [
        ("what-pulls-the-sea", ["body=moon"], True),
        ("what-pulls-the-sea", ["body=moon", "why-more=closer"], True),
        ("what-pulls-the-sea", [], False),
        ("what-pulls-the-sea", ["body=moon", "body=sun"], False),
        ("what-pulls-the-sea", ["tail=moon"], False),
        ("what-pulls-the-sea", ["body= "], False),
        ("what-pulls-the-sea", ["body"], False),
        ("what-pulls-the-sea", ["why-more=larger"], False),
        ("words-for-water", ["high-water=r-manchao"], True),
        ("words-for-water", ["high-water=r-manchao", "low-water=r-dachao"], True),
        ("words-for-water", [], False),
        ("words-for-water", ["high-water=r-manchao", "high-water=r-dachao"], False),
        ("words-for-water", ["high-water=r-manchao", "low-water=r-manchao"], False),
        ("words-for-water", ["high-water=r-x"], False),
        ("words-for-water", ["high-water"], False),
    ],
)
def test_gaps_and_pairs_may_be_left_out_and_none_is_given_twice(name, answer, fine):
    if fine:
        refuse(QUESTIONS[name], answer)
        return
    with pytest.raises(ValueError, match=r"at most once|take of:"):
        refuse(QUESTIONS[name], answer)


@pytest.mark.parametrize(("key", "offered"), [(set(), {"a"}), ({"a"}, {"a"})])
def test_ticks_are_worth_nothing_that_can_be_said_without_a_right_and_a_wrong_option(key, offered):
    with pytest.raises(ValueError, match="needs a right and a wrong option"):
        several(set(), key, offered)


def test_a_way_to_act_is_right_only_where_it_is_worth_everything():
    question = QUESTIONS["boat-on-the-sand"]
    for choice in question.choices:
        verdict = judge(question, [choice.id])
        assert (verdict.score, verdict.right) == (choice.credit, choice.credit == 1)
        [note] = verdict.notes
        assert (note.option, note.right, note.credit) == (choice.id, verdict.right, choice.credit)
        assert verdict.misconceptions == ((choice.misconception,) if choice.misconception else ())


def test_only_a_typed_answer_is_told_more_when_no_other_try_can_follow():
    for name in ("boat-on-the-sand", "where-is-high-water"):
        question = QUESTIONS[name]
        for choice in question.choices:
            verdict = judge(question, [choice.id])
            assert closed(question, verdict) == verdict


def test_each_gap_that_is_not_right_counts_as_missed_also_an_empty_one():
    question = QUESTIONS["what-pulls-the-sea"]
    for answer, missed, notes in (
        ([], 2, 0),
        (["body=moon"], 1, 1),
        (["body=moon", "why-more="], 1, 1),
        (["body=stars", "why-more=closer"], 1, 2),
    ):
        verdict = judge(question, answer)
        assert (verdict.missed, verdict.score, len(verdict.notes)) == (
            missed,
            (2 - missed) / 2,
            notes,
        )
        assert verdict.right is False


@pytest.mark.parametrize("number", [0, VARIANTS - 1])
def test_the_first_and_the_last_variant_can_be_asked(number):
    assert "{{" not in variant_of(QUESTIONS["mean-level"], number).ask["en"]


@pytest.mark.parametrize("number", [-1, VARIANTS, None])
def test_there_is_no_other_variant(number):
    with pytest.raises(ValueError, match=f"mean-level has no variant {number}"):
        variant_of(QUESTIONS["mean-level"], number)


def test_a_question_that_draws_nothing_is_its_own_only_variant():
    question = QUESTIONS["boat-on-the-sand"]
    assert variant_of(question, None) is question


def test_every_variant_belongs_to_some_learner():
    assert VARIANTS == 24
    assert {variant_for(str(seed)) for seed in range(400)} == set(range(VARIANTS))


def asked(**more):
    return Asked.model_validate({**ITEM, "concept": "c", "kind": "numeric", "use": "exam", **more})


def test_a_kept_variant_is_asked_again_also_the_first_one():
    drawn = asked(ask=text("{{n}}?"), variants=[{"n": n} for n in range(VARIANTS)])
    assert [drawn.variant("s", kept) for kept in (0, 1, 23)] == [0, 1, 23]
    assert drawn.variant("s") == variant_for("s")
    assert drawn.variant("s", VARIANTS + 2) == 2
    assert drawn.numbered(0).ask["en"] == "0?"
    assert drawn.numbered(3).ask["en"] == "3?"
    assert drawn.numbered(3).variants == []
    assert asked().variant("s", 3) is None


def test_pinned_options_stand_first_and_last_whatever_the_seed():
    choices = [
        {"id": name, "say": text(name), **({"pin": pin} if pin else {})}
        for name, pin in (("z", "first"), ("b", None), ("a", "last"), ("c", None), ("d", None))
    ]
    question = asked(kind="single", choices=choices)
    orders = [for_browser(question, str(seed))["order"] for seed in range(30)]
    assert {(one[0], one[-1]) for one in orders} == {("z", "a")}
    assert {tuple(sorted(one)) for one in orders} == {tuple("abcdz")}
    assert len({tuple(one) for one in orders}) == 6


@pytest.mark.parametrize(
    ("words", "long"),
    [
        (("w" * 30, "一", "一"), []),
        (("w" * 31, "一", "一"), ["en"]),
        (("w" * 60, "一" * 10, "一"), []),
        (("w" * 61, "一" * 10, "一"), ["en"]),
        (("w", "一" * 11, "w"), ["zh-Hans"]),
        (("w", "w", "一" * 10), []),
    ],
)
def test_short_texts_and_those_up_to_twice_as_long_are_worth_no_look(words, long):
    ask = dict(zip((lang for lang in languages()), words, strict=True))
    entry = {**chosen("single", 1, 1), "ask": ask}
    bank = Bank.model_validate({"concept": "c", "misconceptions": [], "questions": [entry]})
    assert [where[-1] for where, _ in long_texts(bank)] == long
    assert width("ａb一") == 7
