"""An nbgrader notebook becomes a set whose release is nbgrader's own release of the original."""

import json
import shutil
from pathlib import Path

import nbformat
import nbgrader
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from carekit.authoring.build import build
from carekit.authoring.build.leaks import leaks
from carekit.authoring.build.nbgrader_run import generate_assignment
from carekit.authoring.import_notebook.import_set import card_entries, read_sets, write_sets
from carekit.common.config_files import course_files, merged
from carekit.common.files import ContentError
from tests.authoring.old_course import HARD, grading, hard_notebook, write_course

LANGS = ("en", "zh-Hans", "zh-Hant")
QUICKSTART = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide" / "source" / "ps1"


def taken_over(course, source, name=None, lang="en"):
    """Import into a course and return the sets."""
    read = read_sets(course, source, name, lang, LANGS)
    assert read.refused == []
    write_sets(course, read.sets)
    return read.sets


def nbgraders_release(folder, course, assignment, notebook):
    """Return the cells of the release that nbgrader's own command makes of the original."""
    config = merged(course_files(course))
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.db_url = f"sqlite:///{folder}/own.db"
    config.CourseDirectory.assignment_id = assignment
    config.GenerateAssignment.no_database = True
    config.SaveCells.enabled = False
    assert generate_assignment(config) == []
    return json.loads((folder / "release" / assignment / notebook).read_bytes())["cells"]


def without_ids(cells):
    """Return the cells without ids and counts of runs; who says nothing of a task means none."""
    for cell in cells:
        if meta := cell["metadata"].get("nbgrader"):
            meta.setdefault("task", False)
    return [
        {key: said for key, said in cell.items() if key not in ("id", "execution_count")}
        for cell in cells
    ]


def test_the_release_of_a_hard_notebook_is_nbgraders_own_of_the_original(course, tmp_path):
    old = tmp_path / "old"
    [one] = taken_over(course, write_course(old))
    assert one.name == "week-1"
    build(course)
    ours = json.loads((course / "release" / "week-1" / "week-1.ipynb").read_bytes())
    theirs = nbgraders_release(old, course, "Week 1", "problem1.ipynb")
    assert without_ids(ours["cells"]) == without_ids(theirs)
    assert ours["metadata"]["toc"] == {"base": 1}
    assert "21 of 21 cells equal" in one.report.kept[-1]
    assert not one.report.look


def test_the_source_of_the_set_holds_what_the_original_held(course, tmp_path):
    [one] = taken_over(course, write_course(tmp_path / "old"))
    build(course)
    ours = json.loads((course / "source" / "week-1" / "week-1.ipynb").read_bytes())["cells"]
    was = json.loads(nbformat.writes(hard_notebook()))["cells"]
    assert ["".join(cell["source"]) for cell in ours] == ["".join(c["source"]) for c in was]
    assert ["".join(cell["source"]) for cell in ours[: len(HARD)]] == HARD
    ids = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in ours]
    assert ids == [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in was]
    assert ids[-8:-5] == ["Tide_Answer", "tide-check", "whole"]
    assert {cell["id"] for cell in ours} >= {"tide-answer", "tide-check", "by-hand"}
    assert "2 grade ids that cannot be a cell's name" in " ".join(one.report.kept)


def test_files_beside_the_notebook_reach_learners_and_checks(course, tmp_path):
    taken_over(course, write_course(tmp_path / "old"))
    report = build(course)
    for place in ("source", "release"):
        folder = course / place / "week-1"
        assert (folder / "sea.png").read_bytes() == b"\x89PNG\x00\xff"
        assert (folder / "data" / "more" / "levels.csv").read_text() == "hour,level\n1,2\n"
    assert not report.stray
    assert build(course, check=True).ok
    assert not leaks(course)


def test_a_changed_file_and_a_changed_picture_are_made_anew(course, tmp_path):
    taken_over(course, write_course(tmp_path / "old"))
    build(course)
    own = course / "content" / "exercises" / "week-1"
    (own / "files" / "sea.png").write_bytes(b"new sea")
    [picture] = own.glob("attachments/*/a-b-1.png")
    picture.write_bytes(b"new picture")
    made = {path.as_posix() for path in build(course).made}
    assert {"release/week-1/sea.png", "release/week-1/week-1.ipynb"} <= made
    assert (course / "release" / "week-1" / "sea.png").read_bytes() == b"new sea"


