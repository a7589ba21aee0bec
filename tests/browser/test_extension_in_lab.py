"""The course's extension: one language before a cell is run, the strip, the panel My course."""

import json
import shutil
from datetime import UTC, datetime

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from carekit.labextension.due_dates import DUE_DATES
from carekit.learner.event_log import Record

from lab import Lab, WithExtension  # isort: skip

FRONT = ".jp-NotebookPanel:not(.lm-mod-hidden)"
FIRST, LESSON, SET = "00-welcome", "02-follow-up", "follow-up"


@pytest.fixture(scope="module")
def copy(root, tmp_path_factory):
    """Return a learner's copy in which something is due, and one answer was wrong."""
    folder = tmp_path_factory.mktemp("learner")
    left = shutil.ignore_patterns("audio", "raw")
    shutil.copytree(root / "course_data", folder / "course_data", ignore=left)
    shutil.copytree(root / "notebooks", folder / "notebooks")
    shutil.copytree(root / "release" / SET, folder / "release" / SET)
    dates = {SET: "2026-03-09T18:00:00+08:00"}
    (folder / DUE_DATES).write_text(json.dumps(dates), encoding="utf-8")
    log = Record(folder / "my-record", clock=lambda: datetime(2026, 3, 2, tzinfo=UTC))
    text = (folder / "course_data" / "quizzes" / "follow-up.yml").read_text(encoding="utf-8")
    asked = next(one["id"] for one in yaml.safe_load(text)["questions"] if "use" not in one)
    log.answered(f"follow-up/{asked}", ["x"], score=0, right=False, lang="en")
    return folder


@pytest.fixture(scope="module")
def learner(browser, copy, tmp_path_factory):
    """Return JupyterLab with the extension, on a lesson of which no cell was run."""
    server = WithExtension(copy, tmp_path_factory.mktemp("with-extension"))
    lab = Lab(browser, server)
    lab.open(f"notebooks/{LESSON}.ipynb")
    yield lab
    lab.context.close()
    server.stop()


@pytest.fixture
def lab(learner):
    learner.page.set_viewport_size({"width": 1280, "height": 900})
    learner.theme("Light")
    yield learner
    assert learner.complaints == [], str(learner.complaints)
    assert learner.left == []


def current(page):
    """Return the strip of the page that is in front."""
    return page.locator(f"{FRONT} .care-strip")


def read_in(page, name):
    strip = current(page)
    tools = strip.locator(".care-strip-reading")
    if tools.get_attribute("aria-expanded") == "false":
        tools.click()
    strip.get_by_role("button", name=name, exact=True).click()


def test_before_any_cell_is_run_the_page_and_its_contents_list_are_in_one_language(lab, copy):
    page = lab.page
    heading = page.locator(".jp-Notebook h1").first
    expect(current(page)).to_be_visible()
    page.evaluate("() => jupyterapp.commands.execute('toc:show-panel')")
    listed = page.locator(".jp-TableOfContents .jp-tocItem-content").first
    for name, lang, words in (
        ("简体", "zh-Hans", "第 2 课"),
        ("繁體", "zh-Hant", "第 2 課"),
        ("English", "en", "Lesson 2"),
    ):
        read_in(page, name)
        expect(page.locator("html")).to_have_attribute("data-care-lang", lang)
        expect(heading).to_contain_text(words)
        shown = heading.evaluate("node => node.innerText")
        assert sum(said in shown for said in ("第 2 课", "第 2 課", "Lesson 2")) == 1
        # What a card says where no kernel runs was saved in all languages.
        seen = page.locator(".jp-Notebook .care-paper [lang]:visible").evaluate_all(
            "nodes => [...new Set(nodes.map(node => node.lang))]"
        )
        assert seen in ([], [lang])
        expect(listed).to_contain_text(words)
        assert " / " not in listed.inner_text()
        with page.expect_response(lambda answer: "carekit/reader" in answer.url):
            read_in(page, name)
        assert json.loads((copy / "my-record" / "settings.json").read_text()) == {"lang": lang}


def test_the_strip_says_where_one_is_what_is_next_what_is_due_and_the_bar_is_silent(lab):
    page, strip = lab.page, current(lab.page)
    read_in(page, "English")
    expect(strip.locator("a.care-next")).to_contain_text("We will call you back")
    expect(strip.locator("a.care-previous")).to_contain_text("Lesson 1")
    expect(strip.locator(".care-strip-due")).to_have_text("Review due today: 1")
    expect(strip.locator(".care-strip-saved")).to_have_text("Everything is saved")
    expect(strip.locator(".care-strip-where")).to_contain_text("of")
    page.evaluate("""async () => {
        const panel = jupyterapp.shell.currentWidget;
        panel.content.activeCellIndex = 0;
        await jupyterapp.commands.execute('notebook:run-cell');
    }""")
    expect(page.locator(".care-reader")).to_be_hidden()
    page.keyboard.press("Alt+KeyL")
    expect(strip.locator(".care-look input")).to_be_focused()
    page.keyboard.type("follow-up")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(1)
    page.keyboard.press("Escape")


