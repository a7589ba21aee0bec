"""The course's own words: complete, computed again, pronounced right, and taught somewhere."""

import math
import re
import statistics

from pypinyin import Style, pinyin

from carekit.authoring.prose_lint import check_text
from carekit.common.languages import languages
from carekit.vocabulary.glossary import (
    load_facts,
    load_glossary,
    load_house_terms,
    load_terms,
    load_words,
)
from carekit.vocabulary.lookup import lexicon

CONCEPTS = [
    "proactive-care",
    "follow-up",
    "feedback",
    "touch-points",
    "loyalty",
    "value-proposition",
    "tracking-learning",
    "best-practices",
]
WORDS = (
    "perks input validate intervals loyalty unwilling marketing advertising assessment components"
    " immediate yardstick"
)
MATHS = {
    "sqrt": math.sqrt,
    "ceil": math.ceil,
    "mean": statistics.mean,
    "median": statistics.median,
    "stdev": statistics.stdev,
}
# Where a reviewed reading differs from the one pypinyin gives: Han text -> our reading.
READINGS: dict[str, str] = {}


def test_the_course_has_its_eight_concepts_and_twelve_words(root):
    assert [concept.id for concept in load_glossary(root).concepts] == CONCEPTS
    assert [word.word for word in load_words(root)] == WORDS.split()


def test_there_are_forty_measures_and_a_hundred_and_twenty_house_terms(root):
    assert len(load_glossary(root).measures) >= 40
    assert len(load_house_terms(root)) >= 120


LINKED = (
    "follow-up first-response-time sla-attainment fcr csat call-back percentile median ticket"
    " breach closed-loop customer agent complaint resolution nps ces retention churn"
)


def test_the_ids_that_lessons_link_to_stay(root):
    assert set(LINKED.split()) <= set(load_terms(root))


def test_every_worked_sum_gives_what_it_says(root):
    wrong = {}
    for measure in load_glossary(root).measures:
        *steps, last = measure.worked.sum.split("\n")
        names = dict(MATHS)
        exec("\n".join(steps), names)
        got = eval(last, names)
        shown = f"{measure.worked.gives:.10g}"
        digits = len(shown.partition(".")[2])
        if round(got, digits) != measure.worked.gives:
            wrong[measure.id] = (got, measure.worked.gives)
    assert wrong == {}


def read_aloud(han):
    """Return what pypinyin reads, without spaces and marks between syllables."""
    said = pinyin(han, style=Style.TONE, errors="ignore")
    return "".join(syllable for (syllable,) in said)


def test_every_reading_is_what_pypinyin_reads_or_a_reviewed_exception(root):
    wrong = {}
    for concept in load_glossary(root).concepts:
        pairs = [
            (concept.source.printed["zh-Hans"], concept.source.pinyin),
            (concept.term["zh-Hans"], concept.pinyin["hans"]),
            (concept.term["zh-Hant"], concept.pinyin["hant"]),
        ]
        for han, ours in pairs:
            theirs = READINGS.get(han, read_aloud(han))
            if re.sub(r"[\s’,]", "", ours) != theirs:
                wrong[han] = (ours, theirs)
    assert wrong == {}


def cells(root, lesson):
    """Return the names of a lesson's cells, or None when there is no such lesson."""
    path = root / "content" / "lessons" / f"{lesson}.md"
    if not path.is_file():
        return None
    text = path.read_text(encoding="utf-8")
    return set(re.findall(r'^(?:\+\+\+ \{"name": "|name: )([a-z0-9-]+)', text, re.MULTILINE))


def strangers(root, places, concepts):
    """Return the places that do not exist."""
    missing = []
    for place in places:
        where, _, what = place.partition("#")
        known = concepts if where == "glossary" else cells(root, where)
        if known is None or what not in known:
            missing.append(place)
    return missing


def test_every_fact_is_taught_in_a_place_that_exists(root):
    places = {place for fact in load_facts(root) for place in fact.taught}
    assert strangers(root, places, set(CONCEPTS)) == []


def test_a_place_that_does_not_exist_is_seen(root):
    places = ["glossary#feedback", "glossary#nothing", "99-no-lesson#setup", "02-follow-up#no-cell"]
    assert strangers(root, places, set(CONCEPTS)) == places[1:]


def test_every_concept_has_facts_of_both_texts(root):
    seen = {(fact.concept, fact.source) for fact in load_facts(root)}
    assert seen == {(name, source) for name in CONCEPTS for source in ("both", "en", "zh")}


def test_who_looks_a_concept_up_finds_a_definition_and_an_example(root):
    shown = {entry["id"]: entry for entry in lexicon(root).entries}
    for concept in load_glossary(root).concepts:
        assert concept.source.adds, concept.id
        entry = shown[f"terms/{concept.id}"]
        assert entry["means"] == concept.means.by_lang()
        assert entry["note"] == concept.example.by_lang()


def test_no_spelling_belongs_to_two_words(root):
    forms = [form for word in load_words(root) for form in word.forms]
    assert sorted(forms) == sorted(set(forms))


def test_every_example_uses_its_word(root):
    for word in load_words(root):
        for example in word.examples:
            spoken = re.findall(r"[a-z]+", example["en"].lower())
            assert set(spoken) & set(word.forms), (word.id, example["en"])


def test_every_word_of_the_sound_has_its_stress_marked(root):
    for word in load_words(root):
        for sound in (word.ipa.uk, word.ipa.us):
            syllables = len(re.findall(r"[aeiouæɑɒɔəɛɜɝɚɪʊʌ]+", sound))
            assert syllables < 2 or "ˈ" in sound, (word.id, sound)


def test_a_hong_kong_form_is_given_only_where_it_differs(root):
    same = [term.id for term in load_terms(root).values() if term.hk == term.term["zh-Hant"]]
    assert same == []


def test_the_house_forbids_none_of_its_own_terms(root):
    own = {(lang, term.term[lang]) for term in load_terms(root).values() for lang in languages()}
    forbidden = {
        (lang, form.form)
        for term in load_house_terms(root)
        for lang, forms in term.forbidden.items()
        for form in forms
    }
    assert own & forbidden == set()


def test_every_exception_pattern_is_a_pattern(root):
    for term in load_house_terms(root):
        for forms in term.forbidden.values():
            for form in forms:
                assert re.compile(form.unless or "")


def test_the_words_files_read_right(root):
    findings = check_text(root)
    ours = {"glossary.yml", "facts.yml", "words.yml", "terms.yml", "text-exceptions.yml"}
    assert [str(finding) for finding in findings if finding.path.name in ours] == []
