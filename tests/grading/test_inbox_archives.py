"""Archives that were packed by platforms, by people in a hurry, and by attackers."""

import errno
import io
import os
import random
import stat
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carekit.common.files import ContentError
from carekit.common.languages import languages
from carekit.grading.course.intake_limits import MB, IntakeLimits
from carekit.grading.intake.archives import UnreadableFile, zip_entries
from carekit.sandbox.submission.flags import says

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from handed_in import SET, codes, notebook, only, pack, put, read

ODD = ["../../evil.ipynb", "/etc/evil.ipynb", "a/../../x.py", "C:\\x.py", "..\\..\\x.py", "nul.txt"]
ODD += ["con", "a\x00b.py", "a\nb.py", "sp ace /x.py ", "\u202egnp.py", "x" * 300, "a/" * 40 + "x"]


@pytest.mark.parametrize("name", ODD)
def test_an_odd_name_in_an_archive_is_left_out_and_the_rest_graded(tmp_path, name):
    info = zipfile.ZipInfo("x")
    info.filename = f"Ana_1_assignsubmission_file_/{name}"
    path = pack(
        tmp_path / "in.zip",
        [("Ana_1_assignsubmission_file_/tides.ipynb", notebook()), (info, notebook())],
    )
    one = only(path)
    assert list(one.files) == ["tides.ipynb"]
    assert set(codes(one)) <= {"left-out-name", "left-out-deep", "extra-notebook"}
    assert codes(one)


