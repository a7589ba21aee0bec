"""What a card of the look-up shows, on a course of one concept."""

import pytest

from carekit.vocabulary.glossary import listed_language
from carekit.vocabulary.lookup import lexicon
from tests.vocabulary.test_glossary import CONCEPT, MEASURE, TERMS

VARIANTS = "variants: {en: [brewing], zh-CN: [叶], zh-TW: [葉], zh-HK: [葉]}"


def made(folder, variants=VARIANTS):
    files = {"glossary": CONCEPT.replace(VARIANTS, variants) + MEASURE, "terms": TERMS}
    (folder / "course_data").mkdir()
    for name, text in files.items():
        (folder / "course_data" / f"{name}.yml").write_text(text, encoding="utf-8")
    return lexicon(folder)


def card(found, name="terms/brewing"):
    return next(entry for entry in found.entries if entry["id"] == name)


@pytest.mark.parametrize("names", ["[brewing]", "[]"])
def test_a_language_with_one_name_or_none_is_not_said_to_have_others(tmp_path, names):
    found = made(tmp_path, VARIANTS.replace("[brewing]", names))
    assert "also" not in card(found)


def test_other_names_are_shown_for_the_languages_that_have_them(tmp_path):
    found = made(tmp_path, VARIANTS.replace("en: [brewing]", "en: [brewing, steeping]"))
    assert card(found)["also"] == {"en": ["brewing", "steeping"]}
    assert found.forms["steeping"] == found.forms["brewing"]


def test_a_concept_that_lists_no_english_names_is_found_under_its_own(tmp_path):
    found = made(tmp_path, VARIANTS.replace("en: [brewing], ", ""))
    assert found.entries[int(found.forms["leaf"])]["id"] == "terms/brewing"
    # The regular forms of its name lead there too.
    assert found.forms["leafs"] == found.forms["leaf"]


def test_a_term_of_the_house_has_no_meaning_and_no_card_in_the_review(tmp_path):
    assert card(made(tmp_path), "terms/pot") == {
        "id": "terms/pot",
        "term": {"en": "leaf", "zh-Hans": "叶", "zh-Hant": "葉"},
    }


def test_a_course_without_english_is_looked_up_in_its_own_language(tmp_path, monkeypatch):
    (tmp_path / "course_data").mkdir()
    (tmp_path / "course_data" / "course.yml").write_text("id: té\nlanguages: [es, ar]\n")
    (tmp_path / "course_data" / "terms.yml").write_text(
        "terms:\n  - {id: quality, also: [revisión],\n"
        "     term: {es: control de calidad, ar: ضبط الجودة}}\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CAREKIT_ROOT", raising=False)
    found = lexicon(tmp_path)
    assert listed_language() == "es"
    for form in ("control de calidad", "calidad", "revisión", "ضبط الجودة"):
        assert found.entries[int(found.forms[form])]["id"] == "terms/quality"
    # English endings and hyphens are no rules of Spanish.
    assert not {"calidads", "calidaded", "control-de-calidad"} & set(found.forms)
