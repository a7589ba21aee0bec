"""A submission has one budget for all that it starts and shows, and each cause is told once."""

import json

import pytest

from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.isolation.sandbox import Level
from carekit.sandbox.submission.flags import flag, merged, needs_look, says
from carekit.sandbox.worker import Worker
from tests.sandbox.sealedset import RIGHT, codes, learner_notebook, marked, scores, snapshot

SMALL = Limits(cell_seconds=8, total_seconds=40, memory_mb=150, shown_bytes=20_000)
# Each of three programs stays below what one may take; they wait for a signal that never comes.
FAMILY = """import os, signal
for _ in range(3):
    if not os.fork():
        held = bytearray(70_000_000)
        signal.pause()
os.wait()"""
UNCOUNTED = """import ctypes, os
said = []
try:
    os.close(os.memfd_create("uncounted"))
except OSError as error:
    said.append(error.errno)
kernel = ctypes.CDLL(None, use_errno=True)
kernel.shmget(0, 4096, 0o1600)
said.append(ctypes.get_errno())
said"""


@pytest.fixture(scope="module")
def worker():
    with Worker(snapshot(), limits=SMALL, level=Level.NAMESPACES) as made:
        yield made


def files(*extra, **answers):
    """Return a submission whose own cells stand below the set's first answer."""
    made = learner_notebook(**answers)
    own = [{**marked(f"own-{n}", "code", source), "metadata": {}} for n, source in enumerate(extra)]
    at = next(n for n, one in enumerate(made["cells"]) if one["id"] == "top") + 1
    made["cells"][at:at] = own
    return {"a.ipynb": json.dumps(made).encode()}


def test_programs_that_together_take_too_much_are_ended_and_told_once_with_the_cell(worker):
    result = worker.grade(files(FAMILY, **RIGHT))
    assert codes(result) == ["memory-together"]
    assert result["flags"][0]["cell"] == "top"
    assert scores(result)["total"] == 0
    assert scores(worker.grade(files(**RIGHT)))["total"] == 2


def test_a_program_that_ends_itself_is_told_once_with_the_cell_above_it(worker):
    result = worker.grade(files("import os\nos._exit(0)", **RIGHT))
    assert codes(result) == ["process-ended"]
    assert result["flags"][0]["cell"] == "top"


def test_memory_that_no_limit_counts_is_refused(worker):
    result = worker.grade(files(UNCOUNTED, **RIGHT))
    shown = next(
        cell["outputs"][0]["data"]["text/plain"]
        for cell in result["notebooks"]["a"]["notebook"]["cells"]
        if cell["source"] == UNCOUNTED
    )
    assert shown == "[1, 1]"
    assert scores(result)["total"] == 2


def test_all_cells_together_show_so_much_and_cost_no_points(worker):
    result = worker.grade(files(*["print('x' * 8_000)"] * 5, **RIGHT))
    assert codes(result) == ["outputs-used-up"]
    cells = result["notebooks"]["a"]["notebook"]["cells"]
    assert sum(len(json.dumps(cell.get("outputs", []))) for cell in cells) < 25_000
    assert scores(result)["total"] == 2


def test_of_many_flags_of_one_kind_a_few_stay_and_the_rest_is_counted():
    found = [flag("extra-notebook", used="a", other=str(n)).plain() for n in range(4000)]
    found.insert(2, flag("late-mark").plain())
    kept = merged(found)
    assert [one["code"] for one in kept].count("extra-notebook") == 5
    assert kept[-1]["code"] == "and-more"
    assert "3995" in says(kept[-1])
    assert needs_look(kept[-1]) == needs_look(kept[0])
    assert {"code": "late-mark", "params": {}} in kept
    assert merged(found[:5]) == found[:5]


def test_every_flag_that_says_where_to_read_stays():
    named = [{"code": "text-beside", "notebook": "a", "cell": f"answer-{n}"} for n in range(12)]
    assert merged(named) == named
    lost = {"code": "file-not-there", "notebook": "a", "cell": "answer"}
    many = [{**lost, "named": f"{n}.csv"} for n in range(4000)]
    kept = merged([*many, *named])
    assert [one["code"] for one in kept[:7]] == ["file-not-there"] * 5 + ["and-more", "text-beside"]
    assert kept[6:] == named
    left_out = [{"code": "file-left-out", "notebook": "", "cell": f"{n}.bin"} for n in range(12)]
    assert [one["code"] for one in merged(left_out)].count("file-left-out") == 5
