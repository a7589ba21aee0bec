"""What every test shares: the repository's folder, and the rule about tests that were left out."""

import gc
import os
import sys
from functools import cache
from itertools import count
from pathlib import Path

import pytest
import typer.main

pytest_plugins = ["tests.installed_kit", "tests.small_courses", "tests.nbgrader_commands"]

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the repository's top folder."""
    return ROOT


def pytest_configure():
    """Do once what a session of many tests would do again and again."""
    # A session keeps a million objects, and each look for rubbish reads them.
    gc.set_threshold(50_000, 20, 100)
    # A command line is started once in a process, where the tests start it hundreds of times: typer
    # makes all verbs anew each time. Which of them there are is asked when a command runs.
    typer.main.get_command = cache(typer.main.get_command)


@pytest.fixture(scope="session")
def record_of_its_own(tmp_path_factory):
    """Return a function that names a folder which is not there yet, each time another."""
    folder, numbers = tmp_path_factory.mktemp("records"), count()
    return lambda: folder / str(next(numbers)) / "record"


@pytest.fixture(autouse=True)
def own_record(request, record_of_its_own, monkeypatch):
    """Keep every test away from the record and settings of whoever runs it.

    Where a test has a folder of its own the record is in there; no other test needs one.
    """
    has_folder = "tmp_path" in request.fixturenames
    place = request.getfixturevalue("tmp_path") / "record" if has_folder else record_of_its_own()
    monkeypatch.setenv("CAREKIT_RECORD", str(place))
    for name in ("CAREKIT_LANG", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("CAREKIT_ROOT", raising=False)


@pytest.fixture(autouse=True)
def asked_once():
    """Have nbgrader ask once in a session which version a new gradebook's tables have.

    It starts the command alembic for each new gradebook, which takes a second and says the same.
    """
    api = sys.modules.get("nbgrader.api")
    if api and not hasattr(api.get_alembic_version, "cache_clear"):
        api.get_alembic_version = cache(api.get_alembic_version)


@pytest.fixture
def invoke():
    """Return a function that runs a verb in this process; it gives the exit code and what is said.

    What a person did wrong is said in a sentence, as the command line says it.
    """
    from typer.testing import CliRunner

    from carekit.cli import app
    from carekit.common.files import ContentError

    def run(*words):
        ran = CliRunner().invoke(app, words)
        if isinstance(ran.exception, ContentError):
            return 1, str(ran.exception)
        if ran.exception and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        return ran.exit_code, ran.output

    return run


def pytest_collection_modifyitems(config, items):
    """Leave out what needs a browser or a server that is not here; in CI it runs or fails."""
    from carekit.cli.quality_gate import chromium, postgresql

    if "CI" in os.environ:
        return
    missing = {"browser": not chromium(), "postgresql": not postgresql()}
    left_out = [item for item in items if any(missing.get(one.name) for one in item.iter_markers())]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def pytest_terminal_summary(terminalreporter):
    """In CI a skipped test is a failure: say which."""
    for report in terminalreporter.stats.get("skipped", []):
        if "CI" in os.environ:
            terminalreporter.write_line(f"skipped in CI, which counts as failed: {report.nodeid}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    """Turn a skip in CI into a failing exit code."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if "CI" in os.environ and exitstatus == 0 and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
