import pytest
from pydantic import ValidationError

from carekit.common.languages import ENGLISH, Text, as_lang
from tests.reading_languages import ZH_HANS, ZH_HANT

WORDS = {"en": "bill", "zh-Hans": "账单", "zh-Hant": "帳單"}


def test_a_text_gives_its_words_in_each_language_in_page_order():
    text = Text.model_validate(WORDS)
    assert text[ZH_HANT] == text["zh-Hant"] == "帳單"
    assert text.by_lang() == WORDS
    assert list(text.by_lang()) == ["en", "zh-Hans", "zh-Hant"]


@pytest.mark.parametrize("missing", list(WORDS))
def test_a_text_without_one_language_is_refused(missing):
    with pytest.raises(ValidationError, match=missing):
        Text.model_validate({lang: words for lang, words in WORDS.items() if lang != missing})


@pytest.mark.parametrize("empty", ["", "  ", "\n"])
def test_a_text_with_empty_words_is_refused(empty):
    with pytest.raises(ValidationError, match="zh-Hans"):
        Text.model_validate(WORDS | {"zh-Hans": empty})


def test_a_text_in_a_fourth_language_is_refused():
    with pytest.raises(ValidationError, match="fr"):
        Text.model_validate(WORDS | {"fr": "facture"})


@pytest.mark.parametrize(
    ("tag", "lang"),
    [
        ("zh", ZH_HANS),
        ("zh-HK", ZH_HANT),
        ("zh_Hant_TW", ZH_HANT),
        ("zh-Hans-HK", ZH_HANS),
        ("EN_us.UTF-8", ENGLISH),
        ("C", None),
        ("", None),
        (None, None),
    ],
)
def test_a_tag_finds_the_script_its_readers_use(tag, lang):
    assert as_lang(tag) == lang
