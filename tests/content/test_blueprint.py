"""The bank of the course, held against its blueprint: levels, kinds, keys, lengths, forms."""

import re
from collections import Counter

import pytest

from carekit.authoring.prose_lint import answer_cues
from carekit.common.languages import ENGLISH, languages
from carekit.learner.review_cards import Deck
from carekit.questions import load_banks
from carekit.questions.exam_forms import blueprints, forms, lengths
from carekit.questions.validation import width
from carekit.questions.views.without_key import asked
from carekit.vocabulary.glossary import load_glossary, load_terms
from tests.reading_languages import ZH_HANS, ZH_HANT

LEVELS = {"remember": 1, "understand": 2, "apply": 2, "analyse": 2, "evaluate": 1}
SHORT = ("pre-short", "post-short")
CELLS = ({"remember", "understand"}, {"apply"}, {"analyse", "evaluate"})
EVERYTHING = {
    ENGLISH: re.compile(r"\b(all|none) of (the above|these|them)\b", re.IGNORECASE),
    ZH_HANS: re.compile(r"以上(都|皆|全)|都不是$|都对$|都是$"),
    ZH_HANT: re.compile(r"以上(都|皆|全)|都不是$|都對$|都是$"),
}


@pytest.fixture(scope="module")
def concepts(root):
    return [one.id for one in load_glossary(root).concepts]


@pytest.fixture(scope="module")
def banks(root):
    return load_banks(root, load_terms(root))


@pytest.fixture(scope="module")
def singles(banks):
    return [q for bank in banks.values() for q in bank.questions if q.kind == "single"]


def used_for(bank, use):
    return [question for question in bank.questions if question.use == use]


def offered(question):
    """Return the lists of options of a question that are read as options: not words, not places."""
    lists = [question.choices] if question.kind in ("single", "multiple", "judgement") else []
    return lists + [gap.choices for gap in getattr(question, "gaps", []) if gap.choices]


def test_every_concept_has_a_bank(banks, concepts):
    assert sorted(banks) == sorted(concepts)
    assert len(concepts) == 8


def test_each_concept_is_practised_by_the_levels_of_the_blueprint(banks):
    found = {name: Counter(q.bloom for q in used_for(b, "practice")) for name, b in banks.items()}
    assert found == {name: Counter(LEVELS) for name in banks}


def test_there_are_sixty_four_questions_to_practise_or_more(banks):
    assert sum(len(used_for(bank, "practice")) for bank in banks.values()) >= 64


def test_each_lesson_asks_in_four_kinds_or_more(banks):
    kinds = {name: {q.kind for q in used_for(bank, "practice")} for name, bank in banks.items()}
    assert {name: found for name, found in kinds.items() if len(found) < 4} == {}


def test_each_of_the_twelve_words_is_asked_by_its_meaning_and_in_a_sentence(root):
    deck = Deck(root)
    cards = [f"words/{word}/{kind}" for word in deck.words for kind in ("meaning", "cloze")]
    assert len(cards) >= 24
    assert [card for card in cards if card not in deck] == []


def test_the_key_stands_in_no_place_too_often(singles):
    for count in (3, 4):
        keys = [q.choices for q in singles if len(q.choices) == count]
        places = Counter([one.right for one in choices].index(True) for choices in keys)
        assert max(places.values()) <= 0.45 * len(keys), (count, places)
    places = Counter([one.right for one in q.choices].index(True) for q in singles)
    assert max(places.values()) <= 0.4 * len(singles), places


def test_no_look_of_an_option_tells_the_key_in_any_bank_form_or_language(root):
    assert [str(finding) for finding in answer_cues(root)] == []


@pytest.mark.parametrize("lang", list(languages()))
def test_no_option_stands_out_by_its_length(banks, lang):
    found = []
    for question in (q for bank in banks.values() for q in bank.questions if q.use == "exam"):
        for choices in offered(question):
            room = {one.id: width(one.say[lang]) for one in choices}
            for name, mine in room.items():
                others = (sum(room.values()) - mine) / (len(room) - 1)
                if mine > 1.4 * others:
                    found.append((question.id, name))
    assert found == []


