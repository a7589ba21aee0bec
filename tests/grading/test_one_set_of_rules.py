"""``care grade``, a Dask worker, ``nbgrader autograde`` and formgrader's button give equal points.

One limit is raised and one lowered, so that whoever went by other limits would give other points.
"""

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from distributed import LocalCluster
from typer.testing import CliRunner

from carekit.gradebook import scores
from carekit.grading.ledger import Ledger
from carekit.grading.register import register
from carekit.grading.sealed.worker import Worker
from carekit.grading.settings import read_settings, read_snapshot

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import SET, hand_in, make_course

pytestmark = pytest.mark.slow
verbs = importlib.import_module("carekit.cli.grade")

OURS = """
c.Autograde.sanitize_preprocessors = ["carekit.grading.sealed.plugin.CanonicalCells"]
c.Autograde.autograde_preprocessors = [
    "carekit.grading.sealed.plugin.SealedExecute",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
"""
# No time is among them: a busy machine would give other points. That seconds arrive as the others
# do is held in test_settings.py.
RULES = "c.Carekit.disk_mb = 100\nc.Carekit.memory_mb = 200\nc.Carekit.cell_seconds = 40\n"
# More than the 64 MB on the disk of who sets nothing; and more memory than is set here.
LARGE = """
with open('large', 'wb') as file:
    for _ in range(70):
        file.write(bytes(2**20))
high = 12
"""
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
for learner in ("ana", "bo"):
    done = api.autograde("tides", learner)
    assert done["success"], done
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = make_course(tmp_path_factory.mktemp("rules"), OURS)
    (root / "course_data").mkdir()
    hand_in(root, "ana", high=LARGE)
    hand_in(root, "bo", high=WIDE)
    register(read_settings(root), SET, read_snapshot(root, SET))
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
    return table[table["kind"] == "auto"].groupby("learner")["score"].sum().to_dict()


def limits_kept(root):
    ledger = Ledger.load(read_settings(root).ledger(SET))
    return [ledger.last(who)["limits"] for who in ("ana", "bo")]


EXPECTED = {"ana": 5.0, "bo": 0.0}


def test_care_grade_goes_by_the_settings_and_keeps_them_with_each_result(copy):
    root = copy()
    care("--workers", "1")
    assert points(root) == EXPECTED
    wanted = read_settings(root).rules.settings.limits().as_dict()
    assert (wanted["disk_mb"], wanted["memory_mb"], wanted["cell_seconds"]) == (100, 200, 40)
    assert limits_kept(root) == [wanted, wanted]


def test_a_dask_worker_goes_by_the_settings_of_whoever_asks(copy):
    root = copy()
    small = {"n_workers": 1, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0"}
    with LocalCluster(processes=True, host="127.0.0.1", **small) as running:
        care("--scheduler", running.scheduler_address)
    assert points(root) == EXPECTED
    assert limits_kept(root)[0]["disk_mb"] == 100


def test_nbgrader_autograde_goes_by_the_settings_and_by_nothing_else(copy, nbgrader):
    root = copy()
    said = nbgrader("autograde", SET, "--SealedExecute.timeout=9", cwd=root)
    assert points(root) == EXPECTED
    assert "SealedExecute.timeout = " in said
    assert "is not used: settings of grading come from nbgrader_config.py alone" in said


def test_formgraders_button_goes_by_the_settings_as_they_are_now(copy):
    root = copy(rules="")
    beside = str(Path(sys.executable).parent)
    done = subprocess.run(
        [sys.executable, "-c", BUTTON, RULES],
        cwd=root,
        env={**os.environ, "PATH": os.pathsep.join([beside, os.environ["PATH"]])},
        capture_output=True,
        text=True,
        timeout=170,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert points(root) == EXPECTED


def test_without_the_settings_the_same_work_gets_other_points(course):
    snapshot, got = read_snapshot(course, SET), {}
    with Worker(snapshot) as worker:
        for who in EXPECTED:
            path = course / "submitted" / who / SET / f"{SET}.ipynb"
            cells = worker.grade({path.name: path.read_bytes()})["notebooks"][SET]["cells"]
            got[who] = cells["high-check"]["score"] + cells["low-check"]["score"]
    assert got == {"ana": 0.0, "bo": 5.0}
