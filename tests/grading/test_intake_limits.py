"""The limits of what is listed of a folder or an archive, each from both sides."""

import io
import stat
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carekit.grading.course.intake_limits import IntakeLimits
from carekit.grading.intake.archives import UnreadableFile, folder_entries, odd, zip_entries
from carekit.grading.intake.person_names import is_number
from carekit.sandbox.isolation.limits import NAME_BYTES

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from handed_in import put

from tests.grading.archive_samples import members

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
