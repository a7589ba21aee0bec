"""The marking desk: a class of 24 is marked by keyboard alone, in each language, light and dark."""

import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk_server import running
from playwright.sync_api import expect

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "grading" / "fakes"))
from essay_class import essays, make_essay_class
from small_course import SET, contents

from carekit.grading.course.folders import read_settings
from carekit.grading.gradebook.writer import open_book
from carekit.grading.marking.desk import Marker

LABELS = ("English", "简体", "繁體")


@pytest.fixture(scope="module")
def marking(tmp_path_factory):
    """Return a course whose class of 24 has handed in and was graded."""
    root = tmp_path_factory.mktemp("marking") / "course"
    root.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAREKIT_ROOT", str(root))
        yield make_essay_class(root, essays(24))


@pytest.fixture
def page(browser):
    """Return a page of its own; at the end nothing may have complained."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text))
    yield page
    context.close()
    assert complaints == []


def marks(root):
    return {row[0]: row[5] for row in contents(root)[1] if row[2] == "essay"}


def elsewhere(root, points):
    """Give every answer points as formgrader does."""
    settings = read_settings(root)
    with open_book(settings.db_url, settings.course_id) as book:
        for who in essays(24):
            book.find_grade("essay", SET, SET, who).manual_score = points
        book.db.commit()


def accessible(page):
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["target"]) for one in found] == []


def test_a_class_is_marked_by_keyboard_alone_in_every_language(marking, page):
    with running(marking, SET) as url:
        page.goto(url)
        expect(page.locator("#progress")).to_have_text("0 of 24 answers graded")
        # The key is in no address that a browser keeps.
        assert "#" not in page.url
        for label in LABELS:
            page.get_by_role("button", name=label, exact=True).press("Enter")
            expect(page.locator("html")).not_to_have_attribute("lang", "")
            for scheme, width in (("light", 1280), ("dark", 500)):
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size({"width": width, "height": 900})
                accessible(page)
                assert page.evaluate("document.documentElement.scrollWidth") <= width
            shown = page.locator("#scheme li:visible")
            expect(shown).to_have_count(4)
        page.get_by_role("button", name="English", exact=True).press("Enter")
        keys, at = page.keyboard, page.locator("#at")
        first = at.inner_text()
        keys.press("c")
        keys.type("Say why there are two.")
        keys.press("Enter")
        keys.press("3")
        expect(at).not_to_have_text(first)
        keys.press("u")
        expect(page.locator("#notice")).to_have_text("The last points were taken back")
        expect(at).to_have_text(first)
        assert set(marks(marking).values()) == {None}
        keys.press("p")
        keys.type("5.25")
        keys.press("Enter")
        cards = int(first.split(" of ")[1])
        for number in range(cards - 1):
            expect(at).to_have_text(f"Card {number + 2} of {cards}")
            expect(page.locator("#told")).not_to_contain_text("Name of")
            if number == 0:
                keys.press("c")
                keys.type("Say why there are two.")
                keys.press("Enter")
            elif number == 1:
                keys.press("Shift+1")
            keys.press(str(number % 5))
        expect(page.locator("#notice")).to_have_text("Every answer to this task is graded")
        expect(page.locator("#told")).to_contain_text("Name of")
        expect(page.locator("#comments button")).to_have_count(1)
        accessible(page)
        given = marks(marking)
        elsewhere(marking, 2.0)
        keys.press("3")
        notice = page.locator("#notice.bad")
        expect(notice).to_contain_text("somebody gave this answer 2 points meanwhile")
        accessible(page)
        assert set(marks(marking).values()) == {2.0}
        keys.press("3")
        expect(page.locator("#notice.good")).to_be_visible()
        assert set(marks(marking).values()) == {2.0, 4.5}
    assert len(given) == 24
    assert set(given.values()) == {0.0, 1.5, 3.0, 4.5, 5.25, 6.0}
    assert page.evaluate("window.bad") is None


def test_the_desk_is_only_for_who_has_its_key_and_speaks_to_this_machine(marking, page, browser):
    with running(marking, SET, Marker("ken", second=True, every=8), lang="zh-Hant") as url:
        ask = browser.new_context().request
        plain = url.partition("#")[0]
        assert ask.post(f"{plain}api/sheet", data={}).status == 403
        wrong = {"Authorization": "Key x"}
        assert ask.post(f"{plain}api/sheet", data={}, headers=wrong).status == 403
        key = {"Authorization": f"Key {url.partition('#')[2]}"}
        assert ask.post(f"{plain}api/sheet", data={}, headers=key).status == 200
        odd = {"task": "no", "key": "no", "points": "many", "comment": ""}
        assert ask.post(f"{plain}api/mark", data=odd, headers=key).status == 400
        assert ask.get(plain, headers={"Host": "desk.example"}).status == 403
        page.goto(url)
        expect(page.locator("#who")).to_have_text("第二位評分者：ken")
        expect(page.locator("#progress")).to_have_text("已改 0 / 3 份")
        count = int(page.locator("#at").inner_text().split("共")[1].split()[0])
        for _ in range(count):
            page.keyboard.press("2")
        expect(page.locator("#agreement")).to_contain_text("共 3 份")
