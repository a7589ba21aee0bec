"""Warm parents of the small set, started once for all tests that grade with its usual limits."""

import pytest

from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.isolation.sandbox import Level
from carekit.sandbox.link.refusals import taken
from carekit.sandbox.messages import walls
from carekit.sandbox.processes.start import Parents
from carekit.sandbox.worker import Worker
from tests.sandbox.sealedset import snapshot


@pytest.fixture(scope="session")
def small_parents():
    """Return the two warm parents of the small set."""
    missing = [wall.name for wall in walls() if not wall.present]
    assert not missing, f"this machine lacks walls that grading needs: {', '.join(missing)}"
    parents = Parents(snapshot(), Limits(), Level.NAMESPACES)
    yield parents
    parents.close()


@pytest.fixture(scope="session")
def small_worker(small_parents):
    """Return a function that makes a worker of the small set with a copy of both parents.

    It says how long cells are waited for; what a process may take was settled when they started.
    """

    def worker(*, cell_seconds, total_seconds):
        limits = Limits(cell_seconds=cell_seconds, total_seconds=total_seconds)
        seats = small_parents.seats()
        return Worker(snapshot(), limits=limits, level=Level.NAMESPACES, seats=seats)

    return worker


@pytest.fixture
def nothing_refused():
    """See that each test names what is refused in it."""
    taken()
    yield
    assert taken() == []
