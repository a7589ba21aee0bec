"""The word files: read strictly, cross-checked, every mistake named with file, line and remedy."""

import os

import pytest

from carekit.common.files import ContentError
from carekit.vocabulary.glossary import (
    load_facts,
    load_glossary,
    load_house_terms,
    load_terms,
    load_words,
)
from carekit.vocabulary.lookup import lexicon

TEXT = "{en: leaf, zh-Hans: 叶, zh-Hant: 葉}"
CONCEPT = f"""\
concepts:
  - id: brewing
    term: {TEXT}
    hk: 葉
    means: {TEXT}
    source: {{printed: {TEXT}, pinyin: yè, note: {TEXT}}}
    variants: {{en: [brewing], zh-CN: [叶], zh-TW: [葉], zh-HK: [葉]}}
    pinyin: {{hans: yè, hant: yè}}
    definition: {{en: Pour hot water and wait., zh-Hans: 倒热水，等着。, zh-Hant: 倒熱水，等著。}}
    related: [steep-time, pot]
"""
MEASURE = f"""\
measures:
  - id: steep-time
    term: {TEXT}
    means: {TEXT}
    formula: {TEXT}
    unit: {TEXT}
    range: 0 … 10
    edges: [{TEXT}]
    worked: {{sum: 2 + 2, gives: 4}}
    source: Lu 780
    related: [brewing]
"""
TERMS = f"""\
terms:
  - id: pot
    term: {TEXT}
    forbidden:
      zh-Hant: [{{form: 鍋, why: a pot for soup, unless: 火鍋}}]
"""
FACTS = """\
facts:
  - id: hot-water
    concept: brewing
    source: both
    says: {en: The water is hot., zh-Hans: 水是热的。, zh-Hant: 水是熱的。}
    carried: {en: hot water, zh-Hans: 热水, zh-Hant: 熱水}
    taught: [glossary#brewing]
"""
WORDS = f"""\
words:
  - id: steep
    word: steep
    pos: {TEXT}
    ipa: {{uk: stiːp, us: stip}}
    gloss: {TEXT}
    note: {TEXT}
    family: [{{word: steeping, pos: noun, gloss: {TEXT}}}]
    forms: [steep, steeps]
    concepts: [brewing]
    examples: [{TEXT}, {TEXT}]
"""


@pytest.fixture
def course(tmp_path):
    """Return a function that writes a small course, with some of its text changed."""
    folder = tmp_path / "course_data"
    folder.mkdir()

    def write(old="", new=""):
        files = {
            "glossary.yml": CONCEPT + MEASURE,
            "terms.yml": TERMS,
            "facts.yml": FACTS,
            "words.yml": WORDS,
        }
        assert not old or any(old in text for text in files.values())
        for name, text in files.items():
            (folder / name).write_text(text.replace(old, new) if old else text, encoding="utf-8")
        return tmp_path

    return write


def test_every_kind_of_term_can_be_linked_to(course):
    terms = load_terms(course())
    assert set(terms) == {"brewing", "steep-time", "pot"}
    assert terms["brewing"].term["zh-Hant"] == "葉"
    assert terms["pot"].means is None


def test_a_course_needs_no_word_file(tmp_path):
    (tmp_path / "course_data").mkdir()
    assert load_terms(tmp_path) == {}
    glossary = load_glossary(tmp_path)
    assert (glossary.concepts, glossary.measures) == ([], [])
    assert lexicon(tmp_path).entries == []
    (tmp_path / "course_data" / "terms.yml").write_text(TERMS, encoding="utf-8")
    assert list(load_terms(tmp_path)) == ["pot"]
    assert len(lexicon(tmp_path).entries) == 1


def test_a_concept_needs_no_source_and_no_pinyin(tmp_path):
    (tmp_path / "course_data").mkdir()
    words = "{en: brewing, zh-Hans: 泡茶, zh-Hant: 泡茶}"
    text = f"concepts:\n- {{id: brewing, term: {words}, definition: {words}}}\n"
    (tmp_path / "course_data" / "glossary.yml").write_text(text, encoding="utf-8")
    assert load_glossary(tmp_path).concepts[0].source is None
    [entry] = lexicon(tmp_path).entries
    assert "pinyin" not in entry


