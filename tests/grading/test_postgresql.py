"""A gradebook on a real PostgreSQL server, by `db_url` alone: run, marks, regrade, crash, pages."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

import pytest
from sqlalchemy import create_engine, text

from carekit.cli.quality_gate import postgresql
from carekit.common.durable_files import Disk
from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.gradebook import reader
from carekit.grading.gradebook.cell_scores import papers
from carekit.grading.intake.inbox import Inbox
from carekit.grading.intake.roster import read_roster
from carekit.grading.regrade.checks_changed import Regrade
from carekit.grading.run.one_process import OneProcess
from carekit.grading.run.run import Run

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import COMMENTS, ROWS, SET, as_bytes, book, contents, grade, hand_in, make_course

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]
NOW = datetime(2025, 5, 1, tzinfo=UTC)


def programs():
    """Return the folder of initdb and pg_ctl."""
    found = postgresql()
    assert found, "there is no PostgreSQL server here; on Debian or Ubuntu: apt install postgresql"
    return found


@pytest.fixture(scope="module")
def server():
    """Return the address of a server of its own, without the last part, the database."""
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    # PostgreSQL refuses to run as root.
    who = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    if who:
        shutil.chown(home, "nobody", "nogroup")

    def call(name, *words):
        command = [programs() / name, "-D", home / "data", *words]
        log = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        subprocess.run(command, check=True, cwd=home, timeout=120, **log, **who)

    call("initdb", "-U", "care", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    options = f"-c listen_addresses='' -c unix_socket_directories={home} -c fsync=off"
    call("pg_ctl", "-w", "-l", home / "log", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://care@/{{}}?host={home}"
    finally:
        call("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(home)


@pytest.fixture
def address(server, request):
    """Return the address of an empty database."""
    name = f"book_{crc32(request.node.name.encode())}"
    engine = create_engine(server.format("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as link:
        link.execute(text(f"create database {name}"))
    engine.dispose()
    return server.format(name)


@pytest.fixture
def course(tmp_path, address):
    """Return a course with a class; its settings name the server."""
    return with_class(make_course(tmp_path / "there", f"c.CourseDirectory.db_url = {address!r}\n"))


@pytest.fixture
def twin(tmp_path):
    """Return the same course with the gradebook that nbgrader makes by itself."""
    return with_class(make_course(tmp_path / "here"))


def with_class(root):
    hand_in(root, "ana")
    hand_in(root, "bo", high="high = 3")
    hand_in(root, "陳怡君", essay="")
    for path in root.glob("submitted/*/*/*"):
        os.utime(path, (NOW.timestamp(),) * 2)
    return root


def run(root, disk=None, **more):
    inbox = Inbox(root / "submitted", SET, [SET])
    settings, snapshot = read_settings(root), read_snapshot(root, SET)
    disk = disk or Disk()
    return Run(settings, SET, snapshot, inbox, OneProcess(grade), disk=disk, **more)()


def asked(root, *queries):
    engine = create_engine(read_settings(root).db_url)
    with engine.begin() as link:
        found = [link.execute(text(query)) for query in queries]
        rows = [[tuple(row) for row in one] if one.returns_rows else [] for one in found]
    engine.dispose()
    return rows


def on_server(root):
    """Return what ``small_course.contents`` gives, in Python's order and SQLite's types."""
    people = "select id, first_name from student"
    return [sorted(map(plain, rows), key=str) for rows in asked(root, people, ROWS, COMMENTS)]


def here(root):
    return [sorted(map(plain, rows), key=str) for rows in contents(root)]


def plain(row):
    stamps = (str(one)[:19] if isinstance(one, datetime) else one for one in row)
    return tuple(
        str(one)[:19]
        if isinstance(one, str) and one.startswith("20")
        else int(one)
        if isinstance(one, bool)
        else one
        for one in stamps
    )


def test_a_run_gives_the_gradebook_that_sqlite_gives(course, twin):
    first, second = run(course), run(twin)
    assert first.graded == second.graded == ["ana", "bo", "陳怡君"]
    assert first.to_read == second.to_read
    assert on_server(course) == here(twin)
    assert not (course / "gradebook.db").exists()
    assert run(course).graded == []


def test_the_tables_of_a_class_are_the_same(course, twin):
    run(course)
    run(twin)
    there, home = (read_settings(root).db_url for root in (course, twin))
    reader.enrol(there, {"ana": "Ana", "di": "Di"})
    reader.enrol(home, {"ana": "Ana", "di": "Di"})
    assert reader.names(there) == reader.names(home) == {"ana": "Ana", "di": "Di"}
    one, two = reader.scores(there, SET), reader.scores(home, SET)
    assert sorted(map(str, one.to_dict("records"))) == sorted(map(str, two.to_dict("records")))
    assert reader.totals(one).equals(reader.totals(two))
    assert read_roster(read_settings(course)) == read_roster(read_settings(twin))
    assert run(course).missing == ["di"]


def test_a_mark_by_hand_survives_new_work_and_a_corrected_check(course):
    run(course)
    essay = "(select id from base_cell where name = 'essay' and type = 'GradeCell')"
    mark = f"manual_score = 4.5, needs_manual_grade = false where cell_id = {essay}"
    asked(course, f"update grade set {mark}")
    hand_in(course, "bo", high="high = 12")
    run(course)
    changed = book()
    changed["cells"][2]["source"] = changed["cells"][2]["source"].replace("12", "13")
    (course / "source" / SET / f"{SET}.ipynb").write_bytes(as_bytes(changed))

    def stricter(files):
        result = grade(files)
        cell = result["notebooks"][SET]["cells"]["high-check"]
        cell |= {"score": 0.0, "outcome": "failed"}
        return result

    settings = read_settings(course)
    inbox = Inbox(course / "submitted", SET, [SET])
    engine = OneProcess(stricter)
    snapshot = read_snapshot(course, SET)
    Regrade(settings, SET, snapshot, inbox, engine, clock=lambda: NOW)()
    table = reader.scores(settings.db_url, SET).set_index(["learner", "cell"])["score"]
    assert table["ana", "high-check"] == table["bo", "high-check"] == 0
    assert table["ana", "essay"] == table["bo", "essay"] == 4.5
    assert [paper.learner for paper in papers(settings, SET)] == ["ana", "bo", "陳怡君"]


class DiesBeforeTheCommit(Disk):
    def commit(self, session):
        session.flush()
        os.kill(os.getpid(), signal.SIGKILL)


def test_killed_in_the_middle_of_a_transaction_a_second_run_goes_on(course, twin):
    # In a program of its own: a fork would share this one's connections.
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; "
        "from tests.grading.test_postgresql import DiesBeforeTheCommit, run; "
        "run(Path(sys.argv[2]), DiesBeforeTheCommit())"
    )
    words = [sys.executable, "-c", code, str(Path(__file__).parents[2]), str(course)]
    ended = subprocess.run(words, check=False, timeout=120)
    assert ended.returncode == -signal.SIGKILL
    assert asked(course, "select count(*) from grade") == [[(0,)]]
    assert run(course).graded == []
    run(twin)
    assert on_server(course) == here(twin)
