"""`care preview` makes what depends on a saved file, and a half-written one stops nothing."""

import json
from pathlib import Path

import pytest

from carekit.authoring.preview import rebuild
from carekit.authoring.preview.rebuild import Rebuilder
from carekit.authoring.preview.saved_files import look, looks, saved
from carekit.cli.preview import FOLDER, lay_extension, preview_command

LESSON = "notebooks/01-high-water.ipynb"
SET = {"source/tides/tides.ipynb", "release/tides/tides.ipynb"}


@pytest.fixture
def previewed(built):
    """Return a course, a preview of it that has made everything, and the lines that it told."""
    told = []
    rebuilder = Rebuilder(built, lay_extension(built), told.append)
    rebuilder.after(None)
    return built, rebuilder, told


def shown(rebuilder):
    """Return what the page reads."""
    return json.loads(rebuilder.show.read_text(encoding="utf-8"))


def lesson_of(course):
    return course / "content" / "lessons" / "01-high-water.md"


def changed(path, old, new):
    """Write a file with other words; return its path."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def looked_at(monkeypatch):
    """Return a list that grows by the made files which each build looks at."""
    asked = []

    def noting(root, *, only):
        asked.append(set(only))
        return real(root, only=only)

    real = rebuild.build
    monkeypatch.setattr(rebuild, "build", noting)
    return asked


def test_at_the_start_everything_is_shown_and_nothing_is_wrong(previewed):
    _, rebuilder, told = previewed
    assert set(shown(rebuilder)["notebooks"]) == {LESSON, *SET}
    assert shown(rebuilder)["errors"] == {}
    assert told == []


def test_a_saved_lesson_makes_its_notebook_and_no_other(previewed, monkeypatch):
    course, rebuilder, told = previewed
    asked, before = looked_at(monkeypatch), shown(rebuilder)["notebooks"]
    rebuilder.after([changed(lesson_of(course), ":::{en}\n", ":::{en}\nNew words. ")])
    assert asked == [{LESSON}]
    assert told == [f"made {LESSON}"]
    assert "New words. " in (course / LESSON).read_text(encoding="utf-8")
    after = shown(rebuilder)["notebooks"]
    assert {path for path in after if after[path] != before[path]} == {LESSON}


def test_a_saved_set_makes_its_source_and_its_release(previewed, monkeypatch):
    course, rebuilder, told = previewed
    asked = looked_at(monkeypatch)
    text = course / "content" / "exercises" / "tides" / "tides.md"
    rebuilder.after([changed(text, ":::{en}\n", ":::{en}\nNew words. ")])
    assert asked == [SET]
    assert set(told) == {f"made {path}" for path in SET}


def test_a_file_beside_a_set_is_laid_beside_its_notebooks(previewed, monkeypatch):
    course, rebuilder, told = previewed
    asked = looked_at(monkeypatch)
    file = course / "content" / "exercises" / "tides" / "files" / "sea.csv"
    file.parent.mkdir()
    file.write_text("a\n1\n", encoding="utf-8")
    rebuilder.after([file])
    copies = {"source/tides/sea.csv", "release/tides/sea.csv"}
    assert asked == [SET | copies]
    assert set(told) == {f"made {path}" for path in copies}


def test_what_all_texts_may_quote_is_looked_for_in_all(previewed, monkeypatch):
    course, rebuilder, _ = previewed
    asked = looked_at(monkeypatch)
    rebuilder.after([course / "course_data" / "glossary.yml"])
    assert set().union(*asked) == {LESSON, *SET}


def test_a_half_written_text_is_told_in_its_place_until_it_is_whole(previewed):
    course, rebuilder, told = previewed
    lesson = lesson_of(course)
    whole, made = lesson.read_text(encoding="utf-8"), (course / LESSON).read_bytes()
    lesson.write_text(whole.rpartition(":::")[0], encoding="utf-8")
    rebuilder.after([lesson])
    assert "01-high-water.md:" in shown(rebuilder)["errors"][LESSON]
    assert set(shown(rebuilder)["errors"]) == {LESSON}
    assert (course / LESSON).read_bytes() == made
    # The other texts go on, and the same mistake is told once.
    text = course / "content" / "exercises" / "tides" / "tides.md"
    rebuilder.after([changed(text, ":::{en}\n", ":::{en}\nNew words. ")])
    assert sum("01-high-water.md:" in line for line in told) == 1
    lesson.write_text(whole, encoding="utf-8")
    rebuilder.after([lesson])
    assert shown(rebuilder)["errors"] == {}


def test_a_text_is_tried_again_when_what_it_lacked_is_there(previewed):
    course, rebuilder, _ = previewed
    terms = course / "course_data" / "terms.yml"
    kept = terms.read_text(encoding="utf-8")
    terms.write_text("terms: [\n", encoding="utf-8")
    rebuilder.after([terms])
    assert "terms.yml" in shown(rebuilder)["errors"][LESSON]
    terms.write_text(kept, encoding="utf-8")
    rebuilder.after([terms])
    assert shown(rebuilder)["errors"] == {}


def test_a_misplaced_file_is_told_on_every_page_and_a_removed_one_forgotten(previewed):
    course, rebuilder, _ = previewed
    stray = course / "content" / "exercises" / "tides" / "notes.txt"
    stray.write_text("x", encoding="utf-8")
    rebuilder.after([stray])
    assert "notes.txt" in shown(rebuilder)["errors"][""]
    stray.unlink()
    lesson_of(course).unlink()
    rebuilder.after([stray, lesson_of(course)])
    assert shown(rebuilder)["errors"] == {}
    assert LESSON not in shown(rebuilder)["notebooks"]


def test_a_fault_of_the_kit_ends_no_preview(previewed, monkeypatch):
    course, rebuilder, _ = previewed

    monkeypatch.setattr(rebuild, "build", None)
    rebuilder.after([lesson_of(course)])
    assert shown(rebuilder)["errors"][LESSON].startswith("TypeError: ")


def test_what_was_saved_is_told_from_one_look_to_the_next():
    one, other = Path("a"), Path("b")
    seen = [{one: (1, 1)}, {one: (2, 1)}, {one: (2, 1)}, {other: (1, 1)}]
    assert list(saved(iter(seen))) == [{one}, set(), {one, other}]
    assert list(saved(iter([]))) == []


def test_a_look_sees_what_authors_write_and_not_what_editors_leave(built):
    lesson = lesson_of(built)
    lesson.with_name(".01-high-water.md.swp").write_text("x", encoding="utf-8")
    lesson.with_name("01-high-water.md~").write_text("x", encoding="utf-8")
    (lesson.parent / ".ipynb_checkpoints").mkdir()
    (lesson.parent / ".ipynb_checkpoints" / "a.md").write_text("x", encoding="utf-8")
    found = look(built)
    assert lesson in found
    assert built / "course_data" / "glossary.yml" in found
    assert [path.name for path in found if path.parent == lesson.parent] == [lesson.name]
    assert not [path for path in found if "checkpoints" in str(path)]


def test_looking_ends_when_jupyterlab_does(built):
    waits, answers = [], iter([True, True, False])
    assert len(list(looks(built, waits.append, lambda: next(answers)))) == 2
    assert waits == [0.2, 0.2]


def test_jupyterlab_loads_the_extension_from_the_courses_own_folder(built):
    state = lay_extension(built)
    package = json.loads((built / FOLDER / "carekit-preview" / "package.json").read_text())
    script = built / FOLDER / "carekit-preview" / package["jupyterlab"]["_build"]["load"]
    assert script.is_file()
    assert state.parent == script.parent
    command = preview_command(built, 9999, browser=False)
    assert f"--LabApp.extra_labextensions_path={built / FOLDER}" in command
    assert "--ip=127.0.0.1" in command
