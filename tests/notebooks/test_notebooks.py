"""Every committed notebook: what it may hold, and that it is what its text calls it."""

import json
from pathlib import Path

import nbformat
import pytest

from carekit.authoring.build.cell_name import NAME
from carekit.authoring.build.hand_in_cells import BUTTON, WORDS
from carekit.authoring.build.myst import read_script
from carekit.authoring.build.quiz_text import is_unrun

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("notebooks", "source", "release")
NOTEBOOKS = sorted(
    path.relative_to(ROOT)
    for folder in FOLDERS
    for path in (ROOT / folder).rglob("*.ipynb")
    if ".ipynb_checkpoints" not in path.parts
)
SETS = sorted(path.parent.name for path in NOTEBOOKS if path.parts[0] == "source")
GRADED = {"grade", "grade_id", "locked", "schema_version", "solution", "task"}
IN_RELEASE = {"cell_type", "checksum"}
TAGS = {"raises-exception", "nbval-skip"}
FOLDED = {"source_hidden": True}

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=Path.as_posix)
every_set = pytest.mark.parametrize("name", SETS)


def read(path):
    return nbformat.read(ROOT / path, as_version=nbformat.NO_CONVERT)


def graded(path):
    return {
        cell.id: cell.metadata.nbgrader for cell in read(path).cells if "nbgrader" in cell.metadata
    }


def test_every_text_has_its_notebook_and_every_notebook_its_text():
    lessons = {path.stem for path in (ROOT / "content" / "lessons").glob("*.md")}
    sets = {path.stem for path in (ROOT / "content" / "exercises").glob("*/*.md")}
    assert lessons
    assert sets
    expected = {f"notebooks/{name}.ipynb" for name in lessons}
    expected |= {f"{folder}/{name}/{name}.ipynb" for folder in FOLDERS[1:] for name in sets}
    assert {path.as_posix() for path in NOTEBOOKS} == expected


@every_notebook
def test_the_format_is_valid_and_has_cell_ids(path):
    notebook = read(path)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)


@every_notebook
def test_nothing_was_run(path):
    code = [cell for cell in read(path).cells if cell.cell_type == "code"]
    assert code
    assert [cell.id for cell in code if cell.execution_count is not None] == []
    assert [cell.id for cell in code if not all(map(is_unrun, cell.outputs))] == []


@every_notebook
def test_every_quiz_shows_its_questions_before_anybody_runs_it(path):
    for cell in read(path).cells:
        if cell.source.startswith(("quiz(", "quiz.graded(")):
            [output] = cell.outputs
            words = output.data["text/html"]
            assert words.count('lang="zh-Hant"') == words.count('lang="en"') > 1


@every_notebook
def test_cells_are_called_as_in_the_text_in_its_order(path):
    notebook = read(path)
    names = [cell.id for cell in notebook.cells]
    faults = []
    script = read_script(ROOT / notebook.metadata.carekit.made_from, faults)
    assert faults == []
    # Every set ends with the cells that hand it in, which the builder adds.
    is_set = notebook.metadata.carekit.made_from.startswith("content/exercises/")
    added = [WORDS, BUTTON] if is_set else []
    assert names == [*(cell.name for cell in script.cells), *added]
    assert len(set(names)) == len(names)
    assert all(NAME.fullmatch(name) for name in names)


@every_notebook
def test_the_notebook_says_no_more_of_itself_than_its_kernel_and_its_text(path):
    metadata = read(path).metadata
    assert set(metadata) == {"carekit", "kernelspec"}
    # A set also says at which level of trust its checks are judged.
    trust = {"trust"} if path.parts[0] in ("source", "release") else set()
    assert set(metadata.carekit) == {"made_from"} | trust
    assert metadata.kernelspec.name == "python3"


@every_notebook
def test_cell_metadata_is_on_the_list(path):
    released = path.parts[0] == "release"
    known = {"jupyter", "nbgrader", "tags"} | ({"deletable", "editable"} if released else set())
    for cell in read(path).cells:
        assert set(cell.metadata) <= known, cell.id
        assert set(cell.metadata.get("tags", [])) <= TAGS, cell.id
        assert cell.metadata.get("jupyter", FOLDED) == FOLDED, cell.id
        assert cell.get("attachments", {}) == {}, cell.id


@every_notebook
def test_set_up_and_drawing_are_folded_below_a_line_and_answers_are_not(path):
    cells = read(path).cells
    folded = [n for n, cell in enumerate(cells) if "jupyter" in cell.metadata]
    assert [
        cell.id for cell in cells if cell.id == "setup" and "jupyter" not in cell.metadata
    ] == []
    assert folded
    for n in folded:
        assert cells[n].cell_type == "code"
        assert not cells[n].metadata.get("nbgrader", {}).get("solution")
        assert cells[n - 1].id == f"{cells[n].id}-line"
        assert cells[n - 1].source.count('class="care-text care-fold"') == 3
    drawn = {n for n, cell in enumerate(cells) if "alt." in cell.source and "show(" in cell.source}
    assert drawn <= set(folded)


@every_notebook
def test_what_nbgrader_reads_is_complete(path):
    released = path.parts[0] == "release"
    cells = graded(path)
    assert bool(cells) is (path.parts[0] != "notebooks")
    for name, meta in cells.items():
        scored = meta.grade or meta.task
        # nbgrader gives a checksum to all cells but tasks.
        extra = IN_RELEASE if released and (meta.grade or meta.solution or meta.locked) else set()
        assert set(meta) == GRADED | extra | ({"points"} if scored else set()), name
        assert meta.grade_id == name
        assert meta.schema_version == 3


@every_notebook
def test_the_file_ends_with_one_newline_and_has_no_carriage_return(path):
    data = (ROOT / path).read_bytes()
    assert b"\r" not in data
    assert data.endswith(b"}\n")
    assert not data.endswith(b"\n\n")


@every_set
def test_source_and_release_agree_on_what_is_graded_and_for_how_much(name):
    source, release = (graded(f"{folder}/{name}/{name}.ipynb") for folder in FOLDERS[1:])
    kept = GRADED | {"points"}
    stripped = {
        cell: {key: value for key, value in meta.items() if key in kept}
        for cell, meta in release.items()
    }
    assert stripped == {cell: dict(meta) for cell, meta in source.items()}
    assert sum(meta.get("points", 0) for meta in source.values()) > 0


@every_set
def test_a_learner_cannot_change_or_delete_a_check_by_accident(name):
    for cell in read(f"release/{name}/{name}.ipynb").cells:
        if cell.metadata.get("nbgrader", {}).get("locked"):
            assert cell.metadata.deletable is cell.metadata.editable is False, cell.id


@every_set
def test_the_release_holds_none_of_nbgraders_marks(name):
    cells = json.loads((ROOT / f"release/{name}/{name}.ipynb").read_text("utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells)
    for mark in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "MARK SCHEME"):
        assert mark not in text
