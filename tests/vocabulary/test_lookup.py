"""What can be looked up, under which forms, and what the reader bar answers."""

import re

import pytest

from carekit.common.languages import languages
from carekit.learner.event_log import Record
from carekit.learner.review_cards import Deck
from carekit.learner.review_schedule import ADDED, queue
from carekit.vocabulary.glossary import load_terms, load_words
from carekit.vocabulary.lookup import inflected, lexicon, normal, spellings
from carekit.widgets.reader import Reader


@pytest.mark.parametrize(
    ("phrase", "forms"),
    [
        ("perk", ["perks", "perked", "perking"]),
        ("reply", ["replies", "replied", "replying"]),
        ("survey", ["surveys", "surveyed", "surveying"]),
        ("validate", ["validates", "validated", "validating"]),
        ("agree", ["agrees", "agreed", "agreeing"]),
        ("breach", ["breaches", "breached", "breaching"]),
        ("assess", ["assesses", "assessed", "assessing"]),
        ("plan", ["plans", "planed", "planing", "planned", "planning"]),
        ("call-back", ["call-backs", "call-backed", "call-backing"]),
        ("follow up", ["follows up", "followed up", "following up"]),
        ("role model", ["role models", "role modeled", "role modeling"]),
        ("marketing", []),
        ("intervals", []),
        ("NPS", []),
        ("SLA", ["SLAs"]),
        ("p", []),
    ],
)
def test_regular_forms_follow_from_the_last_letters(phrase, forms):
    assert inflected(phrase) == forms


def entry(lexicon, form):
    """Return the id of what a form leads to, with the relative where it is one."""
    place, _, kin = lexicon.forms[normal(form)].partition(".")
    found = lexicon.entries[int(place)]
    return f"{found['id']}+{found['family'][int(kin)]['word']}" if kin else found["id"]


@pytest.fixture(scope="module")
def found(tea_once):
    return lexicon(tea_once)


def test_every_term_and_every_word_is_found_under_its_own_name(tea_once, found):
    for term in load_terms(tea_once).values():
        for lang in languages():
            assert entry(found, term.term[lang]) == f"terms/{term.id}"
    for word in load_words(tea_once):
        for form in (word.word, *word.forms, *(one.word for one in word.family)):
            assert entry(found, form).split("+")[0] == f"words/{word.id}", form


@pytest.mark.parametrize(
    ("form", "where"),
    [
        ("Brewing", "words/brew"),
        ("unsealed", "words/seal+unseal"),
        ("unwillingness", "words/unwilling+unwillingness"),
        ("tea trays", "terms/tea-tray"),
        ("Tea‑trays", "terms/tea-tray"),
        ("warmup", "terms/warm-up"),
        ("warm up", "terms/warm-up"),
        ("colour", "terms/colour"),
        ("LR", "terms/leaf-rate"),
        ("LRs", "terms/leaf-rate"),
        ("leaf-rate", "terms/leaf-rate"),
        ("time of waiting", "terms/waiting"),
        ("等候时长", "terms/waiting"),
        ("茶盤", "terms/tea-tray"),
        ("茶盘", "terms/tea-tray"),
        ("不愿意", "words/unwilling"),
    ],
)
def test_a_form_leads_to_its_entry(found, form, where):
    assert entry(found, form) == where


def test_what_two_names_share_leads_to_neither_of_them(found):
    assert not {"tea", "茶"} & set(found.forms)
    for form, place in found.forms.items():
        assert form == normal(form)
        assert re.fullmatch(r"\d+(\.\d)?", place)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cancelled", "canceled"),
        ("behaviour", "behavior"),
        ("labelling", "labeling"),
        ("organise", "organize"),
        ("centre", "center"),
        ("dialogue", "dialog"),
        ("analyse", "analyze"),
    ],
)
def test_both_sides_of_the_ocean_are_understood(one, other):
    assert other in spellings(one)
    assert one in spellings(other)


@pytest.fixture
def bar(tea_once, tmp_path):
    """Return a reader bar, what it tells the browser, and the record it writes."""
    record = Record(tmp_path / "record")
    widget, told = Reader(tea_once, record), []
    widget.send = lambda content, *_: told.append(content)

    def ask(**content):
        widget.receive({"lang": "en", **content})
        return told[-1] if told else None

    return ask, told, record


def test_a_course_without_words_has_nothing_to_look_up(tmp_path):
    empty = lexicon(tmp_path)
    assert (empty.entries, empty.forms) == ([], {})


def test_the_bar_gives_all_words_at_once_and_a_clip_when_its_card_opens(bar):
    ask, told, _ = bar
    assert told == []
    assert len(ask(do="lexicon")["lexicon"]["entries"]) == 14
    opened = ask(do="open", id="words/brew")
    assert set(opened["clips"]) == {"en-US", "en-GB", "zh-Hans", "zh-Hant"}
    assert all(url.startswith("data:audio/mpeg;base64,") for url in opened["clips"].values())
    assert ask(do="open", id="terms/tea-tray") == {
        "about": "terms/tea-tray",
        "clips": {},
        "added": None,
    }


@pytest.mark.parametrize("name", ["words/brew", "terms/waiting"])
def test_what_is_added_is_due_in_the_review_and_added_once(bar, tea_once, name):
    ask, _, record = bar
    assert ask(do="add", id=name) == {"about": name, "added": "now"}
    assert ask(do="add", id=name) == {"about": name, "added": "before"}
    assert ask(do="open", id=name)["added"] == "before"
    [said] = record.read().statements
    assert (said.verb.id, said.object.id) == (ADDED, name)
    due = queue([said], Deck(tea_once), record.clock()).due
    assert [card.card for card in due] == [f"{name}/meaning"]


@pytest.mark.parametrize("name", ["terms/never-was", "terms/team", "../words/brew", None])
def test_what_cannot_be_asked_is_not_added(bar, name):
    ask, told, record = bar
    ask(do="add", id=name)
    assert told == []
    assert not record.path.exists()


def test_a_word_that_cannot_be_kept_is_said_so(tea_once, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    widget, told = Reader(tea_once, Record(tmp_path / "file" / "record")), []
    widget.send = lambda content, *_: told.append(content)
    widget.receive({"do": "add", "id": "words/brew", "lang": "en"})
    assert told[0]["trouble"]["says"] == "not-saved"
    assert told[0]["trouble"]["says"] in widget.words
