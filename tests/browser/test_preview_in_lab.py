"""`care preview`: what an author saves is on the page, and so is what is wrong with it."""

import json

import pytest
from lab import Lab, Server
from playwright.sync_api import expect

from carekit.authoring.preview.rebuild import Rebuilder
from carekit.cli.preview import FOLDER, lay_extension

CARD = """\
id: sea
title: {en: Sea, zh-Hans: 海, zh-Hant: 海}
first_notebook: notebooks/01-sea.ipynb
"""
TEXT = """\
---
concept: sea
---

+++ {"name": "words"}

:::{en}
WORDS
:::

:::{zh-Hans}
海。
:::

:::{zh-Hant}
海。
:::

```{code-cell} ipython3
---
name: sum
---
print(6 * 7)
```
"""


class PreviewServer(Server):
    """A server that loads the extension as `care preview` has it load it."""

    def __init__(self, course, home):
        self.course = course
        super().__init__(course, home)

    def _settings(self, folder):
        super()._settings(folder)
        config = folder.parent / "config" / "jupyter_lab_config.json"
        config.parent.mkdir(parents=True, exist_ok=True)
        paths = [str(self.course / FOLDER)]
        config.write_text(json.dumps({"LabApp": {"extra_labextensions_path": paths}}))


@pytest.fixture(scope="module")
def previewed(tmp_path_factory, browser):
    """Return a page, the text of the course that it shows, and what makes the course anew."""
    home = tmp_path_factory.mktemp("preview")
    course = home / "sea"
    text = course / "content" / "lessons" / "01-sea.md"
    text.parent.mkdir(parents=True)
    (course / "course_data").mkdir()
    (course / "course_data" / "course.yml").write_text(CARD, encoding="utf-8")
    text.write_text(TEXT.replace("WORDS", "The first words."), encoding="utf-8")
    rebuilder = Rebuilder(course, lay_extension(course), [].append)
    rebuilder.after(None)
    server = PreviewServer(course, home / "home")
    try:
        lab = Lab(browser, server)
        lab.open("notebooks/01-sea.ipynb")
        yield lab.page, text, rebuilder
        lab.context.close()
    finally:
        server.stop()


def test_saved_words_and_mistakes_are_on_the_open_page(previewed):
    page, text, rebuilder = previewed
    expect(page.locator("p", has_text="The first words.")).to_be_visible()
    text.write_text(TEXT.replace("WORDS", "Other words."), encoding="utf-8")
    rebuilder.after([text])
    expect(page.locator("p", has_text="Other words.")).to_be_visible()
    half = TEXT.replace("WORDS\n:::", "Half written")
    text.write_text(half, encoding="utf-8")
    rebuilder.after([text])
    expect(page.get_by_role("alert").filter(has_text="01-sea.md:")).to_be_visible()
    expect(page.locator("p", has_text="Other words.")).to_be_visible()
    text.write_text(TEXT.replace("WORDS", "Whole words."), encoding="utf-8")
    rebuilder.after([text])
    expect(page.locator("p", has_text="Whole words.")).to_be_visible()
    expect(page.locator(".care-preview")).to_have_count(0)


def test_what_a_cell_showed_stays_while_its_code_is_the_same(previewed):
    page, text, rebuilder = previewed
    page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
    shown = page.locator(".jp-OutputArea-output", has_text="42")
    expect(shown).to_be_visible()
    text.write_text(TEXT.replace("WORDS", "Words beside a run."), encoding="utf-8")
    rebuilder.after([text])
    expect(page.locator("p", has_text="Words beside a run.")).to_be_visible()
    expect(shown).to_be_visible()
    changed = TEXT.replace("WORDS", "Words beside another sum.").replace("6 * 7", "6 * 8")
    text.write_text(changed, encoding="utf-8")
    rebuilder.after([text])
    expect(page.locator("p", has_text="Words beside another sum.")).to_be_visible()
    expect(shown).to_have_count(0)


def test_what_somebody_typed_is_not_reloaded_away(previewed):
    page, text, rebuilder = previewed
    text.write_text(TEXT.replace("WORDS", "Words to begin with."), encoding="utf-8")
    rebuilder.after([text])
    expect(page.locator("p", has_text="Words to begin with.")).to_be_visible()
    page.evaluate(
        "() => jupyterapp.shell.currentWidget.model.cells.get(0).sharedModel.setSource('Mine.')"
    )
    text.write_text(TEXT.replace("WORDS", "Other words."), encoding="utf-8")
    rebuilder.after([text])
    expect(page.get_by_role("alert").filter(has_text="somebody typed")).to_be_visible()
    source = "() => jupyterapp.shell.currentWidget.model.cells.get(0).sharedModel.getSource()"
    assert page.evaluate(source) == "Mine."
