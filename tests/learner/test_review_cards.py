"""The cards: practice questions as they are, and words in several guises."""

import json
import re
import shutil
from pathlib import Path

import pytest

from carekit.learner.review_cards import GAP, Deck, words_of
from carekit.questions.judging import judge
from carekit.vocabulary.audio_clips import FOLDER, MANIFEST
from carekit.widgets.assets import words

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
        assert right.say["en"] in word.forms
        for choice in drawn.question.choices:
            assert not re.search(rf"\b{choice.say['en']}\b", drawn.sentence, re.IGNORECASE), name
            assert choice.say["en"] == choice.say["zh-Hans"] == choice.say["zh-Hant"]


def test_a_form_that_means_the_contrary_never_fills_the_gap(deck):
    sentences = {deck.draw("words/validate/cloze", SAID, str(n)).sentence for n in range(8)}
    assert sentences == {"One month of call-backs ____ the new script."}


def test_the_same_seed_draws_the_same_card_and_another_one_another(deck):
    def drawn(seed):
        return frozenset(deck.draw("words/loyalty/meaning", SAID, seed).question.offered)

    assert drawn("a") == drawn("a")
    assert len({drawn(str(n)) for n in range(20)}) > 10


def with_one_clip(root, folder):
    """Return a course with the word files and one clip, said in British English."""
    data = folder / "course_data"
    (data / "audio" / "words").mkdir(parents=True)
    for name in ("words", "glossary", "terms"):
        shutil.copy(root / "course_data" / f"{name}.yml", data)
    manifest = json.loads((root / FOLDER / MANIFEST).read_text(encoding="utf-8"))
    clips = [clip for clip in manifest["clips"] if clip["of"] == "words/perks"]
    kept = [clip for clip in clips if clip["lang"] == "en-GB"]
    told = json.dumps({"voices": manifest["voices"], "clips": kept}, ensure_ascii=False)
    (data / "audio" / MANIFEST).write_text(told, encoding="utf-8")
    name = "words/perks.en-GB.mp3"
    return shutil.copy(root / FOLDER / name, data / "audio" / name)


def test_a_word_is_heard_only_where_there_is_a_clip(root, tmp_path):
    clip = with_one_clip(root, tmp_path)
    heard = Deck(tmp_path)
    assert "words/perks/listen" in heard
    assert "words/input/listen" not in heard
    drawn = heard.draw("words/perks/listen", SAID, "seed")
    assert (drawn.clip, judge(drawn.question, ["perks"]).right) == (clip, True)
    clip.unlink()
    assert "words/perks/listen" not in Deck(tmp_path)


def test_every_word_of_the_course_can_be_heard_in_american_english(deck):
    for name in deck.words:
        drawn = deck.draw(f"words/{name}/listen", SAID, "seed")
        assert drawn.clip.name == f"{name}.en-US.mp3"
        assert judge(drawn.question, [name]).right


def test_a_term_with_a_meaning_can_be_asked_for_it(deck):
    drawn = deck.draw("terms/follow-up/meaning", SAID, "seed")
    assert (drawn.term.id, drawn.word, len(drawn.question.choices)) == ("follow-up", None, 4)
    assert judge(drawn.question, ["follow-up"]).right
    for wrong in drawn.question.choices[1:]:
        verdict = judge(drawn.question, [wrong.id])
        assert not verdict.right
        assert deck.terms["follow-up"].means["en"] in wrong.why["en"]
    assert "terms/team/meaning" not in deck


def test_terms_in_the_review_do_not_count_as_words(deck):
    cards = frozenset({"terms/loyalty/meaning", "words/input/cloze"})
    assert words_of(cards) == {"input"}
    assert "loyalty" in deck.not_in(cards)
    assert {"words/loyalty", "terms/loyalty"} <= deck.things
