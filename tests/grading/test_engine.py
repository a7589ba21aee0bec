"""The local engine: every job has one result, whatever happens to the process that grades it."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from carekit.grading.run.local_engine import Job, LocalEngine, OneStation, begun
from carekit.grading.run.one_process import OneProcess

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from crude_grader import Crude, Sharing


def jobs(*orders):
    for number, order in enumerate(orders):
        book = {"cells": [{"source": str(order)}]}
        yield Job(f"{number:03}", {"tides.ipynb": json.dumps(book).encode()})


def processes_started_here():
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


def codes(result):
    return [one["code"] for one in result["flags"]]


def test_every_job_has_one_result_and_the_processes_share_the_work(tmp_path):
    before = processes_started_here()
    os.mkfifo(tmp_path / "meeting")
    orders = ["meet 1", "meet 2", *range(3, 30)]
    results = dict(LocalEngine(Crude(str(tmp_path)), 2).run(jobs(*orders)))
    assert sorted(one["score"] for one in results.values()) == list(range(1, 30))
    assert len({one["pid"] for one in results.values()}) == 2
    assert processes_started_here() == before


def test_no_job_is_taken_before_a_process_is_free():
    taken, before = [], processes_started_here()

    def watched():
        for job in jobs(*range(10)):
            taken.append(job.learner)
            yield job

    results = LocalEngine(Crude(), 1).run(watched())
    next(results)
    assert len(taken) <= 2
    results.close()
    assert processes_started_here() == before


def test_a_process_that_starts_before_there_is_work_takes_the_first_job():
    before = processes_started_here()
    engine = LocalEngine(Crude(), 1)
    with begun(engine, wanted=True):
        (early,) = set(processes_started_here()) - set(before)
        results = dict(engine.run(jobs(1, 2)))
        assert {one["pid"] for one in results.values()} == {int(early)}
    assert processes_started_here() == before


@pytest.mark.parametrize("wanted", [True, False])
def test_a_process_that_never_gets_work_is_ended(wanted):
    before = processes_started_here()
    with begun(LocalEngine(Crude(), 1), wanted=wanted):
        assert (processes_started_here() != before) == wanted
    assert processes_started_here() == before


def test_one_that_dies_is_tried_again_and_then_flagged_and_the_others_do_not_notice(tmp_path):
    engine = LocalEngine(Crude(str(tmp_path)), 2)
    results = dict(engine.run(jobs(1, "die", 2, "die once", "raise", 3, "nan", 4)))
    assert [codes(results[f"{n:03}"]) for n in range(8)] == [
        [],
        ["worker-died"],
        [],
        [],
        ["worker-error"],
        [],
        ["worker-error"],
        [],
    ]
    assert results["003"]["score"] == 2
    assert results["004"]["flags"][0]["params"]["why"] == "ValueError: odd"


def test_one_that_hangs_is_ended_and_flagged():
    results = dict(LocalEngine(Crude(), 1, cap=1).run(jobs(1, "hang", 2)))
    assert [codes(results[f"{n:03}"]) for n in range(3)] == [[], ["worker-silent"], []]


def test_a_grader_that_cannot_start_says_why():
    before = processes_started_here()
    with pytest.raises(RuntimeError, match="a wall is missing"):
        list(LocalEngine(Crude("no"), 2).run(jobs(1)))
    assert processes_started_here() == before


def test_an_empty_class_ends_at_once():
    assert list(LocalEngine(Crude(), 1).run(jobs())) == []


def test_the_engine_in_one_process_gives_the_same_results():
    here = dict(OneProcess(Crude().grade).run(jobs(1, "raise", 2)))
    there = dict(LocalEngine(Crude(), 1).run(jobs(1, "raise", 2)))
    assert [one.pop("pid", None) is None for one in there.values()] == [False, True, False]
    assert {who: {**one, "pid": 0} for who, one in here.items()} == {
        who: {**one, "pid": 0} for who, one in there.items()
    }


def test_what_the_processes_share_is_there_before_the_first_and_gone_after_the_last(tmp_path):
    results = LocalEngine(Sharing(str(tmp_path)), 2).run(jobs(1, "die once", 3))
    next(results)
    assert (tmp_path / "shared").exists()
    assert len(list(results)) == 2
    assert not (tmp_path / "shared").exists()
    # Three processes were started, the last for the one that died; each got an end of its own.
    assert (tmp_path / "inherited").read_text() == "xxx"


FORKED = """
import json, os, sys, threading
sys.path.insert(0, sys.argv[2])
from crude_grader import Sharing
from carekit.grading.run.grader_process import forked
from carekit.grading.run.local_engine import Job, LocalEngine, begun

engine = LocalEngine(Sharing(sys.argv[1]), 2)
jobs = [Job(str(n), {"tides.ipynb": json.dumps({"cells": [{"source": o}]}).encode()})
        for n, o in enumerate(["meet 1", "meet 2", "die once", 3])]
with begun(engine, wanted=True):
    early = [engine.early[0].process.pid, *(one.process.pid for one in engine.spare)]
    results = dict(engine.run(jobs))
threading.Thread(target=(stop := threading.Event()).wait).start()
threaded = forked(2)
stop.set()
print(json.dumps([early, [results[n].get("pid") for n in "0123"], len(threaded)]))
"""


def test_what_begins_early_is_forked_with_descriptors_of_its_own_and_replaced_by_a_new_start(
    tmp_path,
):
    os.mkfifo(tmp_path / "meeting")
    # In a process of its own: one that runs tests may have threads, and then nothing is forked.
    words = [sys.executable, "-c", FORKED, tmp_path, Path(__file__).with_name("fakes")]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    early, by, threaded = json.loads(done.stdout)
    assert len(early) == 2
    assert set(by[:2]) == set(early)
    assert set(by[2:]) - set(early)
    # The third was started anew for the one that died; each had the shared file open.
    assert (tmp_path / "inherited").read_text() == "xxx"
    assert threaded == 0


def test_one_process_for_one_at_a_time_is_replaced_where_it_dies_or_hangs(tmp_path):
    before = processes_started_here()
    station = OneStation(Crude(str(tmp_path)), cap=60)
    with station as grade:
        given = {job.learner: job.files for job in jobs(1, "die once", "die", "hang", 2, "raise")}
        first, died_once, died = (grade(given[f"00{n}"]) for n in range(3))
        station.engine.cap = 0.1
        hung = grade(given["003"])
        station.engine.cap = 60
        last, odd = grade(given["004"]), grade(given["005"])
    assert (first["score"], died_once["score"], last["score"]) == (1, 2, 2)
    assert first["pid"] != died_once["pid"] != last["pid"]
    found = [codes(died), codes(hung), codes(odd)]
    assert found == [["worker-died"], ["worker-silent"], ["worker-error"]]
    assert processes_started_here() == before


def test_one_process_that_was_not_waited_for_gives_nobody_elses_answer():
    given = {job.learner: job.files for job in jobs("hang", 2)}
    with OneStation(Crude(), cap=60) as grade:
        station = grade.__self__

        def interrupt():
            station.engine.clock = time.monotonic
            raise KeyboardInterrupt

        station.engine.clock = lambda: (
            0.0 if station.engine.stations[0].job is None else interrupt()
        )
        with pytest.raises(KeyboardInterrupt):
            grade(given["000"])
        assert grade(given["001"])["score"] == 2


def test_one_process_that_cannot_be_started_says_why():
    with pytest.raises(RuntimeError, match="a wall is missing"), OneStation(Crude("no"), cap=60):
        pass
