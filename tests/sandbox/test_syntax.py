"""What can be told of code from its text alone: names, chance, identity, arguments, statements."""

import ast

import pytest

from carekit.sandbox.syntax import identity_questions as identity
from carekit.sandbox.syntax import name_analysis as names
from carekit.sandbox.syntax.argument_hoisting import without_arguments


def tree(source):
    return ast.parse(source)


@pytest.mark.parametrize(
    ("source", "chance"),
    [
        ("default_rng()", True),
        ("np.random.default_rng()", True),
        ("np.random.default_rng(3)", False),
        ("np.random.default_rng(seed=3)", False),
        ("random.Random(1)", False),
        ("random.Random()", True),
        ("random.random()", True),
        ("np.random.rand(3)", True),
        ("secrets.randbelow(3)", True),
        ("rng.normal()", False),
        ("table.sample(3)", True),
        ("table.sample(3, random_state=1)", False),
        ("rng.sample(3)", False),
        ("random.Random", False),
        ("normal(3)", False),
    ],
)
def test_chance_is_a_generator_that_nobody_has_seeded(source, chance):
    assert names.chancy(tree(source)) is chance


@pytest.mark.parametrize(
    ("source", "shared"),
    [
        ("import random as r", True),
        ("import random", False),
        ("import numpy.random as r", True),
        ("import numpy as np", False),
        ("from random import choice", True),
        ("from random import Random", False),
        ("from numpy.random import default_rng", False),
        ("from numpy.random import rand", True),
        ("from math import sqrt", False),
        ("random.choice(x)", True),
        ("np.random.rand(3)", True),
        ("np.random.default_rng(3)", False),
        ("random.Random(3)", False),
        ("x.choice(3)", False),
    ],
)
def test_the_generators_that_everybody_shares_are_known_by_name(source, shared):
    assert names.draws_shared(tree(source)) is shared


@pytest.mark.parametrize(
    ("source", "bound"),
    [
        ("x = 1", {"x"}),
        ("x: int = 1", {"x"}),
        ("x += 1", {"x"}),
        ("a, (b, *c) = y", {"a", "b", "c"}),
        ("def f(a):\n    b = 1", {"f"}),
        ("async def f():\n    pass", {"f"}),
        ("class C:\n    y = 1", {"C"}),
        ("import os.path", {"os"}),
        ("import os.path as p", {"p"}),
        ("from a import b, c as d", {"b", "d"}),
        ("for i in y:\n    z = i", {"i", "z"}),
        ("with f() as g:\n    pass", {"g"}),
        ("try:\n    pass\nexcept E as e:\n    pass", {"e"}),
        ("[q for q in y]", set()),
        ("(lambda q: q)(1)", set()),
        ("del x", {"x"}),
        ("if (n := f()):\n    pass", {"n"}),
        ("x[0] = 1", set()),
        ("x.a = 1", set()),
        ("print(x)", set()),
    ],
)
def test_what_code_binds_outside_of_its_functions(source, bound):
    assert names.bound(tree(source)) == bound


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("x[1] = 2", {"x"}),
        ("del x[1]", {"x"}),
        ("x.a = 2", {"x"}),
        ("x.a[1].b = 2", {"x"}),
        ("x.append(1)", {"x"}),
        ("x.y.append(1)", {"x"}),
        ("f(x).append(1)", {"f"}),
        ("x.rename(a, inplace=True)", {"x"}),
        ("x.rename(a)", set()),
        ("x.append", set()),
        ("append(x)", set()),
        ("y = x[1]", set()),
        ("__changes__(x, 'a').a = 1", {"x"}),
        ("(1).a = 2", set()),
    ],
)
def test_what_code_changes_in_place(source, changed):
    assert names.changed_in_place(tree(source)) == changed
    assert names.changed(tree(f"z = 1\n{source}")) >= changed | {"z"}


