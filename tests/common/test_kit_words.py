"""The kit's own words: each language has every sentence, with the same gaps."""

import pytest

from carekit.common.course_languages import KIT_WORDS
from carekit.common.kit_words import gaps, sentences

TAGS = sorted(path.stem for path in KIT_WORDS.glob("*.yml"))
ENGLISH = sentences("en")


def test_there_are_words_to_compare():
    assert {"en", "zh-Hans", "zh-Hant"} <= set(TAGS)
    assert len(ENGLISH) > 800


@pytest.mark.parametrize("tag", TAGS)
def test_every_language_of_the_kit_has_the_same_keys_in_the_same_order(tag):
    assert list(sentences(tag)) == list(ENGLISH)


@pytest.mark.parametrize("tag", TAGS)
def test_a_sentence_has_the_same_gaps_in_every_language(tag):
    found = sentences(tag)
    assert {where: gaps(found[where]) for where in ENGLISH} == {
        where: gaps(words) for where, words in ENGLISH.items()
    }
