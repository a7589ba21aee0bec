"""What a check may ask Python itself: names anew, rewritten syntax, and built-in names put back."""

import sys

import numpy as np
import pytest

from carekit.sandbox.link.check_namespace import Names
from carekit.sandbox.link.codec import Opaque
from carekit.sandbox.link.introspection import (
    Globals,
    class_of,
    judged_callable,
    judged_issubclass,
    part_of,
)
from carekit.sandbox.link.refusals import CannotTellError, taken
from tests.sandbox.check_space import run, space

pytestmark = pytest.mark.usefixtures("nothing_refused")


def refused(part):
    [found] = taken()
    assert part in found


# --- The namespace.


def test_a_name_is_the_checks_own_then_the_sets_import_then_the_learners():
    names = space(
        theirs={"x", "sqrt"},
        imports={"sqrt": "from math import sqrt", "pi": "from math import pi"},
        x=1,
        sqrt=2,
    )
    run("own = 3\nfound = [own, x, sqrt, pi, len]", names)
    assert names["found"] == [3, 1, 2, 3.141592653589793, len]
    assert [name for name, _ in names.link.asked] == ["x", "sqrt"]
    run("again = x", names)
    assert len(names.link.asked) == 2
    with pytest.raises(NameError):
        run("never", names)


def test_without_a_learner_a_name_is_counted_and_not_found():
    names = Names({}, set())
    with pytest.raises(NameError):
        run("x", names)
    assert names.unknown == 1


def test_the_notebooks_shell_is_nobodys_answer():
    with pytest.raises(CannotTellError):
        run("get_ipython()", space())
    refused("get_ipython, which belongs to the notebook's shell")
    assert run("y = _", space(theirs={"_"}, _=5))["y"] == 5


def test_a_value_that_was_changed_in_place_stays_the_object_it_was():
    names = space(theirs={"x"}, x=[1])
    first = names["x"]
    names.link.names["x"] = [2]
    assert names["x"] is first
    assert names.moved("x", bound=False)
    assert names["x"] is first
    assert first == [2]
    names.link.names["x"] = [3]
    assert names.moved("x", bound=True)
    assert names["x"] == [3]
    assert names["x"] is not first
    assert not names.moved("y", bound=True)
    names.again.add("x")
    names.moved("x", bound=False)
    assert names["x"] == [3]
    assert [more for _, more in names.link.asked] == [
        {"again": False, "watch": False},
        {"again": True, "watch": False},
        {"again": False, "watch": False},
        {"again": True, "watch": True},
    ]


def test_what_is_the_learners_is_forgotten_for_the_next_check_and_not_deleted():
    names = space(theirs={"x"}, x=[1])
    names["x"]
    names["own"] = 1
    run("del x", names)
    with pytest.raises(NameError):
        run("x", names)
    assert names.gone == {"x"}
    run("del own", names)
    with pytest.raises(NameError):
        run("del other", names)
    names["x"] = 2
    names.give_back()
    assert "x" not in names
    assert names["x"] == [1]


@pytest.mark.parametrize(
    ("source", "bound", "found"),
    [
        ("f = lambda: 1", {"f"}, None),
        ("f = 1", {"f"}, None),
        ("g = lambda: 1", {"g"}, None),
        ("len = lambda x: 1", {"len"}, None),
        ("len = 1", {"len"}, "len"),
        ("print = lambda x: 1", {"print"}, None),
        ("__doc__ = 1", {"__doc__"}, None),
    ],
)
def test_a_value_under_the_name_of_one_of_pythons_functions_is_named(source, bound, found):
    names = run(source, space(theirs={"f"}))
    assert names.replaced(bound) == found


# --- Questions.


def test_of_values_that_crossed_everything_is_told():
    assert class_of([1]) is list
    assert judged_issubclass(bool, int)
    assert not judged_issubclass(int, str)
    assert judged_callable(len)
    assert not judged_callable(3)


