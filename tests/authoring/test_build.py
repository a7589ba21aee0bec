import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from carekit.authoring.build import build
from carekit.authoring.build.made_files import CACHE, REPLACED
from carekit.authoring.build.targets import makers
from carekit.common import files
from carekit.common.files import ContentError

LESSON = Path("notebooks/01-high-water.ipynb")
SOURCE = Path("source/tides/tides.ipynb")
RELEASE = Path("release/tides/tides.ipynb")
TEXT = "content/lessons/01-high-water.md"


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def made_bytes(root):
    return {path: (root / path).read_bytes() for path in (LESSON, SOURCE, RELEASE)}


def test_every_text_becomes_its_notebook_and_every_set_its_release(built_once):
    assert all((built_once / path).is_file() for path in (LESSON, SOURCE, RELEASE))
    assert not (built_once / "gradebook.db").exists()


def test_two_builds_from_nothing_give_the_same_bytes(built_once, course):
    build(course)
    assert made_bytes(course) == made_bytes(built_once)


def test_made_notebooks_are_valid_empty_and_called_as_their_text_says(built_once):
    for path in (LESSON, SOURCE, RELEASE):
        notebook = nbformat.read(built_once / path, as_version=nbformat.NO_CONVERT)
        nbformat.validate(notebook)
        assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    lesson = nbformat.read(built_once / LESSON, as_version=4)
    assert [cell.id for cell in lesson.cells] == ["words-first", "setup"]
    assert lesson.metadata.carekit.made_from == TEXT
    assert "language_info" not in lesson.metadata


def test_nbgrader_metadata_is_completed_from_the_few_words_of_the_author(built_once):
    cells = nbformat.read(built_once / SOURCE, as_version=4).cells
    (check,) = (cell for cell in cells if cell.id == "tidal-range-check")
    assert dict(check.metadata.nbgrader) == {
        "grade": True,
        "grade_id": "tidal-range-check",
        "locked": True,
        "points": 2,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }


def test_a_check_of_code_lets_run_all_go_on_and_nothing_else_does(built_once):
    cells = nbformat.read(built_once / "release/tides/tides.ipynb", as_version=4).cells
    tagged = {cell.id for cell in cells if "raises-exception" in cell.metadata.get("tags", [])}
    checks = {
        cell.id
        for cell in cells
        if cell.cell_type == "code"
        and cell.metadata.get("nbgrader", {}).get("grade")
        and not cell.metadata.nbgrader.solution
    }
    assert tagged == checks != set()


def test_a_check_of_what_was_just_built_finds_nothing(built_once):
    report = build(built_once, check=True)
    assert report.ok
    assert report.stale == report.stray == []


def test_one_changed_word_in_a_made_notebook_is_found_and_named(built):
    change(built / LESSON, "3.5 m", "3.6 m")
    assert build(built, check=True).stale == [LESSON]


def test_a_changed_release_is_found_and_named(built):
    change(built / RELEASE, "raise NotImplementedError()", "return 0")
    assert build(built, check=True).stale == [RELEASE]


def test_a_check_does_not_believe_the_memory_of_earlier_builds(built):
    change(built / LESSON, "3.5 m", "3.6 m")
    cache = json.loads((built / CACHE).read_text(encoding="utf-8"))
    cache[LESSON.as_posix()][1] = files.sha256((built / LESSON).read_bytes())
    (built / CACHE).write_text(json.dumps(cache), encoding="utf-8")
    assert build(built, check=True).stale == [LESSON]


def test_a_missing_made_file_is_stale(built):
    (built / LESSON).unlink()
    assert build(built, check=True).stale == [LESSON]


@pytest.mark.parametrize(
    "path", ["notebooks/old.ipynb", "source/tides/notes.md", "release/tide/tide.ipynb"]
)
def test_a_file_that_no_text_makes_is_found_named_and_left_alone(built, path):
    stray = built / path
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("{}", encoding="utf-8")
    assert build(built, check=True).stray == [Path(path)]
    assert build(built).stray == [Path(path)]
    assert stray.exists()


def test_what_jupyter_leaves_behind_is_no_stray(built):
    for name in ("notebooks/.ipynb_checkpoints/a.ipynb", "release/tides/answers.json"):
        (built / name).parent.mkdir(exist_ok=True)
        (built / name).write_text("{}", encoding="utf-8")
    assert build(built, check=True).ok


def test_a_check_writes_nothing(built):
    change(built / LESSON, "3.5 m", "3.6 m")
    before = {path: path.stat().st_mtime_ns for path in built.rglob("*")}
    build(built, check=True)
    assert {path: path.stat().st_mtime_ns for path in built.rglob("*")} == before


def test_only_what_changed_is_made_again(built):
    change(built / TEXT, "stays code", "remains code")
    assert build(built).made == [LESSON]
    assert build(built).made == []


def test_a_changed_table_reaches_the_prose_that_quotes_it(built):
    table = built / "course_data" / "tables" / "levels.csv"
    manifest = table.with_name("manifest.json")
    old = files.sha256(table.read_bytes())
    change(table, "18,3.5", "18,4.5")
    change(manifest, old, files.sha256(table.read_bytes()))
    assert build(built).made == [LESSON]
    assert "4.5 m" in (built / LESSON).read_text(encoding="utf-8")


