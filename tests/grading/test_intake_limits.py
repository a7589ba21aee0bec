"""The limits of what is read of a hand-in, each from both sides, and what is said beyond them."""

import io
import json
import os
import stat
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from carekit.grading.course.intake_limits import MB, IntakeLimits
from carekit.grading.intake import exchange_files
from carekit.grading.intake.archives import UnreadableFile, folder_entries, odd, zip_entries
from carekit.grading.intake.collected_times import CLOCKS_AGREE, collected
from carekit.grading.intake.exchange_files import SECRET, STAMP, put_beside
from carekit.grading.intake.inbox import Inbox
from carekit.grading.intake.lms_layouts.clock import platform_time
from carekit.grading.intake.person_names import is_number
from carekit.grading.intake.roster import Enrolled, Match, Roster, Signs
from carekit.grading.intake.which_set import CourseSets, marks_of
from carekit.sandbox.isolation.limits import NAME_BYTES
from carekit.sandbox.submission.assignment import Snapshot

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from handed_in import SET, codes, notebook, only, put, read

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def params(submission, code):
    (told,) = [one.params for one in submission.flags if one.code == code]
    return told


# --- Names.


@pytest.mark.parametrize(
    ("name", "strange"),
    [
        ("a" * NAME_BYTES, False),
        ("a" * (NAME_BYTES + 1), True),
        ("陈" * (NAME_BYTES // 3), False),
        ("陈" * (NAME_BYTES // 3 + 1), True),
        ("", True),
        (".", True),
        ("..", True),
        ("...a", False),
        ("a.", True),
        ("a ", True),
        (" a", True),
        ("a b", False),
        ("con", True),
        ("CON.txt", True),
        ("confer", False),
        ("com1", True),
        ("com10", False),
        ("lpt¹.txt", True),
        ("a:b", True),
        ("a\tb", True),
        ("Zoë (1).ipynb", False),
    ],
)
def test_a_name_is_odd_where_some_computer_cannot_keep_it(name, strange):
    assert odd(name) is strange


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("2023", True),
        ("202", False),
        ("s2023", True),
        ("ab2023", True),
        ("abc2023", False),
        ("abc20231", False),
        ("ana", False),
        ("", False),
    ],
)
def test_a_student_number_has_four_figures_and_two_other_letters_at_most(word, number):
    assert is_number(word) is number


# --- Folders and archives.


def in_folder(path, limits):
    return list(folder_entries(path, limits))


def in_archive(path, limits):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for one in sorted(path.rglob("*")):
            if one.is_file():
                archive.write(one, one.relative_to(path))
    return zip_entries(made.getvalue(), "in.zip", limits)


@pytest.mark.parametrize("listed", [in_folder, in_archive])
def test_a_file_may_lie_in_as_many_folders_as_is_allowed_and_in_no_more(tmp_path, listed):
    put(tmp_path, "top.txt", b"-")
    put(tmp_path, "a/b/c/fine.txt", b"-")
    put(tmp_path, "a/b/c/d/deep.txt", b"-")
    found = {
        one.name: one.fault and one.fault.code for one in listed(tmp_path, IntakeLimits(depth=3))
    }
    assert (found["top.txt"], found["a/b/c/fine.txt"]) == (None, None)
    [deep] = [name for name, fault in found.items() if fault == "left-out-deep"]
    assert deep.startswith("a/b/c/d")
    assert set(found) - {deep} == {"top.txt", "a/b/c/fine.txt"}


@pytest.mark.parametrize("listed", [in_folder, in_archive])
def test_what_was_packed_around_everything_counts_for_nobodys_depth(tmp_path, listed):
    put(tmp_path, "around/it/a/fine.txt", b"-")
    put(tmp_path, "around/it/b/c/deep.txt", b"-")
    put(tmp_path, "around/.DS_Store", b"-")
    found = {
        one.name: one.fault and one.fault.code for one in listed(tmp_path, IntakeLimits(depth=1))
    }
    assert found["around/it/a/fine.txt"] is None
    assert [fault for fault in found.values() if fault] == ["left-out-deep"]
    assert len(found) == 2


def members(*names):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, b"-")
    return made.getvalue()


def test_an_archive_may_hold_as_many_files_as_is_allowed_folders_not_counted():
    raw = members("a.txt", "b.txt", "c/", "d/e.txt")
    assert len(zip_entries(raw, "in.zip", IntakeLimits(members=3))) == 3
    with pytest.raises(UnreadableFile) as refused:
        zip_entries(raw, "in.zip", IntakeLimits(members=2))
    assert refused.value.flag.code == "bomb"


def shrunk(size, limits):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * size)
        [member] = archive.infolist()
    [found] = zip_entries(made.getvalue(), "in.zip", limits(member))
    return found


def test_a_file_is_a_bomb_where_it_is_larger_than_a_notebook_and_shrinks_more_than_text_does():
    assert shrunk(100_000, lambda _: IntakeLimits(notebook=100_000, ratio=2)).fault is None
    small = shrunk(100_000, lambda _: IntakeLimits(notebook=99_999, ratio=2))
    assert (small.fault and small.fault.code) == "bomb"
    assert shrunk(100_000, lambda _: IntakeLimits(notebook=1, ratio=100_000)).fault is None
    exact = shrunk(
        100_000,
        lambda one: IntakeLimits(notebook=1, ratio=-(-one.file_size // one.compress_size)),
    )
    assert exact.fault is None


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        (0, None),
        (stat.S_IFREG, None),
        (stat.S_IFLNK, "left-out-link"),
        (stat.S_IFIFO, "left-out-special"),
        (stat.S_IFCHR, "left-out-special"),
    ],
)
def test_only_an_ordinary_file_of_an_archive_is_read(kind, fault):
    info = zipfile.ZipInfo("a.txt")
    info.external_attr = (kind | 0o600) << 16
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(info, b"-")
    [found] = zip_entries(made.getvalue(), "in.zip", IntakeLimits())
    assert (found.fault and found.fault.code) == fault