def test_no_option_stands_for_all_others(banks):
    found = [
        (question.id, one.id)
        for bank in banks.values()
        for question in bank.questions
        for choices in offered(question)
        for one in choices
        if any(pattern.search(one.say[lang]) for lang, pattern in EVERYTHING.items())
    ]
    assert found == []


def test_every_wrong_option_and_every_slip_points_to_a_wrong_idea(banks):
    # That a wrong option names one is held when a bank is read; here the slips of exam numbers.
    numbers = [q for b in banks.values() for q in used_for(b, "exam") if q.kind == "numeric"]
    assert numbers
    assert [question.id for question in numbers if not question.slips] == []


# --- Exam forms.


def test_forms_a_and_b_have_one_question_of_each_cell_and_share_eight(root, concepts):
    questions = asked(root)
    made = forms(blueprints(root)["pre-test"], questions)
    assert set(made) == {"pre-test", "post-test"}
    assert len(set(made["pre-test"]) & set(made["post-test"])) == 8
    for ids in made.values():
        assert len(ids) == 24
        for concept in concepts:
            levels = [questions[name].bloom for name in ids if questions[name].concept == concept]
            assert [sum(level in cell for level in levels) for cell in CELLS] == [1, 1, 1], concept


def test_the_shared_eight_are_one_of_each_concept(root, concepts):
    questions = asked(root)
    anchors = blueprints(root)["pre-test"].anchors
    assert sorted(questions[name].concept for name in anchors) == sorted(concepts)


def cells(questions, ids):
    """Return how many questions of each concept, level and kind of answer are among these."""
    found = [questions[name] for name in ids]
    return Counter((one.concept, one.bloom, one.kind) for one in found)


def test_forms_a_and_b_ask_as_much_of_each_concept_on_each_level_in_the_same_kinds(root):
    questions = asked(root)
    made = forms(blueprints(root)["pre-test"], questions)
    assert cells(questions, made["pre-test"]) == cells(questions, made["post-test"])


def test_the_delayed_form_and_both_short_ones_ask_as_much_of_each_concept_on_each_level(root):
    known, questions = blueprints(root), asked(root)
    made = [forms(known[name], questions)[name] for name in ("delayed-test", *SHORT)]
    first, *others = [cells(questions, ids) for ids in made]
    assert sum(first.values()) == 16
    assert others == [first, first]


def test_the_delayed_form_has_the_shared_eight_and_eight_that_nobody_has_seen(root):
    known, questions = blueprints(root), asked(root)
    seen = {name for ids in forms(known["pre-test"], questions).values() for name in ids}
    late = forms(known["delayed-test"], questions)["delayed-test"]
    assert len(late) == 16
    assert set(late) & seen == set(known["pre-test"].anchors)


@pytest.mark.parametrize("form", ["pre-test", "post-test"])
def test_a_short_form_is_a_part_of_its_long_one_with_two_questions_of_each_concept(
    root, concepts, form
):
    known, questions = blueprints(root), asked(root)
    _, name = lengths(known, form)
    short, long = (forms(known[one], questions)[one] for one in (name, form))
    assert len(short) == 16
    assert set(short) <= set(long)
    assert Counter(questions[one].concept for one in short) == dict.fromkeys(concepts, 2)
    assert set(known[form].anchors) <= set(short)


def test_the_two_short_forms_share_the_eight(root):
    known, questions = blueprints(root), asked(root)
    made = [set(forms(known[one], questions)[one]) for one in SHORT]
    assert made[0] & made[1] == set(known["pre-test"].anchors)


@pytest.mark.parametrize(
    ("form", "minutes"),
    [("pre-test", 28), ("delayed-test", 15), ("pre-short", 15), ("post-short", 15)],
)
def test_a_form_has_its_time(root, form, minutes):
    assert blueprints(root)[form].minutes == minutes
