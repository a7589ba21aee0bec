"""A test to print: every question once, a place for every answer, and a key that is right."""

import re
from pathlib import Path

import pytest

from carekit.common.languages import languages
from carekit.exports.paper import pages
from carekit.exports.paper.answer_sheet import blanks
from carekit.exports.selection import select
from carekit.questions.judging import judge
from carekit.questions.placeholders import texts

SMALL = Path(__file__).resolve().parents[1] / "browser" / "course"


@pytest.fixture
def tides(monkeypatch):
    monkeypatch.setenv("CAREKIT_ROOT", str(SMALL))
    return select(SMALL, "tides")


def by_the_key(question, seen):
    """Return the answer that somebody gives who copies the key onto the answer sheet."""
    right = [blank.right for blank in blanks(question, seen)]
    if question.kind == "judgement":
        best = next(one for one in right[0].split(", ") if one.endswith(" = 1"))
        return [seen["order"][int(best.partition(" ")[0]) - 1]]
    if question.kind in ("single", "multiple", "hotspot"):
        return [seen["order"][int(number) - 1] for number in right[0].split(", ")]
    if question.kind in ("numeric", "short_text"):
        return [re.split(r" / | ± ", right[0])[0]]
    if question.kind == "matching":
        letters = dict(zip("ABCDEFG", seen["order"], strict=False))
        return [
            f"{part['id']}={letters[one]}" for part, one in zip(seen["left"], right, strict=True)
        ]
    if question.kind == "ordering":
        return [name for _, name in sorted(zip(map(int, right), seen["order"], strict=True))]
    return [
        f"{gap['id']}={gap['order'][int(one) - 1] if 'choices' in gap else one.split(' / ')[0]}"
        for gap, one in zip(seen["gaps"], right, strict=True)
    ]


@pytest.mark.parametrize("letter", ["A", "B", "C"])
def test_who_copies_the_key_has_every_point(tides, letter):
    form = pages.form_of(tides, letter)
    scores = {name: judge(one, by_the_key(one, seen)).score for name, one, seen in form.questions}
    assert scores == dict.fromkeys((f"tides/{one.id}" for _, one in tides.questions), 1.0)


def test_forms_differ_and_are_the_same_each_time(tides):
    forms = [pages.form_of(tides, letter) for letter in "ABC"]
    assert forms == [pages.form_of(tides, letter) for letter in "ABC"]
    assert len({tuple(name for name, _, _ in form.questions) for form in forms}) == 3
    drawn = {one.answer for form in forms for _, one, _ in form.questions if one.kind == "numeric"}
    assert len(drawn) == 3


def test_a_page_speaks_one_language_and_holds_no_key(tides):
    english, hans, _ = languages()
    form = pages.form_of(tides, "A")
    page = pages.test_page("Tides", form, hans)
    assert 'lang="zh-Hans"' in page
    assert "答题纸" in page
    assert "What pulls the sea?" not in page
    assert "什么在拉海水？" in page
    assert page.count('<li class="question') == len(tides.questions)
    told = [
        text[hans]
        for _, question in tides.questions
        for where, text in texts(question, ())
        if where[-1] in ("why", "when_wrong")
    ]
    assert len(told) > 20
    assert [words for words in told if words in page] == []
    assert "gravity" not in pages.test_page("Tides", form, english)
    key = pages.key_page("Tides", form, english)
    assert "gravity" in key
    assert "Key, for the trainer only" in key


def test_the_verb_writes_pages_and_keys(invoke, course):
    code, said = invoke("export", "paper", "counting", "--forms", "2", "--no-pdf")
    assert code == 0
    made = sorted(path.name for path in (course / "dist" / "paper").iterdir())
    assert made == sorted(
        f"counting-{letter}-{lang}{end}.html"
        for letter in "AB"
        for lang in languages()
        for end in ("", "-key")
    )
    assert said.count("holds the key") == 2 * len(languages())
