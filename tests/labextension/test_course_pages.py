"""The pages of a course: their order, their titles, and which course a file lies in."""

import json
import shutil

import pytest

from carekit.labextension import PREBUILT
from carekit.labextension.answers import course_folder, course_map
from carekit.labextension.course_pages import course_pages


def notebook(*cells):
    return json.dumps({"cells": [{"cell_type": kind, "source": said} for kind, said in cells]})


@pytest.fixture
def course(tmp_path):
    """Return a course with two lessons, a set, two exams and a notebook that cannot be read."""
    root = tmp_path / "desk" / "sea"
    for folder in ("notebooks", "release/boats", "course_data/quizzes", "course_data/exams"):
        (root / folder).mkdir(parents=True)
    text = "{en: Boats, zh-Hans: 船, zh-Hant: 船}"
    card = f"id: sea\ntitle: {text}\nfirst_notebook: notebooks/00-harbour.ipynb\n"
    card += f"sets:\n  - {{id: boats, title: {text}}}\n  - {{id: gone, title: {text}}}\n"
    (root / "course_data" / "course.yml").write_text(card, encoding="utf-8")
    (root / "course_data" / "quizzes" / "boats.yml").touch()
    for name, forms in {"full": "[before, after]", "late": "[later]"}.items():
        blueprint = f"id: {name}\nforms: {forms}\nseed: 1\nanchors: [one]\n"
        (root / "course_data" / "exams" / f"{name}.yml").write_text(blueprint, encoding="utf-8")
    heading = '# 1 · <span lang="en" class="care-head">Boats &amp; *nets*</span>'
    for name, cells in {
        "00-harbour": [("markdown", "# Harbour")],
        "01-boats": [("code", "reader()"), ("markdown", ["\n", heading])],
        "02-nets": [("markdown", "no heading")],
        "a-later": [("code", 'exam("later")')],
        "b-after": [("code", 'exam("after")')],
        "c-before": [("code", 'exam("before")')],
    }.items():
        (root / "notebooks" / f"{name}.ipynb").write_text(notebook(*cells), encoding="utf-8")
    (root / "notebooks" / "03-torn.ipynb").write_text("{", encoding="utf-8")
    (root / "release" / "boats" / "boats.ipynb").write_text(notebook(), encoding="utf-8")
    return root


def test_pages_follow_their_numbers_a_set_its_lesson_and_tests_stand_before_and_after(course):
    pages = course_pages(course)
    assert [(page.kind, page.id) for page in pages] == [
        ("lesson", "harbour"),
        ("test", "before"),
        ("lesson", "boats"),
        ("set", "boats"),
        ("lesson", "nets"),
        ("test", "after"),
        ("test", "later"),
    ]
    assert pages[3].path == "release/boats/boats.ipynb"


def test_a_title_is_the_heading_in_each_language_or_else_the_name(course):
    titles = [page.title for page in course_pages(course)]
    assert titles[2]["en"] == "1 · Boats & nets"
    assert titles[0] == dict.fromkeys(titles[0], "Harbour")
    assert titles[4]["en"] == "nets"


def test_a_file_lies_in_the_nearest_course_and_never_above_the_servers_folder(course):
    desk = course.parent
    assert course_folder(desk, "sea/notebooks/01-boats.ipynb") == course
    assert course_folder(course, "notebooks/01-boats.ipynb") == course
    assert course_folder(desk, "notes.ipynb") is None
    assert course_folder(desk / "sea" / "notebooks", "01-boats.ipynb") is None
    assert course_folder(desk / "sea" / "notebooks", "../notebooks/01-boats.ipynb") is None


def test_the_map_names_the_folder_as_the_servers_file_browser_does(course):
    assert course_map(course.parent, course).prefix == "sea/"
    assert course_map(course, course).prefix == ""


def test_the_real_course_begins_with_its_first_notebook_and_has_every_set(root):
    pages = course_pages(root)
    assert pages[0].path == "notebooks/00-welcome.ipynb"
    assert [page.id for page in pages][1] == "pre-test"
    assert sum(page.kind == "set" for page in pages) == 9
    assert pages[-1].id == "delayed-test"
    assert all(page.title["zh-Hant"] != page.title["en"] for page in pages)


def test_a_wheel_lays_both_halves_where_jupyter_looks(wheel, tmp_path):
    shutil.unpack_archive(wheel, tmp_path, "zip")
    data = next(tmp_path.glob("carekit-*.data")) / "data"
    laid = data / "share" / "jupyter" / "labextensions" / "carekit"
    for name in ("package.json", "static/pages.js"):
        assert (laid / name).read_bytes() == (PREBUILT / "carekit" / name).read_bytes()
    config = data / "etc" / "jupyter" / "jupyter_server_config.d" / "carekit.json"
    extensions = json.loads(config.read_bytes())["ServerApp"]["jpserver_extensions"]
    assert extensions == {"carekit.labextension": True}
