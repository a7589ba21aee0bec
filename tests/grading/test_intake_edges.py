"""What is taken of one hand-in, when it came in, whose it is and of which set."""

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carekit.grading.course.intake_limits import MB, IntakeLimits
from carekit.grading.intake.collected_times import CLOCKS_AGREE, collected
from carekit.grading.intake.exchange_files import SECRET, STAMP, put_beside
from carekit.grading.intake.lms_layouts.clock import platform_time
from carekit.grading.intake.roster import Enrolled, Match, Roster, Signs
from carekit.grading.intake.which_set import CourseSets, marks_of
from carekit.sandbox.submission.assignment import Snapshot

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from handed_in import SET, codes, notebook, only, put, read

from tests.grading.archive_samples import members

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def params(submission, code):
    (told,) = [one.params for one in submission.flags if one.code == code]
    return told


# --- What is taken of one learner's files.


def test_files_beside_a_notebook_are_taken_up_to_their_number_size_and_sum(tmp_path):
    put(tmp_path, f"ana/{SET}/{SET}.ipynb")
    for name, size in (("a", 10), ("b", 10), ("c", 5)):
        put(tmp_path, f"ana/{SET}/{name}.bin", b"x" * size)

    def taken(**limits):
        one = only(
            tmp_path, limits=IntakeLimits(**{"extra": 100, "extras": 9, "total": 99} | limits)
        )
        return sorted(name[0] for name in one.files if name.endswith(".bin")), codes(one)

    assert taken() == (["a", "b", "c"], [])
    assert taken(extras=3) == (["a", "b", "c"], [])
    assert taken(extras=2) == (["a", "b"], ["left-out-many"])
    assert taken(extra=10) == (["a", "b", "c"], [])
    assert taken(extra=9) == (["c"], ["left-out-large", "left-out-large"])
    assert taken(total=25) == (["a", "b", "c"], [])
    assert taken(total=24) == (["a", "b"], ["left-out-large"])
    assert taken(total=15) == (["a", "c"], ["left-out-large"])


def test_of_too_many_files_the_answers_are_the_last_to_be_left_out(tmp_path):
    put(tmp_path, f"ana/{SET}/{SET}.ipynb")
    put(tmp_path, f"ana/{SET}/answers.json", "{}")
    put(tmp_path, f"ana/{SET}/a.bin", b"-")
    one = only(tmp_path, limits=IntakeLimits(extras=1))
    assert sorted(one.files) == ["answers.json", f"{SET}.ipynb"]
    assert params(one, "left-out-many") == {"limit": "1"}


def test_a_notebook_is_read_up_to_its_limit_and_told_its_size_beyond_it(tmp_path):
    whole = notebook().encode()
    put(tmp_path, f"ana/{SET}/{SET}.ipynb", whole.ljust(MB))
    assert codes(only(tmp_path, limits=IntakeLimits(notebook=MB))) == []
    put(tmp_path, f"ana/{SET}/{SET}.ipynb", whole.ljust(MB + 1))
    one = only(tmp_path, limits=IntakeLimits(notebook=MB))
    assert (one.refused, codes(one)) == (True, ["too-large"])
    assert params(one, "too-large") == {"found": f"{SET}.ipynb", "mb": "1.1", "limit": "1"}


def with_output(size):
    output = {"output_type": "stream", "name": "stdout", "text": "x" * size}
    code = {"cell_type": "code", "id": "b", "metadata": {}, "source": "1", "outputs": [output]}
    return notebook(cells=[{**code, "execution_count": 1}])


def test_outputs_are_kept_up_to_their_limit_and_what_was_dropped_is_told(tmp_path):
    book = with_output(MB)
    put(tmp_path, f"ana/{SET}/{SET}.ipynb", book)
    assert codes(only(tmp_path, limits=IntakeLimits(outputs=len(book)))) == []
    one = only(tmp_path, limits=IntakeLimits(outputs=len(book) - 1))
    assert params(one, "outputs-dropped") == {"found": f"{SET}.ipynb", "mb": "1.0"}
    # A long text is no output: there is nothing to drop, and nothing is said.
    put(tmp_path, f"ana/{SET}/{SET}.ipynb", notebook("x" * 1000))
    assert codes(only(tmp_path, limits=IntakeLimits(outputs=10))) == []


