"""The queue of ``care class run``: sets and learners are graded beside each other."""

import os
import sys
import threading
from pathlib import Path

import pytest

from carekit.grading.class_run.class_run import MOST_WARM
from carekit.grading.class_run.grading_queue import GradingQueue
from carekit.grading.run.local_engine import OneStation

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from crude_grader import Crude
from small_course import as_bytes


class Opened:
    """A grader in this process that says what it does, and waits where it is told to."""

    def __init__(self, name, closed, holds=()):
        self.name, self.closed, self.holds = name, closed, dict(holds)

    def __enter__(self):
        return self.grade

    def grade(self, files):
        [name] = files
        if name in self.holds:
            assert self.holds[name].wait(60)
        return {"graded": name}

    def __exit__(self, *_):
        self.closed.append(self.name)


def test_only_the_sets_of_the_last_hand_ins_stay_warm():
    closed, names = [], [f"set-{n}" for n in range(MOST_WARM + 1)]
    queue = GradingQueue(lambda name: Opened(name, closed), MOST_WARM)
    for name in (*names[:-1], names[0], names[-1]):
        queue.put(name, "ana", {"work": b""})
        assert [work.set_id for work, _ in queue.finished(None)] == [name]
    assert closed == [names[1]]
    queue.close()
    assert sorted(closed) == sorted(names)


def test_who_hands_in_what_never_ends_keeps_nobody_else_waiting():
    closed, may_end = [], threading.Event()
    queue = GradingQueue(lambda name: Opened(name, closed, {"endless": may_end}), 1)
    queue.put("a", "ana", {"endless": b""})
    queue.put("a", "bo", {"work": b""})
    queue.put("a", "cy", {"more work": b""})
    queue.put("b", "di", {"other set": b""})
    came = queue.finished(None)
    first, second = next(came), next(came)
    assert {first[0].learner, second[0].learner} == {"bo", "cy"}
    assert first[1] == {"graded": next(iter(first[0].files))}
    assert [work.learner for work in queue.waiting] == ["di"]
    may_end.set()
    assert [work.learner for work, _ in came] == ["ana", "di"]
    assert queue.idle
    assert set(closed) == {"a"}
    queue.close()
    assert set(closed) == {"a", "b"}


def test_what_cannot_be_started_is_said_and_what_waits_is_left():
    class Not:
        def __enter__(self):
            raise RuntimeError("a wall is missing")

        def __exit__(self, *_):
            raise AssertionError

    queue = GradingQueue(lambda _name: Not(), 1)
    with pytest.raises(RuntimeError, match="a wall is missing"):
        queue.warm_up("a", 2)
    queue.put("a", "ana", {"work": b""})
    with pytest.raises(RuntimeError, match="a wall is missing"):
        list(queue.finished(None))
    queue.close()


def test_a_grader_that_is_abandoned_ends_and_says_so(tmp_path):
    os.mkfifo(tmp_path / "meeting")
    station = OneStation(Crude(str(tmp_path)), cap=600)
    opened = station.__enter__()
    heard = []

    def ask():
        try:
            opened({"tides.ipynb": as_bytes({"cells": [{"source": "meet hang"}]})})
        except RuntimeError as error:
            heard.append(str(error))

    asking = threading.Thread(target=ask)
    asking.start()
    # Opening the pipe waits until the process is at work.
    os.close(os.open(tmp_path / "meeting", os.O_RDONLY))
    station.abandon()
    asking.join(60)
    station.__exit__()
    assert heard
    assert not station.engine.stations
