"""Courses in other languages: from right to left, one language alone, two Traditional ones."""

import shutil
from pathlib import Path

import pytest
from lab import Lab
from playwright.sync_api import expect

from carekit.authoring.build import build
from carekit.common.course import card
from carekit.common.yaml_reader import parse, written

HERE = Path(__file__).parent
ARABIC, _ = parse((HERE / "tides_in_arabic.yml").read_text(encoding="utf-8"))
LESSON = """\
+++ {{"name": "goal"}}

:::{{heading}} 1
{heading}
:::

{prose}

:::{{any}}
| a | b |
|---|---|
| 1 | 2 |
:::

```{{code-cell}} ipython3
---
name: cards
---
from carekit import quiz, reader
reader()
```

```{{code-cell}} ipython3
---
name: asked
---
quiz("tides")
```
"""
PROSE = {
    "ar": "ارتفع الماء إلى `level = 3` متر (أي 3 / 4).",
    "en": "The water rose to `level = 3` metres (3 / 4).",
    "es": "El agua subió a `level = 3` metros (3 / 4).",
    "zh-Hant": "水位升到 `level = 3` 公尺。",
    "zh-HK": "水位升到 `level = 3` 米。",
}
SIDE = "node => { const box = node.getBoundingClientRect(); return (box.left + box.right) / 2; }"
RUNS = "node => getComputedStyle(node).direction"


def said(node, tags):
    """Return a bank's texts in other languages, each from the one it is nearest to."""
    if isinstance(node, dict):
        if tuple(node) == ("en", "zh-Hans", "zh-Hant"):
            return {tag: words_in(tag, node) for tag in tags}
        return {key: said(value, tags) for key, value in node.items()}
    return [said(one, tags) for one in node] if isinstance(node, list) else node


def words_in(tag, node):
    if tag.startswith("zh"):
        return node["zh-Hant"]
    english = node["en"]
    if tag != "ar" or isinstance(english, list):
        return english
    # Where numbers are filled in, the words stay English.
    return ARABIC.get(english, english if "{{" in english else "هذا هو السبب.")


@pytest.fixture(scope="module")
def page_of(browser, server, desk, open_lab):
    """Return a function that makes a course of some languages and opens its lesson, run."""
    lab = Lab(browser, server, open_lab.context)

    def show(*tags):
        root = desk / "-".join(tags)
        quizzes = root / "course_data" / "quizzes"
        (root / "content" / "lessons").mkdir(parents=True)
        quizzes.mkdir(parents=True)
        made, _ = parse((HERE / "course/course_data/quizzes/tides.yml").read_text("utf-8"))
        (quizzes / "tides.yml").write_bytes(written(said(made, tags)))
        title = dict.fromkeys(tags, "Tides")
        about = {"id": "tides", "title": title, "languages": list(tags)}
        first = {"first_notebook": "notebooks/01-tides.ipynb"}
        (root / "course_data" / "course.yml").write_bytes(written({**about, **first}))
        heading = "\n".join(f"{tag}: {PROSE[tag].split()[0]}" for tag in tags)
        prose = "\n\n".join(f":::{{{tag}}}\n{PROSE[tag]}\n:::" for tag in tags)
        text = "---\nconcept: tides\n---\n\n" + LESSON.format(heading=heading, prose=prose)
        (root / "content" / "lessons" / "01-tides.md").write_text(text, encoding="utf-8")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("CAREKIT_ROOT", str(root))
            card.cache_clear()
            build(root)
        card.cache_clear()
        lab.open(f"{root.name}/notebooks/01-tides.ipynb")
        lab.as_new()
        lab.page.set_viewport_size({"width": 1100, "height": 1600})
        lab.run_all()
        expect(lab.page.locator(".care-quiz")).to_be_visible()
        return lab

    yield show
    lab.page.close()
    for name in ("ar-en", "es", "zh-Hant-zh-HK"):
        shutil.rmtree(desk / name, ignore_errors=True)