@pytest.mark.parametrize(
    ("source", "copied"),
    [
        ("x.copy()", {"x"}),
        ("copy.deepcopy(x)", {"copy", "x"}),
        ("deepcopy(x)", {"x"}),
        ("list(x.y)", {"x"}),
        ("dict(x)", {"x"}),
        ("tuple(x)", set()),
        ("x.copy", set()),
    ],
)
def test_what_code_takes_a_copy_of(source, copied):
    assert names.copied(tree(source)) == copied


@pytest.mark.parametrize(
    ("source", "same"),
    [
        ("x = [1, 2]", True),
        ("x = now()", False),
        ("x = datetime.now()", False),
        ("x = pd.read_csv(p)", False),
        ("x = y.reader", False),
        ("x = open", False),
        ("now = 1", True),
    ],
)
def test_code_is_steady_without_chance_clock_and_files(source, same):
    assert names.steady(tree(source)) is same


def test_a_cell_is_read_without_its_magics_and_what_is_no_python_is_nothing():
    source = "%matplotlib inline\n!ls\n  ?x\nx = y"
    assert names.loaded(names.parsed(source)) == {"y"}
    assert names.parsed("x =") is None
    assert names.parsed("x\0") is None
    assert names.loaded_in(["a", "b =", "c = d"]) == {"a", "d"}
    assert names.texts(["x = 'a'", "y =", "f(1, 'b')"]) == {"a", "b"}


def test_of_one_submission_only_so_many_letters_are_parsed():
    parser = names.Parser(left=10)
    assert parser.parsed("x = 1") is not None
    assert parser.parsed("x = 2") is not None
    assert parser.parsed("x") is None
    assert names.Parser().left == 1_000_000


def test_every_word_that_code_mentions_is_found():
    source = "import a.b as c\nfrom d.e import f\nx.y = f'{z}'"
    assert names.words_of(tree(source)) - {""} == {
        "a",
        "b",
        "d",
        "e",
        "f",
        "x",
        "y",
        "z",
        "f-string",
    }
    assert names.words_of(tree("'x'")) == set()
    assert names.words_of(tree("from . import g")) >= {"g"}


def test_imports_at_the_top_are_told_by_the_name_that_each_binds():
    source = "import a.b, c as d\nfrom e import f as g, h\nif x:\n    import i"
    assert names.imports(tree(source)) == {
        "a": "import a.b",
        "d": "import c as d",
        "g": "from e import f as g",
        "h": "from e import h",
    }


@pytest.mark.parametrize(
    ("spare", "left"),
    [
        ({"f"}, "from e import g as h"),
        ({"h"}, "from e import f"),
        ({"f", "h"}, "from e import f, g as h"),
        ({"g"}, "from e import f, g as h"),
        (set(), "from e import f, g as h"),
    ],
)
def test_a_line_of_imports_leaves_out_what_is_spared_and_keeps_one_name(spare, left):
    source = "import f\nfrom e import f, g as h"
    assert ast.unparse(names.without_imports(tree(source), spare)) == f"import f\n{left}"


def test_what_functions_and_comprehensions_bind_for_themselves():
    assert names.inner(tree("def f(a, *b, c=1):\n    d = a\n[e for e in g]")) == {
        "a",
        "b",
        "c",
        "d",
        "e",
    }
    assert names.defined(tree("class C: pass").body[0]) == {"C"}
    assert names.defined(tree("x = 1").body[0]) == set()


