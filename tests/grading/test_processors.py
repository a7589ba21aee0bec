"""Which processor each grading process stays on."""

import os
import subprocess
import sys

from carekit.grading.run.processors import own_processor, stay_on


def test_each_of_as_many_processes_as_processors_gets_its_own(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {2, 5, 7})
    taken = []
    for _ in range(3):
        taken.append(own_processor(3, taken))
    assert sorted(taken) == [2, 5, 7]
    # One more shares, and one that ended is replaced where it was.
    assert own_processor(4, taken) in taken
    taken.remove(5)
    assert own_processor(3, taken) == 5


def test_fewer_processes_than_processors_are_free_to_use_them_all(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3})
    assert own_processor(3, []) is None


def test_what_a_process_starts_stays_where_it_stays():
    """Asked in another process, so that the tests after this one may run anywhere."""
    one = max(os.sched_getaffinity(0))
    code = (
        "import os, subprocess, sys\n"
        "from carekit.grading.run.processors import stay_on\n"
        f"stay_on({one})\n"
        "stay_on(10**6)\n"  # A machine that has lost it goes on.
        "stay_on(None)\n"
        "subprocess.run([sys.executable, '-c', 'import os; print(os.sched_getaffinity(0))'])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"{{{one}}}"
    assert stay_on(None) is None
