"""What is said of a learner's functions and classes: names, signatures, nothing that is no data."""

import functools
import types

import numpy as np
import pandas as pd
import pytest

from carekit.sandbox.link.borrowed_objects import borrowed
from carekit.sandbox.link.call_context import chance, set_chance
from carekit.sandbox.link.change_marks import is_marked, mark_of
from carekit.sandbox.link.codec import Decoder, Encoder, Opaque, RefusedError
from carekit.sandbox.link.described import (
    described_class,
    described_function,
    made_of,
    variables_read,
)
from carekit.sandbox.link.proxies import is_learners
from carekit.sandbox.link.true_types import ids, is_one, place, special


def function(value, kind="function"):
    return described_function(value, kind, Encoder(), 0)


def double(x, /, y=2, *rest, z: int = 3, **more) -> str:
    """Twice as much."""


class Thing:
    """A thing."""

    def method(self, x):
        """Do something."""

    def __len__(self):
        return 1


def test_a_function_is_described_by_what_it_says_of_itself():
    about = function(double)
    assert (about["k"], about["n"], about["q"], about["m"]) == (
        "function",
        "double",
        "double",
        __name__,
    )
    assert (about["doc"], about["d"], about["w"]) == ("Twice as much.", False, False)
    rows = [(name, kind, bool(default)) for name, kind, default, _ in about["p"]]
    assert rows == [
        ("x", 0, False),
        ("y", 1, True),
        ("rest", 2, False),
        ("z", 3, True),
        ("more", 4, False),
    ]
    assert about["p"][1][2] == [2]
    assert about["p"][3][3] == [{"t": "ty", "n": "int"}]
    assert about["r"] == [{"t": "ty", "n": "str"}]


def test_a_method_takes_no_self_and_a_ufunc_is_no_function_of_pythons():
    about = function(Thing().method, "method")
    assert (about["n"], [row[0] for row in about["p"]]) == ("method", ["x"])
    assert function(np.add, "ufunc")["n"] == "add"
    assert function(np.add, "ufunc")["p"] is None
    assert function(len, "builtin")["n"] == "len"
    bound = types.MethodType(functools.partial(double), 1)
    assert function(bound, "method") == {
        "k": "method", "p": None, "d": False, "w": False, "n": "function", "doc": None,
    }  # fmt: skip


def test_what_a_function_says_of_itself_is_cut_where_it_never_ends():
    def long():
        pass

    long.__name__, long.__qualname__, long.__module__ = "n" * 81, "q" * 201, "m" * 201
    long.__doc__ = "d" * 5001
    about = function(long)
    assert (len(about["n"]), len(about["q"]), len(about["m"])) == (80, 200, 200)
    assert len(about["doc"]) == 5000
    long.__doc__, long.__module__ = 7, 7
    assert (function(long)["doc"], function(long)["m"]) == (None, "")


def wrapped(times, within=double):
    for _ in range(times):
        outer = functools.wraps(within)(lambda *_: None)
        within = outer
    return within


@pytest.mark.parametrize(("times", "told"), [(0, True), (1, True), (19, True), (20, False)])
def test_a_function_that_wraps_others_is_told_as_far_as_these_are_functions(times, told):
    about = function(wrapped(times))
    assert (about["w"], about["d"]) == (times > 0, times > 0)
    assert (about["p"] is not None) is told
    assert function(wrapped(1, within=functools.partial(double)))["p"] is None


@pytest.mark.parametrize(
    ("value", "crosses"),
    [
        (1, True),
        ("x" * 1000, True),
        ("x" * 1001, False),
        (None, True),
        ([1, "a"], True),
        ([0] * 1000, True),
        ([0] * 1001, False),
        ({"a": 1}, True),
        ({"a": [1]}, False),
        ([[1]], False),
        ((int, str), True),
        (int, True),
        (Thing, False),
        (object(), False),
        (np.int64(1), False),
        (type("L", (list,), {})([1]), False),
    ],
)
def test_a_default_is_told_where_it_is_data_through_and_through(value, crosses):
    def made(x=value):
        pass

    [[_, _, [tree], _]] = function(made)["p"]
    assert (not (type(tree) is dict and tree.get("t") == "?")) is crosses


class OwnError(ValueError):
    pass


