"""Stock ``nbgrader autograde`` with our two preprocessors gives the sealed worker's scores."""

import json
from dataclasses import replace
from types import SimpleNamespace

import nbformat
import pytest

from carekit.grading import nbgrader_plugin
from carekit.grading.course.configuration import Carekit
from carekit.grading.course.intake_limits import MB
from carekit.grading.course.intake_limits import IntakeLimits as Intake
from carekit.grading.gradebook.reader import scores as scores_of
from carekit.grading.nbgrader_plugin import gradebook_snapshot
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.worker import Worker
from tests.sandbox.mishaps import (
    ESSAY,
    beside,
    copied_and_filled,
    copied_and_left,
    deleted,
    right,
    stripped,
)
from tests.sandbox.sealedset import RIGHT, learner_notebook, scores, snapshot, source_notebook

pytestmark = pytest.mark.slow

CONFIG = """
from pathlib import Path
c = get_config()
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.CourseDirectory.course_id = "small"
c.Autograde.sanitize_preprocessors = ["carekit.grading.nbgrader_plugin.CanonicalCells"]
c.Autograde.autograde_preprocessors = [
    "carekit.grading.nbgrader_plugin.SealedExecute",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.SealedExecute.timeout = 5
"""


def twice(made):
    made["cells"].insert(3, {**made["cells"][2], "id": "again"})
    return made


def skipped(made):
    for cell in made["cells"]:
        cell["metadata"]["tags"] = ["skip-execution"]
    return made


def damaged(happen):
    made = right()
    happen(made)
    return made


STUB, UNWRITTEN = (
    cell["source"] for cell in learner_notebook()["cells"] if cell["id"] in ("total", "essay")
)
# What happened, the points of its checks, and whether an essay waits for whoever marks.
DAMAGED = {
    "twin-below": (damaged(copied_and_left("total", STUB)), 9, True),
    "twin-above": (damaged(copied_and_filled("total", STUB)), 9, True),
    "no-total": (damaged(deleted("total")), 7, True),
    "no-essay": (damaged(deleted("essay")), 9, False),
    "no-marks": (damaged(stripped), 9, True),
    "essay-twin": (damaged(copied_and_left("essay", UNWRITTEN)), 9, True),
    "essay-beside": (damaged(beside("essay", ESSAY, left=UNWRITTEN, below=True)), 9, True),
}
WARNED = "import sys\nprint(1, file=sys.stderr)\ntotal = 1770"
CLASS = {
    "right": learner_notebook(**RIGHT, essay="Words"),
    "partial": learner_notebook(**{**RIGHT, "part": "parts = ['a']"}),
    "warned": learner_notebook(**{**RIGHT, "total": WARNED}),
    "untouched": learner_notebook(),
    "crashed": learner_notebook(**{**RIGHT, "total": "import os\nos._exit(1)"}),
    "twice": twice(learner_notebook(**RIGHT)),
    "skipped": skipped(learner_notebook(total="total = 2")),
    "cheat": learner_notebook(total="import builtins\nbuiltins.AssertionError = print\ntotal = 0"),
    **{learner: made for learner, (made, _, _) in DAMAGED.items()},
}  # fmt: skip


@pytest.fixture(scope="module")
def course(tmp_path_factory, nbgrader):
    folder = tmp_path_factory.mktemp("small")
    (folder / "nbgrader_config.py").write_text(CONFIG)
    (folder / "source/ps").mkdir(parents=True)
    (folder / "source/ps/a.ipynb").write_text(json.dumps(source_notebook()))
    nbgrader("generate_assignment", "ps", cwd=folder)
    for learner, made in CLASS.items():
        (folder / "submitted" / learner / "ps").mkdir(parents=True)
        (folder / "submitted" / learner / "ps/a.ipynb").write_text(json.dumps(made))
    nbgrader("autograde", "ps", cwd=folder)
    return folder


def test_the_gradebook_has_the_sealed_workers_scores_for_everyone(course):
    table = scores_of(f"sqlite:///{course / 'gradebook.db'}", "ps")
    snapshot = gradebook_snapshot(
        f"sqlite:///{course / 'gradebook.db'}", "ps", course / "source/ps"
    )
    got, wanted = {}, {}
    with Worker(snapshot) as worker:
        for learner, made in CLASS.items():
            rows = table[(table["learner"] == learner) & (table["kind"] == "auto")]
            got[learner] = rows.set_index("cell")["score"].to_dict()
            result = worker.grade({"a.ipynb": json.dumps(made).encode()})
            wanted[learner] = {
                f"{name}-check": score for name, score in scores(result).items() if name != "essay"
            }
    assert got == wanted
    assert sum(got["right"].values()) == 9
    assert sum(got["cheat"].values()) == 0
    assert sum(got["skipped"].values()) == 0
    assert got["crashed"] == {"top-check": 3, "total-check": 0, "part-check": 0}


