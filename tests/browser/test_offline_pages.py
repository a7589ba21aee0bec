"""The course as pages in a folder: opened as files, with the network cut and without a kernel."""

import re
import shutil
from types import SimpleNamespace

import pytest
from answering import BANK, KINDS, answer_everything_partly, check
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from carekit.authoring.build import build
from carekit.authoring.offline_pages.write_pages import write_pages
from carekit.common.files import ContentError
from carekit.questions import load_bank

LESSON = """\
---
concept: tides
---

```{code-cell} ipython3
---
name: setup
---
import altair as alt
import pandas as pd

from carekit import quiz, reader, show

reader()
```

+++ {"name": "tides"}

:::{heading} 1
en: Tides
zh-Hans: 潮汐
zh-Hant: 潮汐
:::

:::{en}
Pour the water from the [[tea-jar]] and open the [other page](02-more.ipynb),
then [the set](../release/waiting/waiting.ipynb). ![A far picture](https://pictures.invalid/x.png)
:::

:::{zh-Hans}
从[[tea-jar]]里倒水，再看[下一页](02-more.ipynb)。
:::

:::{zh-Hant}
從[[tea-jar]]裡倒水，再看[下一頁](02-more.ipynb)。
:::

```{code-cell} ipython3
---
name: all-kinds
---
quiz("tides")
```

```{code-cell} ipython3
---
name: a-table
fold:
  en: This cell makes a small table.
  zh-Hans: 这一格做一个小表格。
  zh-Hant: 這一格做一個小表格。
---
pd.DataFrame({"hour": [1, 2], "height": [0.5, 3.5]})
```

```{code-cell} ipython3
---
name: a-chart
alt: {en: Two bars., zh-Hans: 两根柱子。, zh-Hant: 兩根柱子。}
words:
  hour: {en: Hour of the day, zh-Hans: 几点, zh-Hant: 幾點}
---
data = pd.DataFrame({"hour": [1, 2], "height": [0.5, 3.5]})
chart = alt.Chart(data).mark_bar().encode(alt.X("hour:O").title("@hour"), y="height")
show(chart, "tides/a-chart")
```

```{code-cell} ipython3
---
name: a-mistake
---
print("before")
1 / 0
```
"""
MORE = """\
---
concept: more
---

+++ {"name": "more"}

:::{heading} 1
en: More water
zh-Hans: 更多的水
zh-Hant: 更多的水
:::

:::{en}
A neap tide is a small one.
:::

:::{zh-Hans}
小潮的潮差小。
:::

:::{zh-Hant}
小潮的潮差小。
:::

```{code-cell} ipython3
---
name: the-exam
---
from carekit import exam, word_list

exam("form-a")
```

```{code-cell} ipython3
---
name: the-words
---
word_list()
```
"""


@pytest.fixture(scope="module")
def written(tea_once, tmp_path_factory):
    """Return what was written of a course with every kind of question, and its folders."""
    folder = tmp_path_factory.mktemp("pages")
    course = shutil.copytree(tea_once, folder / "course")
    lessons = course / "content" / "lessons"
    lessons.mkdir(parents=True)
    (lessons / "01-tides.md").write_text(LESSON, encoding="utf-8")
    (lessons / "02-more.md").write_text(MORE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAREKIT_ROOT", str(course))
        with pytest.raises(ContentError, match=r"notebooks/words/tides.json.*care build"):
            write_pages(course, folder / "out")
        build(course, only=["notebooks/words/tides.json"])
        pages = write_pages(course, folder / "out", order=["02-more"])
    return SimpleNamespace(pages=pages, out=folder / "out", course=course)


@pytest.fixture(scope="module")
def asked():
    """Return what pages ask for; it must all be files."""
    return []


@pytest.fixture
def offline(browser, written, asked):
    """Return a function that opens a page as a file, with the network cut."""
    # Without motion no colour is on its way when axe looks.
    context = browser.new_context(
        offline=True, viewport={"width": 1100, "height": 900}, reduced_motion="reduce"
    )
    context.on("request", lambda request: asked.append(request.url))
    complaints = []
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on(
        "console", lambda said: complaints.append(said.text) if said.type == "error" else None
    )

    def opened(name):
        page = context.pages[0] if context.pages else context.new_page()
        page.goto((written.out / name).as_uri())
        return page

    yield opened
    context.close()
    assert complaints == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def card_in(page):
    """Return the function that finds the card of a question."""
    return lambda name: page.locator(f".care-card[data-question='{name}']")


def axe_finds(page):
    """Return what axe finds on a page: rule and places."""
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]


