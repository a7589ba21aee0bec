"""Power fails, disks fill up, two people grade at once: the gradebook is as after a quiet run."""

import errno
import json
import math
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import threading
from functools import cache
from pathlib import Path

import pytest

from carekit.common.durable_files import Disk
from carekit.common.files import ContentError
from carekit.common.locking import locked
from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.gradebook.register_assignment import register
from carekit.grading.intake.inbox import Inbox
from carekit.grading.run.ledger import Ledger
from carekit.grading.run.one_process import OneProcess
from carekit.grading.run.run import Run

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import SET, contents, grade, hand_in, make_course

POINTS = 60


class Dying(Disk):
    """Ends the process at its n-th durable operation: before it, after it, or half-way through."""

    def __init__(self, number, how):
        self.left, self.how, self.lock = number, how, threading.Lock()

    def _turn(self, half, whole):
        with self.lock:
            self.left -= 1
            left = self.left
        if left:
            return whole()
        if self.how == "half":
            half()
        elif self.how == "after":
            whole()
        return os.kill(os.getpid(), signal.SIGKILL)

    def append(self, path, line):
        def half():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as file:
                file.write(line[: len(line) // 2])

        return self._turn(half, lambda: super(Dying, self).append(path, line))

    def replace(self, path, data):
        def half():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.with_name(f".{path.name}.abcdefgh").write_bytes(data[: len(data) // 2])

        return self._turn(half, lambda: super(Dying, self).replace(path, data))

    def draft(self, path, data):
        def half():
            path.write_bytes(data[: len(data) // 2])

        return self._turn(half, lambda: super(Dying, self).draft(path, data))

    def settle(self, drafts):
        return self._turn(lambda: None, lambda: super(Dying, self).settle(drafts))

    def appear(self, draft, path):
        return self._turn(lambda: None, lambda: super(Dying, self).appear(draft, path))

    def commit(self, session):
        return self._turn(session.flush, lambda: super(Dying, self).commit(session))

    def copy_database(self, source, target):
        def half():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.with_name(f".{target.name}.draft").write_bytes(b"half")

        return self._turn(half, lambda: super(Dying, self).copy_database(source, target))


class Counting(Dying):
    def __init__(self):
        super().__init__(0, "after")

    def _turn(self, _half, whole):
        with self.lock:
            self.left += 1
        return whole()


@cache
def small_set():
    """Return the set that every course of this file has; nbgrader is asked for it once."""
    with tempfile.TemporaryDirectory() as folder:
        return read_snapshot(make_course(Path(folder)), SET)


def run(root, disk=None, **more):
    settings = read_settings(root)
    inbox = Inbox(root / "submitted", SET, [SET])
    engine = OneProcess(grade)
    more = {"burst": 0.0, **more}
    made = Run(settings, SET, small_set(), inbox, engine, disk=disk or Disk(), **more)
    return made()


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Return a course with twelve submissions, of which one is graded and three are out of date."""
    root = make_course(tmp_path_factory.mktemp("crash"))
    register(read_settings(root), SET, small_set())
    for number in range(4):
        hand_in(root, f"learner-{number:02}", high="high = 3")
    run(root)
    for number in range(12):
        hand_in(root, f"learner-{number:02}", high=f"high = {12 if number % 3 else number}")
    return root


@pytest.fixture(scope="module")
def quiet(course, tmp_path_factory):
    """Return the contents after an undisturbed run, the files, and its durable operations."""
    root = shutil.copytree(course, tmp_path_factory.mktemp("quiet") / "course")
    disk = Counting()
    run(root, disk)
    return contents(root), made_files(root), disk.left


def made_files(root):
    folder = root / "autograded"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def in_a_process_of_its_own(work):
    """Do some work in a fork and return how it ended: an exit code, or minus a signal."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


@pytest.mark.parametrize("seed", range(POINTS))
def test_killed_at_any_moment_a_second_run_gives_the_same_gradebook(course, quiet, tmp_path, seed):
    wanted, files, operations = quiet
    draw = random.Random(seed)
    root = shutil.copytree(course, tmp_path / "course")
    # A second death while recovering is as likely as the first.
    for _ in range(draw.choice((1, 1, 2))):
        number, how = draw.randint(1, operations), draw.choice(("before", "half", "after"))
        ended = in_a_process_of_its_own(lambda n=number, h=how: run(root, Dying(n, h)))
        assert ended in (-signal.SIGKILL, 0)
    run(root)
    assert contents(root) == wanted
    assert made_files(root) == files
    assert run(root).graded == []


@pytest.mark.parametrize("seed", range(40))
def test_killed_while_many_results_are_put_on_the_disk_together(course, quiet, tmp_path, seed):
    wanted, files, _ = quiet
    draw = random.Random(seed)
    root = shutil.copytree(course, tmp_path / "course")
    burst = {"burst": math.inf, "hold": math.inf}
    # Eleven drafts, one wait for the disk, eleven names, one append with eleven lines, and the
    # gradebook's copy, commit and line.
    number, how = draw.randint(1, 27), draw.choice(("before", "half", "after"))
    ended = in_a_process_of_its_own(lambda: run(root, Dying(number, how), **burst))
    assert ended == -signal.SIGKILL
    run(root, **burst)
    assert contents(root) == wanted
    assert made_files(root) == files
    assert run(root).graded == []


def test_the_moments_cover_every_kind_of_operation(quiet):
    # Eleven results (a file and a line each), one line that says who is new, one copy, one commit,
    # one line that says so.
    assert quiet[2] == 11 * 2 + 4


@pytest.mark.parametrize("room", [0, 700, 2_000, 9_000, 40_000, 150_000])
def test_a_full_disk_stops_the_run_with_nothing_half_written(course, quiet, tmp_path, room):
    root = shutil.copytree(course, tmp_path / "course")
    ledger = root / ".care" / "grading" / f"{SET}.jsonl"
    before = contents(root)

    def work():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        # No file may grow beyond this: what a full disk does, without a disk.
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        try:
            run(root)
        except (OSError, ContentError):
            os._exit(3)

    ended = in_a_process_of_its_own(work)
    assert ended in (0, 3)
    assert all(json.loads(line) for line in ledger.read_text().splitlines())
    assert contents(root) == (quiet[0] if ended == 0 else before)
    run(root)
    assert (contents(root), made_files(root)) == quiet[:2]


def test_a_small_disk_is_really_too_small(course, tmp_path):
    class Full(Disk):
        def append(self, path, _line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    root = shutil.copytree(course, tmp_path / "course")
    before = contents(root)
    with pytest.raises(OSError, match="No space left"):
        run(root, Full())
    assert contents(root) == before


def test_two_graders_at_once_share_the_work_and_corrupt_nothing(course, quiet, tmp_path):
    root = shutil.copytree(course, tmp_path / "course")
    children = []
    for _ in range(3):
        child = os.fork()
        if child == 0:
            try:
                run(root)
            except BaseException:
                os._exit(1)
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
    assert (contents(root), made_files(root)) == quiet[:2]
    lines = [
        json.loads(line) for line in Ledger.load(ledger_of(root)).path.read_text().splitlines()
    ]
    graded = [line["learner"] for line in lines if line["kind"] == "result"]
    # Whoever came second found everything done.
    assert len(graded) == 4 + 11


def ledger_of(root):
    return root / ".care" / "grading" / f"{SET}.jsonl"


def test_who_waits_for_another_grader_is_told(tmp_path):
    told, free = threading.Event(), threading.Event()
    order = []

    def second():
        with locked(tmp_path / "lock", told.set):
            order.append("second")
        free.set()

    with locked(tmp_path / "lock"):
        thread = threading.Thread(target=second)
        thread.start()
        assert told.wait(10)
        order.append("first")
    assert free.wait(10)
    thread.join()
    assert order == ["first", "second"]


def test_half_a_line_is_passed_over_and_the_next_one_stands_alone(tmp_path):
    path = tmp_path / "l.jsonl"
    entry = {"learner": "ana", "key": "k", "submission": "s", "source": "c", "outcome": "graded"}
    ledger = Ledger.load(path)
    ledger.add({**entry, "flags": []})
    with path.open("ab") as file:
        file.write(b'{"kind":"result","learner":"bo"')
    again = Ledger.load(path)
    again.add({**entry, "learner": "cy", "flags": []})
    last = Ledger.load(path)
    assert (sorted(last.places), last.damaged) == (["ana", "cy"], 1)
    assert last.last("cy")["learner"] == "cy"


def test_the_last_result_of_everybody_is_given_in_the_order_of_learners(tmp_path):
    ledger = Ledger.load(tmp_path / "l.jsonl")
    assert list(ledger.results()) == []
    entry = {"source": "c", "submission": "s", "outcome": "graded", "flags": []}
    works = [("bo", "k1"), ("ana", "k2"), ("bo", "k3")]
    ledger.add(*({**entry, "learner": who, "key": key} for who, key in works))
    ledger.add({**entry, "learner": "cy", "key": "k4", "outcome": "refused"})
    for one in (ledger, Ledger.load(ledger.path)):
        assert [(who, found["key"]) for who, found in one.results()] == [
            ("ana", "k2"),
            ("bo", "k3"),
        ]


def test_a_result_that_the_gradebook_never_had_is_no_older_work(tmp_path):
    ledger = Ledger.load(tmp_path / "l.jsonl")
    entry = {"learner": "ana", "source": "c", "outcome": "graded", "flags": []}
    works = [{**entry, "key": f"k{name}", "submission": name} for name in "abc"]
    ledger.add(works[0])
    ledger.add(works[1])
    assert not ledger.replaced("ana")
    ledger.mark_written([works[1]])
    assert not ledger.replaced("ana")
    ledger.add(works[2])
    assert ledger.replaced("ana")
    assert Ledger.load(ledger.path).replaced("ana")