def test_a_changed_setting_of_nbgrader_reaches_the_release(built):
    change(built / "nbgrader_config.py", "Write here", "Answer here")
    assert build(built).made == [RELEASE]
    assert "Answer here" in (built / RELEASE).read_text(encoding="utf-8")


def test_a_changed_setting_in_a_file_that_the_configuration_loads_reaches_the_release(built):
    config = built / "nbgrader_config.py"
    config.rename(built / "ours.py")
    config.write_text('get_config()\nload_subconfig("ours.py")\n', encoding="utf-8")
    assert build(built).made == []  # the same settings give the same bytes
    change(built / "ours.py", "Write here", "Answer here")
    assert build(built).made == [RELEASE]
    assert "Answer here" in (built / RELEASE).read_text(encoding="utf-8")


def test_a_configuration_in_json_has_the_last_word_as_in_nbgrader(built):
    stub = {"ClearSolutions": {"text_stub": "Answer here"}}
    (built / "nbgrader_config.json").write_text(json.dumps(stub), encoding="utf-8")
    assert build(built).made == [RELEASE]
    assert "Answer here" in (built / RELEASE).read_text(encoding="utf-8")


def test_a_configuration_that_cannot_be_read_is_named_with_its_line(built):
    (built / "nbgrader_config.py").write_text("c = get_config()\nc = nothing\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"nbgrader_config\.py:2: cannot be read \(NameError"):
        build(built)


def test_all_code_that_makes_a_file_is_in_the_digest_by_which_a_file_counts_as_current(built):
    code = (
        "import sys; from pathlib import Path; from carekit.authoring.build import build\n"
        "assert build(Path(sys.argv[1]), check=True).ok\n"
        "kit = {name: one for name, one in sys.modules.items() if name.startswith('carekit')}\n"
        "print(*sorted({one.__file__ for one in kit.values()}), sep='\\n')"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(built)], capture_output=True, text=True, check=True
    )
    used = {Path(line) for line in run.stdout.split("\n") if line}
    assert {"targets.py", "glossary.py", "variants.py"} <= {path.name for path in used}
    assert used <= set(makers())


def test_an_unchanged_course_is_passed_over_without_any_heavy_library(built):
    heavy = "nbgrader", "nbformat", "jupytext", "pandas", "IPython"
    code = (
        "import sys; from pathlib import Path; from carekit.authoring.build import build\n"
        f"assert build(Path(sys.argv[1])).made == []\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(built)], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_work_done_in_a_made_notebook_is_kept_aside_before_it_is_made_again(built):
    change(built / LESSON, '"outputs": []', '"outputs": ["mine"]')
    report = build(built)
    assert report.made == [LESSON]
    assert report.kept == [REPLACED / LESSON]
    assert '"mine"' in (built / REPLACED / LESSON).read_text(encoding="utf-8")


@pytest.mark.parametrize("cache", ["", "[]", '{"a": 1}', "{"])
def test_a_damaged_memory_costs_a_full_build_and_nothing_else(built, cache):
    (built / CACHE).write_text(cache, encoding="utf-8")
    assert build(built).made == []


def test_an_interrupted_build_leaves_the_old_notebook_whole_and_no_draft(built, monkeypatch):
    before = made_bytes(built)
    change(built / TEXT, "stays code", "remains code")

    def interrupted(_descriptor):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            build(built)
    assert made_bytes(built) == before
    assert [path.name for path in (built / "notebooks").iterdir()] == [LESSON.name]
    assert build(built).made == [LESSON]


def test_a_text_with_mistakes_stops_only_itself_and_its_release(built):
    change(built / TEXT, "stays code", "remains code")
    change(built / "content/exercises/tides/tides.md", "points: 2", "points: 0")
    before = made_bytes(built)
    with pytest.raises(ContentError, match=r"tides\.md:\d+: tidal-range-check: points"):
        build(built)
    after = made_bytes(built)
    assert [path for path in before if before[path] != after[path]] == [LESSON]


def test_a_report_says_in_words_what_was_found_and_what_to_do(built):
    assert build(built).lines() == ["every made file is current"]
    change(built / LESSON, "3.5 m", "3.6 m")
    (built / "notebooks/old.ipynb").write_text("{}", encoding="utf-8")
    assert build(built, check=True).lines() == [
        "stale notebooks/01-high-water.ipynb: not what its text makes; run `./care build`",
        "stray notebooks/old.ipynb: no text makes it; remove it or move it elsewhere",
    ]


def test_progress_counts_up_to_the_number_of_files(built):
    seen = []
    build(built, progress=lambda done, total, path: seen.append((done, total, path)))
    assert [done for done, _, _ in seen] == [0, 1, 2, 3]
    assert {total for _, total, _ in seen} == {3}
    assert seen[0][2] == LESSON.as_posix()


def test_texts_at_places_the_builder_does_not_know_are_refused(course):
    (course / "content/lessons/draft.txt").write_text("x", encoding="utf-8")
    (course / "content/exercises/tides/more.md").write_text("x", encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        build(course)
    assert "content/lessons/NN-topic.md" in str(refused.value)
    assert "content/exercises/<set>/<set>.md" in str(refused.value)


def test_a_course_without_texts_is_refused(tmp_path):
    with pytest.raises(ContentError, match="no lesson and no exercise"):
        build(tmp_path)
