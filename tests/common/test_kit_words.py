"""The kit's own words: each language has every sentence, with the same gaps."""

import re

import pytest

from carekit.common.kit_words import FOLDER, words_in

TAGS = sorted(path.stem for path in FOLDER.glob("*.yml"))


def leaves(node, where=()):
    if isinstance(node, str):
        return {where: node}
    return {
        place: words for key in node for place, words in leaves(node[key], (*where, key)).items()
    }


ENGLISH = leaves(words_in("en"))


def gaps(words):
    return set(re.findall(r"{[^}]*}", words))


def test_there_are_words_to_compare():
    assert {"en", "zh-Hans", "zh-Hant"} <= set(TAGS)
    assert len(ENGLISH) > 800


@pytest.mark.parametrize("tag", TAGS)
def test_every_language_of_the_kit_has_the_same_keys_in_the_same_order(tag):
    assert list(leaves(words_in(tag))) == list(ENGLISH)


@pytest.mark.parametrize("tag", TAGS)
def test_a_sentence_has_the_same_gaps_in_every_language(tag):
    found = leaves(words_in(tag))
    assert {where: gaps(found[where]) for where in ENGLISH} == {
        where: gaps(words) for where, words in ENGLISH.items()
    }


@pytest.mark.parametrize("tag", TAGS)
def test_no_sentence_is_empty(tag):
    assert [where for where, words in leaves(words_in(tag)).items() if not words.strip()] == []
