"""The cards: practice questions as they are, and words in several guises."""

import re
import shutil
from pathlib import Path

import pytest

from carekit.cards import GAP, Deck
from carekit.judging import judge
from carekit.widgets.words import words

SMALL = Path(__file__).resolve().parents[1] / "browser" / "course"
SAID = words("review")


@pytest.fixture(scope="module")
def deck(root):
    """Return the cards of this repository's course."""
    return Deck(root)


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
    assert len(deck.words) == 12
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
        assert right.say.en in word.forms
        for choice in drawn.question.choices:
            assert not re.search(rf"\b{choice.say.en}\b", drawn.sentence, re.IGNORECASE), name
            assert choice.say.en == choice.say.zh_hans == choice.say.zh_hant


def test_a_form_that_means_the_contrary_never_fills_the_gap(deck):
    sentences = {deck.draw("words/validate/cloze", SAID, str(n)).sentence for n in range(8)}
    assert sentences == {"One month of call-backs ____ the new script."}


def test_the_same_seed_draws_the_same_card_and_another_one_another(deck):
    def drawn(seed):
        return frozenset(deck.draw("words/loyalty/meaning", SAID, seed).question.offered)

    assert drawn("a") == drawn("a")
    assert len({drawn(str(n)) for n in range(20)}) > 10


def test_a_word_is_heard_only_where_there_is_a_clip(root, tmp_path):
    for name in ("words", "glossary", "terms"):
        (tmp_path / "course_data").mkdir(exist_ok=True)
        shutil.copy(root / "course_data" / f"{name}.yml", tmp_path / "course_data")
    assert "words/perks/listen" not in Deck(tmp_path)
    clip = tmp_path / "course_data" / "audio" / "words" / "perks.mp3"
    clip.parent.mkdir(parents=True)
    clip.write_bytes(b"sound")
    heard = Deck(tmp_path)
    assert "words/perks/listen" in heard
    assert "words/input/listen" not in heard
    drawn = heard.draw("words/perks/listen", SAID, "seed")
    assert (drawn.clip, judge(drawn.question, ["perks"]).right) == (clip, True)