def test_links_and_doubles_in_an_archive_are_left_out(tmp_path):
    home = "Ana_1_assignsubmission_file_/"
    link = zipfile.ZipInfo(home + "data.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = tmp_path / "in.zip"
    with pytest.warns(UserWarning, match="Duplicate name"):
        pack(
            path,
            [
                (home + "tides.ipynb", notebook("first")),
                (home + "tides.ipynb", notebook("second")),
                (link, "/etc/passwd"),
            ],
        )
    one = only(path)
    assert b"first" in one.files["tides.ipynb"]
    assert "data.csv" not in one.files
    assert "left-out-link" in codes(one)


def test_of_two_files_of_one_name_in_an_archive_the_first_is_kept_and_the_other_named(tmp_path):
    home = "Ana_1_assignsubmission_file_/"
    members = [(home + "tides.ipynb", notebook())]
    members += [(home + "data.csv", "first"), (home + "data.csv", "second")]
    with pytest.warns(UserWarning, match="Duplicate name"):
        pack(tmp_path / "in.zip", members)
    one = only(tmp_path / "in.zip")
    assert one.files["data.csv"] == b"first"
    assert codes(one) == ["name-twice"]


def test_a_bomb_is_left_out_without_being_unpacked(tmp_path):
    home = "Ana_1_assignsubmission_file_/"
    path = pack(
        tmp_path / "in.zip",
        [(home + "tides.ipynb", notebook()), (home + "data.csv", b"0" * (3 * MB))],
    )
    one = only(path, limits=IntakeLimits(notebook=2 * MB, extra=4 * MB))
    assert codes(one) == ["bomb"]


def test_a_notebook_inside_a_learners_own_archive_is_taken_out(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("my work/tides.ipynb", notebook())
    put(tmp_path, f"ana/{SET}/tides.zip", inner.getvalue())
    put(tmp_path, f"bo/{SET}/tides.zip", b"PK not a zip")
    ana, bo = read(tmp_path)[0]
    assert codes(ana) == ["unzipped", "moved"]
    assert bo.refused
    assert codes(bo)[0] == "unreadable"


def test_a_learners_own_archive_larger_than_a_notebook_may_be_is_told_so(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("tides.ipynb", notebook("x" * 3_000))
    put(tmp_path, f"ana/{SET}/tides.zip", inner.getvalue())
    size = len(inner.getvalue())
    assert codes(only(tmp_path, limits=IntakeLimits(notebook=size)))[0] == "unzipped"
    one = only(tmp_path, limits=IntakeLimits(notebook=size - 1))
    assert (one.refused, codes(one)[0]) == (True, "bomb")


def test_a_learners_own_archive_is_dated_by_the_collectors_clock_and_not_from_within(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr(zipfile.ZipInfo("tides.ipynb", (2001, 1, 1, 0, 0, 0)), notebook())
    path = put(tmp_path, f"ana/{SET}/tides.zip", inner.getvalue())
    when = datetime(2025, 3, 1, 12, tzinfo=UTC)
    os.utime(path, (when.timestamp(),) * 2)
    assert only(tmp_path).received == when


def test_a_damaged_member_costs_only_its_own_learner(tmp_path):
    names = [f"{who}_{n}_assignsubmission_file_/tides.ipynb" for n, who in enumerate(("Ana", "Bo"))]
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, notebook("marker of " + name[:2]))
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b"marker of An", b"MARKER OF AN"))
    ana, bo = read(path)[0]
    assert (ana.refused, codes(ana)) == (True, ["unreadable"])
    assert (bo.refused, codes(bo)) == (False, [])


def test_a_broken_archive_or_a_wrong_path_stops_with_one_sentence(tmp_path):
    with pytest.raises(ContentError, match="no such folder or archive"):
        read(tmp_path / "nowhere")
    with pytest.raises(ContentError, match="cannot be read as a zip archive"):
        read(put(tmp_path, "in.zip", b"PK\x03\x04 but no more"))


PIECES = ["..", ".", "", "a", "ana", SET, "tides.ipynb", "x.ipynb", "/", "\\", "C:", "nul", "\x00"]
PIECES += [
    "~",
    "陳",
    "\u202e",
    "_1_assignsubmission_file_",
    "a_1_2_x.ipynb",
    "-rf",
    "$(x)",
    "x" * 90,
]


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_nothing_is_ever_written_whatever_the_names(tmp_path, seed):
    """Property: reading an inbox changes no file, and every name it gives is safe to join."""
    draw = random.Random(seed)
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(25):
            info = zipfile.ZipInfo(f"{number}")
            info.filename = "/".join(draw.choice(PIECES) for _ in range(draw.randint(1, 5))) or "x"
            info.external_attr = draw.choice([0, (stat.S_IFLNK | 0o777) << 16, 0o644 << 16])
            archive.writestr(info, notebook(str(number)))
    before = sorted(tmp_path.rglob("*"))
    home = (tmp_path / "autograded").resolve()
    for one in read(path)[0]:
        for name in one.files:
            target = Path(os.path.normpath(home / one.learner / SET / name))
            assert target.is_relative_to(home / one.learner / SET)
            assert target.relative_to(home).parts[0] == one.learner
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("name", ["first-aid.ipynb", "First-Aid (1).ipynb", "a.ipynb.txt"])
def test_a_single_notebook_is_no_inbox_and_the_message_says_what_is(tmp_path, name):
    (tmp_path / name).write_text("{}", "utf-8")
    with pytest.raises(ContentError, match=r"one notebook.*name the folder or zip"):
        read(tmp_path / name)


NO_ZIP = (
    "it is not a complete ZIP archive",
    "不是 ZIP 压缩包，或者不完整",
    "不是 ZIP 壓縮檔，或內容不完整",
)
CLOSED = ("Permission denied", "没有权限", "沒有權限")


def test_why_a_file_cannot_be_read_is_said_in_the_language_of_the_flag(tmp_path, monkeypatch):
    with pytest.raises(UnreadableFile) as refused:
        zip_entries(b"PK no more", "in.zip", IntakeLimits())
    home = "Ana_1_assignsubmission_file_/"
    path = pack(tmp_path / "in.zip", [(home + "tides.ipynb", notebook())])
    raw = bytearray(path.read_bytes())
    # The mark of a file under a password, in its own head and in the list of all files.
    for head, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(head) + at] |= 1
    path.write_bytes(raw)
    locked = unreadable(only(path))
    put(tmp_path / "folder", f"ana/{SET}/tides.ipynb")
    monkeypatch.setattr(os, "open", _not_allowed)
    shut = unreadable(only(tmp_path / "folder"))
    told = [
        [says(one.plain(), lang) for lang in languages()]
        for one in (refused.value.flag, locked, shut)
    ]
    asked = ("the archive asks for a password", "压缩包设了密码", "壓縮檔設了密碼")
    for sentences, reasons in zip(told, (NO_ZIP, asked, CLOSED), strict=True):
        for sentence, reason in zip(sentences, reasons, strict=True):
            assert reason in sentence


def unreadable(submission):
    (one,) = [one for one in submission.flags if one.code == "unreadable"]
    return one


def _not_allowed(*_words, **_more):
    raise PermissionError(errno.EACCES, "said in the language of the system")
