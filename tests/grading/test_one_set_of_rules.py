"""``care grade``, a Dask worker, ``nbgrader autograde`` and formgrader's button give equal points.

Limits are raised and lowered, so that whoever went by other limits would give other points; and a
learner's own clock says something else than the collector's.
"""

import importlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.gradebook.due_dates import set_due
from carekit.grading.gradebook.reader import scores
from carekit.grading.gradebook.register_assignment import register
from carekit.grading.run.ledger import Ledger
from carekit.grading.run.worker_spec import level_here
from carekit.sandbox.worker import Worker

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import SET, contents, hand_in, make_course

pytestmark = pytest.mark.slow
verbs = importlib.import_module("carekit.cli.grade")

OURS = """
c.Autograde.sanitize_preprocessors = ["carekit.grading.nbgrader_plugin.CanonicalCells"]
c.Autograde.autograde_preprocessors = [
    "carekit.grading.nbgrader_plugin.SealedExecute",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
from nbgrader.plugins import BasePlugin
class Late(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return total_seconds_late / 3600
c.AssignLatePenalties.plugin_class = Late
"""
# No time is among them: a busy machine would give other points. That seconds arrive as the others
# do is held in test_settings.py.
RULES = "c.Carekit.disk_mb = 100\nc.Carekit.memory_mb = 200\nc.Carekit.cell_seconds = 40\n"
RULES += "c.Carekit.extras = 1\nc.Carekit.outputs_mb = 1\n"
RULES += "c.Carekit.hang_seconds = 200\n"
# More than the 64 MB on the disk of who sets nothing; and more memory than is set here.
LARGE = """
with open('large', 'wb') as file:
    for _ in range(70):
        file.write(bytes(2**20))
high = 12
"""
DUE = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
WIDE = "much = bytearray(400 * 2**20)\nhigh = 12"
BUTTON = """
import sys
from pathlib import Path
from nbgrader.apps.api import NbGraderAPI
from nbgrader.apps.baseapp import NbGrader

server = NbGrader()
server.initialize([])
api = NbGraderAPI(server.coursedir, parent=server)
# The trainer changes the file while JupyterLab goes on running.
with Path("nbgrader_config.py").open("a") as file:
    file.write(sys.argv[1])
for learner in sys.argv[2:]:
    done = api.autograde("tides", learner)
    assert done["success"], done
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = make_course(tmp_path_factory.mktemp("rules"), OURS)
    (root / "course_data").mkdir()
    hand_in(root, "bo", high=WIDE)
    # The second file beside the notebook is one too many, and the stored outputs are.
    cy = hand_in(root, "cy", high="high = int(open('b.txt').read())")
    for name in ("a.txt", "b.txt"):
        (cy.parent / name).write_text("12")
    shown = {"output_type": "stream", "name": "stdout", "text": "x" * 2**20}
    book = json.loads(cy.read_text())
    book["cells"][1]["outputs"] = [shown]
    cy.write_text(json.dumps(book))
    # Who was late says to have been in time, and the other way round.
    for who, came, claimed in (("ana", HOUR, -HOUR), ("dee", -HOUR, HOUR)):
        path = hand_in(root, who, high=LARGE)
        (path.parent / "timestamp.txt").write_text(f"{DUE + claimed:%Y-%m-%d %H:%M:%S} UTC")
        os.utime(path, ((DUE + came).timestamp(),) * 2)
    settings = read_settings(root)
    register(settings, SET, read_snapshot(root, SET))
    set_due(settings, SET, DUE)
    return root


@pytest.fixture
def copy(course, tmp_path, monkeypatch):
    """Return a function that gives a copy of the course, by default with the limits set."""

    def made(rules=RULES):
        root = shutil.copytree(course, tmp_path / "course")
        with (root / "nbgrader_config.py").open("a") as file:
            file.write(rules)
        monkeypatch.setenv("CAREKIT_ROOT", str(root))
        return root

    return made


def care(*words):
    app = typer.Typer()
    app.command()(verbs.grade)
    done = CliRunner().invoke(app, [SET, *words])
    # The essays wait for a reader.
    assert done.exit_code == verbs.LOOK, done.output


def points(root):
    table = scores(f"sqlite:///{root / 'gradebook.db'}", SET)
    penalties = {row[0]: row[8] for row in contents(root)[1]}
    found = table[table["kind"] == "auto"].groupby("learner")["score"].sum().to_dict()
    return {who: score - (penalties[who] or 0) for who, score in found.items()}


def limits_kept(root, part="limits"):
    ledger = Ledger.load(read_settings(root).ledger(SET))
    return [ledger.last(who)[part] for who in EXPECTED]


def kept_by_nbgrader(root):
    """Return what stands with each result that stock autograde has made."""
    paths = [root / "autograded" / who / SET / f"{SET}.ipynb" for who in EXPECTED]
    return [json.loads(path.read_text("utf-8"))["metadata"]["carekit"] for path in paths]


def is_as_set(root, kept):
    used = read_settings(root).rules.settings
    told = [{one["code"] for one in each["flags"]} for each in kept]
    assert [each["limits"] for each in kept] == [used.limits().as_dict()] * len(EXPECTED)
    assert [each["intake"] for each in kept] == [asdict(used.intake())] * len(EXPECTED)
    assert [each["hang_seconds"] for each in kept] == [200] * len(EXPECTED)
    assert [each["level"] for each in kept] == [level_here().value] * len(EXPECTED)
    assert {"left-out-many", "outputs-dropped"} <= told[2]
    assert ["clock-differs" in each for each in told] == [True, False, False, True]


# An hour late costs one point.
EXPECTED = {"ana": 4.0, "bo": 0.0, "cy": 0.0, "dee": 5.0}


def test_care_grade_goes_by_the_settings_and_keeps_them_with_each_result(copy):
    root = copy()
    care("--workers", "1")
    assert points(root) == EXPECTED
    wanted = read_settings(root).rules.settings.limits().as_dict()
    assert (wanted["disk_mb"], wanted["memory_mb"], wanted["cell_seconds"]) == (100, 200, 40)
    assert limits_kept(root) == [wanted] * len(EXPECTED)
    ledger = Ledger.load(read_settings(root).ledger(SET))
    is_as_set(root, [ledger.last(who) for who in EXPECTED])


def test_a_dask_worker_goes_by_the_settings_of_whoever_asks(copy, cluster):
    root = copy()
    care("--scheduler", cluster)
    assert points(root) == EXPECTED
    assert limits_kept(root)[0]["disk_mb"] == 100


def test_nbgrader_autograde_goes_by_the_settings_and_by_nothing_else(copy, nbgrader):
    root = copy()
    said = nbgrader("autograde", SET, "--SealedExecute.timeout=9", cwd=root)
    assert points(root) == EXPECTED
    is_as_set(root, kept_by_nbgrader(root))
    assert "SealedExecute.timeout = " in said
    assert "is not used: settings of grading come from nbgrader_config.py alone" in said


def test_formgraders_button_goes_by_the_settings_as_they_are_now(copy):
    root = copy(rules="")
    beside = str(Path(sys.executable).parent)
    done = subprocess.run(
        [sys.executable, "-c", BUTTON, RULES, *EXPECTED],
        cwd=root,
        env={**os.environ, "PATH": os.pathsep.join([beside, os.environ["PATH"]])},
        capture_output=True,
        text=True,
        timeout=170,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert points(root) == EXPECTED
    is_as_set(root, kept_by_nbgrader(root))


def test_without_the_settings_the_same_work_gets_other_points(course):
    snapshot, got = read_snapshot(course, SET), {}
    with Worker(snapshot) as worker:
        for who in EXPECTED:
            path = course / "submitted" / who / SET / f"{SET}.ipynb"
            files = {one.name: one.read_bytes() for one in path.parent.iterdir()}
            cells = worker.grade(files)["notebooks"][SET]["cells"]
            got[who] = cells["high-check"]["score"] + cells["low-check"]["score"]
    assert got == {"ana": 0.0, "bo": 5.0, "cy": 5.0, "dee": 0.0}
