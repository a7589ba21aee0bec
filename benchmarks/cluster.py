"""The workers of a local Dask cluster beside as many processes of the local engine, in turn.

Made for ``benchmarks/grading.py --cluster``. Both are the engine of `care grade`, with the same
submissions and one seed; the scores must be the same, or the run fails. The rate counts from the
moment each worker has given a result, so that what starting costs is in neither.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from distributed import LocalCluster

from carekit.grading.run.dask_engine import ClusterEngine
from carekit.grading.run.local_engine import Engine, Job, LocalEngine

Files = Mapping[str, bytes]


@contextmanager
def cluster_of(workers: int) -> Iterator[str]:
    """Give the address of a scheduler on this machine with so many workers of one thread each."""
    small = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0"}
    with LocalCluster(processes=True, host="127.0.0.1", **small) as running:
        yield running.scheduler_address


def run(engine: Engine, learners: Mapping[str, Files], workers: int) -> dict[str, Any]:
    """Return seconds until every worker had a result, seconds for each one after, and scores."""
    began, times, found = time.perf_counter(), [], {}
    for learner, result in engine.run(Job(*one) for one in learners.items()):
        times.append(time.perf_counter())
        found[learner] = {
            name: {cell: score["score"] for cell, score in book["cells"].items()}
            for name, book in result["notebooks"].items()
        }
    each = (times[-1] - times[workers - 1]) / (len(times) - workers)
    return {"start": times[workers - 1] - began, "each": each, "scores": found}


def show(recipe: Any, learners: Mapping[str, Files], workers: int, rounds: int) -> bool:
    """Print how fast both are; return whether their scores are the same."""
    local: list[dict[str, Any]] = []
    spread: list[dict[str, Any]] = []
    with cluster_of(workers) as address:
        for number in range(rounds):
            local.append(run(LocalEngine(recipe, workers), learners, workers))
            spread.append(run(ClusterEngine(recipe, address), learners, workers))
            both = f"{local[-1]['each'] * 1000:.0f} ms  {spread[-1]['each'] * 1000:.0f} ms"
            print(f"round {number + 1}: {both}", flush=True)
    same = all(one["scores"] == local[0]["scores"] for one in (*local, *spread))
    print(f"\n{len(learners)} submissions, {workers} workers, {rounds} rounds in turn, medians")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    print("| | per submission | until each worker had a result |\n|---|---:|---:|")
    for name, rows in (("local processes", local), ("local Dask cluster", spread)):
        each, start = (statistics.median(row[key] for row in rows) for key in ("each", "start"))
        print(f"| {name} | {each * 1000:.0f} ms | {start:.1f} s |")
    ratios = [one["each"] / other["each"] for one, other in zip(local, spread, strict=True)]
    said = ", ".join(f"{ratio:.2f}" for ratio in ratios)
    print(f"\nrate of the cluster, local = 1: {statistics.median(ratios):.2f} (by round: {said})")
    print(f"scores: {'identical' if same else 'different'}")
    return same