def test_of_two_archives_neither_is_opened_and_a_notebook_beside_one_is_enough(tmp_path):
    inner = members(f"{SET}.ipynb")
    for name in ("one.zip", "two.ZIP"):
        put(tmp_path, f"ana/{SET}/{name}", inner)
    put(tmp_path, f"bo/{SET}/{SET}.ipynb")
    put(tmp_path, f"bo/{SET}/more.zip", inner)
    ana, bo = read(tmp_path)[0]
    assert (ana.refused, codes(ana)) == (True, ["no-notebook"])
    assert (bo.refused, codes(bo), sorted(bo.files)) == (False, [], ["more.zip", f"{SET}.ipynb"])


# --- Times.


@pytest.mark.parametrize(
    ("apart", "told"),
    [
        (CLOCKS_AGREE, []),
        (-CLOCKS_AGREE, []),
        (CLOCKS_AGREE + timedelta(seconds=1), ["clock-differs"]),
        (-CLOCKS_AGREE - timedelta(seconds=1), ["clock-differs"]),
    ],
)
def test_two_clocks_may_differ_by_five_minutes(tmp_path, apart, told):
    assert timedelta(minutes=5) == CLOCKS_AGREE
    os.utime(put(tmp_path, f"ana/{SET}/{SET}.ipynb"), (NOON.timestamp(),) * 2)
    put(tmp_path, f"ana/{SET}/{STAMP}", f"{NOON + apart:%Y-%m-%d %H:%M:%S.%f} UTC")
    one = only(tmp_path)
    assert (codes(one), one.received) == (told, NOON)
    if told:
        kept, said = (f"{when:%Y-%m-%d %H:%M} UTC" for when in (NOON, NOON + apart))
        assert params(one, "clock-differs") == {"said": said, "kept": kept}


def test_what_lies_in_submitted_came_in_with_its_newest_file_but_for_the_learners_stamp(tmp_path):
    folder = tmp_path / "submitted" / "ana" / SET
    assert collected(folder, IntakeLimits()) is None
    for name, when in ((f"{SET}.ipynb", 100), ("data.csv", 300), (STAMP, 900)):
        os.utime(put(folder, name, b"-"), (when, when))
    assert collected(folder, IntakeLimits()).timestamp() == 300


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("Oct 2, 2026 1205 AM", 0),
        ("Oct 2, 2026 1205 PM", 12),
        ("Oct 2, 2026 105 AM", 1),
        ("Oct 2, 2026 1105 PM", 23),
    ],
)
def test_noon_and_midnight_are_read_as_they_are_written_in_twelve_hours(text, hour):
    when = platform_time(text).astimezone()
    assert (when.year, when.month, when.day, when.hour, when.minute) == (2026, 10, 2, hour, 5)


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_is_known_by_its_first_letters(number):
    name = datetime(2026, number, 1, tzinfo=UTC).strftime("%B")
    for written in (name, name[:3]):
        assert platform_time(f"{written} 2, 2026 930 AM").astimezone().month == number


@pytest.mark.parametrize(
    "text", ["Mai 2, 2026 930 AM", "Oct 32, 2026 930 AM", "2026-13-02-09-30-00"]
)
def test_what_is_no_time_is_none(text):
    assert platform_time(text) is None


# --- Whose it is, and of which set.


def test_no_more_than_three_people_are_offered_and_the_likeliest_only():
    four = Roster([Enrolled(f"id{n}", f"Ana Name{n}") for n in range(4)], closed=True)
    assert four.match(Signs(("Ana Weber",))) == Match(perhaps=("id0", "id1", "id2"))
    two = Roster([Enrolled("a", "Ana Li"), Enrolled("b", "Ana Li Wu")], closed=True)
    assert two.match(Signs(("Wu Ana Xu",))) == Match(perhaps=("b",))