# --- Identity.


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("x = 1\nassert a is b", 2),
        ("assert a is not b", 1),
        ("assert a is None", 0),
        ("assert None is not a", 0),
        ("assert a == b", 0),
        ("id(a)", 1),
        ("np.shares_memory(a, b)", 1),
        ("self.assertIs(a, b)", 1),
        ("operator.is_(a, b)", 1),
        ("x = 1", 0),
    ],
)
def test_a_check_asks_for_identity_on_some_line_or_none(source, line):
    assert identity.asks_identity(tree(source)) == line


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("x = rows\nx.append(1)", 2),
        ("x = [1]\nx.append(1)", 0),
        ("x = {}\nx['a'] = 1", 0),
        ("x = list()\nx.append(1)", 0),
        ("x = list(y)\nx.append(1)", 2),
        ("x = make()\nx.append(1)", 2),
        ("x = [1]\nf(x)\nx.append(1)", 3),
        ("x = [1]\nf(key=[x])\nx.append(1)", 3),
        ("x = [1]\nlen(x)\nx.append(1)", 0),
        ("x = [1]\nx = rows\nx.append(1)", 3),
        ("x = y = [1]\nx.append(1)", 2),
        ("x: list = [1]\nx.append(1)", 0),
        ("x = 0\nx += 1", 0),
        ("x = [1]\nx += [2]\nx = rows\nx.append(1)", 2),
        ("x += 1", 1),
        ("print(x)", 0),
    ],
)
def test_a_check_changes_what_came_from_elsewhere_on_some_line_or_none(source, line):
    assert identity.changes_parts(tree(source)) == line


@pytest.mark.parametrize(
    ("source", "again"),
    [
        ("f(x, x)", {"x"}),
        ("f(x)", set()),
        ("x\nx", {"x"}),
        ("for i in y:\n    f(x)", {"i", "x", "y", "f"} - {"i"}),
        ("[f(x) for i in y]", {"f", "x", "y"}),
        ("def g():\n    return x", {"x"}),
        ("lambda: x", {"x"}),
        ("while x:\n    pass", {"x"}),
        ("x = x", set()),
    ],
)
def test_what_a_check_may_read_more_than_once(source, again):
    assert identity.read_again(tree(source)) == again


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("x == [1]", {"x"}),
        ("assert x", {"x"}),
        ("assert len(x) == 1", {"x"}),
        ("x.copy() == y", {"x", "y"}),
        ("f(x) == 1", set()),
        ("x[0] == y.z", {"x", "y"}),
        ("[i for i in x] == y", {"y"}),
        ("x", set()),
        ("assert not x", {"x"}),
    ],
)
def test_whose_content_a_check_compares(source, found):
    assert identity.compared(tree(source)) == found


# --- Arguments.


def taken(source, refuse=()):
    """Return a statement with its costly arguments taken out, and what was taken."""
    found = []

    def ready(node):
        text = ast.unparse(node)
        if text in refuse:
            return None
        found.append(text)
        return f"_{len(found)}"

    node, kept = without_arguments(tree(source).body[0], ready)
    assert kept == [f"_{n + 1}" for n in range(len(found))]
    return ast.unparse(node), found


@pytest.mark.parametrize(
    ("source", "left", "out"),
    [
        ("f(x, set(t['a']), 'm')", "f(x, _1, 'm')", ["set(t['a'])"]),
        ("f(g(1), key=h(2))", "f(_1, key=_2)", ["g(1)", "h(2)"]),
        ("x = f(t[0])", "x = f(_1)", ["t[0]"]),
        ("assert f(t[0]) == g(1)", "assert f(_1) == g(1)", ["t[0]"]),
        ("f(x, 1, 'a', [1, 2])", "f(x, 1, 'a', [1, 2])", []),
        ("f([g(i) for i in t])", "f(_1)", ["[g(i) for i in t]"]),
        ("f(g(i) for i in t)", "f((g(i) for i in t))", []),
        ("f(lambda: g(1))", "f(lambda: g(1))", []),
        ("f(g(lambda: 1))", "f(g(lambda: 1))", []),
        ("f(*g(1))", "f(*g(1))", []),
        ("f((n := g(1)))", "f((n := g(1)))", []),
        ("def h():\n    f(g(1))", "def h():\n    f(g(1))", []),
        ("for i in f(g(1)):\n    pass", "for i in f(g(1)):\n    pass", []),
        ("x += f(g(1))", "x += f(_1)", ["g(1)"]),
    ],
)
def test_costly_arguments_are_taken_out_and_nothing_that_belongs_to_its_place(source, left, out):
    assert taken(source) == (left, out)


def test_of_an_argument_that_is_not_ready_the_inner_ones_are_tried():
    assert taken("f(g(h(1)))", refuse=["g(h(1))"]) == ("f(g(_1))", ["h(1)"])
