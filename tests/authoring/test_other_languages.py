"""A course in one language, two, four, from right to left, and in two kinds of Traditional."""

import json
import re

import pytest

from carekit.authoring.build import build
from carekit.authoring.build.trainer_book import in_one_language
from carekit.cli.reading import run_check_text
from carekit.common.course import card
from carekit.common.files import ContentError
from carekit.common.kit_words import sentences
from carekit.common.languages import languages, languages_of
from carekit.questions import load_bank
from carekit.widgets.quiz import quiz
from tests.authoring.other_languages import speak

COURSES = [
    ("es",),
    ("fr", "en"),
    ("en", "es", "de", "pt"),
    ("ar", "en"),
    ("zh-Hant", "zh-HK"),
]


@pytest.fixture(autouse=True)
def _fresh(course, monkeypatch):
    monkeypatch.setenv("CAREKIT_ROOT", str(course))
    monkeypatch.setenv("CAREKIT_RECORD", str(course / "my-record"))
    card.cache_clear()
    yield
    card.cache_clear()


def cells_of(course, path):
    return json.loads((course / path).read_text(encoding="utf-8"))["cells"]


@pytest.mark.parametrize("tags", COURSES, ids=",".join)
def test_a_course_is_built_in_its_languages_and_in_no_other(course, tags):
    speak(course, tags)
    build(course)
    assert [path.name for path in (course / "release" / "tides").glob("*.ipynb")] == ["tides.ipynb"]
    for made in ("notebooks/01-high-water.ipynb", "release/tides/tides.ipynb"):
        said = "\n".join("".join(cell["source"]) for cell in cells_of(course, made))
        assert list(dict.fromkeys(re.findall(r'<(?:div|span) lang="([^"]+)"', said))) == list(tags)
        turned = set(re.findall(r'lang="([^"]+)" dir="rtl"', said))
        assert turned == {"ar"} & set(tags)
    assert build(course, check=True).ok


@pytest.mark.parametrize("tags", COURSES, ids=",".join)
def test_its_quiz_is_shown_in_its_languages(course, tags, monkeypatch):
    speak(course, tags)
    monkeypatch.chdir(course)
    shown = quiz("tides")
    assert [one["tag"] for one in shown.languages] == list(tags)
    assert shown.lang == tags[0]
    for question in shown.questions:
        assert list(question["ask"]) == list(tags)
    assert all(list(words) == list(tags) for words in shown.words.values())
    bank = load_bank(course / "course_data" / "quizzes" / "tides.yml")
    assert list(bank.questions[0].ask.by_lang()) == list(tags)


def test_a_text_that_lacks_a_language_is_named(course):
    speak(course, ("en", "es"))
    lesson = course / "content" / "lessons" / "01-high-water.md"
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(text.replace(":::{es}", ":::{fr}", 1), encoding="utf-8")
    with pytest.raises(ContentError, match=r"01-high-water\.md:\d+: .*:::\{es\} must follow"):
        build(course)


def test_one_page_holds_one_language_also_from_right_to_left():
    said = '<div lang="ar" dir="rtl" class="care-text">\n\nنعم\n\n</div>\n\n'
    said += '<div lang="en" class="care-text">\n\nyes\n\n</div>'
    assert in_one_language(said, "ar").strip() == "نعم"
    assert in_one_language(said, "en").strip() == "yes"


class Lines(list):
    def print(self, said, **_):
        self.append(said)


def test_check_text_counts_what_the_kit_lacks_in_each_language(course):
    (course / "course_data" / "quizzes" / "tides.yml").unlink()
    speak(course, ("en", "es", "zh-HK"))
    console, every = Lines(), len(sentences("en"))
    run_check_text(course, None, 0, console)
    lacks = [line for line in console if "sentences of the kit" in line]
    assert [line.split(" sentences")[0] for line in lacks] == [
        f"es: {every} of {every}",
        f"zh-HK: {every} of {every}",
    ]
    assert "said in zh-Hant or en; course_data/kit_words/zh-HK.yml" in lacks[1]
    assert languages() == languages_of(course).langs == ("en", "es", "zh-HK")
