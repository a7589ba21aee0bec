"""The whole way with the real worker: processes, sandbox, ledger, gradebook."""

import json
import sys
from pathlib import Path

import pytest

from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.intake.inbox import Inbox
from carekit.grading.run.local_engine import LocalEngine
from carekit.grading.run.run import Run
from carekit.grading.run.worker_spec import level_here, sealed
from carekit.sandbox.isolation.limits import Limits

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import SET, contents, hand_in, make_course

FORGE = "class Yes:\n    __eq__ = __gt__ = __bool__ = lambda *_: True\nhigh = Yes()"
KILL = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nos.kill(0, signal.SIGKILL)"


@pytest.mark.slow
def test_bad_submissions_neither_stop_nor_change_the_batch(tmp_path):
    root = make_course(tmp_path)
    (root / "course_data").mkdir()
    for who, high in (
        ("ana", "high = 12"),
        ("bo", "while True:\n    pass"),
        ("cy", "import os\nos._exit(1)"),
        ("dee", KILL),
        ("eve", FORGE),
        ("fay", "high = 12\nprint('x' * 20_000_000)"),
        ("gil", "high = 3"),
    ):
        hand_in(root, who, high=high)
    settings, snapshot = read_settings(root), read_snapshot(root, SET)
    recipe = sealed(root, snapshot, level_here(), limits=Limits(cell_seconds=2))
    inbox = Inbox(root / "submitted", SET, [SET])
    report = Run(settings, SET, snapshot, inbox, LocalEngine(recipe, 2))()
    assert len(report.graded) == 7
    points: dict[str, float] = {}
    for row in contents(root)[1]:
        points[row[0]] = points.get(row[0], 0) + (row[4] or 0)
    assert points == {"ana": 5, "bo": 0, "cy": 0, "dee": 0, "eve": 0, "fay": 5, "gil": 3}
    flagged = {who: {one["code"] for one in flags} for who, flags in report.flagged.items()}
    assert "process-ended" in flagged["cy"]
    lines = settings.ledger(SET).read_text(encoding="utf-8").splitlines()
    levels = {json.loads(line).get("level") for line in lines} - {None}
    assert levels == {level_here().value}
