"""A tiny set and files that break: the class goes on, and each failure has its sentence."""

import nbformat
import pytest

from carekit.files import ContentError
from carekit.gradebook import scores
from carekit.grading import stock
from carekit.grading.accidents import Accident, happen
from carekit.grading.layout import read_tasks

SET = "sums"
TITLE = (
    '## <span lang="en">Add &amp; see</span>'
    '<span lang="zh-Hans">加法</span><span lang="zh-Hant">相加</span>'
)


def cell(kind, name, source, **flags):
    make = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
    meta = {"grade": False, "locked": False, "solution": False, "task": False, **flags}
    meta |= {"grade_id": name, "schema_version": 3}
    return make(source, id=name, metadata={"nbgrader": meta} if flags else {})


def tiny():
    solution = "### BEGIN SOLUTION\nx = 2\n### END SOLUTION"
    notebook = nbformat.v4.new_notebook(
        cells=[
            cell("markdown", "adding", TITLE),
            cell("code", "answer", solution, solution=True),
            cell("code", "check", "assert x == 2", grade=True, locked=True, points=2),
        ]
    )
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    }
    return notebook


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Return a course folder after grading one good file and two broken ones."""
    root, course = tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("course")
    (root / "source" / SET).mkdir(parents=True)
    nbformat.write(tiny(), root / "source" / SET / f"{SET}.ipynb")
    stock.open_course(root, course, SET)
    good, dead = tiny(), tiny()
    good.cells[1].source = "x = 2"
    dead.cells[1].source = "import os\nos._exit(1)"
    texts = {"good": nbformat.writes(good), "dead": nbformat.writes(dead)}
    texts["half"] = texts["good"][: len(texts["good"]) // 2]
    for learner, text in texts.items():
        path = course / "submitted" / learner / SET / f"{SET}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    told = []
    outcomes = stock.grade(course, SET, root=root, progress=lambda *step: told.append(step))
    return root, course, {item.learner: item for item in outcomes}, told


def test_the_good_file_is_scored_between_the_broken_ones(graded):
    _, course, outcomes, _ = graded
    assert {name: item.scored for name, item in outcomes.items()} == {
        "dead": False,
        "good": True,
        "half": False,
    }
    table = scores(f"sqlite:///{course / 'gradebook.db'}", SET)
    assert table.loc[table["learner"] == "good", "score"].tolist() == [2]
    assert table.loc[table["learner"] == "half", "score"].isna().all()


def test_each_failure_has_a_reason_in_a_sentence(graded):
    _, _, outcomes, _ = graded
    assert outcomes["good"].reasons == ()
    assert "Python ended in the middle" in outcomes["dead"].reasons[0]["en"]
    assert "无法作为笔记本（notebook）读取" in outcomes["half"].reasons[0]["zh-Hans"]


def test_progress_is_told_once_for_each_file(graded):
    *_, told = graded
    assert sorted(name for name, _, _ in told) == ["dead", "good", "half"]
    assert [(done, of) for _, done, of in told] == [(1, 3), (2, 3), (3, 3)]


def test_feedback_pages_can_be_written_again_after_marking(graded):
    root, course, _, _ = graded
    pages = stock.feedback(course, SET, root=root)
    assert [page.relative_to(course).as_posix() for page in pages] == [
        f"feedback/good/{SET}/{SET}.html"
    ]


def test_a_set_that_is_not_built_is_named(tmp_path):
    with pytest.raises(ContentError, match="run `care build` first"):
        stock.open_course(tmp_path, tmp_path / "course", SET)


def test_tasks_are_read_from_the_headings(graded):
    root, *_ = graded
    (task,) = read_tasks(root / "source" / SET / f"{SET}.ipynb")
    assert (task.id, task.cells, task.max_score) == ("adding", ["check"], 2.0)
    assert task.title.by_lang() == {"en": "Add & see", "zh-Hans": "加法", "zh-Hant": "相加"}


def test_a_heading_without_a_language_and_a_check_without_a_heading_are_named(tmp_path):
    path = tmp_path / "sums.ipynb"
    notebook = tiny()
    notebook.cells[0].source = '## <span lang="en">Add</span>'
    nbformat.write(notebook, path)
    with pytest.raises(ContentError, match="adding: the heading has no zh-Hans, zh-Hant"):
        read_tasks(path)
    del notebook.cells[0]
    nbformat.write(notebook, path)
    with pytest.raises(ContentError, match="check: no task heading stands above it"):
        read_tasks(path)


@pytest.mark.parametrize("wrong", [{"do": "delete-cell"}, {"do": "old-format", "cell": "check"}])
def test_an_accident_names_a_cell_exactly_where_one_is_meant(wrong):
    with pytest.raises(ValueError, match="need a cell"):
        Accident.model_validate(wrong)


def test_accidents_do_what_they_say():
    twice, bare, old, less = tiny(), tiny(), tiny(), tiny()
    happen(twice, Accident(do="copy-cell", cell="check"))
    assert [c.id for c in twice.cells] == ["adding", "answer", "check", "check-copy"]
    assert twice.cells[3].metadata == twice.cells[2].metadata
    happen(bare, Accident(do="strip-metadata"))
    assert all(not c.metadata for c in bare.cells)
    assert set(bare.metadata) == {"kernelspec"}
    happen(old, Accident(do="old-format"))
    assert (old.nbformat_minor, [c.get("id") for c in old.cells]) == (4, [None, None, None])
    happen(less, Accident(do="delete-cell", cell="check"))
    assert [c.id for c in less.cells] == ["adding", "answer"]
