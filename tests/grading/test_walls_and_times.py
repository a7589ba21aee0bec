"""Below the walls that are asked for nothing is graded; and times come from the collector."""

import os
from datetime import UTC, datetime

import pytest
from traitlets.config import Config

from carekit.cli.grade import _cluster
from carekit.common.files import ContentError
from carekit.grading.course.configuration import Carekit
from carekit.grading.course.folders import Settings
from carekit.grading.course.intake_limits import IntakeLimits
from carekit.grading.intake.collected_times import collected, received_times
from carekit.grading.run import worker_spec
from carekit.grading.run.worker_spec import engine_of, level_for, one_by_one
from carekit.sandbox.isolation.sandbox import Level
from tests.sandbox.sealedset import snapshot


def settings(tmp_path, minimum=None):
    config = Config()
    if minimum:
        config.Carekit.minimum_level = minimum
    return Settings(tmp_path, config, "sqlite://", "sea")


@pytest.mark.parametrize(
    ("here", "minimum", "enough"),
    [
        (Level.NAMESPACES, None, True),
        (Level.LANDLOCK, None, True),
        (Level.NONE, None, False),
        (Level.LANDLOCK, "namespaces", False),
        (Level.NONE, "none", True),
    ],
)
def test_the_best_level_is_used_if_it_is_enough(tmp_path, monkeypatch, here, minimum, enough):
    monkeypatch.setattr(worker_spec, "level_here", lambda: here)
    known = settings(tmp_path, minimum)
    assert level_for(known, unsandboxed=True) is here
    if enough:
        assert level_for(known, unsandboxed=False) is here
        return
    with pytest.raises(ContentError, match="--unsandboxed if you trust the code; checks") as caught:
        level_for(known, unsandboxed=False)
    assert str(caught.value).startswith(f"the sandbox on this machine is {here.value}")


def test_a_level_that_does_not_exist_is_refused_with_those_that_do(tmp_path, monkeypatch):
    monkeypatch.setattr(worker_spec, "level_here", lambda: Level.NONE)
    with pytest.raises(ContentError, match="write one of 'namespaces', 'landlock', 'none'"):
        level_for(settings(tmp_path, "steel"), unsandboxed=False)


def test_whoever_has_one_submission_at_a_time_and_a_cluster_wait_as_long_as_is_set(tmp_path):
    used = Carekit(hang_seconds=77.0, start_seconds=9.0, scheduler_seconds=3.0)
    made = worker_spec.sealed(tmp_path, snapshot(), Level.NONE)
    work = engine_of(made, 1, used).portable
    engines = [one_by_one(made, used).engine, _cluster(work, "tcp://127.0.0.1:9", used)]
    assert [(one.cap, one.starting) for one in engines] == [(77, 9), (77, 9)]
    assert (engines[1].patience, engines[1].empty) == (3, 300)
    assert engines[1].recipe is made


def test_the_collectors_record_is_read_with_and_without_zones(tmp_path):
    path = tmp_path / "received.csv"
    path.write_text("\ufefflearner,received\nana,2025-03-01T20:00:00+08:00\nbo,2025-03-01 12:00\n")
    noon = datetime(2025, 3, 1, 12, tzinfo=UTC)
    assert received_times(path, "tides") == {"ana": noon, "bo": noon}
    assert received_times(tmp_path / "none.csv", "tides") == {}


def test_a_line_of_the_record_may_be_of_one_set(tmp_path):
    path = tmp_path / "received.csv"
    path.write_text(
        "set,learner,received\ntides,ana,2025-03-01 12:00\n,ana,2025-04-01 12:00\n"
        "waves,bo,2025-05-01 12:00\n"
    )
    march, april, may = (datetime(2025, month, 1, 12, tzinfo=UTC) for month in (3, 4, 5))
    assert received_times(path, "tides") == {"ana": march}
    assert received_times(path, "waves") == {"ana": april, "bo": may}
    folder = tmp_path / "bo" / "waves"
    folder.mkdir(parents=True)
    (folder / "timestamp.txt").write_text("2025-01-01 12:00:00 UTC")
    assert collected(folder, IntakeLimits()) == may
    # Without a line it is the time of the newest file, whatever the learner's clock has written.
    other = tmp_path / "bo" / "tides"
    other.mkdir()
    for name, month in (("a.ipynb", 2), ("answers.json", 3), ("timestamp.txt", 4)):
        (other / name).write_text("{}")
        os.utime(other / name, (datetime(2025, month, 1, 12, tzinfo=UTC).timestamp(),) * 2)
    assert collected(other, IntakeLimits()) == march


def test_every_wrong_line_of_the_record_is_named(tmp_path):
    path = tmp_path / "received.csv"
    path.write_text("learner,received\nana,yesterday\nbo,2025-03-01\ncy,\n")
    with pytest.raises(ContentError) as caught:
        received_times(path, "tides")
    assert ":2: ana: is not a time" in str(caught.value)
    assert ":4: cy: is not a time" in str(caught.value)
    path.write_text("who,when\n")
    with pytest.raises(ContentError, match="needs the columns learner and received"):
        received_times(path, "tides")
