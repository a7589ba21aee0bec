"""What answers to the newer kinds are worth, by exhaustive small cases, and their feedback."""

from itertools import chain, combinations, permutations, product
from pathlib import Path
from statistics import mean

import pytest

from carekit.questions import load_bank, realised
from carekit.questions.judging import judge, refuse, solution
from carekit.questions.kinds import cloze, judgement, matching, ordering
from carekit.questions.kinds.ordering.views import start
from carekit.questions.typed_words import same_words
from carekit.questions.views.browser import for_browser

BANK = Path(__file__).resolve().parents[1] / "browser" / "course" / "course_data" / "quizzes"
QUESTIONS = {one.id: one for one in load_bank(BANK / "tides.yml").questions}


@pytest.mark.parametrize(("lefts", "rights"), [(2, 2), (2, 4), (3, 3), (3, 4)])
def test_one_partner_for_all_is_never_worth_more_than_guessing(lefts, rights):
    key = {f"l{n}": f"r{n}" for n in range(lefts)}
    offered = {f"r{n}" for n in range(rights)}
    ways = [dict(zip(key, way, strict=True)) for way in product(sorted(offered), repeat=lefts)]
    guessing = mean(matching.judging.score(way, key, offered) for way in ways)
    assert guessing > 0
    for right in offered:
        assert matching.judging.score(dict.fromkeys(key, right), key, offered) == 0
    assert matching.judging.score({}, key, offered) == 0
    assert matching.judging.score(key, key, offered) == 1
    assert [way for way in ways if matching.judging.score(way, key, offered) == 1] == [key]


@pytest.mark.parametrize("twice", ["falls", "rises"])
def test_an_order_with_a_part_twice_is_refused_with_how_to_answer(twice):
    question = QUESTIONS["one-day-at-sea"]
    every = ["highest", "falls", "lowest", "rises"]
    refuse(question, every)
    for answer in ([*every, twice], [*every[:3], twice, twice], every[:3]):
        if sorted(answer) != sorted(every):
            with pytest.raises(ValueError, match=r"write each of .* once, first to last"):
                refuse(question, answer)


@pytest.mark.parametrize("length", [3, 4, 5])
def test_an_order_is_worth_its_right_neighbours_and_only_the_key_is_worth_all(length):
    key = "abcde"[:length]
    scores = {way: ordering.judging.score(way, key) for way in permutations(key)}
    assert [way for way, score in scores.items() if score == 1] == [tuple(key)]
    assert mean(scores.values()) == pytest.approx(1 / length)
    assert ordering.judging.score(key[::-1], key) == 0
    assert ordering.judging.score("", key) == 0


@pytest.mark.parametrize("wrong", ["ab", "aabc", "abcd", "abd"])
def test_an_order_that_is_not_every_part_once_is_refused(wrong):
    with pytest.raises(ValueError, match="every part once"):
        ordering.judging.score(wrong, "abc")


def test_gaps_are_worth_their_share_and_an_empty_one_nothing():
    gaps = set("abcd")
    for count in range(5):
        for way in combinations("abcd", count):
            assert cloze.judging.score(set(way), gaps) == count / 4
    with pytest.raises(ValueError, match="not on offer: x"):
        cloze.judging.score({"x"}, gaps)


def test_taking_everything_in_a_judgement_is_worth_nothing():
    worth = {"a": 1.0, "b": 0.5, "c": 0.0}
    assert [judgement.judging.score({name}, worth) for name in worth] == [1, 0.5, 0]
    for n in (0, 2, 3):
        for way in combinations(worth, n):
            assert judgement.judging.score(set(way), worth) == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ＦＣＲ", "fcr", True),
        ("  the   Moon ", "the moon", True),
        ("STRASSE", "straße", True),
        ("跟进", "跟進", False),
        ("moon", "moons", False),
    ],
)
def test_typed_words_are_compared_without_case_width_and_spaces_but_not_across_scripts(
    one, other, same
):
    assert same_words(one, other) is same


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_solution_of_every_question_is_right_and_no_answer_is_worth_nothing(name):
    question = realised(QUESTIONS[name], "seed")
    verdict = judge(question, solution(question))
    assert (verdict.score, verdict.right, verdict.missed) == (1.0, True, 0)
    assert all(note.right for note in verdict.notes)
    assert verdict.misconceptions == ()
    if question.kind != "numeric":
        assert judge(question, []).score == 0


def test_each_pair_has_its_reason_and_a_foreseen_one_its_own():
    answer = ["high-water=r-manchao", "low-water=r-dachao", "spring-tide=r-xiaochao"]
    verdict = judge(QUESTIONS["words-for-water"], answer)
    said = [(note.option, note.right, note.says["en"]) for note in verdict.notes]
    assert said == [
        ("high-water", True, "The sea stands highest."),
        ("low-water", False, "Think of the bare sand."),
        ("spring-tide", False, "That is the smallest tide."),
    ]
    assert verdict.misconceptions == ("high-means-late", "wind-makes-tides")
    assert (verdict.score, verdict.missed) == (pytest.approx(1 / 3), 2)