def test_what_was_typed_is_not_saved_and_then_it_is(lab, copy):
    page, strip = lab.page, current(lab.page)
    path = copy / "notebooks" / f"{LESSON}.ipynb"
    page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    expect(strip.locator(".care-strip-saved")).to_have_text("Everything is saved")
    page.evaluate(
        """() => { const { cells } = jupyterapp.shell.currentWidget.model;
            cells.get(0).sharedModel.updateSource(0, 0, '#'); }"""
    )
    expect(strip.locator(".care-strip-saved")).to_contain_text("Not saved yet")
    strip.get_by_role("button", name="Save now").click()
    expect(strip.locator(".care-strip-saved")).to_have_text("Everything is saved")
    assert json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"][0].startswith("#")


def test_the_panel_lists_every_page_with_its_state_and_date_and_opens_it_by_keyboard(lab):
    page = lab.page
    page.keyboard.press("Alt+Shift+KeyM")
    course = page.locator(".care-course")
    expect(course.locator("li")).to_have_count(15)
    lesson = course.locator("li", has=page.locator("[aria-current=page]"))
    expect(lesson).to_contain_text("under way, 1 of 8 answered")
    of_set = course.locator("li[data-kind=set]")
    expect(of_set).to_contain_text("not begun")
    expect(of_set).to_contain_text("was due 9 Mar")
    of_set.get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(of_set.get_by_role("link")).to_have_attribute("aria-current", "page")
    expect(current(page).locator("a.care-previous")).to_contain_text("Lesson 2")


def test_run_all_goes_on_after_a_red_check_and_leads_to_the_first_one(lab):
    page = lab.page
    lab.kernel_ready()
    page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
    strip = current(page)
    expect(strip.locator(".care-strip-runs")).to_contain_text("cells are red.")
    last = """() => jupyterapp.shell.currentWidget.content.widgets
        .filter(({ model }) => model.type === 'code').at(-1).model.executionCount"""
    assert page.evaluate(last) > 10
    active = """() => { const { content } = jupyterapp.shell.currentWidget;
        return content.activeCell.model.getMetadata('nbgrader').grade_id; }"""
    assert page.evaluate(active) == "closures-check"
    expect(page.locator(f"{FRONT} .jp-Cell.jp-mod-active .jp-OutputArea")).to_be_in_viewport()
    strip.get_by_role("button", name="Close").click()
    expect(strip.locator(".care-strip-runs")).to_be_empty()


def test_strip_and_panel_are_accessible_narrow_large_dark_and_in_each_language(lab):
    page, axe = lab.page, Axe()
    course = page.locator(".care-course")
    if not course.is_visible():
        page.keyboard.press("Alt+Shift+KeyM")
    for theme, width, name in (
        ("Light", 1280, "English"),
        ("Dark", 1280, "繁體"),
        ("Light", 640, "EN + 简体"),
        ("Dark", 500, "简体"),
    ):
        page.set_viewport_size({"width": width, "height": 900})
        lab.theme(theme)
        read_in(page, name)
        for part in (f"{FRONT} .care-strip", ".care-course"):
            found = axe.run(page, context=part).response["violations"]
            assert found == [], (theme, width, part, [one["id"] for one in found])
        over = current(page).evaluate(
            """root => { const edge = root.getBoundingClientRect().right + 0.5;
                return [...root.querySelectorAll(':not(.care-way-title *)')]
                    .filter(node => node.getBoundingClientRect().right > edge)
                    .map(node => node.className || node.tagName); }"""
        )
        assert over == [], (theme, width, over)


def test_notebook_7_has_the_strip_and_goes_to_the_next_page_in_the_same_window(browser, learner):
    lab = Lab(browser, learner.server, learner.context)
    lab.open(f"notebooks/{FIRST}.ipynb", front="notebook")
    strip = current(lab.page)
    expect(strip.locator("a.care-next")).to_be_visible()
    with lab.page.expect_navigation(url="**/notebooks/notebooks/pre-test.ipynb*"):
        strip.locator("a.care-next").click()
    expect(current(lab.page).locator("a.care-previous")).to_be_visible()
    lab.page.close()
    assert lab.left == []
