"""Messages, frames that both sides have, what was handed out before, and files, at their limits."""

import json
import random
import struct
import time

import numpy as np
import pandas as pd
import pytest

from carekit.sandbox.link.codec import (
    BOUNDS,
    Bounds,
    Decoder,
    Encoder,
    RefusedError,
    TooBigError,
    pack,
    unpack,
)
from carekit.sandbox.link.frame_cache import Shelf, replace_content, untouched
from carekit.sandbox.link.framing import GoneError, SlowError, Wire, in_parts, pair

# --- Messages.


def test_a_message_is_as_long_as_is_allowed_on_both_sides():
    bounds = Bounds(json_bytes=22, buffer_bytes=4)
    whole = pack({"v": "x" * 7}, [b"1234"], bounds)
    assert len(json.dumps([{"v": "x" * 7}, [4]], separators=(",", ":"))) == 21
    assert unpack(bytearray(whole), bounds)[0] == {"v": "x" * 7}
    for head, buffers in (({"v": "x" * 9}, [b"1"]), ({"v": 1}, [b"1234", b"5"])):
        with pytest.raises(TooBigError):
            pack(head, buffers, bounds)
        with pytest.raises(RefusedError):
            unpack(bytearray(pack(head, buffers)), bounds)
    assert unpack(bytearray(pack({"v": "x" * 8}, [b"1"], bounds)), bounds)[0] == {"v": "x" * 8}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"1234567",
        struct.pack("<II", 2, 0) + b"{}",
        struct.pack("<II", 7, 0) + b"[{},[]]" + b"x",
        struct.pack("<II", 7, 1) + b"[{},[]]" + b"x",
        struct.pack("<II", 8, 1) + b"[{},[2]]" + b"x",
        struct.pack("<II", 10, 1) + b"[{},[2,-1]]"[:10] + b"x",
        struct.pack("<II", 11, 1) + b"[{},[2,-1]]" + b"x",
        struct.pack("<II", 11, 1) + b"[{},[true]]" + b"x",
        struct.pack("<II", 7, 0) + b"[[],[]]",
        struct.pack("<II", 7, 0) + b"[{},{}]",
    ],
)
def test_bytes_that_nobody_packed_are_refused(body):
    with pytest.raises(RefusedError):
        unpack(bytearray(body))


def test_the_smallest_message_and_one_with_an_empty_buffer_are_read():
    assert unpack(bytearray(struct.pack("<II", 7, 0) + b"[{},[]]")) == ({}, [])
    head, buffers = unpack(bytearray(pack({"a": 1}, [b"", b"12", b""])))
    assert (head, [bytes(one) for one in buffers]) == ({"a": 1}, [b"", b"12", b""])


@pytest.fixture
def wires():
    left, right = pair()
    yield Wire(left), Wire(right)
    left.close()
    right.close()


def test_a_message_arrives_and_who_has_gone_is_told_from_who_is_slow(wires):
    one, other = wires
    one.send({"a": 1}, [b"12"])
    head, buffers = other.receive()
    assert (head, [bytes(part) for part in buffers]) == ({"a": 1}, [b"12"])
    with pytest.raises(SlowError):
        other.receive(time.monotonic() - 1)
    one.sock.sendall(b"\1")
    one.close()
    with pytest.raises(GoneError):
        other.receive()
    with pytest.raises(GoneError):
        other.send({"a": 1})


def test_a_message_longer_than_a_wire_takes_is_refused_before_it_is_read(wires):
    one, other = wires
    one.send({"a": "x" * 10})
    size = len(pack({"a": "x" * 10}))
    other.most = size
    assert other.receive()[0] == {"a": "x" * 10}
    one.send({"a": "x" * 10})
    other.most = size - 1
    with pytest.raises(RefusedError, match="too long"):
        other.receive()


@pytest.mark.parametrize(
    ("files", "sizes"),
    [
        ({}, [[]]),
        ({"a": b""}, [[0]]),
        ({"a": b"1234"}, [[4]]),
        ({"a": b"12345"}, [[4], [1]]),
        ({"a": b"12", "b": b"34"}, [[2, 2]]),
        ({"a": b"12", "b": b"345"}, [[2], [3]]),
        ({"a": b"", "b": b"", "c": b"", "d": b""}, [[0, 0, 0], [0]]),
        ({"a": b"123456789"}, [[4], [4], [1]]),
    ],
)
def test_files_go_in_parts_of_so_many_bytes_and_pieces(files, sizes):
    made = in_parts(files, 4, 3)
    assert [[len(piece) for _, piece in part] for part in made] == sizes
    joined = dict.fromkeys(files, b"")
    for part in made:
        for name, piece in part:
            joined[name] += bytes(piece)
    assert joined == files


def test_by_default_a_part_is_half_of_what_a_message_holds():
    half = BOUNDS.buffer_bytes // 2
    assert [len(part) for part in in_parts({"a": b"x" * half, "b": b"y"})] == [1, 1]
    assert len(in_parts({str(n): b"" for n in range(1000)})) == 1
    assert len(in_parts({str(n): b"" for n in range(1001)})) == 2


# --- Frames that both sides have.


class Sides:
    """Both ends of the way that frames take."""

    def __init__(self):
        self.here, self.there = Shelf(), Shelf()

    def send(self, value):
        """Return the tag that was sent, and what arrived."""
        enc = Encoder()
        tree = self.here.write(enc, value)
        head, buffers = unpack(bytearray(pack({"v": tree}, enc.buffers)))
        self.here.sent()
        tree = head["v"]
        return tree["t"], Decoder(buffers, self.there.read).value(tree)