def test_nbgraders_own_quickstart_example_comes_over_whole(course, tmp_path):
    old = tmp_path / "quick" / "source" / "ps1"
    shutil.copytree(QUICKSTART, old)
    sets = taken_over(course, old.parent.parent)
    assert [one.name for one in sets] == ["ps1-problem1", "ps1-problem2"]
    assert "18 of 18 cells equal" in sets[0].report.kept[-1]
    assert "5 of 5 cells equal" in sets[1].report.kept[-1]
    assert "jupyter.png" in " ".join(sets[0].report.kept)
    build(course)
    for one in sets:
        ours = json.loads((course / "release" / one.name / f"{one.name}.ipynb").read_bytes())
        name = f"{one.name.removeprefix('ps1-')}.ipynb"
        theirs = nbgraders_release(tmp_path / "quick", course, "ps1", name)
        assert without_ids(ours["cells"]) == without_ids(theirs)


def test_older_metadata_is_brought_up_to_date_and_said(course, tmp_path):
    meta = {"grade": True, "solution": False, "locked": True, "grade_id": "a", "points": 1}
    book = new_notebook(cells=[new_code_cell("assert 1", metadata={"nbgrader": meta})])
    [one] = taken_over(course, write_course(tmp_path, book), "old-one")
    assert "schema 0" in "\n".join(one.report.lines())
    text = (course / "content" / "exercises" / "old-one" / "old-one.md").read_text("utf-8")
    assert '"grade": true, "locked": true, "points": 1' in text


def test_a_courses_own_marks_and_settings_are_told(course, tmp_path):
    source = "#SOL\nx = 1\n#LOS"
    book = new_notebook(cells=[new_code_cell(source, metadata=grading("x", solution=True))])
    path = write_course(tmp_path / "old", book)
    (tmp_path / "old" / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        'c.ClearSolutions.begin_solution_delimeter = "#SOL"\n'
        'c.ClearSolutions.end_solution_delimeter = "#LOS"\n'
        "c.Execute.timeout = 900\n",
        encoding="utf-8",
    )
    [one] = taken_over(course, path)
    told = "\n".join(one.report.lines())
    assert "own marks became nbgrader's usual ones in 1 cells" in told
    assert "Execute.timeout: set to 900" in told
    assert "begin_solution_delimeter" not in told
    build(course)
    released = (course / "release" / "week-1" / "week-1.ipynb").read_text("utf-8")
    assert "x = 1" not in released


def test_a_check_that_nbgrader_writes_itself_is_named_as_lost(course, tmp_path):
    meta = grading("Auto_1", grade=True, locked=True, points=1)
    book = new_notebook(cells=[new_code_cell("### AUTOTEST f(1)", metadata=meta)])
    [one] = taken_over(course, write_course(tmp_path, book))
    assert "auto-1: nbgrader writes this check itself" in "\n".join(one.report.lines())
    assert "0 of 1 cells equal" in one.report.kept[-1]
    assert one.report.look


def test_the_report_says_what_is_not_translated_and_is_written(course, tmp_path):
    [one] = taken_over(course, write_course(tmp_path / "old"), lang="zh-Hant")
    page = (course / "import-reports" / "week-1.md").read_text("utf-8")
    assert "are written in zh-Hant and show the same to readers of en, zh-Hans" in page
    assert "what 1 cells showed when they were run is left out" in page
    text = (course / "content" / "exercises" / "week-1" / "week-1.md").read_text("utf-8")
    assert "{as-written} zh-Hant" in text
    assert page == one.report.page()


def test_what_belongs_in_the_card_is_yaml_of_every_language(course, tmp_path):
    sets = taken_over(course, write_course(tmp_path / "old"))
    assert card_entries(sets, ["en", "es"]) == (
        '  - id: week-1\n    title:\n      en: "Week 1: the 5 tide"\n      es: "Week 1: the 5 tide"'
    )


def test_nothing_is_written_over(course, tmp_path):
    path = write_course(tmp_path / "old")
    sets = read_sets(course, path, None, "en", LANGS).sets
    (course / "import-reports").mkdir()
    (course / "import-reports" / "week-1.md").write_text("mine", encoding="utf-8")
    with pytest.raises(ContentError, match=r"import-reports/week-1\.md: is there already"):
        write_sets(course, sets)
    assert not (course / "content" / "exercises" / "week-1").exists()
    (course / "import-reports" / "week-1.md").unlink()
    write_sets(course, sets)
    with pytest.raises(ContentError, match="exercises/week-1 is there already"):
        read_sets(course, path, None, "en", LANGS)


def test_from_a_folder_of_downloads_only_what_is_named_comes_along(course, tmp_path):
    book = new_notebook(cells=[new_markdown_cell("![x](wave.png)")])
    folder = tmp_path / "downloads"
    folder.mkdir()
    nbformat.write(book, folder / "Tides (1).ipynb")
    for name in ("wave.png", "letter.txt"):
        (folder / name).write_bytes(b"x")
    [one] = read_sets(course, folder / "Tides (1).ipynb", None, "en", LANGS).sets
    assert one.name == "tides-1"
    names = [path.name for path in one.files]
    assert names == ["tides-1.md", "wave.png"]


