"""The limits of what crosses between the two processes, each from both sides."""

import datetime as dt
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
    Opaque,
    RefusedError,
    TooBigError,
    pack,
    unpack,
)
from carekit.sandbox.link.encoder import INT_MAX, INT_MIN, TOO_BIG
from carekit.sandbox.link.file_sync import FileSync
from carekit.sandbox.link.frame_cache import Shelf, replace_content, untouched
from carekit.sandbox.link.framing import GoneError, SlowError, Wire, in_parts, pair
from carekit.sandbox.link.handed_out import HandedOut, parts
from carekit.sandbox.link.refusals import CannotTellError, taken


def crossed(value, **options):
    """Return a value after one journey as bytes."""
    enc = Encoder(**options)
    head, buffers = unpack(bytearray(pack({"v": enc.value(value)}, enc.buffers)))
    return Decoder(buffers).value(head["v"])


# --- One value.


@pytest.mark.parametrize(
    ("value", "as_itself"),
    [
        (INT_MAX, True),
        (INT_MAX + 1, False),
        (INT_MIN, True),
        (INT_MIN - 1, False),
    ],
)
def test_a_number_of_64_bits_is_sent_as_itself_and_a_larger_one_as_text(value, as_itself):
    assert (Encoder().value(value) == value) is as_itself
    assert (Encoder().value([value]) == [value]) is as_itself
    assert crossed(value) == value
    assert crossed([value, "a"]) == [value, "a"]


def test_an_integer_has_as_many_bits_as_are_allowed():
    bounds = Bounds(int_bits=80)
    assert crossed(2**80 - 1, bounds=bounds) == 2**80 - 1
    assert type(crossed(2**80, bounds=bounds)) is Opaque
    most = {"t": "i", "v": "-0x" + "f" * 20}
    assert Decoder([], bounds=bounds).value(most) == -(2**80 - 1)
    with pytest.raises(RefusedError, match="no integer"):
        Decoder([], bounds=bounds).value({"t": "i", "v": "-0x" + "f" * 21})


@pytest.mark.parametrize("length", [10, 11])
def test_a_text_is_sent_as_it_is_up_to_its_limit_and_arrives_whole_beyond_it(length):
    enc = Encoder(bounds=Bounds(short_text=10))
    assert (type(enc.value("x" * length)) is str) is (length == 10)
    assert len(enc.buffers) == length - 10
    assert crossed("客" * length, bounds=Bounds(short_text=10)) == "客" * length


def test_a_value_is_nested_as_deep_as_is_allowed():
    def nest(levels):
        made = 1
        for _ in range(levels):
            made = [made]
        return made

    bounds = Bounds(depth=4)
    deepest = max(n for n in range(1, 12) if Encoder(bounds=bounds).value(nest(n)) == nest(n))
    assert deepest == 5
    assert Encoder(bounds=bounds).value(nest(deepest + 1))["w"] == TOO_BIG


def test_what_is_lost_is_named_by_its_type():
    enc = Encoder(bounds=Bounds(parts=3))
    enc.value([1] * 4)
    enc.value(object())
    assert enc.lost == ["list", "object"]
    long = type("N" * 100, (), {})()
    assert enc.value(long)["n"] == "N" * 80
    assert enc.lost[-1] == "N" * 80


def test_buffers_together_have_as_many_bytes_as_are_allowed():
    enc = Encoder(bounds=Bounds(buffer_bytes=10))
    assert enc.value(b"12345") == {"t": "b", "b": 0}
    assert enc.value(b"12345") == {"t": "b", "b": 1}
    assert enc.value(b"1")["t"] == "?"


@pytest.mark.parametrize(
    ("offset", "good"),
    [(86_399, True), (-86_399, True), (0, True), (86_400, False), (-86_400, False), (True, False)],
)
def test_a_time_zone_is_less_than_a_day_away(offset, good):
    tree = {"t": "dt", "v": [2024, 1, 2, 3, 4, 5, 6], "z": offset, "f": 0}
    if not good:
        with pytest.raises(RefusedError):
            Decoder([]).value(tree)
        return
    assert Decoder([]).value(tree).utcoffset() == dt.timedelta(seconds=offset)


@pytest.mark.parametrize("name", ["../etc", "/etc", "UTC/", "", "a b", "No/Where"])
def test_a_time_zone_is_a_known_name_and_no_path(name):
    tree = {"t": "dt", "v": [2024, 1, 2, 3, 4, 5, 6], "z": name, "f": 0}
    with pytest.raises(RefusedError):
        Decoder([]).value(tree)


