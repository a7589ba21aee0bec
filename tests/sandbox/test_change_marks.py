"""A mark tells whether a value has changed, without writing down the tables that are in it."""

import numpy as np
import pandas as pd
import pytest

from carekit.sandbox.link import change_marks
from carekit.sandbox.link.change_marks import is_marked, mark_of


def world():
    return {
        "people": pd.DataFrame({"id": [1, 2], "name": ["Ann", "Bo"]}),
        "parts": [pd.Series([1.5, 2.5]), {"n": 3}],
    }


def put_value(value):
    value["people"].loc[0, "id"] = 9


def put_column(value):
    value["people"]["new"] = 1


def put_a_column_first(value):
    value["people"].insert(0, "new", 1)


def name_a_column(value):
    value["people"].columns = ["id", "who"]


def put_into_the_series(value):
    value["parts"][0].iloc[1] = 7.0


def name_the_series(value):
    value["parts"][0].name = "late"


def put_into_the_dict(value):
    value["parts"][1]["n"] = 4


def take_out(value):
    del value["people"]


def put_in(value):
    value["more"] = value["people"]


def another_table(value):
    value["people"] = pd.DataFrame({"id": [1, 3], "name": ["Ann", "Bo"]})


def no_table(value):
    value["people"] = value["people"].to_dict()


@pytest.mark.parametrize(
    "change",
    [
        put_value, put_column, put_a_column_first, name_a_column, put_into_the_series,
        name_the_series, put_into_the_dict, take_out, put_in, another_table, no_table,
    ],
)  # fmt: skip
def test_whatever_changes_in_a_world_is_seen(change):
    value = world()
    mark = mark_of(value)
    assert is_marked(value, mark)
    change(value)
    assert not is_marked(value, mark)


def test_two_tables_that_change_places_are_a_change():
    value = {"a": pd.DataFrame({"n": [1]}), "b": pd.DataFrame({"n": [2]})}
    mark = mark_of(value)
    value["a"], value["b"] = value["b"], value["a"]
    assert not is_marked(value, mark)


def test_reading_and_an_equal_copy_are_no_change():
    value = world()
    mark = mark_of(value)
    value["people"].merge(value["people"], on="id").groupby("name_x")["id"].sum()
    value["people"] = value["people"].copy()
    assert is_marked(value, mark)


def test_a_list_inside_a_cell_is_looked_at_itself():
    value = {"t": pd.DataFrame({"tags": [["a"], ["b"]]}), "u": pd.DataFrame({"n": [1]})}
    mark, alone = mark_of(value), mark_of(value["t"])
    assert is_marked(value, mark)
    assert is_marked(value["t"], alone)
    value["t"].loc[0, "tags"].append("c")
    assert not is_marked(value, mark)
    assert not is_marked(value["t"], alone)


def test_the_tables_of_a_world_are_not_written_down(monkeypatch):
    written = []
    true = change_marks.pack
    monkeypatch.setattr(
        change_marks, "pack", lambda tree, buffers: written.append(buffers) or true(tree, buffers)
    )
    value = {"t": pd.DataFrame({"n": np.arange(10_000)}), "k": 1}
    assert is_marked(value, mark_of(value))
    assert written == [[], []]