def test_a_partner_used_twice_earns_nothing_and_nothing_false_is_said_of_it():
    verdict = judge(QUESTIONS["words-for-water"], ["high-water=r-manchao", "low-water=r-manchao"])
    assert verdict.score == 0
    assert [note.option for note in verdict.notes] == ["low-water"]


def test_a_foreseen_wrong_order_tells_its_reason():
    verdict = judge(QUESTIONS["one-day-at-sea"], ["falls", "highest", "rises", "lowest"])
    assert [note.says["en"] for note in verdict.notes] == ["It cannot rise above its highest."]
    assert (verdict.score, verdict.missed, verdict.misconceptions) == (0, 3, ("high-means-late",))
    verdict = judge(QUESTIONS["one-day-at-sea"], ["falls", "lowest", "rises", "highest"])
    assert [note.says["en"] for note in verdict.notes] == ["Begin with the crest of the wave."]
    assert (verdict.score, verdict.missed) == (pytest.approx(2 / 3), 1)


@pytest.mark.parametrize("typed", ["Moon", "ＭＯＯＮ", "the moon", "月球", "月亮"])
def test_a_gap_takes_the_words_of_every_language(typed):
    verdict = judge(QUESTIONS["what-pulls-the-sea"], [f"body={typed}", "why-more=closer"])
    assert verdict.right


def test_a_gap_tells_a_foreseen_wrong_word_from_another():
    question = QUESTIONS["what-pulls-the-sea"]
    foreseen, other = (judge(question, [f"body={word}"]).notes[0] for word in ("風", "stars"))
    assert foreseen.says["en"] == "Wind makes waves only."
    assert other.says["en"] == "It shines at night."


@pytest.mark.parametrize(
    ("name", "answer", "says"),
    [
        ("words-for-water", ["high-water"], "one name=value for each"),
        ("words-for-water", ["high-water=a", "high-water=b"], "one name=value for each"),
        ("words-for-water", ["tide=r-dachao"], "not on offer: tide"),
        ("words-for-water", ["high-water=r-x"], "not on offer: r-x"),
        ("one-day-at-sea", ["falls"], "every part once"),
        ("what-pulls-the-sea", ["tail=moon"], "not a gap: tail"),
        ("what-pulls-the-sea", ["why-more=larger"], "not on offer: larger"),
        ("boat-on-the-sand", ["wait", "call"], "one option can be taken, not 2"),
        ("where-is-high-water", ["sky"], "not on offer: sky"),
    ],
)
def test_an_answer_that_does_not_fit_the_question_is_refused(name, answer, says):
    with pytest.raises(ValueError, match=says):
        judge(QUESTIONS[name], answer)


@pytest.mark.parametrize("seed", range(30))
def test_the_order_shown_first_is_worth_nothing(seed):
    question = QUESTIONS["one-day-at-sea"]
    shown = start(question, str(seed))
    assert sorted(shown) == sorted(question.order)
    assert judge(question, shown).score == 0


def test_options_come_in_another_order_for_another_learner_and_pins_hold():
    question = QUESTIONS["boat-on-the-sand"]
    orders = [for_browser(question, f"learner-{n}")["order"] for n in range(40)]
    assert len({tuple(order) for order in orders}) == 6
    assert {order[-1] for order in orders} == {"leave"}
    assert for_browser(question, "a") == for_browser(question, "a")


@pytest.mark.parametrize("name", QUESTIONS)
def test_nothing_that_is_seen_tells_the_key(name):
    question = realised(QUESTIONS[name], "s")
    told = str(for_browser(question, "s"))
    for secret in ("'right': True", "why'", "when_wrong", "misconception", "credit", "tolerance"):
        assert secret not in told
    for entry in chain(getattr(question, "pairs", ()), getattr(question, "choices", ())):
        assert entry.why["en"] not in told
    for gap in getattr(question, "gaps", ()):
        assert not gap.accept or "nearest" not in told


def test_a_wrong_idea_behind_two_pairs_is_told_once():
    question = QUESTIONS["words-for-water"]
    one = [pair.model_copy(update={"misconception": "high-means-late"}) for pair in question.pairs]
    question = question.model_copy(update={"pairs": one, "slips": []})
    turned = [pair.right for pair in one[1:] + one[:1]]
    answer = [f"{pair.left}={right}" for pair, right in zip(one, turned, strict=True)]
    assert judge(question, answer).misconceptions == ("high-means-late",)


@pytest.mark.parametrize(
    "name", [name for name, one in QUESTIONS.items() if hasattr(one, "choices")]
)
def test_where_an_author_wrote_the_right_option_cannot_be_seen(name):
    question = QUESTIONS[name]
    turned = question.model_copy(update={"choices": question.choices[::-1]})
    assert for_browser(turned, "seed") == for_browser(question, "seed")
