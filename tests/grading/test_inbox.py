"""What trainers really get: folders and archives as platforms, people and attackers make them."""

import io
import json
import os
import random
import stat
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carekit.files import ContentError
from carekit.grading import inbox as room
from carekit.grading.entries import MB, Limits
from carekit.grading.flags import flag, needs_look, says, sentences
from carekit.grading.inbox import Inbox
from carekit.lang import Lang

SET = "tides"


def notebook(text="x", **more):
    cell = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": text}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more})


def put(folder, name, data=None):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    data = notebook() if data is None else data
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def pack(path, members):
    """Write a zip from (name or ZipInfo, data) pairs."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            if isinstance(name, zipfile.ZipInfo):
                name.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(name, data)
    return path


def read(path, **more):
    inbox = Inbox(path, SET, more.pop("notebooks", [SET]), **more)
    return list(inbox), inbox


def codes(submission):
    return [one.code for one in submission.flags]


def only(path, **more):
    found, _ = read(path, **more)
    assert len(found) == 1
    return found[0]


def test_every_sentence_about_a_submission_stands_in_three_languages():
    for code in sentences():
        said = {says({"code": code, "params": {}}, lang) for lang in Lang}
        assert len(said) == 3


def test_a_name_from_outside_cannot_steer_the_terminal_or_fill_the_screen():
    found = flag("renamed", found="a\x1b[2J\u202eb" + "x" * 500, wanted="b").plain()
    assert "\x1b" not in says(found)
    assert "\u202e" not in says(found)
    assert len(says(found)) < 200


def test_a_flag_that_brings_its_own_words_keeps_them_and_an_unknown_one_needs_a_look():
    assert says({"code": "new", "says": {"en": "Hello", "zh-Hans": "你好"}}, "zh-Hans") == "你好"
    assert says({"code": "new", "says": "Hello"}) == "Hello"
    assert needs_look({"code": "new"})
    assert not needs_look({"code": "new", "look": False})


def test_the_folders_of_nbgrader_are_read_set_by_set(tmp_path):
    put(tmp_path, f"bo/{SET}/{SET}.ipynb")
    put(tmp_path, f"ana/{SET}/{SET}.ipynb")
    put(tmp_path, f"ana/{SET}/data/extra.csv", "1,2")
    put(tmp_path, f"ana/{SET}/timestamp.txt", "2020-01-01 00:00:00 UTC")
    put(tmp_path, "ana/other/other.ipynb")
    found, inbox = read(tmp_path)
    assert [one.learner for one in found] == ["ana", "bo"]
    assert sorted(found[0].files) == ["data/extra.csv", "tides.ipynb"]
    assert inbox.strays == []


def test_a_flat_folder_names_the_learners(tmp_path):
    for name in ("ana.ipynb", "tides_bo.ipynb", "陳怡君-tides.ipynb"):
        put(tmp_path, name)
    put(tmp_path, "notes.txt", "?")
    found, inbox = read(tmp_path)
    assert [(one.learner, codes(one)) for one in found] == [("ana", []), ("bo", []), ("陳怡君", [])]
    assert [one.params["found"] for one in inbox.strays] == ["notes.txt"]


@pytest.mark.parametrize("wrapper", ["", "Tides 101-42/"])
def test_a_moodle_archive_names_the_learners_with_or_without_folders(tmp_path, wrapper):
    path = pack(
        tmp_path / "moodle.zip",
        [
            (f"{wrapper}Ana Silva_123_assignsubmission_file_/{SET}.ipynb", notebook()),
            (f"{wrapper}陳 怡君_124_assignsubmission_file_/my.ipynb", notebook()),
            (f"{wrapper}Bo Li_125_assignsubmission_file_{SET}.ipynb", notebook()),
        ],
    )
    found, _ = read(path)
    assert {one.learner: codes(one) for one in found} == {
        "ana-silva": [],
        "bo-li": [],
        "陳-怡君": ["renamed"],
    }


def test_a_canvas_archive_names_the_learners_and_who_was_late(tmp_path):
    path = pack(
        tmp_path / "canvas.zip",
        [
            ("silvaana_501_9001_tides.ipynb", notebook()),
            ("libo_LATE_502_9002_tides-1.ipynb", notebook()),
        ],
    )
    found, _ = read(path, known={"501": "ana"})
    assert [(one.learner, one.late, codes(one)) for one in found] == [
        ("ana", False, []),
        ("libo", True, ["late-mark", "renamed"]),
    ]


def test_two_people_of_one_name_are_told_apart_and_flagged(tmp_path):
    path = pack(
        tmp_path / "moodle.zip",
        [(f"Ana Silva_{n}_assignsubmission_file_/tides.ipynb", notebook(str(n))) for n in (7, 8)],
    )
    found, _ = read(path)
    assert [(one.learner, codes(one)) for one in found] == [
        ("ana-silva-7", ["same-name"]),
        ("ana-silva-8", ["same-name"]),
    ]


def test_two_files_of_one_learner_are_never_merged(tmp_path):
    put(tmp_path, "Ana.ipynb", notebook("1"))
    put(tmp_path, "ana.ipynb", notebook("2"))
    if len(list(tmp_path.iterdir())) == 1:
        (tmp_path / "Ana.ipynb").rename(tmp_path / "tides_ana.ipynb")
        put(tmp_path, "ana.ipynb", notebook("2"))
    found, _ = read(tmp_path)
    assert [(one.refused, codes(one)) for one in found].count((True, ["same-learner"])) == 1
    assert len(found) == 2


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        (["Tides (1).ipynb"], ["renamed"]),
        (["tides-Copy1.ipynb"], ["renamed"]),
        (["Untitled.ipynb"], ["renamed"]),
        (["work/tides.ipynb"], ["moved"]),
        (["tides.ipynb", "tides (1).ipynb"], ["extra-notebook"]),
        ([".ipynb_checkpoints/tides-checkpoint.ipynb", "tides.ipynb"], []),
        (["__MACOSX/._tides.ipynb", "tides.ipynb"], []),
        (["answers.pdf"], ["no-notebook"]),
    ],
)
def test_a_wrong_name_or_place_is_repaired_and_said(tmp_path, files, wanted):
    for name in files:
        put(tmp_path, f"ana/{SET}/{name}")
    one = only(tmp_path)
    assert codes(one) == wanted
    assert one.refused == (wanted == ["no-notebook"])
    assert one.refused or "tides.ipynb" in one.files


def test_the_exact_name_wins_over_a_copy_and_the_newest_of_two_strangers(tmp_path):
    put(tmp_path, f"ana/{SET}/tides.ipynb", notebook("right"))
    put(tmp_path, f"ana/{SET}/tides (1).ipynb", notebook("copy"))
    for name, when in (("a.ipynb", 100), ("b.ipynb", 200)):
        os.utime(put(tmp_path, f"bo/{SET}/{name}", notebook(name)), (when, when))
    ana, bo = read(tmp_path)[0]
    assert b"right" in ana.files["tides.ipynb"]
    assert b"b.ipynb" in bo.files["tides.ipynb"]
    assert codes(bo) == ["renamed", "extra-notebook"]


def test_of_several_notebooks_a_missing_one_is_named(tmp_path):
    put(tmp_path, f"ana/{SET}/one.ipynb")
    one = only(tmp_path, notebooks=["one", "two"])
    assert codes(one) == ["notebook-missing"]
    assert says(one.flags[0].plain()).startswith("The notebook two.ipynb")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_taken_off(tmp_path, encoding):
    put(tmp_path, f"ana/{SET}/{SET}.ipynb", notebook("é").encode(encoding))
    one = only(tmp_path)
    assert codes(one) == ["encoding-repaired"]
    assert json.loads(one.files["tides.ipynb"].decode("utf-8"))["cells"][0]["source"] == "é"


@pytest.mark.parametrize("data", ["", "{", notebook()[:-20], "[]", '{"cells', "[" * 100_000])
def test_half_a_file_is_refused_in_a_sentence(tmp_path, data):
    put(tmp_path, f"ana/{SET}/{SET}.ipynb", data)
    one = only(tmp_path)
    assert (one.refused, codes(one)) == (True, ["not-a-notebook"])


def test_huge_outputs_are_dropped_and_nothing_else(tmp_path):
    book = json.loads(notebook())
    output = {"output_type": "stream", "name": "stdout", "text": "x" * 50_000}
    code = {"cell_type": "code", "id": "b", "metadata": {}, "source": "1", "outputs": [output]}
    book["cells"].append({**code, "execution_count": 1})
    put(tmp_path, f"ana/{SET}/{SET}.ipynb", json.dumps(book))
    one = only(tmp_path, limits=Limits(outputs=10_000))
    kept = json.loads(one.files["tides.ipynb"])["cells"][1]
    assert codes(one) == ["outputs-dropped"]
    assert (kept["outputs"], kept["source"]) == ([], "1")


def test_what_is_too_large_or_too_much_is_refused_or_left_out(tmp_path):
    limits = Limits(notebook=MB, extra=1000, extras=2, total=1500)
    put(tmp_path, f"ana/{SET}/{SET}.ipynb", notebook("x" * MB))
    put(tmp_path, f"bo/{SET}/{SET}.ipynb")
    for name, size in (("a", 900), ("b", 900), ("c", 1)):
        put(tmp_path, f"bo/{SET}/{name}.bin", b"x" * size)
    ana, bo = read(tmp_path, limits=limits)[0]
    assert (ana.refused, codes(ana)) == (True, ["too-large"])
    assert codes(bo) == ["left-out-many", "left-out-large"]
    assert sorted(bo.files) == ["a.bin", "tides.ipynb"]


def test_links_and_pipes_are_named_and_never_opened(tmp_path):
    secret = put(tmp_path, "secret.ipynb", notebook("secret"))
    home = tmp_path / "in" / "ana" / SET
    home.mkdir(parents=True)
    (home / f"{SET}.ipynb").symlink_to(secret)
    (home / "all").symlink_to("/etc")
    os.mkfifo(home / "pipe")
    one = only(tmp_path / "in")
    assert one.refused
    assert one.files == {}
    assert sorted(codes(one)) == ["left-out-link", "left-out-link", "left-out-special"]


def test_a_file_exchanged_for_a_link_after_listing_is_not_followed(tmp_path):
    secret = put(tmp_path, "secret.ipynb", notebook("secret"))
    path = put(tmp_path, f"in/ana/{SET}/{SET}.ipynb")
    inbox = Inbox(tmp_path / "in", SET, [SET])

    def exchange(listed, *rest):
        listed = list(listed)
        path.unlink()
        path.symlink_to(secret)
        return real(listed, *rest)

    real, room.group = room.group, exchange
    try:
        found = list(inbox)
    finally:
        room.group = real
    assert found[0].refused
    assert codes(found[0]) == ["unreadable"]


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
    assert set(codes(one)) <= {"left-out-name", "extra-notebook"}
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


def test_a_bomb_is_left_out_without_being_unpacked(tmp_path):
    home = "Ana_1_assignsubmission_file_/"
    path = pack(
        tmp_path / "in.zip",
        [(home + "tides.ipynb", notebook()), (home + "data.csv", b"0" * (3 * MB))],
    )
    one = only(path, limits=Limits(notebook=2 * MB, extra=4 * MB))
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


def test_time_comes_from_the_collectors_clock_and_a_lying_stamp_is_named(tmp_path):
    when = datetime(2025, 3, 1, 12, tzinfo=UTC)
    path = put(tmp_path, f"ana/{SET}/{SET}.ipynb")
    os.utime(path, (when.timestamp(),) * 2)
    put(tmp_path, f"ana/{SET}/timestamp.txt", "2025-02-01 00:00:00 UTC")
    one = only(tmp_path)
    assert one.received == when
    assert codes(one) == ["clock-differs"]
    told = datetime(2025, 3, 2, tzinfo=UTC)
    assert only(tmp_path, received={"ana": told}).received == told


def test_the_same_work_has_the_same_hash_whatever_its_order_or_time(tmp_path):
    for who, names in (("ana", ["a.csv", "b.csv"]), ("bo", ["b.csv", "a.csv"])):
        put(tmp_path, f"{who}/{SET}/{SET}.ipynb")
        for name in names:
            put(tmp_path, f"{who}/{SET}/{name}", name)
    ana, bo = read(tmp_path)[0]
    put(tmp_path, f"bo/{SET}/a.csv", "other")
    assert ana.hash == bo.hash != read(tmp_path)[0][1].hash


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
