"""The languages of a course: what its card lists, what texts must have, what the kit says."""

import pickle
import re

import pytest
from pydantic import ValidationError

from carekit.common.course import card, reading_lang
from carekit.common.files import ContentError, read_model, write_atomic
from carekit.common.kit_words import course_faults, lacking, sentences, texts
from carekit.common.language_css import choice_rules
from carekit.common.languages import ENGLISH, Lang, Text, as_lang, languages, languages_at_hand
from carekit.common.messages import say
from carekit.common.strict_model import StrictModel

HEAD = "id: tea\nfirst_notebook: notebooks/00-tea.ipynb\n"
KIT = ("en", "zh-Hans", "zh-Hant")


class Note(StrictModel):
    says: Text


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Return a function that makes a course of some languages and goes into it."""
    monkeypatch.delenv("CAREKIT_ROOT", raising=False)
    monkeypatch.delenv("CAREKIT_LANG", raising=False)
    monkeypatch.chdir(tmp_path)

    def make(listed, *tags):
        title = "".join(f"  {tag}: Tea\n" for tag in tags)
        one = f"title:\n{title}sets:\n  - id: cups\n    title:\n{title.replace('  ', '      ')}"
        write_atomic(tmp_path / "course_data" / "course.yml", f"{HEAD}{listed}\n{one}")
        return tmp_path

    return make


def test_a_course_without_a_list_has_the_languages_of_the_kit(course):
    course("", *KIT)
    assert languages() == KIT
    assert languages_at_hand().langs[0].label == "English"


def test_so_has_a_folder_without_a_card(tmp_path, monkeypatch):
    monkeypatch.delenv("CAREKIT_ROOT", raising=False)
    monkeypatch.chdir(tmp_path)
    assert languages() == KIT


@pytest.mark.parametrize(
    "tags",
    [("es",), ("fr", "en"), ("en", "es", "de", "pt"), ("ar", "en"), ("zh-Hant", "zh-HK", "en")],
)
def test_a_text_has_exactly_the_languages_of_its_course(course, tags):
    root = course(f"languages: [{', '.join(tags)}]", *tags)
    assert languages() == tags
    assert list(card(root).title.by_lang()) == list(tags)
    said = {tag: f"tea in {tag}" for tag in tags}
    assert Text.model_validate(said).by_lang() == said
    with pytest.raises(ValidationError, match=tags[-1]):
        Text.model_validate(dict.fromkeys(tags[:-1], "tea"))
    with pytest.raises(ValidationError, match="it"):
        Text.model_validate({**said, "it": "tè"})
    assert reading_lang(root) == tags[0]


def test_a_file_is_read_in_the_languages_of_its_own_course(course, tmp_path, monkeypatch):
    root = course("languages: [es]", "es")
    monkeypatch.chdir(tmp_path.parent)
    note = root / "course_data" / "note.yml"
    write_atomic(note, "says: {es: té}")
    assert read_model(note, Note).says.by_lang() == {"es": "té"}
    assert languages() == KIT
    write_atomic(note, "says: {en: tea, es: té}")
    with pytest.raises(ContentError, match=r"note\.yml:1: says\.en: is not a field"):
        read_model(note, Note)


def test_a_worker_process_is_told_by_its_environment(course, tmp_path, monkeypatch):
    root = course("languages: [es, en]", "es", "en")
    monkeypatch.chdir(tmp_path.parent)
    monkeypatch.setenv("CAREKIT_ROOT", str(root))
    assert languages() == ("es", "en")
    # A sealed process may have lost sight of the card by the time it speaks.
    (root / "course_data" / "course.yml").unlink()
    assert languages() == ("es", "en")


def test_a_card_that_was_changed_is_read_again(course):
    course("languages: [es]", "es")
    assert languages() == ("es",)
    course("languages: [es, fr]", "es", "fr")
    assert languages() == ("es", "fr")


MISTAKES = [
    ("[en, en]", r"languages\.2 \(en\)\.tag: stands twice"),
    ("[en, xx]", r"languages\.2 \(xx\)\.tag: is no language that the kit knows"),
    ("[zh_hant]", r"languages\.1 \(zh_hant\)\.tag: is no tag .* did you mean zh-Hant"),
    ("[{tag: en, fallback: en}]", r"languages\.1 \(en\)\.fallback: is the language itself"),
    ("[{tag: en, fallback: qq}]", r"languages\.1 \(en\)\.fallback: there is no language 'qq'"),
    ("[{tag: en, direction: up}]", r"languages\.0\.direction: Input should be 'ltr' or 'rtl'"),
    ("[{tag: en, colour: red}]", r"languages\.0\.colour: is not a field"),
    ("[]", r"languages: List should have at least 1 item"),
    ("en", r"languages: Input should be a valid list"),
]


@pytest.mark.parametrize(("listed", "says"), MISTAKES)
def test_a_mistake_in_the_list_is_named_with_file_entry_and_field(course, listed, says):
    root = course(f"languages: {listed}", "en")
    with pytest.raises(ContentError, match=rf"course\.yml:\d+: {says}"):
        card(root)
    # What tells of it speaks all the same.
    assert languages() == KIT
    assert say("none")["fr"] == "none"


def test_a_course_may_bring_a_language_that_the_kit_does_not_know(course):
    own = "{tag: tlh, name: tlhIngan Hol, short: Hol, direction: rtl, comma: '; ', spaced: false}"
    course(f"languages: [{own}]", "tlh")
    [lang] = languages()
    assert (lang.label, lang.facts.short, lang.facts.comma) == ("tlhIngan Hol", "Hol", "; ")
    assert lang.marked == 'lang="tlh" dir="rtl"'
    # It keeps what the course says of it on its way into another process.
    assert pickle.loads(pickle.dumps(lang)).facts == lang.facts


@pytest.mark.parametrize(
    ("listed", "asked", "found"),
    [
        ("zh-Hant, zh-HK", "zh_HK.UTF-8", "zh-HK"),
        ("zh-Hant, zh-HK", "zh-TW", "zh-Hant"),
        ("zh-Hant, zh-HK", "zh-Hant-HK", "zh-HK"),
        ("zh-Hant", "zh-HK", "zh-Hant"),
        ("zh-Hant", "zh-CN", "zh-Hant"),
        ("zh-Hans, zh-Hant", "zh-Hans-HK", "zh-Hans"),
        ("en, es", "es-MX", "es"),
        ("en, pt-BR", "pt", "pt-BR"),
        ("es", "en", None),
        ("es", None, None),
    ],
)
def test_a_browser_gets_the_nearest_language(course, listed, asked, found):
    listed = listed.replace("pt-BR", "{tag: pt-BR, name: Português (Brasil)}")
    course(f"languages: [{listed}]", "en")
    assert as_lang(asked) == found


# --- What the kit says in a language of a course.


def test_the_kit_speaks_its_own_languages_whole(course):
    course("", *KIT)
    assert lacking(languages_at_hand()) == []


def test_a_language_falls_back_and_what_it_lacks_is_counted(course):
    course("languages: [zh-HK, es]", "zh-HK", "es")
    said = texts("common")["none"]
    assert said.by_lang() == {"zh-HK": sentences("zh-Hant")["common", "none"], "es": "none"}
    assert (said[ENGLISH], said["zh-Hans"], str(say("none"))) == ("none", "none", "none")
    every = len(sentences("en"))
    hong_kong, spanish = lacking(languages_at_hand())
    assert (hong_kong.count, hong_kong.of, hong_kong.instead) == (every, every, ("zh-Hant", "en"))
    assert (spanish.lang, spanish.count, spanish.instead) == ("es", every, ("en",))


def test_a_course_brings_the_kits_words_for_its_language(course):
    root = course("languages: [es, en]", "es", "en")
    own = root / "course_data" / "kit_words" / "es.yml"
    write_atomic(own, "common:\n  none: ninguno\n  os-ENOENT: No existe {archivo}\n  nonsense: x\n")
    assert texts("common")["none"]["es"] == "ninguno"
    # A sentence with other gaps could not be filled in.
    assert texts("common")["os-ENOENT"]["es"] == "No such file or directory"
    [spanish] = lacking(languages_at_hand())
    assert spanish.count == spanish.of - 1
    gaps, unknown = course_faults(languages_at_hand())
    assert (gaps.line, gaps.where) == (3, "common.os-ENOENT")
    assert "the same gaps as the English sentence: none" in str(gaps)
    assert (unknown.line, unknown.where) == (4, "common.nonsense")
    write_atomic(own.with_name("fr.yml"), "common: {none: aucun}")
    assert "fr is no language of this course (es, en)" in str(
        [*course_faults(languages_at_hand())][-1]
    )


def test_words_of_a_fallback_keep_their_direction_among_words_that_run_the_other_way(course):
    root = course("languages: [ar, en]", "ar", "en")
    write_atomic(root / "course_data" / "kit_words" / "ar.yml", "common:\n  none: لا شيء\n")
    said = texts("common")
    assert said["none"]["ar"] == "لا شيء"
    english = said["os-ENOENT"]["en"]
    assert (
        said["os-ENOENT"]["ar"] == f"\N{LEFT-TO-RIGHT ISOLATE}{english}\N{POP DIRECTIONAL ISOLATE}"
    )
    assert english == sentences("en")["common", "os-ENOENT"]
    course("languages: [{tag: tlh, name: Hol, fallback: ar}]", "tlh")
    # From right to left among words from left to right, as well.
    write_atomic(root / "course_data" / "kit_words" / "ar.yml", "common:\n  none: لا شيء\n")
    assert (
        texts("common")["none"]["tlh"]
        == "\N{RIGHT-TO-LEFT ISOLATE}لا شيء\N{POP DIRECTIONAL ISOLATE}"
    )


@pytest.mark.parametrize(
    ("tags", "turns"),
    [
        (["ar", "en"], {"body:has(#pick-ar:checked)": "rtl", "body:has(#pick-en:checked)": "ltr"}),
        (["he"], {"body": "rtl"}),
        (["en", "es"], {}),
    ],
)
def test_the_chosen_language_says_which_way_a_page_runs(tags, turns):
    rules = choice_rules([Lang(tag) for tag in tags], ".in")
    found = re.findall(r"^(body[^{]*) \{ direction: (...); \}", rules, re.MULTILINE)
    assert dict(found) == turns
    assert ("pre, code, .ratio { direction: ltr;" in rules) is bool(turns)


def test_a_file_of_words_that_is_broken_stops_no_lesson(course):
    root = course("languages: [es]", "es")
    write_atomic(root / "course_data" / "kit_words" / "es.yml", "common: [")
    assert texts("common")["none"]["es"] == "none"
    with pytest.raises(ContentError, match=r"es\.yml:1"):
        [*course_faults(languages_at_hand())]


def test_a_language_is_its_tag():
    assert Lang("en") == "en" == ENGLISH
    assert {Lang("fr"): 1}["fr"] == 1
    assert (Lang("zh-HK").writing, Lang("en-GB").writing) == ("Hant", "en")