def test_every_kind_is_judged_and_kept_in_this_browser_and_search_finds_the_other_page(offline):
    page = offline("en/01-tides.html")
    card = card_in(page)
    assert page.locator(".care-card").count() == len(KINDS)
    answer_everything_partly(card)
    assert axe_finds(page) == []
    card("what-pulls").get_by_label("The moon").uncheck()
    card("which-is-a-tide").get_by_role("button", name="Try again").click()
    order = card("one-day-at-sea")
    order.get_by_role("button", name="Move up").last.click()
    expect(check(order)).to_contain_text(re.compile("Not yet|Partly"))
    order.get_by_role("button", name="Show the answer").click()
    expect(order.locator(".care-status")).to_contain_text("This is the answer.")
    number = card("where-is-high-water")
    page.reload()
    expect(order.locator("[data-item]").first).to_have_attribute("data-item", re.compile("."))
    expect(number.locator(".care-status")).to_contain_text(re.compile("Not yet|Partly"))

    page.get_by_role("searchbox", name="Search").fill("NEAP  small")
    expect(page.locator(".page-count")).to_have_text("Found: 1")
    assert axe_finds(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="More water A neap tide")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("More water")
    expect(page.locator("#the-exam")).to_have_text(re.compile("done in JupyterLab"))
    expect(page.get_by_text("what water is boiled in")).to_be_visible()
    expect(page.locator("#the-words [lang=zh-Hans]").first).to_be_hidden()
    expect(page.locator(".care-lang").first).to_be_hidden()


def test_another_variant_has_other_numbers_and_a_word_is_looked_up_with_its_sound(offline):
    page = offline("en/01-tides.html")
    drawn = card_in(page)(next(one.id for one in load_bank(BANK).questions if one.draw))
    before = drawn.locator(".care-ask").inner_text()
    drawn.get_by_role("textbox").fill("123456")
    expect(check(drawn)).to_contain_text("Not yet")
    drawn.get_by_role("button", name="Another one like this").click()
    expect(drawn.locator(".care-ask")).not_to_have_text(before)
    page.locator(".care-term").first.click()
    entry = page.get_by_role("dialog")
    expect(entry).to_contain_text("The jar that keeps the leaves dry.")
    expect(entry).to_contain_text("茶罐")
    page.keyboard.press("Escape")
    page.get_by_role("searchbox", name="Word or term").fill("kettle")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("button", name="British English")).to_be_visible()


@pytest.mark.parametrize("lang", ["en", "zh-Hans", "zh-Hant"])
def test_one_language_a_page_narrow_dark_and_on_paper(offline, lang):
    page = offline(f"{lang}/01-tides.html")
    text = {"en": "Pour the water", "zh-Hans": "里倒水", "zh-Hant": "裡倒水"}
    for other, words in text.items():
        expect(page.locator("main").get_by_text(words)).to_have_count(int(other == lang))
    alt = {"en": "Two bars.", "zh-Hans": "两根柱子。", "zh-Hant": "兩根柱子。"}[lang]
    expect(page.get_by_role("img", name=alt)).to_be_visible()
    hour = {"en": "Hour of the day", "zh-Hans": "几点", "zh-Hant": "幾點"}[lang]
    expect(page.locator(".page-chart text").get_by_text(hour, exact=True)).to_be_visible()
    line = {"en": "makes a small table", "zh-Hans": "小表格", "zh-Hant": "小表格"}[lang]
    expect(page.locator("#a-table summary")).to_contain_text(line)
    expect(page.locator(".page-error")).to_contain_text("ZeroDivisionError")
    page.set_viewport_size({"width": 500, "height": 900})
    page.emulate_media(color_scheme="dark")
    assert axe_finds(page) == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
    closed = page.locator("details:not([open])").count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("details:not([open])")).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("details:not([open])")).to_have_count(closed)
    page.emulate_media(media="print", color_scheme="light")
    expect(page.locator(".page-top")).to_be_hidden()
    expect(page.locator(".care-card").first).to_be_visible()


def test_the_start_page_leads_into_each_language_by_keyboard(offline):
    page = offline("index.html")
    assert axe_finds(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("A small course")
    assert axe_finds(page) == []
    listed = page.locator(".page-list").get_by_role("link")
    expect(listed).to_have_text(["More water", "Tides"])
    listed.last.click()
    page.get_by_role("link", name="繁體").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("潮汐")
    expect(page.locator(".page-elsewhere[title]")).to_have_count(0)


def test_a_folder_with_other_files_is_refused_and_pages_of_one_kind_are_written(
    invoke, course, tmp_path
):
    (course / "thesis.txt").write_text("mine")
    code, said = invoke("handout", "--html", "--out", str(course))
    assert code == 1
    assert "there are other files in this folder" in said
    code, said = invoke("handout", "--html", "--trainer", "--out", str(tmp_path / "out"))
    assert (code, (tmp_path / "out").exists()) == (1, False)
    assert "give one of the two" in said


def test_no_question_that_counts_and_no_far_picture_is_in_the_folder(written):
    assert written.pages.raised == {"01-tides": ["a-mistake"]}
    banks = (written.course / "course_data" / "quizzes").glob("*.yml")
    counted = [one for path in banks for one in load_bank(path).questions if one.use != "practice"]
    assert counted
    whole = "".join(
        path.read_text(encoding="utf-8")
        for path in written.out.rglob("*")
        if path.suffix in (".html", ".js", ".json")
    )
    assert [one.id for one in counted if one.id in whole] == []
    assert "pictures.invalid" not in whole
