"""What happens to notebooks on their way in costs nobody points, and is said in words."""

import pytest

from carekit.common.languages import languages
from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.worker import Worker
from tests.sandbox.accident_ledger import LEDGER
from tests.sandbox.mishaps import ESSAY, right
from tests.sandbox.sealedset import (
    RIGHT,
    TOP_RIGHT,
    codes,
    learner_notebook,
    notebook,
    scores,
    snapshot,
    submission,
)

FULL = {"top": 3, "total": 2, "part": 4, "essay": None}


@pytest.fixture(scope="module")
def worker():
    limits = Limits(cell_seconds=3, total_seconds=25, memory_mb=400, processes=20)
    with Worker(snapshot(), limits=limits) as made:
        yield made


def by_name(accident):
    return accident.name


def test_with_no_accident_there_are_all_points_and_nothing_is_said(worker):
    result = worker.grade(submission(learner_notebook(**RIGHT, essay=ESSAY)))
    assert (scores(result), codes(result)) == (FULL, [])


@pytest.mark.parametrize("accident", [one for one in LEDGER if not one.waits], ids=by_name)
def test_an_accident_costs_no_more_than_its_own_cell_and_is_said(accident, worker):
    result = worker.grade(accident.make())
    assert scores(result) == {**FULL, **accident.lost}
    assert set(codes(result)) == set(accident.flags)
    assert result["seconds"] < 20
    cells = result["notebooks"]["a"]["notebook"]["cells"]
    essay = [cell["id"] for cell in cells].index("essay")
    beside = "\n".join(cell["source"] for cell in cells[essay : essay + 2])
    assert [words for words in accident.reads if words not in beside] == []


@pytest.mark.parametrize("accident", [one for one in LEDGER if one.waits], ids=by_name)
def test_a_file_nobody_can_read_waits_for_a_person(accident, worker):
    result = worker.grade(accident.make())
    assert tuple(codes(result)) == accident.flags
    assert result["flags"][0]["look"]
    assert all(cell["needs_manual"] for cell in result["notebooks"]["a"]["cells"].values())


def test_tags_on_cells_change_nothing_and_are_said(worker):
    made = right()
    for cell in made["cells"]:
        cell["metadata"]["tags"] = ["skip-execution", "raises-exception"]
    result = worker.grade(submission(made))
    assert (scores(result), codes(result)) == (FULL, ["tags-ignored"])


def test_a_file_of_nothing_but_brackets_waits_for_a_person(worker):
    result = worker.grade({"a.ipynb": b"[" * 20_000})
    assert codes(result) == ["not-readable"]
    assert result["flags"][0]["look"]


def test_cells_before_a_crash_keep_their_points_and_the_next_learner_is_not_touched(worker):
    crashed = worker.grade(submission(top=TOP_RIGHT, total="import os\nos._exit(1)"))
    assert scores(crashed)["top"] == 3
    assert codes(crashed)[0] == "process-ended"
    assert scores(worker.grade(submission(**RIGHT, essay=ESSAY))) == FULL


def test_a_submission_has_one_clock_for_everything(small_worker):
    slow = "import time\ntime.sleep(1)"
    cells = [
        {"cell_type": "code", "id": f"s{i}", "metadata": {}, "source": slow} for i in range(30)
    ]
    made = right()
    made["cells"] = made["cells"][:3] + cells + made["cells"][3:]
    with small_worker(total_seconds=4, cell_seconds=3) as short:
        result = short.grade(submission(made))
    assert result["seconds"] < 8
    assert scores(result)["top"] == 3
    assert scores(result)["total"] == 0
    assert "time-used-up" in codes(result)


def test_time_that_is_over_before_the_first_cell_is_said_and_checks_wait_for_a_person(
    small_worker,
):
    with small_worker(total_seconds=0, cell_seconds=15) as late:
        result = late.grade(submission(right()))
    assert "time-used-up" in codes(result)
    (book,) = result["notebooks"].values()
    outcomes = [cell["outcome"] for cell in book["cells"].values()]
    assert outcomes == ["unjudged", "unjudged", "unjudged", "manual"]
    assert all(cell["needs_manual"] for cell in book["cells"].values())


def test_flags_speak_three_languages(worker):
    result = worker.grade(submission(notebook(*right()["cells"][:-3]), essay=ESSAY))
    assert set(codes(result)) == {"answer-missing", "check-missing"}
    for item in result["flags"]:
        assert set(item["says"]) == set(languages())
        assert item["cell"] in item["says"]["en"]
