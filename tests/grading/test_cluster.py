"""A Dask cluster of two workers on this machine: the same results, also when a worker is killed."""

import json
import sys
from pathlib import Path

import pytest
from distributed import LocalCluster

from carekit.common.files import ContentError
from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.intake.inbox import Inbox
from carekit.grading.run.dask_engine import ClusterEngine
from carekit.grading.run.local_engine import Job, LocalEngine
from carekit.grading.run.run import Run
from carekit.grading.run.worker_spec import level_here, sealed

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from crude_grader import Crude
from small_course import SET, contents, hand_in, make_course

pytestmark = pytest.mark.slow


def jobs(*orders):
    for number, order in enumerate(orders):
        book = {"cells": [{"source": str(order)}]}
        yield Job(f"{number:03}", {"tides.ipynb": json.dumps(book).encode()})


def test_a_killed_worker_costs_no_result(cluster, tmp_path):
    engine = ClusterEngine(Crude(str(tmp_path)), cluster)
    orders = [1, 2, "lose once", *range(3, 20), "raise"]
    results = dict(engine.run(jobs(*orders)))
    assert (tmp_path / "died").exists()
    scores = [one["score"] for who, one in sorted(results.items()) if "score" in one]
    assert scores == [1, 2, 2, *range(3, 20)]
    assert results["020"]["flags"][0]["code"] == "worker-error"


def test_what_kills_every_worker_is_flagged_and_the_others_are_graded(cluster):
    results = dict(ClusterEngine(Crude(), cluster).run(jobs(1, "lose", 2)))
    assert [results[who]["flags"] for who in ("000", "002")] == [[], []]
    assert results["001"]["flags"][0]["code"] == "worker-died"


def test_a_grader_that_dies_or_hangs_is_replaced_and_the_worker_stays(cluster):
    results = dict(ClusterEngine(Crude(), cluster).run(jobs(1, "die", 2, 3)))
    assert results["001"]["flags"][0]["code"] == "worker-died"
    assert [results[who]["score"] for who in ("000", "002", "003")] == [1, 2, 3]
    # A worker keeps no other time than the one that it is told.
    hung = dict(ClusterEngine(Crude(), cluster, cap=0.2).run(jobs("hang")))
    assert hung["000"]["flags"][0]["code"] == "worker-silent"
    assert hung["000"]["flags"][0]["params"] == {"seconds": "0.2"}


def test_a_worker_that_cannot_open_its_grader_says_why(cluster):
    with pytest.raises(RuntimeError, match="a wall is missing"):
        list(ClusterEngine(Crude("no"), cluster).run(jobs(1)))


def test_a_cluster_that_has_lost_its_last_worker_is_not_waited_for_for_ever():
    small = {"threads_per_worker": 1, "dashboard_address": "127.0.0.1:0", "host": "127.0.0.1"}
    with LocalCluster(n_workers=0, processes=True, **small) as running:
        engine = ClusterEngine(Crude(), running.scheduler_address, empty=0.0)
        with pytest.raises(RuntimeError, match="has no worker left; run the same command again"):
            list(engine.run(jobs(1)))


def test_an_address_where_nobody_answers_is_named():
    with pytest.raises(ContentError, match=r"--scheduler tcp://127\.0\.0\.1:9`: no Dask scheduler"):
        list(ClusterEngine(Crude(), "tcp://127.0.0.1:9", patience=0.5).run(jobs(1)))


def test_sealed_workers_in_a_cluster_give_the_gradebook_that_local_ones_give(cluster, tmp_path):
    books = []
    for name, make in (
        ("local", lambda recipe: LocalEngine(recipe, 1)),
        ("cluster", lambda recipe: ClusterEngine(recipe, cluster)),
    ):
        (tmp_path / name).mkdir()
        root = make_course(tmp_path / name)
        (root / "course_data").mkdir()
        for who, high in (("ana", "high = 12"), ("bo", "high = 3"), ("cy", "raise ValueError")):
            hand_in(root, who, high=high)
        settings, snapshot = read_settings(root), read_snapshot(root, SET)
        recipe = sealed(root, snapshot, level_here(), seed=7)
        inbox = Inbox(root / "submitted", SET, [SET])
        report = Run(settings, SET, snapshot, inbox, make(recipe))()
        assert len(report.graded) == 3
        books.append([row[:-1] for row in contents(root)[1]])  # the last column is when
    assert books[0] == books[1]
