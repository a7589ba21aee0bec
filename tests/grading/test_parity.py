"""Stock nbgrader's scores beside ours, over notebooks of other people's kinds."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbgrader
import pytest

from carekit.common.files import ContentError
from carekit.grading.parity import both_graders, variants
from carekit.grading.parity.both_graders import Mark
from carekit.grading.parity.comparison import Kind, Row, SetParity
from carekit.grading.parity.foreign_sets import find_sets
from tests.sandbox.sealedset import check, marked, notebook

AREA = "def area(a, b):\n    ### BEGIN SOLUTION\n    return a * b\n    ### END SOLUTION"


def book(data="rows = open('rows.txt').read().split()"):
    return notebook(
        marked("area", "code", AREA, solution=True),
        check("area-check", "assert area(2, 3) == 6", 2),
        marked("rows", "code", data, solution=True),
        check("rows-check", "assert rows == ['1', '2', '3']", 1),
        marked("essay", "markdown", "Because.", grade=True, solution=True, points=3),
    )


def released(made):
    made = json.loads(json.dumps(made))
    for cell in made["cells"]:
        if cell["metadata"]["nbgrader"]["solution"]:
            cell["source"] = "raise NotImplementedError()"
    return made


@pytest.fixture
def folder(tmp_path):
    """Return a folder with a course, a loose notebook, and what is neither."""
    files = {
        "physics/source/tides/one.ipynb": json.dumps(book()),
        "physics/source/tides/rows.txt": "1\n2\n3\n",
        "physics/source/plain/one.ipynb": json.dumps(notebook(marked("a", "code", "1"))),
        "physics/release/tides/one.ipynb": json.dumps(book()),
        "physics/source/header.ipynb": json.dumps(notebook()),
        "physics/nbgrader_config.py": "c = get_config()\n",
        "loose/two+.ipynb": json.dumps(book()),
        "loose/rows.txt": "1\n2\n3\n",
        "loose/notes.ipynb": "{}",
        "loose/java.ipynb": json.dumps(
            {**book(), "metadata": {"kernelspec": {"name": "java", "language": "java"}}}
        ),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_courses_and_loose_notebooks_are_found_and_nothing_else(folder):
    found = find_sets(folder)
    assert [(one.found, one.set_id) for one in found] == [
        ("loose/two+.ipynb", "two-"),
        ("physics/source/tides", "tides"),
    ]
    assert [sorted(one.files) for one in found] == [
        ["rows.txt", "two+.ipynb"],
        ["one.ipynb", "rows.txt"],
    ]
    assert sorted(found[1].course) == ["nbgrader_config.py", "source/header.ipynb"]


def test_a_folder_without_graded_notebooks_is_refused(folder):
    with pytest.raises(ContentError, match="nor a notebook with a graded cell"):
        find_sets(folder / "physics" / "source" / "plain")


def sources(files):
    cells = json.loads(files["one.ipynb"])["cells"]
    return {cell["metadata"]["nbgrader"]["grade_id"]: cell["source"] for cell in cells}


def test_every_hand_in_is_the_solved_one_damaged_in_one_place():
    files = {"rows.txt": b"1\n2\n3\n", "picture": b"\xff\x00"}
    made = variants.hand_ins({"one.ipynb": released(book())}, {"one.ipynb": book()}, files)
    assert made.keys() == variants.NAMES
    solved, given = sources(made["solved"]), sources(made["released"])
    assert (solved["area"], solved["essay"]) == (AREA, "Because.")
    assert given["area"] == "raise NotImplementedError()"
    changed = {
        name: {cell for cell in solved if sources(one).get(cell) != solved[cell]}
        for name, one in made.items()
        if name != "released"
    }
    same, first, second = set(), {"area"}, {"rows"}
    assert changed == (
        {"solved": same, "without-files": same, "changed-files": same}
        | {"deleted": first, "emptied": second, "constant": first, "raising": second}
        | {"renamed": first, "as-text": second, "broken": second}
    )
    assert "return 0" in sources(made["constant"])["area"]
    assert sources(made["as-text"])["rows"].endswith("rows = str(rows)")
    assert "def area_too(" in sources(made["renamed"])["area"]
    assert made["without-files"].keys() == {"one.ipynb"}
    assert (made["changed-files"]["rows.txt"], made["solved"]["picture"]) == (b"1\n2", b"\xff\x00")


def test_hand_ins_of_an_answer_that_is_not_python_and_of_a_few_names():
    magic = book("%matplotlib inline")
    made = variants.hand_ins(
        {"one.ipynb": released(magic)}, {"one.ipynb": magic}, {}, ["as-text", "solved", "raising"]
    )
    assert made.keys() == {"as-text", "solved", "raising"}
    assert sources(made["as-text"])["rows"] == ""
    assert sources(made["raising"])["rows"].endswith("\n%matplotlib inline")


def scored(points):
    return Mark(points, waits=False, most=1)


def waiting(points):
    return Mark(points, waits=True, most=1)


@pytest.mark.parametrize(
    ("stock", "ours", "kind"),
    [
        (scored(1), scored(1.0000000001), Kind.EQUAL),
        (waiting(None), waiting(None), Kind.EQUAL),
        (scored(1), waiting(0), Kind.WAITS),
        (scored(1), scored(0.5), Kind.LESS),
        (scored(0), scored(0.5), Kind.MORE),
        (waiting(None), scored(0), Kind.MORE),
        (None, scored(0), Kind.ONE_ONLY),
    ],
)
def test_how_two_scores_stand_to_each_other(stock, ours, kind):
    row = Row("solved", "one", "check", stock, ours)
    assert row.kind is kind
    assert SetParity("here", (row,)).equal is (kind is Kind.EQUAL)


def test_two_refusals_are_the_same_and_one_is_not():
    assert SetParity("here", stock_refuses="no", ours_refuses="no").equal
    assert not SetParity("here", stock_refuses="no").equal
    assert not SetParity("here", ours_refuses="no").equal


def test_stock_is_not_run_before_somebody_says_so(folder, invoke):
    code, said = invoke("parity", str(folder))
    assert code == 1
    assert "add --run-stock" in said


def test_hand_ins_and_sets_that_are_not_there_are_named(folder, invoke):
    code, said = invoke("parity", str(folder), "--run-stock", "--hand-ins", "perfect")
    assert code == 1
    assert "no hand-in is called perfect; there are as-text, broken" in said
    code, said = invoke("parity", str(folder), "--run-stock", "--sets", "moon")
    assert (code, said) == (1, "no set has any of these in its place: moon")


WANTED = ("solved", "constant", "without-files", "changed-files")


@pytest.mark.slow
def test_a_course_is_compared_once_and_differences_are_told(folder, invoke, tmp_path, monkeypatch):
    keep = tmp_path / "stock.json"
    words = ["parity", str(folder), "--run-stock", "--sets", "tides", "--keep", str(keep)]
    words += [part for name in WANTED for part in ("--hand-ins", name)]
    code, said = invoke(*words)
    assert (code, said.splitlines()[0]) == (
        0,
        "physics/source/tides: 12 scores, 12 equal; 3 cells, 3 equal in every hand-in",
    )
    assert not (folder / "physics" / "submitted").exists()

    def never(*_):
        raise AssertionError("stock nbgrader is run again")

    monkeypatch.setattr("carekit.grading.parity.both_graders._stock", never)
    [(key, entry)] = json.loads(keep.read_text()).items()
    for mark in entry["marks"]:
        if mark[:3] == ["constant", "one", "area-check"]:
            assert mark[3]["points"] == 0
            mark[3]["points"] = 2
    keep.write_text(json.dumps({key: entry}))
    code, said = invoke(*words)
    assert code == 3
    assert "constant one area-check: less than stock (stock 2; here 0)" in said
    assert "| 1 | 12 | 11 | 0 | 1 | 0 | 0 | 3 | 2 |" in said
    code, said = invoke(*words, "--json")
    kinds = [row["kind"] for row in json.loads(said)[0]["rows"]]
    assert (code, kinds.count("equal"), kinds.count("less than stock")) == (3, 11, 1)


def test_a_file_that_holds_no_scores_is_refused(folder, invoke, tmp_path):
    (tmp_path / "kept.json").write_text("{")
    code, said = invoke("parity", str(folder), "--run-stock", "--keep", str(tmp_path / "kept.json"))
    assert code == 1
    assert "not a file of stock nbgrader's scores" in said


@pytest.fixture
def forked_stock(nbgrader_ends, monkeypatch):
    """Have stock nbgrader's commands forked from a process that has imported it already."""

    def run(command, *, cwd, env, **_):
        assert command[:3] == [sys.executable, "-m", "nbgrader"]
        code, said = nbgrader_ends(*command[3:], cwd=cwd, env=env)
        return subprocess.CompletedProcess(command, code, "", said)

    # Of this module only: nbgrader itself starts programs too.
    monkeypatch.setattr(both_graders, "subprocess", SimpleNamespace(run=run))


@pytest.mark.slow
@pytest.mark.usefixtures("forked_stock")
def test_nbgraders_own_course_has_the_same_scores(invoke):
    own = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide"
    code, said = invoke(
        "parity", str(own), "--run-stock", "--hand-ins", "solved", "--hand-ins", "constant"
    )
    assert code == 0, said
    assert "| 2 | 38 | 38 | 0 | 0 | 0 | 0 | 19 | 19 |" in said