def test_a_course_from_right_to_left_turns_its_pages_and_cards_and_nothing_else(page_of):
    lab = page_of("ar", "en")
    page = lab.page
    page.locator(".care-reader").get_by_role("button", name="العربية", exact=True).click()
    for part in (".care-reader", ".care-quiz", ".care-text[lang=ar]"):
        assert page.locator(part).first.evaluate(RUNS) == "rtl", part
    # Code and drawings run as they do elsewhere.
    assert page.locator(".care-text[lang=ar] code").evaluate(RUNS) == "ltr"
    assert page.locator(".care-picture").evaluate(RUNS) == "ltr"

    def stand(question, *parts):
        places = [lab.card(question).locator(part).first.evaluate(SIDE) for part in parts]
        assert places == sorted(places, reverse=True), (question, places)

    # From the right: what is read first.
    stand("words-for-water", ".care-count", ".care-ask")
    stand("words-for-water", ".care-pair .care-say", ".care-pair select")
    stand("one-day-at-sea", ".care-item select", ".care-item .care-say .care-run", ".care-arrow")
    stand("what-pulls-the-sea", ".care-gap-field .care-mark", ".care-gap-field input")
    stand("what-pulls-the-sea", ".care-gap-field:has(input)", ".care-gap-field:has(select)")
    stand("which-is-a-tide", ".care-choice input", ".care-choice .care-run")
    stand("where-is-high-water", ".care-choice input", ".care-choice .care-run")
    stand("mean-level", ".care-line input", ".care-unit")
    # A verdict is in English, which the kit falls back to, and reads from its left.
    tide = lab.card("which-is-a-tide")
    tide.get_by_label("تموجات على بحيرة").check()
    tide.locator(".care-check").click()
    expect(tide.locator(".care-option[data-is=wrong] .care-note")).to_contain_text("السبب")
    told = tide.locator(".care-status .care-run").first
    assert told.inner_text().strip("\n").startswith("\N{LEFT-TO-RIGHT ISOLATE}")
    page.locator(".care-reader").get_by_role("button", name="English", exact=True).click()
    for part in (".care-reader", ".care-quiz", ".care-text[lang=en]"):
        assert page.locator(part).first.evaluate(RUNS) == "ltr", part
    expect(page.locator(".care-text[lang=ar]")).to_be_hidden()
    assert (lab.complaints, lab.left) == ([], [])


def test_a_course_of_one_language_shows_no_switch_and_no_empty_room(page_of):
    lab = page_of("es")
    page = lab.page
    expect(page.locator(".care-text[lang=es]")).to_be_visible()
    bar = page.locator(".care-reader")
    # The size of the text stays; there is nothing to choose or to look up.
    assert bar.get_by_role("button").count() == 3
    assert bar.get_by_role("searchbox").count() == 0
    expect(bar.locator(".care-reading:visible")).to_have_count(0)
    expect(page.locator(".care-langs:visible")).to_have_count(0)
    assert (lab.complaints, lab.left) == ([], [])


def test_hong_kong_stands_beside_taiwan_each_in_its_own_letters(page_of):
    lab = page_of("zh-Hant", "zh-HK")
    page = lab.page
    bar = page.locator(".care-reader")
    fonts = {}
    for name, tag, words in (("繁體", "zh-Hant", "公尺"), ("繁體（香港）", "zh-HK", " 米")):
        bar.get_by_role("button", name=name, exact=True).click()
        shown = page.locator(".care-text:visible")
        expect(shown).to_have_count(1)
        expect(shown).to_contain_text(words)
        assert shown.get_attribute("lang") == tag
        ask = lab.card("which-is-a-tide").locator(".care-ask .care-run")
        assert ask.get_attribute("lang") == tag
        fonts[tag] = ask.evaluate("node => getComputedStyle(node).fontFamily")
        # The kit has no words for Hong Kong, and says Taiwan's, not English ones.
        expect(lab.card("which-is-a-tide").locator(".care-check")).to_have_text("檢查")
    assert "TC" in fonts["zh-Hant"]
    assert "HK" in fonts["zh-HK"]
    assert (lab.complaints, lab.left) == ([], [])