@pytest.mark.parametrize(("rows", "tags"), [(9, ["se", "se"]), (10, ["def", "ref"])])
def test_a_frame_worth_it_is_sent_once_and_then_named(rows, tags):
    sides, value = Sides(), pd.Series(range(rows))
    found = [sides.send(value) for _ in tags]
    assert [tag for tag, _ in found] == tags
    for _, arrived in found:
        pd.testing.assert_series_equal(arrived, value)


def test_a_frame_that_was_changed_is_sent_again():
    sides, value = Sides(), pd.DataFrame({"a": range(200)})
    sides.send(value)
    value.loc[0, "a"] = 7
    tag, arrived = sides.send(value)
    assert (tag, arrived["a"].iloc[0]) == ("def", 7)
    arrived.loc[1, "a"] = 9
    assert sides.send(value)[1]["a"].tolist()[:3] == [7, 1, 2]


def test_frames_in_a_dict_are_named_one_by_one():
    sides = Sides()
    frames = {name: pd.DataFrame({"a": range(n, n + 100)}) for n, name in enumerate("xyz")}
    words = []
    for _ in range(2):
        enc = Encoder()
        tree = sides.here.write(enc, {**frames, "in": [frames["x"].head(9)]})
        sides.here.sent()
        words.append([one["t"] for one in tree["v"][:3]])
        arrived = Decoder([memoryview(one) for one in enc.buffers], sides.there.read).value(tree)
        for name, frame in frames.items():
            pd.testing.assert_frame_equal(arrived[name], frame)
        assert arrived["in"][0]["a"].tolist() == list(range(9))
        frames["y"].loc[0, "a"] = 7
    assert words == [["def", "def", "def"], ["ref", "def", "ref"]]


def test_a_frame_in_a_dict_that_is_too_big_to_be_sent_is_not_named():
    sides, frame = Sides(), pd.Series(range(200))
    enc = Encoder(bounds=Bounds(parts=300))
    tree = sides.here.write(enc, {"a": frame, "b": [1] * 400})
    sides.here.sent()
    assert (tree["t"], enc.buffers) == ("?", [])
    assert sides.send(frame)[0] == "def"


def test_a_frame_that_never_left_is_not_named():
    sides, value = Sides(), pd.Series(range(200))
    sides.here.write(Encoder(), value)
    sides.here.forget()
    sides.here.sent()
    assert sides.send(value)[0] == "def"


def test_the_side_that_sends_forgets_sooner_than_the_one_that_keeps():
    sides = Sides()
    frames = [pd.Series(range(n, n + 100)) for n in range(40)]
    for frame in frames:
        assert sides.send(frame)[0] == "def"
    # The newest sixteen are named; whatever is named is still kept on the other side.
    tags = [sides.send(frame)[0] for frame in reversed(frames[-16:])]
    assert tags == ["ref"] * 16
    assert sides.send(frames[-17])[0] == "def"
    draw = random.Random(3)
    for _ in range(200):
        frame = draw.choice(frames)
        pd.testing.assert_series_equal(sides.send(frame)[1], frame)


@pytest.mark.parametrize(
    "tree", [{"t": "ref", "r": 1}, {"t": "ref", "r": "1"}, {"t": "def", "r": 1, "v": [1]}]
)
def test_a_frame_that_was_never_sent_is_refused(tree):
    with pytest.raises(RefusedError):
        Shelf().read(Decoder([]), tree, 0)


def test_a_frame_is_untouched_only_with_its_own_data_labels_and_name():
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", "y"], "c": pd.array([1, None], dtype="Int64")})
    shadow = frame.copy(deep=False)
    assert untouched(frame, shadow)
    assert not untouched(frame["a"], shadow)
    for change in (
        lambda one: one.__setitem__("d", 1),
        lambda one: setattr(one, "columns", ["z", "b", "c"]),
        lambda one: one.__setitem__("a", [1, 2]),
        lambda one: setattr(one.index, "name", "n"),
    ):
        other = frame.copy(deep=False)
        shadow = other.copy(deep=False)
        assert untouched(other, shadow)
        change(other)
        assert not untouched(other, shadow)
    series = pd.Series([1], name="a")
    shadow = series.copy(deep=False)
    assert untouched(series, shadow)
    series.name = "b"
    assert not untouched(series, shadow)
    lists = pd.Series([[1]])
    assert not untouched(lists, lists.copy(deep=False))


@pytest.mark.parametrize(
    ("old", "new", "done"),
    [
        ([1, 2], [3], True),
        (bytearray(b"ab"), bytearray(b"c"), True),
        ({1: 2}, {3: 4}, True),
        ({1, 2}, {3}, True),
        (np.array([1, 2]), np.array([3, 4]), True),
        (np.array([1, 2]), np.array([3]), False),
        (np.array([1, 2]), np.array([3.0, 4.0]), False),
        (pd.Series([1, 2]), pd.Series([3.5]), True),
        (pd.DataFrame({"a": [1]}), pd.DataFrame({"b": [2, 3]}), True),
        ([1], (2,), False),
        ((1,), (2,), False),
        (1, 2, False),
    ],
    ids=repr,
)
def test_a_value_takes_the_content_of_another_one_of_its_type(old, new, done):
    assert replace_content(old, new) is done
    if done:
        same = old.equals(new) if hasattr(old, "equals") else np.array_equal(old, new) or old == new
        assert same
        assert old is not new
