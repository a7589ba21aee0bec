"""The cards: practice questions as they are, and words in several guises."""

import json
import re
from pathlib import Path

import pytest

from carekit.learner.review_cards import GAP, Deck, words_of
from carekit.questions.judging import judge
from carekit.vocabulary.audio_clips import FOLDER, MANIFEST
from carekit.widgets.assets import words

SMALL = Path(__file__).resolve().parents[1] / "browser" / "course"
SAID = words("review")


@pytest.fixture(scope="module")
def deck(tea_once):
    """Return the cards of a course with words."""
    return Deck(tea_once)


@pytest.mark.parametrize(
    ("card", "there"),
    [
        ("waiting/work-it-out", True),
        ("waiting/kept-for-the-exam", False),
        ("waiting/never-was", False),
        ("never/work-it-out", False),
        ("../waiting/work-it-out", False),
        ("words/perks/meaning", False),
        ("waiting", False),
    ],
)
def test_a_deck_holds_practice_questions_and_nothing_else(card, there):
    assert (card in Deck(SMALL)) is there


def test_a_card_that_is_not_there_cannot_be_drawn():
    with pytest.raises(KeyError):
        Deck(SMALL).draw("waiting/kept-for-the-exam", SAID, "seed")


def test_every_word_of_the_list_can_be_asked_for_meaning_and_in_a_sentence(deck):
    assert len(deck.words) == 6
    for word in deck.words:
        for kind in ("meaning", "cloze"):
            drawn = deck.draw(f"words/{word}/{kind}", SAID, "seed")
            assert judge(drawn.question, [word]).right
            assert len(drawn.question.choices) == 4
            for wrong in drawn.question.offered - {word}:
                assert not judge(drawn.question, [wrong]).right


@pytest.mark.parametrize("seed", range(6))
def test_in_a_sentence_with_a_gap_only_the_right_word_is_missing(deck, seed):
    for name, word in deck.words.items():
        drawn = deck.draw(f"words/{name}/cloze", SAID, str(seed))
        assert GAP in drawn.sentence
        [right] = [choice for choice in drawn.question.choices if choice.right]
        assert right.say["en"] in word.forms
        for choice in drawn.question.choices:
            assert not re.search(rf"\b{choice.say['en']}\b", drawn.sentence, re.IGNORECASE), name
            assert choice.say["en"] == choice.say["zh-Hans"] == choice.say["zh-Hant"]


def test_a_form_that_means_the_contrary_never_fills_the_gap(deck):
    sentences = {deck.draw("words/seal/cloze", SAID, str(n)).sentence for n in range(8)}
    assert sentences == {"He ____ the jar at once."}


def test_the_same_seed_draws_the_same_card_and_another_one_another(deck):
    def drawn(seed):
        return frozenset(deck.draw("words/kettle/meaning", SAID, seed).question.offered)

    assert drawn("a") == drawn("a")
    assert len({drawn(str(n)) for n in range(20)}) > 5


def test_a_word_is_heard_only_where_there_is_a_clip(tea):
    manifest = tea / FOLDER / MANIFEST
    told = json.loads(manifest.read_text(encoding="utf-8"))
    kept = [clip for clip in told["clips"] if (clip["of"], clip["lang"]) == ("words/brew", "en-GB")]
    manifest.write_text(json.dumps({**told, "clips": kept}), encoding="utf-8")
    clip = tea / FOLDER / "words" / "brew.en-GB.mp3"
    heard = Deck(tea)
    assert "words/brew/listen" in heard
    assert "words/seal/listen" not in heard
    drawn = heard.draw("words/brew/listen", SAID, "seed")
    assert (drawn.clip, judge(drawn.question, ["brew"]).right) == (clip, True)
    clip.unlink()
    assert "words/brew/listen" not in Deck(tea)


def test_every_word_of_the_course_can_be_heard_in_american_english(deck):
    for name in deck.words:
        drawn = deck.draw(f"words/{name}/listen", SAID, "seed")
        assert drawn.clip.name == f"{name}.en-US.mp3"
        assert judge(drawn.question, [name]).right


def test_a_term_with_a_meaning_can_be_asked_for_it(deck):
    drawn = deck.draw("terms/waiting/meaning", SAID, "seed")
    assert (drawn.term.id, drawn.word, len(drawn.question.choices)) == ("waiting", None, 4)
    assert judge(drawn.question, ["waiting"]).right
    for wrong in drawn.question.choices[1:]:
        verdict = judge(drawn.question, [wrong.id])
        assert not verdict.right
        assert deck.terms["waiting"].means["en"] in wrong.why["en"]
    assert "terms/team/meaning" not in deck


def test_terms_in_the_review_do_not_count_as_words(deck):
    cards = frozenset({"terms/waiting/meaning", "words/seal/cloze"})
    assert words_of(cards) == {"seal"}
    assert "kettle" in deck.not_in(cards)
    assert {"words/kettle", "terms/waiting"} <= deck.things