def _java():
    kernel = {"name": "java", "display_name": "Java", "language": "java"}
    return new_notebook(cells=[], metadata={"kernelspec": kernel})


def _twice():
    cells = [new_code_cell("1", metadata=grading("a", solution=True)) for _ in range(2)]
    return new_notebook(cells=cells)


def _from_the_future():
    meta = grading("a", solution=True, schema_version=4)
    return new_notebook(cells=[new_code_cell("1", metadata=meta)])


def _no_points():
    return new_notebook(cells=[new_code_cell("1", metadata=grading("a", grade=True))])


def _open_solution():
    meta = grading("a", solution=True)
    return new_notebook(cells=[new_code_cell("### BEGIN SOLUTION\nx", metadata=meta)])


@pytest.mark.parametrize(
    ("book", "says"),
    [
        (_java(), r"problem1\.ipynb:1: metadata\.kernelspec\.language: is java"),
        (_twice(), r"cell 2\.metadata\.nbgrader\.grade_id: a stands in cell 1 already"),
        (_from_the_future(), r"cell 1\.metadata\.nbgrader\.schema_version: is 4"),
        (_no_points(), r"cell 1\.metadata\.nbgrader: nbgrader refuses it: .*points"),
        (
            _open_solution(),
            r"problem1\.ipynb: nbgrader makes no release of it, so mend it there first: "
            r"no end solution statement found\n",
        ),
    ],
    ids=["java", "twice", "future", "no points", "open solution"],
)
def test_bad_notebooks_are_refused_with_file_cell_and_field(course, tmp_path, book, says):
    with pytest.raises(ContentError, match=says):
        read_sets(course, write_course(tmp_path, book), None, "en", LANGS)
    assert not (course / "import-reports").exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", r"problem1\.ipynb:1: no notebook, for it is not JSON"),
        ("[]", "nbformat: is missing"),
        ('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{}]}', "problem1"),
    ],
)
def test_what_is_no_notebook_is_refused(course, tmp_path, text, says):
    path = write_course(tmp_path)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=says):
        read_sets(course, path, None, "en", LANGS)


def test_where_no_notebook_can_be_read_all_faults_are_told_and_nothing_is_written(course, tmp_path):
    write_course(tmp_path, _java(), assignment="a")
    write_course(tmp_path, _twice(), assignment="b")
    with pytest.raises(ContentError) as refused:
        read_sets(course, tmp_path, None, "en", LANGS)
    told = str(refused.value)
    assert "a/problem1.ipynb" in told
    assert "b/problem1.ipynb" in told
    assert told.endswith("Nothing was written.")


def test_a_bad_notebook_is_named_and_does_not_stop_the_others(
    course, tmp_path, monkeypatch, invoke
):
    old = tmp_path / "old"
    write_course(old, _java(), assignment="a")
    write_course(old, assignment="b")
    write_course(old, _twice(), assignment="c")
    monkeypatch.chdir(course)
    code, said = invoke("import", "notebook", str(old))
    assert code == 3, said
    made = course / "content" / "exercises"
    assert (made / "b" / "b.md").is_file()
    assert not (made / "a").exists()
    assert "  - id: b\n" in said
    assert "  - id: a\n" not in said
    _, _, left = said.partition("Left out: 2 of 3 notebooks; mend them and import them again:\n")
    assert [line.partition("/problem1.ipynb:")[0][-1] for line in left.splitlines()] == ["a", "c"]
    # Mended, it comes over in the same way; what is there already is named and stays as it is.
    write_course(old, assignment="a")
    code, said = invoke("import", "notebook", str(old))
    assert code == 3, said
    assert (made / "a" / "a.md").is_file()
    assert "exercises/b is there already" in said


@pytest.mark.parametrize(
    ("where", "name", "says"),
    [
        ("nowhere", None, "no such file or folder"),
        ("source/Week 1/sea.png", None, r"no notebook; name a file that ends in \.ipynb"),
        ("source/Week 1/data", None, "no notebook here"),
        ("source/Week 1", "Not A Name", "may hold a-z"),
        ("source", "one", "holds 2 notebooks, and --set names one set"),
    ],
)
def test_a_wrong_place_or_name_is_refused(course, tmp_path, where, name, says):
    write_course(tmp_path)
    write_course(tmp_path, assignment="Week 2")
    with pytest.raises(ContentError, match=says):
        read_sets(course, tmp_path / where, name, "en", LANGS)
