"""Which file is which notebook: one rule for the inbox, the worker and the stock commands."""

import pytest

from carekit.sandbox.submission.assignment import Book
from carekit.sandbox.submission.notebook_names import Candidate, assigned
from carekit.sandbox.submission.read_notebook import find


def files(*names, rank=0):
    return [Candidate(tuple(name.split("/")), rank, name) for name in names]


def given_to(found):
    return {name: one.source for name, one in found.items()}


@pytest.mark.parametrize(
    ("names", "wanted", "found"),
    [
        (["a.ipynb", "b.ipynb"], ["a", "b"], {"a": "a.ipynb", "b": "b.ipynb"}),
        (["A.IPYNB", "b (1).ipynb"], ["a", "b"], {"a": "A.IPYNB", "b": "b (1).ipynb"}),
        (["a.ipynb", "other.ipynb"], ["a", "b"], {"a": "a.ipynb", "b": "other.ipynb"}),
        (["x.ipynb", "y.ipynb"], ["a", "b"], {}),
        (["a.ipynb", "x.ipynb", "y.ipynb"], ["a", "b"], {"a": "a.ipynb"}),
        (["x.ipynb", "y.ipynb"], ["a"], {"a": "x.ipynb"}),
        (["deep/a.ipynb", "a.ipynb.json"], ["a"], {"a": "deep/a.ipynb"}),
        (["deep/a.ipynb", "a.ipynb"], ["a"], {"a": "a.ipynb"}),
    ],
)
def test_each_wanted_notebook_gets_the_file_of_the_nearest_name(names, wanted, found):
    assert given_to(assigned(files(*names), wanted)[0]) == found


def test_of_two_equally_near_the_higher_rank_is_taken():
    low, high = files("a (2).ipynb", rank=1), files("a (3).ipynb", rank=2)
    found, left = assigned([*low, *high], ["a"])
    assert given_to(found) == {"a": "a (3).ipynb"}
    assert left == low


def test_an_untouched_file_gives_way_to_a_filled_one_and_to_no_other():
    names = files("a.ipynb", "a (1).ipynb", "a (2).ipynb")
    found, _ = assigned(names, ["a"], lambda one: one.source != "a (2).ipynb")
    assert given_to(found) == {"a": "a (2).ipynb"}
    found, _ = assigned(names, ["a"], lambda _one: True)
    assert given_to(found) == {"a": "a.ipynb"}


def test_a_set_without_a_file_for_it_is_said(snapshot_of_two):
    said = []
    assert find(snapshot_of_two, {"first.ipynb": b"{}"}, 1000, said) == {"first": b"{}"}
    assert [(one["code"], one["notebook"]) for one in said] == [("notebook-missing", "second")]


@pytest.fixture
def snapshot_of_two():
    return [Book(name, (), {}, (), {}) for name in ("first", "second")]
