"""What a check was handed out before, and the files that both folders hold."""

import math

import numpy as np
import pandas as pd
import pytest

from carekit.sandbox.link.codec import Decoder, Encoder, Opaque, RefusedError
from carekit.sandbox.link.file_sync import FileSync
from carekit.sandbox.link.frame_cache import OneObject
from carekit.sandbox.link.handed_out import HandedOut, parts
from carekit.sandbox.link.refusals import CannotTellError, taken

# --- What was handed out before.


def watching():
    found = HandedOut()
    found.on = True
    return found


def test_what_is_handed_out_twice_is_told_and_what_cannot_change_apart():
    for value, again in (
        ([1], 2),
        ({1: 2}, 2),
        (np.arange(3), 2),
        (pd.Series([1]), 2),
        (bytearray(b"a"), 2),
        ((1,), 1),
        (frozenset({1}), 1),
        ((), 0),
        (frozenset(), 0),
        ("text", 0),
        (7, 0),
    ):
        found = watching()
        found.saw(value)
        assert found.again == 0
        found.saw(value)
        assert found.again == again, value


def test_nothing_is_told_before_a_check_asks_and_of_another_check():
    one, found = [1], HandedOut()
    found.saw(one)
    found.saw(one)
    assert found.again == 0
    found.on = True
    found.saw(one)
    found.saw(one)
    assert found.again == 2
    found.begin(0)
    assert found.again == 2
    found.begin(1)
    assert found.again == 0
    found.saw(one)
    assert found.again == 0
    found.saw((1,))
    found.saw(one)
    assert found.again == 2


def test_what_cannot_change_does_not_hide_what_can():
    found, one, two = watching(), [1], (1,)
    for value in (one, two, one, two):
        found.saw(value)
    assert found.again == 2


def test_arrays_that_share_their_numbers_are_one():
    found, whole = watching(), np.arange(10)
    found.saw(whole[:5])
    found.saw(whole[5:])
    assert found.again == 0
    found.saw(whole[3:7])
    assert found.again == 2


def test_the_parts_of_what_a_check_gives_are_known_as_well():
    inner, array = [1], np.arange(2)
    found = watching()
    found.given({"a": (inner, [array]), "b": "text"})
    for value in (inner, array):
        found.again = 0
        found.saw(value)
        assert found.again == 2
    assert list(parts([(), [1], "a"])) == [[(), [1], "a"], [1]]


# --- Files.


class Answers:
    """A link that answers with what it is given, and keeps what it is asked."""

    def __init__(self, answer=None):
        self.answer, self.asked = answer, []

    def ask(self, what, _enc=None, **words):
        self.asked.append((what, words))
        return self.answer


def test_files_of_the_learners_code_are_laid_out_inside_the_folder_only(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "beside.txt").write_bytes(b"-")
    (home / "old.txt").write_bytes(b"-")
    new = {"a/b.txt": b"1", "../out.txt": b"2", 7: b"3", "text": "4"}
    gone = ["old.txt", "../beside.txt", "never.txt", "a"]
    sync = FileSync(Answers({"new": new, "gone": gone}), home)
    sync.take()
    found = {
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()
    }
    assert found == {"beside.txt", "home/a/b.txt"}
    sync.link.asked.clear()
    sync.give()
    assert sync.link.asked == []


@pytest.mark.parametrize("answer", [None, [], {"new": [], "gone": "old.txt"}])
def test_an_answer_of_another_shape_changes_no_file(tmp_path, answer):
    (tmp_path / "old.txt").write_bytes(b"-")
    FileSync(Answers(answer), tmp_path).take()
    assert (tmp_path / "old.txt").read_bytes() == b"-"


def test_only_what_a_check_has_changed_is_given_to_the_learners_code(tmp_path):
    for name in ("same", "changed", "gone"):
        (tmp_path / name).write_bytes(b"-")
    sync = FileSync(Answers(), tmp_path)
    (tmp_path / "new").write_bytes(b"1")
    (tmp_path / "changed").write_bytes(b"22")
    (tmp_path / "gone").unlink()
    (tmp_path / "link").symlink_to(tmp_path / "same")
    sync.give()
    [(what, words)] = sync.link.asked
    assert what == "lay"
    assert words["gone"] == ["gone"]
    assert sorted(words["new"]["k"]) == ["changed", "new"]
    sync.give()
    assert len(sync.link.asked) == 1


@pytest.mark.parametrize(("more", "told"), [(0, False), (1, True)])
def test_files_of_sixteen_megabytes_are_given_and_larger_ones_are_noted(tmp_path, more, told):
    sync = FileSync(Answers(), tmp_path)
    for name, size in (("a", 15_999_990), ("b", 10 + more)):
        with (tmp_path / name).open("wb") as file:
            file.truncate(size)
    taken()
    sync.give()
    assert (sync.link.asked == []) is told
    assert bool(taken()) is told
    sync.give()
    assert len(sync.link.asked) == (0 if told else 1)


def test_a_value_that_could_not_cross_refuses_every_question():
    value = Opaque("Thing", "because")
    assert (value.kind, value.why, repr(value)) == ("Thing", "because", "<Thing: because>")
    with pytest.raises(CannotTellError):
        value.anything  # noqa: B018 - asking is what is tried
    with pytest.raises(AttributeError):
        value.__array__  # noqa: B018 - as above
    taken()


def test_an_array_or_a_table_has_one_number_while_a_check_gets_them_as_one_object():
    held, one = HandedOut(), np.arange(3)
    assert held.number(one) == 0
    held.share(5)
    frame = pd.DataFrame({"a": [1]})
    assert [held.number(part) for part in (one, frame, one, frame)] == [1, 2, 1, 2]
    assert held.number(one.copy()) == 3
    assert [held.number(part) for part in ([1], (1,), 1.0, "x")] == [0] * 4
    held.share(0)
    assert held.number(one) == 0


def test_what_comes_again_under_its_number_is_the_object_it_was_with_the_content_it_has_now():
    known, first = OneObject(), np.array([1, 2])
    assert known.of(1, 7, first) is first
    assert known.of(1, 7, np.array([3, 4])) is first
    assert first.tolist() == [3, 4]
    longer = np.array([1, 2, 3])
    assert known.of(1, 7, longer) is longer
    assert known.of(1, 7, longer.copy()) is longer
    assert known.of(1, 8, "no array") == "no array"
    other = np.array([5])
    assert known.of(2, 7, other) is other, "another check has objects of its own"
    fixed, new = np.array([1]), np.array([2])
    fixed.flags.writeable = False
    assert known.of(2, 9, fixed) is fixed
    assert known.of(2, 9, new) is new


@pytest.mark.parametrize("nan", [np.nan, math.nan])
def test_a_nan_of_a_library_crosses_as_itself_and_no_other_does(nan):
    def crossed(value):
        enc = Encoder()
        return Decoder([]).value(enc.value(value))

    assert crossed(nan) is nan
    assert crossed([1, nan, "x"]) == [1, nan, "x"]
    assert crossed({"a": (nan, None)}) == {"a": (nan, None)}
    assert crossed(float("nan")) is not nan
    with pytest.raises(RefusedError):
        Decoder([]).value({"t": "nan", "n": "another"})
