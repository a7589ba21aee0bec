"""What the grading tests share: small courses, of which a test takes a copy, and their verbs."""

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import SET as TIDES
from small_course import make_course


@pytest.fixture(scope="session")
def tides(tmp_path_factory):
    """Return a small course whose gradebook knows its set, to be copied: a gradebook takes time."""
    from carekit.grading.course.folders import read_settings, read_snapshot
    from carekit.grading.gradebook.register_assignment import register

    root = make_course(tmp_path_factory.mktemp("tides"))
    register(read_settings(root), TIDES, read_snapshot(root, TIDES))
    return root


@pytest.fixture(scope="module")
def cluster():
    """Return the address of a scheduler with two workers of one thread each.

    Each module that needs one starts it: workers that wait cost more in a session than a start.
    """
    # Not at the top: most tests here start no cluster.
    import dask
    from distributed import LocalCluster

    small = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0"}
    with (
        dask.config.set(
            {
                "distributed.scheduler.allowed-failures": 1,
                # A worker that was killed is not waited for half a minute.
                "distributed.comm.timeouts.connect": "2s",
                # A busy machine may need longer than the usual 15 s to start one again; after that
                # a local cluster would do without it.
                "distributed.deploy.lost-worker-timeout": "600s",
            }
        ),
        LocalCluster(processes=True, host="127.0.0.1", **small) as running,
    ):
        yield running.scheduler_address


@pytest.fixture(scope="session")
def quiz_class(tmp_path_factory):
    """Return the folder of a course whose three learners handed in a quiz, practice and an exam."""
    from tests.grading.quiz_class import make

    root = tmp_path_factory.mktemp("quiz-class") / "course"
    make(root)
    return root


@pytest.fixture
def verbs(tmp_path, monkeypatch, invoke):
    """Return a function that copies a course and gives the copy and the verbs in it."""

    def of(course):
        root = shutil.copytree(course, tmp_path / "course")
        monkeypatch.setenv("CAREKIT_ROOT", str(root))
        monkeypatch.setenv("CAREKIT_LANG", "en")
        monkeypatch.setenv("COLUMNS", "400")
        return root, invoke

    return of