@pytest.mark.parametrize("unit", ["D", "as", "", None, 1])
def test_a_stamp_has_a_unit_that_pandas_keeps(unit):
    for tag in ("ts", "td"):
        with pytest.raises(RefusedError):
            Decoder([]).value({"t": tag, "v": 1, "u": unit, "z": None})


# --- Arrays and tables.


def array_tree(shape, count=6):
    flat = {"t": "a", "d": "<i8", "b": 0}
    raw = memoryview(bytearray(np.arange(count).tobytes()))
    return Decoder([raw]), {"t": "nd", "s": shape, "v": flat}


@pytest.mark.parametrize(
    ("shape", "good"),
    [
        ([6], True),
        ([2, 3], True),
        ([1, 1, 1, 1, 1, 1, 2, 3], True),
        ([1, 1, 1, 1, 1, 1, 1, 2, 3], False),
        ([5], False),
        ([7], False),
        ([-2, -3], False),
        ([2.0, 3], False),
        ([True, 6], False),
        ([], False),
    ],
)
def test_an_array_has_the_shape_of_its_numbers_and_eight_dimensions_at_most(shape, good):
    dec, tree = array_tree(shape)
    if good:
        assert dec.value(tree).shape == tuple(shape)
    else:
        with pytest.raises(RefusedError):
            dec.value(tree)


def test_an_array_without_dimensions_holds_one_number():
    dec, tree = array_tree([], 1)
    assert dec.value(tree).shape == ()


@pytest.mark.parametrize(
    ("width", "count", "good"),
    [
        (0, 1, False),
        (1, 1, True),
        (10_000, 1, True),
        (10_001, 1, False),
        (-1, 1, False),
        (10_000, 1000, True),
        (10_000, 1001, False),
        ("1", 1, False),
    ],
)
def test_texts_of_one_width_are_no_wider_and_no_more_than_can_be_kept(width, count, good):
    tree = {"t": "aU", "v": {"t": "ao", "v": ["a"] * count}, "w": width}
    if width == 0:
        # NumPy takes a width of 0 for the width that is needed.
        assert Decoder([]).value(tree).tolist() == ["a"]
    elif good:
        assert Decoder([]).value(tree).dtype == f"<U{width}"
    else:
        with pytest.raises(RefusedError):
            Decoder([]).value(tree)


@pytest.mark.parametrize(("count", "once"), [(64, False), (65, True)])
def test_repeated_texts_are_sent_once_where_there_are_many(count, once):
    for make in (lambda texts: np.array(texts, dtype=object), pd.Series):
        value = make(["north", "south"] * count)[:count]
        text = json.dumps(Encoder().value(value))
        assert (text.count("north") == 1) is once
        assert list(crossed(value)) == list(value)


@pytest.mark.parametrize(("words", "once"), [(49, True), (50, False)])
def test_texts_are_sent_once_where_fewer_than_half_of_them_differ(words, once):
    texts = [f"word {n % words}" for n in range(100)]
    text = json.dumps(Encoder().value(np.array(texts, dtype=object)))
    assert (text.count('"word 0"') == 1) is once
    assert ('"aw"' in text) is once
    assert list(crossed(np.array(texts, dtype=object))) == texts


@pytest.mark.parametrize(
    ("kinds", "form"),
    [(127, "|i1"), (128, "<i2"), (2**15 - 1, "<i2"), (2**15, "<i4")],
)
def test_codes_take_as_few_bytes_as_hold_them_all(kinds, form):
    names = np.arange(kinds)
    value = pd.Categorical.from_codes([0, kinds - 1, -1], categories=names)
    enc = Encoder()
    tree = enc.value(pd.Series(value))
    assert tree["v"]["c"]["d"] == form
    arrived = crossed(pd.Series(value))
    assert arrived.cat.codes.tolist() == [0, kinds - 1, -1]


def test_a_mask_fits_its_numbers():
    numbers = memoryview(bytearray(np.arange(2).tobytes()))
    for flags, good in ((b"\0\1", True), (b"\0", False), (b"\0\1\0", False)):
        tree = {"t": "am", "v": {"t": "a", "d": "<i8", "b": 0}, "m": {"t": "a", "d": "|b1", "b": 1}}
        dec = Decoder([numbers, memoryview(bytearray(flags))])
        if good:
            assert dec.value(tree).isna().tolist() == [False, True]
        else:
            with pytest.raises(RefusedError):
                dec.value(tree)


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
        if tree["t"] not in ("def", "ref"):
            return tree["t"], Decoder(buffers).value(tree)
        return tree["t"], self.there.read(Decoder(buffers), tree, 0)


@pytest.mark.parametrize(("rows", "tags"), [(99, ["se", "se"]), (100, ["def", "ref"])])
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
