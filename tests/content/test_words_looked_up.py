"""What can be looked up in this course, and under which forms."""

import json
import re

import pytest

from carekit.common.languages import languages
from carekit.vocabulary.glossary import load_terms, load_words
from carekit.vocabulary.lookup import lexicon, normal
from tests.vocabulary.test_lookup import entry


@pytest.fixture(scope="module")
def course(root):
    return lexicon(root)


def test_every_term_is_found_under_its_name_in_every_language(root, course):
    twins = 0
    for term in load_terms(root).values():
        for lang in languages():
            name = re.sub(r"\s*[（(].*?[）)]", "", term.term[lang])
            found = entry(course, term.term[lang])
            assert len(name) < 2 or entry(course, name)
            same = found == f"terms/{term.id}"
            # Two ideas may share a Chinese name; the first of the two keeps it. A word of the
            # list that is a term as well has one card, the word's.
            twins += not same
            assert same or found.startswith("words/") or term.term[lang] in {"跟进", "反馈"}, name
    assert twins < 40


def test_every_listed_form_of_a_word_leads_to_the_word_or_its_relative(root, course):
    for word in load_words(root):
        for form in (word.word, *word.forms, *(one.word for one in word.family)):
            found = entry(course, form)
            # A relative may be a term of its own, with a meaning of its own.
            alone = found.startswith("terms/") and form not in (word.word, *word.forms)
            assert alone or found.split("+")[0] == f"words/{word.id}", form


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ("Perk", "words/perks"),
        ("validating", "words/validate"),
        ("invalidated", "words/validate+invalidate"),
        ("validations", "words/validate+validation"),
        ("unwillingness", "words/unwilling+unwillingness"),
        ("benchmarks", "terms/benchmark"),
        ("first response times", "terms/first-response-time"),
        ("Call‑backs", "terms/call-back"),
        ("followed up", "terms/follow-up-verb"),
        ("follow-up", "terms/follow-up"),
        ("holdout group", "terms/hold-out"),
        ("holdout groups", "terms/hold-out"),
        ("hold out group", "terms/hold-out"),
        ("churn", "terms/churn"),
        ("churned", "terms/churn"),
        ("subscribers", "terms/subscription"),
        ("Subscribed", "terms/subscription"),
        ("touch-points", "terms/touch-points"),
        ("touchpoints", "terms/touchpoint"),
        ("behaviour", "terms/behavior"),
        ("NPS", "terms/nps"),
        ("SLAs", "terms/sla-attainment"),
        ("FCRs", "terms/fcr"),
        ("first-contact resolution", "terms/fcr"),
        ("first-response times", "terms/first-response-time"),
        ("pp", "terms/percentage-point"),
        ("净推荐值", "terms/nps"),
        ("淨推薦值", "terms/nps"),
        ("市場推廣", "words/marketing"),
        ("后续服务工作", "terms/follow-up"),
        ("不愿意", "words/unwilling"),
        ("流失", "terms/churn"),
        ("對照", "terms/control-group"),
        ("对照", "terms/control-group"),
    ],
)
def test_a_form_leads_to_its_entry(course, form, found):
    assert entry(course, form) == found


def test_what_english_readers_look_up_first_has_a_meaning_in_english(course):
    for form in ("courier", "subscribers", "parcels", "refund", "churn", "holdout group"):
        place = course.forms[form].partition(".")[0]
        assert course.entries[int(place)]["means"]["en"], form


def test_the_end_of_a_chinese_name_that_others_hold_too_leads_nowhere(root, course):
    names = [
        re.sub(r"\s*[（(].*?[）)]", "", term.term["zh-Hant"]) for term in load_terms(root).values()
    ]
    for shared in ("滿意", "服務"):
        assert sum(shared in name for name in names) > 1
        assert shared not in course.forms


def test_a_word_that_two_terms_share_leads_to_neither_of_them(root, course):
    names = [re.sub(r"\s*[(].*?[)]", "", term.term["en"]) for term in load_terms(root).values()]
    shared = [word for word in ("customers", "number", "group") if word in " ".join(names).split()]
    for word in shared:
        owners = [name for name in names if word in name.split()]
        if len(owners) > 1 and word not in names:
            assert word not in course.forms, owners


def test_the_browser_can_compare_forms_as_they_stand(course):
    for form, place in course.forms.items():
        assert form == normal(form)
        assert re.fullmatch(r"\d+(\.\d)?", place)
    assert not {"a", "p", "constructor", "__proto__"} & set(course.forms)


def test_all_that_is_sent_is_small(course):
    sent = json.dumps({"entries": course.entries, "forms": course.forms}, ensure_ascii=False)
    assert 60_000 < len(sent.encode()) < 140_000


def test_every_chinese_name_has_a_reading(course):
    for one in course.entries:
        texts = one.get("gloss") or one["term"]
        for lang in ("zh-Hans", "zh-Hant"):
            if re.search(r"[\u4e00-\u9fff]", texts[lang]):
                assert one["pinyin"][lang], texts[lang]