def test_a_class_is_described_and_an_exception_by_the_one_of_pythons_above_it():
    assert described_class(Thing) == {
        "n": "Thing",
        "q": "Thing",
        "m": __name__,
        "doc": "A thing.",
        "b": None,
    }
    assert described_class(OwnError)["b"] == "ValueError"
    assert described_class(KeyError)["b"] == "KeyError"
    long = type(
        "n" * 81, (), {"__qualname__": "q" * 201, "__module__": "m" * 201, "__doc__": "d" * 5001}
    )
    found = described_class(long)
    assert [len(found[key]) for key in ("n", "q", "m", "doc")] == [80, 200, 200, 5000]
    assert described_class(type("T", (), {"__doc__": 7}))["doc"] is None


def test_the_names_that_functions_and_methods_written_in_a_namespace_read():
    names = {}
    source = (
        "import math\n"
        "def f(a):\n    b = x + a\n    return math.pi, b.attribute\n"
        "def outer():\n    return lambda: inner_read\n"
        "class C:\n    def m(self):\n        return y\n"
        "z = unread = 1\n"
    ).replace("unread = 1", "1")
    exec(source, names)
    assert variables_read(names) == {"x", "math", "inner_read", "y"}
    assert variables_read({"g": double}) == set()


@pytest.mark.parametrize(
    ("error", "made"),
    [
        (ValueError("a", 1), ["a", 1]),
        (OSError(2, "gone", "file"), [2, "gone", "file"]),
        (OSError(2, "gone"), [2, "gone"]),
        (OSError("words"), ["words"]),
        (OwnError("a"), ["a"]),
        (OSError(2, "gone", 7), [2, "gone"]),
    ],
)
def test_an_exception_is_made_again_of_its_arguments_and_its_file(error, made):
    assert made_of(error) == made


# --- True classes.


class Claims:
    """Says that it is a text."""

    __class__ = str
    __hash__ = None


def test_a_class_is_what_it_is_whatever_it_claims():
    assert isinstance(Claims(), str)
    assert not is_one(Claims(), ids(str))
    assert is_one(np.True_, ids(np.generic))
    assert not is_one(1, ids(bool, str))
    assert place(Thing) == (__name__, "Thing")
    assert place(dict) == ("builtins", "dict")
    assert place(type("T", (), {"__module__": 7}))[0] == ""


def test_the_special_methods_of_a_class_are_its_own_and_its_ancestors():
    assert special(Thing) == ["__len__"]
    assert special(type("More", (Thing,), {"__add__": len})) == ["__len__", "__add__"]
    assert "__hash__" not in special(Claims)
    assert special(type("None", (Thing,), {"__len__": None})) == []


def test_what_stands_for_a_learners_value_is_known():
    assert is_learners(Opaque("a", "b"))
    assert not is_learners(1)


# --- Marks and chance.


@pytest.mark.parametrize(
    ("value", "change"),
    [
        ([1], lambda one: one.append(2)),
        ({"a": [1]}, lambda one: one["a"].append(2)),
        (np.array([1, 2]), lambda one: one.__setitem__(0, 9)),
        (pd.DataFrame({"a": [1, 2]}), lambda one: one.__setitem__("a", [3, 4])),
        (pd.Series([[1], [2]]), lambda one: one[0].append(3)),
    ],
    ids=lambda one: type(one).__name__,
)
def test_a_mark_tells_whether_a_value_has_changed(value, change):
    mark = mark_of(value)
    assert is_marked(value, mark)
    change(value)
    assert not is_marked(value, mark)


def test_the_states_of_chance_are_put_back_as_they_were():
    import random

    before = chance()
    first = random.random(), np.random.rand()
    assert chance() != before
    set_chance({"random": before["random"]})
    assert random.random() == first[0]
    set_chance(before)
    assert (random.random(), np.random.rand()) == first
    assert set(before) == {"random", "numpy"}


def test_an_object_of_the_checks_asks_for_what_it_is_asked():
    asked = []
    remote = borrowed(lambda *words: asked.append(words) or 7, {})
    assert remote(1, key=2) == 7
    assert remote.name == 7
    assert asked == [((1,), {"key": 2}, {"f": "__call__"}), ((), {}, {"attr": "name"})]
    with pytest.raises(AttributeError):
        remote.__wrapped__  # noqa: B018 - asking is what is tried


# --- Dicts of the library.


@pytest.mark.parametrize(
    "tree",
    [
        {"t": "ld", "n": "dict", "k": [], "v": []},
        {"t": "ld", "n": 7, "k": [], "v": []},
        {"t": "ld", "n": "defaultdict", "k": [], "v": [], "f": 3},
        {"t": "ld", "n": "Counter", "k": ["a"], "v": []},
    ],
)
def test_a_dict_of_the_library_that_is_none_is_refused(tree):
    with pytest.raises(RefusedError):
        Decoder([]).value(tree)