def test_of_a_name_of_up_to_eight_words_every_part_is_looked_at():
    people = Roster([Enrolled("li", "Ana Li"), Enrolled("12345")], closed=True)
    for filler, meant in ((5, {"12345", "li"}), (6, set())):
        assert people.means(" ".join(["12345", *["x"] * filler, "Ana Li"])) == meant


def test_a_slip_in_a_name_is_told_with_whom_it_looks_like():
    people = Roster([Enrolled("amartin", "Ana Martin"), Enrolled("bo", "Bo Li")], closed=True)
    assert people.looks_like("Ana Martni") == ("amartin",)
    assert people.looks_like("somebody") == ()


def test_the_time_of_a_hand_in_without_a_notebook_is_that_of_its_newest_file(tmp_path):
    for name, when in (("a.pdf", 100), ("b.pdf", 300)):
        os.utime(put(tmp_path, f"ana/{SET}/{name}", b"-"), (when, when))
    one = only(tmp_path)
    assert (one.refused, one.received.timestamp()) == (True, 300)


def cells(*sources):
    return [
        {"cell_type": "markdown", "id": f"{source[:3]}-{n}", "metadata": {}, "source": source}
        for n, source in enumerate(sources)
    ]


def book(*sources):
    return {"cells": cells(*sources), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def two_sets(tmp_path):
    """Return the sets of a course of two, seen from ``tides``; the other is called ``waves``."""
    own = [f"own text number {n} of the set on tides" for n in range(4)]
    others = [f"text number {n} of the other set, waves" for n in range(4)]
    put(tmp_path, "source/waves/waves.ipynb", json.dumps(book(*others)))
    put(tmp_path, "source/tides/tides.ipynb", json.dumps(book(*own)))
    snapshot = Snapshot.from_notebooks({"tides.ipynb": json.dumps(book(*own)).encode()})
    (tmp_path / "course_data").mkdir()
    return CourseSets.of(tmp_path, SET, snapshot), own, others


def bare(*sources):
    """Return a notebook whose cells have these texts and ids of nobody's."""
    made = book(*sources)
    for number, cell in enumerate(made["cells"]):
        cell["id"] = f"none-{number}"
    return made


def test_two_texts_of_another_set_and_none_of_this_one_make_a_notebook_of_that_set(two_sets):
    sets, own, others = two_sets
    assert sets.others == {"waves"}
    assert sets.other(bare(*others[:2])) == "waves"
    assert sets.other(bare(*others[:1])) is None
    assert sets.other(bare(*others, own[0])) is None
    assert sets.other(bare("text of nobody's", "another one of nobody's, which is longer")) is None


def test_half_the_cells_of_this_set_are_enough_to_look_no_further(two_sets):
    sets, own, others = two_sets
    mixed = bare(*others)
    mixed["cells"] += [{**cell, "source": "changed"} for cell in book(*own)["cells"][:2]]
    assert sets.other(mixed) is None


def test_short_texts_tell_nothing_of_a_set():
    def texts(source):
        return [mark for mark in marks_of(bare(source)) if mark.startswith("text")]

    assert len(texts("x" * 24)) == 1
    assert texts("x" * 23) == []
    assert texts("x " * 12 + "x") == texts("x\n" * 12 + "x") != []
    assert texts(" " * 30) == []


def test_the_files_of_the_exchange_are_written_where_they_are_not_as_they_ought_to_be(tmp_path):
    class Disk:
        def __init__(self):
            self.replaced = []

        def replace(self, path, data):
            self.replaced.append(path.name)
            path.write_bytes(data)

    disk = Disk()
    files = {SECRET: b"b", STAMP: b"2026"}
    put_beside(tmp_path, files, disk)
    put_beside(tmp_path, files, disk)
    put_beside(tmp_path, {SECRET: b"a"}, disk)
    put_beside(tmp_path, {SECRET: b"c"}, disk)
    assert disk.replaced == [SECRET, STAMP, SECRET, SECRET]
