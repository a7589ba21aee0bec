"""What trainers really get: folders and archives as platforms, people and attackers make them."""

import json
import os
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carekit.grading.course.intake_limits import MB, IntakeLimits
from carekit.grading.intake import inbox as room
from carekit.grading.intake.inbox import Inbox
from carekit.grading.intake.roster import Enrolled, Roster
from carekit.grading.intake.which_set import CourseSets
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.submission.flags import says

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from handed_in import SET, codes, notebook, only, pack, put, read


def test_the_folders_of_nbgrader_are_read_set_by_set(tmp_path):
    put(tmp_path, f"bo/{SET}/{SET}.ipynb")
    put(tmp_path, f"ana/{SET}/{SET}.ipynb")
    put(tmp_path, f"ana/{SET}/data/extra.csv", "1,2")
    put(tmp_path, f"ana/{SET}/timestamp.txt", "2020-01-01 00:00:00 UTC")
    put(tmp_path, "ana/other/other.ipynb")
    put(tmp_path, "cy/other/other.ipynb")
    put(tmp_path, "cy/third/third.ipynb")
    found, inbox = read(tmp_path)
    assert [one.learner for one in found] == ["ana", "bo"]
    assert sorted(found[0].files) == ["data/extra.csv", "tides.ipynb"]
    assert inbox.strays == []


def test_a_flat_folder_names_the_learners(tmp_path):
    for name in ("ana.ipynb", "tides_bo.ipynb", "陳怡君-tides.ipynb", "zoe.ipynb.json"):
        put(tmp_path, name)
    put(tmp_path, "notes.txt", "?")
    found, inbox = read(tmp_path)
    assert {one.learner: codes(one) for one in found} == {
        "ana": [],
        "bo": [],
        "zoe": ["renamed"],
        "陳怡君": [],
    }
    assert found[2].flags[0].params["found"] == "zoe.ipynb.json"
    assert [one.params["found"] for one in inbox.strays] == ["notes.txt"]


@pytest.mark.parametrize(
    "name",
    [
        "ana.answers.json",
        "ana_answers.json",
        "Ana-Answers.json",
        "answers-ana.json",
        "ana.json",
        "tides_ana_answers.json",
    ],
)
def test_the_answers_lie_beside_a_flat_notebook_under_its_name(tmp_path, name):
    put(tmp_path, "tides-ana.ipynb")
    put(tmp_path, "bo.ipynb")
    put(tmp_path, name, "{}")
    put(tmp_path, "nobody_answers.json", "{}")
    (ana, bo), inbox = read(tmp_path)
    assert (ana.files["answers.json"], codes(ana)) == (b"{}", [])
    assert "answers.json" not in bo.files
    assert [one.params["found"] for one in inbox.strays] == ["nobody_answers.json"]


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
    found, _ = read(path, roster=Roster([Enrolled("ana", number="501")]))
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
        (["tides.ipynb.json"], ["renamed"]),
        (["tides.ipynb.txt"], ["renamed"]),
        (["tides.ipynb", "tides.ipynb.txt"], ["extra-notebook"]),
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


@pytest.mark.parametrize(
    "copy", ["tides (1).ipynb", "Tides.ipynb", "my own/tides.ipynb", "x.ipynb"]
)
def test_a_notebook_as_it_was_released_gives_way_to_one_with_work_in_it(tmp_path, copy):
    stub = {"cell_type": "code", "id": "a", "metadata": {}, "source": "rise = ..."}
    released = json.dumps({"cells": [stub]}).encode()
    sets = CourseSets.of(tmp_path, SET, Snapshot.from_notebooks({"tides.ipynb": released}))
    put(tmp_path, f"ana/{SET}/tides.ipynb", released)
    put(tmp_path, f"ana/{SET}/{copy}", notebook("rise = 12"))
    box = Inbox(tmp_path, SET, ["tides"], sets=sets)
    (one,) = box
    assert b"rise = 12" in one.files["tides.ipynb"]
    told = next(found for found in one.flags if found.code == "extra-notebook")
    assert told.params == {"used": copy, "other": "tides.ipynb"}
    put(tmp_path, f"ana/{SET}/tides.ipynb", notebook("rise = 11"))
    (one,) = box
    assert b"rise = 11" in one.files["tides.ipynb"]