def test_of_a_file_one_byte_more_than_asked_for_is_read_to_know_that_there_is_more(tmp_path):
    put(tmp_path, "a.txt", b"12345")
    for one in (*in_folder(tmp_path, IntakeLimits()), *in_archive(tmp_path, IntakeLimits())):
        assert [one.read(limit) for limit in (3, 4, 5, 6)] == [
            b"1234",
            b"12345",
            b"12345",
            b"12345",
        ]
        assert one.size == 5


@pytest.mark.parametrize(
    ("date", "year"), [((2001, 2, 3, 4, 5, 6), 2001), ((2001, 13, 1, 0, 0, 0), 1980)]
)
def test_a_time_that_no_calendar_has_is_the_oldest_an_archive_can_tell(date, year):
    info = zipfile.ZipInfo("a.txt")
    info.date_time = date
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(info, b"-")
    [found] = zip_entries(made.getvalue(), "in.zip", IntakeLimits())
    assert found.time.year == year


def test_a_name_is_read_whether_or_not_an_archive_says_that_it_is_utf_8():
    raw = members("陈.txt")
    # The mark that says so, in the file's own head and in the list of all files.
    plain = bytearray(raw)
    for head, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        plain[plain.index(head) + at + 1] &= ~0x08
    for one in (raw, bytes(plain)):
        assert [entry.name for entry in zip_entries(one, "in.zip", IntakeLimits())] == ["陈.txt"]


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


@pytest.fixture
def exchanged(tmp_path):
    """Return settings of a course, and a function that lays a file into what ana handed in."""
    folder = tmp_path / "submitted" / "ana" / SET
    folder.mkdir(parents=True)
    here = SimpleNamespace(
        root=tmp_path, autograded=lambda who, what: tmp_path / "auto" / who / what
    )
    return here, lambda name, data: put(folder, name, data)


@pytest.mark.parametrize(
    ("data", "taken"),
    [
        (b"x", True),
        (b"x" * 1000, True),
        (b"x" * 1001, False),
        (b"", False),
        (b"two\nlines", False),
        ("陈".encode(), False),
    ],
)
def test_a_secret_of_the_exchange_is_one_line_of_plain_letters(exchanged, data, taken):
    settings, lay = exchanged
    lay(SECRET, data)
    assert exchange_files.handed_in(settings, "ana", SET) == ({SECRET: data} if taken else {})


@pytest.mark.parametrize(
    ("stamp", "taken"),
    [("2026-03-02 12:00:00.000000 UTC", True), ("soon", False), ("9" * 40, False)],
)
def test_a_time_of_the_exchange_is_one_that_nbgrader_reads(exchanged, stamp, taken):
    settings, lay = exchanged
    lay(STAMP, stamp)
    assert exchange_files.handed_in(settings, "ana", SET) == {}
    lay(SECRET, b"s")
    found = exchange_files.handed_in(settings, "ana", SET)
    assert found == {SECRET: b"s"} | ({STAMP: stamp.encode()} if taken else {})


def test_beside_a_page_lies_what_came_with_the_graded_work_or_what_nobody_knows(exchanged):
    settings, lay = exchanged
    when = "2026-03-02T20:00:00+08:00"

    def beside(received=when):
        return exchange_files.beside_page(settings, "ana", SET, received, lambda: "drawn")

    assert beside() == {SECRET: b"drawn", STAMP: b"2026-03-02 12:00:00.000000 UTC"}
    assert beside(None)[STAMP] == b"1970-01-01 00:00:00.000000 UTC"
    put(settings.root, f"feedback/ana/{SET}/{SECRET}", b"of the page")
    assert beside()[SECRET] == b"of the page"
    lay(SECRET, b"handed in")
    assert beside()[SECRET] == b"handed in"
    put(settings.root, f"auto/ana/{SET}/{SECRET}", b"graded")
    assert beside()[SECRET] == b"graded"
    assert len(exchange_files.DRAW()) == 128


def attempt(number, name="tides.ipynb"):
    return f"tides_bo_attempt_2026-10-0{number}-09-30-11_{name}"


def test_of_several_attempts_the_newest_that_can_be_graded_counts_and_the_others_are_named(
    tmp_path,
):
    put(tmp_path, attempt(1))
    one = only(tmp_path)
    assert codes(one) == []
    put(tmp_path, attempt(3), notebook("newest"))
    put(tmp_path, attempt(2))
    one = only(tmp_path)
    assert b"newest" in one.files["tides.ipynb"]
    used = "2026-10-0{}-09-30-11".format
    assert params(one, "attempts") == {"used": used(3), "other": f"{used(2)}, {used(1)}"}
    assert one.received == platform_time(used(3))
    put(tmp_path, attempt(3), "{")
    one = only(tmp_path)
    assert params(one, "attempt-older") == {"used": used(2), "other": f"{used(3)}, {used(1)}"}
    assert one.received == platform_time(used(2))
    for number in (1, 2):
        put(tmp_path, attempt(number), "{")
    one = only(tmp_path)
    assert (one.refused, codes(one)) == (True, ["not-a-notebook"])
    assert one.received == platform_time(used(3))


def test_an_inbox_is_one_sets_and_knows_nobody_where_nothing_else_is_said(tmp_path):
    box = Inbox(tmp_path, SET, [SET])
    assert (box.shared, box.roster.closed, dict(box.names), dict(box.received)) == (
        False,
        False,
        {},
        {},
    )
    assert list(box) == []
