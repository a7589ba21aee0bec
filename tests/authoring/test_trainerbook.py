"""The trainer's book: one language at a time, every chapter on a page of its own, nobody else's."""

import re

import pytest
from typer.testing import CliRunner

from carekit.authoring.build.bundle import members
from carekit.authoring.build.trainer_book import in_one_language, print_book
from carekit.cli import app
from carekit.common.files import ContentError
from carekit.common.languages import ENGLISH
from tests.reading_languages import ZH_HANT

NOTES = """---
concept: tides
figures: |
  highest = f"{data('levels')['level'].max():.1f}"
---

+++ {"name": "title"}

:::{heading} 1
en: "Notes: {{highest}}"
zh-Hans: 手册
zh-Hant: 手冊
:::

:::{en}
Ask about [[harbour]] & <b>{{highest}}</b>.

| Minute | You |
|---|---|
| 0–3 | wait |
:::

:::{zh-Hans}
问一问[[harbour]]，最高 {{highest}}。
:::

:::{zh-Hant}
問問看[[harbour]]，最高 {{highest}}。
:::
"""


@pytest.fixture
def taught(course):
    """A course that was never built, with a guide and notes for trainers."""
    folder = course / "content" / "trainer"
    folder.mkdir()
    (folder / "01-tides.md").write_text(NOTES, encoding="utf-8")
    guide = NOTES.replace("Notes:", "Guide").replace("手册", "指南").replace("手冊", "指南本")
    (folder / "00-guide.md").write_text(guide, encoding="utf-8")
    return course


def test_there_is_one_page_for_each_language_with_that_language_only(taught):
    paths = print_book(taught, taught / "dist" / "trainer")
    names = ["trainer-en.html", "trainer-zh-hans.html", "trainer-zh-hant.html"]
    assert [path.name for path in paths] == names
    english, hans, hant = (path.read_text(encoding="utf-8") for path in paths)
    assert not re.search(r"[一-鿿]", re.sub(r"<style>.*?</style>|<title>.*", "", english))
    assert "问一问" in hans
    assert "問問看" not in hans
    assert "問問看" in hant
    assert "Ask about" not in hans + hant


def test_the_guide_comes_first_and_every_chapter_opens_a_page(taught):
    [path] = print_book(taught, taught / "dist", [ENGLISH])
    html = path.read_text(encoding="utf-8")
    assert re.findall(r'<section id="([^"]+)">', html) == ["00-guide", "01-tides"]
    assert re.search(r"section \{ break-before: page; \}", html)
    assert re.findall(r'<a href="#([^"]+)">([^<]+)</a></li>', html) == [
        ("00-guide", "Guide 3.5"),
        ("01-tides", "Notes: 3.5"),
    ]
    assert "<td>0–3</td>" in html


def test_the_page_asks_nothing_of_the_network(taught):
    [path] = print_book(taught, taught / "dist", [ENGLISH])
    assert not re.search(r"(src|href)=.https?:|@import|<script", path.read_text(encoding="utf-8"))


def test_a_mistake_in_one_text_stops_the_print_and_names_its_line(taught):
    bad = taught / "content" / "trainer" / "01-tides.md"
    bad.write_text(NOTES.replace("[[harbour]]", "[[harbor]]", 1), encoding="utf-8")
    with pytest.raises(ContentError, match=r"01-tides.md:\d+: title: \[\[harbor\]\] is in neither"):
        print_book(taught, taught / "dist")
    assert not (taught / "dist").exists()


def test_code_that_nobody_runs_is_refused(taught):
    bad = taught / "content" / "trainer" / "01-tides.md"
    code = "\n```{code-cell} ipython3\n---\nname: code\n---\n1\n```\n"
    bad.write_text(NOTES + code, encoding="utf-8")
    with pytest.raises(ContentError, match="code is not run here"):
        print_book(taught, taught / "dist")


def test_a_course_without_notes_says_so(course):
    with pytest.raises(ContentError, match="no trainer's notes"):
        print_book(course, course / "dist")


def test_the_verb_prints_one_language_or_all_and_packs_nothing(taught, monkeypatch):
    monkeypatch.chdir(taught)
    done = CliRunner().invoke(app, ["handout", "--trainer", "--lang", "zh-Hant"])
    assert done.exit_code == 0, done.output
    made = sorted(path.name for path in (taught / "dist").rglob("*.*"))
    assert made == ["trainer-zh-hant.html"]
    assert not list((taught / "dist").rglob("*.zip"))


def test_nothing_of_it_is_in_what_learners_get(built):
    folder = built / "content" / "trainer"
    folder.mkdir()
    (folder / "00-guide.md").write_text(NOTES, encoding="utf-8")
    before = set(members(built))
    print_book(built, built / "dist" / "trainer")
    print_book(built, built / "course_data" / "trainer")
    assert set(members(built)) == before
    assert not any(b"Ask about" in data for data in members(built).values())


def test_words_of_a_language_are_taken_whole():
    block = '<div lang="{}" class="care-text">\n\n{}\n\n</div>'
    both = block.format("en", "one\n\ntwo") + "\n\n" + block.format("zh-Hans", "一")
    assert in_one_language(both, ENGLISH).strip() == "one\n\ntwo"
    assert in_one_language(both, ZH_HANT).strip() == ""