@pytest.mark.parametrize("learner", DAMAGED)
def test_a_damaged_hand_in_gets_its_points_and_its_essay_reaches_whoever_marks(course, learner):
    _, points, waits = DAMAGED[learner]
    table = scores_of(f"sqlite:///{course / 'gradebook.db'}", "ps")
    rows = table[table["learner"] == learner].set_index("cell")
    assert rows.loc[rows["kind"] == "auto", "score"].sum() == points
    assert bool(rows.loc["essay", "needs_manual"]) is waits
    kept = json.loads((course / "autograded" / learner / "ps/a.ipynb").read_text("utf-8"))
    marks = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in kept["cells"]]
    essay = "".join(kept["cells"][marks.index("essay")]["source"])
    assert (ESSAY in essay) is waits


def test_the_gradebook_alone_is_enough_for_a_snapshot(course):
    snapshot = gradebook_snapshot(f"sqlite:///{course / 'gradebook.db'}", "ps")
    with Worker(snapshot) as worker:
        result = worker.grade({"a.ipynb": json.dumps(CLASS["right"]).encode()})
        untouched = worker.grade({"a.ipynb": (course / "release/ps/a.ipynb").read_bytes()})
    assert scores(result) == {"top": 3, "total": 2, "part": 4, "essay": None}
    assert scores(untouched) == {"top": 0, "total": 0, "part": 0, "essay": 0}


class Ends:
    """Stands for what holds a grader's process and notes whether it was ended."""

    def __init__(self, _recipe, used):
        self.closed, self.used = False, used

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.closed = True


def test_only_the_graders_of_the_set_at_hand_are_kept(monkeypatch):
    monkeypatch.setattr(nbgrader_plugin, "one_by_one", Ends)
    monkeypatch.setattr(nbgrader_plugin, "_graders", {})

    def asked(set_id, name="a", **settings):
        book = replace(snapshot().books[0], name=name)
        return nbgrader_plugin._grader(
            set_id, Snapshot((book,)), Carekit(**settings), "landlock", ""
        )

    first, other = asked("one"), asked("one", "b")
    assert asked("one") is first
    longer = asked("one", hang_seconds=99.0)
    assert (first.closed, other.closed, longer.closed) == (True, False, False)
    assert longer.used.hang_seconds == 99
    asked("two")
    assert (other.closed, longer.closed) == (True, True)


def test_a_notebook_in_chinese_is_as_long_as_its_file():
    notebook = {"cells": [{"source": "客" * 1000}]}
    assert len(nbgrader_plugin._as_file(notebook)) < 3100


def test_a_notebook_that_nobody_can_read_gets_no_score_and_keeps_what_it_had(monkeypatch):
    class Here(nbgrader_plugin.CanonicalCells):
        def book(self, _resources):
            return snapshot().books[0]

        def settings(self, _resources):
            return SimpleNamespace(rules=SimpleNamespace(settings=Carekit()))

    made = nbformat.from_dict(learner_notebook(**RIGHT))
    kept, _ = Here().preprocess(made, {})
    assert kept.cells[1].source == RIGHT["top"]
    monkeypatch.setattr(Carekit, "intake", lambda _self: Intake(notebook=100))
    # nbgrader goes on with the others, and leaves the gradebook as it was.
    with pytest.raises(RuntimeError, match="too large to be read"):
        Here().preprocess(made, {})


def test_files_beside_are_taken_as_care_grade_takes_them(tmp_path):
    folder, source = tmp_path / "autograded", tmp_path / "source"
    for place, names in (
        (folder, ("answers (1).json", "own.py", "timestamp.txt", "a.ipynb", "z.csv")),
        (source, ("own.py", "a.ipynb")),
    ):
        place.mkdir()
        for name in names:
            (place / name).write_text("1")
    (folder / "large.bin").write_bytes(bytes(MB + 1))
    (folder / "link.csv").symlink_to(source / "own.py")
    flags = []
    files = nbgrader_plugin._beside(folder, source, Intake(extra=MB), flags)
    assert files == dict.fromkeys(("answers.json", "own.py", "z.csv"), b"1")
    assert [one.code for one in flags] == ["answers-renamed", "left-out-large", "left-out-link"]
    # The set's own files count for nobody's limits, and the answers are the last to go.
    assert nbgrader_plugin._beside(folder, source, Intake(extras=1), []).keys() == {
        "answers.json",
        "own.py",
    }
