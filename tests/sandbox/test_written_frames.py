"""A frame that was written before the first fork is sent as it is now, or written anew."""

from __future__ import annotations

import pandas as pd
import pytest

from carekit.sandbox.link.codec import Decoder, Encoder
from carekit.sandbox.link.frame_cache import Shelf, WrittenFrames


def table(rows: int = 20) -> pd.DataFrame:
    """Return a table with texts, times and numbers."""
    times = pd.date_range("2024-01-01", periods=rows, freq="h")
    return pd.DataFrame({"kind": ["a", "b"] * (rows // 2), "at": times, "n": range(rows)})


def sent(frame: object, written: WrittenFrames, before: tuple[object, ...] = ()) -> object:
    """Return what arrives of a frame in a message that holds other values before it."""
    shelf, enc, other = Shelf(written), Encoder(), Shelf()
    trees = [shelf.write(enc, value) for value in (*before, frame)]
    buffers = [memoryview(bytearray(one)) for one in enc.buffers]
    return [Decoder(buffers, other.read).value(tree) for tree in trees][-1]


def test_a_frame_arrives_as_it_was_written() -> None:
    """A table and a column of it are the same on the other side."""
    frame = table()
    column = frame["at"]
    written = WrittenFrames([frame, column, "text", 3])
    pd.testing.assert_frame_equal(sent(frame, written), frame)
    pd.testing.assert_series_equal(sent(column, written), column)


def test_a_frame_that_was_changed_since_arrives_changed() -> None:
    """Cells, labels and names that a check changed are what the learner's code is given."""
    frame = table()
    written = WrittenFrames([frame])
    frame.loc[3, "n"] = 99
    assert sent(frame, written).loc[3, "n"] == 99
    frame = table()
    written = WrittenFrames([frame])
    frame.columns = ["x", "y", "z"]
    assert [*sent(frame, written).columns] == ["x", "y", "z"]


def test_a_frame_behind_another_one_keeps_its_own_bytes() -> None:
    """Written trees name the first buffers of a message; the second frame is written anew."""
    first, second = table(), table(30)
    written = WrittenFrames([first, second])
    pd.testing.assert_frame_equal(sent(second, written, (first,)), second)


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"x": pd.Series([print] * 20, dtype=object)}),
        table().set_index(pd.Index([object() for _ in range(20)], dtype=object)),
        pd.Series(range(20), name=("a", "b")),
        pd.DataFrame({"x": pd.Categorical([("a", 1), ("b", 2)] * 10)}),
    ],
)
def test_what_may_be_written_otherwise_for_each_learner_is_not_kept(frame: object) -> None:
    """Frames with functions or objects in cells or labels are left to the message itself."""
    enc = Encoder()
    assert WrittenFrames([frame]).into(enc, frame) is None
    assert enc.buffers == []