def test_wrappers_of_any_depth_are_seen_through_and_folders_too_deep_are_named(tmp_path):
    around, within = "/".join("abcdefghijklmnopqrst"), "/".join("uvwxyzuvwxyz")
    for who in ("ana", "bo"):
        put(tmp_path, f"in/{around}/{who}/tides.ipynb")
    put(tmp_path, f"in/{around}/bo/{within}/notes.txt", b"-")
    assert [(one.learner, codes(one)) for one in read(tmp_path / "in")[0]] == [
        ("ana", []),
        ("bo", ["left-out-deep"]),
    ]
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        for path in sorted((tmp_path / "in").rglob("*.*")):
            archive.write(path, path.relative_to(tmp_path / "in"))
    assert [(one.learner, codes(one)) for one in read(tmp_path / "in.zip")[0]] == [
        ("ana", []),
        ("bo", ["left-out-deep"]),
    ]


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


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("ana.ipynb", "ana.ipynb"),
        (f"ana/{SET}/work.ipynb", "work.ipynb"),
        ("Ana Silva_7_assignsubmission_file_/my tides.ipynb", "my tides.ipynb"),
        ("silvaana_501_9001_work.ipynb", "work.ipynb"),
    ],
)
def test_a_refused_file_is_called_what_it_was_handed_in_as(tmp_path, name, called):
    put(tmp_path, name, "{")
    one = only(tmp_path)
    assert {"not-a-notebook": called}.items() <= {
        found.code: found.params.get("found") for found in one.flags
    }.items()


def test_huge_outputs_are_dropped_and_nothing_else(tmp_path):
    book = json.loads(notebook())
    output = {"output_type": "stream", "name": "stdout", "text": "x" * 50_000}
    code = {"cell_type": "code", "id": "b", "metadata": {}, "source": "1", "outputs": [output]}
    book["cells"].append({**code, "execution_count": 1})
    put(tmp_path, f"ana/{SET}/{SET}.ipynb", json.dumps(book))
    one = only(tmp_path, limits=IntakeLimits(outputs=10_000))
    kept = json.loads(one.files["tides.ipynb"])["cells"][1]
    assert codes(one) == ["outputs-dropped"]
    assert (kept["outputs"], kept["source"]) == ([], "1")


def test_a_notebook_nested_as_deep_as_can_be_read_does_not_end_the_reading(tmp_path):
    for depth in range(850, 1_000):
        book = json.loads(notebook(metadata={"deep": 0}))
        deep = json.dumps(book).replace('"deep": 0', f'"deep": {"[" * depth}{"]" * depth}')
        put(tmp_path, f"learner-{depth}/{SET}/{SET}.ipynb", deep)
    found, _ = read(tmp_path, limits=IntakeLimits(outputs=10))
    assert len(found) == 150
    assert not found[0].refused
    assert found[-1].refused


def test_what_is_too_large_or_too_much_is_refused_or_left_out(tmp_path):
    limits = IntakeLimits(notebook=MB, extra=1000, extras=2, total=1500)
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
    assert codes(found[0]) == ["left-out-link"]


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


def test_what_was_handed_in_at_several_times_counts_from_the_last(tmp_path):
    for name, when in ((f"{SET}.ipynb", 100), ("data.csv", 300), ("more.csv", 200)):
        os.utime(put(tmp_path, f"ana/{SET}/{name}"), (when, when))
    assert only(tmp_path).received.timestamp() == 300


def test_files_of_nobody_are_told_once_however_often_the_inbox_is_read(tmp_path):
    put(tmp_path, f"ana/{SET}/{SET}.ipynb")
    put(tmp_path, "notes.txt", "-")
    found, box = read(tmp_path)
    assert [one.learner for one in (*found, *box)] == ["ana", "ana"]
    assert [one.params["found"] for one in box.strays] == ["notes.txt"]


def test_the_same_work_has_the_same_hash_whatever_its_order_or_time(tmp_path):
    for who, names in (("ana", ["a.csv", "b.csv"]), ("bo", ["b.csv", "a.csv"])):
        put(tmp_path, f"{who}/{SET}/{SET}.ipynb")
        for name in names:
            put(tmp_path, f"{who}/{SET}/{name}", name)
    ana, bo = read(tmp_path)[0]
    put(tmp_path, f"bo/{SET}/a.csv", "other")
    assert ana.hash == bo.hash != read(tmp_path)[0][1].hash