@pytest.mark.parametrize(
    "ask", [class_of, judged_callable, lambda one: judged_issubclass(one, int)]
)
def test_of_a_value_that_could_not_cross_nothing_is_told(ask):
    with pytest.raises(CannotTellError):
        ask(Opaque("Thing", "why"))
    refused("Thing")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("x.__class__", "list"),
        ("type(x)", "list"),
        ("isinstance(x, list)", True),
        ("isinstance(x, (str, list))", True),
        ("isinstance(x, str)", False),
        ("issubclass(type(x), list)", True),
        ("callable(x)", False),
        ("vars(f)", {}),
        ("'x' in globals()", True),
        ("globals()['x']", [1]),
        ("eval('x')", [1]),
        ("eval('y', {'y': 2})", 2),
        ("dir(x) == dir([])", True),
        ("type('T', (), {}).__name__", "T"),
    ],
)
def test_a_check_asks_and_is_told_what_python_would_say(source, told):
    names = space(theirs={"x"}, x=[1])
    run(f"def f():\n    pass\nfound = {source}", names)
    found = names["found"]
    assert (found.__name__ if isinstance(found, type) else found) == told


def test_what_a_value_is_not_of_is_remembered_and_what_it_is_of_is_not():
    names = space(theirs={"x"}, x=[1])
    run("isinstance(x, list)\nisinstance(x, str)", names)
    assert names.denied == [str]


@pytest.mark.parametrize(
    "source", ["dir()", "len(globals())", "list(globals())", "list(locals())", "list(vars())"]
)
def test_a_list_of_the_names_has_the_checks_and_the_learners_and_nothing_of_the_judges(source):
    names = run(f"own = 1\nfound = {source}", space(x=[1]))
    wanted = {"__name__", "__builtins__", "own", "x"}
    found = names["found"]
    assert found == len(wanted) if type(found) is int else set(found) == wanted


def test_a_list_of_the_names_that_is_none_is_refused():
    names = space()
    names.link.ask = lambda _op: [1]
    with pytest.raises(CannotTellError):
        run("dir()", names)
    refused("a list of the names in the notebook")


def test_inside_a_function_the_local_names_are_its_own():
    names = run("def f(a):\n    return locals(), vars()\nfound = f(1)", space())
    assert names["found"] == ({"a": 1}, {"a": 1})


def test_code_is_run_among_the_names_of_who_runs_it():
    names = run("exec('a = 1')\nexec('b = 2', globals())\nown = {}\nexec('c = 3', own)", space())
    assert (names["a"], names["b"], names["own"]["c"]) == (1, 2, 3)
    names = run("def f():\n    z = 4\n    return eval('z')\nfound = f()", space())
    assert names["found"] == 4


@pytest.mark.parametrize(
    ("value", "wanted", "words"),
    [
        (sys, "modules", "which modules are loaded"),
        (np.array([1]), "flags", "flags of an array or a table"),
        (np.array([1]), "base", "base of an array or a table"),
    ],
)
def test_what_does_not_cross_with_a_value_is_refused(value, wanted, words):
    with pytest.raises(CannotTellError):
        part_of(space(), value, wanted)
    refused(words)


def test_the_cause_of_the_learners_exception_is_refused_and_of_the_checks_own_told():
    names, theirs, own = space(), ValueError("a"), ValueError("b")
    names.link.raised.append(theirs)
    own.__cause__ = theirs
    assert part_of(names, own, "__cause__") is theirs
    with pytest.raises(CannotTellError):
        part_of(names, theirs, "__traceback__")
    refused("__traceback__ of the learner's exception")


def test_the_namespace_itself_is_only_looked_up_in():
    names = space(theirs={"x"}, x=1)
    run("def f():\n    pass", names)
    found = part_of(names, names["f"], "__globals__")
    assert type(found) is Globals
    assert found["x"] == 1
