"""A lock is free when its holder is gone, whatever the holder had started."""

import os
import signal

import pytest

from carekit.common.locking import locked


def must_not_wait():
    pytest.fail("the lock is still held")


def test_what_a_killed_holder_had_started_does_not_keep_its_lock(tmp_path):
    """A grading run that is killed leaves processes behind that may live a little longer."""
    taken, tell = os.pipe()
    until_the_end, end = os.pipe()
    holder = os.fork()
    if not holder:
        with locked(tmp_path / "lock"):
            if not os.fork():
                os.close(end)
                os.read(until_the_end, 1)
                os._exit(0)
            os.write(tell, b"x")
            os.kill(os.getpid(), signal.SIGKILL)
    os.read(taken, 1)
    assert os.WTERMSIG(os.waitpid(holder, 0)[1]) == signal.SIGKILL
    with locked(tmp_path / "lock", must_not_wait):
        os.close(end)


def test_a_thread_that_would_wait_for_itself_is_refused(tmp_path):
    with locked(tmp_path / "lock"), pytest.raises(RuntimeError, match="already held"):  # noqa: SIM117
        with locked(tmp_path / "lock"):
            pytest.fail("it was taken twice")


def test_a_fault_inside_frees_the_lock(tmp_path):
    with pytest.raises(ZeroDivisionError), locked(tmp_path / "lock"):
        raise ZeroDivisionError
    with locked(tmp_path / "lock", must_not_wait):
        assert (tmp_path / "lock").exists()
