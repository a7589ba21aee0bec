"""The learner's log: what was written is not lost, what is broken stops no lesson."""

import errno
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from carekit.common import files as files_module
from carekit.common.languages import ENGLISH
from carekit.learner.event_log import LOG, SET_ASIDE, NotSaved, Record, last_answers
from tests.reading_languages import ZH_HANT

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def record(tmp_path):
    """Return a record whose clock ticks a minute and whose ids count."""
    ticks, numbers = count(), count(1)
    return Record(
        tmp_path / "my-record",
        clock=lambda: NOON + timedelta(minutes=next(ticks)),
        new_id=lambda: f"id-{next(numbers)}",
    )


def answer(record, question="waiting/middle", parts=("mean",), *, score=0.0, lang=ENGLISH):
    return record.answered(
        question,
        parts,
        score=score,
        right=score == 1,
        lang=lang,
        misconceptions=[] if score == 1 else ["mean-for-median"],
    )


def test_a_line_of_the_log_is_one_xapi_shaped_statement(record):
    answer(record, parts=("a", "b"), score=0.5, lang=ZH_HANT)
    [line] = record.path.read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {
        "version": 1,
        "id": "id-1",
        "timestamp": "2026-03-01T12:00:00Z",
        "actor": {"name": "learner", "objectType": "Agent"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": {"id": "waiting/middle"},
        "result": {
            "response": "a[,]b",
            "score": {"scaled": 0.5},
            "success": False,
            "extensions": {"misconceptions": ["mean-for-median"]},
        },
        "context": {"language": "zh-Hant"},
    }


def test_the_last_answer_comes_back_with_its_parts(record):
    answer(record, parts=("mean",))
    answer(record, parts=("median", "mode"), score=1.0)
    answer(record, question="waiting/other", parts=("10.5 分钟",))
    found = record.last_answer("waiting/middle")
    assert (found.answer, found.result.success, found.id) == (("median", "mode"), True, "id-2")
    assert record.last_answer("waiting/other").answer == ("10.5 分钟",)
    assert record.last_answer("waiting/never") is None


def test_nothing_ticked_is_an_answer_without_parts(record):
    answer(record, parts=())
    assert record.last_answer("waiting/middle").answer == ()


def test_a_record_that_was_never_written_is_empty_and_makes_no_file(record):
    assert record.read().statements == ()
    assert not record.folder.exists()


def test_lines_already_there_are_never_touched(record):
    answer(record)
    before = record.path.read_bytes()
    answer(record)
    assert record.path.read_bytes().startswith(before)


def test_a_torn_last_line_is_set_aside_once_and_the_next_line_stands_alone(record):
    answer(record)
    whole = record.path.read_bytes()
    torn = whole[: len(whole) // 2]
    record.path.write_bytes(whole + torn)

    first = record.read()
    assert (len(first.statements), first.damaged, first.newly_aside) == (1, 1, 1)
    answer(record, score=1.0)
    second = record.read()
    assert [said.id for said in second.statements] == ["id-1", "id-2"]
    assert (second.damaged, second.newly_aside) == (1, 0)
    assert (record.folder / SET_ASIDE).read_bytes() == torn + b"\n"
    assert record.path.read_bytes().startswith(whole + torn + b"\n{")


def test_a_line_that_lost_only_its_line_end_still_counts(record):
    answer(record)
    record.path.write_bytes(record.path.read_bytes().rstrip(b"\n"))
    answer(record)
    reading = record.read()
    assert (len(reading.statements), reading.damaged) == (2, 0)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"\xff\xfe\x00", id="not UTF-8"),
        pytest.param(b"[]", id="not a statement"),
        pytest.param(b'{"id": "x"}', id="half a statement"),
        pytest.param(b"\0" * 40, id="zeros after a power cut"),
    ],
)
def test_a_damaged_line_in_the_middle_hides_no_other(record, line):
    answer(record)
    with record.path.open("ab") as log:
        log.write(line + b"\n")
    answer(record)
    reading = record.read()
    assert (len(reading.statements), reading.damaged, reading.newly_aside) == (2, 1, 1)
    assert (record.folder / SET_ASIDE).read_bytes() == line + b"\n"


def test_a_copy_that_cannot_be_made_does_not_stop_the_reading(record):
    answer(record)
    with record.path.open("ab") as log:
        log.write(b"{half\n")
    (record.folder / SET_ASIDE).mkdir()
    reading = record.read()
    assert (len(reading.statements), reading.damaged, reading.newly_aside) == (1, 1, 0)