def test_a_good_course_loads_whole(course):
    root = course()
    assert load_glossary(root).measures[0].worked.gives == 4
    assert load_house_terms(root)[0].forbidden["zh-Hant"][0].unless == "火鍋"
    assert [fact.id for fact in load_facts(root)] == ["hot-water"]
    assert load_words(root)[0].forms == ["steep", "steeps"]


def test_a_changed_file_is_read_again(course):
    assert "pot" in load_terms(course())
    root = course()
    path = root / "course_data" / "terms.yml"
    path.write_text(TERMS + TERMS.removeprefix("terms:\n").replace("pot", "cup"), encoding="utf-8")
    # Two writes within one tick of the clock would look the same; the date is what is compared.
    os.utime(path, ns=(1, 1))
    assert "cup" in load_terms(root)


@pytest.mark.parametrize(
    ("old", "new", "load", "says"),
    [
        ("[steep-time, pot]", "[steep-time, cup]", load_terms, "brewing.related: there is no term"),
        ("id: pot", "id: brewing", load_terms, "already in glossary.yml"),
        (
            "means: {en: leaf",
            "means: {en: " + "leaf " * 30,
            load_terms,
            "a tooltip has room for 120",
        ),
        ("    hk: 葉\n", "    hk: ''\n", load_terms, "hk: is empty; write the words"),
        ("zh-Hant: 葉}\n    means", "zh-Hant: ''}\n    means", load_terms, "is empty"),
        ("concept: brewing", "concept: baking", load_facts, "there is no concept 'baking'"),
        ("taught: [glossary#brewing]", "taught: []", load_facts, "is taught nowhere"),
        ("carried: {en: hot water", "carried: {en: cold tea", load_facts, "quote it exactly"),
        ("热水, zh-Hant: 熱水}", "热水, zh-Hant: 冷水}", load_facts, "the zh-Hant definition"),
        ("source: both", "source: two", load_facts, "hot-water.source"),
        ("concepts: [brewing]", "concepts: [baking]", load_words, "there is no concept 'baking'"),
        ("word: steep\n", "word: steep\n    colour: 1\n", load_words, "is not a field here"),
    ],
)
def test_a_mistake_is_refused_with_file_and_remedy(course, old, new, load, says):
    with pytest.raises(ContentError, match=r"\.yml:\d+:") as caught:
        load(course(old, new))
    assert says in str(caught.value)


@pytest.mark.parametrize(("length", "fits"), [(120, True), (121, False)])
def test_a_tooltip_has_room_for_so_many_characters(course, length, fits):
    root = course("means: {en: leaf", f"means: {{en: {'x' * length}")
    if fits:
        assert len(load_terms(root)["brewing"].means["en"]) == length
    else:
        with pytest.raises(ContentError, match=f"{length} characters"):
            load_terms(root)


def test_a_repeated_fact_names_its_line(course):
    root = course()
    path = root / "course_data" / "facts.yml"
    path.write_text(FACTS + FACTS.removeprefix("facts:\n"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"facts\.yml:8: facts\.hot-water\.id: the id stands"):
        load_facts(root)


def second_text(root, adds):
    """Let only the second source text say the fact, and the glossary say this beside it."""
    for name, old, new in (
        ("facts.yml", "source: both", "source: zh"),
        ("glossary.yml", "pinyin: yè, note", f"pinyin: yè, adds: {adds}, note"),
    ):
        path = root / "course_data" / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return root


def test_a_fact_of_the_second_text_stands_beside_the_definition(course):
    held = "{en: It wants hot water., zh-Hans: 要用热水。, zh-Hant: 要用熱水。}"
    assert [fact.source for fact in load_facts(second_text(course(), held))] == ["zh"]


def test_the_definition_does_not_carry_what_only_the_second_text_says(course):
    root = second_text(course(), TEXT)
    with pytest.raises(ContentError, match=r"carried\.zh-Hant: the zh-Hant source\.adds does not"):
        load_facts(root)
