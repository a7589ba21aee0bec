"""What each process has one of: what a check changes of it is told and put back."""

import ast
import builtins
import sys

import numpy as np
import pandas as pd
import pytest

from carekit.sandbox.link import shared_state
from carekit.sandbox.link.check_namespace import Names
from carekit.sandbox.link.introspection import (
    KeptBuiltins,
    rewritten,
)
from carekit.sandbox.link.refusals import CannotTellError
from tests.sandbox.check_space import run, space

pytestmark = pytest.mark.usefixtures("nothing_refused")


# --- What each process has one of.


def test_an_attribute_of_a_module_that_a_check_changes_is_told_and_put_back():
    names, before = space(), np.pi
    try:
        run("import numpy as np\nnp.pi = 3", names)
        assert shared_state.changed() == "pi"
        run("np.never_there = 1\ndelattr(np, 'never_there')", names)
    finally:
        shared_state.restore()
    assert np.pi == before
    assert shared_state.changed() is None


def test_an_attribute_that_was_not_there_is_gone_again():
    run("import numpy as np\nsetattr(np, 'never_there', 1)", space())
    assert shared_state.changed() == "never_there"
    shared_state.restore()
    assert not hasattr(np, "never_there")


def test_before_there_is_a_learner_nothing_shared_is_changed():
    names = Names({}, set())
    with pytest.raises(CannotTellError):
        run("import numpy as np\nnp.pi = 3", names)
    assert names.unknown == 1


@pytest.mark.parametrize(
    ("target", "name", "shared"),
    [
        (builtins, "print", False),
        (builtins, "input", False),
        (builtins, "len", True),
        (sys, "stdout", False),
        (sys, "stderr", False),
        (sys, "path", True),
        (np, "pi", True),
        (pd.DataFrame, "head", True),
        (type("Own", (), {"__module__": "__main__"}), "x", False),
        ([1], "x", False),
    ],
)
def test_what_the_learners_code_would_meet_is_shared(target, name, shared):
    assert shared_state.is_shared(target, name) is shared


def test_built_in_names_that_were_replaced_are_told_and_put_back():
    kept = KeptBuiltins()
    assert kept.replaced() == []
    before = builtins.len
    try:
        builtins.len = lambda _x: 1
        builtins.new_name = 1
        del builtins.sum
        assert kept.replaced(but=["len", "sum"]) == ["sum"]
        del builtins.sum
        assert sorted(kept.replaced()) == ["len", "sum"]
        assert builtins.len is not before
    finally:
        kept.restore()
        del builtins.new_name
    assert builtins.len is before
    assert sum([1, 2]) == 3
    assert kept.replaced() == []


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("x.a", "x.a"),
        ("x.a = 1", "__changes__(x, 'a').a = 1"),
        ("del x.a", "del __changes__(x, 'a').a"),
        ("x.__class__", "__class_of__(x)"),
        ("type(x)", "__class_of__(x)"),
        ("type(x, y, z)", "type(x, y, z)"),
        ("type(x, key=1)", "type(x, key=1)"),
        ("y.type(x)", "y.type(x)"),
        ("x.modules", "__part_of__(x, 'modules')"),
        ("sys.path.append(x.modules)", "sys.path.append(__part_of__(x, 'modules'))"),
        ("sys.path.sort()", "__part_of__(sys, 'path').sort()"),
        ("monkeypatch.setattr(x, 'a', 1)", "monkeypatch.setattr(__changes__(x, 'a'), 'a', 1)"),
        ("monkeypatch.delattr(x, 'a')", "monkeypatch.delattr(__changes__(x, 'a'), 'a')"),
        ("monkeypatch.setattr('x.a')", "monkeypatch.setattr('x.a')"),
    ],
)
def test_questions_about_an_object_at_hand_are_turned_into_calls(source, made):
    assert ast.unparse(rewritten(ast.parse(source), set())) == made


def test_a_check_that_binds_type_itself_means_its_own():
    assert ast.unparse(rewritten(ast.parse("type(x)"), {"type"})) == "type(x)"