def test_an_older_line_without_later_fields_is_read(record):
    answer(record)
    line = json.loads(record.path.read_text(encoding="utf-8"))
    del line["version"], line["result"]["extensions"], line["actor"]["name"]
    record.path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    reading = record.read()
    assert reading.damaged == 0
    assert reading.statements[0].answer == ("mean",)


def test_a_line_with_fields_of_a_later_version_is_read_and_keeps_them(record):
    answer(record)
    line = json.loads(record.path.read_text(encoding="utf-8"))
    line |= {"version": 2, "sure": True}
    record.path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    [said] = record.read().statements
    assert said.model_extra == {"sure": True}


def test_a_clock_that_jumps_back_does_not_change_which_answer_is_the_last(tmp_path):
    times = iter([NOON, NOON - timedelta(days=400)])
    record = Record(tmp_path, clock=lambda: next(times))
    answer(record, parts=("first",))
    answer(record, parts=("second",))
    assert last_answers(record.read())["waiting/middle"].answer == ("second",)


def test_two_notebooks_writing_at_once_lose_no_line(tmp_path):
    def write(name):
        mine = Record(tmp_path, new_id=(f"{name}-{n}" for n in count()).__next__)
        for _ in range(25):
            answer(mine)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, "abcd"))
    reading = Record(tmp_path).read()
    assert reading.damaged == 0
    assert len({said.id for said in reading.statements}) == 100


def test_a_disk_that_fills_up_in_the_middle_of_a_line_says_so_and_loses_nothing_older(
    record, monkeypatch
):
    answer(record)
    halved = {"write": lambda handle, line: os.write(handle, line[:30])}
    # In this module only: other threads of the process go on writing.
    monkeypatch.setattr(files_module, "os", SimpleNamespace(**{**vars(os), **halved}))
    with pytest.raises(NotSaved, match="free some space and answer again") as caught:
        answer(record)
    assert caught.value.full
    monkeypatch.undo()
    answer(record, score=1.0)
    reading = record.read()
    assert [said.id for said in reading.statements] == ["id-1", "id-3"]
    assert reading.damaged == 1


def test_a_real_limit_on_the_file_size_is_reported_like_a_full_disk(tmp_path):
    script = """
import resource, signal, sys
from pathlib import Path
from carekit.common.languages import ENGLISH
from carekit.learner.event_log import NotSaved, Record
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
record = Record(Path(sys.argv[1]))
def answer():
    record.answered("a/b", ["x"], score=1, right=True, lang=ENGLISH)
answer()
resource.setrlimit(resource.RLIMIT_FSIZE, (record.path.stat().st_size + 10, resource.RLIM_INFINITY))
try:
    answer()
except NotSaved as error:
    print(error.full)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
answer()
reading = record.read()
print(len(reading.statements), reading.damaged)
"""
    run = [sys.executable, "-c", script, str(tmp_path)]
    said = subprocess.run(run, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["True", "2", "1"]


def test_a_folder_that_cannot_be_made_is_one_clear_sentence(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    record = Record(tmp_path / "file" / "my-record")
    with pytest.raises(NotSaved, match=f"{LOG}: not saved .*make the folder writable") as caught:
        answer(record)
    assert not caught.value.full
    assert caught.value.__cause__.errno == errno.ENOTDIR
    assert record.read().statements == ()


def test_a_deed_without_an_outcome_is_no_answer(record):
    record.append(record.statement("urn:x:added", "waiting/middle", lang=ENGLISH))
    [said] = record.read().statements
    assert (said.verb.id, said.result, said.answer) == ("urn:x:added", None, ())
    assert last_answers(record.read()) == {}


def test_what_else_is_known_of_an_answer_is_kept_with_its_result(record):
    record.answered(
        "waiting/middle", ["a"], score=1, right=True, lang=ENGLISH, extensions={"hints": 2}
    )
    assert record.read().statements[0].result.extensions == {"hints": 2}


def test_who_could_not_save_an_answer_still_holds_it(record):
    record.folder.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(NotSaved) as refused:
        answer(record)
    assert refused.value.statement.answer == ("mean",)


@pytest.mark.parametrize(
    ("why", "full"),
    [(errno.ENOSPC, True), (errno.EDQUOT, True), (errno.EFBIG, True), (errno.EACCES, False)],
)
def test_a_full_disk_a_used_up_quota_and_a_file_at_its_limit_all_mean_free_some_space(
    record, monkeypatch, why, full
):
    refuses = {"write": Mock(side_effect=OSError(why, os.strerror(why)))}
    monkeypatch.setattr(files_module, "os", SimpleNamespace(**{**vars(os), **refuses}))
    with pytest.raises(NotSaved) as caught:
        answer(record)
    assert caught.value.full is full
    assert ("free some space" in str(caught.value)) is full
