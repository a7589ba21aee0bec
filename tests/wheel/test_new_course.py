"""A course made with nothing but the installed wheel, from ``care new`` to feedback and handout."""

import json
import zipfile
from pathlib import Path

import pytest

SET = "first-topic"
RUN = """
import sys, nbformat
from nbclient import NotebookClient
for path in sys.argv[1:]:
    made = nbformat.read(path, 4)
    here = {"metadata": {"path": path.rpartition("/")[0]}}
    NotebookClient(made, timeout=120, resources=here).execute()
    print("ran", path)
"""
ANSWERS = {
    "ann": (
        "def usual(minutes):\n    import statistics\n    return statistics.median(minutes)",
        "Ann says.",
    ),
    "ben": ("def usual(minutes):\n    return sum(minutes) / len(minutes)", "Ben says."),
}


@pytest.fixture(scope="module")
def course(care, tmp_path_factory):
    """Return a course that was made and built by the wheel, in an empty folder."""
    place = tmp_path_factory.mktemp("author")
    said, code = care("new", "walks", "--title", "Walks", cwd=place)
    assert code == 0, said
    said, code = care("build", cwd=place / "walks")
    assert code == 0, said
    return place / "walks"


@pytest.mark.slow
def test_it_passes_its_own_checks(care, course):
    said, code = care("check", cwd=course)
    assert code == 0, said
    parts = ("build", "tables", "text", "sets", "leaks", "pages")
    assert [line for line in said.splitlines() if line.endswith(": good")] == [
        f"{part}: good" for part in parts
    ]
    assert "still to be written" not in said


@pytest.mark.slow
def test_all_its_notebooks_run(care, course):
    paths = ["notebooks/01-first-topic.ipynb", f"source/{SET}/{SET}.ipynb"]
    said, code = care(*paths, cwd=course, start=("-c", RUN))
    assert code == 0, said
    assert [line for line in said.splitlines() if line.startswith("ran")] == [
        f"ran {path}" for path in paths
    ]


@pytest.mark.slow
def test_what_is_handed_in_is_graded_and_comes_back(care, course):
    released = json.loads((course / f"release/{SET}/{SET}.ipynb").read_text(encoding="utf-8"))
    for who, (code_answer, written) in ANSWERS.items():
        for cell in released["cells"]:
            answer = {"usual-answer": code_answer, "words-answer": written}.get(cell["id"])
            if answer:
                cell["source"] = answer
        path = course / "submitted" / who / SET / f"{SET}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(released), encoding="utf-8")
    said, code = care("grade", SET, "--json", cwd=course)
    assert code == 3, said
    report = json.loads(said)
    assert report["graded"] == ["ann", "ben"]
    assert {(one["learner"], one["cell"]) for one in report["to_read"]} == {
        ("ann", "words-answer"),
        ("ben", "words-answer"),
    }
    said, code = care("feedback", SET, cwd=course)
    assert code == 0, said
    pages = {
        who: (course / "feedback" / who / SET / f"{SET}.html").read_text(encoding="utf-8")
        for who in ANSWERS
    }
    message = "does not return the median"
    assert {who: message in page for who, page in pages.items()} == {"ann": False, "ben": True}
    said, code = care("report", SET, cwd=course)
    assert code == 0, said
    assert "A usual walk" in (course / "dist" / f"report-{SET}.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_its_learners_copy_holds_the_kit_and_no_answer(care, course):
    said, code = care("handout", "--out", "walks.zip", cwd=course)
    assert code == 0, said
    with zipfile.ZipFile(course / "walks.zip") as opened:
        names = set(opened.namelist())
        text = b"\n".join(opened.read(name) for name in names)
    assert {"walks/care", "walks/requirements.lock", "walks/carekit/__init__.py"} <= names
    assert {f"walks/release/{SET}/{SET}.ipynb", "walks/course_data/tables/walks.csv"} <= names
    assert not any(name.startswith(("walks/source", "walks/content")) for name in names)
    assert b"ordered[last // 2]" not in text


@pytest.mark.slow
def test_its_pipeline_runs_the_check_and_skeletons_build(care, course, tmp_path):
    assert (course / ".ci" / "run").read_text().endswith("\ncare check\n")
    (tmp_path / "prices.csv").write_text("item,price\ntea,2.5\nmilk,1\n")
    for words in (
        ("quiz", "second"),
        ("lesson", "second"),
        ("set", "second"),
        ("question", "third", "--quiz", "second"),
        ("table", str(tmp_path / "prices.csv")),
    ):
        said, code = care("add", *words, cwd=course)
        assert code == 0, said
    said, code = care("build", cwd=course)
    assert code == 0, said
    assert "made release/second/second.ipynb" in said
    said, code = care("lint", "second", cwd=course)
    assert "second: good" in said, said


@pytest.mark.slow
def test_what_exists_is_not_written_over(care, course):
    before = {path: path.read_bytes() for path in course.rglob("*.yml")}
    said, code = care("new", "walks", cwd=course.parent)
    assert (code, said.strip()) == (
        1,
        "care: walks: is there already and not empty; choose another name",
    )
    assert {path: path.read_bytes() for path in course.rglob("*.yml")} == before
    assert [path.name for path in Path(course.parent).iterdir()] == ["walks"]
