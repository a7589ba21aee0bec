"""The limits of what the common rooms read and write, each from both sides."""

import os
from fractions import Fraction
from pathlib import Path

import pytest
from pydantic import ValidationError

from carekit.common.course import CourseCard, PassMark, is_learners_copy
from carekit.common.durable_files import Disk
from carekit.common.files import ContentError, Fault, append_line, nearest, read_yaml, refuse, shown
from carekit.common.languages import ENGLISH, as_lang, in_lang, languages
from carekit.common.messages import Joined, listed, of_system
from carekit.common.untrusted_files import (
    MOST_BYTES,
    NotTaken,
    folders,
    named,
    odd_name,
    read_file,
    read_start,
)
from carekit.common.yaml_reader import NotReadableError, parse, scalar, written
from tests.reading_languages import ZH_HANS, ZH_HANT


def text(word):
    return dict.fromkeys(languages(), word)


# --- Files that somebody handed in.


def test_a_file_is_read_up_to_its_limit_and_refused_beyond_it(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    assert read_file(path, 5) == b"12345"
    assert [read_start(path, most) for most in (3, 4, 5)] == [b"1234", b"12345", b"12345"]
    with pytest.raises(NotTaken) as refused:
        read_file(path, 4)
    assert refused.value.why == "too-large"
    assert MOST_BYTES == 32 * 2**20
    (tmp_path / "large").write_bytes(b"")
    os.truncate(tmp_path / "large", MOST_BYTES + 1)
    with pytest.raises(NotTaken, match="32 MB"):
        read_file(tmp_path / "large")


def test_what_is_no_ordinary_file_is_told_by_what_it_is(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    for name, why in (("link", "link"), ("pipe", "special"), ("gone", "unreadable")):
        with pytest.raises(NotTaken) as refused:
            read_file(tmp_path / name)
        assert refused.value.why == why


def test_files_of_a_name_are_found_twelve_folders_down_and_no_deeper(tmp_path):
    here = tmp_path
    for number in range(14):
        (here / "exam.jsonl").write_bytes(b"-")
        here = here / str(number)
        here.mkdir()
    found = named(tmp_path, "exam.jsonl")
    assert max(len(one.relative_to(tmp_path).parts) for one in found) == 13
    assert len(found) == 13
    assert found == sorted(found)
    (tmp_path / "link").symlink_to(tmp_path / "0")
    assert named(tmp_path / "link", "exam.jsonl") == []
    assert len(named(tmp_path, "exam.jsonl")) == 13


def test_folders_are_those_right_below_in_order_and_no_links(tmp_path):
    for name in ("b", "a", "a/inner"):
        (tmp_path / name).mkdir()
    (tmp_path / "file").write_bytes(b"-")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert [one.name for one in folders(tmp_path)] == ["a", "b"]
    assert folders(tmp_path / "gone") == []
    assert folders(tmp_path / "file") == []


@pytest.mark.parametrize(
    ("name", "odd"), [("ana", False), ("陈", False), ("a\tb", True), ("a\u202eb", True)]
)
def test_a_folder_that_cannot_be_printed_is_no_learners_id(name, odd):
    assert (odd_name(name) is not None) is odd


# --- Files of ours.


def test_a_line_is_added_behind_whatever_stands_there_and_its_place_is_told(tmp_path):
    path = tmp_path / "log"
    assert append_line(path, b"one") == 0
    assert append_line(path, b"two\n") == 4
    path.write_bytes(path.read_bytes() + b"half")
    assert append_line(path, b"three") == 13
    assert path.read_bytes() == b"one\ntwo\nhalf\nthree\n"


@pytest.mark.parametrize("alone", [True, False])
def test_of_a_line_without_room_a_part_is_taken_back_where_nobody_else_writes(
    tmp_path, monkeypatch, alone
):
    path = tmp_path / "log"
    append_line(path, b"one")
    write = os.write
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", lambda handle, line: write(handle, line[:2]))
        with pytest.raises(OSError, match="No space"):
            append_line(path, b"two", alone=alone)
    assert path.read_bytes() == (b"one\n" if alone else b"one\ntw")


@pytest.mark.parametrize("count", [1, 7, 8, 9])
def test_several_files_are_written_whole_and_nothing_is_left_beside_them(tmp_path, count):
    files = [(tmp_path / str(n) / "page", str(n).encode()) for n in range(count)]
    for path, _ in files:
        path.parent.mkdir()
        path.write_bytes(b"old")
        (path.parent / ".page.abcd1234").write_bytes(b"a draft that a crash left")
        (path.parent / ".page.notes").write_bytes(b"somebody's own")
    Disk().replace_all(files)
    for path, data in files:
        assert path.read_bytes() == data
        assert sorted(one.name for one in path.parent.iterdir()) == [".page.notes", "page"]


@pytest.mark.parametrize("count", [7, 8])
def test_of_eight_files_and_more_none_is_changed_where_one_cannot_be_written(tmp_path, count):
    class Full(Disk):
        def settle(self, *_):
            raise OSError(28, "No space left on device")

    files = [(tmp_path / f"page-{n}", b"new") for n in range(count)]
    for path, _ in files:
        path.write_bytes(b"old")
    if count < 8:
        Full().replace_all(files)
        assert {path.read_bytes() for path, _ in files} == {b"new"}
        return
    with pytest.raises(OSError, match="No space"):
        Full().replace_all(files)
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"old"}
    assert len(list(tmp_path.iterdir())) == count


def test_a_fault_is_told_with_its_place_where_it_has_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert str(Fault(tmp_path / "a.yml", 3, "entry", "is wrong")) == "a.yml:3: entry: is wrong"
    assert str(Fault(tmp_path / "a.yml", 3, "", "is wrong")) == "a.yml:3: is wrong"
    assert shown(Path("/elsewhere/a.yml")) == "/elsewhere/a.yml"
    refuse([])
    with pytest.raises(ContentError, match=r"a\.yml:1: x: one\na\.yml:2: y: two"):
        refuse([Fault(Path("a.yml"), 1, "x", "one"), Fault(Path("a.yml"), 2, "y", "two")])


def test_an_entry_is_placed_by_its_id_and_lies_on_its_own_or_the_nearest_line(tmp_path):
    path = tmp_path / "a.yml"
    path.write_text("items:\n  - id: one\n    x: 1\n  - y: 2\n", encoding="utf-8")
    document = read_yaml(path)
    assert document.line(("items", 0, "x")) == 3
    assert document.line(("items", 1)) == 4
    assert document.line(("items", 1, "gone", "deeper")) == 4
    assert document.line(()) == 1
    assert document.line(("gone",)) == 1
    assert document.place(("items", 0, "x")) == "items.one.x"
    assert document.place(("items", 1, "y")) == "items.1.y"
    assert document.place(("items", 2, "z")) == "items.2.z"
    assert document.place(("items", "x")) == "items.x"


@pytest.mark.parametrize(
    ("word", "meant"),
    [("tiddes", "Tides"), ("tides", "Tides"), ("xyz", ""), ("", "")],
)
def test_what_was_probably_meant_is_told_by_its_name(word, meant):
    assert nearest(word, {"tides": "Tides", "waves": "Waves"}) == meant
    assert nearest("tixxs", {"tides": "Tides"}, cutoff=0.9) == ""


# --- Languages and messages.


@pytest.mark.parametrize(
    ("tag", "lang"),
    [
        ("en", ENGLISH),
        ("en_US.UTF-8", ENGLISH),
        ("EN-gb", ENGLISH),
        ("zh", ZH_HANS),
        ("zh-SG", ZH_HANS),
        ("zh-Hans-TW", ZH_HANS),
        ("zh-Hant-CN", ZH_HANT),
        ("zh-TW", ZH_HANT),
        ("zh_HK", ZH_HANT),
        ("zh-mo", ZH_HANT),
        ("fr", None),
        ("zho", None),
        ("", None),
        (None, None),
    ],
)
def test_a_tag_asks_for_one_of_our_languages_or_none(tag, lang):
    assert as_lang(tag) == lang


def test_what_is_said_in_no_language_is_said_as_it_is_and_lists_of_nothing_have_a_word():
    assert Joined(("a", 1))[ENGLISH] == "a\n1"
    assert Joined(("a", "b"), ", ")[ZH_HANT] == "a, b"
    assert listed(["a", 2]) == "a, 2"
    assert len({in_lang(listed([]), lang) for lang in languages()}) >= 2
    assert of_system(OSError("no number")) == "no number"
    assert of_system(OSError(9999, "a rare reason")) == "a rare reason"


# --- The course.


@pytest.mark.parametrize(
    ("right", "of", "share"),
    [
        (1, 1, Fraction(1)),
        (3, 4, Fraction(3, 4)),
        (0, 4, None),
        (5, 4, None),
        (1, 0, None),
        (1, True, None),
    ],
)
def test_a_pass_mark_can_be_reached_and_asks_for_something(right, of, share):
    try:
        mark = PassMark.model_validate({"right": right, "of": of})
    except ValidationError:
        assert share is None
    else:
        assert mark.share == share


def test_a_course_that_names_no_mark_asks_for_every_question_and_for_exams_in_full():
    plain_card = {"id": "c", "title": text("t"), "first_notebook": "a.ipynb"}
    card = CourseCard.model_validate({**plain_card, "sets": [{"id": "s", "title": text("s")}]})
    assert (card.pass_mark.share, card.exams) == (1, "full")
    assert CourseCard.model_validate(plain_card).sets == []


@pytest.mark.parametrize(
    ("files", "there", "learners"),
    [
        (["care", "pyproject.toml"], [], True),
        (["care"], [], False),
        (["pyproject.toml"], [], False),
        (["care", "pyproject.toml"], ["content"], False),
        (["care", "pyproject.toml"], ["source"], False),
    ],
)
def test_a_learners_copy_is_a_kit_without_its_texts(tmp_path, files, there, learners):
    for name in files:
        (tmp_path / name).write_bytes(b"")
    for name in there:
        (tmp_path / name).mkdir()
    assert is_learners_copy(tmp_path) is learners


# --- YAML.


@pytest.mark.parametrize(("depth", "good"), [(100, True), (101, False)])
def test_a_hundred_entries_may_stand_inside_each_other(depth, good):
    nest = "[" * depth + "]" * depth
    if good:
        assert parse(nest)[0] is not None
    else:
        with pytest.raises(NotReadableError, match="more than 100 entries"):
            parse(nest)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("0x1F", 31),
        ("-0b11", -3),
        ("+0o17", 15),
        ("1_000", 1000),
        ("007", 7),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("-.inf", float("-inf")),
        ("TRUE", True),
        ("False", False),
        ("~", None),
        ("Null", None),
        ("yes", "yes"),
        ("1.2.3", "1.2.3"),
    ],
)
def test_a_word_without_quotes_means_what_yaml_says(word, value):
    found = scalar(word)
    assert found == value
    assert type(found) is type(value)
    assert parse(f"a: {word}\n")[0] == {"a": value}


def test_what_is_written_is_read_again_as_it_was():
    data = {
        "a": ["no", "1", 1, 1.5, None, True, "12 days", "", "~", "# x", "a: b"],
        "陈": {"x": []},
    }
    assert parse(written(data).decode("utf-8"))[0] == data
