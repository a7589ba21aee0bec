"""One pair of warm parents for all workers: each has its own copy, and nobody needs the others."""

import os
import signal
from pathlib import Path

import pytest

from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.isolation.sandbox import Level, best_level, probe
from carekit.sandbox.processes.fork_client import StartError
from carekit.sandbox.processes.start import Parents
from carekit.sandbox.worker import Worker
from tests.sandbox.sealedset import RIGHT, scores, snapshot, submission

ALL = {"top": 3, "total": 2, "part": 4, "essay": 0}


@pytest.fixture(scope="module")
def parents():
    """Return the parents of all these tests; whoever ends them has the next one start others."""
    made = Parents(snapshot(), Limits(), best_level(probe()))
    yield made
    made.close()


def worker(parents):
    return Worker(snapshot(), level=best_level(probe()), seats=parents.seats())


def children(pid):
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def below(pid):
    found = children(pid)
    return found + [one for child in found for one in below(child)]


def test_two_workers_grade_with_copies_of_one_pair_and_start_no_process_of_their_own(parents):
    before = children(os.getpid())
    with worker(parents) as first, worker(parents) as second:
        assert scores(first.grade(submission(**RIGHT))) == ALL
        assert scores(second.grade(submission(**RIGHT))) == ALL
        assert scores(first.grade(submission(total="total = 1"))) != ALL
        assert children(os.getpid()) == before


def test_a_copy_that_was_given_a_processor_stays_on_it_with_all_that_it_forks(parents):
    usable = os.sched_getaffinity(0)
    one, own = max(usable), [parent.process.pid for parent in parents._pair]
    with worker(parents) as anywhere:
        # Both are ready when this is graded, and all that is born later is of the copies below.
        assert scores(anywhere.grade(submission(**RIGHT))) == ALL
    before = {pid for parent in own for pid in below(parent)}
    seats = parents.seats(one)
    with Worker(snapshot(), level=best_level(probe()), seats=seats) as staying:
        code = f"import os\ntotal = 1770 * (os.sched_getaffinity(0) == {{{one}}})"
        assert scores(staying.grade(submission(**{**RIGHT, "total": code})))["total"] == 2
        copies = {pid for parent in own for pid in below(parent)} - before
        assert copies
        assert all(os.sched_getaffinity(pid) == {one} for pid in copies)
    assert all(os.sched_getaffinity(pid) == usable for pid in own)


def test_a_worker_that_leaves_takes_its_copy_along_and_no_other(parents):
    own = parents._pair[0].process.pid
    with worker(parents) as staying:
        # An order waits until copies that ended, here of another test, have been noticed.
        assert scores(staying.grade(submission(**RIGHT))) == ALL
        one = len(below(own))
        with worker(parents) as leaving:
            assert scores(leaving.grade(submission(**RIGHT))) == ALL
            assert len(below(own)) > one
        assert scores(staying.grade(submission(**RIGHT))) == ALL
        with worker(parents) as third:
            assert scores(third.grade(submission(**RIGHT))) == ALL
            assert len(below(own)) <= 2 * one


def test_a_parent_that_is_killed_is_started_anew_by_whoever_needs_it(parents):
    with worker(parents) as left_alone:
        assert scores(left_alone.grade(submission(**RIGHT))) == ALL
        process = parents._pair[0].process
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert scores(left_alone.grade(submission(**RIGHT))) == ALL
        with worker(parents) as later:
            assert parents._pair[0].process.pid != process.pid
            assert scores(later.grade(submission(**RIGHT))) == ALL


def test_seats_of_parents_that_are_gone_are_replaced_by_parents_of_ones_own(parents):
    seats = parents.seats()
    parents.close()
    with Worker(snapshot(), level=best_level(probe()), seats=seats) as alone:
        assert scores(alone.grade(submission(**RIGHT))) == ALL


def test_the_processes_of_one_learner_are_not_counted_against_another(parents):
    """The kernel counts them for each user of each user namespace."""
    with worker(parents), worker(parents):
        worlds = {
            Path(f"/proc/{pid}/ns/user").readlink() for pid in below(parents._pair[0].process.pid)
        }
    assert len(worlds) == (3 if best_level(probe()) is Level.NAMESPACES else 1)


def test_a_warm_parent_is_waited_for_as_long_as_the_limits_say():
    with pytest.raises(StartError, match="process did not start"):
        Worker(snapshot(), limits=Limits(start_seconds=1e-6))
